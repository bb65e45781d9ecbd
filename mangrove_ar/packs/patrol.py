"""How the plaques outdoors fare: what the patrol scans and finds, and what visitors report."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import func, select

from mangrove_ar.accounts.audit import note_by_id
from mangrove_ar.catalogue.codes import read_code
from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BadReport, MistypedCode
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.packs.models import LONGEST_NOTE, Pack, PatrolCheck, PlaqueReport
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.queries import plaques_of
from mangrove_ar.packs.reprints import Reason, last_printed, what_changed

State = Literal["good", "worn", "missing", "wrong"]
Kind = Literal["worn", "missing", "wrong", "other"]
Verdict = Literal["current", "outdated", "withdrawn", "other_station", "unknown_code", "foreign_host", "not_a_plaque"]
MOST_OPEN_REPORTS = 30
"""Open reports that a station can have; who writes more tells staff nothing new."""
LONGEST_SCAN = 300
ADDRESS = re.compile(r"(https?://[^/?#\\\s]+)(.*)", re.IGNORECASE | re.DOTALL)
PLAQUE_PATH = re.compile(r"/s/([^/?#]+)", re.IGNORECASE)
CHECK_ORDER = (PatrolCheck.at, PatrolCheck.id)


@dataclass(frozen=True)
class Scanned:
    """What a scanned QR code means for the patrol.

    Attributes:
        verdict: *current* is as it should be; *outdated* is ours and works, `reasons` say what changed since its
            print; *withdrawn* still opens its station and gives no stamp; *other_station* hangs at the wrong post;
            *unknown_code* and *foreign_host* are not ours: somebody put them there; *not_a_plaque* is something else.
        slug, number, name: the station that it belongs to, where that is known.
        code: its code in the one form, where it has one.
        host: the foreign host, for staff to note.
        revision: the mark that a print of today would show, to compare with the one on the plaque.
    """

    verdict: Verdict
    slug: str | None = None
    number: int | None = None
    name: Words | None = None
    code: str | None = None
    reasons: tuple[Reason, ...] = ()
    host: str | None = None
    revision: str | None = None


@dataclass(frozen=True)
class OpenReport:
    """What a visitor said about a plaque and nobody has dealt with yet."""

    id: int
    slug: str
    number: int
    name: Words
    code: str | None
    kind: str
    note: str
    at: datetime


@dataclass(frozen=True)
class LastCheck:
    """What the patrol found last at a station; a station that was never looked at has neither state nor moment."""

    slug: str
    number: int
    name: Words
    state: str | None = None
    code: str | None = None
    note: str = ""
    at: datetime | None = None


def read_scanned(text: str, public_url: str, station: str | None = None) -> Scanned:
    """Tell what a QR code found at a station means, or a code typed from its plaque; no address is opened.

    Args:
        station: slug of the station where it hangs, if the patrol said so.
    """
    text = text.strip()[:LONGEST_SCAN]
    address = ADDRESS.fullmatch(text)
    base, typed = (address[1], address[2]) if address else (None, text)
    if base is not None and not _is_own(base, public_url):
        return Scanned("foreign_host", host=base.partition("://")[2].lower())
    path = PLAQUE_PATH.fullmatch(typed)
    if base is not None and path is None:
        return Scanned("not_a_plaque")
    try:
        code = read_code(path[1] if path else typed)
    except MistypedCode:
        return Scanned("not_a_plaque")
    row = db.session.get(StationCode, code)
    return _judge(row, base, public_url, station) if row else Scanned("unknown_code", code=code)


def check_plaque(station: str, code: str | None, state: str, note: str, staff_id: int | None, now: datetime) -> None:
    """Keep what the patrol found at a station; a later check replaces it in all lists.

    Raises:
        BadReport: there is no such station or state, or the note is too long.
    """
    kept = _note(note)
    if state not in get_args(State):
        raise BadReport(f"A plaque is {', '.join(get_args(State))}; not {state!r}.")
    begin_writing()
    db.session.add(
        PatrolCheck(
            station_id=_station_id(station), code=_code(code), state=state, note=kept, staff_id=staff_id, at=now
        )
    )
    note_by_id("patrol.checked", f"stations/{station}", staff_id, now, state=state)
    db.session.commit()


def report_plaque(station: str, code: str | None, kind: str, note: str, now: datetime) -> bool:
    """Keep what a visitor says about a plaque, and nothing of who says it; tell whether it was kept.

    A station with many open reports takes no more of them, so that nobody can fill the database.

    Raises:
        BadReport: there is no such station or kind, or the note is too long.
    """
    kept = _note(note)
    if kind not in get_args(Kind):
        raise BadReport(f"A report says {', '.join(get_args(Kind))}; not {kind!r}.")
    begin_writing()
    station_id = _station_id(station)
    waiting = select(func.count(PlaqueReport.id)).filter_by(station_id=station_id, closed_at=None)
    is_kept = (db.session.scalar(waiting) or 0) < MOST_OPEN_REPORTS
    if is_kept:
        db.session.add(PlaqueReport(station_id=station_id, code=_code(code), kind=kind, note=kept, at=now))
    db.session.commit()
    return is_kept


def close_report(report_id: int, staff_id: int | None, now: datetime) -> None:
    """Note that somebody has dealt with a report. Safe to repeat: who closed it first stays.

    Raises:
        BadReport: there is no such report.
    """
    begin_writing()
    report = db.session.get(PlaqueReport, report_id, with_for_update=True)
    if report is None:
        db.session.rollback()
        raise BadReport(f"There is no report {report_id}; the list of reports names those that are open.")
    if report.closed_at is None:
        report.closed_at, report.closed_by = now, staff_id
        note_by_id("report.closed", f"stations/{report.station.slug}", staff_id, now, report=report_id)
    db.session.commit()


def open_reports() -> list[OpenReport]:
    """List what visitors reported and nobody has dealt with yet, the oldest first."""
    rows = db.session.execute(
        select(PlaqueReport, Station)
        .join(PlaqueReport.station)
        .where(PlaqueReport.closed_at.is_(None))
        .order_by(PlaqueReport.at, PlaqueReport.id)
    )
    return [
        OpenReport(
            row.id,
            post.slug,
            post.record["number"],
            Words.model_validate(post.name),
            row.code,
            row.kind,
            row.note,
            row.at,
        )
        for row, post in rows
    ]


def last_checks() -> list[LastCheck]:
    """List the stations of the trail by number, each with what the patrol found there last."""
    checks = {row.station_id: row for row in db.session.scalars(select(PatrolCheck).order_by(*CHECK_ORDER))}
    posts = db.session.scalars(select(Station).where(Station.is_shown).order_by(Station.number))
    return [_last_check(post, checks.get(post.id)) for post in posts if not post.is_withdrawn]


def _is_own(base: str, public_url: str) -> bool:
    """Compare letters of ASCII only: the capital of some others, such as the dotless i, is one of ours."""
    printed = db.session.scalars(select(Pack.public_url).where(Pack.printed_at.is_not(None)).distinct())
    return base.isascii() and base.upper() in {public_url.upper(), *(url.upper() for url in printed)}


def _judge(row: StationCode, base: str | None, public_url: str, station: str | None) -> Scanned:
    post = row.station
    plaque = next((one for one in plaques_of(public_url).ready if one.slug == post.slug), None)
    scanned = Scanned(
        "current",
        slug=post.slug,
        number=post.record["number"],
        name=Words.model_validate(post.name),
        code=row.code,
        revision=plaque.revision if plaque else None,
    )
    if station is not None and station != post.slug:
        return replace(scanned, verdict="other_station")
    if row.withdrawn_at is not None:
        return replace(scanned, verdict="withdrawn")
    reasons = _changes(row.code, base, plaque) if plaque else ()
    return replace(scanned, verdict="outdated", reasons=reasons) if reasons else scanned


def _changes(code: str, base: str | None, plaque: Plaque) -> tuple[Reason, ...]:
    """Name what changed since the print that carries this code; a plaque that no pack knows is taken as it is."""
    printed = last_printed().get(plaque.slug)
    changed: set[Reason] = set(what_changed(printed, plaque)) if printed and printed.code == code else set()
    if code != plaque.code:
        changed.add("code_changed")
    if base is not None:  # What the code itself says is surer than which print we believe to hang there.
        changed.discard("host_changed")
        if base.upper() != plaque.public_url.upper():
            changed.add("host_changed")
    return tuple(reason for reason in get_args(Reason) if reason in changed)


def _last_check(post: Station, row: PatrolCheck | None) -> LastCheck:
    name = Words.model_validate(post.name)
    if row is None:
        return LastCheck(post.slug, post.number, name)
    return LastCheck(post.slug, post.number, name, row.state, row.code, row.note, row.at)


def _station_id(slug: str) -> int:
    found = db.session.scalar(select(Station.id).filter_by(slug=slug))
    if found is None:
        db.session.rollback()
        raise BadReport(f"There is no station {slug!r}; please choose one of the trail.")
    return found


def _code(typed: str | None) -> str | None:
    """Keep a code in its one form; what is none is not worth keeping."""
    try:
        return read_code(typed) if typed else None
    except MistypedCode:
        return None


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise BadReport(f"A note has at most {LONGEST_NOTE} letters; this one has {len(note)}. Please shorten it.")
    return note
