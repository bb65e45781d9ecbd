"""What differs between two releases, in records and fields; only records that differ are read, in one query."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from mangrove_ar.catalogue.records import KINDS, Kind, Record, State, records_at, title_of
from mangrove_ar.catalogue.words import Words
from mangrove_ar.editorial.readable import ShownChange, shown_changes
from mangrove_ar.releases.queries import Published, ReleaseView
from mangrove_ar.storage.base import Storage

What = Literal["new", "gone", "changed"]
Scope = Literal["first", "records", "codes", "files", "nothing", "unknown"]
"""What a release changed: everything (the first one), records, only the plaques' codes, only what builds made, nothing;
or nobody knows, because one of the two is of before records had revisions."""
TOLD_IN_LIST = 5
"""So many records a line of the history names one by one; of more it gives the numbers."""


@dataclass(frozen=True)
class Differing:
    """A record whose revision differs; None where it was or is not shown."""

    kind: Kind
    slug: str
    before: int | None
    after: int | None

    @property
    def what(self) -> What:
        """Tell what became of it."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "changed"


@dataclass(frozen=True)
class FieldName:
    """A field that differs, in which languages; empty where it is not words."""

    name_key: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class ChangedRecord:
    """A record that differs, with its name and its fields; `number` is a station's."""

    kind: Kind
    slug: str
    what: What
    title: Words
    number: int | None
    changes: list[ShownChange]

    @property
    def fields(self) -> list[FieldName]:
        """Name each field once, however many of its parts differ."""
        found: dict[str, dict[str, None]] = {}
        for change in self.changes:
            languages = found.setdefault(change.name_key, {})
            if change.language:
                languages[change.language] = None
        return [FieldName(name_key, tuple(languages)) for name_key, languages in found.items()]


@dataclass(frozen=True)
class Count:
    """How many records of a kind are new, gone or changed."""

    what: What
    kind: Kind
    number: int


@dataclass(frozen=True)
class Line:
    """A release in the history: what it changed against the one before it, each record or only how many."""

    release: ReleaseView
    scope: Scope
    records: list[ChangedRecord]
    counts: list[Count]


def differing(before: Mapping[str, int], after: Mapping[str, int]) -> list[Differing]:
    """Name the records whose revision differs, by kind and slug."""
    names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    keys = [(cast(Kind, name.partition("/")[0]), name.partition("/")[2]) for name in names]
    return [
        Differing(kind, slug, before.get(f"{kind}/{slug}"), after.get(f"{kind}/{slug}"))
        for kind, slug in sorted(keys, key=lambda key: (KINDS.index(key[0]), key[1]))
    ]


def counts(found: Sequence[Differing]) -> list[Count]:
    """Count records by what became of them and by kind."""
    numbers = Counter((one.what, one.kind) for one in found)
    return [Count(what, kind, number) for (what, kind), number in numbers.items()]


def changed_records(found: Sequence[Differing]) -> list[ChangedRecord]:
    """Read both states of these records and say what differs."""
    states = _states(found)
    return [_changed(one, states) for one in found]


def lines(releases: Sequence[ReleaseView], before_all: ReleaseView | None, storage: Storage) -> list[Line]:
    """Tell what each of these releases changed; `before_all` is the one before the last of them."""
    pairs = list(zip(releases, [*releases, before_all][1:], strict=True))
    found = [_between(older, newer) for newer, older in pairs]
    told = [one if older and len(one) <= TOLD_IN_LIST else [] for one, (_, older) in zip(found, pairs, strict=True)]
    states = _states([record for records in told for record in records])
    return [
        Line(
            newer,
            scope_of(older, newer, storage),
            [
                one
                for one in (_changed(record, states) for record in told[place])
                if one.what != "changed" or one.changes
            ],
            counts(found[place]),
        )
        for place, (newer, older) in enumerate(pairs)
    ]


def scope_of(older: ReleaseView | None, newer: ReleaseView, storage: Storage) -> Scope:
    """Tell what kind of things a release changed."""
    if older is None:
        return "first"
    if not _is_known(older, newer):
        return "unknown"
    if older.records != newer.records:
        return "records"
    if older.sha256 == newer.sha256:
        return "nothing"
    before, after = (Published(one.sha256, storage).documents() for one in (older, newer))
    return "codes" if {**before, "codes": ""} == {**after, "codes": ""} else "files"


def _between(older: ReleaseView | None, newer: ReleaseView) -> list[Differing]:
    """Name what differs; of a first release, everything in it."""
    if older is None:
        return differing({}, newer.records)
    return differing(older.records, newer.records) if _is_known(older, newer) else []


def _is_known(older: ReleaseView, newer: ReleaseView) -> bool:
    return bool(older.records) and bool(newer.records)


def _states(found: Sequence[Differing]) -> dict[State, Record]:
    """Read all states of records that are asked for, at once."""
    return records_at([(one.kind, one.slug, n) for one in found for n in (one.before, one.after) if n is not None])


def _changed(one: Differing, states: Mapping[State, Record]) -> ChangedRecord:
    before = states.get((one.kind, one.slug, one.before or 0))
    after = states.get((one.kind, one.slug, one.after or 0))
    named = after or before or {}
    changes = shown_changes(one.kind, before, after) if after else []
    return ChangedRecord(
        one.kind, one.slug, one.what, title_of(one.kind, named, one.slug), named.get("number"), changes
    )
