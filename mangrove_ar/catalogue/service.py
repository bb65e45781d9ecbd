"""Bring content into the catalogue: all of it in one transaction, or nothing."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select

from mangrove_ar.catalogue.codes import new_code
from mangrove_ar.catalogue.content import SiteForm, StationForm
from mangrove_ar.catalogue.models import (
    ContentImport,
    Page,
    Quiz,
    Site,
    Species,
    Station,
    StationCode,
    StationSpecies,
    Trail,
)
from mangrove_ar.catalogue.reading import Content, read_content, tree_hash
from mangrove_ar.extensions import begin_writing, db


def import_content(folder: Path, now: datetime, draw_code: Callable[[], str] = new_code) -> bool:
    """Read the folder into the catalogue; tell whether anything was new.

    A station that left the folder is withdrawn, not deleted, since its plaque still stands. Each new station gets its
    first code.

    Raises:
        BadContent: a file is wrong; the catalogue stays as it was.
    """
    if _last_import() == tree_hash(folder):
        return False
    content = read_content(folder)
    begin_writing()
    _keep_species(content)
    _keep_quizzes(content)
    for slug, site in content.sites.items():
        _keep_site(slug, site, content)
    _withdraw_missing(content)
    db.session.merge(Page(slug="home", record=content.home.model_dump(mode="json")))
    _issue_codes(now, draw_code)
    db.session.add(ContentImport(tree_sha256=content.tree_sha256, at=now))
    db.session.commit()
    return True


def _last_import() -> str | None:
    return db.session.scalar(select(ContentImport.tree_sha256).order_by(ContentImport.id.desc()).limit(1))


def _keep_species(content: Content) -> None:
    rows = {row.slug: row for row in db.session.scalars(select(Species))}
    for slug, form in content.species.items():
        row = rows.get(slug) or Species(slug=slug)
        row.kingdom, row.scientific_name, row.confidence = form.kingdom, form.scientific_name, form.confidence
        row.record = form.model_dump(mode="json")
        db.session.add(row)
    db.session.flush()


def _keep_quizzes(content: Content) -> None:
    rows = {row.slug: row for row in db.session.scalars(select(Quiz))}
    species_ids = _ids(Species)
    for slug, form in content.quizzes.items():
        row = rows.get(slug) or Quiz(slug=slug)
        row.species_id = species_ids[form.species] if form.species else None
        row.confidence, row.record = form.confidence, form.model_dump(mode="json")
        db.session.add(row)
    db.session.flush()


def _keep_site(slug: str, form: SiteForm, content: Content) -> None:
    site = db.session.scalar(select(Site).filter_by(slug=slug)) or Site(slug=slug)
    site.name, site.record = form.names.model_dump(), form.model_dump(mode="json")
    trail = db.session.scalar(select(Trail).filter_by(slug=form.trail.slug)) or Trail(slug=form.trail.slug)
    trail.site, trail.name = site, form.trail.names.model_dump()
    db.session.add_all([site, trail])
    db.session.flush()
    _free_numbers(trail)
    for station_slug in form.trail.stations:
        _keep_station(station_slug, content.stations[station_slug], trail)
    db.session.flush()


def _free_numbers(trail: Trail) -> None:
    """Move all numbers out of the way first, so that two stations can change places in one import."""
    for station in trail.stations:
        station.number = -station.id
    db.session.flush()


def _keep_station(slug: str, form: StationForm, trail: Trail) -> None:
    quiz_ids, species_ids = _ids(Quiz), _ids(Species)
    station = db.session.scalar(select(Station).filter_by(slug=slug)) or Station(slug=slug)
    station.trail_id, station.number, station.name = trail.id, form.number, form.names.model_dump()
    station.is_withdrawn, station.record = form.withdrawn, form.model_dump(mode="json")
    station.quiz_id = quiz_ids[form.question] if form.question else None
    db.session.add(station)
    db.session.flush()
    db.session.execute(delete(StationSpecies).filter_by(station_id=station.id))
    db.session.add_all(
        StationSpecies(station_id=station.id, species_id=species_ids[species], position=position)
        for position, species in enumerate(form.species)
    )


def _withdraw_missing(content: Content) -> None:
    for station in db.session.scalars(select(Station)):
        if station.slug not in content.stations:
            station.is_withdrawn = True
    for quiz in db.session.scalars(select(Quiz)):
        if quiz.slug not in content.quizzes:
            quiz.confidence = "low"  # Kept for old answers, shown to nobody.
    for species in db.session.scalars(select(Species)):
        if species.slug not in content.species:
            species.confidence = "low"


def _issue_codes(now: datetime, draw_code: Callable[[], str]) -> None:
    for station in db.session.scalars(select(Station)):
        if not station.codes:
            station.codes.append(StationCode(code=draw_code(), issued_at=now))


def _ids(model: type[Species] | type[Quiz]) -> dict[str, int]:
    return {slug: row_id for slug, row_id in db.session.execute(select(model.slug, model.id))}
