"""Slips of the keyboard are found at their place, and put right where that is possible."""

from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove_ar.catalogue.differences import leaves
from mangrove_ar.catalogue.thai_typing import Slip, corrected, slips
from tests.conftest import ROOT

GENTLY = settings(deadline=None, derandomize=True)
"""Slow machines have all the time they need, and every run tries the same."""
SLIPS = [
    ("เเสมขาว", "double_sara_e", "แสมขาว"),
    ("นํ้า", "split_am", "น้ำ"),
    ("น้ํา", "split_am", "น้ำ"),
    ("คํา", "split_am", "คำ"),
    ("ก่ิง", "reversed", "กิ่ง"),
    ("รู้้", "doubled", "รู้"),
    ("ท่ี", "reversed", "ที่"),
    ("สิทธ์ิ", "reversed", "สิทธิ์"),
    ("ขา้ว", "reversed", "ข้าว"),
    ("นำ้", "reversed", "น้ำ"),
    ("เ่ก", "reversed", "เก่"),
    ("ที่่", "doubled", "ที่"),
    ("ปีีน", "doubled", "ปีน"),
    ("ป่าา", "doubled", "ป่า"),
    ("แแสม", "doubled", "แสม"),
    ("่กุ้ง", "no_consonant", "กุ้ง"),
    ("ปู ้", "no_consonant", "ปู"),
    ("กๅร", "wrong_aa", "การ"),
    ("ปี ๒5๖๐", "mixed_digits", "ปี 2560"),
    ("ป่า\u200bชายเลน", "invisible", "ป่าชายเลน"),
    ("\ufeffป่า", "invisible", "ป่า"),
    ("ป่า\u00adชาย", "invisible", "ป่าชาย"),
    ("ป่า\u202eชาย", "invisible", "ป่าชาย"),
    ("ปู\u00a0ปลา", "odd_space", "ปู ปลา"),
    ("ปู  ปลา", "double_space", "ปู ปลา"),
    (" ปู", "edge_space", "ปู"),
    ("ปู\n", "edge_space", "ปู"),
    ("สกุล Аvicennia", "look_alike", "สกุล Avicennia"),
]
RIGHT = [
    "น้ำ ค่ำ ซ้ำ ล้ำ อำเภอ",
    "เกาะ เปี้ยว แพะ โต๊ะ ใคร่ ไม้ เดี๋ยว จ๊ะ จ้ะ",
    "พันธุ์ สิทธิ์ บริสุทธิ์ ศุกร์ จันทร์ วิทยาศาสตร์",
    "ฤๅษี ฤดู ฦๅ ทฤษฎี",
    "เก็บ เล็ก ก็ เป็น เห็น",
    "เล็ก ๆ ต่าง ๆ พ.ศ. 2416 กรุงเทพฯ",
    "พุทฺธํ สรณํ คจฺฉามิ",
    "๑,๒๕๐.๕๐ และ 1,250.50",
    "◌้ คือไม้โท",
    "สกุล Avicennia และ Sonneratia",
]


@pytest.mark.parametrize(("text", "code", "meant"), SLIPS)
def test_a_slip_is_found_and_put_right(text: str, code: str, meant: str) -> None:
    assert [slip.code for slip in slips(text, "th")] == [code]
    assert corrected(text) == meant


@pytest.mark.parametrize("text", RIGHT)
def test_right_thai_has_no_slips(text: str) -> None:
    assert slips(text, "th") == []
    assert corrected(text) == text


def test_a_slip_tells_its_place_what_stands_there_and_what_was_meant() -> None:
    assert slips("ดูเเสม", "th") == [Slip("double_sara_e", 2, 4, "เเ", "แ")]


@pytest.mark.parametrize("text", ["ก่้า", "กิี", "ก ะ", "สระ เ"])
def test_what_only_a_person_can_tell_is_found_and_left_alone(text: str) -> None:
    (slip,) = slips(text, "th")
    assert slip.meant is None
    assert corrected(text) == text


def test_several_slips_are_found_in_reading_order() -> None:
    assert [slip.code for slip in slips("เเสม  นํ้า ๑2", "th")] == [
        "double_sara_e",
        "double_space",
        "split_am",
        "mixed_digits",
    ]


def test_a_slip_behind_an_invisible_letter_is_put_right_too() -> None:
    assert corrected("เ\u200bเสม") == "แสม"


def test_thai_in_english_is_a_stray_letter_or_most_of_the_text_but_no_quoted_word() -> None:
    assert [slip.found for slip in slips("The mud ด crab", "en")] == ["ด"]
    assert [slip.found for slip in slips("The crabปู", "en")] == ["ปู"]
    assert [slip.found for slip in slips("ปูแสมอยู่ในป่า ok", "en")] == ["ปูแสมอยู่ในป่า"]
    assert slips("In Thai it is called นกกินเปี้ยว.", "en") == []


def test_a_thai_field_in_latin_letters_is_doubted_unless_it_is_a_scientific_name() -> None:
    assert [slip.code for slip in slips("Pencil roots of the trees", "th")] == ["latin_letters"]
    assert slips("Avicennia alba", "th") == []
    assert slips("สกุล Avicennia และ Sonneratia มีรากหายใจ", "th") == []


def test_english_is_checked_for_hidden_letters_spaces_and_look_alikes() -> None:
    found = slips("The  crab\u200b waves, Аustruca ", "en")
    assert [slip.code for slip in found] == ["double_space", "invisible", "look_alike", "edge_space"]
    assert corrected("The  crab\u200b waves, Аustruca ", "en") == "The crab waves, Austruca"


def test_what_is_in_no_language_may_have_any_letters() -> None:
    assert slips("กรมทรัพยากรทางทะเล, https://example.org/ป่า", None) == []
    assert [slip.code for slip in slips("Komiyama\u200b 2005", None)] == ["invisible"]


def test_the_trail_s_own_texts_have_no_slips() -> None:
    read = 0
    for path in sorted((ROOT / "content").rglob("*.yaml")):
        for leaf, text in leaves(yaml.safe_load(path.read_text("utf-8"))).items():
            if isinstance(text, str):
                language = next((step for step in leaf.split(".") if step in ("th", "en")), None)
                assert slips(text, language) == [], f"{path.name}, {leaf}"
                read += 1
    assert read > 2000


@GENTLY
@given(st.text("กขฤเแะาำๅัิีุ็่้์ํฺ ๑2a\u200b\u00a0\n", max_size=30))
def test_slips_lie_apart_inside_the_text_and_a_corrected_text_needs_no_more(text: str) -> None:
    found = [slip for slip in slips(text, "th") if slip.code != "latin_letters"]
    assert all(text[slip.start : slip.end] == slip.found for slip in found)
    assert all(one.end <= next_one.start for one, next_one in pairwise(found))
    better = corrected(text)
    assert all(slip.meant is None for slip in slips(better, "th"))
    assert corrected(better) == better


@pytest.mark.parametrize(
    "bit", ["่", "ิ", "เ", " ", "ํ", "a", "1,", "เ่", "ก่", "ก่ิ", "่ํ", "\u200b ", "าำ", "ะ่", "А", "aА", "๑2", "\n"]
)
def test_fifty_thousand_letters_are_read_to_the_end(bit: str) -> None:
    text = (bit * 50_000)[:50_000]
    assert len(slips(text, "th")) <= len(text)
    assert len(slips(f"ก{text}ก", "en")) <= len(text)
    assert len(corrected(text)) <= len(text)
