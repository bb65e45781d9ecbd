"""What people decide about a draft: submit, send back, approve; now or at a time. The public follows at once."""

import logging
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mangrove_ar.accounts.audit import note as audit
from mangrove_ar.accounts.queries import StaffMember, could_others_publish
from mangrove_ar.catalogue.records import By, Key, Kind, approved, keep_record, title_of
from mangrove_ar.editorial.comments import fitting
from mangrove_ar.editorial.drafts import catch_up, draft_at, open_draft, row_of
from mangrove_ar.editorial.gate import gate
from mangrove_ar.editorial.models import LONGEST_NOTE, Draft
from mangrove_ar.errors import DraftMoved, MangroveError, NeedsSecondPerson, NotReady, StorageFailure
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.releases.service import publish_change
from mangrove_ar.storage.base import Storage

log = logging.getLogger(__name__)


def submit(kind: Kind, slug: str, version: int, note: str, staff: StaffMember, now: datetime) -> None:
    """Ask for a review; the draft may still have problems, which the reviewer sees too.

    Raises:
        NoSuchRecord: see `drafts.draft_at`.
        DraftMoved: it was changed, or waits for a decision already.
        BadRecord: the note is too long.
    """
    note = fitting(note)
    begin_writing()
    draft = draft_at(kind, slug, version)
    if (draft.state, draft.submitted_by_id, draft.note) == ("submitted", staff.id, note):
        db.session.rollback()
        return  # A button that was pressed twice.
    _wants_decision(draft, ("editing", "sent_back"))
    draft.state, draft.note, draft.decision = "submitted", note, ""
    draft.submitted_by_id, draft.submitted_by, draft.submitted_at = staff.id, staff.name, now
    audit("draft.submitted", f"{kind}/{slug}", staff, now, note=draft.note)
    db.session.commit()


def send_back(kind: Kind, slug: str, version: int, note: str, staff: StaffMember, now: datetime) -> None:
    """Give a draft back to whoever wrote it, with a word why.

    Raises:
        NoSuchRecord: see `drafts.draft_at`.
        DraftMoved: it was changed, or does not wait for a decision any more.
        BadRecord: the note is too long.
    """
    note = fitting(note)
    begin_writing()
    draft = draft_at(kind, slug, version)
    _wants_decision(draft, ("submitted", "approved"))
    draft.state, draft.decision, draft.publish_at = "sent_back", note, None
    draft.decided_by_id, draft.decided_by = staff.id, staff.name
    audit("draft.sent_back", f"{kind}/{slug}", staff, now, note=draft.decision)
    db.session.commit()


def approve(
    kind: Kind,
    slug: str,
    version: int,
    staff: StaffMember,
    storage: Storage,
    now: datetime,
    publish_at: datetime | None = None,
) -> None:
    """Approve a draft that was submitted: visitors see it at the next request, or from the time given.

    Raises:
        NoSuchRecord: see `drafts.draft_at`.
        DraftMoved: it was changed, what is public changed in the same fields, or it does not wait for a decision.
        NeedsSecondPerson: it is the person's own, and somebody else could approve it.
        NotReady: the gate names something.
        StorageFailure: see `releases.service.publish_change`; nothing has changed.
    """
    _check_gate(kind, slug)
    if publish_at is not None and publish_at > now:
        _schedule(kind, slug, version, staff, now, publish_at)
        return

    def change() -> list[Key]:
        draft = _decide(kind, slug, version, staff)
        audit("draft.approved", f"{kind}/{slug}", staff, now)
        return [_publish(draft, staff, now)]

    publish_change(change, storage, now, _release_note(kind, slug), staff.name)


def cancel_schedule(kind: Kind, slug: str, version: int, staff: StaffMember, now: datetime) -> None:
    """Take the time back; the draft waits for a decision again.

    Raises:
        NoSuchRecord, DraftMoved: see `send_back`.
    """
    begin_writing()
    draft = draft_at(kind, slug, version)
    _wants_decision(draft, ("approved",))
    draft.state, draft.publish_at = "submitted", None
    audit("draft.schedule_cancelled", f"{kind}/{slug}", staff, now)
    db.session.commit()


def publish_due(storage: Storage, now: datetime) -> int:
    """Publish the drafts whose time has come; return how many. Two processes at once publish each one once.

    One that cannot be published any more goes back to its editor with the reason; where only the storage fails, it
    waits and is tried again. Neither stops another.
    """
    due = select(Draft.kind, Draft.slug).where(Draft.state == "approved", Draft.publish_at <= now)
    published = 0
    for name, slug in db.session.execute(due.order_by(Draft.publish_at)).all():
        kind = cast(Kind, name)
        try:
            published += _publish_scheduled(kind, slug, storage, now)
        except StorageFailure as error:
            log.error("%s/%s could not be published on time: %s", kind, slug, error.message)
        except MangroveError as error:
            _give_back(kind, slug, error.message, now)
        except IntegrityError as error:
            log.error("%s/%s could not be published on time: %s", kind, slug, error)
            _give_back(kind, slug, "The database refuses this record beside the others. Please compare them.", now)
    return published


def _publish_scheduled(kind: Kind, slug: str, storage: Storage, now: datetime) -> bool:
    _check_gate(kind, slug)
    published: list[Key] = []

    def change() -> list[Key]:
        draft = row_of(kind, slug)
        if draft is not None and draft.state == "approved" and draft.publish_at is not None and draft.publish_at <= now:
            _catch_up_or_refuse(draft)
            audit("draft.published_on_time", f"{kind}/{slug}", None, now)
            published.append(_publish(draft, None, now))
        return published

    found = row_of(kind, slug)
    publish_change(change, storage, now, _release_note(kind, slug), found.decided_by if found else "")
    return bool(published)


def _give_back(kind: Kind, slug: str, reason: str, now: datetime) -> None:
    begin_writing()
    draft = row_of(kind, slug)
    if draft is not None and draft.state == "approved":
        draft.state, draft.decision, draft.publish_at = "sent_back", reason[:LONGEST_NOTE], None
        audit("draft.not_published_on_time", f"{kind}/{slug}", None, now, reason=reason[:LONGEST_NOTE])
    db.session.commit()


def _schedule(kind: Kind, slug: str, version: int, staff: StaffMember, now: datetime, publish_at: datetime) -> None:
    begin_writing()
    draft = _decide(kind, slug, version, staff)
    draft.state, draft.publish_at = "approved", publish_at
    draft.decided_by_id, draft.decided_by = staff.id, staff.name
    audit("draft.scheduled", f"{kind}/{slug}", staff, now, publish_at=publish_at.isoformat())
    db.session.commit()


def _decide(kind: Kind, slug: str, version: int, staff: StaffMember) -> Draft:
    draft = draft_at(kind, slug, version)
    _wants_decision(draft, ("submitted",))
    authors = {*draft.writers, *([draft.submitted_by_id] if draft.submitted_by_id else [])}
    if staff.id in authors and could_others_publish(but=authors):
        db.session.rollback()
        raise NeedsSecondPerson("You wrote or submitted this yourself; please ask a second person to approve it.")
    _catch_up_or_refuse(draft)
    return draft


def _catch_up_or_refuse(draft: Draft) -> None:
    """Where what is public changed in a field that the draft changed too, keep both to be looked at."""
    kind, slug = cast(Kind, draft.kind), draft.slug
    if catch_up(draft, approved(kind, slug)):
        db.session.commit()
        raise DraftMoved(
            f"What visitors see of {kind}/{slug} has changed meanwhile in the same fields. Please compare."
        )


def _wants_decision(draft: Draft, states: tuple[str, ...]) -> None:
    if draft.state not in states:
        db.session.rollback()
        raise DraftMoved(f"{draft.kind}/{draft.slug} does not wait for this decision any more. Please look again.")


def _publish(draft: Draft, staff: StaffMember | None, now: datetime) -> Key:
    """Turn the draft into the record's next revision, written by whoever submitted it; the draft is done."""
    kind = cast(Kind, draft.kind)
    author = By(draft.submitted_by_id, draft.submitted_by) if draft.submitted_by else By(None, draft.edited_by)
    key: Key = (kind, draft.slug)
    keep_record(kind, draft.slug, draft.record, author, now, draft.note)
    db.session.delete(draft)
    return key


def _check_gate(kind: Kind, slug: str) -> None:
    found = gate(open_draft(kind, slug))
    if found:
        raise NotReady(
            f"{kind}/{slug} cannot be published yet: {len(found)} things stand in the way, first {found[0].path} "
            f"({found[0].code}). Please correct them."
        )


def _release_note(kind: Kind, slug: str) -> str:
    draft = open_draft(kind, slug)
    title = title_of(kind, draft.record, slug)
    return f"{title.th} · {title.en}" + (f": {draft.note}" if draft.note else "")
