"""The nouns of the trail as tables: sites, trails, stations and their codes, species, quizzes, scenes, built files."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mangrove_ar.extensions import Moment, db

WordsColumn = dict[str, str]
SLUG = String(64)
NOT_YET = text("0")
SHOWN = true()


class Revision(db.Model):
    """One approved state of a record; rows are only ever added, each with the hash of the one before it."""

    __table_args__ = (UniqueConstraint("kind", "slug", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    slug: Mapped[str] = mapped_column(SLUG)
    n: Mapped[int]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    previous_sha256: Mapped[str | None] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    by_name: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(Moment)


class Site(db.Model):
    """A green space of the city."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    name: Mapped[WordsColumn] = mapped_column(JSON)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(server_default=NOT_YET)
    is_shown: Mapped[bool] = mapped_column(server_default=SHOWN)
    trails: Mapped[list["Trail"]] = relationship(back_populates="site")


class Trail(db.Model):
    """An ordered walk through one site."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[WordsColumn] = mapped_column(JSON)
    site: Mapped[Site] = relationship(back_populates="trails")
    stations: Mapped[list["Station"]] = relationship(back_populates="trail", order_by="Station.number")


class Species(db.Model):
    """A record of a plant or an animal."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    kingdom: Mapped[str] = mapped_column(String(16))
    scientific_name: Mapped[str] = mapped_column(String(120), unique=True)
    confidence: Mapped[str] = mapped_column(String(8))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(server_default=NOT_YET)
    is_shown: Mapped[bool] = mapped_column(server_default=SHOWN)


class Quiz(db.Model):
    """A multiple-choice question with its explanation."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    species_id: Mapped[int | None] = mapped_column(ForeignKey("species.id"))
    confidence: Mapped[str] = mapped_column(String(8))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(server_default=NOT_YET)
    is_shown: Mapped[bool] = mapped_column(server_default=SHOWN)


class Station(db.Model):
    """A numbered post on a trail."""

    __table_args__ = (UniqueConstraint("trail_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    trail_id: Mapped[int] = mapped_column(ForeignKey("trail.id"))
    number: Mapped[int]
    name: Mapped[WordsColumn] = mapped_column(JSON)
    is_withdrawn: Mapped[bool]
    quiz_id: Mapped[int | None] = mapped_column(ForeignKey("quiz.id"))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(server_default=NOT_YET)
    is_shown: Mapped[bool] = mapped_column(server_default=SHOWN)
    trail: Mapped[Trail] = relationship(back_populates="stations")
    quiz: Mapped[Quiz | None] = relationship()
    species: Mapped[list["StationSpecies"]] = relationship(
        order_by="StationSpecies.position", cascade="all, delete-orphan"
    )
    codes: Mapped[list["StationCode"]] = relationship(back_populates="station")
    marker: Mapped["Marker | None"] = relationship(back_populates="station")


class StationSpecies(db.Model):
    """A species that a station shows, in its order there."""

    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    species_id: Mapped[int] = mapped_column(ForeignKey("species.id"), primary_key=True)
    position: Mapped[int]
    species: Mapped[Species] = relationship()


class StationCode(db.Model):
    """A code printed on a plaque; it is never given to another station and never deleted.

    A withdrawn code still opens its station, and gives no stamp.
    """

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    station: Mapped[Station] = relationship(back_populates="codes")


class Page(db.Model):
    """Words of a page that belongs to no record, such as the home page."""

    slug: Mapped[str] = mapped_column(SLUG, primary_key=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(server_default=NOT_YET)


class Marker(db.Model):
    """What a build made of a station's marker: the picture, and the target that the tracker reads."""

    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    build_key: Mapped[str] = mapped_column(String(64))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    station: Mapped[Station] = relationship(back_populates="marker")


class Model(db.Model):
    """What a build made of a 3D source: variants, each a file named by its content."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, unique=True)
    build_key: Mapped[str] = mapped_column(String(64))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)


class Media(db.Model):
    """A picture or sound that staff brought, checked and written anew; records name it by its file.

    The file is named by its content; `fallback_file` is the same picture as WebP, for phones that know no AVIF.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(80), unique=True)
    fallback_file: Mapped[str | None] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    size_bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration_s: Mapped[float | None]
    alt: Mapped[dict[str, str] | None] = mapped_column(JSON)
    credit: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(16))
    by_name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)


class ContentImport(db.Model):
    """One import of `content/`: which state of the files, and when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    tree_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ImportedFile(db.Model):
    """A file of `content/` as it was read last; the next import compares with it."""

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    slug: Mapped[str] = mapped_column(SLUG, primary_key=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
