from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.accounts.queries import Role
from mangrove_ar.packs import views
from mangrove_ar.packs.models import LONGEST_NOTE
from mangrove_ar.packs.patrol import check_plaque, last_checks, open_reports, report_plaque
from mangrove_ar.packs.service import withdraw_pack
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.packs.outdoors import build_markers, plaque_of, print_pack, rebuild_marker
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

PATROL = "/studio/packs/patrol"
CRABS, CLAMS = "crab-condo", "mud-clam-house"


@pytest.fixture(autouse=True)
def markers(trail: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    build_markers()
    monkeypatch.setattr(views, "now", lambda: NOON)


@pytest.fixture
def walker(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "educator")


def show(walker: FlaskClient, url: str = PATROL, **words: str) -> Element:
    answer = walker.get(url, query_string={**words, "lang": "en"})
    assert answer.status_code == 200
    return read_page(answer.text)


def note(walker: FlaskClient, station: str = CRABS, **found: str) -> tuple[int, str]:
    token = form_token(walker, f"{PATROL}/{station}")
    answer = walker.post(f"{PATROL}/{station}", data={"csrf_token": token, **found})
    return answer.status_code, answer.location or ""


def verdict(page: Element) -> str:
    return page.one("section", role="status").one("h2").text


def suggested(page: Element) -> list[str]:
    """The buttons that the page marks as most likely."""
    return [button.attributes["value"] for button in page.all("button", name="state") if button.all("small")]


@pytest.mark.parametrize("role", ["educator", "curator", "admin"])
def test_all_staff_may_walk_the_patrol(trail: Flask, role: Role) -> None:
    assert show(signed_in_client(trail, role)).one("h1").text == "Patrol"


def test_a_check_is_noted_and_counts_for_today(walker: FlaskClient) -> None:
    assert show(walker).one("p", class_="stamp-count").text == "0 of 10 checked today"
    assert note(walker, state="worn", note="มุมแตก", code=plaque_of(CRABS).code) == (303, f"{PATROL}?noted={CRABS}")
    page = show(walker, noted=CRABS)
    assert page.one("p", class_="stamp-count").text == "1 of 10 checked today"
    assert page.one("p", role="status", class_="note").text == "Noted: station 5, worn"
    found = next(check for check in last_checks() if check.slug == CRABS)
    assert (found.state, found.note, found.code, found.at) == ("worn", "มุมแตก", plaque_of(CRABS).code, NOON)


def test_the_day_of_the_patrol_begins_at_midnight_in_thailand(walker: FlaskClient) -> None:
    midnight = NOON - timedelta(hours=12)
    check_plaque(CRABS, None, "good", "", None, midnight - timedelta(minutes=1))
    check_plaque(CLAMS, None, "good", "", None, midnight)
    assert show(walker).one("p", class_="stamp-count").text == "1 of 10 checked today"


def test_every_button_notes_what_it_says(walker: FlaskClient) -> None:
    states = [button.attributes["value"] for button in show(walker, f"{PATROL}/{CRABS}").all("button", name="state")]
    assert states == ["good", "worn", "missing", "wrong"]
    for state in states:
        assert note(walker, state=state)[0] == 303
        assert next(check for check in last_checks() if check.slug == CRABS).state == state


def test_what_cannot_be_noted_is_refused(walker: FlaskClient) -> None:
    for found in ({}, {"state": "eaten"}, {"state": "worn", "note": "x" * (LONGEST_NOTE + 1)}):
        assert note(walker, **found)[0] == 422
    assert all(check.at is None for check in last_checks())


def test_a_check_without_the_forms_token_is_refused(walker: FlaskClient) -> None:
    assert walker.post(f"{PATROL}/{CRABS}", data={"state": "good"}).status_code == 400
    assert all(check.at is None for check in last_checks())


def test_a_station_that_does_not_exist_cannot_be_checked(walker: FlaskClient) -> None:
    assert walker.get(f"{PATROL}/nowhere").status_code == 404


def test_a_current_plaque_is_most_likely_good(walker: FlaskClient) -> None:
    page = show(walker, f"{PATROL}/scan", text=plaque_of(CRABS).url)
    assert verdict(page) == "Ours, and current"
    assert suggested(page) == ["good"]
    assert page.one("input", name="code").attributes["value"] == plaque_of(CRABS).code


def test_a_typed_code_says_the_same_as_a_scan(walker: FlaskClient) -> None:
    assert verdict(show(walker, f"{PATROL}/scan", text=plaque_of(CRABS).code.lower())) == "Ours, and current"


def test_an_old_plaque_says_what_changed(walker: FlaskClient) -> None:
    print_pack()
    rebuild_marker(CRABS)
    page = show(walker, f"{PATROL}/scan", text=plaque_of(CRABS).url)
    assert verdict(page) == "Ours, but an old one"
    assert "The picture has changed; phones will not find the old one" in [item.text for item in page.all("li")]


def test_a_withdrawn_plaque_is_told(walker: FlaskClient, storage: LocalStorage) -> None:
    url = plaque_of(CRABS).url
    withdraw_pack(print_pack(), None, storage, NOON)
    assert verdict(show(walker, f"{PATROL}/scan", text=url)) == "This code was withdrawn"


def test_a_plaque_at_the_wrong_post_is_told_and_noted_at_that_post(walker: FlaskClient) -> None:
    page = show(walker, f"{PATROL}/scan", text=plaque_of(CLAMS).url, at=CRABS)
    assert verdict(page) == "This plaque belongs elsewhere"
    assert suggested(page) == ["wrong"]
    assert page.all("form", method="post")[1].attributes["action"] == f"{PATROL}/{CRABS}"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("https://evil.example/s/RA520806", "Beware: this QR code leads elsewhere"),
        ("https://trail.example/s/RA520806", "No plaque carries this code"),
        ("WIFI:S:free;;", "Not the code of a plaque"),
        ("", "Not the code of a plaque"),
        ("<script>alert(1)</script>", "Not the code of a plaque"),
    ],
)
def test_what_is_not_ours_is_told_and_asks_for_the_post(walker: FlaskClient, text: str, title: str) -> None:
    page = show(walker, f"{PATROL}/scan", text=text)
    assert verdict(page) == title
    assert not page.all("button", name="state")
    choices = [link.attributes["href"] for link in page.all("a") if "at=" in link.attributes.get("href", "")]
    assert len(choices) == 10
    chosen = read_page(walker.get(choices[4]).text)
    assert chosen.one("textarea").text == ("QR: evil.example" if "evil" in text else "")
    assert suggested(chosen) == ["wrong"]


def test_a_swapped_sticker_is_noted_with_the_host_that_it_leads_to(walker: FlaskClient) -> None:
    page = show(walker, f"{PATROL}/scan", text="https://evil.example/s/RA520806", at=CRABS)
    assert "evil.example" in page.one("section", role="status").text
    assert not [link for link in page.all("a") if link.attributes["href"].startswith("https://evil")]
    assert note(walker, state="wrong", note=page.one("textarea").text)[0] == 303
    assert next(check for check in last_checks() if check.slug == CRABS).note == "QR: evil.example"


def test_reports_of_visitors_are_shown_and_dealt_with(walker: FlaskClient) -> None:
    report_plaque(CRABS, None, "worn", "<b>แตก</b>", NOON)
    report_plaque(CLAMS, None, "missing", "", NOON)
    assert "<b>แตก</b>" in show(walker, f"{PATROL}/{CRABS}").one("ul", class_="rows").text
    forms = [form for form in show(walker).all("form", method="post") if "/reports/" in form.attributes["action"]]
    assert len(forms) == 2
    token = forms[0].one("input", name="csrf_token").attributes["value"]
    answer = walker.post(forms[0].attributes["action"], data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, f"{PATROL}#reports")
    assert [report.slug for report in open_reports()] == [CLAMS]


def test_the_patrol_says_what_to_do_before_there_are_stations(
    walker: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "last_checks", lambda: [])
    assert "Import the content first" in show(walker).one("main").text
