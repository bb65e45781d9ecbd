"""Tell which words of a text changed, for people who compare two versions: Thai words too."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from mangrove_ar.catalogue.aligning import blocks

_TOKENS = re.compile(r"[\u0e00-\u0e7f]+|\s+|[^\W\u0e00-\u0e7f]+|.", re.DOTALL)
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_SAYS_LITTLE = re.compile(r"[\W_]*")
"""Spaces and punctuation: equal ones between two changed words do not part the change in two."""


@dataclass(frozen=True)
class Piece:
    """A part of a text that stayed, went out or came in."""

    kind: Literal["same", "out", "in"]
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """Compare two texts word by word.

    The pieces that stayed or went out make the text before, those that stayed or came in make the text after.
    """
    old, new = list(_words(before)), list(_words(after))
    found = [
        (is_same, "".join(old[place] for place in gone), "".join(new[place] for place in come))
        for is_same, gone, come in blocks(old, new)
    ]
    pieces: list[Piece] = []
    for is_same, run in groupby(_joined(found), key=lambda change: change[0]):
        changed = list(run)
        gone, come = "".join(change[1] for change in changed), "".join(change[2] for change in changed)
        pieces.extend([Piece("same", gone)] if is_same else _pieces(gone, come))
    return pieces


def _pieces(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece("out", gone)
    if come:
        yield Piece("in", come)


def _joined(found: list[tuple[bool, str, str]]) -> Iterator[tuple[bool, str, str]]:
    """Count a space between two changes as changed: a rewritten sentence reads as one change, not as many."""
    for place, (is_same, gone, come) in enumerate(found):
        is_between = 0 < place < len(found) - 1
        yield is_same and not (is_between and _SAYS_LITTLE.fullmatch(gone)), gone, come


def _words(text: str) -> Iterator[str]:
    for run in _TOKENS.findall(text):
        if _THAI.match(run):
            words = _thai_words()(run)
            # Whatever the dictionary does with strange input, the words must make the text again.
            yield from words if "".join(words) == run else run
        else:
            yield run


@cache
def _thai_words() -> Callable[[str], list[str]]:
    # On import, pythainlp makes a folder in the user's home, and it may fetch what it misses, unless told otherwise.
    # It reads a dictionary of 60,000 words: pages that compare nothing do not wait for it.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.tokenize.newmm import segment

    cut: Callable[[str], list[str]] = segment
    return cut
