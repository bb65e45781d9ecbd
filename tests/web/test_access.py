import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mangrove_ar.accounts.sign_in import Opened
from mangrove_ar.editorial import sign_in
from mangrove_ar.extensions import db
from mangrove_ar.web import access
from mangrove_ar.web.access import current_staff, own_address, staff_only
from mangrove_ar.web.security import WITHOUT_FORM_TOKEN
from tests.pages import read_page
from tests.routes import CHANGING, address, routes
from tests.staff import PASSWORD, form_token, make_staff, signed_in_client

OPEN_STUDIO = {
    *("sign_in.ask", "sign_in.let_in", "sign_in.ask_code", "sign_in.check_code", "sign_in.leave"),
    *("invitations.invitation", "invitations.accept"),
}
"""All that the studio shows without sign-in: the ways in and out."""
JSON = {"Accept": "application/json"}


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """A service with pages for some of the staff; each answers with who reads it."""

    def who() -> str:
        return current_staff().name

    for path, roles in {"any": (), "curators": ("curator",), "educators": ("educator",)}.items():
        view = staff_only(*roles)(who)
        app.add_url_rule(f"/studio/{path}", path, view, methods=["GET", "POST"])
    app.add_url_rule("/api/v1/staff", "api", staff_only("educator")(who))
    return app


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time as pages for staff see it; change its one element."""
    time = [datetime.now(UTC)]
    for room in (access, sign_in):
        monkeypatch.setattr(room, "now", lambda: time[0])
    return time


def test_without_sign_in_a_page_leads_to_the_sign_in_page_and_back(guarded: Flask) -> None:
    answer = guarded.test_client().get("/studio/any?page=2&sort=name")
    assert answer.status_code == 303
    assert answer.location == "/studio/sign-in?next=/studio/any?page%3D2%26sort%3Dname"
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_sign_in_a_form_leads_to_the_sign_in_page_and_not_back(guarded: Flask) -> None:
    client = guarded.test_client()
    answer = client.post("/studio/any", data={"csrf_token": form_token(client)})
    assert (answer.status_code, answer.location) == (303, "/studio/sign-in")


LARGE_FOR_STAFF = [
    ("POST", "/studio/builds/uploads/picture/file"),
    ("PATCH", "/studio/builds/uploads/x/bytes"),
    ("POST", "/studio/exchange/"),
    ("POST", "/studio/exchange/take"),
    ("POST", "/studio/stations/breathing-root-mud/scene"),
    ("POST", "/studio/stations/breathing-root-mud/scene/save"),
]
"""Routes that take more from staff than visitors may send."""


class NeverRead(io.BytesIO):
    """A body that nobody may ask for."""

    def read(self, *_size: Any) -> bytes:
        pytest.fail("the body was read")

    readinto = readline = read  # type: ignore[assignment]


@pytest.mark.parametrize(("method", "url"), LARGE_FOR_STAFF)
@pytest.mark.parametrize(
    "is_known", [True, False], ids=["a token of this browser", "a token of a session that is gone"]
)
def test_without_sign_in_a_large_body_is_answered_like_a_small_one_and_not_read(
    trail: Flask, method: str, url: str, is_known: bool
) -> None:
    client = trail.test_client()
    headers = {"X-CSRFToken": form_token(client) if is_known else "old"}

    def send_much(more: dict[str, str]) -> TestResponse:
        body = NeverRead(b"x" * 1_000_000)
        form = "application/x-www-form-urlencoded"
        return client.open(url, method=method, headers=headers | more, input_stream=body, content_type=form)

    page = send_much({})
    assert (page.status_code, page.location) == (303, "/studio/sign-in")
    answer = send_much(JSON)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unauthorized")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("url", "headers"), [("/api/v1/staff", {}), ("/studio/any", JSON)])
def test_without_sign_in_json_is_answered_in_json(guarded: Flask, url: str, headers: dict[str, str]) -> None:
    answer = guarded.test_client().get(url, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unauthorized")


def test_staff_read_pages_that_are_never_cached(guarded: Flask) -> None:
    answer = signed_in_client(guarded, "educator").get("/api/v1/staff")
    assert answer.text == "somebody with the role educator"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(("language", "role"), [("th", "ภัณฑารักษ์"), ("en", "curator")])
def test_another_role_is_refused_in_both_languages(guarded: Flask, language: str, role: str) -> None:
    client = signed_in_client(guarded, "curator")
    assert client.get("/studio/curators").status_code == 200
    refused = client.get(f"/studio/educators?lang={language}")
    assert refused.status_code == 403
    assert role in read_page(refused.text).one("p", class_="lead").text


def test_another_role_is_refused_in_json(guarded: Flask) -> None:
    answer = signed_in_client(guarded, "curator").get("/api/v1/staff")
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "forbidden")


def test_an_admin_may_do_what_every_role_may(guarded: Flask) -> None:
    client = signed_in_client(guarded, "admin")
    assert [client.get(f"/studio/{page}").status_code for page in ("any", "curators", "educators")] == [200] * 3


def test_half_an_hour_without_use_ends_the_visit(guarded: Flask, clock: list[datetime]) -> None:
    client = signed_in_client(guarded)
    for _ in range(3):  # Use keeps it alive.
        clock[0] += timedelta(minutes=29)
        assert client.get("/studio/any").status_code == 200
    clock[0] += timedelta(minutes=31)
    assert client.get("/studio/any").status_code == 303


def test_twelve_hours_end_the_busiest_visit(guarded: Flask, clock: list[datetime]) -> None:
    client = signed_in_client(guarded)
    for _ in range(35):
        clock[0] += timedelta(minutes=20)
        assert client.get("/studio/any").status_code == 200
    clock[0] += timedelta(minutes=20)
    assert client.get("/studio/any").status_code == 303


def test_signing_out_ends_every_copy_of_the_cookie(guarded: Flask) -> None:
    client, thief = signed_in_client(guarded), guarded.test_client()
    cookie = client.get_cookie("__Host-staff")
    assert cookie
    thief.set_cookie("__Host-staff", cookie.value, secure=True)
    assert thief.get("/studio/any").status_code == 200
    answer = client.post("/studio/sign-out", data={"csrf_token": form_token(client, "/studio/")})
    assert answer.status_code == 303
    assert thief.get("/studio/any").status_code == 303
    assert client.get("/studio/any").status_code == 303


def test_the_cookie_of_staff_is_as_safe_as_a_cookie_can_be(guarded: Flask) -> None:
    cookie = signed_in_client(guarded).get("/studio/any").headers["Set-Cookie"]
    assert cookie.startswith("__Host-staff=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_reading_a_page_for_staff_writes_nothing(guarded: Flask) -> None:
    client = signed_in_client(guarded)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert client.get("/studio/any").status_code == 200
    assert [statement.split()[0] for statement in statements] == ["SELECT"]


@pytest.mark.parametrize("address", ["/studio/", "/studio/packs/patrol", "/", "/s/3kq7?lang=th&a=%20b", "/a.b/c-d_e~"])
def test_own_addresses_are_followed(address: str) -> None:
    assert own_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "studio/",
        "//evil.example",
        "///evil.example",
        "/studio//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%5cevil.example",
        "/%5Cevil.example",
        "/%2f/evil.example",
        "/\tevil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "/studio/\r\nSet-Cookie: a=b",
        "/studio/\n",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "/javascript:alert(1)",
        "//staff@evil.example",
        "/@evil.example",
        "https://trail.example@evil.example",
        "/studio/#//evil.example",
        "/ｅvil",
        "/" + "a" * 500,
    ],
)
def test_foreign_addresses_are_not_followed(address: str | None) -> None:
    assert own_address(address) is None


def test_a_long_address_is_read_in_no_time() -> None:
    assert own_address("/" + "a/" * 240 + "!") is None


def test_every_page_of_the_studio_asks_for_sign_in(trail: Flask) -> None:
    client = trail.test_client()
    token = form_token(client)
    studio = [(rule, method) for rule, method in routes(trail) if rule.rule.startswith("/studio")]
    assert len({rule.endpoint for rule, _ in studio}) > len(OPEN_STUDIO)
    for rule, method in studio:
        if rule.endpoint not in OPEN_STUDIO:
            answer = client.open(address(trail, rule), method=method, headers={"X-CSRFToken": token})
            # A form that was typed for long gives its words back with a 401, instead of losing them on the way.
            assert answer.status_code == 401 or answer.location.startswith("/studio/sign-in"), rule


def test_every_route_that_changes_something_needs_a_token_or_is_on_the_short_list(trail: Flask) -> None:
    exempt: set[str] = set()
    protected: set[str] = set()
    client = signed_in_client(trail, "admin")  # Nobody else comes as far as to a token in some rooms.
    token = form_token(client, "/studio/builds/media")
    for rule, method in routes(trail):
        if method in CHANGING:
            reached = send(trail, rule, method, client, token=None)
            (exempt if reached else protected).add(rule.endpoint)
            assert send(trail, rule, method, client, token), rule
    views = {endpoint: trail.view_functions[endpoint] for endpoint in exempt}
    assert {f"{view.__module__}.{view.__name__}" for view in views.values()} == set(WITHOUT_FORM_TOKEN)
    assert protected >= {"sign_in.let_in", "sign_in.leave"}
    assert all(reason for reason in WITHOUT_FORM_TOKEN.values())


def send(app: Flask, rule: Rule, method: str, client: FlaskClient, token: str | None) -> bool:
    """Tell whether a request reaches its view; the view itself does not run."""
    view = app.view_functions[rule.endpoint]

    def reached() -> Response:
        return Response("reached", 299)

    stand_in: Any = lambda **_: reached()  # noqa: E731  # It takes the name of the view, by which views are exempt.
    stand_in.__module__, stand_in.__name__ = view.__module__, view.__name__
    app.view_functions[rule.endpoint] = stand_in
    try:
        headers = {"X-CSRFToken": token} if token else {}
        return client.open(address(app, rule), method=method, headers=headers).status_code == 299
    finally:
        app.view_functions[rule.endpoint] = view


class Watched(SecureCookieSessionInterface):
    """Notes for every answer whether its session was opened."""

    def __init__(self) -> None:
        self.opened: list[bool] = []

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        self.opened.append(session.accessed)
        super().save_session(app, session, response)


def test_pages_for_visitors_never_touch_the_session(trail: Flask, codes: dict[int, str]) -> None:
    trail.session_interface = watched = Watched()
    client = signed_in_client(trail)  # Even where there is one.
    assert any(watched.opened)
    watched.opened.clear()
    pages = ["/", "/about", "/species/", "/progress/", f"/s/{codes[1]}", "/trail/", "/s", "/nothing"]
    data = ["/api/v1/openapi.json", f"/api/v1/stations/{codes[1]}/manifest", "/api/v1/nothing"]
    for url in [*pages, *data]:
        headers = client.get(url).headers
        assert "Set-Cookie" not in headers, url
        assert url in pages or "Cookie" not in headers.get("Vary", ""), url
    assert watched.opened == [False] * len(pages + data)
    assert client.get("/studio/").status_code == 200
    assert watched.opened[-1]


def test_a_person_who_was_removed_while_signing_in_stays_outside(
    guarded: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_staff()
    monkeypatch.setattr(sign_in, "open_session", lambda *_typed: Opened("0" * 64))
    client = guarded.test_client()
    form = {"name": "วิภา", "password": PASSWORD, "csrf_token": form_token(client)}
    assert client.post("/studio/sign-in", data=form).status_code == 303
    assert client.get("/studio/any").location.startswith("/studio/sign-in")
