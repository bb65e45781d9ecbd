"""Keep what a step made: its files in storage, the rest in the ledger; what is known is not made again."""

from dataclasses import dataclass
from typing import Any

from mangrove_ar.steps.ledger import Entry, Ledger
from mangrove_ar.storage.base import Storage


@dataclass(frozen=True)
class Made:
    """What a step made: files by role with their extension and bytes, and facts about them."""

    files: dict[str, tuple[str, bytes]]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Keeper:
    """Finds and keeps by key."""

    storage: Storage
    ledger: Ledger

    def known(self, key: str) -> Entry | None:
        """Give what a key gave before, if all its files are still there."""
        entry = self.ledger.find(key)
        return entry if entry and all(map(self.storage.has, entry.files.values())) else None

    def keep(self, key: str, made: Made) -> Entry:
        """Keep files first and the entry last, so that an entry never names a file that is not there.

        Raises:
            StorageFailure: a file could not be kept.
        """
        files = {role: self.storage.put(content, extension) for role, (extension, content) in made.files.items()}
        sizes = {role: len(content) for role, (_, content) in made.files.items()}
        entry = Entry(files, sizes, made.facts)
        self.ledger.keep(key, entry)
        return entry
