"""Pictures and sounds that staff sent: what is known about each, who shows it, and how it goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, Text, cast, select

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.builds.transaction import writing
from mangrove_ar.catalogue.content import Licence
from mangrove_ar.catalogue.media import named_files
from mangrove_ar.catalogue.models import Media, Species, Station
from mangrove_ar.errors import BadRecord, MediaInUse, NoSuchMedia
from mangrove_ar.extensions import db

LICENCES: tuple[str, ...] = get_args(Licence)
LONGEST_ALT, LONGEST_CREDIT = 300, 200
KINDS: dict[str, type[Species | Station]] = {"species": Species, "stations": Station}


@dataclass(frozen=True)
class Use:
    """A record that shows a picture or sound, approved or as a draft."""

    kind: str
    slug: str
    is_draft: bool


@dataclass(frozen=True)
class MediaView:
    """A picture or sound; `alt` says in each language what it shows, or is its title."""

    id: int
    file: str
    fallback_file: str | None
    kind: str
    name: str
    size_bytes: int
    width: int | None
    height: int | None
    duration_s: float | None
    alt: dict[str, str]
    credit: str
    licence: str
    by_name: str
    at: datetime
    uses: tuple[Use, ...]

    @property
    def missing(self) -> list[str]:
        """Name what is still to be said before it can be published; keys of `builds.media.missing`."""
        known = {**{f"alt_{one}": self.alt.get(one) for one in ("th", "en")}, "credit": self.credit}
        return [name for name, value in {**known, "licence": self.licence}.items() if not value]


def all_media() -> list[MediaView]:
    """List pictures and sounds, the newest first."""
    uses = _uses()
    return [_view(row, uses) for row in db.session.scalars(select(Media).order_by(Media.at.desc(), Media.id.desc()))]


def one_media(media_id: int) -> MediaView:
    """Give one picture or sound.

    Raises:
        NoSuchMedia: there is none.
    """
    return _view(_row(media_id), _uses())


def describe_media(
    media_id: int, alt: dict[str, str], credit: str, licence: str, staff: StaffMember, now: datetime
) -> None:
    """Keep what a picture or sound shows, whose it is and on what terms; what is still missing may come later.

    Raises:
        NoSuchMedia: there is none.
        BadRecord: a text is too long, or the licence is not one of ours.
    """
    alt = {language: " ".join(alt.get(language, "").split()) for language in ("th", "en")}
    credit = " ".join(credit.split())
    if max(map(len, alt.values())) > LONGEST_ALT or len(credit) > LONGEST_CREDIT or licence not in ("", *LICENCES):
        raise BadRecord(f"A description may have {LONGEST_ALT} letters, a credit {LONGEST_CREDIT}; nothing was saved.")
    with writing():
        row = _row(media_id)
        row.alt, row.credit, row.licence = (alt if any(alt.values()) else None), credit, licence
        note("media.described", f"media/{media_id}", staff, now, credit=credit, licence=licence, **_prefixed(alt))


def delete_media(media_id: int, staff: StaffMember, now: datetime) -> None:
    """Take a picture or sound that no record shows out of the list; releases of the past keep their file.

    Raises:
        NoSuchMedia: there is none.
        MediaInUse: a record or a draft shows it.
    """
    with writing():
        row = _row(media_id)
        uses = _uses().get(row.file, ())
        if uses:
            names = ", ".join(f"{use.kind}/{use.slug}" for use in uses)
            raise MediaInUse(f"{row.name} is shown by {names}; take it out there first.")
        note("media.deleted", f"media/{media_id}", staff, now, name=row.name, file=row.file)
        db.session.delete(row)


def _uses() -> dict[str, tuple[Use, ...]]:
    """Find who shows which file: approved records, and drafts, where they are kept."""
    found: dict[str, tuple[Use, ...]] = {}
    for use, record in [*_approved_records(), *_draft_records()]:
        for file in named_files(record):
            found[file] = (*found.get(file, ()), use)
    return found


def _approved_records() -> list[tuple[Use, dict[str, Any]]]:
    found: list[tuple[Use, dict[str, Any]]] = []
    for kind, table in KINDS.items():
        rows = select(table.slug, table.record).where(_names_a_file(table.record))
        found += [(Use(kind, slug, False), record) for slug, record in db.session.execute(rows)]
    return found


def _draft_records() -> list[tuple[Use, dict[str, Any]]]:
    """Read the drafts of another room: rooms never import each other, so its table is known by name."""
    drafts = db.metadata.tables.get("draft")
    if drafts is None:
        return []
    rows = select(drafts.c.kind, drafts.c.slug, drafts.c.record).where(_names_a_file(drafts.c.record))
    return [(Use(kind, slug, True), record) for kind, slug, record in db.session.execute(rows)]


def _names_a_file(record: Any) -> ColumnElement[bool]:
    """Let the database leave out the many records without a picture or sound of staff."""
    return cast(record, Text).contains('"file"')


def _row(media_id: int) -> Media:
    row = db.session.get(Media, media_id)
    if row is None:
        raise NoSuchMedia(f"There is no picture or sound {media_id}; the list names those that there are.")
    return row


def _view(row: Media, uses: dict[str, tuple[Use, ...]]) -> MediaView:
    known = set(MediaView.__dataclass_fields__) - {"uses", "alt"}
    fields: dict[str, Any] = {name: getattr(row, name) for name in known}
    return MediaView(**fields, alt=row.alt or {}, uses=uses.get(row.file, ()))


def _prefixed(alt: dict[str, str]) -> dict[str, str]:
    return {f"alt_{language}": words for language, words in alt.items()}
