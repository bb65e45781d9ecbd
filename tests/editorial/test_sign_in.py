import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.config import Settings
from mangrove_ar.extensions import limiter
from tests.conftest import running
from tests.pages import read_page
from tests.staff import PASSWORD, form_token, make_staff, signed_in_client

SIGN_IN = "/studio/sign-in"


def send(client: FlaskClient, name: str, password: str = PASSWORD, url: str = SIGN_IN) -> tuple[int, str, str]:
    """Fill in the sign-in form; give status, where it leads and the page."""
    answer = client.post(url, data={"name": name, "password": password, "csrf_token": form_token(client)})
    return answer.status_code, answer.location or "", answer.text


def test_signing_in_leads_to_the_studio_and_signing_out_back_to_the_door(app: Flask) -> None:
    client = app.test_client()
    assert send(client, make_staff().name)[:2] == (303, "/studio/")
    page = read_page(client.get("/studio/?lang=en").text)
    assert page.one("div", class_="staff-strip").one("p").text == "วิภา · curator"
    left = client.post("/studio/sign-out", data={"csrf_token": form_token(client, "/studio/")}, follow_redirects=True)
    assert read_page(left.text).one("p", role="status").text == "You have signed out."
    assert client.get("/studio/").status_code == 303


def test_a_refusal_tells_neither_whether_the_name_exists_nor_what_was_typed(app: Flask) -> None:
    make_staff("วิภา")
    wrong_password = send(app.test_client(), "วิภา", "ไม่ใช่รหัสนี้")
    unknown_name = send(app.test_client(), "สมชาย", "ไม่ใช่รหัสนี้")
    assert wrong_password[0] == unknown_name[0] == 422
    assert words(wrong_password[2]) == words(unknown_name[2])
    assert "ไม่ใช่รหัสนี้" not in wrong_password[2]


def words(page: str) -> str:
    return read_page(page).one("main").text


def test_the_page_that_was_asked_for_opens_after_signing_in(app: Flask) -> None:
    make_staff()
    client = app.test_client()
    asked = client.get("/studio/?tab=2").location
    form = read_page(client.get(asked).text).one("form", method="post")
    assert send(client, "วิภา", url=form.attributes["action"])[:2] == (303, "/studio/?tab=2")
    assert client.get(asked).location == "/studio/?tab=2"


@pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/%255cevil.example", "/%5C/evil.example"])
def test_a_foreign_page_is_not_opened_after_signing_in(app: Flask, next_: str) -> None:
    make_staff()
    client, url = app.test_client(), f"{SIGN_IN}?next={next_}"
    assert "evil" not in read_page(client.get(url).text).one("form", method="post").attributes["action"]
    assert send(client, "วิภา", url=url)[:2] == (303, "/studio/")
    assert client.get(url).location == "/studio/"


def test_signing_in_renews_the_session(app: Flask) -> None:
    make_staff()
    client = app.test_client()
    before = form_token(client)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        anonymous = session["csrf_token"]
    assert client.post(SIGN_IN, data={"name": "วิภา", "password": PASSWORD, "csrf_token": before}).status_code == 303
    client.get("/studio/")
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["csrf_token"] != anonymous
    assert client.post("/studio/sign-out", data={"csrf_token": before}).location == "/studio/"  # Not signed out.
    assert client.get("/studio/").status_code == 200


def test_signing_in_anew_ends_the_browsers_earlier_session(app: Flask) -> None:
    client, thief = signed_in_client(app), app.test_client()
    cookie = client.get_cookie("__Host-staff")
    assert cookie
    thief.set_cookie("__Host-staff", cookie.value, secure=True)
    make_staff("สมชาย")
    form = {"name": "สมชาย", "password": PASSWORD, "csrf_token": form_token(client, "/studio/")}
    assert client.post(SIGN_IN, data=form).status_code == 303
    assert "สมชาย" in client.get("/studio/").text
    assert thief.get("/studio/").status_code == 303


def test_a_form_whose_session_is_gone_is_given_anew(app: Flask) -> None:
    make_staff()
    client = app.test_client()
    answer = client.post(f"{SIGN_IN}?next=/studio/", data={"name": "วิภา", "password": PASSWORD, "csrf_token": "old"})
    assert answer.status_code == 400
    form = read_page(answer.text).one("form", method="post")
    token = form.one("input", name="csrf_token").attributes["value"]
    again = client.post(form.attributes["action"], data={"name": "วิภา", "password": PASSWORD, "csrf_token": token})
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("came_from", "status"),
    [("https://trail.example/studio/sign-in", 303), ("https://evil.example/", 400), (None, 400)],
)
def test_over_https_a_form_must_come_from_our_own_pages(app: Flask, came_from: str | None, status: int) -> None:
    make_staff()
    client = app.test_client()
    form = {"name": "วิภา", "password": PASSWORD, "csrf_token": form_token(client, "https://trail.example" + SIGN_IN)}
    headers = {"Referer": came_from} if came_from else {}
    assert client.post("https://trail.example" + SIGN_IN, data=form, headers=headers).status_code == status


def test_a_form_that_is_too_large_is_refused(app: Flask) -> None:
    assert app.test_client().post(SIGN_IN, data={"name": "x" * 70_000}).status_code == 413


def test_pages_of_the_studio_are_not_kept_and_differ_by_cookie(app: Flask) -> None:
    for answer in (signed_in_client(app).get("/studio/"), app.test_client().get(SIGN_IN)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]


@pytest.fixture
def throttled(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A service that counts, as it does outside of tests, while the minute of its counters does not pass."""
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)
    with running(replace(settings, testing=False)) as app:
        limiter.reset()
        yield app
        limiter.reset()
    limiter.enabled = False


def test_guessing_one_persons_password_from_many_addresses_is_throttled(throttled: Flask) -> None:
    make_staff("วิภา")
    make_staff("สมชาย")

    def guess(name: str, password: str, address: str) -> int:
        client = throttled.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return send(client, name, password)[0]

    assert [guess("วิภา", "x", f"192.0.2.{number}") for number in range(7)] == [422] * 5 + [429] * 2
    assert guess(" วิภา ", PASSWORD, "192.0.2.9") == 429
    assert guess(" " * 80 + "วิภา", PASSWORD, "192.0.2.9") == 429
    assert guess("สมชาย", PASSWORD, "192.0.2.9") == 303


def test_guessing_many_names_from_one_address_is_throttled_and_says_so(throttled: Flask) -> None:
    client = throttled.test_client()
    statuses = [send(client, f"name {number}", "x")[0] for number in range(11)]
    assert statuses == [422] * 10 + [429]
    page = read_page(send(client, "name", "x")[2])
    assert page.one("p", role="alert").text
    assert page.one("form", method="post")


def test_signing_in_often_does_not_shut_a_person_out(throttled: Flask) -> None:
    name = make_staff().name
    for _ in range(6):
        assert send(throttled.test_client(), name)[0] == 303
