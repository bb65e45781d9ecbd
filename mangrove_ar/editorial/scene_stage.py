"""What the scene editor stands on: the station's draft, its plaque, and every model that is built."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mangrove_ar.catalogue.models import Marker, Model, Station
from mangrove_ar.catalogue.records import Record
from mangrove_ar.editorial.drafts import DraftView, open_draft
from mangrove_ar.extensions import db

Scene = dict[str, Any]
MOST_TRIANGLES = 100_000
MOST_BYTES = 5_000_000
"""What a phone shows smoothly, and what a weak signal brings while a visitor waits: a whole scene keeps to both."""


@dataclass(frozen=True)
class BuiltModel:
    """A model that can stand in a scene; sizes in metres of nature, `size_bytes` is what a phone fetches."""

    slug: str
    name: dict[str, str]
    species: str | None
    size_m: dict[str, float]
    animations: tuple[str, ...]
    triangles: int
    size_bytes: int
    variants: dict[str, dict[str, Any]]
    picture: str


@dataclass(frozen=True)
class Plaque:
    """A station's plaque as the scene stands on it; without a built marker it has no picture and is square."""

    width_m: float
    height_m: float
    tilt_deg: float
    picture: str | None


@dataclass(frozen=True)
class SceneStage:
    """All that the scene editor shows of one station."""

    draft: DraftView
    scene: Scene | None
    plaque: Plaque
    models: dict[str, BuiltModel]


def stage_of(slug: str) -> SceneStage:
    """Give the scene of a station's draft with all that is needed to edit it.

    Raises:
        NoSuchRecord: there is no such station.
    """
    draft = open_draft("stations", slug)
    return SceneStage(draft, draft.record.get("scene"), _plaque(slug, draft.record), built_models())


def built_models() -> dict[str, BuiltModel]:
    """Give every built model by its slug."""
    rows = db.session.scalars(select(Model).order_by(Model.slug))
    return {row.slug: _built(row.slug, row.record) for row in rows}


def _built(slug: str, made: dict[str, Any]) -> BuiltModel:
    sizes = made["size_bytes"]
    return BuiltModel(
        slug=slug,
        name=made["name"],
        species=made["species"],
        size_m=made["size_m"],
        animations=tuple(made["animations"]),
        triangles=made["triangles"],
        size_bytes=sizes["web"] + sizes["coarse"],
        variants={role: {"url": _url(made["files"][role]), "size_bytes": sizes[role]} for role in ("web", "coarse")},
        picture=_url(made["files"]["card_fallback"]),
    )


def _plaque(slug: str, record: Record) -> Plaque:
    stands = record["plaque"]
    width_m = stands["marker_width_mm"] / 1000
    made = db.session.scalar(select(Marker.record).join(Station).where(Station.slug == slug))
    if made is None:
        return Plaque(width_m, width_m, stands["tilt_deg"], None)
    height_m = width_m * made["height_px"] / made["width_px"]
    return Plaque(width_m, height_m, stands["tilt_deg"], _url(made["files"]["picture_fallback"]))


def _url(name: str) -> str:
    return f"/files/{name}"
