"""Name the fields of records for people: every path of a form leads to words in `translations/checks.yaml`."""

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from mangrove_ar.catalogue.records import FORMS, Kind
from mangrove_ar.catalogue.words import LANGUAGES

OTHER_FIELD = "checks.fields.other"


def field_name_key(kind: Kind, path: str) -> str:
    """Give the key of a field's name, such as `checks.fields.stations.scene_hotspots_title`.

    Places in lists and languages have no part in it. A field that the form does not have takes the name of the branch
    in which it stands.
    """
    steps = [step for step in path.split(".") if not step.isdecimal() and step not in LANGUAGES]
    while steps and "_".join(steps) not in field_names(kind):
        steps.pop()
    return f"checks.fields.{kind}.{'_'.join(steps)}" if steps else OTHER_FIELD


@cache
def field_names(kind: Kind) -> tuple[str, ...]:
    """Give the last part of the key for each field and branch of a form."""
    return tuple(dict.fromkeys(_names(FORMS[kind], "")))


def _names(form: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, described in form.model_fields.items():
        if name in LANGUAGES:
            continue
        yield prefix + name
        for inner in _forms_in(described.annotation):
            yield from _names(inner, f"{prefix}{name}_")


def _forms_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (list, tuple, Union, UnionType, Annotated):
        for part in get_args(annotation):
            yield from _forms_in(part)
