"""Every problem has a sentence and every field a name, in both languages."""

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from mangrove_ar.catalogue import checks, checks_links, checks_shape, checks_words, taxonomy, thai_typing
from mangrove_ar.catalogue.checks import field_name_key
from mangrove_ar.catalogue.differences import leaves, value_at
from mangrove_ar.catalogue.field_names import OTHER_FIELD, field_names
from mangrove_ar.catalogue.records import KINDS, Kind
from mangrove_ar.web.languages import TRANSLATIONS
from tests.catalogue.sound_records import CONTENT, Record, found

WORDS = yaml.safe_load((TRANSLATIONS / "checks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_short_name(kind: Kind) -> None:
    assert set(WORDS["fields"][kind]) == set(field_names(kind))
    names = [name for words in WORDS["fields"][kind].values() for name in words.values()]
    assert all(0 < len(name) <= 50 for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_every_path_of_a_record_leads_to_a_name(kind: Kind) -> None:
    keys = {field_name_key(kind, path) for record in CONTENT[kind].values() for path in leaves(record)}
    assert OTHER_FIELD not in keys
    for key in [*keys, field_name_key(kind, "no.such.field")]:
        assert set(value_at({"checks": WORDS}, key)) == {"th", "en"}


def test_the_name_of_a_field_forgets_language_and_place() -> None:
    assert field_name_key("species", "identification.th") == "checks.fields.species.identification"
    assert field_name_key("stations", "scene.hotspots.1.title.en") == "checks.fields.stations.scene_hotspots_title"
    assert field_name_key("stations", "scene") == "checks.fields.stations.scene"
    assert field_name_key("species", "other_names.th.0") == "checks.fields.species.other_names"
    assert field_name_key("species", "names.fr") == "checks.fields.species.names"
    assert field_name_key("species", "colour") == OTHER_FIELD


def test_every_code_has_a_sentence() -> None:
    codes = _codes()
    assert len(codes) > 50
    for code in codes:
        assert set(value_at(WORDS, code) or ()) == {"th", "en"}, code


def _codes() -> set[str]:
    """Give every code that the checks can say, from their own text."""
    modules = [checks, checks_links, checks_shape, checks_words, taxonomy]
    texts = [Path(str(module.__file__)).read_text("utf-8") for module in modules]
    named = {code for text in texts for code in re.findall(rf'"((?:{"|".join(FAMILIES)})\.[a-z_]+)"', text)}
    return {*named, *(f"typing.{code}" for code in get_args(thai_typing.Code)), *(f"taxon.{name}" for name in FACTS)}


FAMILIES = ("shape", "link", "sources", "media", "quiz", "place", "length", "taxon")
FACTS = ("kingdom", "family", "authority")
"""Fields whose codes are put together from their names."""


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("species", {"role__th": "นํ้า", "scientific_name": "avicenia alba"}),
        ("species", {"taxon_ids__inaturalist": 1, "family": "Verbenaceae", "colour": "red"}),
        ("species", {"scientific_name": "Uca annulipes", "taxon_ids__inaturalist": None}),
        ("stations", {"number": 0, "names__th": "ก" * 50, "question": "q999", "scene__models__0__model": "unicorn"}),
        ("stations", {"names": 3, "plaque__tilt_deg": 91, "species__0": "unicorn", "picture_alt__en": "x" * 300}),
        ("quizzes", {"options": [{"th": "ก", "en": "a"}, {"th": "ก", "en": "a"}], "correct": 7}),
        ("pages", {"steps": []}),
    ],
)
def test_every_problem_brings_the_values_of_its_sentence(kind: Kind, changed: Record) -> None:
    for problem in found(kind, **changed):
        for sentence in value_at(WORDS, problem.code).values():
            assert "{" not in sentence.format(**problem.values)
