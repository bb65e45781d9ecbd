"""The one draft of a record: opened, saved field by field, discarded. What two people save is merged, never lost."""

import json
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import select

from mangrove_ar.accounts.audit import note as audit
from mangrove_ar.accounts.queries import Role, StaffMember
from mangrove_ar.catalogue.differences import Conflict, changes, merge, value_at
from mangrove_ar.catalogue.records import ROWS, Approved, Kind, Record, approved
from mangrove_ar.editorial.blanks import blank_record
from mangrove_ar.editorial.models import Draft
from mangrove_ar.errors import BadRecord, DraftMoved, NeedsCurator, NoSuchRecord, RecordExists
from mangrove_ar.extensions import begin_writing, db

State = Literal["none", "editing", "submitted", "sent_back", "approved"]
"""none: nobody changed anything; approved: waits for its time."""
SLUG_AT_MOST = 64
RESERVED = {"new"}
KEPT_WORDS_BYTES = 8 * 1024
"""So much of the words of a draft that was thrown away stays in the audit log."""


@dataclass(frozen=True)
class DraftView:
    """A record as the studio works on it; without a draft, the approved one.

    What was approved meanwhile is merged in already; where both changed a field, the draft's words stand, so that they
    show as a difference against what is public.
    """

    kind: Kind
    slug: str
    record: Record
    version: int
    state: State
    approved: Approved | None
    confirmed: frozenset[str] = frozenset()
    note: str = ""
    begun_by_id: int | None = None
    edited_by_id: int | None = None
    edited_by: str = ""
    edited_at: datetime | None = None
    submitted_by_id: int | None = None
    submitted_by: str = ""
    submitted_at: datetime | None = None
    decided_by: str = ""
    decision: str = ""
    publish_at: datetime | None = None

    @property
    def public_record(self) -> Record | None:
        """The record that visitors see, or None where they see none yet."""
        return self.approved.record if self.approved and self.approved.is_shown else None


@dataclass(frozen=True)
class Saved:
    """A draft after a save; in the conflicting fields it still says what somebody else wrote."""

    draft: DraftView
    conflicts: tuple[Conflict, ...]


def open_draft(kind: Kind, slug: str) -> DraftView:
    """Give a record to look at or to edit; nothing is written.

    Raises:
        NoSuchRecord: there is neither a record nor a draft of it.
    """
    found, draft = approved(kind, slug), row_of(kind, slug)
    if draft is None and found is None:
        raise NoSuchRecord(f"There is no record {kind}/{slug}. Please choose one from the list.")
    return view_of(draft, found) if draft else _untouched(cast(Approved, found))


def drafts() -> list[DraftView]:
    """Give all drafts, the last edited first."""
    rows = list(db.session.scalars(select(Draft).order_by(Draft.edited_at.desc(), Draft.id)))
    kinds = {cast(Kind, row.kind) for row in rows}
    found = {kind: _approved_among(kind, [row.slug for row in rows if row.kind == kind]) for kind in kinds}
    return [view_of(row, found[cast(Kind, row.kind)].get(row.slug)) for row in rows]


def begin_record(kind: Kind, slug: str, staff: StaffMember, now: datetime) -> DraftView:
    """Begin a new record as a draft; visitors see nothing of it until it is published.

    Raises:
        RecordExists: the slug is taken.
        BadRecord: the slug cannot be part of an address, or records of this kind cannot be added.
    """
    _check_slug(kind, slug)
    begin_writing()
    if row_of(kind, slug) is not None or approved(kind, slug) is not None:
        db.session.rollback()
        raise RecordExists(f"There is a record {kind}/{slug} already. Please choose another short name.")
    draft = _new_draft(kind, slug, blank_record(kind), None, staff, now)
    audit("draft.begun", f"{kind}/{slug}", staff, now)
    db.session.commit()
    return view_of(draft, None)


def save_draft(
    kind: Kind,
    slug: str,
    base: Record,
    yours: Record,
    staff: StaffMember,
    now: datetime,
    confirmed: Collection[str] = (),
) -> Saved:
    """Save what a person changed since their page was made, and give the draft and what others changed too.

    Three-way, field by field: `base` is what the page showed. What nobody else changed is saved; where somebody did,
    theirs stays and is returned as a conflict. A draft that changes while it waits for review or for its time goes
    back to editing. Saving what is there already changes nothing.

    Args:
        confirmed: paths whose translation the person says is still right; it holds until one of its texts changes.

    Raises:
        NoSuchRecord: see `open_draft`.
    """
    begin_writing()
    before = open_draft(kind, slug)
    merged = merge(base, before.record, yours)
    known = _still_confirmed(before, merged.record) | set(confirmed)
    if merged.record == before.record and known == before.confirmed:
        db.session.rollback()
        return Saved(before, merged.conflicts)
    draft = row_of(kind, slug) or _new_draft(kind, slug, before.record, before.approved, staff, now)
    if before.version == 0:
        audit("draft.begun", f"{kind}/{slug}", staff, now)
    elif before.state in ("submitted", "approved"):
        audit("draft.taken_back", f"{kind}/{slug}", staff, now)
    _write(draft, merged.record, before.approved, known, staff, now)
    db.session.commit()
    return Saved(view_of(draft, before.approved), merged.conflicts)


def discard_draft(kind: Kind, slug: str, version: int, staff: StaffMember, now: datetime) -> None:
    """Throw a draft away; the public keeps what it sees, and the audit log the words that the draft changed.

    Raises:
        NoSuchRecord: there is no draft.
        DraftMoved: somebody changed it since the person looked.
        NeedsCurator: it waits for its time, and the person may not publish.
    """
    begin_writing()
    draft = draft_at(kind, slug, version)
    if not may_discard(cast(State, draft.state), staff.role):
        db.session.rollback()
        raise NeedsCurator(f"{kind}/{slug} was approved and waits for its time. Please ask a curator to discard it.")
    audit("draft.discarded", f"{kind}/{slug}", staff, now, words=_changed_words(draft))
    db.session.delete(draft)
    db.session.commit()


def may_discard(state: State, role: Role) -> bool:
    """Tell whether a person may throw a draft away: one that was approved only who could have approved it."""
    return state != "approved" or role in ("curator", "admin")


def draft_at(kind: Kind, slug: str, version: int) -> Draft:
    """Give a draft's row as a person saw it, for a decision about it; for services, under their lock.

    Raises:
        NoSuchRecord: there is no draft.
        DraftMoved: somebody changed it since.
    """
    draft = row_of(kind, slug)
    if draft is None:
        db.session.rollback()
        raise NoSuchRecord(f"There is no draft of {kind}/{slug} any more. Please look at the record again.")
    if draft.version != version:
        db.session.rollback()
        raise DraftMoved(f"{draft.edited_by} changed {kind}/{slug} meanwhile. Please look at it again, then decide.")
    return draft


def row_of(kind: Kind, slug: str) -> Draft | None:
    """Give a draft's row; for services."""
    return db.session.scalar(select(Draft).filter_by(kind=kind, slug=slug))


def catch_up(draft: Draft, found: Approved | None) -> bool:
    """Merge into a draft what was approved since it began; tell whether both had changed a field.

    The draft's words stand there; its version grows, so that nobody decides about what they have not seen.
    """
    if found is None or found.revision == draft.base_revision:
        return False
    merged = merge(draft.base or {}, draft.record, found.record)
    draft.record, draft.base, draft.base_revision = merged.record, found.record, found.revision
    draft.version += 1
    return bool(merged.conflicts)


def view_of(draft: Draft, found: Approved | None) -> DraftView:
    """Give a draft's row as a value."""
    record = draft.record
    if found is not None and found.revision != draft.base_revision:
        record = merge(draft.base or {}, draft.record, found.record).record
    return DraftView(
        kind=cast(Kind, draft.kind),
        slug=draft.slug,
        record=deepcopy(record),
        version=draft.version,
        state=cast(State, draft.state),
        approved=found,
        confirmed=frozenset(draft.confirmed),
        note=draft.note,
        begun_by_id=draft.begun_by_id,
        edited_by_id=draft.edited_by_id,
        edited_by=draft.edited_by,
        edited_at=draft.edited_at,
        submitted_by_id=draft.submitted_by_id,
        submitted_by=draft.submitted_by,
        submitted_at=draft.submitted_at,
        decided_by=draft.decided_by,
        decision=draft.decision,
        publish_at=draft.publish_at,
    )


def _approved_among(kind: Kind, slugs: Collection[str]) -> dict[str, Approved]:
    model: Any = ROWS[kind]
    rows = db.session.scalars(select(model).where(model.slug.in_(slugs)))
    return {
        row.slug: Approved(kind, row.slug, row.record, row.revision, getattr(row, "is_shown", True)) for row in rows
    }


def _changed_words(draft: Draft) -> str:
    """Write the texts that a draft changed as JSON, words by path; one that is too long for the log is left out."""
    words: dict[str, str] = {}
    for change in changes(draft.base or {}, draft.record):
        if isinstance(change.after, str) and change.after:
            more = words | {change.path: change.after}
            words = more if len(_as_json(more).encode()) <= KEPT_WORDS_BYTES else words
    return _as_json(words)


def _as_json(words: dict[str, str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _still_confirmed(before: DraftView, record: Record) -> frozenset[str]:
    return frozenset(path for path in before.confirmed if value_at(before.record, path) == value_at(record, path))


def _untouched(found: Approved) -> DraftView:
    return DraftView(found.kind, found.slug, deepcopy(found.record), 0, "none", found)


def _new_draft(
    kind: Kind, slug: str, record: Record, found: Approved | None, staff: StaffMember, now: datetime
) -> Draft:
    draft = Draft(
        kind=kind, slug=slug, begun_by_id=staff.id, version=0, writers=[], note="", submitted_by="", decided_by=""
    )
    draft.decision = ""
    draft.state = "editing"
    _write(draft, record, found, set(), staff, now)
    return draft


def _write(
    draft: Draft, record: Record, found: Approved | None, confirmed: Collection[str], staff: StaffMember, now: datetime
) -> None:
    draft.record, draft.confirmed = record, sorted(confirmed)
    draft.base, draft.base_revision = (found.record, found.revision) if found else (None, 0)
    draft.version += 1
    draft.writers = sorted({*draft.writers, staff.id})
    draft.edited_by_id, draft.edited_by, draft.edited_at = staff.id, staff.name, now
    draft.state = "sent_back" if draft.state == "sent_back" else "editing"
    draft.publish_at = None
    db.session.add(draft)
    db.session.flush()


def _check_slug(kind: Kind, slug: str) -> None:
    parts = slug.split("-")
    is_sound = all(part.isascii() and part.isalnum() and part == part.lower() for part in parts)
    if not is_sound or len(slug) > SLUG_AT_MOST or slug in RESERVED:
        raise BadRecord(
            f"{slug!r} cannot be part of an address. Please use small English letters, digits and single hyphens, "
            f"at most {SLUG_AT_MOST} of them."
        )
    if kind in ("pages", "sites"):
        raise BadRecord(f"A new record cannot be added to {kind} here; write a file in content/ and import it.")
