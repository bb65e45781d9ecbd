"""Questions about what staff sent and what builds made of it; answers are frozen values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.builds.models import FailedBuild, Upload
from mangrove_ar.builds.uploads import UNFINISHED
from mangrove_ar.catalogue.models import Model, Species, Station
from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import NoSuchUpload, NothingPublished, NotPublished
from mangrove_ar.extensions import db
from mangrove_ar.releases.documents import SceneModel
from mangrove_ar.releases.queries import Published, live_release
from mangrove_ar.storage.base import Storage

MOST_SHOWN = 30
OVER = ("done", "refused", "failed")


@dataclass(frozen=True)
class UploadView:
    """An upload as pages show it; `reason` with `reason_values` is a sentence of `builds.refusals`, or empty."""

    id: str
    staff_id: int
    staff_name: str
    purpose: str
    name: str
    size_bytes: int
    received_bytes: int
    state: str
    reason: str
    reason_values: dict[str, Any]
    recipe: dict[str, Any] | None
    result: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state in OVER

    @property
    def percent(self) -> int:
        """How much of the file is here."""
        return 100 * self.received_bytes // self.size_bytes


@dataclass(frozen=True)
class StationUse:
    """A station that shows a model; `is_ready` tells whether its scene can be public, with every model built."""

    slug: str
    number: int
    name: Words
    is_ready: bool


@dataclass(frozen=True)
class ModelView:
    """A model as it was built last: its numbers, its verdict, and who shows it.

    Attributes:
        record: what the build noted; see `builds.service`.
        is_public: whether visitors see this build; None where no scene that could be public has the model.
    """

    slug: str
    name: Words
    record: dict[str, Any]
    stations: tuple[StationUse, ...]
    built_at: datetime | None
    is_public: bool | None

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The budgets that are broken: name, value, most."""
        found: list[dict[str, Any]] = self.record.get("broken_budgets", [])
        return found


@dataclass(frozen=True)
class Failure:
    """A model that could not be built, and why."""

    slug: str
    message: str
    at: datetime


@dataclass(frozen=True)
class SpeciesChoice:
    """A species that a model can be of."""

    slug: str
    scientific_name: str
    name: str


def upload(upload_id: str, staff: StaffMember) -> UploadView:
    """Give an upload to whoever sent it, or to a curator.

    Raises:
        NoSuchUpload: there is none that this person may see.
    """
    row = db.session.get(Upload, upload_id)
    if row is None or (row.staff_id != staff.id and staff.role == "educator"):
        raise NoSuchUpload("unknown", "There is no upload with this address; choose the file again.")
    return _upload(row)


def uploads(purposes: tuple[str, ...], staff: StaffMember, since: datetime) -> list[UploadView]:
    """List one's own uploads, and those of all for curators, the newest first; what is over only since a moment."""
    found = select(Upload).where(
        Upload.purpose.in_(purposes), or_(Upload.state.in_(UNFINISHED), Upload.updated_at > since)
    )
    if staff.role == "educator":
        found = found.where(Upload.staff_id == staff.id)
    return [_upload(row) for row in db.session.scalars(found.order_by(Upload.created_at.desc()).limit(MOST_SHOWN))]


def models(storage: Storage) -> list[ModelView]:
    """List every model by its slug."""
    rows = list(db.session.scalars(select(Model).order_by(Model.slug)))
    using = _stations_by_model({row.slug for row in rows})
    public = _Public(storage)
    return [_model(row, using.get(row.slug, ()), public) for row in rows]


def failures() -> list[Failure]:
    """List the models that the last build of everything could not make."""
    rows = db.session.scalars(select(FailedBuild).order_by(FailedBuild.slug))
    return [Failure(row.slug, row.message, row.at) for row in rows]


def model_slugs() -> list[str]:
    """List the slugs that models have."""
    return [*db.session.scalars(select(Model.slug).order_by(Model.slug))]


def species_choices(language: str) -> list[SpeciesChoice]:
    """List the species by their scientific name."""
    rows = db.session.execute(select(Species.slug, Species.scientific_name, Species.record))
    choices = [
        SpeciesChoice(slug, scientific, record["names"].get(language) or "") for slug, scientific, record in rows
    ]
    return sorted(choices, key=lambda choice: choice.scientific_name)


def _stations_by_model(built: set[str]) -> dict[str, tuple[StationUse, ...]]:
    using: dict[str, tuple[StationUse, ...]] = {}
    rows = select(Station.slug, Station.number, Station.name, Station.record, Station.is_shown)
    for slug, number, name, record, is_shown in db.session.execute(rows.order_by(Station.number)):
        placed = dict.fromkeys(one["model"] for one in (record.get("scene") or {"models": []})["models"])
        use = StationUse(slug, number, Words.model_validate(name), is_shown and placed.keys() <= built)
        for model in placed:
            using[model] = (*using.get(model, ()), use)
    return using


class _Public:
    """What visitors see of models now."""

    def __init__(self, storage: Storage) -> None:
        try:
            self._release: Published | None = live_release(storage)
        except NothingPublished:
            self._release = None

    def shows(self, row: Model, stations: tuple[StationUse, ...]) -> bool | None:
        """Tell whether the live release has this build in every scene with the model; None where no scene could."""
        url = f"/files/{row.record['files']['web']}"
        shown = [model for use in stations for model in self._models_at(use.slug) if model.slug == row.slug]
        if not shown:
            return False if any(use.is_ready for use in stations) else None
        return all(model.variants["web"].url == url for model in shown)

    def _models_at(self, station: str) -> list[SceneModel]:
        try:
            scene = self._release.station(station).scene if self._release else None
        except NotPublished:
            return []
        return scene.models if scene else []


def _model(row: Model, stations: tuple[StationUse, ...], public: _Public) -> ModelView:
    built_at = row.record.get("built_at")
    return ModelView(
        row.slug,
        Words.model_validate(row.record["name"]),
        row.record,
        stations,
        datetime.fromisoformat(built_at) if built_at else None,
        public.shows(row, stations),
    )


def _upload(row: Upload) -> UploadView:
    return UploadView(**{name: getattr(row, name) for name in UploadView.__dataclass_fields__})
