"""Drafts as tables: the one moving draft of a record, and what people say about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mangrove_ar.extensions import Moment, db

LONGEST_NOTE = 500


class Draft(db.Model):
    """The one draft of a record, from its first change until it is published or discarded.

    `base` is the approved record that it began from, or none for a new one; `confirmed` lists the texts of which
    somebody said that the translation is still right; `version` grows with every save; `writers` are all who saved.
    """

    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    slug: Mapped[str] = mapped_column(String(64))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    base: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    base_revision: Mapped[int]
    confirmed: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int]
    writers: Mapped[list[int]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    edited_by: Mapped[str] = mapped_column(String(80))
    edited_at: Mapped[datetime] = mapped_column(Moment)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    submitted_by: Mapped[str] = mapped_column(String(80))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    decided_by: Mapped[str] = mapped_column(String(80))
    decision: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    publish_at: Mapped[datetime | None] = mapped_column(Moment)
    comments: Mapped[list["DraftComment"]] = relationship(cascade="all, delete-orphan", order_by="DraftComment.id")


class DraftComment(db.Model):
    """A remark about one field of a draft, or about all of it where the path is empty."""

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)
    resolved_by: Mapped[str | None] = mapped_column(String(80))
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
