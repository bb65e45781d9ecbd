from collections.abc import Sequence
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.accounts import passwords
from mangrove_ar.accounts.audit import entries
from mangrove_ar.accounts.models import HalfSignIn, RecoveryCode, SecondFactor, StaffSession
from mangrove_ar.accounts.people import forget_second_factor
from mangrove_ar.accounts.queries import StaffMember, member, second_factor_of, staff_of_session
from mangrove_ar.accounts.second_factor import (
    MOST_ATTEMPTS,
    MOST_ATTEMPTS_PER_HOUR,
    address_for_app,
    begin_second_factor,
    confirm_second_factor,
    finish_sign_in,
    half_open,
    renew_recovery_codes,
    turn_off_second_factor,
)
from mangrove_ar.accounts.sign_in import HALF_LASTS, open_session
from mangrove_ar.errors import WrongCode, WrongPassword
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.staff import PASSWORD, QUICK, make_staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
APP = pyotp.TOTP(SECRET)
STEP = timedelta(seconds=30)
LATER = NOON + 4 * STEP


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little; what they cost for real is tested with signing in."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


def enrolled(name: str = "วิภา") -> tuple[StaffMember, tuple[str, ...]]:
    """A person whose second factor was confirmed at noon, and the recovery codes."""
    by = member(make_staff(name).id)
    begin_second_factor(by, PASSWORD, NOON, lambda: SECRET)
    return by, confirm_second_factor(by, APP.at(NOON), NOON)


def half(name: str = "วิภา") -> str:
    """Sign in with the password; give the token of the half that it opens."""
    opened = open_session(name, PASSWORD, LATER)
    assert opened
    assert opened.needs_code
    return opened.token


def actions() -> Sequence[str]:
    return [entry.action for entry in entries().entries]


def test_a_second_factor_counts_once_a_code_was_shown(app: Flask) -> None:
    by = member(make_staff("วิภา").id)
    begin_second_factor(by, PASSWORD, NOON, lambda: SECRET)
    assert second_factor_of(by.id).secret == SECRET
    opened = open_session("วิภา", PASSWORD, NOON)
    assert opened
    assert not opened.needs_code
    with pytest.raises(WrongCode):
        confirm_second_factor(by, "000000", NOON)
    codes = confirm_second_factor(by, APP.at(NOON), NOON)
    state = second_factor_of(by.id)
    assert (state.is_on, state.since, state.secret, state.codes_left) == (True, NOON, None, 8)
    assert len(set(codes)) == 8
    assert not set(codes) & set(db.session.scalars(select(RecoveryCode.code_sha256)))
    assert open_session("วิภา", PASSWORD, NOON).needs_code  # type: ignore[union-attr]  # Fails when it is None.
    assert staff_of_session(opened.token, NOON) == StaffMember(by.id, "วิภา", "curator", True)


def test_the_app_gets_name_site_and_secret(app: Flask) -> None:
    read = pyotp.parse_uri(address_for_app("วิภา", SECRET, "trail.example"))
    assert (read.name, read.issuer, read.secret) == ("วิภา", "trail.example", SECRET)


def test_half_a_sign_in_opens_nothing(app: Flask) -> None:
    enrolled()
    token = half()
    assert staff_of_session(token, LATER) is None
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_the_code_of_this_moment_or_one_beside_it_opens_a_session(app: Flask, shift: int) -> None:
    by, _ = enrolled()
    session = finish_sign_in(half(), APP.at(LATER + shift * STEP), LATER, "Firefox · Android")
    assert session
    assert staff_of_session(session, LATER) == StaffMember(by.id, "วิภา", "curator", True)
    assert db.session.scalars(select(StaffSession.browser)).one() == "Firefox · Android"


@pytest.mark.parametrize("shift", [-2, 2])
def test_a_code_of_another_time_opens_nothing(app: Flask, shift: int) -> None:
    enrolled()
    assert finish_sign_in(half(), APP.at(LATER + shift * STEP), LATER) is None


def test_a_code_may_be_typed_with_spaces_or_thai_figures(app: Flask) -> None:
    enrolled()
    code = APP.at(LATER)
    thai = code.translate({ord(str(figure)): chr(0x0E50 + figure) for figure in range(10)})
    assert finish_sign_in(half(), f" {thai[:3]} {thai[3:]} ", LATER)


def test_a_code_works_once_and_so_does_an_older_one(app: Flask) -> None:
    enrolled()
    assert finish_sign_in(half(), APP.at(LATER), LATER)
    assert finish_sign_in(half(), APP.at(LATER), LATER) is None
    assert finish_sign_in(half(), f" {APP.at(LATER)}", LATER + STEP) is None
    assert finish_sign_in(half(), APP.at(LATER - STEP), LATER) is None
    assert finish_sign_in(half(), APP.at(LATER + STEP), LATER)


def test_the_code_that_confirmed_the_app_does_not_sign_in(app: Flask) -> None:
    enrolled()
    opened = open_session("วิภา", PASSWORD, NOON)
    assert opened
    assert finish_sign_in(opened.token, APP.at(NOON), NOON) is None


def test_a_recovery_code_works_once_as_typed_from_paper(app: Flask) -> None:
    by, codes = enrolled()
    assert finish_sign_in(half(), f" {codes[0].upper().replace('-', ' ')}", LATER)
    assert finish_sign_in(half(), codes[0], LATER) is None
    assert second_factor_of(by.id).codes_left == 7
    assert "account.recovery_code_used" in actions()


def test_a_recovery_code_of_somebody_else_opens_nothing(app: Flask) -> None:
    enrolled("สมชาย")
    _, codes = enrolled("วิภา")
    assert finish_sign_in(half("สมชาย"), codes[0], LATER) is None


@pytest.mark.parametrize("typed", ["", "      ", "ๆๆๆๆๆๆ", "x" * 5000])
def test_what_is_no_code_opens_nothing(app: Flask, typed: str) -> None:
    enrolled()
    assert finish_sign_in(half(), typed, LATER) is None


def test_after_some_wrong_codes_the_password_is_asked_for_again(app: Flask) -> None:
    enrolled()
    token = half()
    assert [finish_sign_in(token, "000000", LATER) for _ in range(MOST_ATTEMPTS)] == [None] * MOST_ATTEMPTS
    with pytest.raises(WrongCode):
        finish_sign_in(token, APP.at(LATER), LATER)
    assert finish_sign_in(half(), APP.at(LATER), LATER)


def test_whoever_knows_the_password_cannot_try_codes_for_ever(app: Flask) -> None:
    enrolled()
    for _ in range(MOST_ATTEMPTS_PER_HOUR // MOST_ATTEMPTS):
        token = half()
        for _ in range(MOST_ATTEMPTS):
            finish_sign_in(token, "000000", LATER)
    with pytest.raises(WrongCode):
        finish_sign_in(half(), APP.at(LATER), LATER)
    next_hour = LATER + timedelta(hours=1)
    opened = open_session("วิภา", PASSWORD, next_hour)
    assert opened
    assert finish_sign_in(opened.token, APP.at(next_hour), next_hour)


def test_half_a_sign_in_runs_out_and_works_once(app: Flask) -> None:
    enrolled()
    token = half()
    assert half_open(token, LATER + HALF_LASTS) is None
    with pytest.raises(WrongCode):
        finish_sign_in(token, APP.at(LATER + HALF_LASTS), LATER + HALF_LASTS)
    assert finish_sign_in(token, APP.at(LATER), LATER)
    assert half_open(token, LATER) is None
    with pytest.raises(WrongCode):
        finish_sign_in(token, APP.at(LATER + STEP), LATER)


def test_a_failed_code_is_noted_without_what_was_typed(app: Flask) -> None:
    enrolled()
    finish_sign_in(half(), "424242", LATER)
    entry = entries().entries[0]
    assert (entry.action, entry.subject, entry.staff_id) == ("sign_in.code_failed", "people/วิภา", None)
    assert "424242" not in str(entry)


def test_turning_off_asks_for_the_password_and_leaves_nothing(app: Flask) -> None:
    by, _ = enrolled()
    with pytest.raises(WrongPassword):
        turn_off_second_factor(by, "not the password", LATER)
    turn_off_second_factor(by, PASSWORD, LATER)
    assert db.session.scalar(select(func.count(SecondFactor.staff_id))) == 0
    assert db.session.scalar(select(func.count(RecoveryCode.id))) == 0
    opened = open_session("วิภา", PASSWORD, LATER)
    assert opened
    assert not opened.needs_code
    assert actions().count("account.second_factor_off") == 1


def test_a_second_factor_that_is_on_cannot_be_replaced_unseen(app: Flask) -> None:
    by, _ = enrolled()
    with pytest.raises(WrongCode):
        begin_second_factor(by, PASSWORD, LATER)
    with pytest.raises(WrongCode):
        confirm_second_factor(by, APP.at(LATER), LATER)
    assert db.session.scalars(select(SecondFactor.secret)).one() == SECRET


def test_beginning_asks_for_the_password_and_may_be_done_anew(app: Flask) -> None:
    by = member(make_staff("วิภา").id)
    with pytest.raises(WrongPassword):
        begin_second_factor(by, "not the password", NOON)
    assert second_factor_of(by.id).secret is None
    begin_second_factor(by, PASSWORD, NOON)
    begin_second_factor(by, PASSWORD, NOON, lambda: SECRET)
    assert confirm_second_factor(by, APP.at(NOON), NOON)


def test_new_recovery_codes_end_the_earlier_ones(app: Flask) -> None:
    by, old = enrolled()
    new = renew_recovery_codes(by, PASSWORD, LATER)
    assert finish_sign_in(half(), old[0], LATER) is None
    assert finish_sign_in(half(), new[0], LATER)


def test_an_admin_takes_a_lost_second_factor_away_and_open_sessions_end(app: Flask) -> None:
    by, _ = enrolled()
    boss = member(make_staff("ผู้ดูแล", "admin").id)
    waiting = half()
    assert finish_sign_in(half(), APP.at(LATER), LATER)
    forget_second_factor(by.id, boss, LATER)
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0
    assert db.session.scalar(select(func.count(HalfSignIn.id))) == 0
    with pytest.raises(WrongCode):
        finish_sign_in(waiting, APP.at(LATER), LATER)
    assert not second_factor_of(by.id).is_on
    forget_second_factor(by.id, boss, LATER)
    assert actions().count("people.second_factor_forgotten") == 1
