"""Pages about one's own account: password, sessions, second factor, and signing in with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mangrove_ar.accounts import passwords
from mangrove_ar.accounts.models import StaffSession
from mangrove_ar.accounts.queries import Role
from mangrove_ar.config import Settings
from mangrove_ar.editorial import account, sign_in
from mangrove_ar.extensions import db, limiter
from mangrove_ar.web import access
from tests.conftest import running
from tests.pages import Element, read_page
from tests.shown_qr import read_qr
from tests.staff import PASSWORD, QUICK, form_token, make_staff, signed_in_client

ACCOUNT = "/studio/account/"
FACTOR = f"{ACCOUNT}second-factor"
NEW = "ปูก้ามดาบห้าตัวกลางแดด"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time as these pages see it, which stands still; change its one element."""
    time = [datetime(2026, 11, 23, 5, 0, tzinfo=UTC)]
    for room in (access, account, sign_in):
        monkeypatch.setattr(room, "now", lambda: time[0])
    return time


def send(client: FlaskClient, url: str, page: str = ACCOUNT, **form: str) -> TestResponse:
    return client.post(url, data={"csrf_token": form_token(client, page), **form})


def enter(app: Flask, name: str = "วิภา", password: str = PASSWORD, agent: str = "") -> tuple[FlaskClient, TestResponse]:
    """Fill in the sign-in form in a fresh browser."""
    client = app.test_client()
    form = {"name": name, "password": password, "csrf_token": form_token(client)}
    return client, client.post("/studio/sign-in", data=form, headers={"User-Agent": agent})


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> TestResponse:
    return send(client, f"{ACCOUNT}password", password=old, new_password=new, new_password_again=again)


def test_a_new_password_counts_and_signs_every_other_browser_out(app: Flask) -> None:
    make_staff("วิภา")
    (here, _), (there, _) = enter(app), enter(app)
    assert change(here).status_code == 303
    assert here.get(ACCOUNT).status_code == 200
    assert there.get(ACCOUNT).status_code == 303
    assert enter(app)[1].status_code == 422
    assert enter(app, password=NEW)[1].status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, "tiny-one", "tiny-one"),
        (PASSWORD, NEW, "another"),
        (PASSWORD, *["password1234"] * 2),
    ],
)
def test_a_password_that_cannot_be_taken_says_why_and_changes_nothing(
    app: Flask, old: str, new: str, again: str
) -> None:
    make_staff("วิภา")
    client, _ = enter(app)
    refused = change(client, old, new, again)
    assert refused.status_code == 422
    assert read_page(refused.text).one("p", role="alert").text
    assert new not in refused.text
    assert enter(app)[1].status_code == 303


def sessions(client: FlaskClient) -> list[Element]:
    return read_page(client.get(f"{ACCOUNT}?lang=en").text).one("ul", class_="rows").all("li")


def test_sessions_are_listed_with_when_and_where_and_one_can_be_ended(app: Flask, clock: list[datetime]) -> None:
    make_staff("วิภา")
    phone, _ = enter(app, agent="Mozilla/5.0 (Android 15; Mobile; rv:145.0) Firefox/145.0")
    clock[0] += timedelta(minutes=5)
    laptop, _ = enter(app, agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36")
    here, there = sessions(laptop)
    assert here.text == "Chrome · Linux (this one) signed in on 23 November 2026, 12:05"
    assert there.one("h3").text == "Firefox · Android"
    assert send(laptop, there.one("form").attributes["action"]).status_code == 303
    assert phone.get(ACCOUNT).status_code == 303
    assert len(sessions(laptop)) == 1


def test_all_other_sessions_end_at_once(app: Flask) -> None:
    make_staff("วิภา")
    browsers = [enter(app)[0] for _ in range(3)]
    assert send(browsers[0], f"{ACCOUNT}sessions/close-others").status_code == 303
    assert [browser.get(ACCOUNT).status_code for browser in browsers] == [200, 303, 303]


def test_nobody_ends_the_session_of_somebody_else(app: Flask) -> None:
    make_staff("วิภา")
    owner, _ = enter(app)
    (own,) = sessions(owner)
    assert own.all("form") == []
    row = db.session.scalars(select(StaffSession.id)).one()
    stranger = signed_in_client(app, "admin")
    send(stranger, f"{ACCOUNT}sessions/{row}/close")
    send(stranger, f"{ACCOUNT}sessions/close-others")
    assert owner.get(ACCOUNT).status_code == 200


def turn_on(client: FlaskClient, clock: list[datetime]) -> tuple[pyotp.TOTP, list[str]]:
    """Turn the second factor on as a person does, by the QR code; give the app and the recovery codes."""
    assert send(client, FACTOR, FACTOR, password=PASSWORD).status_code == 303
    picture = read_page(client.get(FACTOR).text).one("img", class_="account-qr").attributes["src"]
    app = pyotp.parse_uri(read_qr(picture))
    assert isinstance(app, pyotp.TOTP)
    done = send(client, f"{FACTOR}/confirm", FACTOR, code=app.at(clock[0]))
    assert done.status_code == 201
    clock[0] += timedelta(minutes=2)
    return app, [code.text for code in read_page(done.text).one("ol").all("code")]


def type_code(client: FlaskClient, code: str, url: str = "/studio/sign-in/code") -> TestResponse:
    return send(client, url, url, code=code)


def test_with_a_second_factor_the_password_alone_opens_nothing(app: Flask, clock: list[datetime]) -> None:
    make_staff("วิภา")
    phone, _ = turn_on(enter(app)[0], clock)
    client, half = enter(app)
    assert urlsplit(half.location).path == "/studio/sign-in/code"
    assert client.get(ACCOUNT).status_code == 303
    wrong = type_code(client, "000000")
    assert wrong.status_code == 422
    assert read_page(wrong.text).one("p", role="alert").text
    assert type_code(client, phone.at(clock[0])).location == "/studio/"
    assert client.get(ACCOUNT).status_code == 200
    other, _ = enter(app)
    assert type_code(other, phone.at(clock[0])).status_code == 422  # Used already.


def test_the_page_that_was_asked_for_opens_after_the_code(app: Flask, clock: list[datetime]) -> None:
    make_staff("วิภา")
    phone, _ = turn_on(enter(app)[0], clock)
    client = app.test_client()
    form = {"name": "วิภา", "password": PASSWORD, "csrf_token": form_token(client)}
    half = client.post(f"/studio/sign-in?next={ACCOUNT}", data=form)
    page = read_page(client.get(half.location).text)
    action = page.one("form", method="post").attributes["action"]
    assert type_code(client, phone.at(clock[0]), action).location == ACCOUNT


def test_signing_in_with_a_code_renews_the_session(app: Flask, clock: list[datetime]) -> None:
    make_staff("วิภา")
    phone, _ = turn_on(enter(app)[0], clock)
    client, _ = enter(app)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    type_code(client, phone.at(clock[0]))
    with client.session_transaction() as session:
        assert "planted" not in session
        assert "half" not in session


def test_without_a_password_there_is_nothing_to_type_a_code_for(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/studio/sign-in/code").location.startswith("/studio/sign-in?")
    token = form_token(client)
    answer = client.post("/studio/sign-in/code", data={"csrf_token": token, "code": "123456"})
    assert answer.location.startswith("/studio/sign-in?")
    assert read_page(client.get(answer.location).text).one("p", role="alert").text


def test_five_wrong_codes_lead_back_to_the_password(app: Flask, clock: list[datetime]) -> None:
    make_staff("วิภา")
    phone, codes = turn_on(enter(app)[0], clock)
    client, _ = enter(app)
    url = "/studio/sign-in/code"
    token = form_token(client, url)
    for _ in range(5):
        assert client.post(url, data={"csrf_token": token, "code": "000000"}).status_code == 422
    after = client.post(url, data={"csrf_token": token, "code": phone.at(clock[0])})
    assert after.location.startswith("/studio/sign-in?")
    assert type_code(enter(app)[0], codes[0]).location == "/studio/"


def test_the_second_factor_is_turned_off_and_its_codes_renewed_with_the_password(
    app: Flask, clock: list[datetime]
) -> None:
    make_staff("วิภา")
    client, _ = enter(app)
    _, codes = turn_on(client, clock)
    for url in (f"{FACTOR}/codes", f"{FACTOR}/off", FACTOR):
        assert send(client, url, FACTOR, password="wrong").status_code == 422
    renewed = send(client, f"{FACTOR}/codes", FACTOR, password=PASSWORD)
    assert renewed.status_code == 201
    assert codes[0] not in renewed.text
    assert send(client, f"{FACTOR}/off", FACTOR, password=PASSWORD).status_code == 303
    assert enter(app)[1].location == "/studio/"


def test_the_secret_is_not_shown_again_once_it_counts(app: Flask, clock: list[datetime]) -> None:
    make_staff("วิภา")
    client, _ = enter(app)
    phone, codes = turn_on(client, clock)
    shown = client.get(FACTOR).text + client.get(ACCOUNT).text
    assert phone.secret not in shown
    assert not any(code in shown for code in codes)


@pytest.fixture
def strict(settings: Settings) -> Iterator[Flask]:
    """A service in which those who publish need a second factor."""
    with running(replace(settings, second_factor="publishers")) as app:
        yield app


@pytest.mark.parametrize("role", ["curator", "admin"])
def test_who_publishes_is_led_to_the_second_factor_first(strict: Flask, clock: list[datetime], role: Role) -> None:
    client = signed_in_client(strict, role)
    for page in ("/studio/", "/studio/packs/", "/studio/people/"):
        assert client.get(page).location == FACTOR, page
    assert client.get("/studio/", headers={"Accept": "application/json"}).status_code == 403
    explained = read_page(client.get(FACTOR).text)
    assert explained.one("p", class_="notice notice-warning").text
    turn_on(client, clock)
    assert client.get("/studio/packs/").status_code == 200


def test_who_publishes_without_a_second_factor_can_still_leave(strict: Flask) -> None:
    client = signed_in_client(strict, "curator")
    left = client.post("/studio/sign-out", data={"csrf_token": form_token(client, FACTOR)})
    assert left.location.startswith("/studio/sign-in")
    assert client.get(ACCOUNT).status_code == 303


def test_who_only_writes_needs_no_second_factor(strict: Flask) -> None:
    assert signed_in_client(strict, "educator").get("/studio/packs/patrol").status_code == 200


def test_codes_are_throttled_by_address_too(settings: Settings) -> None:
    with running(replace(settings, testing=False)) as app:
        limiter.reset()
        client = app.test_client()
        token = form_token(client)
        url = "/studio/sign-in/code"
        statuses = [client.post(url, data={"csrf_token": token, "code": "1"}).status_code for _ in range(11)]
        limiter.reset()
    limiter.enabled = False
    assert statuses == [303] * 10 + [429]
