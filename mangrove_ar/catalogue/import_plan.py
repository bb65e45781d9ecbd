"""Decide what an import does to each record, by comparing three: the file as it was read last, the studio's, the file.

Pure: nothing here asks or changes the database.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from mangrove_ar.catalogue.differences import Change, Conflict, changes, merge
from mangrove_ar.catalogue.records import FORMS, Approved, Kind, Record

Place = tuple[str, int]
What = Literal["new", "changed", "withdrawn", "hidden", "kept"]
"""kept: the file says something else, and the studio's record stays as it is."""
LONGEST_VALUE = 90
"""Letters of a value that a line shows."""
NOT_SHOWN = "the studio does not show it any more"
CHANGED_SINCE = "its file is gone, and the studio has changed it since"


@dataclass(frozen=True)
class Step:
    """What an import does to one record.

    Attributes:
        record: what the record becomes.
        changes: field by field, from what is approved; empty for a new record.
        conflicts: what both the studio and the file changed: `theirs`, the studio's, stays; `yours` is the file's.
        why: why the whole record was kept, where that is no matter of single fields.
    """

    kind: Kind
    slug: str
    what: What
    record: Record
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    why: str = ""

    @property
    def lines(self) -> Iterator[str]:
        """Tell it to people: a line for the record, one for each field below."""
        yield f"{self.what}: {self.kind}/{self.slug}" + (f" ({self.why})" if self.why else "")
        for change in self.changes:
            yield f"  {change.path}: {_shown(change.before)} -> {_shown(change.after)}"
        for conflict in self.conflicts:
            field = conflict.path or "whole record"
            yield f"  {field}: kept the studio's {_shown(conflict.theirs)}; the file says {_shown(conflict.yours)}"


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do; true when there is something new for the public."""

    steps: tuple[Step, ...] = ()

    def __bool__(self) -> bool:
        return any(step.what != "kept" for step in self.steps)

    @property
    def kept_studio(self) -> tuple[Step, ...]:
        """The records in which the studio's words stayed against the file's."""
        return tuple(step for step in self.steps if step.conflicts or step.what == "kept")

    @property
    def lines(self) -> list[str]:
        """Tell all of it to people."""
        return [line for step in self.steps for line in step.lines]


def step_for(
    kind: Kind, slug: str, file: Record, base: Record | None, theirs: Approved | None, stays_closed: bool = False
) -> Step | None:
    """Decide about one record; None when its file brings nothing.

    Args:
        file: what the file says now.
        base: what it said when it was read or written last; None for a file that is new.
        theirs: what is approved; None for a record that is new.
        stays_closed: it is a station that staff closed, which no file opens.
    """
    if theirs is None:
        return Step(kind, slug, "new", file)
    before, was = in_form(kind, theirs.record), in_form(kind, base) if base is not None else None
    if file == was:
        return None
    if not theirs.is_shown and was is not None:
        return Step(kind, slug, "kept", before, why=NOT_SHOWN)
    # A hidden record whose file is new: it had gone, and came back.
    record, conflicts = _merged(kind, was or {}, before, file) if theirs.is_shown else (file, ())
    if stays_closed and not record["withdrawn"]:
        record = record | {"withdrawn": True}
        conflicts = (*conflicts, Conflict("withdrawn", was and was.get("withdrawn"), True, False))
    if not theirs.is_shown:
        return Step(kind, slug, "new", record, (), conflicts)
    if record == before:
        return Step(kind, slug, "kept", record, (), conflicts) if conflicts else None
    what: What = "withdrawn" if record.get("withdrawn") and not before.get("withdrawn") else "changed"
    return Step(kind, slug, what, record, tuple(changes(before, record)), conflicts)


def step_without_file(base: Record, theirs: Approved) -> Step:
    """Decide about a species or quiz whose file is gone: it is hidden, unless the studio has changed it since."""
    if in_form(theirs.kind, base) != in_form(theirs.kind, theirs.record):
        return Step(theirs.kind, theirs.slug, "kept", theirs.record, why=CHANGED_SINCE)
    return Step(theirs.kind, theirs.slug, "hidden", theirs.record)


def steps_of_gone_stations(gone: Mapping[str, tuple[Record, Approved]], taken: Collection[Place]) -> Iterator[Step]:
    """Decide about stations whose file is gone: each is withdrawn, since its plaque still stands.

    One whose number another station has now is hidden: the trail cannot have the number twice.

    Args:
        gone: by slug, what its file said last, and what is approved.
        taken: the numbers of the stations that have a file.
    """
    for slug, (base, theirs) in gone.items():
        if place_of(theirs.record) in taken:
            yield Step("stations", slug, "hidden", theirs.record)
        elif step := step_for("stations", slug, base | {"withdrawn": True}, base, theirs):
            yield step


def place_of(station: Record) -> Place:
    """Give the site and the number of a station."""
    return station["site"], station["number"]


def in_form(kind: Kind, record: Record) -> Record:
    """Bring a record that was kept some time ago into today's form, so that a new field is no change of its words."""
    try:
        return FORMS[kind].model_validate(record).model_dump(mode="json")
    except ValidationError:
        return record


def _merged(kind: Kind, base: Record, theirs: Record, file: Record) -> tuple[Record, tuple[Conflict, ...]]:
    """Merge; where both sides are sound and their mixture is not, the studio's record stays whole."""
    merged = merge(base, theirs, file)
    try:
        return FORMS[kind].model_validate(merged.record).model_dump(mode="json"), merged.conflicts
    except ValidationError:
        conflicts = tuple(Conflict(one.path, None, one.before, one.after) for one in changes(theirs, file))
        return theirs, conflicts


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = str(value).replace("\n", " ")
    return f"“{text}”" if len(text) <= LONGEST_VALUE else f"“{text[:LONGEST_VALUE]}…”"
