"""Read the live release: what every visitor's page asks, and nothing from the editing tables."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import select

from mangrove_ar.catalogue.codes import read_code
from mangrove_ar.errors import NoSuchRelease, NothingPublished, NotPublished, UnknownCode
from mangrove_ar.extensions import db
from mangrove_ar.releases.documents import (
    CodesDocument,
    Document,
    HomeDocument,
    ReleaseDocument,
    SpeciesDocument,
    SpeciesListDocument,
    StationDocument,
    TrailDocument,
)
from mangrove_ar.releases.models import LiveRelease, Release
from mangrove_ar.storage.base import Storage

D = TypeVar("D", bound=Document)
DOCUMENTS_KEPT = 1024


class Visible(ABC):
    """What a visitor can open: pages by their slug, their number or the code of a plaque."""

    @abstractmethod
    def read(self, path: str, form: type[D]) -> D:
        """Give the document at a path.

        Raises:
            NotPublished: there is none.
        """

    def home(self) -> HomeDocument:
        """Give the home page."""
        return self.read("home", HomeDocument)

    def trail(self, slug: str) -> TrailDocument:
        """Give a trail by its slug.

        Raises:
            NotPublished: there is none.
        """
        return self.read(f"trail/{slug}", TrailDocument)

    def station(self, slug: str) -> StationDocument:
        """Give a station by its slug.

        Raises:
            NotPublished: there is none.
        """
        return self.read(f"station/{slug}", StationDocument)

    def station_by_number(self, trail_slug: str, number: int) -> StationDocument:
        """Give a station by its trail and number.

        Raises:
            NotPublished: there is none.
        """
        for card in self.trail(trail_slug).stations:
            if card.number == number:
                return self.station(card.slug)
        raise NotPublished(f"The trail {trail_slug} has no station {number}.")

    def station_by_code(self, typed: str) -> StationDocument:
        """Give the station whose plaque carries this code, however it was typed.

        Raises:
            MistypedCode: the code's check symbol does not fit.
            UnknownCode: no plaque carries it.
        """
        code = read_code(typed)
        slug = self.read("codes", CodesDocument).stations.get(code)
        if slug is None:
            raise UnknownCode("No plaque of this trail carries this code.")
        return self.station(slug)

    def replaced_at(self, code: str) -> datetime | None:
        """Tell when a code in its one form was withdrawn; None for all that still give a stamp."""
        return self.read("codes", CodesDocument).withdrawn.get(code)

    def species_list(self) -> SpeciesListDocument:
        """Give all public species."""
        return self.read("species", SpeciesListDocument)

    def species(self, slug: str) -> SpeciesDocument:
        """Give a species by its slug.

        Raises:
            NotPublished: there is none.
        """
        return self.read(f"species/{slug}", SpeciesDocument)


@dataclass(frozen=True)
class Published(Visible):
    """A release opened for reading."""

    sha256: str
    storage: Storage

    def documents(self) -> dict[str, str]:
        """Give the SHA-256 of every document by its path."""
        return _read(self.storage, self.sha256, ReleaseDocument).documents

    def read(self, path: str, form: type[D]) -> D:
        """Give the document at a path.

        Raises:
            NotPublished: there is none in this release.
        """
        documents = self.documents()
        if path not in documents:
            raise NotPublished("There is no such page here.")
        return _read(self.storage, documents[path], form)


@dataclass(frozen=True)
class ReleaseView:
    """One going live: when, by whom, and which revision of which record it showed.

    `restores_id` names the release that it went back to; `records` is empty for those of before there were revisions.
    """

    id: int
    sha256: str
    published_at: datetime
    note: str
    by_name: str
    restores_id: int | None
    is_live: bool
    records: dict[str, int]


def history(before_id: int | None = None, at_most: int = 50) -> list[ReleaseView]:
    """List what went live, newest first."""
    live = db.session.scalar(select(LiveRelease.release_id))
    rows = select(Release).order_by(Release.id.desc()).limit(at_most)
    if before_id is not None:
        rows = rows.where(Release.id < before_id)
    return [_release_view(row, live) for row in db.session.scalars(rows)]


def release(release_id: int) -> ReleaseView:
    """Give one release.

    Raises:
        NoSuchRelease: there is none with this number.
    """
    row = db.session.get(Release, release_id)
    if row is None:
        raise NoSuchRelease(f"There is no release {release_id}. Please choose one from the list.")
    return _release_view(row, db.session.scalar(select(LiveRelease.release_id)))


def live_release(storage: Storage) -> Published:
    """Open the release that is live at this moment.

    Raises:
        NothingPublished: no release was published yet.
    """
    sha256 = db.session.scalar(select(Release.sha256).join(LiveRelease))
    if sha256 is None:
        raise NothingPublished("Nothing is published here yet; run `mangrove-ar publish`.")
    return Published(sha256, storage)


def is_anything_live() -> bool:
    """Tell whether a release was published already."""
    return db.session.get(LiveRelease, 1) is not None


def _release_view(row: Release, live_id: int | None) -> ReleaseView:
    return ReleaseView(
        id=row.id,
        sha256=row.sha256,
        published_at=row.published_at.replace(tzinfo=UTC),
        note=row.note,
        by_name=row.by_name,
        restores_id=row.restores_id,
        is_live=row.id == live_id,
        records=row.records or {},
    )


def _read(storage: Storage, sha256: str, form: type[D]) -> D:
    document = _kept(storage, sha256, form)
    assert isinstance(document, form)
    return document


@lru_cache(maxsize=DOCUMENTS_KEPT)
def _kept(storage: Storage, sha256: str, form: type[Document]) -> Document:
    """Read a document; it never changes, so that it is kept in memory."""
    return form.model_validate_json(storage.get(f"{sha256}.json"))
