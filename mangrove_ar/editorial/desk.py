"""Pages that show what there is: lists of records, search, the table of translations."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from mangrove_ar.catalogue.records import KINDS, Kind
from mangrove_ar.editorial.listing import (
    FILTERS,
    KINGDOMS,
    NEEDS,
    SORTS,
    STATES,
    ZONES,
    list_records,
    list_translations,
)
from mangrove_ar.editorial.navigation import account_address, studio_rooms
from mangrove_ar.editorial.search import HITS_ON_A_PAGE, find
from mangrove_ar.editorial.shelf import Line, records_at_hand
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.languages import language

GAPS = ("missing", "stale")
desk = Blueprint("desk", __name__, url_prefix="/studio")
desk.add_app_template_global(studio_rooms)
desk.add_app_template_global(account_address)


@desk.app_template_global()
def studio_address(endpoint: str, **values: Any) -> str | None:
    """Give the address of a page of another room, or None where that room is not part of this install."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


@desk.get("/<any(species,stations,sites,quizzes,pages):kind>/")
@staff_only()
def records(kind: Kind) -> str:
    """List the records of a kind."""
    lines = records_at_hand().values()
    chosen = {name: request.args.get(name, "") for name in FILTERS[kind]}
    sort = request.args.get("sort", SORTS[kind][0])
    sheet = list_records(kind, lines, chosen, sort, _page(), language())
    return render_template(
        "editorial/records.html",
        staff=current_staff(),
        kind=kind,
        sheet=sheet,
        chosen=chosen,
        choices=_choices(kind, list(lines)),
        sort=sort,
        sorts=SORTS[kind],
        is_empty=not any(line.entry.kind == kind for line in lines),
    )


@desk.get("/search")
@staff_only()
def search() -> str:
    """Find records by name or text."""
    asked, kind = request.args.get("q", "").strip(), _one_of(KINDS, "kind")
    lines = [line for line in records_at_hand().values() if kind in ("", line.entry.kind)]
    found = find(asked, lines, language(), _page())
    first = (found.page - 1) * HITS_ON_A_PAGE + 1
    return render_template(
        "editorial/search.html",
        staff=current_staff(),
        searched=asked,
        kind=kind,
        kinds=KINDS,
        found=found,
        first=first,
    )


@desk.get("/translations")
@staff_only()
def translations() -> str:
    """Show which record needs words in which language."""
    lines = list(records_at_hand().values())
    kind, state, needs = _one_of(KINDS, "kind"), _one_of(GAPS, "state"), _one_of((*NEEDS, "all"), "needs") or "any"
    sheet = list_translations(lines, kind, needs, state, _page(), language())
    return render_template(
        "editorial/translations.html",
        staff=current_staff(),
        sheet=sheet,
        chosen={"kind": kind, "state": state, "needs": needs},
        kinds=KINDS,
        total=len(lines),
    )


def _page() -> int:
    return request.args.get("page", 1, type=int)


def _one_of(offered: Sequence[str], name: str) -> str:
    """Give what was chosen in a field; nothing where it offers no such choice."""
    chosen = request.args.get(name, "")
    return chosen if chosen in offered else ""


def _choices(kind: Kind, lines: list[Line]) -> dict[str, list[str]]:
    """Give what each filter of a list offers."""
    sites = sorted(line.entry.slug for line in lines if line.entry.kind == "sites")
    offered = {
        "state": list(STATES),
        "needs": list(NEEDS),
        "kingdom": list(KINGDOMS),
        "zone": list(ZONES),
        "site": sites,
    }
    return {name: offered[name] for name in FILTERS[kind]}
