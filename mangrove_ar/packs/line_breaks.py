"""Cut Thai into words, so that a line of a plaque never ends inside one."""

import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

OWN_WORDS = (
    "ป่าชายเลน",
    "พระเจดีย์กลางน้ำ",
    "พระเจดีย์",
    "ปากน้ำ",
    "ปากน้ำระยอง",
    "ปากน้ำประแส",
    "เนินพระ",
    "ทุ่งโปรงทอง",
    "แม่น้ำระยอง",
    "ระยอง",
    "รากหายใจ",
    "รากค้ำจุน",
    "รากพูพอน",
    "คอนโดปู",
    "หอชมวิว",
    "ปูก้ามดาบ",
    "ปลาตีน",
    "หอยพอก",
    "ลำต้น",
    "ต้นกล้า",
    "กล้าไม้",
    "เพาะชำ",
    "ดินสอ",
    "คิวอาร์",
)
"""Words and places of the trail that a general dictionary lacks or cuts in two; names of species come from callers."""

SPACE = " "
_JOINS_LEFT = re.compile(r"[ๆฯ]|[^\w\s“‘(\[]+")
"""Repetition and abbreviation marks and closing punctuation: no line begins with them."""
_OPENS = re.compile(r"[“‘(\[]+")
_LETTERS = re.compile(r"[฀-๿]")


def cut(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Cut a text into pieces that must stay whole; spaces are pieces of their own, and a line may end at any seam.

    Joined together again, the pieces are the text, white space brought to single spaces.
    """
    tokens = _cutter(frozenset(names))(SPACE.join(text.split()))
    return tuple(_glued(tokens))


def _glued(tokens: list[str]) -> list[str]:
    """Put marks to the word that they belong to, with the space between."""
    pieces: list[str] = []
    for token in tokens:
        if pieces and _OPENS.fullmatch(pieces[-1]) and token != SPACE:
            pieces[-1] += token
        elif pieces and _JOINS_LEFT.fullmatch(token):
            space = pieces.pop() if pieces[-1] == SPACE and len(pieces) > 1 else ""
            pieces[-1] += space + token
        else:
            pieces.append(token)
    return pieces


@lru_cache(maxsize=4)
def _cutter(names: frozenset[str]) -> Callable[[str], list[str]]:
    # On import, pythainlp makes a folder in the user's home, and it may fetch what it misses, unless told otherwise.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.corpus import thai_words
    from pythainlp.tokenize.newmm import segment
    from pythainlp.util import Trie

    return partial(segment, custom_dict=Trie({*thai_words(), *OWN_WORDS, *names}))
