"""Read `content/` from disk: every file checked alone, then all of them against each other, before anything is kept."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from mangrove_ar.catalogue.content import Form, HomeForm, QuizForm, SiteForm, SpeciesForm, StationForm
from mangrove_ar.catalogue.media import MediaForm, faults_of_media
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.errors import BadContent

F = TypeVar("F", bound=BaseModel)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ADVICE = {
    "extra_forbidden": "there is no such field; check its spelling or delete it",
    "missing": "is missing; add it",
    "string_too_short": "is empty; write the words, in this language too",
    "string_type": "should be text; write it, in this language too",
}


@dataclass(frozen=True)
class Content:
    """All files of `content/`, each known by its slug, all of them sound."""

    species: Mapping[str, SpeciesForm]
    quizzes: Mapping[str, QuizForm]
    sites: Mapping[str, SiteForm]
    stations: Mapping[str, StationForm]
    home: HomeForm
    media: Mapping[str, MediaForm]
    tree_sha256: str

    def records(self, kind: Kind) -> dict[str, Record]:
        """Give all files of a kind as records."""
        forms: dict[Kind, Mapping[str, Form]] = {
            "species": self.species,
            "stations": self.stations,
            "sites": self.sites,
            "quizzes": self.quizzes,
            "pages": {"home": self.home},
        }
        return {slug: form.model_dump(mode="json") for slug, form in forms[kind].items()}


def read_content(folder: Path) -> Content:
    """Read and check the whole folder.

    Raises:
        BadContent: a file is wrong; the message lists every fault with its file, field and remedy.
    """
    faults: list[str] = []
    species = _read_folder(folder / "species", SpeciesForm, faults)
    quizzes = _read_folder(folder / "quizzes", QuizForm, faults)
    sites = _read_folder(folder / "sites", SiteForm, faults)
    stations = _read_folder(folder / "stations", StationForm, faults)
    home = _read_file(folder / "home.yaml", HomeForm, faults)
    media = {form.file: form for form in _read_folder(folder / "media", MediaForm, faults).values()}
    if home is None or faults:
        raise BadContent(faults)
    content = Content(species, quizzes, sites, stations, home, media, tree_hash(folder))
    faults.extend(_broken_links(content))
    faults.extend(faults_of_media(folder, media))
    if faults:
        raise BadContent(faults)
    return content


def tree_hash(folder: Path) -> str:
    """Give one SHA-256 for names and bytes of all files of the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(f"{path.relative_to(folder)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


class _StrictLoader(yaml.CSafeLoader):
    """YAML in which a field that stands twice is an error: the first one would be lost without a word."""


def _mapping_without_repeats(loader: _StrictLoader, node: yaml.MappingNode) -> dict[object, object]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(None, None, f"the field {key!r} stands twice", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping_without_repeats)


def _read_folder(folder: Path, form: type[F], faults: list[str]) -> dict[str, F]:
    read: dict[str, F] = {}
    for path in sorted(folder.glob("*.yaml")):
        if not SLUG.fullmatch(path.stem):
            faults.append(f"{_short(path)}: the file name is no slug; use small letters, digits and single hyphens")
            continue
        record = _read_file(path, form, faults)
        if record is not None:
            read[path.stem] = record
    return read


def _read_file(path: Path, form: type[F], faults: list[str]) -> F | None:
    try:
        return form.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader))
    except FileNotFoundError:
        faults.append(f"{_short(path)}: the file is missing; add it")
    except UnicodeDecodeError as error:
        faults.append(f"{_short(path)}: byte {error.start} is not UTF-8; save the file as UTF-8")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        faults.append(f"{_short(path)}, line {line}: {error.problem or error.context}; correct the YAML")
    except yaml.YAMLError as error:
        faults.append(f"{_short(path)}: {str(error).splitlines()[0]}; correct the YAML")
    except ValidationError as error:
        faults.extend(f"{_short(path)}, {_field(fault['loc'])}: {_remedy(fault)}" for fault in error.errors())
    return None


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "whole file"


def _remedy(fault: Mapping[str, object]) -> str:
    return ADVICE.get(str(fault["type"]), str(fault["msg"]).removeprefix("Value error, "))


def _broken_links(content: Content) -> Iterator[str]:
    """Name every slug that leads nowhere and every number that stands twice."""
    for slug, quiz in content.quizzes.items():
        if quiz.species is not None and quiz.species not in content.species:
            yield f"quizzes/{slug}.yaml, species: there is no species {quiz.species}; check the slug"
    for slug, station in content.stations.items():
        where = f"stations/{slug}.yaml"
        for species in station.species:
            if species not in content.species:
                yield f"{where}, species: there is no species {species}; check the slug"
        if station.question is not None and station.question not in content.quizzes:
            yield f"{where}, question: there is no quiz {station.question}; check the slug"
        if station.site not in content.sites:
            yield f"{where}, site: there is no site {station.site}; check the slug"
        elif slug not in content.sites[station.site].trail.stations:
            yield f"{where}: sites/{station.site}.yaml does not list it in trail.stations; add it there"
    for slug, site in content.sites.items():
        for station_slug in site.trail.stations:
            if station_slug not in content.stations:
                yield f"sites/{slug}.yaml, trail.stations: there is no station {station_slug}; check the slug"
        yield from _repeated_numbers(site, content.stations)


def _repeated_numbers(site: SiteForm, stations: Mapping[str, StationForm]) -> Iterator[str]:
    seen: dict[int, str] = {}
    for station_slug in site.trail.stations:
        if station_slug in stations:
            number = stations[station_slug].number
            if number in seen:
                yield f"stations/{station_slug}.yaml, number: {number} is {seen[number]}'s already; choose another"
            seen[number] = station_slug
