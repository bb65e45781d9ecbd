"""What waits on somebody's desk: their own work first, then what the trail needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.models import Model
from mangrove_ar.catalogue.words import LANGUAGES, Language
from mangrove_ar.editorial.listing import LONG_AGO
from mangrove_ar.editorial.models import DraftComment
from mangrove_ar.editorial.shelf import Line
from mangrove_ar.extensions import db
from mangrove_ar.progress.models import Event

UNVISITED_AFTER = timedelta(days=90)
LATEST = 6
REVIEWERS = ("curator", "admin")


@dataclass(frozen=True)
class SentBack:
    """A draft that came back, with how many remarks are still open."""

    line: Line
    remarks: int


@dataclass(frozen=True)
class Broken:
    """Links that lead nowhere: `what` is species, quiz, site, model, or heavy for models that break a budget."""

    line: Line
    what: str
    names: list[str]


@dataclass(frozen=True)
class Visits:
    """Which stations nobody opened for a long time; how many did is never asked."""

    days: int
    has_any: bool
    unvisited: list[Line]


@dataclass(frozen=True)
class Desk:
    """Everything on the desk, in the order in which it is shown."""

    sent_back: list[SentBack]
    to_review: list[Line]
    mine: list[Line]
    scheduled: list[Line]
    untranslated: dict[Language, int]
    broken: list[Broken]
    visits: Visits
    latest: list[Line]
    is_empty: bool

    @property
    def is_clear(self) -> bool:
        """Nothing waits for this person."""
        return not (self.sent_back or self.to_review or self.mine)


def desk_of(staff: StaffMember, lines: list[Line], now: datetime) -> Desk:
    """Lay out the desk of one person."""
    drafts = sorted((line for line in lines if line.draft), key=_edited, reverse=True)
    return Desk(
        sent_back=_sent_back(staff, drafts),
        to_review=[line for line in drafts if staff.role in REVIEWERS and _waits_for(staff, line)],
        mine=[line for line in drafts if line.state in ("editing", "submitted") and _is_mine(staff, line)],
        scheduled=sorted((line for line in drafts if line.state == "approved"), key=_due),
        untranslated={
            language: sum(line.entry.gaps[language].state != "current" for line in lines) for language in LANGUAGES
        },
        broken=list(_broken(lines)),
        visits=_visits(lines, now),
        latest=sorted(lines, key=_changed, reverse=True)[:LATEST],
        is_empty=not any(line.entry.kind != "pages" for line in lines),
    )


def _edited(line: Line) -> datetime:
    return line.draft.edited_at if line.draft else LONG_AGO


def _due(line: Line) -> datetime:
    return line.draft.publish_at or LONG_AGO if line.draft else LONG_AGO


def _changed(line: Line) -> datetime:
    return line.entry.changed_at or LONG_AGO


def _is_mine(staff: StaffMember, line: Line) -> bool:
    return line.draft is not None and staff.id in (line.draft.edited_by_id, line.draft.submitted_by_id)


def _waits_for(staff: StaffMember, line: Line) -> bool:
    """Tell whether a draft waits for this person's review: nobody reviews what they handed in."""
    return line.draft is not None and line.state == "submitted" and line.draft.submitted_by_id != staff.id


def _sent_back(staff: StaffMember, drafts: list[Line]) -> list[SentBack]:
    back = [line for line in drafts if line.state == "sent_back" and _is_mine(staff, line)]
    if not back:
        return []
    open_remarks = select(DraftComment.draft_id, func.count()).where(DraftComment.resolved_at.is_(None))
    counts = {draft_id: count for draft_id, count in db.session.execute(open_remarks.group_by(DraftComment.draft_id))}
    return [SentBack(line, counts.get(line.draft.id, 0)) for line in back if line.draft]


def _broken(lines: list[Line]) -> Iterator[Broken]:
    slugs = {(line.entry.kind, line.entry.slug) for line in lines}
    models = {slug: record for slug, record in db.session.execute(select(Model.slug, Model.record))}
    for line in lines:
        found: dict[str, dict[str, None]] = {}
        for kind, what, slug in _links(line):
            if slug and (kind, slug) not in slugs:
                found.setdefault(what, {})[slug] = None
        for placed in (line.entry.record.get("scene") or {}).get("models") or []:
            name = placed.get("model")
            if name and (name not in models or models[name].get("faults")):
                found.setdefault("heavy" if name in models else "model", {})[name] = None
        yield from (Broken(line, what, list(names)) for what, names in found.items())


def _links(line: Line) -> list[tuple[str, str, str | None]]:
    """Give kind, word and slug of every record that a record names."""
    record = line.entry.record
    if line.entry.kind == "quizzes":
        return [("species", "species", record.get("species"))]
    if line.entry.kind != "stations":
        return []
    shown: list[tuple[str, str, str | None]] = [("species", "species", slug) for slug in record.get("species") or []]
    return [*shown, ("quizzes", "quiz", record.get("question")), ("sites", "site", record.get("site"))]


def _visits(lines: list[Line], now: datetime) -> Visits:
    lately = select(Event.station).where(Event.kind == "station_opened", Event.stored_at > now - UNVISITED_AFTER)
    opened = set(db.session.scalars(lately.distinct()))
    stations = [line for line in lines if line.entry.kind == "stations" and line.is_shown]
    unvisited = [line for line in stations if line.entry.slug not in opened]
    return Visits(UNVISITED_AFTER.days, bool(opened), sorted(unvisited, key=lambda line: line.entry.number or 0))
