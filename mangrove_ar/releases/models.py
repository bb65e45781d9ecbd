"""Releases as tables: what was published when and by whom, and the one pointer to what is live."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mangrove_ar.extensions import db


class Release(db.Model):
    """One going live of a snapshot of everything published; its document lies in storage under this hash.

    `records` says which revision of which record it shows (`species/rhizophora-mucronata`: 3); it is missing for
    releases of before records had revisions. Going back is a release too, which names the one that it restores.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    note: Mapped[str] = mapped_column(String(200))
    by_name: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    records: Mapped[dict[str, int] | None] = mapped_column(JSON)
    restores_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))


class LiveRelease(db.Model):
    """The pointer: one row, which names the release that visitors see."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    release: Mapped[Release] = relationship()
