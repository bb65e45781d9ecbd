"""Before a station goes live, its plaque is set on trial with the new words."""

from flask import Flask

from mangrove_ar.catalogue.records import Record, approved
from mangrove_ar.packs.fitting import plaque_problems

CRABS = "crab-condo"


def station(**changed: object) -> Record:
    found = approved("stations", CRABS)
    assert found is not None
    return found.record | changed


def test_a_station_as_it_is_has_nothing_to_say(trail: Flask) -> None:
    assert list(plaque_problems("stations", CRABS, station())) == []


def test_other_records_have_no_plaque(trail: Flask) -> None:
    assert list(plaque_problems("species", "avicennia-alba", {})) == []


def test_words_that_fit_only_remind_that_the_old_plaque_still_hangs(trail: Flask) -> None:
    found = list(plaque_problems("stations", CRABS, station(names={"th": "บ้านปู", "en": "Crab house"})))
    assert [(one.path, one.code, one.blocks) for one in found] == [("names", "plaque.old_words", False)]


def test_a_lead_beyond_the_plate_is_named_with_its_language_and_blocks(trail: Flask) -> None:
    lead = {"th": "ปูอยู่ที่นี่", "en": "Crabs live here, and more of them, and still more of them. " * 12}
    found = list(plaque_problems("stations", CRABS, station(lead=lead)))
    assert ("lead.en", "plaque.does_not_fit", True) in [(one.path, one.code, one.blocks) for one in found]
    assert not any(one.path == "lead.th" for one in found)


def test_letters_that_no_plaque_can_print_are_refused(trail: Flask) -> None:
    found = list(plaque_problems("stations", CRABS, station(names={"th": "ปู", "en": "Crab 🦀"})))
    assert [(one.code, one.blocks) for one in found if one.blocks] == [("plaque.letters", True)]


def test_another_marker_reminds_to_print_the_plaque_anew(trail: Flask) -> None:
    marker = station()["marker"] | {"seed": 99}
    found = list(plaque_problems("stations", CRABS, station(marker=marker)))
    assert [(one.path, one.code) for one in found] == [("marker", "plaque.old_marker")]
