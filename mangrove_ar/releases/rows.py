"""All that a release is made of, read at once: the approved records, and what builds made for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from mangrove_ar.catalogue.models import (
    Marker,
    Media,
    Model,
    Page,
    Quiz,
    Site,
    Species,
    Station,
    StationCode,
    Trail,
)
from mangrove_ar.catalogue.records import Key, Kind, Record, approved, records_at
from mangrove_ar.extensions import db
from mangrove_ar.releases.documents import CodesDocument

Records = Mapping[str, Record]


@dataclass(frozen=True)
class MediaFile:
    """A picture or sound that staff brought."""

    file: str
    fallback_file: str | None
    width: int
    height: int
    duration_s: float


@dataclass(frozen=True)
class Rows:
    """Records by kind and slug, as they are approved; made things by the slug of what they belong to.

    `sites` stand in the order in which they came; the home page opens the first one's trail.
    """

    records: Mapping[Kind, Records]
    markers: Records
    models: Records
    media: Mapping[str, MediaFile]

    @cached_property
    def posters(self) -> dict[str, Record]:
        """The model that shows each species."""
        return {made["species"]: made for _, made in sorted(self.models.items(), reverse=True) if made["species"]}

    @cached_property
    def stations_of_site(self) -> dict[str, list[str]]:
        """The stations of each site by number."""
        found: dict[str, list[str]] = {slug: [] for slug in self.records["sites"]}
        for slug, record in sorted(self.records["stations"].items(), key=lambda item: item[1]["number"]):
            found.setdefault(record["site"], []).append(slug)
        return found

    @cached_property
    def stations_of_species(self) -> dict[str, list[str]]:
        """The stations that show each species, by number."""
        found: dict[str, list[str]] = {}
        for slug, record in sorted(self.records["stations"].items(), key=lambda item: item[1]["number"]):
            for species in dict.fromkeys(record["species"]):
                found.setdefault(species, []).append(slug)
        return found

    def with_approved(self, keys: Iterable[Key]) -> "Rows":
        """Give the same rows with some records read again; those that are not shown any more are gone."""
        found = [(key, approved(*key)) for key in keys]
        return self._with({key: one.record if one and one.is_shown else None for key, one in found})

    def with_revisions(self, revisions: Mapping[Key, int | None]) -> "Rows":
        """Give the same rows with some records as they were; those of which there was nothing are gone."""
        states = {key: (*key, n) for key, n in revisions.items() if n is not None}
        found = records_at(states.values())
        return self._with({key: found[states[key]] if key in states else None for key in revisions})

    def with_record(self, kind: Kind, slug: str, record: Record) -> "Rows":
        """Give the same rows with one record put in the place of the approved one, for a preview."""
        return replace(self, records={**self.records, kind: {**self.records[kind], slug: record}})

    def _with(self, changed: Mapping[Key, Record | None]) -> "Rows":
        """Put records in the place of others, which keep their order, and leave out what is not for the public."""
        records = {kind: dict(self.records[kind]) for kind in self.records}
        for (kind, slug), record in changed.items():
            if record is None or record.get("confidence") == "low":
                records[kind].pop(slug, None)
            else:
                records[kind][slug] = record
        return replace(self, records=records)


def read_rows() -> Rows:
    """Read all that is shown, in a fixed number of queries."""
    stations = select(Station.slug, Station.record, Station.is_withdrawn).filter_by(is_shown=True)
    records: dict[Kind, Records] = {
        "species": _records(select(Species.slug, Species.record).where(Species.is_shown, Species.confidence != "low")),
        "stations": {
            slug: record | {"withdrawn": is_withdrawn} for slug, record, is_withdrawn in db.session.execute(stations)
        },
        "sites": _records(select(Site.slug, Site.record).join(Site.trails).where(Site.is_shown).order_by(Trail.id)),
        "quizzes": _records(select(Quiz.slug, Quiz.record).where(Quiz.is_shown, Quiz.confidence != "low")),
        "pages": _records(select(Page.slug, Page.record)),
    }
    return Rows(
        records=records,
        markers=_records(select(Station.slug, Marker.record).join(Marker.station)),
        models=_records(select(Model.slug, Model.record)),
        media={row.file: _media_file(row) for row in db.session.scalars(select(Media))},
    )


def read_codes() -> CodesDocument:
    """Give the codes as they are now, the withdrawn ones too: their plaques still stand somewhere."""
    rows = db.session.execute(
        select(StationCode.code, StationCode.withdrawn_at, Station.slug).join(StationCode.station)
    ).all()
    withdrawn = {row.code: row.withdrawn_at for row in rows if row.withdrawn_at is not None}
    return CodesDocument(stations={row.code: row.slug for row in rows}, withdrawn=withdrawn)


def _records(query: Any) -> dict[str, Record]:
    return {slug: record for slug, record in db.session.execute(query)}


def _media_file(row: Media) -> MediaFile:
    return MediaFile(row.file, row.fallback_file, row.width or 0, row.height or 0, row.duration_s or 0.0)
