"""Check that what a record names is there: species, questions, sites, stations, models."""

from collections import Counter
from collections.abc import Container, Iterator
from typing import Any

from mangrove_ar.catalogue.differences import value_at
from mangrove_ar.catalogue.problems import Known, Problem, is_blank, items_at
from mangrove_ar.catalogue.records import Kind

FAULTS = {
    "triangles": "link.model_triangles",
    "web_bytes": "link.model_bytes",
    "ar_bytes": "link.model_bytes",
    "coarse_bytes": "link.model_bytes",
    "error_percent": "link.model_error",
}
"""Budgets of a build that are broken, in our codes."""


def link_problems(kind: Kind, record: Any, known: Known) -> Iterator[Problem]:
    """Give every link that leads nowhere, and every model that cannot be shown."""
    if kind == "stations":
        yield from _link(record, "site", "link.site", known.sites)
        yield from _link(record, "question", "link.quiz", known.quizzes)
        yield from _links(record, "species", "link.species", known.species)
        yield from _scene(record, known)
    elif kind == "quizzes":
        yield from _link(record, "species", "link.species", known.species)
    elif kind == "sites":
        yield from _links(record, "trail.stations", "link.station", known.stations)


def _link(record: Any, path: str, code: str, there: Container[str]) -> Iterator[Problem]:
    slug = value_at(record, path)
    if isinstance(slug, str) and not is_blank(slug) and slug not in there:
        yield Problem(path, code, True, {"slug": slug})


def _links(record: Any, path: str, code: str, there: Container[str]) -> Iterator[Problem]:
    slugs = [(at, slug) for at, slug in items_at(record, path) if isinstance(slug, str)]
    seen: Counter[str] = Counter()
    for at, slug in slugs:
        yield from _link(record, at, code, there)
        seen[slug] += 1
        if seen[slug] == 2 and not is_blank(slug):
            yield Problem(at, "link.twice", False, {"slug": slug})


def _scene(record: Any, known: Known) -> Iterator[Problem]:
    placed = set()
    for at, model in items_at(record, "scene.models"):
        slug = value_at(model, "model")
        if not isinstance(slug, str) or is_blank(slug):
            continue
        placed.add(slug)
        if slug not in known.models:
            yield Problem(f"{at}.model", "link.model", True, {"slug": slug})
        for fault in known.models.get(slug, ()):
            yield Problem(f"{at}.model", FAULTS.get(fault, "link.model_fault"), True, {"slug": slug, "fault": fault})
    for at, hotspot in items_at(record, "scene.hotspots"):
        slug = value_at(hotspot, "model")
        if isinstance(slug, str) and not is_blank(slug) and slug not in placed:
            yield Problem(f"{at}.model", "link.hotspot", True, {"slug": slug})
