"""Records as the studio sees them: five kinds, each known by its slug, each with its history of approved revisions.

The row of a record holds what the next release shows. Nothing changes it but `keep_record` and `show_revision`, so
that every state it ever had is a revision.
"""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from pydantic import ValidationError
from sqlalchemy import delete, select, tuple_

from mangrove_ar.catalogue.codes import new_code
from mangrove_ar.catalogue.content import Form, HomeForm, QuizForm, SiteForm, SpeciesForm, StationForm
from mangrove_ar.catalogue.models import (
    Page,
    Quiz,
    Revision,
    Site,
    Species,
    Station,
    StationCode,
    StationSpecies,
    Trail,
)
from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BadRecord, NoSuchRecord
from mangrove_ar.extensions import db

Kind = Literal["species", "stations", "sites", "quizzes", "pages"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Record = dict[str, Any]
Key = tuple[Kind, str]
State = tuple[Kind, str, int]
"""A record at one of its revisions."""
Row = Species | Station | Site | Quiz | Page
FORMS: dict[Kind, type[Form]] = {
    "species": SpeciesForm,
    "stations": StationForm,
    "sites": SiteForm,
    "quizzes": QuizForm,
    "pages": HomeForm,
}
ROWS: dict[Kind, type[Row]] = {"species": Species, "stations": Station, "sites": Site, "quizzes": Quiz, "pages": Page}


@dataclass(frozen=True)
class By:
    """Who changes a record."""

    id: int | None
    name: str


IMPORT = By(None, "content/")


@dataclass(frozen=True)
class Approved:
    """A record as the next release shows it; one that is not shown waits, hidden, for its next revision."""

    kind: Kind
    slug: str
    record: Record
    revision: int
    is_shown: bool


@dataclass(frozen=True)
class RevisionView:
    """One approved state of a record."""

    n: int
    record: Record
    by_name: str
    note: str
    at: datetime


def approved(kind: Kind, slug: str) -> Approved | None:
    """Give a record as it was last approved, or None when it never was."""
    row = _row(kind, slug)
    return _approved(kind, row) if row else None


def approved_records(kind: Kind) -> list[Approved]:
    """Give all records of a kind, by slug."""
    model: Any = ROWS[kind]
    return [_approved(kind, row) for row in db.session.scalars(select(model).order_by(model.slug))]


def revisions(kind: Kind, slug: str) -> list[RevisionView]:
    """Give the history of a record, newest first."""
    rows = select(Revision).filter_by(kind=kind, slug=slug).order_by(Revision.n.desc())
    return [_view(row) for row in db.session.scalars(rows)]


def revision(kind: Kind, slug: str, n: int) -> RevisionView:
    """Give one approved state of a record.

    Raises:
        NoSuchRecord: there is none with this number.
    """
    row = db.session.scalar(select(Revision).filter_by(kind=kind, slug=slug, n=n))
    if row is None:
        raise NoSuchRecord(f"{kind}/{slug} has no revision {n}.")
    return _view(row)


def records_at(states: Collection[State]) -> dict[State, Record]:
    """Give many approved states of records at once; one that there is not is left out."""
    if not states:
        return {}
    key = tuple_(Revision.kind, Revision.slug, Revision.n)
    rows = select(Revision.kind, Revision.slug, Revision.n, Revision.record).where(key.in_(states))
    return {(cast(Kind, kind), slug, n): record for kind, slug, n, record in db.session.execute(rows)}


def title_of(kind: Kind, record: Record, slug: str) -> Words:
    """Name a record in lists, however unfinished it is."""
    words = record.get({"quizzes": "question", "pages": "title"}.get(kind, "names")) or {}
    fallback = record.get("scientific_name") or slug
    th, en = (str(words.get(language) or "").strip() for language in ("th", "en"))
    return Words(th=th or en or fallback, en=en or th or fallback)


def keep_record(
    kind: Kind,
    slug: str,
    record: Record,
    by: By,
    now: datetime,
    note: str = "",
    draw_code: Callable[[], str] = new_code,
) -> int:
    """Make a record what the next release shows, and give the number of its revision; the caller commits.

    A new station joins the end of its site's trail, and every station gets a code. What is approved already makes no
    second revision.

    Raises:
        BadRecord: it breaks the rules of its form, or names what does not exist.
    """
    form = checked(kind, slug, record)
    kept = form.model_dump(mode="json")
    row = _row(kind, slug) or ROWS[kind](slug=slug)
    if row.revision and row.record == kept and getattr(row, "is_shown", True):
        return row.revision
    _fill(row, form, kept)
    if isinstance(row, Station) and isinstance(form, StationForm):
        _join_trail(row, form, by, now)
        _issue_code(row, now, draw_code)
    if not isinstance(row, Page):
        row.is_shown = True
    row.revision = _add_revision(kind, slug, kept, by, now, note)
    db.session.flush()
    return row.revision


def show_revision(kind: Kind, slug: str, n: int | None) -> None:
    """Go back to a revision, or hide the record when there was none then; the caller commits."""
    row = _row(kind, slug)
    if row is None:
        raise NoSuchRecord(f"There is no record {kind}/{slug}.")
    if n is None:
        if not isinstance(row, Page):
            row.is_shown = False
    else:
        form = FORMS[kind].model_validate(revision(kind, slug, n).record)
        _fill(row, form, form.model_dump(mode="json"))
        row.revision = n
        if not isinstance(row, Page):
            row.is_shown = True
    db.session.flush()


def shown_revisions() -> dict[str, int]:
    """Give the revision of every record that the next release shows, as `kind/slug`."""
    found: dict[str, int] = {}
    for kind, model in ROWS.items():
        rows = select(model.slug, model.revision)
        if model is not Page:  # Pages always show.
            rows = rows.filter_by(is_shown=True)
        found |= {f"{kind}/{slug}": n for slug, n in db.session.execute(rows)}
    return found


def free_numbers(slugs: Collection[str]) -> None:
    """Move the numbers of these stations out of the way, so that they can change places; the caller fills them anew."""
    for station in db.session.scalars(select(Station).where(Station.slug.in_(slugs))):
        station.number = -station.id
    db.session.flush()


def free_names(slugs: Collection[str]) -> None:
    """Move the scientific names of these species out of the way, so that they can change places."""
    for species in db.session.scalars(select(Species).where(Species.slug.in_(slugs))):
        species.scientific_name = _parked(species)
    db.session.flush()


def checked(kind: Kind, slug: str, record: Record) -> Form:
    """Read a record by its form.

    Raises:
        BadRecord: it breaks the rules.
    """
    try:
        return FORMS[kind].model_validate(record)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(str(part) for part in fault["loc"]) or "whole record"
        raise BadRecord(f"{kind}/{slug}, {field}: {fault['msg']}. Please correct it.") from error


def _approved(kind: Kind, row: Row) -> Approved:
    return Approved(kind, row.slug, row.record, row.revision, getattr(row, "is_shown", True))


def _view(row: Revision) -> RevisionView:
    return RevisionView(row.n, row.record, row.by_name, row.note, row.at)


def _row(kind: Kind, slug: str) -> Row | None:
    return cast(Row | None, db.session.scalar(select(ROWS[kind]).filter_by(slug=slug)))


def _add_revision(kind: Kind, slug: str, record: Record, by: By, now: datetime, note: str) -> int:
    newest = select(Revision.n, Revision.sha256).filter_by(kind=kind, slug=slug).order_by(Revision.n.desc()).limit(1)
    before = db.session.execute(newest).one_or_none()
    digest = hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    n, previous = (before.n + 1, before.sha256) if before else (1, None)
    db.session.add(
        Revision(
            kind=kind,
            slug=slug,
            n=n,
            record=record,
            sha256=digest,
            previous_sha256=previous,
            by_id=by.id,
            by_name=by.name,
            note=note,
            at=now,
        )
    )
    return n


def _fill(row: Row, form: Form, record: Record) -> None:
    """Write a record into its row, with the columns by which others find it."""
    row.record = record
    if isinstance(row, Species) and isinstance(form, SpeciesForm):
        _take_name(row, form.scientific_name)
        row.kingdom, row.scientific_name, row.confidence = form.kingdom, form.scientific_name, form.confidence
    elif isinstance(row, Quiz) and isinstance(form, QuizForm):
        row.species_id = _id_of(Species, form.species)
        row.confidence = form.confidence
    elif isinstance(row, Site) and isinstance(form, SiteForm):
        row.name = form.names.model_dump()
    elif isinstance(row, Station) and isinstance(form, StationForm):
        _fill_station(row, form)
    db.session.add(row)
    db.session.flush()
    if isinstance(row, Site) and isinstance(form, SiteForm):
        _fill_trail(row, form)
    elif isinstance(row, Station) and isinstance(form, StationForm):
        _fill_species(row, form)


def _take_name(row: Species, scientific_name: str) -> None:
    """Make sure that no other species is called so; one that nobody sees any more gives its name up."""
    others = select(Species).where(Species.scientific_name == scientific_name, Species.slug != row.slug)
    holder = db.session.scalar(others)
    if holder is not None and holder.is_shown:
        raise BadRecord(f"species/{row.slug}, scientific_name: {scientific_name} is {holder.slug}'s already.")
    if holder is not None:
        holder.scientific_name = _parked(holder)
        db.session.flush()


def _parked(species: Species) -> str:
    return f"~{species.id}"


def _fill_station(row: Station, form: StationForm) -> None:
    trail_id = db.session.scalar(select(Trail.id).join(Trail.site).where(Site.slug == form.site))
    if trail_id is None:
        raise BadRecord(f"stations/{row.slug}, site: there is no site {form.site}. Please choose another.")
    holder = select(Station.slug).where(
        Station.trail_id == trail_id, Station.number == form.number, Station.slug != row.slug
    )
    taken = db.session.scalar(holder)
    if taken is not None:
        raise BadRecord(f"stations/{row.slug}, number: {form.number} is {taken}'s already. Please choose another.")
    row.trail_id, row.number, row.name = trail_id, form.number, form.names.model_dump()
    row.is_withdrawn, row.quiz_id = form.withdrawn, _id_of(Quiz, form.question)


def _fill_species(row: Station, form: StationForm) -> None:
    ids = {slug: _id_of(Species, slug) for slug in dict.fromkeys(form.species)}
    db.session.execute(delete(StationSpecies).filter_by(station_id=row.id))
    db.session.add_all(
        StationSpecies(station_id=row.id, species_id=species_id, position=position)
        for position, species_id in enumerate(ids.values())
    )
    db.session.expire(row, ["species"])


def _fill_trail(row: Site, form: SiteForm) -> None:
    trail = db.session.scalar(select(Trail).filter_by(site_id=row.id)) or Trail(slug=form.trail.slug)
    if trail.slug != form.trail.slug:
        raise BadRecord(f"sites/{row.slug}, trail.slug: the trail is {trail.slug}; its address cannot be changed.")
    trail.site, trail.name = row, form.trail.names.model_dump()
    db.session.add(trail)
    db.session.flush()


def _join_trail(row: Station, form: StationForm, by: By, now: datetime) -> None:
    """Put a new station on its site's list; the walk goes by number, the list says which stations belong."""
    site = db.session.scalars(select(Site).filter_by(slug=form.site)).one()
    listed = site.record["trail"]["stations"]
    if row.slug in listed:
        return
    trail = site.record["trail"] | {"stations": [*listed, row.slug]}
    site.record = site.record | {"trail": trail}
    site.revision = _add_revision("sites", site.slug, site.record, by, now, f"+ {row.slug}")


def _issue_code(row: Station, now: datetime, draw_code: Callable[[], str]) -> None:
    if not row.codes:
        row.codes.append(StationCode(code=draw_code(), issued_at=now))


def _id_of(model: type[Species] | type[Quiz], slug: str | None) -> int | None:
    if slug is None:
        return None
    found = db.session.scalar(select(model.id).filter_by(slug=slug))
    if found is None:
        raise BadRecord(f"There is no {model.__name__.lower()} {slug}. Please check the name.")
    return found
