"""The bytes of unfinished uploads on disk: appended at the exact place, synced before they are acknowledged."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from mangrove_ar.errors import NoSuchUpload, StorageFailure, UploadDiskFull, UploadMoved

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SPARE_BYTES = 100 * 1024 * 1024
"""So much must stay free for the database and for what is built."""
ENDING = ".part"


def part_of(folder: Path, upload_id: str) -> Path:
    """Name the file of an upload; the id is drawn by us, and never comes from a file's own name."""
    return folder / f"{upload_id}{ENDING}"


def create(folder: Path, upload_id: str, size_bytes: int) -> None:
    """Make the empty file of a new upload, if there is room for all of it.

    Raises:
        UploadDiskFull: there is not.
    """
    with room_or_refusal(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < size_bytes + SPARE_BYTES:
            raise OSError(errno.ENOSPC, "too little room for the whole file")
        os.close(os.open(part_of(folder, upload_id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _sync_folder(folder)


@contextmanager
def alone_with(folder: Path, upload_id: str) -> Iterator[int]:
    """Open an upload's file for one writer at a time, among all threads and processes; gives its descriptor.

    Raises:
        NoSuchUpload: the file is gone.
        UploadMoved: somebody else is writing it at this moment.
    """
    try:
        handle = os.open(part_of(folder, upload_id), os.O_RDWR)
    except FileNotFoundError as error:
        raise NoSuchUpload("gone", "What was sent of this file is not here any more; send it again.") from error
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            raise UploadMoved("busy", "This file is being sent from another page at this moment.") from error
        yield handle
    finally:
        os.close(handle)


def append(folder: Path, handle: int, offset: int, chunk: bytes) -> None:
    """Write a chunk at its place and make it last; on a full disk nothing of it stays.

    Whatever stood behind the offset came from a chunk that was never acknowledged.

    Raises:
        UploadDiskFull: there is no room; what was there before is untouched.
        StorageFailure: the disk does not take it for another reason.
    """
    with room_or_refusal(folder):
        try:
            os.ftruncate(handle, offset)
            os.lseek(handle, offset, os.SEEK_SET)
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, offset)
            raise


def remove(folder: Path, upload_id: str) -> None:
    """Delete the file of an upload; one that is gone already stays gone."""
    part_of(folder, upload_id).unlink(missing_ok=True)


def remove_unknown(folder: Path, known: set[str], untouched_since: datetime) -> None:
    """Delete files whose upload is forgotten; a young one may belong to an upload that begins at this moment."""
    for part in folder.glob(f"*{ENDING}"):
        if part.stem not in known and part.stat().st_mtime < untouched_since.timestamp():
            part.unlink(missing_ok=True)


@contextmanager
def room_or_refusal(folder: Path) -> Iterator[None]:
    """Turn what a disk says into a refusal that a person understands.

    Raises:
        UploadDiskFull, StorageFailure: see `append`.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise UploadDiskFull(
                "disk_full", "The server's disk is full. What has arrived is kept; tell an admin to make room."
            ) from error
        raise StorageFailure(f"A file in {folder} could not be written: {error.strerror}.") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
