"""Releases as tables: what was published when, and the one pointer to what is live."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mangrove_ar.extensions import db


class Release(db.Model):
    """An immutable snapshot of everything published; its document lies in storage under this hash."""

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    note: Mapped[str] = mapped_column(String(200))


class LiveRelease(db.Model):
    """The pointer: one row, which names the release that visitors see."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    release: Mapped[Release] = relationship()
