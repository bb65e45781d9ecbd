import shutil
from pathlib import Path

import pytest
import yaml

from mangrove_ar.catalogue.reading import read_content
from mangrove_ar.errors import BadContent
from tests.conftest import ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def faults_of(folder: Path) -> str:
    with pytest.raises(BadContent) as refused:
        read_content(folder)
    return refused.value.message


def change(path: Path, **fields: object) -> None:
    record = yaml.safe_load(path.read_text("utf-8"))
    record.update(fields)
    path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")


def test_the_content_of_the_trail_is_sound() -> None:
    content = read_content(ROOT / "content")
    assert (len(content.species), len(content.quizzes), len(content.stations)) == (74, 60, 10)


def test_an_unknown_field_is_named_with_its_file(content: Path) -> None:
    change(content / "stations/crab-condo.yaml", colour="red")
    assert "stations/crab-condo.yaml, colour: there is no such field" in faults_of(content)


def test_a_missing_language_is_named(content: Path) -> None:
    change(content / "stations/crab-condo.yaml", lead={"th": "ปู"})
    assert "stations/crab-condo.yaml, lead.en: is missing" in faults_of(content)


def test_empty_words_count_as_missing(content: Path) -> None:
    change(content / "stations/crab-condo.yaml", lead={"th": "ปู", "en": "  "})
    assert "stations/crab-condo.yaml, lead.en: is empty" in faults_of(content)


def test_a_bad_slug_is_named(content: Path) -> None:
    (content / "species/Nypa_fruticans.yaml").write_text("kingdom: plant\n")
    assert "species/Nypa_fruticans.yaml: the file name is no slug" in faults_of(content)


def test_an_unknown_species_is_named(content: Path) -> None:
    change(content / "stations/crab-condo.yaml", species=["unicorn"])
    assert "stations/crab-condo.yaml, species: there is no species unicorn" in faults_of(content)


def test_broken_yaml_is_named_with_its_line(content: Path) -> None:
    (content / "quizzes/q001.yaml").write_text("topic: roots\nspecies: [unclosed\n")
    assert "quizzes/q001.yaml, line 3" in faults_of(content)


def test_a_field_that_stands_twice_is_named(content: Path) -> None:
    path = content / "quizzes/q001.yaml"
    path.write_text(path.read_text("utf-8") + "topic: carbon\n", "utf-8")
    assert "'topic' stands twice" in faults_of(content)


def test_a_file_that_is_not_utf8_is_named(content: Path) -> None:
    (content / "quizzes/q001.yaml").write_bytes("topic: ราก".encode("cp874"))
    assert "quizzes/q001.yaml: byte 7 is not UTF-8" in faults_of(content)


def test_an_answer_beyond_the_options_is_named(content: Path) -> None:
    change(content / "quizzes/q001.yaml", correct=4)
    assert "correct: 4 is beyond the last option, 3" in faults_of(content)


def test_all_faults_are_told_at_once(content: Path) -> None:
    change(content / "stations/crab-condo.yaml", colour="red")
    change(content / "quizzes/q001.yaml", correct=9)
    faults = faults_of(content)
    assert "colour" in faults
    assert "q001" in faults


def test_two_stations_with_one_number_are_named(content: Path) -> None:
    change(content / "stations/crab-condo.yaml", number=3)
    assert "number: 3 is" in faults_of(content)
