"""Built files in a folder: written under a temporary name, synced, moved into place."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.storage.base import is_name, name_of


class LocalStorage:
    """Keep built files below one folder, in sub-folders of the first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes, extension: str) -> str:
        """See `Storage.put`; a file that was damaged is written anew."""
        name = name_of(content, extension)
        if self._read(name) != content:
            self._write(self._path(name), content)
        return name

    def get(self, name: str) -> bytes:
        """See `Storage.get`."""
        content = self._read(name)
        if content is None or hashlib.sha256(content).hexdigest() != name.partition(".")[0]:
            raise NoSuchFile(f"There is no file {name} here, or it was damaged; build and publish it again.")
        return content

    def has(self, name: str) -> bool:
        """See `Storage.has`."""
        return is_name(name) and self._path(name).exists()

    def names(self) -> Iterator[str]:
        """See `Storage.names`."""
        try:
            found = [name for folder in _listed(self._folder) for name in _listed(self._folder / folder)]
        except OSError as error:
            raise StorageFailure(f"The files in {self._folder} could not be listed: {error.strerror}.") from error
        return filter(is_name, found)

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _read(self, name: str) -> bytes | None:
        if not is_name(name):
            return None
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageFailure(f"{name} could not be read from {self._folder}: {error.strerror}.") from error

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".half-")
        except OSError as error:
            raise StorageFailure(f"{path.name} could not be written to {self._folder}: {error.strerror}.") from error
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
            _sync_folder(path.parent)
        except OSError as error:
            Path(temporary).unlink(missing_ok=True)
            raise StorageFailure(f"{path.name} could not be written to {self._folder}: {error.strerror}.") from error


def _listed(folder: Path) -> list[str]:
    """Name what is in a folder; nothing, if there is none."""
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _sync_folder(folder: Path) -> None:
    """Make a move into a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
