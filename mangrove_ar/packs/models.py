"""Packs as tables: what was printed with which code and revision, and how the plaques outdoors fare."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mangrove_ar.catalogue.models import Station
from mangrove_ar.extensions import Moment, db

LONGEST_NOTE = 200
LONGEST_MESSAGE = 400
CODE = String(8)


class Pack(db.Model):
    """A print job: ordered, made in the background, printed, and perhaps withdrawn.

    `status` is waiting, making, made or failed; `done` of its plaques are ready, and `message` says what a person
    should know about the making. `heard_at` is when its maker was last heard of. `folder` and `content_key` are there
    once it is made.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(String(32))
    reading_distance_m: Mapped[float]
    public_url: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(8))
    done: Mapped[int]
    message: Mapped[str] = mapped_column(String(LONGEST_MESSAGE))
    heard_at: Mapped[datetime] = mapped_column(Moment)
    folder: Mapped[str | None] = mapped_column(Text)
    content_key: Mapped[str | None] = mapped_column(String(64), index=True)
    ordered_at: Mapped[datetime] = mapped_column(Moment)
    ordered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    printed_at: Mapped[datetime | None] = mapped_column(Moment)
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    plaques: Mapped[list["PackedPlaque"]] = relationship(back_populates="pack", cascade="all, delete-orphan")


class PackedPlaque(db.Model):
    """A station's plaque in one pack: what its print carries."""

    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("station_code.code"), index=True)
    revision: Mapped[str] = mapped_column(String(8))
    target_sha256: Mapped[str] = mapped_column(String(64))
    pack: Mapped[Pack] = relationship(back_populates="plaques")
    station: Mapped[Station] = relationship()


class PatrolCheck(db.Model):
    """What staff found at a station: `state` is good, worn, missing or wrong; `code` is what they scanned there."""

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    code: Mapped[str | None] = mapped_column(CODE)
    state: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    station: Mapped[Station] = relationship()


class PlaqueReport(db.Model):
    """What a visitor says about a plaque: `kind` is worn, missing, wrong or other; nothing tells who said it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    code: Mapped[str | None] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    station: Mapped[Station] = relationship()
