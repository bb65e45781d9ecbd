"""Say what differs between two states of a record, field by field, as people read it."""

from dataclasses import dataclass
from typing import Any

from mangrove_ar.catalogue.checks import field_name_key
from mangrove_ar.catalogue.differences import changes
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.catalogue.words import LANGUAGES

NOTHING: tuple[Any, ...] = ("", None, [], {})


@dataclass(frozen=True)
class ShownChange:
    """One field that differs.

    Attributes:
        path: of the field, such as `body.1.th`.
        name_key: of the field's name in the interface's words.
        place: its place in a list as people count, such as `2`; empty outside of lists.
        language: th or en for words, otherwise None.
    """

    path: str
    name_key: str
    place: str
    language: str | None
    before: Any
    after: Any


def shown_changes(kind: Kind, before: Record | None, after: Record) -> list[ShownChange]:
    """List what differs; of a new record, everything that has words."""
    return [
        _shown(kind, change.path, change.before, change.after)
        for change in changes(before or {}, after)
        if not (change.before in NOTHING and change.after in NOTHING)
    ]


def _shown(kind: Kind, path: str, before: Any, after: Any) -> ShownChange:
    steps = path.split(".")
    return ShownChange(
        path=path,
        name_key=field_name_key(kind, path),
        place=".".join(str(int(step) + 1) for step in steps if step.isdecimal()),
        language=steps[-1] if steps[-1] in LANGUAGES else None,
        before=before,
        after=after,
    )
