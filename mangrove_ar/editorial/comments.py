"""Remarks about a draft: about one field, or about all of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mangrove_ar.accounts.audit import note as audit
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.records import Kind
from mangrove_ar.editorial.drafts import row_of
from mangrove_ar.editorial.models import LONGEST_NOTE, Draft, DraftComment
from mangrove_ar.errors import BadRecord, NoSuchRecord
from mangrove_ar.extensions import begin_writing, db


@dataclass(frozen=True)
class CommentView:
    """A remark; its path is empty when it is about the whole record."""

    id: int
    path: str
    text: str
    by_name: str
    at: datetime
    resolved_by: str | None


def fitting(text: str) -> str:
    """Give a note or a remark as it is kept; a line break counts as one letter, as it does where it was typed.

    Raises:
        BadRecord: it is too long.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise BadRecord(f"Please write {LONGEST_NOTE} letters at most; these are {len(text)}.")
    return text


def comments(kind: Kind, slug: str) -> list[CommentView]:
    """Give the remarks about a draft, the oldest first."""
    rows = select(DraftComment).join(Draft, Draft.id == DraftComment.draft_id).order_by(DraftComment.id)
    return [
        CommentView(row.id, row.path, row.text, row.by_name, row.at, row.resolved_by)
        for row in db.session.scalars(rows.where(Draft.kind == kind, Draft.slug == slug))
    ]


def add_comment(kind: Kind, slug: str, path: str, text: str, staff: StaffMember, now: datetime) -> None:
    """Keep a remark; it does not change the draft.

    Raises:
        NoSuchRecord: there is no draft to speak of.
        BadRecord: the remark is empty or too long.
    """
    text = fitting(text)
    if not text:
        raise BadRecord(f"Please write a remark of 1 to {LONGEST_NOTE} letters.")
    begin_writing()
    draft = row_of(kind, slug)
    if draft is None:
        db.session.rollback()
        raise NoSuchRecord(f"There is no draft of {kind}/{slug} any more. Please look at the record again.")
    remark = DraftComment(draft_id=draft.id, path=path[:120], text=text, by_id=staff.id, by_name=staff.name, at=now)
    db.session.add(remark)
    audit("draft.commented", f"{kind}/{slug}", staff, now, path=path[:120])
    db.session.commit()


def resolve_comment(kind: Kind, slug: str, comment_id: int, staff: StaffMember, now: datetime) -> None:
    """Note that a remark is settled; a second time changes nothing.

    Raises:
        NoSuchRecord: this draft has no such remark.
    """
    begin_writing()
    draft = row_of(kind, slug)
    found = next((one for one in draft.comments if one.id == comment_id), None) if draft else None
    if found is None:
        db.session.rollback()
        raise NoSuchRecord("There is no such remark any more. Please look at the record again.")
    if found.resolved_at is None:
        found.resolved_by, found.resolved_at = staff.name, now
        audit("draft.comment_resolved", f"{kind}/{slug}", staff, now, comment=comment_id)
    db.session.commit()
