"""The audit log: every change of state leaves a row, in the transaction of the change itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mangrove_ar.accounts.models import LONGEST_NAME, LONGEST_SUBJECT, AuditEntry
from mangrove_ar.accounts.queries import StaffMember, member
from mangrove_ar.extensions import db

Detail = str | int | bool | None
ENTRIES_PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One row of the log; `staff_name` is empty where nobody was signed in."""

    id: int
    at: datetime
    staff_id: int | None
    staff_name: str
    action: str
    subject: str
    details: dict[str, Detail]


@dataclass(frozen=True)
class Page:
    """Some rows, the newest first; `older` is the number to ask for more with, or None at the end."""

    entries: tuple[Entry, ...]
    older: int | None


def note(action: str, subject: str, by: StaffMember | None, now: datetime, **details: Detail) -> None:
    """Add a row to the session at hand; whoever calls commits it together with the change that it tells of.

    Line breaks are folded, and escaped in the details, so that a row is one line wherever it is written out.

    Args:
        action: what was done, such as `draft.submitted`.
        subject: to what, such as `species/avicennia-alba`.
        by: who did it, or None for the service itself and for whoever is not signed in.
    """
    db.session.add(
        AuditEntry(
            at=now,
            staff_id=by.id if by else None,
            staff_name=_one_line(by.name, LONGEST_NAME) if by else "",
            action=action,
            subject=_one_line(subject, LONGEST_SUBJECT),
            details=details,
        )
    )


def note_by_id(action: str, subject: str, staff_id: int | None, now: datetime, **details: Detail) -> None:
    """Do what `note` does, for whoever knows only the number of the person."""
    note(action, subject, member(staff_id) if staff_id is not None else None, now, **details)


def entries(
    subject: str = "",
    staff_id: int | None = None,
    before: int | None = None,
    actions: str = "",
    limit: int = ENTRIES_PER_PAGE,
) -> Page:
    """List what was changed, the newest first.

    Args:
        subject: only this one; ending in `/`, everything below it, such as `species/`.
        staff_id: only what this person did.
        before: only rows older than this number; see `Page.older`.
        actions: only actions that begin so, such as `people.`.
    """
    found = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit + 1)
    if subject.endswith("/"):
        found = found.where(AuditEntry.subject.startswith(subject, autoescape=True))
    elif subject:
        found = found.where(AuditEntry.subject == subject)
    if staff_id is not None:
        found = found.where(AuditEntry.staff_id == staff_id)
    if before is not None:
        found = found.where(AuditEntry.id < before)
    if actions:
        found = found.where(AuditEntry.action.startswith(actions, autoescape=True))
    rows = [_entry(row) for row in db.session.scalars(found)]
    return Page(tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)


def _one_line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def _entry(row: AuditEntry) -> Entry:
    return Entry(row.id, row.at, row.staff_id, row.staff_name, row.action, row.subject, dict(row.details))
