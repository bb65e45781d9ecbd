"""Sign in and out: a name and a password become a session, which ends with its row."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cache
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update

from mangrove_ar.accounts.models import Staff, StaffSession
from mangrove_ar.accounts.queries import SESSION_LASTS, hash_of_token
from mangrove_ar.accounts.service import normalise
from mangrove_ar.extensions import begin_writing, db

TOKEN_BYTES = 32
HASHER = PasswordHasher()
_one_at_a_time = Lock()
"""A check takes 64 MiB and all cores for a tenth of a second: a crowd at the door must not take the machine down."""


def open_session(name: str, password: str, now: datetime, draw: Callable[[int], str] = secrets.token_hex) -> str | None:
    """Give the token of a new session, or None when name and password do not belong together.

    An unknown name takes as long as a known one, so that the time of an answer does not tell who has an account.
    """
    staff = db.session.scalar(select(Staff).filter_by(name=normalise(name).strip()))
    nobody = _hash_of_nobody()  # Made at the first call, known name or not: that too must not tell.
    staff_id, checked = (staff.id, staff.password_hash) if staff else (None, nobody)
    if not _matches(checked, normalise(password)) or staff_id is None:
        return None
    renewed = HASHER.hash(normalise(password)) if HASHER.check_needs_rehash(checked) else checked
    token = draw(TOKEN_BYTES)
    begin_writing()
    same = update(Staff).where(Staff.id == staff_id, Staff.password_hash == checked)
    if db.session.scalar(same.values(password_hash=renewed).returning(Staff.id)) is None:
        # The password was changed, or the person left, while we checked.
        db.session.rollback()
        return None
    db.session.execute(delete(StaffSession).where(StaffSession.signed_in_at <= now - SESSION_LASTS))
    db.session.add(StaffSession(staff_id=staff_id, token_sha256=hash_of_token(token), signed_in_at=now))
    db.session.commit()
    return token


def close_session(token: str) -> None:
    """End a session, also for whoever has a copy of its cookie; one that is over already stays over."""
    begin_writing()
    db.session.execute(delete(StaffSession).where(StaffSession.token_sha256 == hash_of_token(token)))
    db.session.commit()


def _matches(password_hash: str, password: str) -> bool:
    with _one_at_a_time:
        try:
            return HASHER.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _hash_of_nobody() -> str:
    return HASHER.hash(secrets.token_hex(TOKEN_BYTES))
