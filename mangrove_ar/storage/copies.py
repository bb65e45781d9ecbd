"""A far place read through a near one: what was read once is served from its copy, also while the far place is down."""

from collections.abc import Iterator
from contextlib import suppress

from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.storage.base import Storage


class CopiedStorage:
    """Write to a far place, read from copies; the far place alone decides what is there."""

    def __init__(self, far: Storage, copies: Storage) -> None:
        self._far, self._copies = far, copies

    def put(self, content: bytes, extension: str) -> str:
        """See `Storage.put`; a file counts as kept when the far place has it."""
        name = self._far.put(content, extension)
        self._copy(content, extension)
        return name

    def get(self, name: str) -> bytes:
        """See `Storage.get`."""
        with suppress(NoSuchFile, StorageFailure):
            return self._copies.get(name)
        content = self._far.get(name)
        self._copy(content, name.rpartition(".")[2])
        return content

    def has(self, name: str) -> bool:
        """See `Storage.has`; the far place answers."""
        return self._far.has(name)

    def names(self) -> Iterator[str]:
        """See `Storage.names`; the far place answers."""
        return self._far.names()

    def _copy(self, content: bytes, extension: str) -> None:
        with suppress(StorageFailure):  # A full disk makes reading slower, not impossible.
            self._copies.put(content, extension)
