"""Lists of the studio: choose, order and cut into pages what is at hand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, get_args

from mangrove_ar.catalogue.content import Zone
from mangrove_ar.catalogue.records import Kind
from mangrove_ar.catalogue.words import LANGUAGES, Language
from mangrove_ar.editorial.drafts import State
from mangrove_ar.editorial.shelf import Gaps, Line

ROWS_ON_A_PAGE = 50
STATES: tuple[str, ...] = (*get_args(State), "new", "hidden")
NEEDS: tuple[str, ...] = ("any", *LANGUAGES)
ZONES: tuple[str, ...] = get_args(Zone)
KINGDOMS = ("plant", "animal")
FILTERS: dict[Kind, tuple[str, ...]] = {
    "species": ("state", "needs", "kingdom", "zone"),
    "stations": ("state", "needs", "site", "zone"),
    "sites": ("state", "needs"),
    "quizzes": ("state", "needs"),
    "pages": (),
}
SORTS: dict[Kind, tuple[str, ...]] = {
    "species": ("name", "scientific", "changed"),
    "stations": ("number", "name", "changed"),
    "sites": ("name", "changed"),
    "quizzes": ("name", "changed"),
    "pages": ("name",),
}
"""The first one is used where nobody chose."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """One page of a list; pages count from 1."""

    rows: list[Row]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Translated:
    """A record in the table of translations."""

    line: Line
    gaps: Mapping[Language, Gaps]


def list_records(
    kind: Kind, lines: Iterable[Line], chosen: Mapping[str, str], sort: str, page: int, language: Language
) -> Sheet[Line]:
    """Give one page of the records of a kind; a filter that this kind does not have, or an unknown sort, is ignored."""
    asked = {name: chosen[name] for name in FILTERS[kind] if chosen.get(name)}
    rows = [line for line in lines if line.entry.kind == kind and _fits(line, asked)]
    order = sort if sort in SORTS[kind] else SORTS[kind][0]
    rows.sort(key=lambda line: line.entry.sort_keys[language])
    if order != "name":
        rows.sort(key=ORDERS[order], reverse=order == "changed")
    return cut(rows, page)


def list_translations(
    lines: Iterable[Line], kind: str, needs: str, state: str, page: int, language: Language
) -> Sheet[Translated]:
    """Give one page of the table of translations, by default what needs work in either language."""
    rows = [
        Translated(line, line.entry.gaps)
        for line in lines
        if kind in ("", line.entry.kind) and _lacks(line, needs, state)
    ]
    rows.sort(key=lambda row: (row.line.entry.kind, row.line.entry.sort_keys[language]))
    return cut(rows, page)


def cut(rows: list[Row], page: int) -> Sheet[Row]:
    """Cut one page out of a list; a page beyond the last is the last."""
    pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * ROWS_ON_A_PAGE
    return Sheet(rows[first : first + ROWS_ON_A_PAGE], len(rows), page, pages)


def _fits(line: Line, asked: Mapping[str, str]) -> bool:
    return all(FITS[name](line, value) for name, value in asked.items())


def _has_state(line: Line, state: str) -> bool:
    if state in ("new", "hidden"):
        return line.is_new if state == "new" else not line.is_shown and not line.is_new
    return line.state == state


def _lacks(line: Line, needs: str, state: str = "") -> bool:
    """Tell whether a record needs work in a language (`any`: in either), of this sort where one is named."""
    if needs == "all":
        return True
    languages = [language for language in LANGUAGES if needs in ("any", language)]
    wanted = (state,) if state in ("missing", "stale") else ("missing", "stale")
    return any(getattr(line.entry.gaps[language], sort) for language in languages for sort in wanted)


def _zone(line: Line) -> Any:
    record = line.entry.record
    return record.get("zone") or (record.get("marker") or {}).get("zone")


FITS: dict[str, Callable[[Line, str], bool]] = {
    "state": _has_state,
    "needs": _lacks,
    "kingdom": lambda line, kingdom: line.entry.record.get("kingdom") == kingdom,
    "zone": lambda line, zone: _zone(line) == zone,
    "site": lambda line, site: line.entry.record.get("site") == site,
}
ORDERS: dict[str, Callable[[Line], Any]] = {
    "scientific": lambda line: line.entry.scientific_name.casefold(),
    "number": lambda line: line.entry.number or 0,
    "changed": lambda line: line.entry.changed_at or LONG_AGO,
}
