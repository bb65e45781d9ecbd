"""Find slips of the keyboard in Thai and English texts, and say what was probably meant.

Screens show many slips as if nothing were wrong, but search, sorting and voices stumble over them.

Source: Thai Industrial Standard 1566 and WTT 2.0 (which marks may follow which letters); Unicode chapter 16.1.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Code = Literal[
    "invisible", "odd_space", "double_sara_e", "split_am", "reversed", "doubled", "two_marks", "no_consonant",
    "wrong_aa", "mixed_digits", "double_space", "edge_space", "look_alike", "thai_letters", "latin_letters",
]  # fmt: skip

CONSONANT = "ก-ฮ"
LEADING = "เแโใไ"
TONE = "\u0e48-\u0e4b"
VOWEL_MARK = "\u0e31\u0e34-\u0e39\u0e47"
NIKHAHIT = "\u0e4d"
MARK = f"{VOWEL_MARK}\u0e3a{TONE}\u0e4c-\u0e4e"
BASE = f"{CONSONANT}\u25cc"
"""What a mark stands on: a consonant, or the dotted circle by which a mark is shown alone."""
INVISIBLE = "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo")
"""Cyrillic and Greek letters that look like Latin ones."""
THAI_LETTERS = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
SCIENTIFIC_NAME = re.compile(r"[A-Z][a-z]+(?: [a-z]+(?:-[a-z]+)?){0,2}")
MOSTLY = 3
"""A Thai text may be full of Latin names; with more Latin letters than so many times the Thai ones it is no Thai."""
MOST_PASSES = 20
"""A correction may bring another slip to light, such as a doubled letter around an invisible one."""


@dataclass(frozen=True)
class Slip:
    """A place where the typing went wrong.

    Attributes:
        start, end: of what is wrong, in the text.
        found: what stands there.
        meant: what to put there; None where only a person can tell.
    """

    code: Code
    start: int
    end: int
    found: str
    meant: str | None


Rule = tuple[Code, re.Pattern[str], Callable[[re.Match[str]], str | None]]


def slips(text: str, language: str | None) -> list[Slip]:
    """Find what was typed wrong, in reading order; no two overlap.

    Args:
        language: `th`, `en`, or None for what is in no language, such as sources.
    """
    found = [slip for rule in _rules(language) for slip in _found(rule, text)]
    found.extend(_edge_spaces(text))
    apart: list[Slip] = []
    for slip in sorted(
        found, key=lambda slip: slip.start
    ):  # Sorting is stable: of two at one place the first rule wins.
        if not apart or slip.start >= apart[-1].end:
            apart.append(slip)
    return [*apart, *_wrong_language(text, language)]


def corrected(text: str, language: str | None = "th") -> str:
    """Give the text with every slip put right whose remedy is known."""
    for _ in range(MOST_PASSES):
        better = _put_right(text, slips(text, language))
        if better == text:
            break
        text = better
    return text


def _put_right(text: str, found: list[Slip]) -> str:
    parts, at = [], 0
    for slip in found:
        if slip.meant is not None:
            parts += [text[at : slip.start], slip.meant]
            at = slip.end
    return "".join([*parts, text[at:]])


def _found(rule: Rule, text: str) -> Iterator[Slip]:
    code, pattern, meant = rule
    for match in pattern.finditer(text):
        better = meant(match)
        if better != match[0]:
            yield Slip(code, match.start(), match.end(), match[0], better)


def _rules(language: str | None) -> tuple[Rule, ...]:
    return (*ANYWHERE, *IN_THAI) if language == "th" else ANYWHERE


def _in_order(match: re.Match[str]) -> str:
    """Put the marks above and below one consonant in the order in which they are stored: vowel, then tone."""
    marks = sorted(match[0], key=_storey)
    return "".join(mark for place, mark in enumerate(marks) if place == 0 or mark != marks[place - 1])


def _storey(mark: str) -> int:
    if mark == "\u0e3a":
        return 0
    if re.match(f"[{VOWEL_MARK}]", mark):
        return 1
    return 2 if mark == NIKHAHIT else 3


def _doubled(match: re.Match[str]) -> str:
    """Drop repeated marks; give back what is wrong in another way as it is."""
    better = _in_order(match)
    is_only_doubled = re.sub(r"(.)\1+", r"\1", match[0]) == better
    return better if is_only_doubled else match[0]


def _nothing_known(match: re.Match[str]) -> None:
    return None


def _one_kind_of_digits(match: re.Match[str]) -> str:
    is_mixed = any(digit in THAI_DIGITS for digit in match[0]) and re.search("[0-9]", match[0])
    return match[0].translate(str.maketrans(THAI_DIGITS, "0123456789")) if is_mixed else match[0]


def _latin(match: re.Match[str]) -> str | None:
    if not re.search("[A-Za-z]", match[0]):
        return match[0]
    return match[0].translate(LOOK_ALIKES)


# Every pattern reads a text once: none repeats inside a repetition, and runs are held at their start by what must not
# stand before them.
ANYWHERE: tuple[Rule, ...] = (
    ("invisible", re.compile(f"[{INVISIBLE}]+"), lambda match: ""),
    ("odd_space", re.compile(f"[{ODD_SPACE}]+"), lambda match: " "),
    ("double_space", re.compile(r"[ \t]{2,}"), lambda match: " "),
    ("look_alike", re.compile("[A-Za-z\u0370-\u03ff\u0400-\u04ff]+"), _latin),
)
IN_THAI: tuple[Rule, ...] = (
    ("double_sara_e", re.compile("เ{2,}"), lambda match: "แ"),
    (
        "split_am",
        re.compile(f"(?<![{TONE}])([{TONE}]*){NIKHAHIT}([{TONE}]*)า"),
        lambda match: f"{match[1]}{match[2]}ำ",
    ),
    ("reversed", re.compile(f"(?<=[{BASE}])([ะาำ])([{TONE}]+)"), lambda match: match[2] + match[1]),
    ("reversed", re.compile(f"([{LEADING}])([{MARK}]+)([{BASE}])"), lambda match: match[1] + match[3] + match[2]),
    ("doubled", re.compile(f"(?<=[{BASE}])[{MARK}]{{2,}}"), _doubled),
    ("reversed", re.compile(f"(?<=[{BASE}])[{MARK}]{{2,}}"), _in_order),
    (
        "two_marks",
        re.compile(f"(?<=[{VOWEL_MARK}])[{VOWEL_MARK}]+|(?<=[{TONE}\u0e4c])[{TONE}\u0e4c]+"),
        _nothing_known,
    ),
    ("no_consonant", re.compile(f"(?<![{BASE}{MARK}])[{MARK}]+"), lambda match: ""),
    ("wrong_aa", re.compile("(?<![ฤฦ])ๅ"), lambda match: "า"),
    ("doubled", re.compile(r"([ะาำแโใไ])\1+"), lambda match: match[1]),
    ("no_consonant", re.compile("(?<![\u0e01-\u0e4e])[ะาำ]"), _nothing_known),
    ("no_consonant", re.compile(f"[{LEADING}](?![{BASE}])"), _nothing_known),
    ("mixed_digits", re.compile(r"[0-9๐-๙]+(?:[.,][0-9๐-๙]+)*"), _one_kind_of_digits),
)


def _edge_spaces(text: str) -> Iterator[Slip]:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start:
        yield Slip("edge_space", 0, start, text[:start], "")
    if end < len(text) and end:
        yield Slip("edge_space", end, len(text), text[end:], "")


def _wrong_language(text: str, language: str | None) -> Iterator[Slip]:
    """Find a text that is mostly in the letters of the other language, and Thai letters that strayed into English.

    Thai words between English ones are meant: texts tell what a thing is called in Thai.
    """
    thai, latin = list(THAI_LETTERS.finditer(text)), list(re.finditer("[A-Za-z]+", text))
    sums = [sum(map(len, (match[0] for match in found))) for found in (thai, latin)]
    if language == "en":
        strays = thai if sums[0] > sums[1] else [match for match in thai if _is_stray(text, match)]
        if strays:
            yield Slip("thai_letters", strays[0].start(), strays[0].end(), strays[0][0], None)
    if language == "th" and sums[1] > MOSTLY * sums[0] and not SCIENTIFIC_NAME.fullmatch(text.strip()):
        yield Slip("latin_letters", latin[0].start(), latin[0].end(), latin[0][0], None)


def _is_stray(text: str, thai: re.Match[str]) -> bool:
    """Tell a letter or two, or letters that touch Latin ones, from a Thai word."""
    around = text[thai.start() - 1 : thai.start()] + text[thai.end() : thai.end() + 1]
    return len(thai[0]) <= 2 or any(letter.isascii() and letter.isalpha() for letter in around)
