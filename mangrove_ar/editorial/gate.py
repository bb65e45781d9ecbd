"""The publish gate: what stands between a draft and the public, each with its field and its remedy."""

from collections.abc import Callable, Iterable

from flask import Flask, current_app
from sqlalchemy import select

from mangrove_ar.catalogue.checks import Known, Problem, problems_of
from mangrove_ar.catalogue.models import Model, Quiz, Site, Species, Station, Trail
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.catalogue.translation import translation_states
from mangrove_ar.editorial.drafts import DraftView
from mangrove_ar.extensions import db

Check = Callable[[Kind, str, Record], Iterable[Problem]]
CHECKS = "mangrove_publish_checks"


def bind_checks(app: Flask, *checks: Check) -> None:
    """Hand the gate checks of other rooms, such as whether a plaque still fits."""
    app.extensions[CHECKS] = checks


def gate(draft: DraftView) -> list[Problem]:
    """Give all that stops a draft from being published; an empty list means that it may go."""
    return [problem for problem in problems(draft) if problem.blocks]


def problems(draft: DraftView) -> list[Problem]:
    """Give everything that is wrong or doubtful with a draft: rules, texts, links, both languages, the plaque."""
    found = problems_of(draft.kind, draft.slug, draft.record, known())
    further: tuple[Check, ...] = current_app.extensions.get(CHECKS, ())
    named = {problem.path for problem in found if problem.blocks}
    found += _taken(draft)
    plain = [*found, *(problem for problem in translation_problems(draft) if problem.path not in named)]
    if not any(problem.blocks for problem in plain):  # A record that breaks its form cannot be typeset.
        plain += [problem for check in further for problem in check(draft.kind, draft.slug, draft.record)]
    return plain


def translation_problems(draft: DraftView) -> list[Problem]:
    """Give the texts of which one language is missing or older than the other."""
    states = translation_states(draft.public_record, draft.record, draft.confirmed)
    return [
        Problem(f"{path}.{language}", f"translation_{state}", True, {})
        for path, both in states.items()
        for language, state in both.items()
        if state != "current" and not _may_be_nameless(draft, path)
    ]


def known() -> Known:
    """Read what records may name."""
    return Known(
        species=_slugs(Species),
        quizzes=_slugs(Quiz),
        sites=_slugs(Site),
        stations=_slugs(Station),
        models={
            slug: tuple(record.get("faults", ()))
            for slug, record in db.session.execute(select(Model.slug, Model.record))
        },
    )


def _taken(draft: DraftView) -> list[Problem]:
    """Find the scientific name, or the number on the trail, at another record that is shown."""
    record, owner = draft.record, None
    if draft.kind == "species" and record.get("scientific_name"):
        holders = select(Species.slug).where(Species.is_shown, Species.slug != draft.slug)
        owner = db.session.scalar(holders.where(Species.scientific_name == record["scientific_name"]))
    elif draft.kind == "stations" and isinstance(record.get("number"), int):
        holders = select(Station.slug).join(Station.trail).join(Trail.site)
        holders = holders.where(Station.is_shown, Station.slug != draft.slug, Site.slug == record.get("site"))
        owner = db.session.scalar(holders.where(Station.number == record["number"]))
    field = "scientific_name" if draft.kind == "species" else "number"
    return [Problem(field, f"taken.{field}", True, {"owner": owner})] if owner else []


def _may_be_nameless(draft: DraftView, path: str) -> bool:
    """A species of low confidence, which no visitor sees, may lack a reliable name."""
    return draft.kind == "species" and path == "names" and draft.record.get("confidence") == "low"


def _slugs(model: type[Species] | type[Quiz] | type[Site] | type[Station]) -> frozenset[str]:
    return frozenset(db.session.scalars(select(model.slug).where(model.is_shown)))
