"""Tell before a station is published whether its plaque still fits and which plaques at the posts become old."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from mangrove_ar.catalogue.checks import Problem
from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.catalogue.records import Kind, Record, approved
from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BadPlaque
from mangrove_ar.extensions import db
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.templates import TEMPLATES, Template
from mangrove_ar.web.current import settings

if TYPE_CHECKING:
    from mangrove_ar.packs.typesetting import Typesetter

MUST_FIT, SHOULD_FIT = "a4", "a5"
PRINTED = ("number", "names", "lead")
PARTS = {"name": "names", "line": "lead"}
ANY_CODE = "00000000"
"""As long as every code, so that the QR code on the trial print has its real size."""


def plaque_problems(kind: Kind, slug: str, record: Record) -> Iterator[Problem]:
    """Set a station's plaque on trial when something printed on it has changed.

    Raises:
        BadTemplate, MissingFont: see `Typesetter.typeset`.
    """
    if kind != "stations":
        return
    found = approved(kind, slug)
    before = found.record if found else {}
    changed = [name for name in PRINTED if record[name] != before.get(name)]
    if changed:
        yield from _misfits(slug, record, TEMPLATES[MUST_FIT], "plaque.does_not_fit", blocks=True)
        yield from _misfits(slug, record, TEMPLATES[SHOULD_FIT], "plaque.tight", blocks=False)
    if found and _is_printed(slug):
        yield from (Problem(name, "plaque.old_words", False, {}) for name in changed)
        if record["marker"] != before["marker"]:
            yield Problem("marker", "plaque.old_marker", False, {})


def get_ready(assets: Path) -> None:
    """Read fonts and dictionary once, so that the first person who publishes a station does not wait for them."""
    from mangrove_ar.packs.line_breaks import cut  # Imported here: see `_misfits`.

    _typesetter(assets)
    cut("")


def _misfits(slug: str, record: Record, template: Template, code: str, *, blocks: bool) -> Iterator[Problem]:
    # Imported here: a start of the server must not wait for what sets plaques.
    from mangrove_ar.packs.qr import symbol_for
    from mangrove_ar.packs.typesetting import Prepared

    plaque = _plaque(slug, record, settings().public_url)
    symbol = symbol_for(plaque.url, template.qr_mm, template.reading_distance_m)
    try:
        trial = Prepared(plaque=plaque, marker=_blank_marker(), symbol=symbol)
        _typesetter(settings().assets).typeset([trial], template)
    except BadPlaque as error:
        if error.misfit is None:
            yield Problem("names", "plaque.letters", blocks, {"why": error.message})
        elif error.misfit[0] in PARTS:
            part, language = error.misfit
            yield Problem(f"{PARTS[part]}.{language}", code, blocks, {"size": template.name.upper()})


@cache
def _blank_marker() -> bytes:
    """Give a white picture: where words have room does not depend on what it shows."""
    drawn = BytesIO()
    Image.new("RGB", (64, 64), "white").save(drawn, "JPEG")
    return drawn.getvalue()


@cache
def _typesetter(assets: Path) -> "Typesetter":
    from mangrove_ar.packs.typesetting import Typesetter

    return Typesetter(assets)


def _plaque(slug: str, record: Record, public_url: str) -> Plaque:
    site = approved("sites", record["site"])
    return Plaque(
        slug=slug,
        number=record["number"],
        name=Words.model_validate(record["names"]),
        site=Words.model_validate(site.record["names"] if site else record["names"]),
        zone=record["marker"]["zone"],
        line=Words.model_validate(record["lead"]),
        alt=Words.model_validate(record["picture_alt"]),
        public_url=public_url,
        code=ANY_CODE,
        marker="",
        target="0" * 64,
    )


def _is_printed(slug: str) -> bool:
    """Take every station with a code for one whose plaque may hang somewhere."""
    codes = db.session.query(StationCode).join(Station).filter(Station.slug == slug)
    return codes.first() is not None
