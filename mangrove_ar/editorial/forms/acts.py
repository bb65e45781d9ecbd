"""What the buttons of a list do to a record: add, remove, move up, move down."""

import re
from collections.abc import Mapping
from typing import Any

from mangrove_ar.catalogue.differences import value_at, with_value
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.editorial.forms.fields import Items
from mangrove_ar.editorial.forms.reading import lists_of, sheet_of
from mangrove_ar.errors import BadRequest

ACT = re.compile(r"(?:(add):([a-z_.]+)|(remove|up|down):([a-z_.]+)\.([0-9]{1,4}))", re.ASCII)


def apply_act(kind: Kind, record: Record, act: str, chosen: Mapping[str, Any]) -> Record:
    """Do what a button of a list says; a button that is none of a list's changes nothing.

    Args:
        chosen: for a list to which something is added by choice, what is known of the new item: a slug, or the fields.

    Raises:
        BadRequest: the record has no such list.
    """
    pressed = ACT.fullmatch(act)
    if pressed is None:
        return record
    verb, path = pressed[1] or pressed[3], pressed[2] or pressed[4]
    field = lists_of(sheet_of(kind, record)).get(path)
    if field is None:
        raise BadRequest(f"The form has no list {path[:80]!r}; please open it again.")
    items = list(value_at(record, path) or [])
    if verb == "add":
        return _added(record, path, field, items, chosen)
    return _moved(record, path, field, items, verb, int(pressed[5]))


def anchor_after(act: str, record: Record) -> str:
    """Name the place of the page where the hand was when it pressed the button of a list."""
    pressed = ACT.fullmatch(act)
    if pressed is None:
        return ""
    if pressed[1]:
        last = len(value_at(record, pressed[2]) or []) - 1
        return f"{pressed[2]}.{last}" if last >= 0 else pressed[2]
    verb, path, at = pressed[3], pressed[4], int(pressed[5])
    return path if verb == "remove" else f"{path}.{max(0, at - 1) if verb == 'up' else at + 1}"


def _added(record: Record, path: str, field: Items, items: list[Any], chosen: Mapping[str, Any]) -> Record:
    if field.chosen_from and not chosen:
        return record  # "Add" without a choice.
    new = chosen["slug"] if "slug" in chosen else field.blank(**chosen)
    return with_value(record, path, [*items, new])


def _moved(record: Record, path: str, field: Items, items: list[Any], verb: str, at: int) -> Record:
    places = list(range(len(items)))
    if verb == "remove":
        places = [place for place in places if place != at]
    else:
        other = at - 1 if verb == "up" else at + 1
        if not (0 <= other < len(items) and at < len(items)):
            return record
        places[at], places[other] = places[other], places[at]
    moved = with_value(record, path, [items[place] for place in places])
    marked = record.get(field.marks) if field.marks else None
    if isinstance(marked, int):
        # The mark goes with its item; an item that was removed leaves none.
        moved = {**moved, field.marks: places.index(marked) if marked in places else None}
    return moved
