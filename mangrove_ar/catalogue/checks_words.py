"""Check what texts say and how they are typed: slips of the keyboard, lengths, sources and their addresses."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from mangrove_ar.catalogue.differences import leaves
from mangrove_ar.catalogue.problems import Problem
from mangrove_ar.catalogue.records import Kind
from mangrove_ar.catalogue.thai_typing import Slip, slips
from mangrove_ar.catalogue.words import LANGUAGES

ON_PLAQUE = {
    ("names", "th"): 34,
    ("names", "en"): 40,
    ("lead", "th"): 100,
    ("lead", "en"): 170,
}
"""Letters that fit every size of plaque, whatever they are; found by typesetting the trail's texts. Marks above and
below a letter take no room of their own."""
ADVISED = {
    "alt": 250,
    "picture_alt": 250,
    "options": 120,
    "question": 250,
    "explanation": 300,
    "scene_hotspots_title": 40,
    "scene_hotspots_text": 200,
    "look_for": 160,
    "cautions": 200,
    "body": 500,
    "identification": 500,
    "role": 500,
    "presence": 500,
}
"""Letters beyond which a text is not read to its end outdoors, on a phone or by a screen reader."""
CODE_POINT_MARKS = 4
"""So many hidden letters are named one by one."""
SEVERAL = re.compile(r";\s")
"""What parts sources that stand in one field."""
SOURCE_FIELDS = ("sources", "source")
DANGEROUS = re.compile(r"(?:javascript|data|vbscript|file|blob|about):", re.IGNORECASE)
ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20})://")
WITHOUT_SCHEME = re.compile(r"www\.", re.IGNORECASE)


def word_problems(kind: Kind, record: Any) -> Iterator[Problem]:
    """Give slips of the keyboard, texts that are too long, and addresses that are none."""
    for path, text in leaves(record).items():
        if isinstance(text, str) and text:
            language = _language(path)
            yield from (_typing_problem(path, slip) for slip in slips(text, language))
            yield from _length_problems(kind, path, text, language)
            if _name(path).split("_")[-1] in SOURCE_FIELDS:
                for part in SEVERAL.split(text):
                    yield from _address_problems(path, part)


def width(text: str) -> int:
    """Count letters as they stand side by side: marks above and below another take no room."""
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in text)


def _language(path: str) -> str | None:
    return next((step for step in path.split(".") if step in LANGUAGES), None)


def _name(path: str) -> str:
    return "_".join(step for step in path.split(".") if not step.isdecimal() and step not in LANGUAGES)


def _typing_problem(path: str, slip: Slip) -> Problem:
    is_hidden = slip.code in ("invisible", "odd_space", "edge_space")
    found = _code_points(slip.found) if is_hidden else slip.found
    code = f"typing.{slip.code}"
    return Problem(path, code, False, {"at": slip.start + 1, "found": found, "meant": slip.meant or ""})


def _code_points(text: str) -> str:
    named = " ".join(f"U+{ord(letter):04X}" for letter in text[:CODE_POINT_MARKS])
    return named if len(text) <= CODE_POINT_MARKS else f"{named} …"


def _length_problems(kind: Kind, path: str, text: str, language: str | None) -> Iterator[Problem]:
    name = _name(path)
    letters = width(text)
    on_plaque = ON_PLAQUE.get((name, language or "")) if kind == "stations" else None
    advised = ADVISED.get("alt" if name.endswith("_alt") else name)
    if on_plaque and letters > on_plaque:
        yield Problem(path, "length.plaque", False, {"most": on_plaque, "letters": letters})
    elif advised and letters > advised:
        yield Problem(path, "length.advised", False, {"most": advised, "letters": letters})


def _address_problems(path: str, source: str) -> Iterator[Problem]:
    """Check what looks like a web address; other sources are titles of books and names of people."""
    text = source.strip()
    scheme = ADDRESS.match(text)
    if DANGEROUS.match(text) or (scheme and scheme[1].lower() not in ("http", "https")):
        yield Problem(path, "sources.scheme", True)
    elif scheme and not _is_address(text):
        yield Problem(path, "sources.address", True)
    elif WITHOUT_SCHEME.match(text):
        yield Problem(path, "sources.no_scheme", False)


def _is_address(text: str) -> bool:
    if any(letter.isspace() or letter in '<>"\\' for letter in text):
        return False
    try:
        parts = urlsplit(text)
        return "." in (parts.hostname or "") and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # The host or the port cannot be read.
        return False
