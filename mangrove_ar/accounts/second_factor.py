"""A second factor beside the password: codes of an authenticator app (RFC 6238), and recovery codes on paper.

Source: OWASP ASVS 5.0.0, V6.5: a code works once, for a short time, and guessing is bounded.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select, update

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.models import HalfSignIn, RecoveryCode, SecondFactor, Staff
from mangrove_ar.accounts.people import check_password, remove_second_factor
from mangrove_ar.accounts.queries import StaffMember, hash_of_token, member
from mangrove_ar.accounts.sign_in import ATTEMPTS_COUNT_FOR, HALF_LASTS, Draw, add_session
from mangrove_ar.errors import WrongCode
from mangrove_ar.extensions import begin_writing, db

STEP_S = 30
STEPS_EITHER_WAY = 1
"""Clocks of phones differ; a code is also slow to type."""
MOST_ATTEMPTS = 5
"""For one password that was right; then it is asked for again."""
MOST_ATTEMPTS_PER_HOUR = 20
RECOVERY_CODES = 8
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that look alike on paper."""
RECOVERY_LENGTH = 16
"""79 bits: not found by trying, so a plain hash of it is enough."""
GROUP = 4


@dataclass(frozen=True)
class HalfOpen:
    """A sign-in that waits for its code."""

    name: str


def begin_second_factor(
    by: StaffMember, password: str, now: datetime, draw_secret: Callable[[], str] = pyotp.random_base32
) -> None:
    """Draw a secret for a person's authenticator; it counts once a code of it was shown.

    Raises:
        WrongPassword: see `people.check_password`.
        WrongCode: there is a second factor already; it must be turned off first.
    """
    check_password(by, password)
    begin_writing()
    known = db.session.get(SecondFactor, by.id)
    if known is not None and known.confirmed_at is not None:
        db.session.rollback()
        raise WrongCode("Your second factor is on already; turn it off first to begin anew.")
    factor = known or SecondFactor(staff_id=by.id)
    factor.secret, factor.begun_at, factor.last_step = draw_secret(), now, 0
    db.session.add(factor)
    note("account.second_factor_begun", f"people/{by.name}", by, now)
    db.session.commit()


def address_for_app(name: str, secret: str, site: str) -> str:
    """Give what the authenticator app reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=name, issuer_name=site)


def confirm_second_factor(
    by: StaffMember, typed: str, now: datetime, draw_letter: Callable[[str], str] = secrets.choice
) -> tuple[str, ...]:
    """Turn a second factor on once its app shows the right code; return the recovery codes, told once.

    Raises:
        WrongCode: the code is not the one of this moment, or there is nothing to confirm.
    """
    begin_writing()
    factor = db.session.get(SecondFactor, by.id)
    if factor is None or factor.confirmed_at is not None or not _takes_code(factor, typed, now):
        db.session.rollback()
        raise WrongCode("This is not the code of this moment; please type the one that the app shows now.")
    factor.confirmed_at = now
    codes = _renew_recovery_codes(by.id, draw_letter)
    note("account.second_factor_on", f"people/{by.name}", by, now)
    db.session.commit()
    return codes


def renew_recovery_codes(
    by: StaffMember, password: str, now: datetime, draw_letter: Callable[[str], str] = secrets.choice
) -> tuple[str, ...]:
    """Return new recovery codes, told once; the earlier ones end.

    Raises:
        WrongPassword: see `people.check_password`.
        WrongCode: there is no second factor that they could stand in for.
    """
    check_password(by, password)
    begin_writing()
    factor = db.session.get(SecondFactor, by.id)
    if factor is None or factor.confirmed_at is None:
        db.session.rollback()
        raise WrongCode("Your second factor is off; turn it on first.")
    codes = _renew_recovery_codes(by.id, draw_letter)
    note("account.recovery_codes_renewed", f"people/{by.name}", by, now)
    db.session.commit()
    return codes


def turn_off_second_factor(by: StaffMember, password: str, now: datetime) -> None:
    """Go back to the password alone. Safe to repeat.

    Raises:
        WrongPassword: see `people.check_password`.
    """
    check_password(by, password)
    begin_writing()
    if remove_second_factor(by.id):
        note("account.second_factor_off", f"people/{by.name}", by, now)
    db.session.commit()


def half_open(token: str, now: datetime) -> HalfOpen | None:
    """Tell whose sign-in waits for a code, or None where it has run out or never began."""
    name = db.session.scalar(
        select(Staff.name)
        .join(HalfSignIn, HalfSignIn.staff_id == Staff.id)
        .where(HalfSignIn.token_sha256 == hash_of_token(token), HalfSignIn.began_at > now - HALF_LASTS)
    )
    return HalfOpen(name) if name is not None else None


def finish_sign_in(
    token: str, typed: str, now: datetime, browser: str = "", draw: Draw = secrets.token_hex
) -> str | None:
    """Give the token of a new session for half a sign-in and its code, or None when the code is wrong.

    Each call counts as an attempt before the code is looked at, so that guesses sent at once are counted too.

    Raises:
        WrongCode: the sign-in has run out, or there were too many attempts; the password is asked for again.
    """
    begin_writing()
    half = _count_attempt(token, now)
    if half is None:
        db.session.rollback()
        raise WrongCode("This sign-in has run out; please begin again with name and password.")
    who = member(half.staff_id)
    if not _takes(who, typed, now):
        note("sign_in.code_failed", f"people/{who.name}", None, now)
        db.session.commit()
        return None
    db.session.delete(half)
    opened = add_session(who, now, browser, draw)
    db.session.commit()
    return opened.token


def _count_attempt(token: str, now: datetime) -> HalfSignIn | None:
    half: HalfSignIn | None = db.session.scalar(
        select(HalfSignIn).filter_by(token_sha256=hash_of_token(token)).with_for_update()
    )
    if half is None or half.began_at <= now - HALF_LASTS or half.attempts >= MOST_ATTEMPTS:
        return None
    recent = select(func.sum(HalfSignIn.attempts)).where(
        HalfSignIn.staff_id == half.staff_id, HalfSignIn.began_at > now - ATTEMPTS_COUNT_FOR
    )
    if (db.session.scalar(recent) or 0) >= MOST_ATTEMPTS_PER_HOUR:
        return None
    half.attempts += 1
    db.session.flush()
    return half


def _takes(who: StaffMember, typed: str, now: datetime) -> bool:
    factor = db.session.get(SecondFactor, who.id)
    if factor is None or factor.confirmed_at is None:
        return False
    return _takes_code(factor, typed, now) or _takes_recovery_code(who, typed, now)


def _takes_code(factor: SecondFactor, typed: str, now: datetime) -> bool:
    """Take a code of this moment once: neither it nor an older one is taken again, also not at the same instant."""
    code, app = _figures(typed), pyotp.TOTP(factor.secret, interval=STEP_S)
    this = int(now.timestamp()) // STEP_S
    for step in range(this - STEPS_EITHER_WAY, this + STEPS_EITHER_WAY + 1):
        if hmac.compare_digest(app.generate_otp(step), code):
            newer = update(SecondFactor).where(SecondFactor.staff_id == factor.staff_id, SecondFactor.last_step < step)
            return db.session.scalar(newer.values(last_step=step).returning(SecondFactor.staff_id)) is not None
    return False


def _takes_recovery_code(who: StaffMember, typed: str, now: datetime) -> bool:
    used = delete(RecoveryCode).where(
        RecoveryCode.staff_id == who.id, RecoveryCode.code_sha256 == _hash_of_code(who.id, typed)
    )
    if db.session.scalar(used.returning(RecoveryCode.id)) is None:
        return False
    note("account.recovery_code_used", f"people/{who.name}", who, now)
    return True


def _renew_recovery_codes(staff_id: int, draw_letter: Callable[[str], str]) -> tuple[str, ...]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = ["".join(draw_letter(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(staff_id=staff_id, code_sha256=_hash_of_code(staff_id, code)) for code in codes)
    return tuple("-".join(code[at : at + GROUP] for at in range(0, RECOVERY_LENGTH, GROUP)) for code in codes)


def _figures(typed: str) -> str:
    """Keep the figures of a code, typed with a Thai keyboard or another one, with or without spaces."""
    return "".join(str(unicodedata.decimal(sign)) for sign in typed[:64] if sign.isdecimal())


def _hash_of_code(staff_id: int, typed: str) -> str:
    bare = "".join(sign for sign in typed[:64].lower() if sign.isalnum())
    return hashlib.sha256(f"{staff_id}:{bare}".encode()).hexdigest()
