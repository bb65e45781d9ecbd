"""All records at hand: names, words and translation states of every record with its draft.

Each process keeps what it read. A revision never changes, nor does a version of a draft, so a request asks the
database only which of them are the newest (two queries), and reads those that it does not know yet. Nobody has to
tell the shelf that something changed, and several processes agree by themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from flask import current_app
from sqlalchemy import Row, and_, literal, select, true, tuple_, union_all

from mangrove_ar.catalogue.models import Revision, Station
from mangrove_ar.catalogue.records import KINDS, ROWS, Approved, Kind, Record, title_of
from mangrove_ar.catalogue.translation import translation_states
from mangrove_ar.catalogue.words import LANGUAGES, Language, Words
from mangrove_ar.editorial.drafts import State, view_of
from mangrove_ar.editorial.folding import fold, plain, sort_key, squash
from mangrove_ar.editorial.models import Draft
from mangrove_ar.extensions import db

Ref = tuple[Kind, str]
Stamp = tuple[object, ...]
"""What names one state of a record: its revision, whether it shows, and all that is known of its draft."""
SHELF = "mangrove_shelf"
MANY = 500
"""From here on a whole table is read instead of single records."""


@dataclass(frozen=True)
class DraftMark:
    """How far the draft of a record is."""

    id: int
    version: int
    state: State
    note: str
    edited_by_id: int | None
    edited_by: str
    edited_at: datetime
    submitted_by_id: int | None
    submitted_by: str
    submitted_at: datetime | None
    decided_by: str
    decision: str
    publish_at: datetime | None


@dataclass(frozen=True)
class Gaps:
    """How many texts of a record lack one language, or have fallen behind in it."""

    missing: int
    stale: int

    @property
    def state(self) -> str:
        """The worse of the two; `current` where there is nothing to do."""
        return "missing" if self.missing else "stale" if self.stale else "current"


@dataclass(frozen=True)
class Entry:
    """What lists and search know of one record: its draft where it has one, else what is approved.

    `approved` is the record of the next release, `public` what visitors see of it: none while it is hidden.
    """

    kind: Kind
    slug: str
    record: Record
    approved: Record | None
    public: Record | None
    confirmed: frozenset[str]
    changed_at: datetime | None
    changed_by: str

    @cached_property
    def title(self) -> Words:
        """The name that lists show."""
        return title_of(self.kind, self.record, self.slug)

    @cached_property
    def title_languages(self) -> dict[Language, str]:
        """The language in which the title is really written, since one may stand in for the other."""
        own = _title(self.kind, self.record)
        return {language: language if own.get(language) else _other(language, own) for language in LANGUAGES}

    @cached_property
    def sort_keys(self) -> dict[Language, tuple[str, str]]:
        """What the name is sorted by in each language."""
        return {language: sort_key(self.title.in_language(language)) for language in LANGUAGES}

    @property
    def scientific_name(self) -> str:
        """The scientific name of a species; empty for all others."""
        return str(self.record.get("scientific_name") or "")

    @property
    def number(self) -> int | None:
        """The number of a station's post."""
        return self.record.get("number") if self.kind == "stations" else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everything by which people call it, as approved and as drafted, without repeats."""
        both = [self.record, self.approved or {}]
        return tuple(dict.fromkeys(name for record in both for name in _names(self.kind, record) if name))

    @cached_property
    def plain_names(self) -> frozenset[str]:
        """The names as typed."""
        return frozenset(plain(name) for name in (*self.names, self.slug))

    @cached_property
    def squashed_names(self) -> tuple[str, ...]:
        """The names as they are compared."""
        return tuple(filter(None, dict.fromkeys(squash(name) for name in (*self.names, self.slug))))

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every text of the record with its language (empty where it has none), as drafted and as approved."""
        both = [self.record, self.approved or {}]
        return tuple(dict.fromkeys(text for record in both for text in _texts(record, "")))

    @cached_property
    def folded_texts(self) -> str:
        """All texts as they are searched."""
        return fold("\n".join(text for _, text in self.texts))

    @cached_property
    def gaps(self) -> dict[Language, Gaps]:
        """What each language still needs, by the rule that the publish gate uses."""
        # Without a draft nothing differs from what is public, so nothing can have fallen behind.
        before = self.public if self.public is not self.record else None
        states = translation_states(before, self.record, self.confirmed).values()
        return {
            language: Gaps(
                sum(state[language] == "missing" for state in states),
                sum(state[language] == "stale" for state in states),
            )
            for language in LANGUAGES
        }


@dataclass(frozen=True)
class Line:
    """A record with the state that it is in now."""

    entry: Entry
    draft: DraftMark | None
    is_new: bool
    is_shown: bool

    @property
    def state(self) -> State:
        """The state of its draft, `none` without one."""
        return self.draft.state if self.draft else "none"


@dataclass(frozen=True)
class _Shelf:
    """The records that a process knows, and the state in which it read each."""

    stamps: dict[Ref, Stamp]
    lines: dict[Ref, Line]


def records_at_hand() -> Mapping[Ref, Line]:
    """Give every record with its draft, by kind and slug."""
    stamps = _stamps()
    shelf: _Shelf = current_app.extensions.get(SHELF) or _Shelf({}, {})
    if stamps != shelf.stamps:
        # A whole new shelf takes the place of the old one, since another thread may be reading that.
        shelf = current_app.extensions[SHELF] = _restocked(shelf, stamps)
    return shelf.lines


def _stamps() -> dict[Ref, Stamp]:
    newest = db.session.execute(_newest()).all()
    stamps: dict[Ref, Stamp] = {(kind, slug): (revision, is_shown, None) for kind, slug, revision, is_shown in newest}
    for kind, slug, *mark in db.session.execute(_drafts()).all():
        revision, is_shown, _ = stamps.get((kind, slug), (None, False, None))
        # A discarded draft's number may be given again, so the moment of the change counts as well as the version.
        stamps[kind, slug] = revision, is_shown, DraftMark(*mark)
    return stamps


def _restocked(shelf: _Shelf, stamps: dict[Ref, Stamp]) -> _Shelf:
    lines = {ref: shelf.lines[ref] for ref, stamp in stamps.items() if shelf.stamps.get(ref) == stamp}
    lines |= _read(stamps.keys() - lines.keys(), stamps)
    return _Shelf({ref: stamps[ref] for ref in lines}, lines)


def _newest() -> Any:
    return union_all(*(_newest_of(kind) for kind in KINDS))


def _newest_of(kind: Kind) -> Any:
    model: Any = ROWS[kind]
    is_shown = getattr(model, "is_shown", true())
    is_open = and_(is_shown, ~Station.is_withdrawn) if model is Station else is_shown
    return select(literal(kind).label("kind"), model.slug, model.revision, is_open.label("is_shown"))


def _drafts() -> Any:
    return select(
        Draft.kind, Draft.slug, Draft.id, Draft.version, Draft.state, Draft.note, Draft.edited_by_id, Draft.edited_by,
        Draft.edited_at, Draft.submitted_by_id, Draft.submitted_by, Draft.submitted_at, Draft.decided_by,
        Draft.decision, Draft.publish_at,
    )  # fmt: skip


def _read(wanted: set[Ref], stamps: dict[Ref, Stamp]) -> dict[Ref, Line]:
    """Read what is not known yet: at most one query for each kind, and one for the drafts."""
    approved = {(row.kind, row.slug): row for kind in KINDS for row in _approved_rows(kind, wanted)}
    drafts: dict[Ref, Draft] = {(cast(Kind, row.kind), row.slug): row for row in _draft_rows(wanted)}
    # What was discarded or published a moment ago is in neither; the next request sees where it went.
    found = wanted & (approved.keys() | drafts.keys())
    return {ref: _line(_entry(ref, approved.get(ref), drafts.get(ref)), stamps[ref]) for ref in found}


def _approved_rows(kind: Kind, wanted: set[Ref]) -> list[Row[Any]]:
    slugs = [slug for of, slug in wanted if of == kind]
    if not slugs:
        return []
    model: Any = ROWS[kind]
    this = and_(Revision.kind == kind, Revision.slug == model.slug, Revision.n == model.revision)
    is_shown = getattr(model, "is_shown", true()).label("is_shown")
    rows = select(
        literal(kind).label("kind"), model.slug, model.record, model.revision, is_shown, Revision.at, Revision.by_name
    )
    rows = rows.select_from(model).outerjoin(Revision, this)
    return list(db.session.execute(rows if len(slugs) > MANY else rows.where(model.slug.in_(slugs))))


def _draft_rows(wanted: set[Ref]) -> list[Draft]:
    if not wanted:
        return []
    rows = select(Draft)
    return list(
        db.session.scalars(rows if len(wanted) > MANY else rows.where(tuple_(Draft.kind, Draft.slug).in_(wanted)))
    )


def _entry(ref: Ref, row: Row[Any] | None, draft: Draft | None) -> Entry:
    found = Approved(*ref, row.record, row.revision, bool(row.is_shown)) if row else None
    before = found.record if found else None
    if draft:
        view = view_of(draft, found)
        return Entry(*ref, view.record, before, view.public_record, view.confirmed, draft.edited_at, draft.edited_by)
    assert row and before is not None  # A record has one or the other.
    return Entry(*ref, before, before, before if row.is_shown else None, frozenset(), row.at, row.by_name or "")


def _line(entry: Entry, stamp: Stamp) -> Line:
    revision, is_shown, mark = stamp
    return Line(entry, mark if isinstance(mark, DraftMark) else None, revision is None, bool(is_shown))


def _names(kind: Kind, record: Record) -> Iterator[str]:
    title = _title(kind, record)
    yield from (str(title.get(language) or "") for language in LANGUAGES)
    yield str(record.get("scientific_name") or "")
    for language in LANGUAGES:
        yield from ((record.get("other_names") or {}).get(language) or [])


def _title(kind: Kind, record: Record) -> dict[str, str | None]:
    return record.get({"quizzes": "question", "pages": "title"}.get(kind, "names")) or {}


def _other(language: Language, title: dict[str, str | None]) -> str:
    other = "en" if language == "th" else "th"
    return other if title.get(other) else "la"


def _texts(value: Any, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value:
        yield language, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name if name in LANGUAGES else language)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, language)
