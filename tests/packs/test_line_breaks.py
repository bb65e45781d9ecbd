"""Lines of a plaque end between words, never inside one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mangrove_ar.packs.line_breaks import cut
from mangrove_ar.packs.templates import TEMPLATES
from tests.packs.plaques import species_names, trail

WITHOUT_NETWORK = """
import socket
def refuse(*_):
    raise AssertionError("no network")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from mangrove_ar.packs.line_breaks import cut
print("|".join(cut("ป่าชายเลน")))
"""


@pytest.mark.parametrize(
    "word",
    ["ป่าชายเลน", "ลำต้น", "ปูก้ามดาบ", "พระเจดีย์กลางน้ำ", "รากหายใจ", "ปลาตีน", "โกงกางใบเล็ก", "แสมขาว", "พังกาหัวสุมดอกแดง"],
)
def test_a_compound_stays_in_one_piece_inside_a_sentence(word: str) -> None:
    assert word in cut(f"มองหา{word}ที่นี่", species_names())


def test_a_species_of_the_catalogue_is_kept_whole_that_a_general_dictionary_cuts() -> None:
    assert "พังกาหัวสุมดอกแดง" not in cut("มองหาพังกาหัวสุมดอกแดง")
    assert "พังกาหัวสุมดอกแดง" in cut("มองหาพังกาหัวสุมดอกแดง", ["พังกาหัวสุมดอกแดง"])


def test_pieces_put_together_are_the_text() -> None:
    names = species_names()
    texts = [words.th for one in trail(TEMPLATES["a4"]) for words in (one.plaque.name, one.plaque.line)]
    assert ["".join(cut(text, names)) for text in texts] == texts
    assert "".join(cut("สอง\n  บรรทัด ")) == "สอง บรรทัด"


def test_no_line_begins_with_a_mark_that_belongs_to_the_word_before() -> None:
    assert cut("แท่งเล็ก ๆ โผล่ขึ้นมา")[:4] == ("แท่ง", "เล็ก ๆ", " ", "โผล่")
    assert cut("กรุงเทพฯ ระยอง") == ("กรุงเทพฯ", " ", "ระยอง")
    assert cut("ปู (ก้ามดาบ) นก") == ("ปู", " ", "(ก้ามดาบ)", " ", "นก")
    assert cut("เรียก “ปูเปี้ยว”")[-1].endswith("”")


def test_a_text_of_one_space_or_of_marks_alone_is_kept() -> None:
    assert cut("ๆ") == ("ๆ",)
    assert cut("") == ()
    assert "".join(cut("“ ๆ")) == "“ ๆ"


def test_cutting_writes_nothing_at_home_and_asks_no_network(tmp_path: Path) -> None:
    surroundings = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": "."}
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK], env=surroundings, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "ป่าชายเลน"
    assert list(tmp_path.iterdir()) == []
