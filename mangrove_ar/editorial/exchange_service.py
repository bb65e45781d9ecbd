"""Take a translator's table: keep it until the person has seen what it changes, then put the changes into drafts."""

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.checks import Problem, problems_of
from mangrove_ar.catalogue.differences import paired
from mangrove_ar.catalogue.records import Kind, Record, title_of
from mangrove_ar.catalogue.thai_typing import MARK
from mangrove_ar.catalogue.words import Words
from mangrove_ar.editorial.comments import add_comment, comments
from mangrove_ar.editorial.drafts import save_draft
from mangrove_ar.editorial.exchange import (
    Read,
    Refusal,
    SentRow,
    TextChange,
    TextRow,
    plain,
    read_changes,
    rows_of,
    text_rows,
    with_changes,
)
from mangrove_ar.editorial.gate import known
from mangrove_ar.editorial.models import LONGEST_NOTE
from mangrove_ar.editorial.shelf import Line, Ref, records_at_hand
from mangrove_ar.errors import BadSheet, NoSuchRecord, StorageFailure

KEPT_FOR = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{64}")
HALF = ".half-"
TEXTS = "mangrove_exchange_texts"
ENDS = (r"(?!\S)", f"(?![{MARK}])", "")
"""Where a long remark is cut: after a word; else so that no Thai letter loses its marks; else anywhere."""
PIECE = re.compile("|".join(rf"\S.{{0,{LONGEST_NOTE - 1}}}{end}" for end in ENDS), re.DOTALL)


@dataclass(frozen=True)
class ShownChange:
    """A change with the name of its record, and what the checks say about the new words."""

    change: TextChange
    title: Words
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Preview:
    """What a table would change.

    Attributes:
        doubtful: texts that the studio changed too since the table was made; only those that are chosen are taken.
    """

    ready: tuple[ShownChange, ...]
    doubtful: tuple[ShownChange, ...]
    remarks: tuple[SentRow, ...]
    refused: tuple[tuple[SentRow, Refusal], ...]


@dataclass(frozen=True)
class Taken:
    """What was put into drafts; `left` counts the texts that were not."""

    texts: int
    records: int
    left: int


def texts_at_hand(kind: str = "", needs: str = "all") -> list[TextRow]:
    """Give the texts of all records; see `text_rows`. Each process keeps those of records that did not change."""
    lines = records_at_hand()
    known: dict[Ref, tuple[Line, list[TextRow]]] = current_app.extensions.get(TEXTS, {})
    if any(known.get(ref, (None,))[0] is not line for ref, line in lines.items()) or len(known) != len(lines):
        # A whole new shelf takes the place of the old one, since another thread may be reading that.
        known = {
            ref: known[ref] if ref in known and known[ref][0] is line else (line, rows_of(line))
            for ref, line in lines.items()
        }
        current_app.extensions[TEXTS] = known
    return text_rows(lines.values(), kind, needs, lambda line: known[line.entry.kind, line.entry.slug][1])


def keep_sheet(folder: Path, content: bytes, staff_id: int, now: datetime) -> str:
    """Keep a table until its sender has decided, and give its name; tables of yesterday are forgotten.

    Raises:
        StorageFailure: it could not be written.
    """
    name = hashlib.sha256(content).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if old.stat().st_mtime < (now - KEPT_FOR).timestamp():
                old.unlink(missing_ok=True)
        handle, half = tempfile.mkstemp(dir=folder, prefix=HALF)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(half, folder / f"{staff_id}-{name}")
    except OSError as error:
        raise StorageFailure(f"The table could not be kept: {error.strerror}. Please try again later.") from error
    return name


def kept_sheet(folder: Path, name: str, staff_id: int) -> bytes:
    """Give a table that this person sent.

    Raises:
        BadSheet: they sent none of this name, or it was forgotten.
    """
    if not NAME.fullmatch(name):
        raise BadSheet("gone")
    try:
        return (folder / f"{staff_id}-{name}").read_bytes()
    except FileNotFoundError as error:
        raise BadSheet("gone") from error


def preview(sent: Iterable[SentRow]) -> Preview:
    """Tell what a table would change, with what the checks say about each new text."""
    records = _records()
    read = read_changes(sent, records)
    shown = list(_checked(read, records))
    return Preview(
        ready=tuple(one for one in shown if not one.change.is_doubtful),
        doubtful=tuple(one for one in shown if one.change.is_doubtful),
        remarks=read.remarks,
        refused=read.refused,
    )


def take_changes(sent: Iterable[SentRow], chosen: Collection[str], staff: StaffMember, now: datetime) -> Taken:
    """Put the changes of a table into drafts, record by record; nothing of it is public by that.

    What somebody else saves at the same moment stays, as at every save.

    Args:
        chosen: the doubtful changes to take too, by their `choice`.
    """
    records = _records()
    read = read_changes(sent, records)
    wanted = [change for change in read.changes if not change.is_doubtful or change.choice in chosen]
    texts = touched = 0
    for ref, changes in _by_record(wanted).items():
        taken = _take(ref, records[ref], changes, staff, now)
        texts, touched = texts + taken, touched + bool(taken)
    for row in read.remarks:
        _remark(row, staff, now)
    return Taken(texts, touched, len(read.changes) - texts)


def _records() -> dict[Ref, Record]:
    return {ref: line.entry.record for ref, line in records_at_hand().items()}


def _by_record(changes: Iterable[TextChange]) -> dict[Ref, list[TextChange]]:
    found: dict[Ref, list[TextChange]] = {}
    for change in changes:
        found.setdefault((change.kind, change.slug), []).append(change)
    return found


def _checked(read: Read, records: dict[Ref, Record]) -> Iterator[ShownChange]:
    names = known()
    for (kind, slug), changes in _by_record(read.changes).items():
        title = title_of(kind, records[kind, slug], slug)
        record = with_changes(records[kind, slug], changes)
        problems = problems_of(kind, slug, record, names)
        for change in changes:
            here = {change.path, f"{change.path}.{change.language}"}
            found = tuple(problem for problem in problems if problem.path in here)
            yield ShownChange(change, title, found)


def _take(ref: Ref, compared: Record, changes: list[TextChange], staff: StaffMember, now: datetime) -> int:
    """Save the changes of one record, and count those that are in its draft now.

    Args:
        compared: the record that the changes were found against; what somebody saved since stays.
    """
    try:
        saved = save_draft(*ref, compared, with_changes(compared, changes), staff, now)
    except NoSuchRecord:  # Its draft was thrown away a moment ago.
        return 0
    places = dict(paired(saved.draft.record, compared)) if saved.conflicts else {}
    left = [places.get(conflict.path, conflict.path) for conflict in saved.conflicts]
    return sum(not any(_is_within(f"{change.path}.{change.language}", path) for path in left) for change in changes)


def _is_within(one: str, other: str) -> bool:
    """Tell whether one path is part of the other, or the same."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _remark(row: SentRow, staff: StaffMember, now: datetime) -> None:
    """Keep what the translator wrote beside a text as a remark about the draft, once; a long one becomes several."""
    kind: Kind = row.kind  # type: ignore[assignment]  # Only rows of records that we know come here.
    kept = {(one.path, one.text) for one in comments(kind, row.slug)}
    for text in _pieces(row.note):
        if (row.path, text) in kept:
            continue
        try:
            add_comment(kind, row.slug, row.path, text, staff, now)
        except NoSuchRecord:  # Nothing was changed, so there is no draft to speak of.
            return


def _pieces(note: str) -> list[str]:
    """Cut a text into remarks that are short enough, between words where there are any."""
    return [piece.strip() for piece in PIECE.findall(plain(note))]
