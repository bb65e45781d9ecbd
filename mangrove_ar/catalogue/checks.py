"""Say what is wrong or doubtful with a record, so that staff can put it right before the public sees it."""

from collections.abc import Iterator
from typing import Any

from mangrove_ar.catalogue.checks_links import link_problems
from mangrove_ar.catalogue.checks_shape import shape_problems
from mangrove_ar.catalogue.checks_words import word_problems
from mangrove_ar.catalogue.differences import value_at
from mangrove_ar.catalogue.field_names import field_name_key
from mangrove_ar.catalogue.problems import Known, Problem, is_blank, items_at
from mangrove_ar.catalogue.records import FORMS, Kind
from mangrove_ar.catalogue.taxonomy import taxon_problems
from mangrove_ar.catalogue.translation import has_words
from mangrove_ar.catalogue.words import LANGUAGES

__all__ = ["Known", "Problem", "field_name_key", "problems_of"]

THAILAND = ((5.6, 20.5), (97.3, 105.7))
"""Latitudes and longitudes of the country, with its waters near the coast."""
OWN_RULE = "shape.rule"


def problems_of(kind: Kind, slug: str, record: Any, known: Known) -> list[Problem]:
    """Give all problems of a record, however unfinished it is, in the order of the form's fields."""
    found = [
        *shape_problems(kind, record),
        *link_problems(kind, record, known),
        *_rules(kind, record),
        *_places(record, ""),
        *word_problems(kind, record),
    ]
    fields = list(FORMS[kind].model_fields)
    order = {field: place for place, field in enumerate(fields)}
    alone = _without_echoes(found)
    return sorted(alone, key=lambda problem: order.get(problem.path.partition(".")[0], len(fields)))


def _without_echoes(problems: list[Problem]) -> Iterator[Problem]:
    """Drop what is said twice, and rules of the form that another problem says better."""
    seen: set[tuple[str, str]] = set()
    explained = any(problem.blocks and problem.code != OWN_RULE for problem in problems)
    for problem in problems:
        key = (problem.path, problem.code)
        if key not in seen and not (problem.code == OWN_RULE and explained):
            yield problem
        seen.add(key)


def _rules(kind: Kind, record: Any) -> Iterator[Problem]:
    """Check fields of one kind against each other."""
    if kind == "species":
        yield from _names_of_species(record)
        yield from taxon_problems(record)
    elif kind == "quizzes":
        yield from _answers(record)
    elif kind == "stations":
        texts = any(has_words(words) for _, words in items_at(record, "body"))
        if texts and not any(not is_blank(source) for _, source in items_at(record, "sources")):
            yield Problem("sources", "sources.none", True)


def _names_of_species(record: Any) -> Iterator[Problem]:
    if value_at(record, "confidence") == "low":
        return
    for language in LANGUAGES:
        if is_blank(value_at(record, f"names.{language}")):
            yield Problem(f"names.{language}", "shape.empty", True)


def _answers(record: Any) -> Iterator[Problem]:
    options = list(items_at(record, "options"))
    correct = value_at(record, "correct")
    if isinstance(correct, int) and correct >= len(options):
        yield Problem("correct", "quiz.no_answer", True)
    for place, (path, option) in enumerate(options):
        for before in range(place):
            if _say_the_same(options[before][1], option):
                yield Problem(path, "quiz.equal_options", True, {"first": before + 1, "second": place + 1})


def _say_the_same(one: Any, other: Any) -> bool:
    """Tell options between which nobody can choose, in one language at least."""
    texts = ((_plain(value_at(one, language)), _plain(value_at(other, language))) for language in LANGUAGES)
    return any(first and first == second for first, second in texts)


def _plain(text: Any) -> str:
    return " ".join(text.split()).casefold() if isinstance(text, str) else ""


def _places(value: Any, path: str) -> Iterator[Problem]:
    """Doubt every place on Earth outside Thailand."""
    if isinstance(value, dict):
        if "latitude" in value and "longitude" in value:
            yield from _place(value, path)
        parts = [(str(step), part) for step, part in value.items()]
    elif isinstance(value, list):
        parts = [(str(place), part) for place, part in enumerate(value)]
    else:
        return
    for step, part in parts:
        yield from _places(part, f"{path}.{step}" if path else step)


def _place(position: dict[str, Any], path: str) -> Iterator[Problem]:
    numbers = [position["latitude"], position["longitude"]]
    if not all(isinstance(number, int | float) for number in numbers) or _is_in_thailand(numbers):
        return
    code = "place.swapped" if _is_in_thailand(numbers[::-1]) else "place.abroad"
    yield Problem(path, code, False)


def _is_in_thailand(numbers: list[float]) -> bool:
    return all(least <= number <= most for number, (least, most) in zip(numbers, THAILAND, strict=True))
