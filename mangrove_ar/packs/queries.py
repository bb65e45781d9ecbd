"""Questions to the packs: what could be printed now, what was, and who shares a code with whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from mangrove_ar.catalogue.models import Marker, Station, StationCode
from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BadPlaque, NoSuchPack
from mangrove_ar.extensions import db
from mangrove_ar.packs.models import Pack, PackedPlaque
from mangrove_ar.packs.plaque import Plaque

WhyLeftOut = Literal["station_withdrawn", "marker_not_built"]


@dataclass(frozen=True)
class LeftOut:
    """A station that has no plaque to print, and why."""

    slug: str
    number: int
    name: Words
    reason: WhyLeftOut


@dataclass(frozen=True)
class Printable:
    """Every station of the trail by number: those whose plaque could be printed now, and the others."""

    ready: list[Plaque]
    left_out: list[LeftOut]


@dataclass(frozen=True)
class PackView:
    """A pack as the studio lists it; `message` tells how the making goes or why it failed."""

    id: int
    template: str
    reading_distance_m: float
    public_url: str
    status: str
    done: int
    total: int
    message: str
    folder: str | None
    content_key: str | None
    ordered_at: datetime
    heard_at: datetime
    made_at: datetime | None
    printed_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class PackedView:
    """A plaque of a pack: its station, and what the print carries; `is_code_withdrawn` as it is now."""

    slug: str
    number: int
    name: Words
    code: str
    revision: str
    target: str
    is_code_withdrawn: bool


@dataclass(frozen=True)
class Sharing:
    """Another pack that loses codes too when a pack is withdrawn: at which stations, and whether it was printed."""

    pack_id: int
    numbers: list[int]
    is_printed: bool


def plaques_of(public_url: str) -> Printable:
    """Give the plaque of every station of the trail as it would be printed now; name the stations that have none."""
    found = Printable([], [])
    for station, code, marker in db.session.execute(
        select(Station, _newest_code(), Marker.record)
        .outerjoin(Marker)
        .where(Station.is_shown)
        .order_by(Station.number)
    ):
        name = Words.model_validate(station.name)
        if station.is_withdrawn:
            found.left_out.append(LeftOut(station.slug, station.number, name, "station_withdrawn"))
        elif marker is None:
            found.left_out.append(LeftOut(station.slug, station.number, name, "marker_not_built"))
        else:
            found.ready.append(_plaque(station, name, code, marker, public_url))
    return found


def plaques_of_pack(pack_id: int) -> list[Plaque]:
    """Give the plaques to make for a pack: those of its stations, as they are now.

    Raises:
        NoSuchPack: there is none.
        BadPlaque: a station lost its plaque since the order.
    """
    chosen = {plaque.slug for plaque in packed_plaques(pack_id)}
    ready = [plaque for plaque in plaques_of(pack(pack_id).public_url).ready if plaque.slug in chosen]
    missing = sorted(chosen - {plaque.slug for plaque in ready})
    if missing:
        raise BadPlaque(f"These stations cannot be printed any more: {', '.join(missing)}. Please order without them.")
    return ready


def packs() -> list[PackView]:
    """List all packs, the newest first."""
    return [_view(row, total) for row, total in db.session.execute(_packs().order_by(Pack.id.desc()))]


def pack(pack_id: int) -> PackView:
    """Give one pack.

    Raises:
        NoSuchPack: there is none.
    """
    found = db.session.execute(_packs().where(Pack.id == pack_id)).one_or_none()
    if found is None:
        raise NoSuchPack(f"There is no pack {pack_id}; the list of packs names those that there are.")
    return _view(*found)


def packed_plaques(pack_id: int) -> list[PackedView]:
    """List the plaques of a pack by station number, also of stations that are no longer shown.

    Raises:
        NoSuchPack: there is none.
    """
    pack(pack_id)
    rows = db.session.execute(
        select(PackedPlaque, Station, StationCode.withdrawn_at)
        .join(PackedPlaque.station)
        .join(StationCode, StationCode.code == PackedPlaque.code)
        .where(PackedPlaque.pack_id == pack_id)
    )
    found = [
        PackedView(
            station.slug,
            station.record["number"],
            Words.model_validate(station.name),
            row.code,
            row.revision,
            row.target_sha256,
            withdrawn_at is not None,
        )
        for row, station, withdrawn_at in rows
    ]
    return sorted(found, key=lambda plaque: (plaque.number, plaque.slug))


def codes_sharing(pack_id: int) -> list[Sharing]:
    """List the other packs whose plaques carry a code of this one: withdrawing this one withdraws those codes too."""
    own = aliased(PackedPlaque)
    rows = db.session.execute(
        select(Pack.id, Pack.printed_at, Station.record["number"].as_integer())
        .join(PackedPlaque, PackedPlaque.pack_id == Pack.id)
        .join(Station, Station.id == PackedPlaque.station_id)
        .where(
            Pack.id != pack_id,
            Pack.withdrawn_at.is_(None),
            Pack.status != "failed",
            exists().where(own.pack_id == pack_id, own.code == PackedPlaque.code),
        )
        .order_by(Pack.id, Station.record["number"].as_integer())
    )
    found: dict[int, Sharing] = {}
    for other, printed_at, number in rows:
        found.setdefault(other, Sharing(other, [], printed_at is not None)).numbers.append(number)
    return list(found.values())


def _newest_code() -> ColumnElement[str]:
    return (
        select(StationCode.code)
        .where(StationCode.station_id == Station.id, StationCode.withdrawn_at.is_(None))
        .order_by(StationCode.issued_at.desc())
        .limit(1)
        .correlate(Station)
        .scalar_subquery()
    )


def _plaque(station: Station, name: Words, code: str, marker: dict[str, Any], public_url: str) -> Plaque:
    return Plaque(
        slug=station.slug,
        number=station.number,
        name=name,
        site=Words.model_validate(station.trail.site.name),
        zone=station.record["marker"]["zone"],
        line=Words.model_validate(station.record["lead"]),
        alt=Words.model_validate(station.record["picture_alt"]),
        public_url=public_url,
        code=code,
        marker=marker["files"]["print"],
        target=marker["files"]["target"].partition(".")[0],
    )


def _packs() -> Select[Pack, int]:
    return select(Pack, func.count(PackedPlaque.station_id)).outerjoin(Pack.plaques).group_by(Pack.id)


def _view(row: Pack, total: int) -> PackView:
    return PackView(
        id=row.id,
        template=row.template,
        reading_distance_m=row.reading_distance_m,
        public_url=row.public_url,
        status=row.status,
        done=row.done,
        total=total,
        message=row.message,
        folder=row.folder,
        content_key=row.content_key,
        ordered_at=row.ordered_at,
        heard_at=row.heard_at,
        made_at=row.made_at,
        printed_at=row.printed_at,
        withdrawn_at=row.withdrawn_at,
    )
