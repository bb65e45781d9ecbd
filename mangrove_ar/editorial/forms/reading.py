"""From a record to its form, and from what a form posted back to a record."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field

from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.editorial.forms.fields import ADD, Group, Items, Sheet, Text
from mangrove_ar.editorial.forms.sheets import SHEETS
from mangrove_ar.errors import BadRequest

Posted = MultiDict[str, str]
OWN_FIELDS = frozenset({"csrf_token", "base", "act", "tab", "confirmed"})
"""Fields of every form that are not part of the record."""
INDEX = re.compile(r"(?<=\.)[0-9]{1,4}(?=\.|$)")
PATH = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)


@dataclass(frozen=True)
class Typed:
    """What a form says.

    Attributes:
        confirmed: texts of which a person says that the translation is still right.
        act: the button that was pressed, such as `save` or `add:body`.
        tab: the name of the browser tab, which keeps the words until it hears that they arrived.
    """

    record: Record
    confirmed: frozenset[str]
    act: str
    tab: str


def sheet_of(kind: Kind, record: Record) -> Sheet:
    """Give the form of a record, filled in."""
    return SHEETS[kind](data=record)


def read_typed(kind: Kind, posted: Posted, base: Record) -> Typed:
    """Read what was posted; what the form does not ask for stays as it is in the base.

    Raises:
        BadRequest: a field was posted that the form does not have.
    """
    _refuse_strangers(kind, posted)
    read = SHEETS[kind](formdata=posted, data=base).record
    # An old record may lack a field that came later; a form that leaves it empty does not bring it in.
    made = {name: value for name, value in read.items() if name in base or value not in (None, "", [])}
    confirmed = frozenset(path for path in posted.getlist("confirmed") if PATH.fullmatch(path))
    return Typed({**base, **made}, confirmed, posted.get("act", "save"), _tab(posted.get("tab", "")))


def pairs_to_posted(pairs: Any) -> Posted:
    """Read the list of names and values that a script sends instead of a form.

    Raises:
        BadRequest: it is no such list.
    """
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise BadRequest("fields: send a list of pairs, each with a name and a text.")
    return MultiDict(pairs)


def lists_of(sheet: Iterable[Field]) -> dict[str, Items]:
    """Give the lists of a form by their paths."""
    found: dict[str, Items] = {}
    for field in sheet:
        if isinstance(field, Items):
            found[field.name] = field
        elif isinstance(field, Group):
            found |= lists_of(field.form)
    return found


def _refuse_strangers(kind: Kind, posted: Posted) -> None:
    known = _known_names(kind)
    strange = [name for name in posted if name not in OWN_FIELDS and INDEX.sub("#", name) not in known]
    if strange:
        raise BadRequest(f"The form has no field {strange[0][:80]!r}; please open it again.")


@cache
def _known_names(kind: Kind) -> Collection[str]:
    return frozenset(_names(SHEETS[kind]()))


def _names(sheet: Iterable[Field]) -> Iterable[str]:
    for field in sheet:
        if isinstance(field, Group):
            yield from _names(field.form)
            continue
        yield INDEX.sub("#", field.name)
        if isinstance(field, Items):
            entry = field.append_entry()
            yield ADD + field.name
            yield from [f"{field.name}.#"] if isinstance(entry, Text) else _names(entry.form)


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def _tab(name: str) -> str:
    return name if re.fullmatch(r"[a-z0-9-]{1,40}", name) else ""
