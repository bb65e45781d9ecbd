"""Bring content into the catalogue: all of it in one transaction, or nothing, and no editor's word is overwritten."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from mangrove_ar.catalogue.codes import new_code
from mangrove_ar.catalogue.import_plan import (
    Imported,
    Step,
    place_of,
    step_for,
    step_without_file,
    steps_of_gone_stations,
)
from mangrove_ar.catalogue.imported_files import Bases, bases, last_tree, remember_files, remember_tree
from mangrove_ar.catalogue.media import keep_media, named_files, rows_of
from mangrove_ar.catalogue.reading import Content, read_content, tree_hash
from mangrove_ar.catalogue.records import (
    IMPORT,
    KINDS,
    Approved,
    Key,
    Kind,
    Record,
    approved_records,
    free_numbers,
    keep_record,
    revisions,
    show_revision,
    shown_revisions,
)
from mangrove_ar.errors import BadContent, BadRecord
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.storage.base import Storage

KEPT_IN_ORDER: tuple[Kind, ...] = ("species", "quizzes", "sites", "stations", "pages")
"""Those that are named come before those that name them."""
HIDDEN_WITHOUT_FILE: tuple[Kind, ...] = ("species", "quizzes")


def import_content(
    folder: Path,
    now: datetime,
    draw_code: Callable[[], str] = new_code,
    storage: Storage | None = None,
    is_dry_run: bool = False,
    note: Callable[[Imported], None] | None = None,
) -> Imported:
    """Read the folder into the catalogue and tell what that changed.

    What only the file changed is taken from it, what only the studio changed stays. Where both changed a field, the
    studio's words stay and the answer says so. A station that staff closed stays closed. A station that left the folder
    is withdrawn, not deleted, since its plaque still stands; a species or quiz that left it is shown no more. What was
    made in the studio and was never in the folder is not touched. Each new station gets its first code.

    Args:
        storage: where pictures and sounds go; without it the folder may bring none.
        is_dry_run: tell what would change, and change nothing.
        note: writes into the same transaction that records were changed.

    Raises:
        BadContent: a file is wrong; the catalogue stays as it was.
    """
    if last_tree() == tree_hash(folder):
        return Imported()
    content = read_content(folder)
    begin_writing()
    try:
        _check_media(content, has_storage=storage is not None)
        before = bases()
        imported = Imported(tuple(_steps(content, before)))
        _take(imported.steps, content, now, draw_code)
        if not is_dry_run:
            if storage is not None:
                keep_media(folder, content.media, storage, now)
            remember_files(_files(content) | _withdrawn(content, before))
            remember_tree(content.tree_sha256, now)
            if note is not None and imported:
                note(imported)
            db.session.commit()
    except BadRecord as error:
        raise BadContent([error.message]) from error
    finally:
        db.session.rollback()
    return imported


def _steps(content: Content, before: Bases) -> Iterator[Step]:
    """Decide about every record, in the order in which they can be kept."""
    for kind in KEPT_IN_ORDER:
        theirs = {record.slug: record for record in approved_records(kind)}
        files = content.records(kind)
        found = {slug: _step(kind, slug, file, before, theirs) for slug, file in files.items()}
        gone = {
            slug: (before[kind, slug], one)
            for slug, one in theirs.items()
            if slug not in files and one.is_shown and (kind, slug) in before
        }
        if kind == "stations":
            records = [step.record if step else theirs[slug].record for slug, step in found.items()]
            yield from steps_of_gone_stations(gone, {place_of(record) for record in records})
        yield from filter(None, found.values())
        if kind in HIDDEN_WITHOUT_FILE:
            yield from (step_without_file(*both) for both in gone.values())


def _step(kind: Kind, slug: str, file: Record, before: Bases, theirs: Mapping[str, Approved]) -> Step | None:
    now = theirs.get(slug)
    return step_for(kind, slug, file, before.get((kind, slug)), now, _stays_closed(now))


def _stays_closed(station: Approved | None) -> bool:
    """Tell whether a station is closed, and it was staff who closed it."""
    if station is None or not station.record.get("withdrawn"):
        return False
    until_now = (one for one in revisions("stations", station.slug) if one.n <= station.revision)
    closed = list(takewhile(lambda one: one.record["withdrawn"], until_now))
    return bool(closed) and closed[-1].by_name != IMPORT.name


def _take(steps: Sequence[Step], content: Content, now: datetime, draw_code: Callable[[], str]) -> None:
    """Keep what was decided.

    Stations whose file is gone come before their site forgets them, since keeping one puts it on its site's list; then
    all numbers that will be given anew are freed, so that two stations can change places.
    """
    gone = [step for step in steps if step.kind == "stations" and step.slug not in content.stations]
    late = [step for step in steps if step.kind != "stations" or step.slug in content.stations]
    for step in gone:
        _take_one(step, now, draw_code)
    moved = [step for step in late if step.kind == "stations" and step.what != "kept"]
    hidden = [step for step in gone if step.what == "hidden"]
    free_numbers([step.slug for step in (*hidden, *moved)])
    for step in late:
        _take_one(step, now, draw_code)


def _take_one(step: Step, now: datetime, draw_code: Callable[[], str]) -> None:
    if step.what == "hidden":
        show_revision(step.kind, step.slug, None)
    elif step.what != "kept":
        keep_record(step.kind, step.slug, step.record, IMPORT, now, draw_code=draw_code)


def _check_media(content: Content, *, has_storage: bool) -> None:
    """Make sure that every picture and sound that the files name is in storage, or can be brought there."""
    named = {
        file: f"{kind}/{slug}"
        for kind in KINDS
        for slug, record in content.records(kind).items()
        for file in named_files(record)
    }
    there = {row.file for row in rows_of(named.keys())} | (content.media.keys() if has_storage else set())
    missing = [file for file in named if file not in there]
    if missing:
        raise BadContent([f"{named[file]}.yaml names {file}; add it to media/, with its YAML" for file in missing])


def _files(content: Content) -> dict[Key, Record]:
    return {(kind, slug): record for kind in KINDS for slug, record in content.records(kind).items()}


def _withdrawn(content: Content, before: Bases) -> dict[Key, Record]:
    """Remember a station that left the folder as withdrawn, so that it opens again when its file comes back."""
    shown = shown_revisions()
    return {
        (kind, slug): record | {"withdrawn": True}
        for (kind, slug), record in before.items()
        if kind == "stations" and slug not in content.stations and f"{kind}/{slug}" in shown
    }
