"""Make words comparable that people type differently, in Thai and in English.

Everything happens letter by letter, so that a place in the folded text leads back to a place in the original:
accents, tone marks, the silencing mark and invisible characters go; long vowels become short; letters that sound alike
(ศ ษ ส, ณ น, ภ พ …) become one; capitals become small; everything that is neither letter nor digit becomes a space.
"""

import re
import unicodedata

SAME_SOUND = {
    "ส": "ศษ", "น": "ณ", "ล": "ฬ", "ด": "ฎ", "ต": "ฏ", "ถ": "ฐ", "ท": "ธฑฒ", "พ": "ภ", "ค": "ฆฅ", "ข": "ฃ", "ย": "ญ",
    "ะ": "าัำๅ", "ิ": "ี", "ึ": "ื", "ุ": "ู", "ไ": "ใ",
}  # fmt: skip
"""The letter that is kept, and those that people type for it; ะ stands for every vowel of its sound, short and long."""
WITHOUT_SOUND = "็่้๊๋์ํฺ๎ๆฯ"
INVISIBLE = "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
MARKS = str.maketrans("", "", "็่้๊๋์")
VOWEL_FIRST = re.compile(r"([เแโใไ])([ก-ฮ])")
"""Written before the consonant, spoken after it."""
ONE_WORD = re.compile(r"[\s\-–—_'’.·]+")


class _Letters(dict[int, str]):
    """What each letter becomes; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


def fold(text: str) -> str:
    """Give the letters of a text by which it is found."""
    return unicodedata.normalize("NFD", text).translate(_LETTERS)


def squash(text: str) -> str:
    """Fold a name and take its spaces out: `แสม ขาว` and `แสมขาว` are the same."""
    return fold(text).replace(" ", "")


def plain(text: str) -> str:
    """Give a name as typed, but for capitals, the way its characters are stored, invisible ones and spaces."""
    kept = unicodedata.normalize("NFC", "".join(letter for letter in text if letter not in INVISIBLE))
    return ONE_WORD.sub(" ", kept).strip().casefold()


def sort_key(name: str) -> tuple[str, str]:
    """Give what a name is sorted by, as a dictionary does: Thai by its consonants first, then by its marks."""
    plain_name = VOWEL_FIRST.sub(r"\2\1", name.casefold())
    return plain_name.translate(MARKS), plain_name


def place_of(term: str, text: str) -> tuple[int, int] | None:
    """Find where a folded term stands in an unfolded text: first place and the one after the last, or None."""
    pieces = [fold(letter) for letter in text]
    begin = _begin_of(term, "".join(pieces))
    if begin < 0:
        return None
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    end = places[begin + len(term) - 1] + 1
    while end < len(text) and not pieces[end]:
        end += 1  # The marks above and below the last letter belong to it.
    return places[begin], end


def holds(term: str, folded: str) -> bool:
    """Tell whether a folded text holds a folded term: anywhere in Thai, in English at the beginning of a word."""
    return _begin_of(term, folded) >= 0


def _begin_of(term: str, folded: str) -> int:
    if not term.isascii():
        return folded.find(term)
    return 0 if folded.startswith(term) else folded.find(f" {term}") + 1 or -1


def _fold_letter(letter: str) -> str:
    if letter in WITHOUT_SOUND or letter in INVISIBLE or (unicodedata.combining(letter) and letter < "\u0e00"):
        return ""
    if unicodedata.category(letter)[0] not in "LNM":
        return " "
    return "เเ" if letter == "แ" else _KEPT.get(letter, letter.lower())


_KEPT = {typed: kept for kept, alike in SAME_SOUND.items() for typed in alike}
_LETTERS = _Letters()
