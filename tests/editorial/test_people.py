"""Pages of the admins: people, invitations, the log."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mangrove_ar.accounts import passwords
from mangrove_ar.accounts.audit import entries, note
from mangrove_ar.accounts.models import Staff
from mangrove_ar.config import Settings
from mangrove_ar.extensions import db, limiter
from tests.conftest import NOON, running
from tests.pages import Element, read_page
from tests.shown_qr import read_qr
from tests.staff import PASSWORD, QUICK, form_token, make_staff, signed_in_client

PEOPLE = "/studio/people/"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


@pytest.fixture
def boss(app: Flask) -> FlaskClient:
    """A browser in which an admin is signed in."""
    return signed_in_client(app, "admin")


def send(client: FlaskClient, url: str, **form: str) -> TestResponse:
    return client.post(url, data={"csrf_token": form_token(client, PEOPLE), **form})


def link_in(answer: TestResponse) -> str:
    assert answer.status_code == 201
    return read_page(answer.text).one("textarea").text


def test_an_invited_person_becomes_staff_with_that_role(app: Flask, boss: FlaskClient) -> None:
    made = send(boss, f"{PEOPLE}invitations", role="educator", name_hint="ครูวิภา", password=PASSWORD)
    url = link_in(made)
    assert re.fullmatch(r"https://trail\.example/studio/invitation/[0-9a-f]{48}", url)
    guest = app.test_client()
    page = read_page(guest.get(url.removeprefix("https://trail.example")).text)
    assert page.one("input", id="name").attributes["value"] == "ครูวิภา"
    form = {"name": "ครูวิภา", "password": PASSWORD, "password_again": PASSWORD}
    assert guest.post(url.removeprefix("https://trail.example"), data=form).status_code == 201
    assert db.session.scalars(select(Staff.role).filter_by(name="ครูวิภา")).one() == "educator"
    assert guest.get(url.removeprefix("https://trail.example")).status_code == 410


def test_the_link_is_shown_once_and_as_a_qr_code(boss: FlaskClient) -> None:
    made = send(boss, f"{PEOPLE}invitations", role="curator", password=PASSWORD)
    url = link_in(made)
    assert read_qr(read_page(made.text).one("img", class_="account-qr").attributes["src"]) == url
    assert url.rpartition("/")[2] not in boss.get(PEOPLE).text


def test_an_invitation_is_listed_and_can_be_revoked(app: Flask, boss: FlaskClient) -> None:
    url = link_in(send(boss, f"{PEOPLE}invitations", role="curator", name_hint="ครูวิภา", password=PASSWORD))
    (waiting,) = read_page(boss.get(PEOPLE).text).one("ul", class_="rows").all("li")
    assert "ครูวิภา" in waiting.text
    assert send(boss, waiting.one("form").attributes["action"]).status_code == 303
    assert app.test_client().get(url.removeprefix("https://trail.example")).status_code == 410
    assert read_page(boss.get(PEOPLE).text).all("ul", class_="rows") == []


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("invitations", {"role": "admin"}),
        ("{id}/role", {"role": "admin"}),
        ("{id}/disable", {}),
        ("{id}/enable", {}),
        ("{id}/forget-second-factor", {}),
        ("{id}/password-link", {}),
    ],
)
@pytest.mark.parametrize("password", ["", "not the password"])
def test_people_and_roles_change_only_with_the_password_typed_again(
    boss: FlaskClient, url: str, form: dict[str, str], password: str
) -> None:
    staff = make_staff("วิภา", "educator")
    before = entries().entries[0].id
    refused = send(boss, PEOPLE + url.format(id=staff.id), password=password, **form)
    assert refused.status_code == 422
    assert "not the password" not in refused.text
    assert read_page(refused.text).one("p", role="alert").text
    assert entries().entries[0].id == before
    done = send(boss, PEOPLE + url.format(id=staff.id), password=PASSWORD, **form)
    assert done.status_code in (201, 303)


@pytest.mark.parametrize("role", ["", "owner", "Admin"])
def test_there_are_no_other_roles(boss: FlaskClient, role: str) -> None:
    staff = make_staff("วิภา", "educator")
    assert send(boss, f"{PEOPLE}{staff.id}/role", role=role, password=PASSWORD).status_code == 400
    assert send(boss, f"{PEOPLE}invitations", role=role, password=PASSWORD).status_code == 400
    db.session.refresh(staff)
    assert staff.role == "educator"


def test_a_disabled_person_is_out_at_once_and_cannot_come_back(app: Flask, boss: FlaskClient) -> None:
    curator = signed_in_client(app, "curator")
    staff_id = db.session.scalars(select(Staff.id).filter_by(role="curator")).one()
    assert curator.get("/studio/account/").status_code == 200
    assert send(boss, f"{PEOPLE}{staff_id}/disable", password=PASSWORD).status_code == 303
    assert curator.get("/studio/account/").status_code == 303
    form = {"name": "somebody with the role curator", "password": PASSWORD}
    disabled = curator.post("/studio/sign-in", data={"csrf_token": form_token(curator), **form})
    wrong = curator.post("/studio/sign-in", data={"csrf_token": form_token(curator), **form, "password": "x"})
    assert disabled.status_code == wrong.status_code == 422
    assert read_page(disabled.text).one("main").text == read_page(wrong.text).one("main").text
    shown = read_page(boss.get(f"{PEOPLE}{staff_id}").text)
    assert shown.all("p", class_="notice notice-warning")
    assert send(boss, f"{PEOPLE}{staff_id}/enable", password=PASSWORD).status_code == 303
    again = curator.post("/studio/sign-in", data={"csrf_token": form_token(curator), **form})
    assert again.status_code == 303


@pytest.mark.parametrize("change", ["disable", "role"])
def test_the_last_admin_stays_and_the_page_says_why(boss: FlaskClient, change: str) -> None:
    staff_id = db.session.scalars(select(Staff.id).filter_by(role="admin")).one()
    refused = send(boss, f"{PEOPLE}{staff_id}/{change}", role="curator", password=PASSWORD)
    assert refused.status_code == 409
    assert read_page(refused.text).one("p", role="alert").text
    assert boss.get(PEOPLE).status_code == 200


def test_an_admin_who_steps_down_is_led_to_a_page_they_may_see(boss: FlaskClient) -> None:
    make_staff("สมชาย", "admin")
    staff_id = db.session.scalars(select(Staff.id).where(Staff.name != "สมชาย")).one()
    done = send(boss, f"{PEOPLE}{staff_id}/role", role="educator", password=PASSWORD)
    assert boss.get(done.location).status_code == 200
    assert boss.get(PEOPLE).status_code == 403


def test_somebody_who_is_not_there_is_not_found(boss: FlaskClient) -> None:
    assert boss.get(f"{PEOPLE}4711").status_code == 404
    assert send(boss, f"{PEOPLE}4711/disable", password=PASSWORD).status_code == 404


def test_a_forgotten_password_is_renewed_by_a_link(app: Flask, boss: FlaskClient) -> None:
    staff = make_staff("วิภา", "educator")
    url = link_in(send(boss, f"{PEOPLE}{staff.id}/password-link", password=PASSWORD)).removeprefix(
        "https://trail.example"
    )
    guest, new = app.test_client(), "ปูก้ามดาบห้าตัวกลางแดด"
    assert read_page(guest.get(url).text).all("input", id="name") == []
    assert guest.post(url, data={"password": new, "password_again": new}).status_code == 201
    form = {"name": "วิภา", "password": new, "csrf_token": form_token(guest)}
    assert guest.post("/studio/sign-in", data=form).status_code == 303


@pytest.fixture
def throttled(settings: Settings) -> Iterator[Flask]:
    """A service that counts, as it does outside of tests."""
    with running(replace(settings, testing=False)) as app:
        limiter.reset()
        yield app
        limiter.reset()
    limiter.enabled = False


def test_guessing_the_password_of_whoever_left_a_browser_open_is_throttled(throttled: Flask) -> None:
    client = signed_in_client(throttled, "admin")
    staff = make_staff("วิภา", "educator")
    pages = [f"{PEOPLE}{staff.id}/disable", "/studio/account/password"] * 3
    statuses = [send(client, url, password="guess").status_code for url in pages]
    assert statuses == [422] * 5 + [429]
    assert send(client, f"{PEOPLE}{staff.id}/disable", password=PASSWORD).status_code == 429


def rows(client: FlaskClient, query: str = "") -> list[Element]:
    page = read_page(client.get(f"/studio/audit?lang=en{query}").text)
    return [row for table in page.all("table") for row in table.one("tbody").all("tr")]


def test_the_log_tells_in_words_and_in_the_time_of_the_trail(boss: FlaskClient) -> None:
    staff = make_staff("วิภา", "educator")
    send(boss, f"{PEOPLE}{staff.id}/role", role="curator", password=PASSWORD)
    note("kites.flown", "sky/1", None, NOON)
    db.session.commit()
    newest, before, *_ = rows(boss)
    assert [cell.text for cell in newest.all("td")] == [
        "23 November 2026, 12:00",
        "not signed in",
        "kites.flown",
        "sky/1",
    ]
    assert [cell.text for cell in before.all("td")][1:] == [
        "somebody with the role admin",
        "changed the role from educator to curator",
        "people/วิภา",
    ]
    thai = read_page(boss.get("/studio/audit?lang=th").text)
    assert thai.all("time")[0].text == "23 พฤศจิกายน พ.ศ. 2569 เวลา 12.00 น."
    assert "เปลี่ยนบทบาทจากนักสื่อความหมายธรรมชาติเป็นภัณฑารักษ์" in thai.text


def test_the_log_is_filtered_and_paged(boss: FlaskClient) -> None:
    for number in range(60):
        note("draft.submitted", f"species/{number}", None, NOON)
    db.session.commit()
    first = read_page(boss.get("/studio/audit?area=draft&lang=en").text)
    assert len(first.one("tbody").all("tr")) == 50
    older = boss.get(first.one("p", class_="pager").one("a").attributes["href"])
    assert len(read_page(older.text).one("tbody").all("tr")) == 10
    assert [row.all("td")[3].text for row in rows(boss, "&subject=species/7")] == ["species/7"]
    assert {row.all("td")[3].text for row in rows(boss, "&who=1")} == {"people/somebody with the role admin"}
    assert rows(boss, "&subject=nothing/at-all") == []
    assert boss.get("/studio/audit?who=x&before=y&area=%00").status_code == 200


def test_sign_in_and_out_are_noted_and_failures_without_what_was_typed(app: Flask) -> None:
    staff, client = make_staff("วิภา"), app.test_client()
    for name, password in [("วิภา", "typed password"), ("typed password", "x"), ("วิภา", PASSWORD)]:
        form = {"name": name, "password": password, "csrf_token": form_token(client)}
        client.post("/studio/sign-in", data=form, headers={"User-Agent": "Mozilla/5.0 (Android) Firefox/145.0"})
    client.post("/studio/sign-out", data={"csrf_token": form_token(client, "/studio/account/")})
    noted = [(entry.action, entry.subject, entry.staff_id) for entry in entries().entries]
    assert noted == [
        ("sign_in.closed", "people/วิภา", staff.id),
        ("sign_in.opened", "people/วิภา", staff.id),
        ("sign_in.failed", "people/", None),
        ("sign_in.failed", "people/วิภา", None),
    ]
    assert entries().entries[1].details == {"browser": "Firefox · Android"}
    assert "typed" not in str(entries())
