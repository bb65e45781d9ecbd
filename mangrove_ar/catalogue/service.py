"""Bring content into the catalogue: all of it in one transaction, or nothing, and no editor's word is overwritten."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, insert, select

from mangrove_ar.catalogue.codes import new_code
from mangrove_ar.catalogue.import_plan import Imported, Step, step_for
from mangrove_ar.catalogue.media import keep_media, named_files, rows_of
from mangrove_ar.catalogue.models import ContentImport, ImportedFile, Station
from mangrove_ar.catalogue.reading import Content, read_content, tree_hash
from mangrove_ar.catalogue.records import (
    IMPORT,
    KINDS,
    Key,
    Kind,
    Record,
    approved_records,
    free_numbers,
    keep_record,
    show_revision,
)
from mangrove_ar.errors import BadContent, BadRecord
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.storage.base import Storage

KEPT_IN_ORDER: tuple[Kind, ...] = ("species", "quizzes", "sites", "stations", "pages")
"""Those that are named come before those that name them."""
HIDDEN_WITHOUT_FILE: tuple[Kind, ...] = ("species", "quizzes")
Bases = Mapping[Key, Record]


def import_content(
    folder: Path,
    now: datetime,
    draw_code: Callable[[], str] = new_code,
    storage: Storage | None = None,
    is_dry_run: bool = False,
) -> Imported:
    """Read the folder into the catalogue and tell what that changed.

    What only the file changed is taken from it, what only the studio changed stays. Where both changed a field, the
    studio's words stay and the answer says so. A station that left the folder is withdrawn, not deleted, since its
    plaque still stands; a species or quiz that left it is shown no more. What was made in the studio and was never in
    the folder is not touched. Each new station gets its first code.

    Args:
        storage: where pictures and sounds go; without it the folder may bring none.
        is_dry_run: tell what would change, and change nothing.

    Raises:
        BadContent: a file is wrong; the catalogue stays as it was.
    """
    if _last_import() == tree_hash(folder):
        return Imported()
    content = read_content(folder)
    begin_writing()
    try:
        _check_media(content, has_storage=storage is not None)
        bases = _bases()
        imported = Imported(tuple(_steps(content, bases)))
        _take(imported.steps, content, now, draw_code)
        if not is_dry_run:
            if storage is not None:
                keep_media(folder, content.media, storage, now)
            _remember(content, bases, now)
            db.session.commit()
    except BadRecord as error:
        raise BadContent([error.message]) from error
    finally:
        db.session.rollback()
    return imported


def _last_import() -> str | None:
    return db.session.scalar(select(ContentImport.tree_sha256).order_by(ContentImport.id.desc()).limit(1))


def _bases() -> Bases:
    """Give what every file said when it was read last."""
    rows = db.session.execute(select(ImportedFile.kind, ImportedFile.slug, ImportedFile.record))
    return {(kind, slug): record for kind, slug, record in rows}


def _steps(content: Content, bases: Bases) -> Iterator[Step]:
    """Decide about every record, in the order in which they can be kept."""
    for kind in KEPT_IN_ORDER:
        approved = {record.slug: record for record in approved_records(kind)}
        files = content.records(kind)
        if kind == "stations":
            files |= _gone_stations(content, bases)
        for slug, file in files.items():
            step = step_for(kind, slug, file, bases.get((kind, slug)), approved.get(slug))
            if step is not None:
                yield step
        if kind in HIDDEN_WITHOUT_FILE:
            gone = [record for slug, record in approved.items() if slug not in files and (kind, slug) in bases]
            yield from (Step(kind, record.slug, "hidden", record.record) for record in gone if record.is_shown)


def _gone_stations(content: Content, bases: Bases) -> dict[str, Record]:
    """Take a station whose file is gone as one whose file says that it is withdrawn."""
    return {
        slug: record | {"withdrawn": True}
        for (kind, slug), record in bases.items()
        if kind == "stations" and slug not in content.stations
    }


def _take(steps: Sequence[Step], content: Content, now: datetime, draw_code: Callable[[], str]) -> None:
    """Keep what was decided.

    Stations whose file is gone come before their site forgets them, since keeping one puts it on its site's list; then
    all numbers that will be given anew are freed, so that two stations can change places.
    """
    gone = [step for step in steps if step.kind == "stations" and step.slug not in content.stations]
    late = [step for step in steps if step.kind != "stations" or step.slug in content.stations]
    for step in gone:
        _take_one(step, now, draw_code)
    _free_numbers([step for step in late if step.kind == "stations" and step.what != "kept"], content)
    for step in late:
        _take_one(step, now, draw_code)


def _take_one(step: Step, now: datetime, draw_code: Callable[[], str]) -> None:
    if step.what == "hidden":
        show_revision(step.kind, step.slug, None)
    elif step.what != "kept":
        keep_record(step.kind, step.slug, step.record, IMPORT, now, draw_code=draw_code)


def _free_numbers(steps: Sequence[Step], content: Content) -> None:
    """Free the numbers of these stations, and those they claim from stations that left the folder."""
    claimed = [step.record["number"] for step in steps]
    left = select(ImportedFile.slug).where(
        ImportedFile.kind == "stations", ImportedFile.slug.not_in(list(content.stations))
    )
    holders = select(Station.slug).where(Station.number.in_(claimed), Station.slug.in_(left))
    free_numbers([*(step.slug for step in steps), *db.session.scalars(holders)])


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


def _remember(content: Content, bases: Bases, now: datetime) -> None:
    """Note what every file says now.

    A station that left the folder is remembered as withdrawn, so that it opens again when its file comes back.
    """
    files = {kind: content.records(kind) for kind in KINDS}
    files["stations"] |= _gone_stations(content, bases)
    db.session.execute(delete(ImportedFile))
    rows = [{"kind": kind, "slug": slug, "record": files[kind][slug]} for kind in files for slug in files[kind]]
    db.session.execute(insert(ImportedFile), rows)
    db.session.add(ContentImport(tree_sha256=content.tree_sha256, at=now))
