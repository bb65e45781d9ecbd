"""The sizes that plaques come in; each has a Typst file in `assets/plaques/` that lays it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mangrove_ar.errors import BadTemplate


@dataclass(frozen=True, kw_only=True)
class Template:
    """One size of plaque, as its Typst file draws it.

    Attributes:
        name: how people and URLs call it.
        file: its file below `assets/plaques/`.
        width_mm, height_mm: one plaque after trimming.
        marker_mm: the side of the square for the picture that phones track; None where there is no picture.
        qr_mm: the side of the QR code, quiet zone included.
        reading_distance_m: from how far the QR code is meant to be scanned.
        per_sheet: plaques on a page.
    """

    name: str
    file: str
    width_mm: float
    height_mm: float
    marker_mm: float | None
    qr_mm: float
    reading_distance_m: float
    per_sheet: int = 1


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.name: template
        for template in (
            Template(
                name="a4",
                file="a4.typ",
                width_mm=297,
                height_mm=210,
                marker_mm=144,
                qr_mm=120,
                reading_distance_m=1.3,
            ),
            Template(
                name="a5",
                file="a5.typ",
                width_mm=210,
                height_mm=148,
                marker_mm=99,
                qr_mm=62,
                reading_distance_m=0.5,
            ),
            Template(
                name="post",
                file="post.typ",
                width_mm=300,
                height_mm=400,
                marker_mm=200,
                qr_mm=160,
                reading_distance_m=1.75,
            ),
            Template(
                name="stickers",
                file="stickers.typ",
                width_mm=92,
                height_mm=50,
                marker_mm=None,
                qr_mm=40,
                reading_distance_m=0.35,
                per_sheet=10,
            ),
        )
    }
)


def template_named(name: str) -> Template:
    """Find a template by its name.

    Raises:
        BadTemplate: there is none.
    """
    if name not in TEMPLATES:
        raise BadTemplate(f"There is no plaque template {name!r}. Please take one of {', '.join(TEMPLATES)}.")
    return TEMPLATES[name]
