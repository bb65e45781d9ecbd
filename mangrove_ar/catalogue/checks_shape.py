"""Check a record against its form, and say what is wrong in the words of the studio, not of the validator."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from mangrove_ar.catalogue.problems import Problem, is_blank
from mangrove_ar.catalogue.records import FORMS, Kind
from mangrove_ar.catalogue.words import LANGUAGES

CODES = {
    "string_type": "shape.not_text",
    "int_type": "shape.not_whole",
    "int_parsing": "shape.not_whole",
    "int_from_float": "shape.not_whole",
    "int_parsing_size": "shape.not_whole",
    "float_type": "shape.not_number",
    "float_parsing": "shape.not_number",
    "finite_number": "shape.not_number",
    "bool_type": "shape.not_yes_or_no",
    "bool_parsing": "shape.not_yes_or_no",
    "literal_error": "shape.choice",
}
"""What pydantic says, in our codes; what stands nowhere here means that the record was put together wrongly."""
LIMITS = {
    "string_too_long": ("shape.too_long", "max_length"),
    "greater_than": ("shape.not_above", "gt"),
    "greater_than_equal": ("shape.too_small", "ge"),
    "less_than": ("shape.not_below", "lt"),
    "less_than_equal": ("shape.too_large", "le"),
    "too_short": ("shape.too_few", "min_length"),
    "too_long": ("shape.too_many", "max_length"),
}
"""Faults that have a limit, and how pydantic calls it."""
EMPTY = {
    "alt": "media.no_alt",
    "picture_alt": "media.no_alt",
    "transcript": "media.no_transcript",
    "credit": "media.no_credit",
    "licence": "media.no_licence",
    "correct": "quiz.no_answer",
}
"""Fields that have their own words where they are empty."""
PATTERNS = {"number": "shape.telephone", "file": "media.no_file"}
"""Fields that have a pattern of their own; all others with a pattern are slugs."""


def shape_problems(kind: Kind, record: Any) -> Iterator[Problem]:
    """Give every fault that keeps the record from being read by its form."""
    try:
        FORMS[kind].model_validate(record)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            yield _problem(record, fault)


def _problem(record: Any, fault: Mapping[str, Any]) -> Problem:
    path, kind_of_fault = _path(record, fault["loc"]), fault["type"]
    field = _field(path)
    if kind_of_fault == "extra_forbidden":
        return Problem(path, "shape.unknown_field", True, {"field": path.rpartition(".")[2]})
    if kind_of_fault == "value_error":
        return Problem(path, "shape.rule", True, {"rule": str(fault["msg"]).removeprefix("Value error, ")})
    if kind_of_fault == "missing" or is_blank(fault["input"]):
        not_there = "shape.not_chosen" if kind_of_fault == "literal_error" else "shape.empty"
        return Problem(path, EMPTY.get(field, not_there), True)
    if kind_of_fault == "too_short" and field == "sources":
        return Problem(path, "sources.none", True)
    if kind_of_fault == "string_pattern_mismatch":
        return Problem(path, PATTERNS.get(field, "shape.slug"), True)
    if kind_of_fault in LIMITS:
        code, limit = LIMITS[kind_of_fault]
        return Problem(path, code, True, {"limit": f"{fault['ctx'][limit]:g}"})
    return Problem(path, CODES.get(kind_of_fault, "shape.broken"), True)


def _path(record: Any, location: tuple[int | str, ...]) -> str:
    """Give the path of a fault without the branches of the validator, which no record has."""
    steps: list[str] = []
    for step in location:
        if not isinstance(record, dict | list | tuple):
            break
        steps.append(str(step))
        if isinstance(record, dict):
            record = record.get(step)
        else:
            record = record[step] if isinstance(step, int) and step < len(record) else None
    return ".".join(steps)


def _field(path: str) -> str:
    """Give the name of the field, without languages and places in lists."""
    named = [step for step in path.split(".") if not step.isdecimal() and step not in LANGUAGES]
    return named[-1] if named else ""
