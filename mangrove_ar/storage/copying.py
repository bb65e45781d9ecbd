"""Bring all files of one place to another: what is there is skipped, so that an interrupted run goes on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.storage.base import Storage

THREADS = 4
MOST_FAULTS = 20
"""After so many the fault lies with the place, and the rest is not tried."""


@dataclass
class Copied:
    """How far a run has come."""

    total: int
    there_already: int
    size_bytes: int = 0
    copied: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    """Name of each file that could not be copied, and why."""

    @property
    def is_complete(self) -> bool:
        """Whether every file is at the other place now."""
        return self.there_already + self.copied == self.total


def missing_names(source: Storage, target: Storage) -> tuple[list[str], int]:
    """Give the names that the target lacks, and how many it has already.

    Raises:
        StorageFailure: one of the places cannot be listed.
    """
    wanted, there = set(source.names()), set(target.names())
    return sorted(wanted - there), len(wanted & there)


def copy_missing(source: Storage, target: Storage, tell: Callable[[Copied], None]) -> Copied:
    """Copy what the target lacks, a few files at a time; each is checked against its name on the way.

    A file that cannot be copied is noted, and the others go on. An interruption cancels what has not begun.

    Raises:
        StorageFailure: one of the places cannot be listed.
    """
    missing, there_already = missing_names(source, target)
    so_far = Copied(total=len(missing) + there_already, there_already=there_already)
    with ThreadPoolExecutor(THREADS) as pool:
        running = {pool.submit(_copy, source, target, name, so_far): name for name in missing}
        try:
            for future in as_completed(running):
                _note(so_far, running[future], future)
                tell(so_far)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    return so_far


def _copy(source: Storage, target: Storage, name: str, so_far: Copied) -> int | None:
    """Copy one file and give its size; None if it was not tried."""
    if len(so_far.faults) >= MOST_FAULTS:
        return None
    content = source.get(name)
    target.put(content, name.rpartition(".")[2])
    return len(content)


def _note(so_far: Copied, name: str, future: Future[int | None]) -> None:
    try:
        size_bytes = future.result()
    except (NoSuchFile, StorageFailure) as error:
        so_far.faults[name] = error.message
    else:
        so_far.copied += size_bytes is not None
        so_far.size_bytes += size_bytes or 0
