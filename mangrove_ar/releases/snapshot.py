"""Take a snapshot: turn approved records into the documents of a release, without what is not for the public.

Documents are made one at a time, when they are asked for: publishing one record writes the few that it touches, and a
preview makes the one that is looked at.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import cast

from mangrove_ar.catalogue.content import HomeForm, QuizForm, SiteForm, SpeciesForm, StationForm
from mangrove_ar.catalogue.records import FORMS, Kind, Record
from mangrove_ar.errors import NotPublished
from mangrove_ar.releases import documents as d
from mangrove_ar.releases import making
from mangrove_ar.releases.rows import Rows


class Snapshot:
    """The documents that these rows give, by path."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._forms: dict[tuple[Kind, str], object] = {}

    def paths(self) -> Iterator[str]:
        """Name every document."""
        records = self._rows.records
        yield from ("home", "species")
        yield from (f"species/{slug}" for slug in records["species"])
        for slug in records["sites"]:
            yield f"trail/{self._site(slug).trail.slug}"
            yield from (f"station/{station}" for station in self._rows.stations_of_site[slug])

    def document(self, path: str) -> d.Document:
        """Make one document.

        Raises:
            NotPublished: these rows have no such document.
        """
        if path not in self.known:
            raise NotPublished("There is no such page here.")
        kind, _, slug = path.partition("/")
        makers: dict[str, Callable[[str], d.Document]] = {
            "trail": self._trail,
            "station": self._station,
            "species": self._species if slug else lambda _: self._species_list(),
            "home": lambda _: self._home(),
        }
        return makers[kind](slug)

    def touched_by(self, kind: Kind, slug: str) -> set[str]:
        """Name the documents that a record is part of."""
        rows = self._rows
        stations = rows.records["stations"]
        if kind == "species":
            showing = {f"station/{station}" for station in rows.stations_of_species.get(slug, [])}
            return {"species", f"species/{slug}", *showing}
        if kind == "quizzes":
            asking = [station for station, record in stations.items() if record["question"] == slug]
            return {f"station/{one}" for one in asking} | {self._trail_path(stations[one]["site"]) for one in asking}
        if kind == "stations":
            return self._touched_by_station(slug) if slug in stations else set()
        if kind == "sites":
            return {"home", self._trail_path(slug)} if slug in rows.records["sites"] else set()
        return {"home"}

    @cached_property
    def known(self) -> frozenset[str]:
        """All paths at once."""
        return frozenset(self.paths())

    def touched_beside(self, other: "Snapshot") -> set[str]:
        """Name the stations whose trail has another name or number of stations here: each of them says so."""
        links, others = self._trail_links(), other._trail_links()
        return {
            f"station/{station}"
            for site, link in links.items()
            if others.get(site) != link
            for station in self._rows.stations_of_site[site]
        }

    def _trail_links(self) -> dict[str, d.TrailLink]:
        return {site: self._trail_link(site) for site in self._rows.records["sites"]}

    def _trail_link(self, site: str) -> d.TrailLink:
        trail = self._site(site).trail
        return d.TrailLink(slug=trail.slug, name=trail.names, stations=len(self._rows.stations_of_site.get(site, [])))

    def _touched_by_station(self, slug: str) -> set[str]:
        record = self._rows.records["stations"][slug]
        species = {f"species/{one}" for one in record["species"]}
        return {f"station/{slug}", self._trail_path(record["site"]), *species}

    def _trail_path(self, site: str) -> str:
        return f"trail/{self._site(site).trail.slug}"

    def _home(self) -> d.HomeDocument:
        """Open the home page on the city's first trail."""
        slug = next(iter(self._rows.records["sites"]))
        home = cast(HomeForm, self._form("pages", "home"))
        return making.home(home, slug, self._site(slug))

    def _trail(self, slug: str) -> d.TrailDocument:
        sites = {self._site(site).trail.slug: site for site in self._rows.records["sites"]}
        site = sites[slug]
        cards = [self._card(station) for station in self._rows.stations_of_site[site]]
        return d.TrailDocument(slug=slug, name=self._site(site).trail.names, site=site, stations=cards)

    def _card(self, slug: str) -> d.StationCard:
        form = self._station_form(slug)
        return making.card(slug, form, self._rows.markers.get(slug), self._question(form))

    def _station(self, slug: str) -> d.StationDocument:
        form = self._station_form(slug)
        return making.station(
            slug,
            form,
            self._trail_link(form.site),
            [self._species_card(one) for one in form.species if one in self._rows.records["species"]],
            self._question(form),
            self._rows,
        )

    def _species_card(self, slug: str) -> d.SpeciesCard:
        return making.species_card(slug, self._species_form(slug), self._rows)

    def _species(self, slug: str) -> d.SpeciesDocument:
        stations = [(one, self._station_form(one)) for one in self._rows.stations_of_species.get(slug, [])]
        links = [
            d.StationLink(trail=self._site(form.site).trail.slug, number=form.number, name=form.names)
            for _, form in stations
            if not form.withdrawn
        ]
        return making.species(slug, self._species_form(slug), links, self._rows)

    def _species_list(self) -> d.SpeciesListDocument:
        found = sorted(self._rows.records["species"].items(), key=lambda item: str(item[1]["scientific_name"]))
        return d.SpeciesListDocument(species=[making.species_line(slug, record, self._rows) for slug, record in found])

    def _question(self, form: StationForm) -> d.Question | None:
        if form.question is None or form.question not in self._rows.records["quizzes"]:
            return None
        return making.question(form.question, cast(QuizForm, self._form("quizzes", form.question)))

    def _site(self, slug: str) -> SiteForm:
        return cast(SiteForm, self._form("sites", slug))

    def _station_form(self, slug: str) -> StationForm:
        return cast(StationForm, self._form("stations", slug))

    def _species_form(self, slug: str) -> SpeciesForm:
        return cast(SpeciesForm, self._form("species", slug))

    def _form(self, kind: Kind, slug: str) -> object:
        """Read a record once, however many documents it is part of."""
        if (kind, slug) not in self._forms:
            record: Record = self._rows.records[kind][slug]
            self._forms[kind, slug] = FORMS[kind].model_validate(record)
        return self._forms[kind, slug]
