from pathlib import Path

import pytest
import yaml

from mangrove_ar.catalogue.records import FORMS, Kind, Record
from mangrove_ar.editorial.blanks import _quiz, _species  # The blank forms as the studio opens them.
from mangrove_ar.releases.gaps import DOTS, fill_gaps
from tests.conftest import ROOT

FILES: dict[Kind, str] = {
    "species": "species/rhizophora-apiculata.yaml",
    "stations": "stations/crab-condo.yaml",
    "sites": "sites/phra-chedi-klang-nam.yaml",
    "quizzes": "quizzes/q001.yaml",
    "pages": "home.yaml",
}


def record_of(kind: Kind) -> Record:
    path: Path = ROOT / "content" / FILES[kind]
    return FORMS[kind].model_validate(yaml.safe_load(path.read_text("utf-8"))).model_dump(mode="json")


@pytest.mark.parametrize("kind", FILES)
def test_a_whole_record_has_no_gaps(kind: Kind) -> None:
    record = record_of(kind)
    assert fill_gaps(kind, record) == record


def without_words(value: object) -> object:
    """Empty every text of a record that is words in two languages."""
    if isinstance(value, dict):
        if set(value) == {"th", "en"} and not isinstance(value["th"], list):
            return {"th": "", "en": None}
        return {name: without_words(part) for name, part in value.items()}
    return [without_words(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", FILES)
def test_a_record_without_words_can_be_shown(kind: Kind) -> None:
    empty = without_words(record_of(kind))
    assert isinstance(empty, dict)
    FORMS[kind].model_validate(fill_gaps(kind, empty))


def test_missing_words_are_the_other_languages() -> None:
    record = record_of("stations") | {"lead": {"th": " ", "en": "Crabs"}, "names": {"th": "ปู", "en": ""}}
    filled = fill_gaps("stations", record)
    assert filled["lead"] == {"th": "Crabs", "en": "Crabs"}
    assert filled["names"] == {"th": "ปู", "en": "ปู"}


def test_words_missing_in_both_are_dots() -> None:
    record = record_of("stations") | {"lead": {"th": "", "en": ""}, "body": [], "sources": [""]}
    filled = fill_gaps("stations", record)
    assert filled["lead"] == {"th": DOTS, "en": DOTS}
    assert filled["body"] == [{"th": DOTS, "en": DOTS}]
    assert filled["sources"] == []


@pytest.mark.parametrize(("kind", "blank"), [("species", _species), ("quizzes", _quiz)])
def test_a_blank_form_can_be_shown(kind: Kind, blank: object) -> None:
    assert callable(blank)
    FORMS[kind].model_validate(fill_gaps(kind, blank()))


def test_a_species_without_a_name_goes_by_its_scientific_one() -> None:
    record = record_of("species") | {"names": {"th": None, "en": None}}
    assert fill_gaps("species", record)["names"] == {"th": "Rhizophora apiculata", "en": "Rhizophora apiculata"}


def test_a_scene_without_models_is_left_out_and_so_are_hotspots_of_others() -> None:
    spot = {"model": "gone", "position_m": [0, 0, 0], "title": {"th": "", "en": ""}, "text": {"th": "", "en": ""}}
    record = record_of("stations")
    assert fill_gaps("stations", record | {"scene": {"models": [], "hotspots": [spot]}})["scene"] is None
    placed = {"model": "crab", "scale": 1.0, "position_m": [0, 0, 0], "turn_deg": 0.0, "animation": ""}
    filled = fill_gaps("stations", record | {"scene": {"models": [placed], "hotspots": [spot]}})
    assert filled["scene"] == {"models": [placed | {"animation": None}], "hotspots": []}


def test_numbers_and_choices_are_not_invented() -> None:
    record = record_of("stations") | {"number": None, "site": None}
    filled = fill_gaps("stations", record)
    assert (filled["number"], filled["site"]) == (None, None)


def test_the_record_itself_is_not_changed() -> None:
    record = record_of("stations") | {"lead": {"th": "", "en": "Crabs"}}
    fill_gaps("stations", record)
    assert record["lead"] == {"th": "", "en": "Crabs"}
