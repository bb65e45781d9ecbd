"""What every place for built files can do: write once by content, read back, tell."""

import hashlib
import re
from collections.abc import Iterator
from typing import Protocol

NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


class Storage(Protocol):
    """A folder or a bucket of files that never change, each named by the SHA-256 of its content."""

    def __hash__(self) -> int:
        """Let what was read from a place be kept in memory by place and name."""

    def put(self, content: bytes, extension: str) -> str:
        """Keep the content and return its name; content that is there already is not written again.

        Raises:
            StorageFailure: the content could not be kept whole; nothing half-written is visible.
        """

    def get(self, name: str) -> bytes:
        """Give back the content of one file, checked against its name.

        Raises:
            NoSuchFile: there is none, or a byte of it has changed since it was written.
            StorageFailure: the place cannot be read.
        """

    def has(self, name: str) -> bool:
        """Tell whether a file is there.

        Raises:
            StorageFailure: the place cannot be asked.
        """

    def names(self) -> Iterator[str]:
        """Give the name of every file, in no promised order; what storage did not write is left out.

        Raises:
            StorageFailure: the place cannot be listed.
        """


def name_of(content: bytes, extension: str) -> str:
    """Name a file by its content: 64 hexadecimal digits of SHA-256, a dot, the extension."""
    return f"{hashlib.sha256(content).hexdigest()}.{extension}"


def is_name(name: str) -> bool:
    """Tell whether a name is one that storage could have given."""
    return NAME.fullmatch(name) is not None
