"""Know for every text of a record whether its two languages still say the same."""

from collections.abc import Collection, Iterator
from typing import Any, Literal

from mangrove_ar.catalogue.differences import Record, paired, value_at
from mangrove_ar.catalogue.words import LANGUAGES, Language

State = Literal["current", "stale", "missing"]
"""current: both say the same, as far as is known; stale: the other language changed since; missing: no words yet."""


def text_pairs(record: Any) -> list[str]:
    """Give the paths of all texts in two languages, such as `lead`, `body.0` or `scene.hotspots.1.title`."""
    return list(_pairs(record, ""))


def has_words(pair: Any) -> bool:
    """Tell whether a text says anything, in either language."""
    return isinstance(pair, dict) and any(_said(pair, language) for language in LANGUAGES)


def translation_states(
    approved: Record | None, draft: Record, confirmed: Collection[str]
) -> dict[str, dict[Language, State]]:
    """Give the state of both languages of every text of a draft.

    A text that moved within its list is compared with what it was at its old place.

    Args:
        approved: what the public sees or will see next; None where the record is new.
        confirmed: paths where a person said that the translation is still right.
    """
    places = {new: old for old, new in paired(approved, draft)} if approved else {}
    states: dict[str, dict[Language, State]] = {}
    for path in text_pairs(draft):
        before = value_at(approved, places[path]) if path in places else None
        states[path] = _states(before, value_at(draft, path), path in confirmed)
    return states


def _pairs(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        if _is_pair(value):
            yield path
            return
        parts = [(str(step), part) for step, part in value.items()]
    elif isinstance(value, list):
        parts = [(str(place), part) for place, part in enumerate(value)]
    else:
        return
    for step, part in parts:
        yield from _pairs(part, f"{path}.{step}" if path else step)


def _is_pair(value: dict[str, Any]) -> bool:
    return set(value) == set(LANGUAGES) and all(part is None or isinstance(part, str) for part in value.values())


def _said(pair: Any, language: Language) -> str:
    """Give the words of one language without the spaces around and between them."""
    text = pair.get(language) if isinstance(pair, dict) else None
    return " ".join(text.split()) if isinstance(text, str) else ""


def _states(before: Any, after: Any, is_confirmed: bool) -> dict[Language, State]:
    changed = [language for language in LANGUAGES if _said(before, language) != _said(after, language)]
    states: dict[Language, State] = {}
    for language in LANGUAGES:
        source: Language = "en" if language == "th" else "th"
        # Words that fill a gap translate what is there already, and a gap says nothing new: neither makes a text old.
        is_stale = changed == [source] and _said(before, source) and _said(after, source) and not is_confirmed
        missing: State = "missing"
        states[language] = missing if not _said(after, language) else "stale" if is_stale else "current"
    return states
