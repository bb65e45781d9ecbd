"""The proof report: the same figures in both languages, as a page that stands alone and as a PDF."""

import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from mangrove_ar.catalogue.words import LANGUAGES, Words
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.proof_report import DOCUMENT, PAGE, Reported, report_files
from mangrove_ar.packs.proof_rules import HARD, NORMAL, ConditionResult, Proof, WorstFrame
from mangrove_ar.packs.proof_words import branch, percent
from mangrove_ar.packs.readers import READERS
from tests.conftest import ROOT
from tests.pages import Element, read_page

ASSETS = ROOT / "assets"
FLAT = dict.fromkeys((*READERS, "marker"), True)


def picture(size_px: tuple[int, int] = (300, 210)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size_px, "green").save(buffer, "JPEG")
    return buffer.getvalue()


def make_plaque(number: int) -> Plaque:
    return Plaque(
        slug=f"station-{number}",
        number=number,
        name=Words(th=f"แอ่งปลาตีน {number}", en=f"Mudskipper pools {number}"),
        site=Words(th="ป่าชายเลน", en="Mangrove"),
        zone="mudflat",
        line=Words(th="ปลาตีน", en="Mudskippers"),
        alt=Words(th="ปลาตีน", en="Mudskippers"),
        public_url="https://trail.example",
        code="RA520806",
        marker="marker.png",
        target="0" * 64,
    )


def make_reported(number: int = 7, zbar: int = 10, **changed: object) -> Reported:
    """A plaque whose worst frames are two, and which zbar reads in so many of ten frames."""
    results = tuple(
        ConditionResult(condition=name, frames=10, read={"zxing": 10, "zbar": zbar}, matched=9, both=8)
        for name in (*NORMAL, *HARD)
    )
    proof = Proof(
        url="HTTPS://TRAIL.EXAMPLE/S/RA520806",
        module_mm=3.636,
        reading_distance_m=1.5,
        marker_distance_m=0.348,
        flat=FLAT,
        results=results,
        worst=(WorstFrame("qr", "night", 3, ("zxing", "zbar")), WorstFrame("marker", "covered", 1, ())),
    )
    usual: dict[str, object] = {
        "plaque": make_plaque(number),
        "preview": picture(),
        "passed": True,
        "proof": proof,
        "pictures": (picture((64, 48)), picture((64, 48))),
        "score": 88,
    }
    return Reported(**{**usual, **changed})


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The report of two plaques, of which the second did not pass."""
    advice = [{"th": "ครึ่งล่างของภาพแทบไม่มีรายละเอียด", "en": "The lower half has little detail."}]
    return report_files([make_reported(7), make_reported(8, zbar=8, passed=False, score=40, advice=advice)], ASSETS)


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> Element:
    return read_page(files[PAGE].decode())


def rows_of(page: Element, slug: str) -> dict[str, list[str]]:
    """The rows of the table of rates of a plaque: their English name to the words of their cells."""
    table = page.one("section", id=slug).one("table", class_="rates")
    return {
        row.one("th", scope="row").one("span", lang="en").text: [cell.text for cell in row.all("td")]
        for row in table.all("tr")
        if row.all("th", scope="row")
    }


def test_the_page_stands_alone_with_its_sheet_and_pictures_beside_it(files: dict[str, bytes], page: Element) -> None:
    named = {image.attributes["src"] for image in page.all("img")}
    named |= {sheet.attributes["href"] for sheet in page.all("link")}
    assert named == set(files) - {PAGE, DOCUMENT}
    assert page.all("script") == page.all("style") == []
    assert "url(" not in files["proof/proof.css"].decode()


def test_every_picture_has_words_or_stands_beside_its_name(page: Element) -> None:
    for image in page.one("table", class_="summary").all("img"):
        assert image.attributes["alt"] == ""
    for section in page.all("section", class_="plaque"):
        assert all(image.attributes["alt"] for image in section.all("img"))


def test_the_summary_says_how_many_passed_and_leads_to_each_plaque(page: Element) -> None:
    assert "ผ่าน 1 จาก 2 ป้าย 1 of 2 plaques passed" in page.one("header").text
    links = [link.attributes["href"] for link in page.one("table", class_="summary").all("a")]
    assert links == ["#station-7", "#station-8"]
    verdicts = [row.all("td")[-1].text for row in page.one("table", class_="summary").one("tbody").all("tr")]
    assert verdicts == ["✓ ผ่าน Passed", "✗ ไม่ผ่าน Not passed"]


def test_every_condition_has_its_counts_and_a_mark_that_is_not_only_a_colour(page: Element) -> None:
    rows = rows_of(page, "station-8")
    names = {branch(f"packs.proof.conditions.{name}")["en"] for name in (*NORMAL, *HARD)}
    assert names <= set(rows)
    assert rows["Noise"] == [
        "✓ ผ่านเกณฑ์ 100 % 10/10",
        "· ต่ำ แต่ไม่ตัดสินจากข้อนี้ข้อเดียว 80 % 8/10",
        "· ต่ำ แต่ไม่ตัดสินจากข้อนี้ข้อเดียว 90 % 9/10",
        "80 % 8/10",
    ]


def test_the_rule_for_the_picture_is_milder_in_hard_conditions(page: Element) -> None:
    rows = rows_of(page, "station-8")
    assert rows["Mud"][:3] == ["✓ ผ่านเกณฑ์ 100 % 10/10", "· ต่ำ แต่ไม่ตัดสินจากข้อนี้ข้อเดียว 80 % 8/10", "✓ ผ่านเกณฑ์ 90 % 9/10"]


def test_a_fault_says_in_both_languages_what_was_found_what_is_needed_and_what_to_do(page: Element) -> None:
    faults = page.one("section", id="station-8").one("ul", class_="faults").text
    assert "zbar อ่านคิวอาร์ได้ 80 % ของภาพถ่าย ต้องได้อย่างน้อย 90 % โปรดเลือกแบบป้ายที่คิวอาร์ใหญ่ขึ้น" in faults
    assert "zbar reads the QR code in 80 % of the frames; 90 % are needed. Take a template" in faults


def test_a_worst_frame_says_what_was_not_found_in_it(page: Element) -> None:
    captions = [caption.text for caption in page.one("section", id="station-7").all("figcaption")]
    assert captions == [
        "กลางคืน ใช้ไฟฉาย: zxing และ zbar อ่านคิวอาร์ไม่ได้ Night, torch: not read by zxing and zbar",
        "ใบไม้บังหนึ่งในสาม: จับภาพไม่ได้ A third covered: picture not found",
    ]


def test_the_pdf_is_tagged_has_a_page_for_each_plaque_and_gives_its_thai_back(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files[DOCUMENT])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) == 3
    with pypdfium2.PdfDocument(files[DOCUMENT]) as pdf:
        words = re.sub(r"[\s\u200b]", "", pdf[2].get_textpage().get_text_range())
    assert "แอ่งปลาตีน8" in words
    assert "ครึ่งล่างของภาพแทบไม่มีรายละเอียด" in words
    assert "Thelowerhalfhaslittledetail." in words


def test_the_same_proofs_give_the_same_bytes(files: dict[str, bytes]) -> None:
    one = [make_reported(7)]
    assert report_files(one, ASSETS) == report_files(one, ASSETS)
    assert files["proof/station-7.jpg"] == report_files(one, ASSETS)["proof/station-7.jpg"]


def test_a_plaque_that_was_not_photographed_shows_no_rates_and_no_worst_cases() -> None:
    proof = replace(make_reported().proof, flat={**FLAT, "zbar": False}, results=(), worst=())
    files = report_files([make_reported(proof=proof, pictures=(), passed=False)], ASSETS)
    page = read_page(files[PAGE].decode())
    assert rows_of(page, "station-7") == {
        "Straight from the PDF": ["✓ ผ่านเกณฑ์ ได้ yes", "✗ ต่ำกว่าเกณฑ์ ไม่ได้ no", "✓ ผ่านเกณฑ์ ได้ yes", ""]
    }
    assert "Worst cases" not in page.text


def test_a_plaque_without_a_marker_has_no_columns_about_one() -> None:
    proof = replace(make_reported().proof, flat=dict.fromkeys(READERS, True), marker_distance_m=None)
    page = read_page(report_files([make_reported(proof=proof, score=None)], ASSETS)[PAGE].decode())
    assert len(rows_of(page, "station-7")["Noise"]) == len(READERS)
    assert page.all("meter") == []


def test_a_share_is_rounded_down_so_that_nothing_looks_as_if_it_passed() -> None:
    assert percent(0.8999) == "89 %"
    assert percent(0.9) == "90 %"
    assert percent(0.29) == "29 %"


def test_every_condition_and_fault_has_words_in_both_languages() -> None:
    for words in (*branch("packs.proof.conditions").values(), *branch("packs.proof.faults").values()):
        assert set(words) == set(LANGUAGES)
    assert set(branch("packs.proof.conditions")) == {*NORMAL, *HARD}
    assert set(branch("packs.proof.faults")) == {"flat", "flat_marker", "read", "matched_normal", "matched_hard"}
