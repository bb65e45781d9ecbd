"""People of the staff for tests, and browsers in which they are signed in."""

from unittest.mock import patch

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.accounts import passwords
from mangrove_ar.accounts.models import Staff
from mangrove_ar.accounts.queries import Role
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.pages import read_page

PASSWORD = "ปลาตีนสองตัวบนเลน"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def make_staff(name: str = "วิภา", role: Role = "curator", hasher: PasswordHasher = QUICK) -> Staff:
    """Add a person who signs in with `PASSWORD`."""
    staff = Staff(name=name, role=role, password_hash=hasher.hash(PASSWORD), created_at=NOON)
    db.session.add(staff)
    db.session.commit()
    return staff


def signed_in_client(app: Flask, role: Role = "curator") -> FlaskClient:
    """Give a browser in which a new person with this role is signed in."""
    name = make_staff(f"somebody with the role {role}", role).name
    client = app.test_client()
    form = {"name": name, "password": PASSWORD, "csrf_token": form_token(client)}
    # By today's measure the quick hash would be renewed here, which takes longer than most tests.
    with patch.object(passwords, "HASHER", QUICK):
        assert client.post("/studio/sign-in", data=form).status_code == 303
    return client


def form_token(client: FlaskClient, url: str = "/studio/sign-in") -> str:
    """Give the token of the first form on a page, without which nothing can be sent."""
    token = read_page(client.get(url).text).all("input", name="csrf_token")[0].attributes["value"]
    assert token
    return token
