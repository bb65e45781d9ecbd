"""The life of a pack: ordered, made in the background, printed, and withdrawn with its codes when it must be."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update

from mangrove_ar.accounts.audit import note_by_id
from mangrove_ar.catalogue.codes import new_code
from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.errors import BadPlaque, NoSuchPack, PackNotReady
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.packs.models import LONGEST_MESSAGE, Pack, PackedPlaque
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.queries import plaques_of
from mangrove_ar.releases.service import publish_codes
from mangrove_ar.storage.base import Storage

SILENT = timedelta(minutes=10)
"""A maker that was not heard of for so long has ended without a word, for example with the server."""


def order_pack(
    stations: Sequence[str],
    template: str,
    reading_distance_m: float,
    public_url: str,
    staff_id: int | None,
    now: datetime,
) -> int:
    """Order a pack of these stations, to be made in the background; return its number.

    Raises:
        BadPlaque: no station was chosen, or one of them has no plaque that could be printed.
    """
    plaques = _chosen(stations, public_url)
    begin_writing()
    pack = _ordered(template, reading_distance_m, public_url, staff_id, now)
    db.session.add(pack)
    _pack_plaques(pack, plaques)
    db.session.flush()
    note_by_id("pack.ordered", f"packs/{pack.id}", staff_id, now, plaques=len(plaques), template=template)
    db.session.commit()
    return pack.id


def claim_pack(now: datetime) -> int | None:
    """Take the oldest pack that waits, for one maker alone; return its number, or None when nothing waits."""
    begin_writing()
    pack = db.session.scalar(
        select(Pack).filter_by(status="waiting").order_by(Pack.id).limit(1).with_for_update(skip_locked=True)
    )
    if pack is not None:
        pack.status, pack.heard_at = "making", now
    db.session.commit()
    return pack.id if pack else None


def report_progress(pack_id: int, done: int, message: str, now: datetime) -> bool:
    """Note how many plaques are ready; tell whether the pack is still this maker's to make."""
    begin_writing()
    found = db.session.execute(
        update(Pack)
        .where(Pack.id == pack_id, Pack.status == "making")
        .values(done=done, message=message[:LONGEST_MESSAGE], heard_at=now)
        .returning(Pack.id)
    ).first()
    db.session.commit()
    return found is not None


def finish_pack(pack_id: int, plaques: Sequence[Plaque], folder: str, content_key: str, now: datetime) -> None:
    """Note that a pack is made, and what it really carries: a marker may have been built anew since the order.

    Raises:
        NoSuchPack: there is none.
        PackNotReady: nobody is making it, or one of its codes was withdrawn meanwhile; then it has failed.
    """
    begin_writing()
    pack = _pack(pack_id)
    if pack.status != "making":
        raise _not_ready(pack, "nobody is making it any more; please order it again")
    gone = _withdrawn_codes(plaques)
    if gone:
        pack.status, pack.message = "failed", f"Withdrawn while it was made: {', '.join(gone)}. Please order it again."
    else:
        pack.status, pack.done, pack.message, pack.made_at = "made", len(plaques), "", now
        pack.folder, pack.content_key = folder, content_key
        _pack_plaques(pack, plaques)
    db.session.commit()
    if gone:
        raise PackNotReady(f"Pack {pack_id}: {pack.message}")


def fail_pack(pack_id: int, message: str) -> None:
    """Note why a pack could not be made."""
    begin_writing()
    db.session.execute(
        update(Pack)
        .where(Pack.id == pack_id, Pack.status.in_(["waiting", "making"]))
        .values(status="failed", message=message[:LONGEST_MESSAGE])
    )
    db.session.commit()


def fail_silent_packs(now: datetime) -> int:
    """Give up the packs whose maker has ended without a word; return how many."""
    begin_writing()
    given_up = db.session.scalars(
        update(Pack)
        .where(Pack.status == "making", Pack.heard_at < now - SILENT)
        .values(status="failed", message="The making ended half-way, for example by a restart. Please order it again.")
        .returning(Pack.id)
    ).all()
    db.session.commit()
    return len(given_up)


def register_pack(
    plaques: Sequence[Plaque],
    template: str,
    reading_distance_m: float,
    folder: str,
    content_key: str,
    staff_id: int | None,
    now: datetime,
) -> int:
    """Note a pack that was made outside the studio; return its number.

    Safe to repeat: the same content is the same pack, as long as it was not withdrawn; its folder is the one
    named last.

    Raises:
        BadPlaque: it has no plaque.
        PackNotReady: one of its codes was withdrawn.
    """
    if not plaques:
        raise BadPlaque("A pack without a plaque is none; please choose at least one station.")
    begin_writing()
    known: Pack | None = db.session.scalar(select(Pack).filter_by(content_key=content_key, withdrawn_at=None).limit(1))
    if known is not None:
        known.folder = folder
        db.session.commit()
        return known.id
    gone = _withdrawn_codes(plaques)
    if gone:
        db.session.rollback()
        raise PackNotReady(f"These codes were withdrawn: {', '.join(gone)}. Please make the pack again.")
    pack = _ordered(template, reading_distance_m, plaques[0].public_url, staff_id, now)
    pack.status, pack.done, pack.made_at = "made", len(plaques), now
    pack.folder, pack.content_key = folder, content_key
    db.session.add(pack)
    _pack_plaques(pack, plaques)
    db.session.flush()
    note_by_id("pack.registered", f"packs/{pack.id}", staff_id, now, plaques=len(plaques), template=template)
    db.session.commit()
    return pack.id


def mark_printed(pack_id: int, staff_id: int | None, now: datetime) -> None:
    """Note that a pack went to the printer: from now on its plaques count as the ones outdoors.

    Safe to repeat: the first moment stays.

    Raises:
        NoSuchPack: there is none.
        PackNotReady: it is not made, or was withdrawn, or a code of it was, with another pack.
    """
    begin_writing()
    pack = _pack(pack_id)
    if pack.status != "made" or pack.withdrawn_at is not None:
        raise _not_ready(pack, "only a pack that is made and not withdrawn can be printed")
    if pack.printed_at is None:
        gone = _withdrawn_codes(pack.plaques)
        if gone:
            what = f"the codes {', '.join(gone)} were withdrawn with another pack; please order it again"
            raise _not_ready(pack, what)
        pack.printed_at, pack.printed_by = now, staff_id
        note_by_id("pack.printed", f"packs/{pack_id}", staff_id, now)
    db.session.commit()


def unmark_printed(pack_id: int, staff_id: int | None, now: datetime) -> None:
    """Take back a slip: the pack was not printed after all. Safe to repeat.

    Raises:
        NoSuchPack: there is none.
    """
    begin_writing()
    pack = _pack(pack_id)
    if pack.printed_at is not None:
        pack.printed_at = pack.printed_by = None
        note_by_id("pack.print_taken_back", f"packs/{pack_id}", staff_id, now)
    db.session.commit()


def withdraw_pack(
    pack_id: int, staff_id: int | None, storage: Storage, now: datetime, draw_code: Callable[[], str] = new_code
) -> None:
    """Withdraw all codes of a pack and give new ones to its stations; visitors see it at the next request.

    Rows, new codes and the release go live in one transaction, so that no plaque is half withdrawn. Safe to repeat:
    the first withdrawal stays, and no further code is drawn. Other packs with the same codes lose them too; see
    `queries.codes_sharing`.

    Raises:
        NoSuchPack: there is none.
        PackNotReady: it is not made, so that nothing of it can hang outdoors.
        StorageFailure: the release could not be written; nothing was withdrawn.
    """
    publish_codes(
        lambda: _withdraw(_pack(pack_id), staff_id, now, draw_code), storage, now, f"pack {pack_id} withdrawn"
    )


def _withdraw(pack: Pack, staff_id: int | None, now: datetime, draw_code: Callable[[], str]) -> None:
    if pack.withdrawn_at is not None:
        return
    if pack.status != "made":
        raise _not_ready(pack, "only a pack that is made can be withdrawn; nothing of this one was printed")
    pack.withdrawn_at, pack.withdrawn_by = now, staff_id
    note_by_id("pack.withdrawn", f"packs/{pack.id}", staff_id, now)
    codes = select(PackedPlaque.code).where(PackedPlaque.pack_id == pack.id)
    db.session.execute(
        update(StationCode)
        .where(StationCode.code.in_(codes), StationCode.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    for station_id in _stations_without_code(pack):
        db.session.add(StationCode(code=draw_code(), station_id=station_id, issued_at=now))


def _stations_without_code(pack: Pack) -> list[int]:
    is_left = exists().where(StationCode.station_id == PackedPlaque.station_id, StationCode.withdrawn_at.is_(None))
    found = db.session.scalars(select(PackedPlaque.station_id).where(PackedPlaque.pack_id == pack.id, ~is_left))
    return list(found)


def _chosen(stations: Sequence[str], public_url: str) -> list[Plaque]:
    found = plaques_of(public_url)
    ready = {plaque.slug: plaque for plaque in found.ready}
    faults = {left.slug: left.reason for left in found.left_out}
    missing = [f"{slug} ({faults.get(slug, 'unknown')})" for slug in stations if slug not in ready]
    if missing or not stations:
        raise BadPlaque(
            f"These stations cannot be printed: {', '.join(missing)}. Please leave them out."
            if missing
            else "A pack without a plaque is none; please choose at least one station."
        )
    return [ready[slug] for slug in dict.fromkeys(stations)]


def _ordered(template: str, reading_distance_m: float, public_url: str, staff_id: int | None, now: datetime) -> Pack:
    return Pack(
        template=template,
        reading_distance_m=reading_distance_m,
        public_url=public_url,
        status="waiting",
        done=0,
        message="",
        heard_at=now,
        ordered_at=now,
        ordered_by=staff_id,
    )


def _pack_plaques(pack: Pack, plaques: Sequence[Plaque]) -> None:
    station_ids = {slug: row_id for slug, row_id in db.session.execute(select(Station.slug, Station.id))}
    pack.plaques = [
        PackedPlaque(
            station_id=station_ids[plaque.slug],
            code=plaque.code,
            revision=plaque.revision,
            target_sha256=plaque.target,
        )
        for plaque in plaques
    ]


def _withdrawn_codes(plaques: Iterable[Plaque | PackedPlaque]) -> list[str]:
    codes = [plaque.code for plaque in plaques]
    return sorted(
        db.session.scalars(
            select(StationCode.code).where(StationCode.code.in_(codes), StationCode.withdrawn_at.is_not(None))
        )
    )


def _pack(pack_id: int) -> Pack:
    pack = db.session.get(Pack, pack_id, with_for_update=True)
    if pack is None:
        db.session.rollback()
        raise NoSuchPack(f"There is no pack {pack_id}; the list of packs names those that there are.")
    return pack


def _not_ready(pack: Pack, what: str) -> PackNotReady:
    number, status = pack.id, pack.status
    db.session.rollback()
    return PackNotReady(f"Pack {number} is {status}: {what}.")
