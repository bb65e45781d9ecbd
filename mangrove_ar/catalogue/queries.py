"""Questions to the catalogue from those who work behind the trail."""

from dataclasses import dataclass

from sqlalchemy import select

from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.catalogue.words import Words
from mangrove_ar.extensions import db


@dataclass(frozen=True)
class StationPost:
    """A station as the printer needs it: number, name, and the code that its plaque carries."""

    slug: str
    number: int
    name: Words
    code: str
    is_withdrawn: bool


def station_posts() -> list[StationPost]:
    """List the stations of the trail by number, each with its newest code that is not withdrawn."""
    newest: dict[str, StationPost] = {}
    rows = db.session.execute(
        select(Station, StationCode.code)
        .join(Station.codes)
        .where(Station.is_shown, StationCode.withdrawn_at.is_(None))
        .order_by(Station.number, StationCode.issued_at)
    )
    for station, code in rows:
        newest[station.slug] = StationPost(
            station.slug, station.number, Words.model_validate(station.name), code, station.is_withdrawn
        )
    return list(newest.values())
