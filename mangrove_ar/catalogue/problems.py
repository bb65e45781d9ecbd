"""What a check says about a record: where, what, with which values; and what a check knows of other records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mangrove_ar.catalogue.differences import value_at


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or doubtful.

    Attributes:
        path: of the field, such as `body.0.th`; empty for the whole record.
        code: `translations/checks.yaml` has a sentence for each, with the values in it.
        blocks: it must be put right before publishing.
    """

    path: str
    code: str
    blocks: bool
    values: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What records may name.

    Attributes:
        models: the faults of the build of each model; none where it may be shown.
    """

    species: frozenset[str]
    quizzes: frozenset[str]
    sites: frozenset[str]
    stations: frozenset[str]
    models: Mapping[str, tuple[str, ...]]


def items_at(record: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give the items of a list of a draft with their paths; nothing where the draft has no list there."""
    found = value_at(record, path)
    if isinstance(found, list | tuple):
        yield from ((f"{path}.{place}", item) for place, item in enumerate(found))


def is_blank(value: Any) -> bool:
    """Tell a field that nobody has filled in yet."""
    return value is None or (isinstance(value, str) and not value.strip())
