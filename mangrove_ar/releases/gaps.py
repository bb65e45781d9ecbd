"""Fill the gaps of an unfinished record, so that it can be looked at; what is filled in is shown and never kept."""

from copy import deepcopy
from typing import Any

from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.catalogue.words import LANGUAGES

DOTS = "…"
BOTH = dict.fromkeys(LANGUAGES, DOTS)
MAY_BE_NONE = {"authority", "accepted_name_note", "note", "question", "species", "animation", "root_type"}
"""Fields that say nothing by null; all other texts must say something."""
NEVER_SHOWN = {"topic": "topic"}
"""Fields with a form of their own, which dots would break."""
LEAST: dict[Kind, dict[str, list[Any]]] = {
    "species": {"sources": [DOTS]},
    "stations": {"body": [BOTH], "subjects": [DOTS]},
    "sites": {"sources": [DOTS]},
    "quizzes": {"options": [BOTH, BOTH]},
    "pages": {"steps": [BOTH]},
}
"""Lists that may not be shorter than this."""


def fill_gaps(kind: Kind, record: Record) -> Record:
    """Give a copy of a record in which missing words are the other language's, or dots where neither is there.

    Only words are filled in: a missing number or choice stays missing.
    """
    filled: Record = _filled(kind, "", deepcopy(record))
    if kind == "species":
        _name_by_science(filled)
    elif kind == "stations":
        _leave_out_what_floats(filled)
    elif kind == "quizzes" and not _is_place(filled.get("correct"), filled["options"]):
        filled["correct"] = 0
    return filled


def _filled(kind: Kind, field: str, value: Any) -> Any:
    if isinstance(value, dict):
        if _is_words(value):
            return _both(value)
        return {name: _filled(kind, name, part) for name, part in value.items()}
    if isinstance(value, list):
        return _filled_list(kind, field, value)
    if isinstance(value, str) and not value.strip():
        return None if field in MAY_BE_NONE else NEVER_SHOWN.get(field, DOTS)
    return value


def _filled_list(kind: Kind, field: str, items: list[Any]) -> list[Any]:
    """Drop empty lines, and pictures and sounds without a file; add dots where the form wants more."""
    kept = [_filled(kind, field, item) for item in items if item != "" and _has_file(item)]
    return kept + deepcopy(LEAST[kind].get(field, [])[len(kept) :])


def _is_words(value: dict[str, Any]) -> bool:
    return set(value) == set(LANGUAGES) and all(words is None or isinstance(words, str) for words in value.values())


def _both(words: dict[str, str | None]) -> dict[str, str]:
    said = [text for text in words.values() if text and text.strip()]
    return {language: (words[language] or "").strip() or (said[0] if said else DOTS) for language in LANGUAGES}


def _has_file(item: Any) -> bool:
    return not (isinstance(item, dict) and "file" in item and not item["file"])


def _name_by_science(species: Record) -> None:
    names, scientific = species["names"], species["scientific_name"]
    species["names"] = {language: scientific if name == DOTS else name for language, name in names.items()}


def _leave_out_what_floats(station: Record) -> None:
    """Leave out a scene without models, and hotspots of models that are not in it."""
    scene = station["scene"]
    if scene:
        placed = {model["model"] for model in scene["models"]}
        scene["hotspots"] = [spot for spot in scene["hotspots"] if spot["model"] in placed]
        station["scene"] = scene if placed else None


def _is_place(place: Any, items: list[Any]) -> bool:
    return isinstance(place, int) and 0 <= place < len(items)
