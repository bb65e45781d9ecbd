from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mangrove_ar.accounts.models import Staff
from mangrove_ar.accounts.service import accept_invitation, check_invitation, invite_first_admin
from mangrove_ar.errors import InvitationSpent
from mangrove_ar.extensions import db
from mangrove_ar.web.current import now
from tests.conftest import NOON
from tests.pages import read_page

PASSWORD = "ปลาตีนสองตัวบนเลน"
FORM = {"name": "วิภา", "password": PASSWORD, "password_again": PASSWORD}


def link(app: Flask) -> str:
    with app.test_request_context():
        return f"/studio/invitation/{invite_first_admin(now())}"


def test_the_first_admin_is_made_once_by_the_printed_link(trail: Flask) -> None:
    client, url = trail.test_client(), link(trail)
    assert client.get(url).status_code == 200
    done = client.post(url, data=FORM)
    assert done.status_code == 201
    assert read_page(done.text).one("a", class_="button").attributes["href"] == "/studio/sign-in"
    assert client.post(url, data={**FORM, "name": "Eve"}).status_code == 410
    staff = db.session.scalars(select(Staff)).one()
    assert (staff.name, staff.role) == ("วิภา", "admin")
    assert staff.password_hash.startswith("$argon2id$")
    assert invite_first_admin(NOON) is None


@pytest.mark.parametrize(
    "changed", [{"password_again": "x"}, {"password": "short", "password_again": "short"}, {"name": " "}]
)
def test_a_bad_form_says_why_and_the_link_still_works(trail: Flask, changed: dict[str, str]) -> None:
    client, url = trail.test_client(), link(trail)
    refused = client.post(url, data={**FORM, **changed})
    assert refused.status_code == 422
    assert PASSWORD not in refused.text
    assert client.post(url, data=FORM).status_code == 201


def test_a_link_runs_out_and_a_newer_one_replaces_it(trail: Flask) -> None:
    first = invite_first_admin(NOON)
    second = invite_first_admin(NOON)
    assert first and second
    with pytest.raises(InvitationSpent):
        check_invitation(first, NOON)
    with pytest.raises(InvitationSpent):
        accept_invitation(second, "a", PASSWORD, PASSWORD, NOON + timedelta(days=8))


def test_studio_pages_are_never_cached(trail: Flask) -> None:
    assert trail.test_client().get(link(trail)).headers["Cache-Control"] == "no-store"
