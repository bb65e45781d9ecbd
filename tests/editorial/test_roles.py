"""Who may do what in the studio: every route, every role, every method, taken from the routes that there are.

A new route is added by one line in `LEAST_ROLE`.
"""

from typing import Literal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mangrove_ar.accounts import passwords
from mangrove_ar.accounts.queries import ROLES, Role
from mangrove_ar.extensions import db
from mangrove_ar.web.security import WITHOUT_FORM_TOKEN
from tests.routes import CHANGING, METHODS, address, routes
from tests.staff import QUICK, form_token, signed_in_client

Least = Literal["nobody", "educator", "curator", "admin"]
ORDER: tuple[Least, ...] = ("nobody", *ROLES)
LEAST_ROLE: dict[str, Least] = {
    "account.account": "educator",
    "account.begin_second_factor": "educator",
    "account.change_password": "educator",
    "account.close_others": "educator",
    "account.close_session": "educator",
    "account.confirm_second_factor": "educator",
    "account.renew_recovery_codes": "educator",
    "account.second_factor": "educator",
    "account.turn_off_second_factor": "educator",
    "builds.delete_media": "educator",
    "builds.describe": "educator",
    "builds.media": "educator",
    "builds.models": "educator",
    "builds.one_media": "educator",
    "builds.publish_files": "curator",
    "closures.close": "educator",
    "closures.close_now": "educator",
    "closures.reopen": "curator",
    "desk.records": "educator",
    "desk.search": "educator",
    "desk.translations": "educator",
    "editing.ask_to_discard": "educator",
    "editing.autosave": "educator",
    "editing.begin": "educator",
    "editing.discard": "educator",
    "editing.edit": "educator",
    "editing.form_token": "educator",
    "editing.merge": "educator",
    "editing.new": "educator",
    "editing.save": "educator",
    "editorial.dashboard": "educator",
    "exchange.confirm": "educator",
    "exchange.front": "educator",
    "exchange.table": "educator",
    "exchange.upload": "educator",
    "help.front": "educator",
    "help.tour": "educator",
    "help.tour_done": "educator",
    "history.compare": "educator",
    "history.record": "educator",
    "history.release": "educator",
    "history.releases": "educator",
    "history.roll_back": "curator",
    "invitations.accept": "nobody",
    "invitations.invitation": "nobody",
    "packs.ask_to_withdraw": "curator",
    "packs.check": "educator",
    "packs.close": "educator",
    "packs.file": "curator",
    "packs.note_check": "educator",
    "packs.order": "curator",
    "packs.pack": "curator",
    "packs.packs": "curator",
    "packs.patrol": "educator",
    "packs.printed": "curator",
    "packs.scan": "educator",
    "packs.state": "curator",
    "packs.withdraw": "curator",
    "people.audit": "admin",
    "people.change_role": "admin",
    "people.disable": "admin",
    "people.enable": "admin",
    "people.forget_second_factor": "admin",
    "people.invite": "admin",
    "people.make_password_link": "admin",
    "people.people": "admin",
    "people.person": "admin",
    "people.revoke": "admin",
    "previews.qr": "educator",
    "previews.show": "educator",
    "previews.show_release": "educator",
    "review.approve": "curator",
    "review.cancel_schedule": "curator",
    "review.comment": "educator",
    "review.queue": "educator",
    "review.resolve": "educator",
    "review.send_back": "curator",
    "review.show": "educator",
    "review.submit": "educator",
    "scanning.by_code": "educator",
    "scanning.scan": "educator",
    "scenes.edit": "educator",
    "scenes.save": "educator",
    "scenes.save_numbers": "educator",
    "scenes.stage": "educator",
    "sign_in.ask": "nobody",
    "sign_in.ask_code": "nobody",
    "sign_in.check_code": "nobody",
    "sign_in.leave": "nobody",
    "sign_in.let_in": "nobody",
    "uploads.abilities": "educator",
    "uploads.again": "educator",
    "uploads.append": "educator",
    "uploads.create": "educator",
    "uploads.delete": "educator",
    "uploads.new_model": "curator",
    "uploads.offset": "educator",
    "uploads.send": "educator",
    "uploads.show": "educator",
    "uploads.state": "educator",
    "uploads.terminate": "educator",
}
"""For each endpoint of the studio the least role that may use it; `nobody`: it answers without sign-in.

Educators send pictures and sounds; that models are for curators is tested with the uploads.
"""
JSON = {"Accept": "application/json"}
ENDS_THE_SESSION = "sign_in.leave"
NOT_THERE = {"session_id": 4711}
"""So that nobody signs themselves out on the way."""
NOT_SHOWN = {
    "invitations.invitation": "there is no such invitation",
    "packs.ask_to_withdraw": "there is no pack yet",
    "packs.file": "there is no pack yet",
    "packs.pack": "there is no pack yet",
    "packs.state": "there is no pack yet",
    "builds.one_media": "there is no media file yet",
    "editing.ask_to_discard": "there is no draft yet",
    "history.compare": "it asks for two releases, and there is one",
    "scanning.by_code": "no plaque carries this code",
    "uploads.show": "there is no upload yet",
    "uploads.state": "there is no upload yet",
}
"""Pages that have nothing to show in the test of reading, which therefore says little about them."""
KNOWN: dict[str, str | int] = {
    "kind": "stations",
    "slug": "crab-condo",
    "station": "crab-condo",
    "staff_id": 1,
    "step": 1,
    "release_id": 1,
}
"""Values of parameters for which there is something to show."""


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


def ask(client: FlaskClient, url: str, method: str, token: str = "", **headers: str) -> TestResponse:
    """Send a request as our own scripts do: with the form token in a header."""
    return client.open(url, method=method, headers={"X-CSRFToken": token, **headers})


def is_led_to_sign_in(answer: TestResponse) -> bool:
    return answer.status_code == 303 and answer.location.startswith("/studio/sign-in")


def test_every_endpoint_of_the_studio_stands_in_the_table(app: Flask) -> None:
    there = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/studio")}
    missing = sorted(there - set(LEAST_ROLE))
    assert missing == [], f"please add to LEAST_ROLE in {__file__}: {missing}"
    gone = sorted(set(LEAST_ROLE) - there)
    assert gone == [], f"please take out of LEAST_ROLE: {gone}"


def test_without_sign_in_every_page_leads_to_the_door_and_json_gets_401(trail: Flask) -> None:
    client = trail.test_client()
    token = form_token(client)
    for rule, method in routes(trail, "/studio"):
        answer = ask(client, address(trail, rule), method, token)
        if LEAST_ROLE[rule.endpoint] == "nobody":
            assert answer.status_code not in (401, 403), (rule, method)
            token = form_token(client)
        else:
            assert is_led_to_sign_in(answer) or answer.status_code == 401, (rule, method, answer.status_code)
            assert ask(client, address(trail, rule), method, token, **JSON).status_code == 401, (rule, method)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_is_meant_for_it_and_gets_403_elsewhere(trail: Flask, role: Role) -> None:
    client = signed_in_client(trail, role)
    token = form_token(client, "/studio/account/")
    for rule, method in routes(trail, "/studio"):
        least = LEAST_ROLE[rule.endpoint]
        if least == "nobody":
            continue
        url = address(trail, rule, NOT_THERE)
        answer = ask(client, url, method, token)
        if ORDER.index(role) < ORDER.index(least):
            assert answer.status_code == 403, (rule, method, answer.status_code)
            assert ask(client, url, method, token, **JSON).status_code == 403, (rule, method)
        else:
            assert not is_led_to_sign_in(answer), (rule, method)
            assert answer.status_code not in (401, 403, 405), (rule, method, answer.status_code)
    assert client.get("/studio/account/").status_code == 200


@pytest.mark.parametrize("role", ["nobody", "admin"])
def test_methods_that_no_route_has_answer_405(trail: Flask, role: Least) -> None:
    client = trail.test_client() if role == "nobody" else signed_in_client(trail, "admin")
    token = form_token(client, "/studio/sign-in" if role == "nobody" else "/studio/account/")
    known = trail.url_map.bind("localhost")
    for url in sorted({address(trail, rule) for rule, _ in routes(trail, "/studio")}):
        for method in METHODS:
            if method not in known.allowed_methods(url):
                answer = ask(client, url, method, token)
                assert answer.status_code == 405, (url, method, answer.status_code)


def test_nothing_changes_without_a_form_token(trail: Flask) -> None:
    client = signed_in_client(trail, "admin")
    before = contents()
    exempt = set()
    for rule, method in routes(trail):
        view = trail.view_functions[rule.endpoint]
        if method not in CHANGING:
            continue
        if f"{view.__module__}.{view.__name__}" in WITHOUT_FORM_TOKEN:
            exempt.add(rule.endpoint)
            continue
        answer = client.open(address(trail, rule), method=method)
        # Who signs out with a page that is out of date gets the studio's front again.
        refused = 303 if rule.endpoint == ENDS_THE_SESSION else 400
        assert answer.status_code == refused, (rule, method, answer.status_code)
    assert len(exempt) == len(WITHOUT_FORM_TOKEN)
    assert contents() == before
    assert client.get("/studio/account/").status_code == 200


def test_reading_the_studio_changes_nothing(trail: Flask) -> None:
    client = signed_in_client(trail, "admin")
    before = contents()
    empty = set()
    for rule, method in routes(trail, "/studio"):
        if method == "GET":
            answer = client.get(address(trail, rule, KNOWN))
            if answer.status_code not in (200, 303):
                empty.add(rule.endpoint)
            assert contents() == before, rule
    assert empty == set(NOT_SHOWN), "please add to NOT_SHOWN, or a value to KNOWN"


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in db.metadata.sorted_tables
        }
