"""Compare records leaf by leaf, and merge what two people made of the same one without losing a word."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from mangrove_ar.catalogue.aligning import align, is_moved
from mangrove_ar.catalogue.word_changes import Piece, word_changes

__all__ = [
    "Change",
    "Conflict",
    "Merged",
    "Piece",
    "changes",
    "leaves",
    "merge",
    "value_at",
    "with_value",
    "word_changes",
]

Record = dict[str, Any]
_MISSING: Any = object()
POINTS_INTO = {"correct": "options"}
"""Fields that tell a place in a list: who moves the list's items must look at them again."""


@dataclass(frozen=True)
class Change:
    """One leaf that differs.

    Attributes:
        path: of the leaf in the later record; of what is gone, in the earlier one.
        before: None where it is new.
        after: None where it is gone.
    """

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Conflict:
    """What two people changed in different ways; the merged record says what they have.

    Attributes:
        path: in the merged record: `with_value(merged.record, path, yours)` takes the other side.
        base, theirs, yours: None where there is nothing; whole lists where their items cannot be told apart.
    """

    path: str
    base: Any
    theirs: Any
    yours: Any


@dataclass(frozen=True)
class Merged:
    """Two versions in one; conflicting paths say what *theirs* says."""

    record: Record
    conflicts: tuple[Conflict, ...]


def leaves(record: Any) -> dict[str, Any]:
    """Give every value of a record by its path, such as `body.0.th`; empty lists and mappings are values too."""
    return dict(_leaves(record, ""))


def value_at(record: Any, path: str) -> Any:
    """Give what stands at a path, a leaf or a whole branch; None where nothing does."""
    for step in path.split("."):
        record = _inside(record, step)
    return None if record is _MISSING else record


def with_value(record: Record, path: str, value: Any) -> Record:
    """Give a copy of a record with another value at a path; branches that are missing on the way are made.

    A place beyond the end of a list is taken as the next free one.
    """
    changed: Record = _with(record, path.split("."), value)
    return changed


def changes(before: Record, after: Record) -> list[Change]:
    """Name every leaf that differs, in the order of the later record; items of lists are followed when they move."""
    return list(_changes(before, after, ""))


def merge(base: Record, theirs: Record, yours: Record) -> Merged:
    """Merge what two people made of one record: what only one of them changed is taken as it is.

    Both may add to a list: theirs comes first. No value that either typed is lost: it is in the merged record or in
    a conflict. The arguments are not changed.
    """
    conflicts: list[Conflict] = []
    record = _merged(base, theirs, yours, "", conflicts)
    return Merged(deepcopy(record), tuple(conflicts))


def paired(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give the path of every leaf and branch that both versions have: before, after."""
    yield from _paired(before, after, path, path)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    parts = _parts(value)
    if parts is None or (not parts and path):
        yield path, value
        return
    for step, part in parts.items():
        yield from _leaves(part, _join(path, step))


def _parts(value: Any) -> Mapping[str, Any] | None:
    """Give the parts of a branch by their steps; None for a leaf."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list | tuple):
        return {str(place): item for place, item in enumerate(value)}
    return None


def _join(path: str, step: object) -> str:
    return f"{path}.{step}" if path else str(step)


def _inside(value: Any, step: str) -> Any:
    return (_parts(value) or {}).get(step, _MISSING)


def _with(value: Any, steps: list[str], new: Any) -> Any:
    if not steps:
        return deepcopy(new)
    step, rest = steps[0], steps[1:]
    if step.isdecimal() and not isinstance(value, dict):
        items = list(value) if isinstance(value, list | tuple) else []
        place = min(int(step), len(items))
        return [*items[:place], _with(items[place] if place < len(items) else None, rest, new), *items[place + 1 :]]
    branch = value if isinstance(value, dict) else {}
    return {**branch, step: _with(branch.get(step), rest, new)}


def _changes(before: Any, after: Any, path: str) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for step in _union(after, before):
            yield from _changes(before.get(step), after.get(step), _join(path, step))
    elif _is_list_of_things(before) and _is_list_of_things(after) and before and after:
        for old, new in align(before, after):
            yield from _changes(
                None if old is None else before[old],
                None if new is None else after[new],
                _join(path, old if new is None else new),
            )
    else:
        yield from _changed_whole(before, after, path)


def _changed_whole(before: Any, after: Any, path: str) -> Iterator[Change]:
    old = {} if before in (None, [], {}) else dict(_leaves(before, path))
    new = {} if after in (None, [], {}) else dict(_leaves(after, path))
    if not old and not new:
        yield Change(path, before, after)
    for leaf in _union(new, old):
        if old.get(leaf) != new.get(leaf):
            yield Change(leaf, old.get(leaf), new.get(leaf))


def _union(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    return [*first, *(step for step in second if step not in first)]


def _is_list_of_things(value: Any) -> bool:
    """Tell a list whose items can move from a place in space, whose numbers belong together."""
    return isinstance(value, list) and not (value and all(isinstance(item, int | float) for item in value))


def _paired(before: Any, after: Any, old_path: str, new_path: str) -> Iterator[tuple[str, str]]:
    if new_path:
        yield old_path, new_path
    if isinstance(before, list) and isinstance(after, list):
        steps = [(str(old), str(new)) for old, new in align(before, after) if old is not None and new is not None]
    else:
        steps = [(step, step) for step in _parts(after) or {} if step in (_parts(before) or {})]
    for old, new in steps:
        yield from _paired(_inside(before, old), _inside(after, new), _join(old_path, old), _join(new_path, new))


def _merged(base: Any, theirs: Any, yours: Any, path: str, conflicts: list[Conflict]) -> Any:
    """Merge one value; `_MISSING` stands for a field that a side does not have."""
    if theirs == yours or yours == base:
        return theirs
    if theirs == base:
        return yours
    if isinstance(theirs, dict) and isinstance(yours, dict):
        return _merged_fields(base if isinstance(base, dict) else {}, theirs, yours, path, conflicts)
    if _is_list_of_things(theirs) and _is_list_of_things(yours):
        return _merged_items(base if isinstance(base, list) else [], theirs, yours, path, conflicts)
    return _conflict(base, theirs, yours, path, conflicts)


def _conflict(base: Any, theirs: Any, yours: Any, path: str, conflicts: list[Conflict]) -> Any:
    conflicts.append(Conflict(path, *(None if side is _MISSING else side for side in (base, theirs, yours))))
    return theirs


def _merged_fields(base: Record, theirs: Record, yours: Record, path: str, conflicts: list[Conflict]) -> Record:
    merged: Record = {}
    for step in _union(theirs, yours):
        was, has, says = (side.get(step, _MISSING) for side in (base, theirs, yours))
        value = _merged(was, has, says, _join(path, step), conflicts)
        if value is not _MISSING:
            merged[step] = value
    for field, items in POINTS_INTO.items():
        _look_again(field, items, (base, theirs, yours), merged, path, conflicts)
    return merged


def _look_again(
    field: str,
    items: str,
    sides: tuple[Record, Record, Record],
    merged: Record,
    path: str,
    conflicts: list[Conflict],
) -> None:
    """Ask about a field that points into a list, unless only one side moved the list's items or the pointer."""
    base, theirs, yours = sides
    place, is_named = _join(path, field), {conflict.path for conflict in conflicts}
    if not all(field in side and isinstance(side.get(items), list) for side in sides) or place in is_named:
        return
    moved = [is_moved(base[items], side[items]) for side in (theirs, yours)]
    pointed = [side[field] != base[field] for side in (theirs, yours)]
    both_touched = all(one or other for one, other in zip(moved, pointed, strict=True))
    if any(moved) and (both_touched or _join(path, items) in is_named):
        merged[field] = _conflict(base[field], theirs[field], yours[field], place, conflicts)


def _merged_items(base: list[Any], theirs: list[Any], yours: list[Any], path: str, conflicts: list[Conflict]) -> Any:
    """Merge two versions of a list; one conflict for all of it where one side deleted what the other edited."""
    their_kept, their_new = _arranged(base, theirs)
    your_kept, your_new = _arranged(base, yours)
    all_theirs = [item for items in their_new for item in items]
    merged: list[Any] = []
    inside: list[Conflict] = []
    for place in range(len(base) + 1):
        merged.extend(their_new[place])
        merged.extend(item for item in your_new[place] if item not in all_theirs)
        kept = [side[place] for side in (their_kept, your_kept) if place in side]
        if len(kept) == 2:
            here = _join(path, len(merged))
            merged.append(_merged(base[place], kept[0], kept[1], here, inside))
        elif any(item != base[place] for item in kept):
            return _conflict(base, theirs, yours, path, conflicts)
    conflicts.extend(inside)
    return merged


def _arranged(base: list[Any], side: list[Any]) -> tuple[dict[int, Any], list[list[Any]]]:
    """Give what a side made of each item of the base, and what it put before each of them and at the end."""
    kept: dict[int, Any] = {}
    new: list[list[Any]] = [[] for _ in range(len(base) + 1)]
    passed = 0
    for old, at in align(base, side):
        if old is None and at is not None:
            new[passed].append(side[at])
        elif old is not None:
            passed = old + 1
            if at is not None:
                kept[old] = side[at]
    return kept, new
