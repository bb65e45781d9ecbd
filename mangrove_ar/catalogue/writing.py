"""Write the catalogue as `content/`: one file for each record, byte for byte the same as long as nothing changed."""

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mangrove_ar.catalogue.media import named_files, notes_path, notes_text, rows_of
from mangrove_ar.catalogue.models import Media
from mangrove_ar.catalogue.records import KINDS, Approved, Kind, approved_records
from mangrove_ar.catalogue.yaml_text import text_of
from mangrove_ar.errors import NoSuchRecord, StorageFailure
from mangrove_ar.storage.base import Storage

REMARK = re.compile(r"(?P<line>.*\S)(?P<remark>\s+#.*)")
HALF = ".half-"


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


def export_content(folder: Path, storage: Storage, prune: bool = False) -> Exported:
    """Write every record that is shown, with the pictures and sounds that it names.

    A file that would not change is not touched. Each file is replaced whole or not at all.

    Args:
        prune: also remove the files of records that are gone, instead of only naming them.

    Raises:
        NoSuchRecord: the catalogue is empty; nothing was written or removed.
        NoSuchFile: a picture or sound is not in storage; no record was written.
        StorageFailure: a file could not be written; those before it were.
    """
    records = [record for kind in KINDS for record in _exported(kind)]
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


def _exported(kind: Kind) -> Iterator[Approved]:
    """Give the records that stand in `content/`: a station that its site no longer lists has left it."""
    sites = {site.slug: site.record["trail"]["stations"] for site in approved_records("sites") if site.is_shown}
    for found in approved_records(kind):
        if found.is_shown and (kind != "stations" or found.slug in sites.get(found.record["site"], [])):
            yield found


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
    patterns = ["*.yaml", *(f"{kind}/*.yaml" for kind in KINDS if kind != "pages"), "media/*"]
    found = {path for pattern in patterns for path in folder.glob(pattern) if not path.name.startswith(HALF)}
    return tuple(sorted({str(path.relative_to(folder)) for path in found} - expected))


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
