"""Names and texts as rows for translators, and what comes back as changes of records. Pure: no file, no database.

A row carries a short check of both its texts as they were when it went out. So it shows when it comes back which
language the translator changed, and whether the studio changed one meanwhile.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mangrove_ar.catalogue.differences import value_at, with_value
from mangrove_ar.catalogue.records import KINDS, Kind, Record
from mangrove_ar.catalogue.translation import State, text_pairs, translation_states
from mangrove_ar.catalogue.words import LANGUAGES, Language, Words
from mangrove_ar.editorial.shelf import Line, Ref

NEEDS = ("all", "open", "missing", "stale")
"""Which rows: all, those that need work, those without words, those that are older than the other language."""
COLUMNS = ("kind", "slug", "path", "field", "th", "en", "state", "note", "check")
LISTS_OF_NAMES = ("other_names",)
"""Fields that hold a list of names in each language; a row shows them in one cell."""
BETWEEN_NAMES = "; "
CHECK_DIGITS = 8
Refusal = Literal["unknown_record", "unknown_text", "twice"]


@dataclass(frozen=True)
class TextRow:
    """One text in both languages, as it is in the draft, or in the approved record where there is no draft."""

    kind: Kind
    slug: str
    title: Words
    path: str
    texts: Mapping[Language, str]
    states: Mapping[Language, State]

    @property
    def check(self) -> str:
        """The short checks of both texts."""
        return "-".join(_check(self.texts[language]) for language in LANGUAGES)

    @property
    def state(self) -> str:
        """What each language needs, for a cell."""
        needs = [f"{state} {language}" for language, state in self.states.items() if state != "current"]
        return ", ".join(needs) or "current"


@dataclass(frozen=True)
class SentRow:
    """One row of a file that somebody sent; `line` as their table counts, the heading is 1."""

    line: int
    kind: str
    slug: str
    path: str
    texts: Mapping[Language, str]
    note: str
    check: str


@dataclass(frozen=True)
class TextChange:
    """One text that a file would change.

    Attributes:
        is_doubtful: the text, or the one that it translates, was changed in the studio after the file was made.
    """

    kind: Kind
    slug: str
    path: str
    language: Language
    before: str
    after: str
    is_doubtful: bool

    @property
    def choice(self) -> str:
        """Name this change, and what it replaces: who chose it saw just that."""
        return f"{self.kind}/{self.slug}/{self.path}.{self.language}/{_check(self.before)}"


@dataclass(frozen=True)
class Read:
    """What a file says: the changes, the remarks beside texts, and the lines that name nothing we have."""

    changes: tuple[TextChange, ...]
    remarks: tuple[SentRow, ...]
    refused: tuple[tuple[SentRow, Refusal], ...]


def rows_of(line: Line) -> list[TextRow]:
    """Give the texts of one record, in the order of its form."""
    entry = line.entry
    states = translation_states(entry.public, entry.record, entry.confirmed)
    # Lists of names have no state: one language may well have more of them.
    current: dict[Language, State] = dict.fromkeys(LANGUAGES, "current")
    return [
        TextRow(entry.kind, entry.slug, entry.title, path, texts, states.get(path, current))
        for path, texts in ((path, _texts_at(entry.record, path)) for path in _paths(entry.record))
    ]


def text_rows(
    lines: Iterable[Line], kind: str = "", needs: str = "all", rows_of: Callable[[Line], list[TextRow]] = rows_of
) -> list[TextRow]:
    """Give the texts of all records of a kind (empty: of all kinds) that need this sort of work, in a steady order."""
    chosen = [line for line in lines if kind in ("", line.entry.kind)]
    chosen.sort(key=lambda line: (KINDS.index(line.entry.kind), line.entry.number or 0, line.entry.slug))
    wanted = {"open": ("missing", "stale"), "missing": ("missing",), "stale": ("stale",)}.get(needs)
    rows = [row for line in chosen for row in rows_of(line)]
    return rows if wanted is None else [row for row in rows if any(state in wanted for state in row.states.values())]


def read_changes(sent: Iterable[SentRow], records: Mapping[Ref, Record]) -> Read:
    """Compare the rows of a file with the records as they are now.

    A text changes when the translator changed it after the row went out. An empty cell changes nothing: a file can
    bring words, never delete them.
    """
    changes: list[TextChange] = []
    remarks: list[SentRow] = []
    refused: list[tuple[SentRow, Refusal]] = []
    seen: set[tuple[str, str, str]] = set()
    for row in sent:
        fault = _fault(row, records, seen)
        seen.add((row.kind, row.slug, row.path))
        if fault:
            refused.append((row, fault))
            continue
        changes.extend(_changes_of(row, records))
        if row.note:
            remarks.append(row)
    return Read(tuple(changes), tuple(remarks), tuple(refused))


def with_changes(record: Record, changes: Iterable[TextChange]) -> Record:
    """Give a record with these texts."""
    for change in changes:
        value: Any = change.after
        if change.path in LISTS_OF_NAMES:
            value = [name for part in change.after.split(BETWEEN_NAMES.strip()) if (name := part.strip())]
        record = with_value(record, f"{change.path}.{change.language}", value)
    return record


def plain(text: str) -> str:
    """Bring words into the one form that a table keeps: its own line ends, no control characters, nothing around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or letter >= " ").strip()


def _paths(record: Record) -> list[str]:
    return [*text_pairs(record), *(field for field in LISTS_OF_NAMES if isinstance(record.get(field), dict))]


def _texts_at(record: Record, path: str) -> dict[Language, str]:
    both = value_at(record, path) or {}
    return {language: _as_text(both.get(language)) for language in LANGUAGES}


def _as_text(value: Any) -> str:
    return plain(BETWEEN_NAMES.join(map(str, value)) if isinstance(value, list) else str(value or ""))


def _fault(row: SentRow, records: Mapping[Ref, Record], seen: set[tuple[str, str, str]]) -> Refusal | None:
    record = records.get((row.kind, row.slug))  # type: ignore[arg-type]  # A kind that we do not know is not found.
    if record is None:
        return "unknown_record"
    if row.path not in _paths(record):
        return "unknown_text"
    return "twice" if (row.kind, row.slug, row.path) in seen else None


def _changes_of(row: SentRow, records: Mapping[Ref, Record]) -> Iterator[TextChange]:
    kind: Kind = next(kind for kind in KINDS if kind == row.kind)
    now = _texts_at(records[kind, row.slug], row.path)
    said = {language: plain(row.texts[language]) for language in LANGUAGES}
    parts = row.check.split("-")
    was = dict(zip(LANGUAGES, parts, strict=True)) if len(parts) == len(LANGUAGES) else {}
    moved = {language for language in LANGUAGES if was.get(language) != _check(now[language])}
    for language in LANGUAGES:
        is_touched = said[language] and said[language] != now[language] and _check(said[language]) != was.get(language)
        if is_touched:
            other: Language = "en" if language == "th" else "th"
            is_doubtful = language in moved or (other in moved and said[other] != now[other])
            yield TextChange(kind, row.slug, row.path, language, now[language], said[language], is_doubtful)


def _check(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:CHECK_DIGITS]
