"""The history of one record: who approved which state of it, when, and what differs from the state before."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from mangrove_ar.catalogue.models import Revision
from mangrove_ar.catalogue.records import Kind
from mangrove_ar.editorial.readable import ShownChange, shown_changes
from mangrove_ar.extensions import db

VERSIONS_PER_PAGE = 20


@dataclass(frozen=True)
class Version:
    """One approved state; `changes` against the one before it, none of the first."""

    n: int
    by_name: str
    at: datetime
    note: str
    is_first: bool
    changes: list[ShownChange]


@dataclass(frozen=True)
class RecordHistory:
    """Some versions, the newest first; `older` is the number to ask for more with, or None at the end."""

    versions: list[Version]
    older: int | None


def history_of(kind: Kind, slug: str, before: int | None = None) -> RecordHistory:
    """Give the approved states of a record; `before`: only those older than this number."""
    asked = select(Revision).filter_by(kind=kind, slug=slug).order_by(Revision.n.desc()).limit(VERSIONS_PER_PAGE + 1)
    if before is not None:
        asked = asked.where(Revision.n < before)
    rows = list(db.session.scalars(asked))
    found = [_version(kind, newer, older) for newer, older in pairwise(rows)]
    if len(rows) <= VERSIONS_PER_PAGE:
        return RecordHistory([*found, *(_version(kind, row, None) for row in rows[-1:])], None)
    return RecordHistory(found, found[-1].n)


def _version(kind: Kind, row: Revision, older: Revision | None) -> Version:
    changes = shown_changes(kind, older.record, row.record) if older else []
    return Version(row.n, row.by_name, row.at, row.note, older is None, changes)
