"""What learners did: an anonymous phone, and its events, each kept once and never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mangrove_ar.extensions import db


class Learner(db.Model):
    """An anonymous phone, known by the hash of a key that the phone made."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Event(db.Model):
    """Something a learner did; `id` is the server's order, `event_id` the phone's name for it."""

    __table_args__ = (UniqueConstraint("learner_id", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(32))
    station: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    occurred_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    stored_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
