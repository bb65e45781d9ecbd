"""Write a pack as people take it to the printer: a folder, its table of codes, its manifest, and all of it as a ZIP."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mangrove_ar.catalogue.codes import spaced
from mangrove_ar.errors import StorageFailure
from mangrove_ar.packs.plaque import Plaque

MANIFEST = "manifest.json"
WHAT = "Mangrove AR pack of plaques"
FORMAT = 1
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP can carry: equal packs have equal bytes."""


class PackFolder:
    """A folder that is filled file by file, and the same as a ZIP beside it.

    Its manifest gets the pack's key last, when all is there. Until then it has no key and lists what a former pack
    left, so that nothing else is ever removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._former = _left_by_former(path)
        self._files: dict[str, dict[str, Any]] = {}
        self._put(MANIFEST, _manifest("", {}, {name: {} for name in self._former}))
        self._zip_part = path.with_name(f".{path.name}.zip.part")
        try:
            self._zip = zipfile.ZipFile(self._zip_part, "w")
        except OSError as error:
            raise _unwritable(self._zip_part, error) from error

    def __enter__(self) -> "PackFolder":
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        if fault is not None:
            self.abandon()

    def write(self, name: str, content: bytes) -> None:
        """Put one file in, whole or not at all.

        Raises:
            StorageFailure: the folder cannot be written.
        """
        self._put(name, content)
        self._pack(name, content)
        self._files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}

    def close(self, key: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Remove what only a former pack had, move the ZIP into place, write the manifest and return it.

        Raises:
            StorageFailure: the folder cannot be written.
        """
        manifest = _manifest(key, facts, self._files)
        self._pack(MANIFEST, manifest)
        try:
            for stale in self._former - set(self._files):
                (self.path / stale).unlink(missing_ok=True)
            self._zip.close()
            self._zip_part.replace(zip_path(self.path))
        except OSError as error:
            raise _unwritable(self._zip_part, error) from error
        self._put(MANIFEST, manifest)
        return _read_manifest(self.path)

    def abandon(self) -> None:
        """Leave a pack that cannot be finished: what is in the folder stays, a half ZIP does not."""
        with suppress(OSError):  # To close is to write, and the disk may be full.
            self._zip.close()
        with suppress(OSError):
            self._zip_part.unlink(missing_ok=True)

    def _put(self, name: str, content: bytes) -> None:
        file = self.path / name
        part = file.with_name(f".{file.name}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(file)
        except OSError as error:
            raise _unwritable(file, error) from error

    def _pack(self, name: str, content: bytes) -> None:
        """Add a file to the ZIP, uncompressed, since PDF and PNG are already."""
        entry = zipfile.ZipInfo(f"{self.path.name}/{name}", LONG_AGO)
        entry.external_attr = 0o644 << 16
        try:
            self._zip.writestr(entry, content)
        except OSError as error:
            raise _unwritable(self._zip_part, error) from error


def read_whole(path: Path, key: str) -> dict[str, Any] | None:
    """Give the manifest of a folder that holds exactly this pack, with all files and the ZIP there at their sizes."""
    manifest = _read_manifest(path)
    if manifest.get("key") != key or not zipfile.is_zipfile(zip_path(path)):
        return None
    try:
        is_whole = all((path / name).stat().st_size == file["size_bytes"] for name, file in manifest["files"].items())
    except FileNotFoundError:
        return None
    return manifest if is_whole else None


def zip_path(folder: Path) -> Path:
    """Name the ZIP of a pack's folder: beside it, with its name."""
    return folder.with_name(f"{folder.name}.zip")


def codes_csv(plaques: Sequence[Plaque], verdicts: Mapping[str, str]) -> bytes:
    """List the codes of a pack, UTF-8 with a mark so that spreadsheets read the Thai; no cell can be a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["number", "station", "name_th", "name_en", "code", "url", "revision", "target_sha256", "verdict"])
    for one in plaques:
        row = (one.number, one.slug, one.name.th, one.name.en, spaced(one.code), one.url, one.revision, one.target)
        table.writerow([_cell(value) for value in (*row, verdicts[one.slug])])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _left_by_former(path: Path) -> set[str]:
    """Name the files of a former pack here.

    Raises:
        StorageFailure: there is a manifest of something else, which is not ours to replace.
    """
    if not (path / MANIFEST).exists():
        return set()
    manifest = _read_manifest(path)
    if manifest.get("what") != WHAT:
        raise StorageFailure(f"{path / MANIFEST} belongs to something else than a pack. Please choose another folder.")
    return {name for name in manifest["files"] if (path / name).resolve().is_relative_to(path.resolve())}


def _manifest(key: str, facts: dict[str, Any], files: dict[str, dict[str, Any]]) -> bytes:
    manifest = {"what": WHAT, "format": FORMAT, "key": key, **facts, "files": dict(sorted(files.items()))}
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        found = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _cell(value: object) -> str:
    """Source: OWASP, CSV injection: a leading apostrophe keeps spreadsheets from calculating."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _unwritable(path: Path, error: OSError) -> StorageFailure:
    return StorageFailure(f"{path} could not be written: {error.strerror}. Please check the folder and its free space.")
