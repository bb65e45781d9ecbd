"""Write the catalogue as `content/`: one file for each record, byte for byte the same as long as nothing changed."""

import os
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

import yaml

from mangrove_ar.catalogue.import_plan import in_form
from mangrove_ar.catalogue.imported_files import bases, remember_files, remember_tree
from mangrove_ar.catalogue.media import named_files, notes_path, notes_text, rows_of
from mangrove_ar.catalogue.models import Media
from mangrove_ar.catalogue.reading import tree_hash
from mangrove_ar.catalogue.records import KINDS, Approved, Kind, approved_records
from mangrove_ar.catalogue.yaml_text import text_of
from mangrove_ar.errors import NoSuchRecord, StorageFailure
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.storage.base import Storage

REMARK = re.compile(r"(?P<line>.*\S)(?P<remark>\s+#.*)")
HALF = ".half-"
OWN_PATH = re.compile(
    r"(species|stations|sites|quizzes)/[a-z0-9]+(-[a-z0-9]+)*\.yaml|media/[0-9a-f]{64}\.(yaml|avif|webp|mp3|m4a|ogg)"
)
"""What an export may have written at some time; anything else in the folder is not ours to name or to remove."""


@dataclass(frozen=True)
class Exported:
    """What an export did, as paths inside the folder.

    Attributes:
        strays: files of records that are no longer shown; they were left where they are.
        remarks_lost: files in which a remark of a person (`# …`) could not be kept.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    strays: tuple[str, ...]
    remarks_lost: tuple[str, ...]


def export_content(
    folder: Path, storage: Storage, prune: bool = False, remembered_at: datetime | None = None
) -> Exported:
    """Write every record that is shown, with the pictures and sounds that it names.

    A file that would not change is not touched. Each file is replaced whole or not at all.

    Args:
        prune: also remove the files of records that are gone, instead of only naming them.
        remembered_at: given where this is the folder that imports read. What was written counts as read then, so that
            the next import does not take it for news and bring it back over what the studio changes meanwhile.

    Raises:
        NoSuchRecord: the catalogue is empty; nothing was written or removed.
        NoSuchFile: a picture or sound is not in storage; no record was written.
        StorageFailure: a file could not be written; those before it were.
    """
    records = list(_exported())
    if not records:
        raise NoSuchRecord("The catalogue is empty, so there is nothing to export. Run `mangrove-ar import` first.")
    media = rows_of({file for record in records for file in named_files(record.record)})
    written = [path for row in media for path in _write_media(folder, row, storage)]
    lost: list[str] = []
    for record in records:
        path = path_of(record.kind, record.slug)
        before = _read(folder / path)
        text = text_of(record.kind, record.record)
        kept = with_remarks(before, text)
        if _count_remarks(before) > _count_remarks(kept):
            lost.append(path)
        if kept != before:
            _replace(folder / path, kept.encode())
            written.append(path)
    strays = _strays(folder, records, media)
    if prune:
        for path in strays:
            (folder / path).unlink(missing_ok=True)
    if remembered_at is not None:
        _remember(folder, records, () if prune else strays, remembered_at)
    return Exported(tuple(written), strays if prune else (), () if prune else strays, tuple(lost))


def path_of(kind: Kind, slug: str) -> str:
    """Name the file of a record inside `content/`."""
    return f"{slug}.yaml" if kind == "pages" else f"{kind}/{slug}.yaml"


def with_remarks(before: str, text: str) -> str:
    """Put back what people noted at the ends of lines, where a line still stands, and stands once."""
    lines = text.split("\n")
    found = {match["line"]: match["remark"] for line in before.split("\n") if (match := REMARK.fullmatch(line))}
    kept = "\n".join(line + found[line] if line in found and lines.count(line) == 1 else line for line in lines)
    # What looked like a remark may have been words: they must not change.
    is_same = kept == text or yaml.load(kept, yaml.CSafeLoader) == yaml.load(text, yaml.CSafeLoader)
    return kept if is_same else text


def _exported() -> Iterator[Approved]:
    """Give the records as they stand in `content/`: every shown station on its site's list, and no other."""
    shown = {kind: [record for record in approved_records(kind) if record.is_shown] for kind in KINDS}
    sites = {site.slug for site in shown["sites"]}
    shown["stations"] = [station for station in shown["stations"] if station.record["site"] in sites]
    shown["sites"] = [_with_its_stations(site, shown["stations"]) for site in shown["sites"]]
    return chain.from_iterable(shown.values())


def _with_its_stations(site: Approved, stations: Sequence[Approved]) -> Approved:
    own = [station.slug for station in stations if station.record["site"] == site.slug]
    listed = [slug for slug in site.record["trail"]["stations"] if slug in own]
    trail = site.record["trail"] | {"stations": [*listed, *(slug for slug in own if slug not in listed)]}
    return replace(site, record=site.record | {"trail": trail})


def _remember(folder: Path, records: Sequence[Approved], strays: Collection[str], now: datetime) -> None:
    """Note what the files say now.

    A file of a record that is not shown keeps its note. One that no import has read yet waits for the next import.
    """
    begin_writing()
    try:
        noted = {path_of(*key): (key, record) for key, record in bases().items()}
        left = [noted[path] for path in strays if path in noted]
        remember_files(dict(left) | {(one.kind, one.slug): in_form(one.kind, one.record) for one in records})
        if all(path in noted or not path.endswith(".yaml") for path in strays):
            remember_tree(tree_hash(folder), now)
        db.session.commit()
    finally:
        db.session.rollback()


def _write_media(folder: Path, row: Media, storage: Storage) -> Iterator[str]:
    """Write a picture or sound, what it is shown by on older phones, and what is known about it."""
    for name in filter(None, (row.file, row.fallback_file)):
        if not (folder / "media" / name).exists():  # Named by its content: what is there is the same.
            _replace(folder / "media" / name, storage.get(name))
            yield f"media/{name}"
    path, text = notes_path(row), notes_text(row)
    if _read(folder / path) != text:
        _replace(folder / path, text.encode())
        yield path


def _strays(folder: Path, records: list[Approved], media: list[Media]) -> tuple[str, ...]:
    expected = {path_of(record.kind, record.slug) for record in records}
    expected |= {f"media/{name}" for row in media for name in (row.file, row.fallback_file)}
    expected |= {notes_path(row) for row in media}
    there = (path for path in folder.glob("*/*") if path.is_file())
    found = {path.relative_to(folder).as_posix() for path in there}
    return tuple(sorted(path for path in found - expected if OWN_PATH.fullmatch(path)))


def _read(path: Path) -> str:
    """Give what a file says; nothing where there is none, or none that can be read as text."""
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _count_remarks(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.lstrip().startswith("#") or REMARK.fullmatch(line))


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and move it into its place, so that nobody ever reads half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent, prefix=HALF)
    except OSError as error:
        raise StorageFailure(f"{path} could not be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(half, 0o644)
        os.replace(half, path)
    except OSError as error:
        Path(half).unlink(missing_ok=True)
        raise StorageFailure(f"{path} could not be written: {error.strerror}.") from error
