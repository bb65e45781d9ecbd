"""The review's pages: what a second person sees, decides and is told."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.web.times import TRAIL_TIME
from tests.conftest import NOON
from tests.editorial.crowd import make_crowd, species_slug
from tests.editorial.drafting import CRABS, change, in_both, make_member, pretend_models
from tests.editorial.test_search import counted
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

PAGE = f"/studio/stations/{CRABS}/review"


@pytest.fixture
def ready(trail: Flask, storage: LocalStorage) -> None:
    pretend_models()
    publish(storage, NOON, "with models")


@pytest.fixture
def educator(trail: Flask, ready: None) -> FlaskClient:
    return signed_in_client(trail, "educator")


@pytest.fixture
def curator(trail: Flask, ready: None) -> FlaskClient:
    return signed_in_client(trail, "curator")


def page(client: FlaskClient, url: str = PAGE) -> Element:
    answer = client.get(url, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return read_page(answer.text)


def press(client: FlaskClient, act: str, **fields: str) -> tuple[int, Element]:
    """Press one of the page's buttons, with the version that the page shows."""
    version = fields.pop("version", str(open_draft("stations", CRABS).version))
    form = {"csrf_token": form_token(client, "/studio/review/"), "version": version, **fields}
    answer = client.post(
        f"/studio/stations/{CRABS}/{act}", data=form, headers={"Accept-Language": "en"}, follow_redirects=True
    )
    return answer.status_code, read_page(answer.text)


def test_one_changed_word_shows_as_one_change(educator: FlaskClient) -> None:
    old = open_draft("stations", CRABS).record["lead"]["en"]
    change(make_member(), lead_en=f"Look! {old}", lead_th="ปู")
    english = next(one for one in page(educator).all("article") if "English" in one.one("h3").text)
    assert english.all("del") == []
    (new,) = english.all("ins")
    assert "Look" in new.text


def test_from_submitting_to_the_public_in_two_pairs_of_hands(
    educator: FlaskClient, curator: FlaskClient, storage: LocalStorage
) -> None:
    change(make_member(), **in_both("New"))
    status, told = press(educator, "submit", note="clearer")
    assert status == 200
    assert told.one("div", role="status").text.startswith("Submitted")
    assert "clearer" in page(curator).one("blockquote").text
    status, told = press(curator, "approve", when="now")
    assert status == 200
    assert told.one("div", role="status").text.startswith("Published")
    assert live_release(storage).station(CRABS).lead.en == "New English"


def test_what_moved_meanwhile_is_shown_anew_instead_of_decided(
    educator: FlaskClient, curator: FlaskClient, storage: LocalStorage
) -> None:
    change(make_member(), **in_both("New"))
    press(educator, "submit")
    status, told = press(curator, "approve", when="now", version="999")
    assert status == 409
    assert "changed while this page was open" in told.one("div", role="alert").text
    assert live_release(storage).station(CRABS).lead.en != "New English"


def test_what_stands_in_the_way_is_listed_with_a_link_to_its_field(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), lead_en="Only English")
    press(educator, "submit")
    status, told = press(curator, "approve", when="now")
    assert status == 422
    blocking = told.one("section", aria_labelledby="blocking-title")
    assert [link.attributes["href"] for link in blocking.all("a")] == [f"/studio/stations/{CRABS}#lead.th"]


def test_a_time_is_read_by_the_clock_of_the_trail(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    press(educator, "submit")
    day = (datetime.now(TRAIL_TIME) + timedelta(days=30)).date()
    status, _ = press(curator, "approve", when="at", publish_at=f"{day}T09:00")
    assert status == 200
    moment = open_draft("stations", CRABS).publish_at
    assert moment is not None
    assert moment.isoformat() == f"{day}T02:00:00+00:00"
    assert press(curator, "cancel-schedule")[0] == 200
    assert open_draft("stations", CRABS).state == "submitted"
    for typed in ("", "tomorrow", f"{day.year}-13-01T00:00", "2020-01-01T09:00", f"{day.year + 543}-01-01T09:00"):
        assert press(curator, "approve", when="at", publish_at=typed)[0] == 422


def test_a_time_that_was_typed_is_never_overlooked(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    press(educator, "submit")
    status, told = press(curator, "approve", when="now", publish_at="2026-11-30T08:00")
    assert (status, open_draft("stations", CRABS).state) == (422, "submitted")
    assert "chose to publish right away" in told.one("div", role="alert").text
    assert told.one("input", name="publish_at").attributes["value"] == "2026-11-30T08:00"
    _, told = press(curator, "approve", when="at", publish_at="2020-01-01T09:00")
    assert "checked" in told.one("input", name="when", value="at").attributes
    assert told.one("input", name="publish_at").attributes["value"] == "2020-01-01T09:00"


def test_what_was_written_is_given_back_when_a_decision_is_refused(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    press(educator, "submit")
    status, told = press(curator, "send-back", version="99", note="Too long, I think.")
    assert (status, told.one("textarea", id="why").text) == (409, "Too long, I think.")
    press(curator, "approve", when="now")
    status, told = press(curator, "comments", path="lead.en", text="Which crab?")
    assert (status, "published or discarded" in told.one("div", role="alert").text) == (409, True)
    assert "Which crab?" in told.one("section", aria_labelledby="typed-title").text
    assert press(curator, "approve", when="now")[0] == 409


def test_what_was_written_is_given_back_after_the_session_ended(trail: Flask, educator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    form = {"version": "1", "path": "", "text": "ปูตัวไหน"}
    for client in (trail.test_client(), educator):
        answer = client.post(f"/studio/stations/{CRABS}/comments", data=form)
        assert answer.status_code == 400
        shown = read_page(answer.text)
        assert "ปูตัวไหน" in shown.one("section", aria_labelledby="typed-title").text
    again = {one.attributes["name"]: one.text for one in shown.all("textarea")}
    again["csrf_token"] = shown.one("input", name="csrf_token").attributes["value"]
    assert educator.post(f"/studio/stations/{CRABS}/comments", data=again).status_code == 303


def test_a_line_break_counts_as_one_letter_and_nothing_is_cut(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    typed = "crab\r\n" * 100
    press(educator, "submit", note=typed)
    assert open_draft("stations", CRABS).note == ("crab\n" * 100).strip()
    assert press(curator, "comments", path="", text=typed)[0] == 200
    status, told = press(curator, "send-back", note="x" * 501)
    assert (status, "500 letters" in told.one("div", role="alert").text) == (422, True)


def test_a_button_that_is_pressed_twice_did_its_work_once(educator: FlaskClient) -> None:
    version = str(change(make_member(), **in_both("New")).version)
    assert press(educator, "submit", note="clearer", version=version)[0] == 200
    status, told = press(educator, "submit", note="clearer", version=version)
    assert (status, told.all("div", role="alert")) == (200, [])


def test_a_remark_stands_beside_its_field_until_it_is_settled(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    press(educator, "submit")
    press(curator, "comments", path="lead.en", text="Which crab?")
    english = next(one for one in page(educator).all("article") if "English" in one.one("h3").text)
    assert "Which crab?" in english.one("li").text
    settle = english.one("li").one("form").attributes["action"]
    status, told = press(educator, settle.removeprefix(f"/studio/stations/{CRABS}/"))
    assert status == 200
    assert "settled by" in told.text
    assert press(curator, "comments", path="lead.en", text=" ")[0] == 422


def test_an_educator_is_offered_no_decision_about_what_waits(educator: FlaskClient, curator: FlaskClient) -> None:
    change(make_member(), **in_both("New"))
    press(educator, "submit")
    offered = {form.attributes.get("action", "").rpartition("/")[2] for form in page(educator).all("form")}
    assert not offered & {"approve", "send-back", "submit"}
    decided = {form.attributes.get("action", "").rpartition("/")[2] for form in page(curator).all("form")}
    assert decided >= {"approve", "send-back"}
    assert press(educator, "approve", when="now")[0] == 403


def test_the_queue_names_who_waits_for_what(educator: FlaskClient, curator: FlaskClient) -> None:
    empty = page(curator, "/studio/review/")
    assert "Nothing waits." in empty.one("section", aria_labelledby="submitted-title").text
    change(make_member(), **in_both("New"))
    press(educator, "submit", note="clearer")
    waiting = page(curator, "/studio/review/").one("section", aria_labelledby="submitted-title")
    assert [link.attributes["href"] for link in waiting.all("a")] == [PAGE]
    press(curator, "send-back", note="too long")
    assert "too long" in page(educator).text
    back = page(educator, "/studio/review/").one("section", aria_labelledby="sent_back-title")
    assert len(back.all("a")) == 1


def test_the_queue_asks_as_much_for_many_drafts_as_for_few(app: Flask) -> None:
    make_crowd(species=60, stations=2)
    client, staff = signed_in_client(app, "curator"), make_member()
    for number in range(5):
        change(staff, species_slug(number), "species", role_en=f"New {number}")
    few = asked(client, drafts=5)
    for number in range(5, 60):
        change(staff, species_slug(number), "species", role_en=f"New {number}")
    assert asked(client, drafts=60) == few <= 8


def asked(client: FlaskClient, drafts: int) -> int:
    """How many queries the queue makes."""
    client.get("/studio/review/")
    with counted() as statements:
        shown = page(client, "/studio/review/")
    assert sum(int(one.text) for one in shown.one("main").all("span", class_="count")) == drafts
    return len(statements)
