"""Find which items of a list are the same ones in another version of it: kept, edited, new or gone."""

import json
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

Pair = tuple[int | None, int | None]
"""Places of an item before and after; None before: it is new, None after: it is gone."""
LIKE_PERCENT = 50.0
"""From this likeness on, a changed item counts as edited, not as another one."""
MOST_COMPARED = 20_000
"""Above so many comparisons items are paired by place: a long list that changed as a whole must not stop the page."""


def align(before: Sequence[Any], after: Sequence[Any]) -> list[Pair]:
    """Pair the items of two versions of a list of JSON values, in reading order.

    Equal items hold the lists together. Between them, as many items before as after are paired by place; otherwise
    those are paired that read alike.
    """
    if before == after:
        return [(place, place) for place in range(len(before))]
    pairs: list[Pair] = []
    for is_same, old, new in blocks([_text(item) for item in before], [_text(item) for item in after]):
        if is_same or len(old) == len(new):
            pairs.extend(zip(old, new, strict=True))
        else:
            pairs.extend(_alike(before, after, old, new))
    return pairs


def is_moved(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Tell whether an item has another place than before: moved, new or gone."""
    return any(old != new for old, new in align(before, after))


def blocks(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[tuple[bool, range, range]]:
    """Give what is equal and what is not in turn, as ranges of places; together they cover both sequences."""
    # Small numbers, because rapidfuzz compares other things by their hash alone.
    numbers: dict[Hashable, int] = {}
    old = [numbers.setdefault(item, len(numbers)) for item in before]
    new = [numbers.setdefault(item, len(numbers)) for item in after]
    old_at = new_at = 0
    for code in LCSseq.opcodes(old, new):
        if code.tag == "equal":
            if (old_at, new_at) != (code.src_start, code.dest_start):
                yield False, range(old_at, code.src_start), range(new_at, code.dest_start)
            yield True, range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
            old_at, new_at = code.src_end, code.dest_end
    if (old_at, new_at) != (len(old), len(new)):
        yield False, range(old_at, len(old)), range(new_at, len(new))


def _text(item: Any) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False, default=str)


def _alike(before: Sequence[Any], after: Sequence[Any], old: range, new: range) -> Iterator[Pair]:
    """Pair items that read alike, as many and as alike as possible, without crossing."""
    if len(old) * len(new) > MOST_COMPARED:
        yield from zip(old[: len(new)], new[: len(old)], strict=True)
        yield from ((place, None) for place in old[len(new) :])
        yield from ((None, place) for place in new[len(old) :])
        return
    likeness = [[_likeness(before[i], after[j]) for j in new] for i in old]
    best = _best_sums(likeness)
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _best_sums(likeness: list[list[float]]) -> list[list[float]]:
    """Give for each pair of places the greatest sum of likeness that can be had from there on."""
    width = len(likeness[0]) if likeness else 0
    best = [[0.0] * (width + 1) for _ in range(len(likeness) + 1)]
    for i in reversed(range(len(likeness))):
        for j in reversed(range(width)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    return best


def _likeness(one: Any, other: Any) -> float:
    """Compare what two items say, not their brackets and names of fields; 0 where they are not alike."""
    found = ratio(" ".join(_said(one)), " ".join(_said(other)))
    return found if found >= LIKE_PERCENT else 0.0


def _said(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        for key in sorted(item):
            yield from _said(item[key])
    elif isinstance(item, list):
        for part in item:
            yield from _said(part)
    else:
        yield str(item)
