"""Which of the visitor's pages show a record, so that staff can look at them before they are public."""

from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from mangrove_ar.catalogue.records import Approved, Kind, Record, approved, approved_records


@dataclass(frozen=True)
class ShownPage:
    """A page of the visitor: its address inside a preview, and the key and values of its name."""

    path: str
    name_key: str
    values: dict[str, int] = field(default_factory=dict)


def pages_showing(kind: Kind, slug: str, record: Record) -> list[ShownPage]:
    """Give the pages that show a record, the best one first; none where no page can show it yet."""
    if kind == "species":
        return [_page("visits.species", "species", slug=slug), _page("visits.species_list", "species_list")]
    if kind == "stations":
        return [page for page in [_station(record)] if page]
    if kind == "quizzes":
        asking = [one for one in approved_records("stations") if one.is_shown and one.record["question"] == slug]
        return [page for page in map(_asking, asking) if page]
    trail = _page("visits.trail", "trail", trail=record["trail"]["slug"]) if kind == "sites" else None
    return [_page("visits.home", "home"), _page("visits.about", "about"), *([trail] if trail else [])]


def release_pages() -> list[ShownPage]:
    """Give the pages by which to look at a release."""
    return [_page("visits.home", "home"), _page("visits.species_list", "species_list"), _page("visits.about", "about")]


def _asking(station: Approved) -> ShownPage | None:
    return _station(station.record, "question")


def _station(record: Record, anchor: str | None = None) -> ShownPage | None:
    site, number = approved("sites", str(record["site"])), record["number"]
    if site is None or not isinstance(number, int):
        return None
    trail = site.record["trail"]["slug"]
    path = url_for("visits.trail_station", trail=trail, number=number, _anchor=anchor)
    return ShownPage(path, "previews.pages.station", {"number": number})


def _page(endpoint: str, name: str, **values: Any) -> ShownPage:
    return ShownPage(url_for(endpoint, **values), f"previews.pages.{name}")
