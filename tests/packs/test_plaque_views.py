from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.catalogue.codes import spaced
from mangrove_ar.config import Settings
from mangrove_ar.extensions import limiter
from mangrove_ar.packs.models import LONGEST_NOTE
from mangrove_ar.packs.patrol import MOST_OPEN_REPORTS, open_reports
from tests.conftest import running
from tests.pages import read_page

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
SAID = {"kind": "worn", "note": "มุมขวาล่างแตก"}


@pytest.fixture
def page(codes: dict[int, str]) -> str:
    return f"/plaque/{codes[5]}/report"


def test_a_visitor_reports_a_plaque_and_is_thanked(client: FlaskClient, page: str, codes: dict[int, str]) -> None:
    form = read_page(client.get(f"{page}?lang=en").text).one("form", method="post")
    assert [choice.attributes["value"] for choice in form.all("input", type="radio")] == [
        "worn", "missing", "wrong", "other",
    ]  # fmt: skip
    answer = client.post(form.attributes["action"], data=SAID, headers=FROM_HERE)
    assert answer.status_code == 303
    assert read_page(client.get(f"{answer.location}?lang=en").text).one("h1").text == "Thank you for telling us"
    report = open_reports()[0]
    assert (report.number, report.kind, report.note, report.code) == (5, "worn", "มุมขวาล่างแตก", codes[5])


@pytest.mark.parametrize(("language", "heading"), [("th", "แจ้งปัญหาป้ายนี้"), ("en", "Report this plaque")])
def test_the_page_names_the_station_in_both_languages(
    client: FlaskClient, page: str, language: str, heading: str
) -> None:
    shown = read_page(client.get(f"{page}?lang={language}").text)
    assert shown.one("h1").text == heading
    assert shown.one("span", class_="number").text == "5"


def test_neither_reading_nor_sending_sets_a_cookie(client: FlaskClient, page: str) -> None:
    assert "Set-Cookie" not in client.get(page).headers
    assert "Set-Cookie" not in client.post(page, data=SAID, headers=FROM_HERE).headers


def test_a_code_may_be_written_as_on_the_plaque(client: FlaskClient, codes: dict[int, str]) -> None:
    form = read_page(client.get(f"/plaque/{spaced(codes[5]).lower()}/report").text).one("form", method="post")
    assert form.attributes["action"] == f"/plaque/{codes[5]}/report"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "good"},
        {"kind": "worn", "note": "x" * (LONGEST_NOTE + 1)},
    ],
)
def test_a_report_that_cannot_be_kept_says_why_and_loses_nothing(
    client: FlaskClient, page: str, said: dict[str, str]
) -> None:
    answer = client.post(page, data=said, headers=FROM_HERE)
    assert answer.status_code == 422
    shown = read_page(answer.text)
    assert shown.one("p", role="alert").text
    assert shown.one("textarea").text == said.get("note", "")
    assert open_reports() == []


def test_a_note_of_the_longest_length_is_kept_however_its_lines_break(client: FlaskClient, page: str) -> None:
    note = "ป้าย\r\n\r\nแตก " + "ก" * (LONGEST_NOTE - 9)
    assert client.post(page, data={"kind": "other", "note": note}, headers=FROM_HERE).status_code == 303
    assert len(open_reports()[0].note) == LONGEST_NOTE


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://trail.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_refused(client: FlaskClient, page: str, headers: dict[str, str]) -> None:
    answer = client.post(page, data=SAID, headers=headers, base_url="https://trail.example")
    assert answer.status_code == 403
    assert open_reports() == []


def test_a_browser_that_names_its_page_only_by_origin_may_report(client: FlaskClient, page: str) -> None:
    headers = {"Origin": "https://trail.example"}
    assert client.post(page, data=SAID, headers=headers, base_url="https://trail.example").status_code == 303


def test_a_code_without_a_plaque_has_no_report(client: FlaskClient) -> None:
    assert client.get("/plaque/RA520806/report").status_code == 404
    assert client.post("/plaque/RA520806/report", data=SAID, headers=FROM_HERE).status_code == 404
    assert client.get("/plaque/RA520807/report").status_code == 404


@pytest.fixture
def throttled(trail: Flask, settings: Settings) -> Iterator[FlaskClient]:
    """The trail, counting requests as it does outside of tests."""
    with running(Settings(**{**vars(settings), "testing": False})) as app:
        limiter.reset()
        yield app.test_client()
        limiter.reset()
    limiter.enabled = False


def test_a_class_behind_one_address_may_report_and_a_flood_may_not(throttled: FlaskClient, page: str) -> None:
    answers = [throttled.post(page, data={}, headers=FROM_HERE).status_code for _ in range(61)]
    assert answers == [422] * 60 + [429]


@pytest.mark.parametrize("page", ["report", "report/thanks"])
def test_codes_cannot_be_guessed_at_a_page_and_those_that_stand_open_as_often_as_wanted(
    throttled: FlaskClient, codes: dict[int, str], page: str
) -> None:
    assert {throttled.get(f"/plaque/{codes[5]}/{page}").status_code for _ in range(61)} == {200}
    answers = [throttled.get(f"/plaque/RA520806/{page}").status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]


def test_a_visitor_is_thanked_also_for_what_too_many_have_reported(client: FlaskClient, page: str) -> None:
    answers = [client.post(page, data=SAID, headers=FROM_HERE).status_code for _ in range(MOST_OPEN_REPORTS + 1)]
    assert set(answers) == {303}
    assert len(open_reports()) == MOST_OPEN_REPORTS
