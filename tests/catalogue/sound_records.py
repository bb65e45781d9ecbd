"""Records of the trail as they stand in `content/`, and what they name."""

from copy import deepcopy
from typing import Any

import yaml

from mangrove_ar.catalogue.checks import Known, Problem, problems_of
from mangrove_ar.catalogue.differences import with_value
from mangrove_ar.catalogue.records import KINDS, Kind
from tests.conftest import ROOT

Record = dict[str, Any]


def read(kind: Kind) -> dict[str, Record]:
    paths = [ROOT / "content/home.yaml"] if kind == "pages" else sorted((ROOT / "content" / kind).glob("*.yaml"))
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in paths}


CONTENT: dict[Kind, dict[str, Record]] = {kind: read(kind) for kind in KINDS}
KNOWN = Known(
    species=frozenset(CONTENT["species"]),
    quizzes=frozenset(CONTENT["quizzes"]),
    sites=frozenset(CONTENT["sites"]),
    stations=frozenset(CONTENT["stations"]),
    models=dict.fromkeys(CONTENT["species"], ()),
)
SLUGS: dict[Kind, str] = {
    "species": "avicennia-alba",
    "stations": "breathing-root-mud",
    "sites": "phra-chedi-klang-nam",
    "quizzes": "q003",
    "pages": "home",
}


def make_record(kind: Kind, **changed: Any) -> Record:
    """A sound record of the trail, with other values at some paths; `__` stands for a dot."""
    record = deepcopy(CONTENT[kind][SLUGS[kind]])
    for path, value in changed.items():
        record = with_value(record, path.replace("__", "."), value)
    return record


def found(kind: Kind, known: Known = KNOWN, **changed: Any) -> list[Problem]:
    return problems_of(kind, SLUGS[kind], make_record(kind, **changed), known)
