"""Every text knows whether its two languages still say the same."""

from typing import Any

import pytest

from mangrove_ar.catalogue.differences import with_value
from mangrove_ar.catalogue.translation import has_words, text_pairs, translation_states

Record = dict[str, Any]
CURRENT = {"th": "current", "en": "current"}


def make_record(*body: tuple[str, str]) -> Record:
    return {
        "number": 4,
        "names": {"th": "เลน", "en": "Mud"},
        "body": [{"th": thai, "en": english} for thai, english in body],
        "other_names": {"th": ["แหม"], "en": []},
        "scene": {"hotspots": [{"title": {"th": "ราก", "en": "Roots"}, "position_m": [0, 0, 0]}]},
        "position": {"latitude": 12.6, "longitude": 101.2},
    }


def test_texts_are_found_wherever_they_stand_and_lists_of_names_are_none() -> None:
    assert text_pairs(make_record(("ก", "a"), ("ข", "b"))) == ["names", "body.0", "body.1", "scene.hotspots.0.title"]


def test_a_name_that_nobody_knows_is_a_text_too() -> None:
    assert text_pairs({"names": {"th": None, "en": "Snail"}}) == ["names"]


@pytest.mark.parametrize("pair", [None, "", {"th": "", "en": None}, {"th": " \n", "en": ""}, []])
def test_what_says_nothing_has_no_words(pair: object) -> None:
    assert not has_words(pair)


def test_one_language_is_enough_for_words() -> None:
    assert has_words({"th": "", "en": "Mud"})


def test_an_untouched_record_is_current() -> None:
    record = make_record(("ก", "a"))
    assert translation_states(record, record, ()) == dict.fromkeys(text_pairs(record), CURRENT)


@pytest.mark.parametrize(("language", "other"), [("th", "en"), ("en", "th")])
def test_changing_one_language_makes_the_other_stale(language: str, other: str) -> None:
    record = make_record(("ก", "a"))
    states = translation_states(record, with_value(record, f"names.{language}", "new"), ())
    assert states["names"] == {language: "current", other: "stale"}
    assert states["body.0"] == CURRENT


def test_changing_both_or_saying_that_it_is_still_right_makes_it_current() -> None:
    record = make_record(("ก", "a"))
    one = with_value(record, "names.th", "เลนลึก")
    assert translation_states(record, one, {"names"})["names"] == CURRENT
    assert translation_states(record, one, {"body.0"})["names"] == {"th": "current", "en": "stale"}
    assert translation_states(record, with_value(one, "names.en", "Deep mud"), ())["names"] == CURRENT


def test_spaces_alone_change_no_meaning() -> None:
    record = make_record(("ก", "a b"))
    assert translation_states(record, with_value(record, "body.0.en", " a  b\n"), ())["body.0"] == CURRENT


def test_an_empty_side_is_missing_and_so_are_two() -> None:
    record = make_record(("ก", "a"))
    assert translation_states(record, with_value(record, "names.en", " "), ())["names"] == {
        "th": "current",
        "en": "missing",
    }
    states = translation_states(None, with_value(record, "names", {"th": "", "en": None}), ())
    assert states["names"] == {"th": "missing", "en": "missing"}


def test_filling_a_gap_makes_nothing_stale() -> None:
    record = with_value(make_record(), "names.en", None)
    assert translation_states(record, with_value(record, "names.en", "Mud"), ())["names"] == CURRENT


def test_a_new_record_is_current_where_it_says_both() -> None:
    record = make_record(("ก", "a"))
    assert translation_states(None, record, ()) == dict.fromkeys(text_pairs(record), CURRENT)


def test_a_paragraph_is_compared_with_itself_though_another_was_put_before_it() -> None:
    before = make_record(("รากหายใจ", "breathing roots"), ("รูปู", "crab burrows"))
    after = make_record(("ใหม่", "new"), ("รากหายใจ", "breathing roots"), ("รูปูลึก", "crab burrows"))
    states = translation_states(before, after, ())
    assert [states[f"body.{place}"] for place in range(3)] == [CURRENT, CURRENT, {"th": "current", "en": "stale"}]
