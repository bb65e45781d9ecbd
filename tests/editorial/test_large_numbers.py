"""Numbers that no database can hold, in every address of the studio that takes a number."""

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from tests.routes import address, routes
from tests.staff import form_token, signed_in_client

LARGE = 99_999_999_999_999_999_999
ANSWERS = {200, 303, 400, 403, 404, 405}
ASKED = [
    "/studio/releases/?before={}",
    "/studio/releases/1?page={}",
    "/studio/releases/compare?from={}&to=1",
    "/studio/releases/compare?from=1&to={}",
    "/studio/stations/?page={}",
    "/studio/search?q=crab&page={}",
    "/studio/translations?page={}",
    "/studio/exchange/?page={}",
    "/studio/exchange/?texts={}&records=1&left=1",
    "/studio/audit?before={}",
    "/studio/audit?who={}",
    "/studio/stations/crab-condo/history?before={}",
]


def test_no_number_in_a_path_is_too_large_for_an_answer(trail: Flask) -> None:
    client = signed_in_client(trail, "admin")
    token = form_token(client, "/studio/account/")
    tried = set()
    for rule, method in routes(trail, "/studio"):
        numbers = [name for name, one in rule._converters.items() if isinstance(one, IntegerConverter)]
        if numbers:
            url = address(trail, rule, {name: 77_777 for name in numbers}).replace("77777", str(LARGE))
            answer = client.open(url, method=method, headers={"X-CSRFToken": token})
            assert answer.status_code in ANSWERS, (rule, method, answer.status_code)
            tried.add(rule.endpoint)
    assert {"account.close_session", "history.release", "people.person", "previews.show_release"} <= tried
    assert "review.resolve" in tried


@pytest.mark.parametrize("url", ASKED)
@pytest.mark.parametrize("number", [str(LARGE), f"-{LARGE}", "9" * 3_000, "many"])
def test_no_number_that_is_asked_for_is_too_large_for_an_answer(trail: Flask, url: str, number: str) -> None:
    client = signed_in_client(trail, "admin")
    assert client.get(url.format(number)).status_code in ANSWERS
