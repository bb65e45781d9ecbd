"""What people fill in on the pages of the packs: read once, with the first thing that is wrong with it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from werkzeug.datastructures import MultiDict

from mangrove_ar.packs.models import LONGEST_NOTE
from mangrove_ar.packs.patrol import Kind, State
from mangrove_ar.packs.templates import TEMPLATES

LEAST_DISTANCE_M, MOST_DISTANCE_M = 0.2, 5.0
Fields = MultiDict[str, str]


@dataclass(frozen=True)
class OrderForm:
    """A pack as somebody asks for it.

    Attributes:
        stations: slugs, without those that cannot be printed.
        distance: what was typed; nothing means the distance of the template.
        problem: a key of `packs.problems`, or None.
    """

    stations: tuple[str, ...] = ()
    template: str = "a4"
    distance: str = ""

    @classmethod
    def read(cls, fields: Fields, ready: Iterable[str], to_reprint: Iterable[str]) -> "OrderForm":
        """Read the form; its button says whether all stations are meant, those to reprint, or those that are ticked."""
        ticked = fields.getlist("station")
        chosen = {"all": set(ready), "reprint": set(to_reprint)}.get(fields.get("which", ""), set(ticked))
        stations = tuple(slug for slug in ready if slug in chosen)
        return cls(stations, fields.get("template", ""), fields.get("distance", "").strip())

    @property
    def problem(self) -> str | None:
        """Name what is wrong."""
        if not self.stations:
            return "no_station"
        if self.template not in TEMPLATES:
            return "no_template"
        return None if LEAST_DISTANCE_M <= self.reading_distance_m <= MOST_DISTANCE_M else "distance"

    @property
    def reading_distance_m(self) -> float:
        """Give the distance asked for, or the template's own; not a number where none can be read."""
        if not self.distance:
            return TEMPLATES[self.template].reading_distance_m
        try:
            return float(self.distance.replace(",", "."))
        except ValueError:
            return math.nan


@dataclass(frozen=True)
class NoteForm:
    """A choice and a few words: what the patrol finds, or what a visitor reports.

    Attributes:
        problem: a key of `packs.problems`, or None.
    """

    choice: str
    note: str
    problem: str | None

    @classmethod
    def check(cls, fields: Fields) -> "NoteForm":
        """Read what the patrol found."""
        return cls._read(fields, "state", get_args(State))

    @classmethod
    def report(cls, fields: Fields) -> "NoteForm":
        """Read what a visitor says."""
        return cls._read(fields, "kind", get_args(Kind))

    @classmethod
    def _read(cls, fields: Fields, name: str, choices: tuple[str, ...]) -> "NoteForm":
        choice, note = fields.get(name, ""), " ".join(fields.get("note", "").split())
        problem = "no_choice" if choice not in choices else "note_length" if len(note) > LONGEST_NOTE else None
        return cls(choice, note, problem)
