import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.web.security import POLICY
from tests.routes import address, routes

ANSWERS = [
    "/",
    "/nothing",
    "/about",
    "/api/v1/openapi.json",
    "/api/v1/nothing",
    "/progress/",
    "/studio/invitation/x",
    "/s",
]


@pytest.mark.parametrize("url", ANSWERS)
def test_every_answer_carries_the_security_headers(client: FlaskClient, url: str) -> None:
    headers = client.get(url).headers
    for directive, sources in POLICY.items():
        assert f"{directive} {sources}" in headers["Content-Security-Policy"].split("; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert headers["Content-Type"]


def test_no_answer_leaves_open_how_long_it_holds(trail: Flask) -> None:
    """A browser keeps some answers for ever that do not say so, such as 308 and 410."""
    client = trail.test_client()
    for rule, method in routes(trail):
        if method == "GET" and rule.endpoint != "static":
            url = address(trail, rule)
            assert client.get(url).headers["Cache-Control"], url


def test_the_policy_allows_no_inline_code_and_no_evaluation() -> None:
    tokens = {token for sources in POLICY.values() for token in sources.split()}
    assert not tokens & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"}


def test_encryption_is_promised_where_plaques_lead_to_it(client: FlaskClient) -> None:
    assert client.get("/").headers["Strict-Transport-Security"].startswith("max-age=")


def test_reading_sets_no_cookie_and_choosing_a_language_sets_a_safe_one(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/").headers
    cookie = client.get("/?lang=en").headers["Set-Cookie"]
    assert cookie.startswith("__Host-language=en;")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
    assert "Set-Cookie" not in client.get("/?lang=xx").headers


def test_an_unknown_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/", base_url="https://evil.example").status_code == 400
    assert client.get("/", base_url="https://TRAIL.EXAMPLE").status_code == 200


def test_no_route_changes_anything_on_get(client: FlaskClient) -> None:
    changing, both = set(), set()
    for rule in client.application.url_map.iter_rules():
        methods = rule.methods or set()
        if methods & {"POST", "PUT", "PATCH", "DELETE"}:
            changing.add(rule.endpoint)
            if "GET" in methods:
                both.add(rule.endpoint)
    assert changing >= {"progress_api.events", "progress_api.learner", "invitations.accept", "sign_in.let_in"}
    assert both == set()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_methods_that_a_page_does_not_know_are_refused(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)("/about").status_code == 405


def test_a_form_with_too_many_parts_or_bytes_is_refused(client: FlaskClient) -> None:
    url = "/studio/invitation/" + "0" * 48
    assert client.post(url, data={"name": "x" * 70_000}).status_code == 413
