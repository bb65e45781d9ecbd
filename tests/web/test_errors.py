import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from mangrove_ar.errors import MangroveError
from tests.pages import read_page
from tests.staff import signed_in_client


def test_a_fault_shows_a_number_and_nothing_of_the_inside(trail: Flask) -> None:
    trail.config["PROPAGATE_EXCEPTIONS"] = False
    trail.add_url_rule("/broken", view_func=lambda: 1 // 0)
    trail.add_url_rule("/api/v1/broken", endpoint="api_broken", view_func=lambda: 1 // 0)
    page = trail.test_client().get("/broken")
    assert page.status_code == 500
    assert read_page(page.text).one("h1").text
    assert "ZeroDivision" not in page.text
    answer = trail.test_client().get("/api/v1/broken")
    assert answer.json["error"]["code"] == "internal_error"


def test_a_database_that_cannot_answer_is_a_503_with_a_time_to_come_back(trail: Flask) -> None:
    def locked() -> str:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    trail.add_url_rule("/api/v1/locked", view_func=locked)
    answer = trail.test_client().get("/api/v1/locked")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "SELECT" not in answer.text


def test_every_error_of_ours_has_words_for_people(client: FlaskClient) -> None:
    for kind in MangroveError.__subclasses__():
        assert 400 <= kind.status < 600
        assert kind.code != MangroveError.code, kind


def test_an_unknown_api_address_answers_in_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/studio/nothing", "/studio/releases/99", "/studio/species/nobody/history"])
def test_an_error_in_the_studio_leads_back_to_the_studio(trail: Flask, path: str) -> None:
    for client in (signed_in_client(trail, "educator"), trail.test_client()):
        answer = client.get(path, headers={"Accept-Language": "en"}, follow_redirects=True)
        if answer.request.path != path:  # Who is not signed in was asked to be.
            continue
        page = read_page(answer.text).one("main")
        assert answer.status_code == 404
        assert page.one("a", class_="button").attributes["href"] == "/studio/"
        assert "plaque" not in page.text


def test_a_form_too_old_and_a_broken_database_lead_back_to_the_studio_too(trail: Flask) -> None:
    def locked() -> str:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    trail.add_url_rule("/studio/locked", view_func=locked)
    client = signed_in_client(trail, "curator")
    for answer in (client.post("/studio/releases/1/roll-back"), client.get("/studio/locked")):
        assert answer.status_code in (400, 503)
        assert read_page(answer.text).one("main").one("a", class_="button").attributes["href"] == "/studio/"


def test_an_error_outside_the_studio_leads_visitors_to_the_trail(client: FlaskClient) -> None:
    page = read_page(client.get("/nothing").text).one("main")
    assert page.all("a", href="/studio/") == []
    assert page.one("input", id="code")
