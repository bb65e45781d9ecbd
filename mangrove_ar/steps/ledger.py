"""Remember what was built: for each key, the names of the files it gave and the facts about them."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mangrove_ar.errors import StorageFailure


@dataclass(frozen=True)
class Entry:
    """What a step gave: by role, the names of its files in storage and their sizes; facts as JSON."""

    files: dict[str, str]
    size_bytes: dict[str, int]
    facts: dict[str, Any]


class Ledger:
    """One small file a key in a folder, each moved into place whole, so that a killed build leaves no half entry."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Entry | None:
        """Give what a key gave, or None; an unreadable entry counts as none."""
        try:
            return Entry(**json.loads(self._path(key).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def keep(self, key: str, entry: Entry) -> None:
        """Write an entry down.

        Raises:
            StorageFailure: it could not be written; nothing half-written is visible.
        """
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, json.dumps(asdict(entry), sort_keys=True, ensure_ascii=False))
        except OSError as error:
            raise StorageFailure(f"{path} could not be written: {error.strerror}.") from error

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def _write_whole(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".half-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
