"""Put a trail's plaques outdoors: markers that count as built, packs that count as printed."""

from datetime import datetime

from sqlalchemy import select

from mangrove_ar.catalogue.models import Marker, Station, StationCode
from mangrove_ar.extensions import db
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.queries import plaques_of
from mangrove_ar.packs.service import mark_printed, register_pack
from mangrove_ar.storage.base import Storage
from tests.conftest import NOON

URL = "https://trail.example"


def build_markers() -> None:
    """Give every station the row that a build of its marker would leave."""
    for station in db.session.scalars(select(Station)):
        db.session.add(Marker(station=station, build_key="k" * 64, record=make_record(f"{station.number:064x}")))
    db.session.commit()


def store_marker(slug: str, picture: bytes, mind: bytes, storage: Storage) -> None:
    """Give one station a marker and a target that are really there."""
    files = {"print": storage.put(picture, "png"), "target": storage.put(mind, "mind")}
    db.session.scalars(select(Marker).join(Station).filter_by(slug=slug)).one().record = {"files": files}
    db.session.commit()


def rebuild_marker(slug: str) -> None:
    """Give one station another target, as a change of its artwork would."""
    db.session.scalars(select(Marker).join(Station).filter_by(slug=slug)).one().record = make_record("f" * 64)
    db.session.commit()


def make_record(sha256: str) -> dict[str, object]:
    return {"files": {"print": f"{sha256}.png", "target": f"{sha256}.mind"}}


def plaque_of(slug: str) -> Plaque:
    return next(plaque for plaque in plaques_of(URL).ready if plaque.slug == slug)


def print_pack(*slugs: str, at: datetime = NOON, key: str = "a", public_url: str = URL) -> int:
    """Make and print a pack of these stations; of all, if none is named."""
    plaques = [plaque for plaque in plaques_of(public_url).ready if not slugs or plaque.slug in slugs]
    pack_id = register_pack(plaques, "a4", 1.5, f"pack-{key}", key * 64, None, at)
    mark_printed(pack_id, None, at)
    return pack_id


def codes_of(slug: str) -> dict[str, bool]:
    """Give all codes of a station, in the order of issue, and whether each is withdrawn."""
    db.session.rollback()  # What this test read before must not hide what others wrote since.
    rows = db.session.scalars(
        select(StationCode).join(Station).filter_by(slug=slug).order_by(StationCode.withdrawn_at.is_(None))
    )
    return {row.code: row.withdrawn_at is not None for row in rows}
