"""Records are compared leaf by leaf, and merged without losing a word."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove_ar.catalogue.differences import (
    Change,
    Conflict,
    changes,
    leaves,
    merge,
    value_at,
    with_value,
    word_changes,
)

Record = dict[str, Any]
GENTLY = settings(deadline=None, derandomize=True)
"""Slow machines have all the time they need, and every run tries the same."""

TEXTS = st.sampled_from(["", "crab", "mud crab", "a mud crab waves", "snail", "ปู", "ปูแสม", "ปูก้ามดาบโบกก้าม"])
PAIRS = st.fixed_dictionaries({"th": TEXTS, "en": TEXTS})
NUMBERS = st.integers(0, 3)
RECORDS = st.fixed_dictionaries(
    {
        "names": st.none() | PAIRS,
        "body": st.lists(PAIRS, max_size=4),
        "sources": st.lists(TEXTS, max_size=4),
        "scene": st.none()
        | st.fixed_dictionaries(
            {
                "models": st.lists(
                    st.fixed_dictionaries({"model": TEXTS, "position_m": st.lists(NUMBERS, min_size=3, max_size=3)}),
                    max_size=3,
                )
            }
        ),
        "options": st.lists(PAIRS, max_size=3),
        "correct": NUMBERS,
    }
)
JSON = st.recursive(
    st.none() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
ANYTHING = st.dictionaries(st.sampled_from("abc"), JSON, max_size=3)
ANY_RECORD = RECORDS | ANYTHING
THAI = st.text("กขงนมรล่้ิีุเแโะาำ .aé0๑\n\u200b", max_size=40)


def body(*texts: str) -> Record:
    return {"body": [{"th": f"ไทย {text}", "en": text} for text in texts]}


def english(record: Record) -> list[str]:
    return [pair["en"] for pair in record["body"]]


def test_every_value_has_a_path_and_empty_lists_are_values_too() -> None:
    record = {"names": {"th": "ปู", "en": None}, "body": [{"en": "one"}], "look_for": [], "scene": {}}
    assert leaves(record) == {"names.th": "ปู", "names.en": None, "body.0.en": "one", "look_for": [], "scene": {}}
    assert leaves({}) == {}


def test_a_value_is_found_by_its_path_and_nothing_where_there_is_none() -> None:
    record = {"body": [{"en": "one"}]}
    assert value_at(record, "body.0.en") == "one"
    assert value_at(record, "body.0") == {"en": "one"}
    for path in ("body.1.en", "body.x", "lead.th", "body.0.en.deeper", "body.-1"):
        assert value_at(record, path) is None


def test_a_new_value_makes_its_branch_and_leaves_the_record_as_it_was() -> None:
    record: Record = {"body": [{"en": "one"}]}
    assert with_value(record, "body.0.th", "หนึ่ง") == {"body": [{"en": "one", "th": "หนึ่ง"}]}
    assert with_value(record, "body.7.en", "two") == {"body": [{"en": "one"}, {"en": "two"}]}
    assert with_value({}, "scene.models.0.model", "crab") == {"scene": {"models": [{"model": "crab"}]}}
    assert with_value({"position": None}, "position.latitude", 12.5) == {"position": {"latitude": 12.5}}
    assert record == {"body": [{"en": "one"}]}


@GENTLY
@given(ANY_RECORD)
def test_every_leaf_can_be_put_back(record: Record) -> None:
    for path, value in leaves(record).items():
        assert value_at(record, path) == value
        assert with_value(record, path, value) == record


def test_a_new_paragraph_is_one_change_though_all_others_move() -> None:
    found = changes(body("roots", "crabs"), body("tides", "roots", "crabs"))
    assert found == [Change("body.0.th", None, "ไทย tides"), Change("body.0.en", None, "tides")]


def test_what_is_gone_is_named_by_its_old_path() -> None:
    found = changes(body("roots", "crabs", "birds"), body("roots", "birds"))
    assert found == [Change("body.1.th", "ไทย crabs", None), Change("body.1.en", "crabs", None)]


def test_a_place_in_space_changes_number_by_number() -> None:
    assert changes({"position_m": [0, 1, 2]}, {"position_m": [0, 5, 2]}) == [Change("position_m.1", 1, 5)]


def test_what_begins_and_what_ends_is_told_from_what_was_empty() -> None:
    assert changes({"cautions": []}, {"cautions": ["wet"]}) == [Change("cautions.0", None, "wet")]
    assert changes({"scene": {"a": 1}}, {"scene": None}) == [Change("scene.a", 1, None)]
    assert changes({"note": ""}, {"note": None}) == [Change("note", "", None)]


@GENTLY
@given(ANY_RECORD, ANY_RECORD)
def test_no_change_is_left_out(before: Record, after: Record) -> None:
    found = changes(before, after)
    assert changes(before, before) == []
    new = [value for value in leaves(after).values() if value not in (None, [], {}, *leaves(before).values())]
    gone = [value for value in leaves(before).values() if value not in (None, [], {}, *leaves(after).values())]
    assert all(value in [change.after for change in found] for value in new)
    assert all(value in [change.before for change in found] for value in gone)


@GENTLY
@given(ANY_RECORD, ANY_RECORD)
def test_what_only_one_changed_is_taken(base: Record, changed: Record) -> None:
    for merged in (merge(base, changed, base), merge(base, base, changed), merge(base, changed, changed)):
        assert merged.record == changed
        assert merged.conflicts == ()


@GENTLY
@given(ANY_RECORD, ANY_RECORD, ANY_RECORD)
def test_no_typed_value_is_lost_and_every_conflict_can_be_taken(base: Record, theirs: Record, yours: Record) -> None:
    before = deepcopy((base, theirs, yours))
    merged = merge(base, theirs, yours)
    assert (base, theirs, yours) == before
    kept = list(leaves(merged.record).values())
    asked = [
        value for conflict in merged.conflicts for side in (conflict.theirs, conflict.yours) for value in says(side)
    ]
    old = list(leaves(base).values())
    for side in (theirs, yours):
        assert all(value in kept or value in asked for value in says(side) if value not in old)
    for conflict in merged.conflicts:
        assert value_at(merged.record, conflict.path) == conflict.theirs
        taken = with_value(merged.record, conflict.path, conflict.yours)
        assert value_at(taken, conflict.path) == conflict.yours


def says(value: Any) -> list[Any]:
    """Give the values that somebody typed; an empty list or branch is nothing that could be lost."""
    found = list(leaves({"value": value}).values())
    return [one for one in found if one not in (None, [], {})]


def test_two_fields_of_one_record_merge() -> None:
    base = {"names": {"th": "ปู", "en": "Crab"}, "lead": {"th": "ดู", "en": "Look"}}
    merged = merge(base, with_value(base, "names.th", "ปูแสม"), with_value(base, "lead.en", "Look down"))
    assert merged.record == {"names": {"th": "ปูแสม", "en": "Crab"}, "lead": {"th": "ดู", "en": "Look down"}}
    assert merged.conflicts == ()


def test_one_field_changed_twice_keeps_theirs_and_asks() -> None:
    base = body("roots")
    merged = merge(base, with_value(base, "body.0.en", "stilt roots"), with_value(base, "body.0.en", "cone roots"))
    assert english(merged.record) == ["stilt roots"]
    assert merged.conflicts == (Conflict("body.0.en", "roots", "stilt roots", "cone roots"),)


def test_a_new_paragraph_and_an_edit_of_another_both_stay() -> None:
    base = body("breathing roots stand up", "crabs dig burrows")
    theirs = body("tides come and go", "breathing roots stand up", "crabs dig burrows")
    yours = with_value(base, "body.1.en", "crabs dig deep burrows")
    for merged in (merge(base, theirs, yours), merge(base, yours, theirs)):
        assert english(merged.record) == ["tides come and go", "breathing roots stand up", "crabs dig deep burrows"]
        assert merged.conflicts == ()


def test_both_may_add_and_equal_additions_are_one() -> None:
    base = {"sources": ["a book"]}
    merged = merge(base, {"sources": ["a book", "a map", "a film"]}, {"sources": ["a letter", "a book", "a map"]})
    assert merged.record == {"sources": ["a letter", "a book", "a map", "a film"]}
    assert merged.conflicts == ()


def test_a_conflict_in_a_list_that_grew_has_the_path_of_the_merged_record() -> None:
    base = body("breathing roots stand up")
    theirs = body("tides", "breathing roots stand high up")
    yours = body("breathing roots stand straight up")
    (conflict,) = [one for one in merge(base, theirs, yours).conflicts if one.path.endswith("en")]
    assert conflict.path == "body.1.en"
    assert conflict.yours == "breathing roots stand straight up"


def test_a_paragraph_that_one_deleted_and_the_other_edited_asks_about_the_list() -> None:
    base = body("roots", "crabs dig burrows")
    yours = with_value(base, "body.1.en", "crabs dig deep burrows")
    merged = merge(base, body("roots"), yours)
    assert merged.record == body("roots")
    assert merged.conflicts == (Conflict("body", base["body"], body("roots")["body"], yours["body"]),)


def test_a_deleted_paragraph_stays_deleted_beside_an_edit_of_another() -> None:
    base = body("breathing roots", "crabs dig burrows", "birds")
    merged = merge(base, body("breathing roots", "birds"), with_value(base, "body.2.en", "rare birds"))
    assert english(merged.record) == ["breathing roots", "rare birds"]
    assert merged.conflicts == ()


def test_a_place_in_space_is_one_value() -> None:
    base = {"position_m": [0.0, 0.0, 0.0]}
    merged = merge(base, {"position_m": [1.0, 0.0, 0.0]}, {"position_m": [0.0, 0.0, 2.0]})
    assert merged.conflicts == (Conflict("position_m", [0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 2.0]),)


def test_a_model_that_moved_in_its_list_takes_its_turn_along() -> None:
    alba, annulipes = {"model": "avicennia-alba", "turn_deg": 0}, {"model": "austruca-annulipes", "turn_deg": 0}
    base, theirs = (
        {"models": [alba, annulipes]},
        {"models": [{"model": "nypa-fruticans", "turn_deg": 0}, alba, annulipes]},
    )
    merged = merge(base, theirs, {"models": [{**alba, "turn_deg": 90}, annulipes]})
    assert merged.record["models"][1] == {"model": "avicennia-alba", "turn_deg": 90}
    assert merged.conflicts == ()


@pytest.mark.parametrize("yours", [{"correct": 0}, {"options": ["mud", "crab", "snail", "bird"], "correct": 2}])
def test_the_right_answer_is_asked_for_when_options_moved(yours: Record) -> None:
    base = {"options": ["crab", "snail", "bird"], "correct": 1}
    theirs = {"options": ["fish", "crab", "snail", "bird"], "correct": 2}
    merged = merge(base, theirs, {**base, **yours})
    assert [conflict.path for conflict in merged.conflicts] == ["correct"]
    assert merged.record["correct"] == 2


def test_an_option_may_be_edited_while_another_is_added() -> None:
    base = {"options": ["a crab", "a snail", "a bird"], "correct": 1}
    theirs = {"options": ["fish", "a crab", "a snail", "a bird"], "correct": 2}
    merged = merge(base, theirs, {"options": ["a crab", "a mud snail", "a bird"], "correct": 1})
    assert merged.record == {"options": ["fish", "a crab", "a mud snail", "a bird"], "correct": 2}
    assert merged.conflicts == ()


def test_a_changed_word_is_one_change_in_both_languages() -> None:
    assert pieces("The big crab waves.", "The small crab waves.") == [
        ("same", "The "),
        ("out", "big"),
        ("in", "small"),
        ("same", " crab waves."),
    ]
    assert pieces("รากหายใจของแสมขาวเรียวเล็ก", "รากหายใจของแสมดำเรียวเล็ก") == [
        ("same", "รากหายใจของแสม"),
        ("out", "ขาว"),
        ("in", "ดำ"),
        ("same", "เรียวเล็ก"),
    ]


def test_a_rewritten_sentence_is_one_change_though_it_has_spaces() -> None:
    kinds = [kind for kind, _ in pieces("See: the big red crab", "See: some very old snail")]
    assert kinds == ["same", "out", "in"]


@GENTLY
@given(THAI, THAI)
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    found = word_changes(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "in") == before
    assert "".join(piece.text for piece in found if piece.kind != "out") == after
    assert all(piece.text for piece in found)
    if before == after:
        assert [piece.kind for piece in found] == ["same"] * bool(before)


@pytest.mark.parametrize("bit", ["รากหายใจของแสมขาว ", "กาก", "่", "the cat ", " ", "a."])
def test_long_texts_are_compared_too(bit: str) -> None:
    long = (bit * 50_000)[:50_000]
    longer = f"{long[:25_000]}นก{long[25_000:]}"
    found = word_changes(long, longer)
    assert "".join(piece.text for piece in found if piece.kind != "in") == long
    assert "".join(piece.text for piece in found if piece.kind != "out") == longer
    assert len(found) <= 5


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_changes(before, after)]
