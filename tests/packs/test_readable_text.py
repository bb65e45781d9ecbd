"""The Thai of a plaque looks right, and comes back out of the PDF as it was written."""

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops

from mangrove_ar.catalogue.words import Words
from mangrove_ar.packs import print_boxes
from mangrove_ar.packs.templates import TEMPLATES, Template
from mangrove_ar.packs.typesetting import Prepared, Typesetter
from tests.packs.plaques import bare, make_prepared, species_names, trail

ASSETS = Path("assets")
HERE = Path(__file__).parent
CHECKED_PICTURE = HERE / "thai_proof_sheet.png"
PROOF = Template(
    name="proof",
    file="proof_sheet.typ",
    width_mm=200,
    height_mm=84,
    marker_mm=None,
    qr_mm=40,
    reading_distance_m=0.4,
)
PROOF_PPI = 96
TOLERATED_PX = 4
"""Of 240 000: another processor may round an edge; a missing mark changes sixteen or more."""
HARD_WORDS = (
    "ที่ ฝั่ง น้ำ กำลัง ป้า ปู่ ญี่ปุ่น ฐานรูป กตัญญู เปี๊ยะ ผู้ใหญ่ ชื้น ล้ำ ปูก้ามดาบ ป่าชายเลน ลำแพน "
    "โกงกางใบเล็ก พระเจดีย์กลางน้ำ ป้ำเป๋อ ฟื้นฟู ฝึก ปั๊ม ปิ้ง ฟ้า ใบไม้ ไม้พุ่ม โป๊ะ เก๋ ก๊วยเตี๋ยว ซ้ำ ค้ำจุน "
    "ถ้ำ กุ้ง ปู หญ้า ญ่า ฐิติ ฎีกา ฏู ฤๅษี ศูนย์ สัตว์ พันธุ์ รื่นรมย์ เพ็ญ เจ็ด คลื่น ๑๒๓ เล็กๆ ฯลฯ"
)
"""Tone marks above vowels and on tall letters, sara am with and without a tone mark, letters that lose their foot."""


@pytest.fixture(scope="module")
def proof_setter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    folder = tmp_path_factory.mktemp("assets") / "plaques"
    folder.mkdir()
    for file in (ASSETS / "plaques" / "parts.typ", HERE / "proof_sheet.typ"):
        (folder / file.name).write_bytes(file.read_bytes())
    return Typesetter(folder.parent, species_names())


@pytest.fixture(scope="module", params=TEMPLATES)
def printed(request: pytest.FixtureRequest) -> tuple[Template, list[Prepared], bytes]:
    """The whole trail in one PDF, in each template."""
    template = TEMPLATES[request.param]
    plaques = trail(template)
    return template, plaques, Typesetter(ASSETS, species_names()).typeset(plaques, template)


def test_every_text_of_every_station_comes_back_through_pdfium(
    printed: tuple[Template, list[Prepared], bytes],
) -> None:
    template, plaques, content = printed
    with pypdfium2.PdfDocument(content) as document:
        pages = [bare(page.get_textpage().get_text_range()) for page in document]
    _expect_texts(template, plaques, pages)


def test_every_text_of_every_station_comes_back_glyph_by_glyph(
    printed: tuple[Template, list[Prepared], bytes],
) -> None:
    template, plaques, content = printed
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = [bare(_glyph_text(page)) for page in pdf.pages]
    _expect_texts(template, plaques, pages)


def test_what_is_seen_stays_as_typst_set_it(proof_setter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    finished = proof_setter.typeset([_proof(HARD_WORDS)], PROOF)
    monkeypatch.setattr(print_boxes, "make_readable", lambda pdf: None)
    as_set = proof_setter.typeset([_proof(HARD_WORDS)], PROOF)
    assert as_set != finished
    assert np.array_equal(_drawn(finished), _drawn(as_set))


def test_hard_words_look_as_in_the_checked_picture(proof_setter: Typesetter) -> None:
    drawn = proof_setter.flat_picture(_proof(HARD_WORDS), PROOF, PROOF_PPI).convert("L")
    assert _unlike(drawn) <= TOLERATED_PX


@pytest.mark.parametrize(("word", "slip"), [("ฝั่ง", "ฝัง"), ("น้ำ", "นำ้"), ("กตัญญู", "กตัญญ")])
def test_the_checked_picture_tells_one_wrong_mark(proof_setter: Typesetter, word: str, slip: str) -> None:
    drawn = proof_setter.flat_picture(_proof(HARD_WORDS.replace(word, slip, 1)), PROOF, PROOF_PPI).convert("L")
    assert _unlike(drawn) > TOLERATED_PX


def test_hard_words_come_back_exactly(proof_setter: Typesetter) -> None:
    content = proof_setter.typeset([_proof(HARD_WORDS)], PROOF)
    with pypdfium2.PdfDocument(content) as document:
        by_pdfium = document[0].get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        by_glyph = _glyph_text(pdf.pages[0])
    words = HARD_WORDS.split()
    in_order = " ".join(word for weight in range(5) for word in words[weight::5])
    assert " ".join(by_pdfium.split()).endswith(in_order)
    assert bare(by_glyph).endswith(bare(in_order))


def _drawn(content: bytes) -> NDArray[np.uint8]:
    with pypdfium2.PdfDocument(content) as document:
        return np.array(document[0].render(scale=3).to_numpy())


def _proof(words: str) -> Prepared:
    return make_prepared(PROOF, name=Words(th="คำยาก", en="Hard words"), line=Words(th=words, en="Hard words"))


def _unlike(drawn: Image.Image) -> int:
    """Count the pixels that differ from the checked picture by more than a fifth of black."""
    checked = Image.open(CHECKED_PICTURE).convert("L")
    assert drawn.size == checked.size
    return int((np.asarray(ImageChops.difference(drawn, checked)) > 51).sum())


def _expect_texts(template: Template, plaques: list[Prepared], pages: list[str]) -> None:
    for place, one in enumerate(plaques):
        plaque, page = one.plaque, pages[place // template.per_sheet]
        texts = [plaque.name.th, plaque.name.en, plaque.host, "สแกนด้วยกล้องมือถือ", "Scan with your phone’s camera"]
        if template.per_sheet == 1:
            texts += [plaque.line.th, plaque.line.en, plaque.site.en, "หรือเปิดเว็บแล้วพิมพ์รหัส"]
        missing = [text for text in texts if bare(text) not in page]
        assert missing == []


def _glyph_text(page: Any) -> str:
    """Read a page as those do who look at glyphs alone: every code through its font's table, in the page's order."""
    tables = {name: _table(font) for name, font in page.Resources.Font.items()}
    shown: list[str] = []
    table: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == "Tf":
            table = tables[str(instruction.operands[0])]
        elif str(instruction.operator) == "TJ":
            for part in instruction.operands[0]:
                if isinstance(part, pikepdf.String):
                    content = bytes(part)
                    shown += [table[content[place : place + 2]] for place in range(0, len(content), 2)]
    return "".join(shown)


def _table(font: Any) -> dict[bytes, str]:
    pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
