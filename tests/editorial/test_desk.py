"""Lists of records, the table of translations, the studio's menu, help and tour."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.accounts.queries import Role
from mangrove_ar.catalogue.translation import translation_states
from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.editorial.listing import ROWS_ON_A_PAGE, cut, list_records, list_translations
from mangrove_ar.editorial.shelf import records_at_hand
from tests.conftest import NOON, make_settings, running
from tests.editorial.crowd import make_crowd
from tests.editorial.drafting import CRABS, change, make_member
from tests.editorial.test_search import counted
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

KINDS = ("species", "stations", "sites", "quizzes", "pages")
PAGES = ("/studio/", "/studio/species/", "/studio/stations/", "/studio/search?q=แสม", "/studio/translations?needs=all")


def rows(client: FlaskClient, url: str) -> list[Element]:
    """The records that a list shows."""
    return read_page(client.get(url).text).one("table", class_="records").one("tbody").all("tr")


def names(client: FlaskClient, url: str) -> list[str]:
    return [row.all("a")[0].text for row in rows(client, url)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_list(trail: Flask, kind: str) -> None:
    client = signed_in_client(trail, "educator")
    listed = rows(client, f"/studio/{kind}/?lang=en")
    known = [ref for ref in records_at_hand() if ref[0] == kind]
    assert len(listed) == min(len(known), ROWS_ON_A_PAGE)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_says_what_to_do_first(app: Flask, kind: str) -> None:
    page = read_page(signed_in_client(app).get(f"/studio/{kind}/?lang=en").text)
    assert not page.all("table")
    assert len(page.one("div", class_="empty").all("p")) == 2


def test_a_filter_that_fits_nothing_offers_the_whole_list(trail: Flask) -> None:
    page = read_page(signed_in_client(trail).get("/studio/species/?state=submitted").text)
    assert page.one("div", class_="empty").one("a").attributes["href"] == "/studio/species/"


def test_stations_are_listed_by_number_and_species_by_name(trail: Flask) -> None:
    client = signed_in_client(trail)
    numbers = [int(row.one("span", class_="count").text) for row in rows(client, "/studio/stations/")]
    assert numbers == sorted(numbers) and len(numbers) == 10
    english = names(client, "/studio/species/?lang=en")
    assert english == sorted(english, key=str.casefold)


def test_lists_are_filtered_by_what_the_records_say(trail: Flask) -> None:
    lines = records_at_hand().values()
    animals = list_records("species", lines, {"kingdom": "animal", "zone": "mudflat"}, "name", 1, "th")
    assert animals.total
    assert all(
        (line.entry.record["kingdom"], line.entry.record["zone"]) == ("animal", "mudflat") for line in animals.rows
    )
    site = next(slug for kind, slug in records_at_hand() if kind == "sites")
    assert list_records("stations", lines, {"site": site}, "number", 1, "th").total == 10
    assert list_records("stations", lines, {"site": "elsewhere"}, "number", 1, "th").total == 0


def test_a_draft_shows_with_its_state_and_its_editor(trail: Flask) -> None:
    change(make_member("สมชาย"), lead_th="ข้อความใหม่")
    client = signed_in_client(trail)
    [row] = rows(client, "/studio/stations/?state=editing&lang=en")
    assert [state.text for state in row.all("span") if "state-editing" in state.attributes.get("class", "")] == [
        "being edited"
    ]
    assert "สมชาย" in row.text
    assert "English: stale" in row.text
    assert CRABS not in [row.text for row in rows(client, "/studio/stations/?state=none")]


def test_the_latest_change_comes_first_where_that_is_asked(trail: Flask) -> None:
    change(make_member(), now=NOON.replace(hour=9), lead_th="ข้อความใหม่")
    [first, *_] = list_records("stations", records_at_hand().values(), {}, "changed", 1, "th").rows
    assert first.entry.slug == CRABS


def test_pages_are_cut_and_a_page_beyond_the_last_is_the_last() -> None:
    numbers = list(range(120))
    assert [len(cut(numbers, page).rows) for page in (1, 2, 3, 4, -5)] == [50, 50, 20, 20, 50]
    assert cut([], 1).pages == 1


def test_a_page_asks_as_few_questions_for_many_records_as_for_few(tmp_path: Path, static_tree: Path) -> None:
    few = queries(tmp_path / "few", static_tree, records=10)
    assert queries(tmp_path / "many", static_tree, records=300) == few
    assert max(few.values()) <= 8


def queries(folder: Path, static_tree: Path, records: int) -> dict[str, int]:
    """How many queries each page makes with so many species, stations and drafts, once the process knows them."""
    folder.mkdir()
    (folder / "static").symlink_to(static_tree)
    with running(make_settings(folder)) as app:
        make_crowd(records, records, drafts=records)
        client = signed_in_client(app)
        return {url: _queries(client, url) for url in PAGES}


def _queries(client: FlaskClient, url: str) -> int:
    client.get(url)
    with counted() as statements:
        assert client.get(url).status_code == 200
    return len(statements)


def test_the_table_of_translations_agrees_with_the_publish_gate(trail: Flask) -> None:
    change(make_member(), lead_th="ข้อความใหม่", names_en="")
    table = {
        (row.line.entry.kind, row.line.entry.slug): row.gaps
        for page in range(1, 10)
        for row in list_translations(records_at_hand().values(), "", "all", "", page, "th").rows
    }
    assert table.keys() == records_at_hand().keys()
    for kind, slug in table:
        draft = open_draft(kind, slug)
        states = translation_states(draft.public_record, draft.record, draft.confirmed).values()
        for language, gaps in table[kind, slug].items():
            assert gaps.missing == sum(state[language] == "missing" for state in states)
            assert gaps.stale == sum(state[language] == "stale" for state in states)
    assert (table["stations", CRABS]["en"].missing, table["stations", CRABS]["en"].stale) == (1, 1)


def test_the_table_of_translations_leads_to_what_needs_work(trail: Flask) -> None:
    client = signed_in_client(trail)
    change(make_member(), lead_th="ข้อความใหม่")
    [row] = rows(client, "/studio/translations?needs=en&state=stale&lang=en")
    assert row.one("a").attributes["href"] == f"/studio/stations/{CRABS}"
    assert "1 stale" in row.text
    assert "1 stale" not in client.get("/studio/translations?needs=th&state=stale&lang=en").text


def test_a_choice_that_is_not_offered_is_as_if_nothing_was_chosen(trail: Flask) -> None:
    client = signed_in_client(trail)
    usual = [row.text for row in rows(client, "/studio/translations")]
    assert usual
    assert [row.text for row in rows(client, "/studio/translations?needs=xx&kind=yy&state=zz&page=zero")] == usual
    assert rows(client, "/studio/species/?sort=backwards&page=-3")


@pytest.mark.parametrize(("role", "sees_people"), [("educator", False), ("curator", False), ("admin", True)])
def test_the_menu_shows_the_rooms_of_a_role_and_where_one_is(trail: Flask, role: Role, sees_people: bool) -> None:
    page = read_page(signed_in_client(trail, role).get("/studio/species/").text)
    menu = page.one("details", class_="studio-menu")
    addresses = [link.attributes["href"] for link in menu.all("a")]
    assert ("/studio/audit" in addresses) is sees_people
    assert {"/studio/", "/studio/stations/", "/studio/help"} <= set(addresses)
    assert [link.attributes["href"] for link in menu.all("a") if "aria-current" in link.attributes] == [
        "/studio/species/"
    ]


def test_every_room_of_the_menu_opens(trail: Flask) -> None:
    client = signed_in_client(trail, "admin")
    menu = read_page(client.get("/studio/").text).one("details", class_="studio-menu")
    for link in menu.all("a"):
        assert client.get(link.attributes["href"]).status_code == 200, link.attributes["href"]


def test_a_room_that_is_not_part_of_the_install_is_left_out(trail: Flask) -> None:
    client = signed_in_client(trail)
    trail.view_functions.pop("packs.patrol")
    menu = read_page(client.get("/studio/species/").text).one("details", class_="studio-menu")
    assert "/studio/packs/patrol" not in [link.attributes["href"] for link in menu.all("a")]


def test_the_help_tells_the_keys_of_the_menu(trail: Flask) -> None:
    page = read_page(signed_in_client(trail).get("/studio/help?lang=en").text)
    keys = page.one("dl", class_="keys").text
    menu = page.one("details", class_="studio-menu")
    for link in menu.all("a"):
        if "data-key" in link.attributes:
            assert f"G then {link.attributes['data-key'].upper()} {link.text}" in keys


def test_the_tour_leads_through_its_steps_and_is_offered_until_it_was_seen(trail: Flask) -> None:
    client = signed_in_client(trail)
    page = read_page(client.get("/studio/").text)
    step: str | None = page.one("a", href="/studio/tour/1").attributes["href"]
    seen = []
    while step:
        page = read_page(client.get(step).text)
        seen.append(page.one("h1").text)
        following = page.all("a", rel="next")
        step = following[0].attributes["href"] if following else None
    assert len(set(seen)) == 6
    token = form_token(client, "/studio/tour/6")
    assert client.post("/studio/tour/done", data={"csrf_token": token}).location == "/studio/"
    assert not read_page(client.get("/studio/").text).all("a", href="/studio/tour/1")
    assert client.get("/studio/tour/7").status_code == client.get("/studio/tour/0").status_code == 404


def test_the_tour_saves_nothing(trail: Flask) -> None:
    client = signed_in_client(trail)
    for step in range(1, 7):
        page = read_page(client.get(f"/studio/tour/{step}").text)
        sample = page.one("section", class_="tour-sample")
        assert not sample.all("form")
        assert all("name" not in field.attributes for tag in ("input", "textarea") for field in sample.all(tag))
    assert all(line.draft is None for line in records_at_hand().values())


def test_the_pages_are_for_staff_only(trail: Flask) -> None:
    client = trail.test_client()
    for url in (*PAGES, "/studio/help", "/studio/tour/1"):
        assert client.get(url).status_code == 303


def test_desk_and_stations_lead_to_the_scanner(trail: Flask) -> None:
    client = signed_in_client(trail, "educator")
    for url, links in (("/studio/", 1), ("/studio/stations/", 1), ("/studio/species/", 0)):
        page = read_page(client.get(url).text)
        assert len(page.one("main").all("a", href="/studio/scan")) == links, url
