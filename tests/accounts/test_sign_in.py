from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.accounts import passwords, sign_in
from mangrove_ar.accounts.models import Staff, StaffSession
from mangrove_ar.accounts.queries import SESSION_LASTS, StaffMember, staff_of_session
from mangrove_ar.accounts.service import accept_invitation, invite_first_admin
from mangrove_ar.accounts.sign_in import close_session, open_session
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.staff import PASSWORD, make_staff

VOWEL_FIRST, TONE_FIRST = "กุ้งสองตัวบนเลน", "กุ้งสองตัวบนเลน"
"""The same word to the eye; keyboards differ in the order of the two marks."""


def opened(name: str) -> str:
    """Sign a person in and give the session's token."""
    session = open_session(name, PASSWORD, NOON)
    assert session
    return session.token


def test_name_and_password_open_a_session_of_that_person(app: Flask) -> None:
    staff = make_staff("วิภา", "curator")
    token = opened(" วิภา ")
    assert staff_of_session(token, NOON) == StaffMember(staff.id, "วิภา", "curator")
    assert staff_of_session(token[:-1], NOON) is None


@pytest.mark.parametrize(("name", "password"), [("วิภา", "x"), ("วิภา", ""), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_opens_nothing(app: Flask, name: str, password: str) -> None:
    make_staff("วิภา")
    assert open_session(name, password, NOON) is None
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0


def test_an_unknown_name_costs_the_same_check_as_a_known_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_staff("วิภา", hasher=PasswordHasher())
    checked: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            checked.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Watched())
    passwords.hash_of_nobody.cache_clear()  # An earlier test may have asked for it under a quicker measure.
    for name in ("วิภา", "nobody"):
        assert open_session(name, "not the password", NOON) is None
    known, unknown = checked
    assert known == made.password_hash
    assert unknown != known
    assert cost(unknown) == cost(known)


def cost(password_hash: str) -> list[str]:
    """Kind, version, memory, rounds and lanes of a hash."""
    return password_hash.split("$")[:4]


def test_an_old_hash_is_renewed_when_its_owner_signs_in(app: Flask) -> None:
    staff = make_staff()
    assert PasswordHasher().check_needs_rehash(staff.password_hash)
    assert open_session(staff.name, PASSWORD, NOON)
    db.session.refresh(staff)
    assert not PasswordHasher().check_needs_rehash(staff.password_hash)
    assert open_session(staff.name, PASSWORD, NOON)


def test_a_hash_that_cannot_be_read_lets_nobody_in(app: Flask) -> None:
    staff = make_staff()
    staff.password_hash = "!"
    db.session.commit()
    assert open_session(staff.name, PASSWORD, NOON) is None


def test_a_password_that_changes_during_the_check_opens_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff()
    name = staff.name

    def changing(check: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
        def checked(password_hash: str, password: str) -> bool:
            matches = check(password_hash, password)
            staff.password_hash = "another"
            db.session.commit()
            return matches

        return checked

    monkeypatch.setattr(sign_in, "matches", changing(passwords.matches))
    assert open_session(name, PASSWORD, NOON) is None
    assert db.session.scalars(select(Staff.password_hash)).one() == "another"


def test_the_order_of_thai_marks_does_not_matter(app: Flask) -> None:
    assert VOWEL_FIRST != TONE_FIRST
    token = invite_first_admin(NOON)
    assert token
    more = " และปูอีกห้าตัว"
    accept_invitation(token, TONE_FIRST, VOWEL_FIRST + more, TONE_FIRST + more, NOON)
    assert open_session(VOWEL_FIRST, TONE_FIRST + more, NOON)


def test_a_session_ends_after_twelve_hours_and_its_row_goes_at_the_next_sign_in(app: Flask) -> None:
    staff = make_staff()
    name = staff.name
    token = opened(name)
    assert staff_of_session(token, NOON + SESSION_LASTS - timedelta(seconds=1))
    assert staff_of_session(token, NOON + SESSION_LASTS) is None
    open_session(name, PASSWORD, NOON + SESSION_LASTS)
    assert db.session.scalar(select(func.count(StaffSession.id))) == 1


def test_closing_a_session_leaves_the_others_open(app: Flask) -> None:
    name = make_staff().name
    phone, laptop = opened(name), opened(name)
    close_session(phone, NOON)
    close_session(phone, NOON)
    assert staff_of_session(phone, NOON) is None
    assert staff_of_session(laptop, NOON)


def test_sessions_go_with_their_person(app: Flask) -> None:
    staff = make_staff()
    assert open_session(staff.name, PASSWORD, NOON)
    db.session.delete(staff)
    db.session.commit()
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0


def test_the_token_itself_is_not_kept(app: Flask) -> None:
    token = opened(make_staff().name)
    assert token not in db.session.scalars(select(StaffSession.token_sha256)).one()
