"""Searching the studio: what people type, with the slips they make, and what they mean."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from flask import Flask
from sqlalchemy import event

from mangrove_ar.editorial.drafts import begin_record, discard_draft, save_draft
from mangrove_ar.editorial.folding import fold, holds, place_of, sort_key, squash
from mangrove_ar.editorial.search import EXACT, NAME, SLIP, TEXT, Found, find
from mangrove_ar.editorial.shelf import SHELF, records_at_hand
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.editorial.crowd import make_crowd
from tests.editorial.drafting import change, make_member
from tests.pages import read_page
from tests.staff import signed_in_client


def look_for(query: str) -> Found:
    return find(query, records_at_hand().values(), "th")


def first(query: str) -> tuple[str, int]:
    """The slug and the rank of what comes first."""
    hit = look_for(query).hits[0]
    return hit.line.entry.slug, hit.rank


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเสมขาว", "แสมขาว"),
        ("แสม ขาว", "แสมขาว"),
        ("แส\u200bมขาว", "แสมขาว"),
        ("นํ้า", "น้ำ"),
        ("กัง", "กั้ง"),
        ("ก้ัง", "กั้ง"),
        ("จันทร", "จันทร์"),
        ("ผีเสื้อ", "ผิเศื้อ"),
        ("ประดุ", "ประดู่"),
        ("ใบเลก", "ใบเล็ก"),
        ("Île", "ile"),
        ("ใผ่", "ไผ่"),
    ],
)
def test_what_sounds_alike_folds_alike(typed: str, meant: str) -> None:
    assert squash(typed) == squash(meant)


def test_different_words_stay_different() -> None:
    words = ["แสมขาว", "แสมดำ", "โกงกาง", "ปลาตีน", "ปูดำ", "จาก", "ตะบูน", "ตะบัน"]
    assert len({squash(word) for word in words}) == len(words)


def test_a_place_in_the_folded_text_leads_back_to_the_original() -> None:
    text = "ต้นแสมขาวเป็นไม้เบิกนำ"
    place = place_of(squash("เบิกน้ำ"), text)
    assert place and text[slice(*place)] == "เบิกนำ"
    marked = place_of(squash("ไม"), text)
    assert marked and text[slice(*marked)] == "ไม้"
    assert place_of("zzz", text) is None


def test_english_words_are_found_by_their_beginning_and_thai_words_anywhere() -> None:
    text = fold("The mudskipper breathes. ปลาตีนหายใจ")
    assert holds("mud", text) and holds("the", text) and holds(fold("หายใจ"), text)
    assert not holds("skipper", text)


def test_thai_names_are_sorted_by_their_consonants() -> None:
    assert sorted(["แสม", "โกงกาง", "จาก", "เล็บมือนาง", "กก"], key=sort_key) == [
        "กก", "โกงกาง", "จาก", "เล็บมือนาง", "แสม",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "slug", "rank"),
    [
        ("แสมขาว", "avicennia-alba", EXACT),
        ("Avicennia alba", "avicennia-alba", EXACT),
        ("avicennia-alba", "avicennia-alba", EXACT),
        ("เเสมขาว", "avicennia-alba", NAME),
        ("แสม", "avicennia-alba", NAME),
        ("white api", "avicennia-alba", NAME),
        ("avicenia alba", "avicennia-alba", SLIP),
        ("แสบขาว", "avicennia-alba", SLIP),
        ("ดินสอโผล่พ้นเลน", "avicennia-alba", TEXT),
        ("ดินสอโผลพ้นเลน", "avicennia-alba", TEXT),
        ("pencil roots stand", "avicennia-alba", TEXT),
    ],
)
def test_a_record_is_found_by_name_by_slip_and_by_text(trail: Flask, query: str, slug: str, rank: int) -> None:
    found = look_for(query)
    assert (slug, rank) in [(hit.line.entry.slug, hit.rank) for hit in found.hits]
    assert [hit.rank for hit in found.hits] == sorted(hit.rank for hit in found.hits)


def test_the_number_of_a_post_finds_its_station(trail: Flask) -> None:
    numbers = {line.entry.number: slug for (kind, slug), line in records_at_hand().items() if kind == "stations"}
    assert first("7") == (numbers[7], EXACT)


def test_an_empty_or_meaningless_query_finds_nothing(trail: Flask) -> None:
    for query in ("", "   ", "่้", "…", "zzzzzzzz qqqq"):
        assert look_for(query) == Found(0, [])


def test_a_text_is_shown_around_what_was_found(trail: Flask) -> None:
    [hit] = [hit for hit in look_for("ดินสอโผล่").hits if hit.line.entry.slug == "avicennia-alba"]
    assert hit.snippet and hit.snippet.found == "ดินสอโผล่"
    assert hit.snippet.language == "th"
    identification = hit.line.entry.record["identification"]["th"]
    assert hit.snippet.before.removeprefix("… ") + hit.snippet.found in identification


def test_drafts_and_what_is_public_are_both_found(trail: Flask) -> None:
    staff = make_member()
    slug, _ = first("ประตูทางเข้า")
    change(staff, slug, names_th="ซุ้มดอกลำดวน")
    assert first("ซุ้มดอกลำดวน") == (slug, EXACT)
    assert first("ประตูทางเข้า")[0] == slug
    begin_record("species", "new-one", staff, NOON)
    assert first("new-one") == ("new-one", EXACT)


def test_a_draft_that_was_discarded_and_begun_anew_is_read_anew(trail: Flask) -> None:
    staff = make_member()
    version = change(staff, names_th="ชื่อแรก").version
    assert look_for("ชื่อแรก").total
    discard_draft("stations", "crab-condo", version, staff, NOON)
    assert look_for("ชื่อแรก") == Found(0, [])
    change(staff, now=NOON.replace(hour=6), names_th="ชื่อที่สอง")
    assert look_for("ชื่อที่สอง").total and not look_for("ชื่อแรก").total


def test_another_process_sees_a_change_at_its_next_request(trail: Flask) -> None:
    records_at_hand()
    shelf = trail.extensions[SHELF]
    record = deepcopy(records_at_hand()["species", "avicennia-alba"].entry.record)
    yours = deepcopy(record)
    yours["names"]["th"] = "ชื่อจากอีกโปรเซส"
    trail.extensions.pop(SHELF)  # What this one knew is out of the other's reach.
    save_draft("species", "avicennia-alba", record, yours, make_member(), NOON)
    assert look_for("ชื่อจากอีกโปรเซส").total == 1
    trail.extensions[SHELF] = shelf  # The first process again, with what it knew before.
    assert look_for("ชื่อจากอีกโปรเซส").total == 1


def test_what_did_not_change_is_not_read_again(trail: Flask) -> None:
    records_at_hand()
    with counted() as statements:
        records_at_hand()
    assert len(statements) == 2
    assert not any("record" in statement.split("FROM")[0] for statement in statements)


class counted:
    """Counts the queries of a block."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __enter__(self) -> list[str]:
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.statements.append(statement)


@pytest.fixture
def many(app: Flask) -> Iterator[Flask]:
    make_crowd(300, 300, 30)
    yield app


def test_the_search_page_shows_what_was_found_and_marks_it(trail: Flask) -> None:
    client = signed_in_client(trail)
    page = read_page(client.get("/studio/search?q=ดินสอโผล่&lang=th").text)
    marks = [mark.text for mark in page.all("mark")]
    assert "ดินสอโผล่" in marks
    assert page.one("input", id="q").attributes["value"] == "ดินสอโผล่"
    nothing = read_page(client.get("/studio/search?q=zzzzzz&lang=en").text)
    assert "zzzzzz" in nothing.one("div", role="status").text


def test_a_search_can_keep_to_one_kind(trail: Flask) -> None:
    client = signed_in_client(trail)
    page = read_page(client.get("/studio/search?q=crab&kind=stations&lang=en").text)
    kinds = {tag.text for hit in page.all("ol", class_="hits") for tag in hit.all("span", class_="tag")}
    assert kinds == {"Stations"}


def test_the_results_have_pages_and_a_wrong_page_shows_nothing_broken(many: Flask) -> None:
    client = signed_in_client(many)
    first_page = read_page(client.get("/studio/search?q=แสม").text)
    assert len(first_page.one("ol", class_="hits").all("h2")) == 20
    second = client.get("/studio/search?" + first_page.one("a", rel="next").attributes["href"].lstrip("?"))
    names = [
        set(title.text for title in read_page(text).all("h2"))
        for text in (second.text, client.get("/studio/search?q=แสม").text)
    ]
    assert not names[0] & names[1]
    last = read_page(client.get("/studio/search?q=แสม&page=9999").text)
    assert last.one("ol", class_="hits").all("h2") and not last.all("a", rel="next")
    assert read_page(client.get("/studio/search?q=แสม&page=-1").text).all("a", rel="next")


def test_what_is_typed_is_never_markup(trail: Flask) -> None:
    staff = make_member()
    attack = "<script>alert(1)</script>"
    change(staff, lead_en=f"attackword {attack}", names_en="Crab <b>condo</b>")
    page = signed_in_client(trail).get(f"/studio/search?q=attackword {attack}&lang=en").text
    assert attack not in page and "<b>" not in page
    assert read_page(page).one("mark").text == "attackword <script>alert(1)</script"
    assert "Crab <b>condo</b>" in read_page(page).one("ol", class_="hits").text
