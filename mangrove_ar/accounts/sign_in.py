"""Sign in and out: a name and a password become a session, which ends with its row.

Where a person has a second factor, the password opens half a sign-in; `second_factor.finish_sign_in` does the rest.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.models import LONGEST_BROWSER, HalfSignIn, Staff, StaffSession
from mangrove_ar.accounts.passwords import hash_of_new, hash_of_nobody, matches, normalise, renewed
from mangrove_ar.accounts.queries import SESSION_LASTS, StaffMember, hash_of_token, member
from mangrove_ar.errors import WrongPassword
from mangrove_ar.extensions import begin_writing, db

TOKEN_BYTES = 32
HALF_LASTS = timedelta(minutes=10)
ATTEMPTS_COUNT_FOR = timedelta(hours=1)
Draw = Callable[[int], str]


@dataclass(frozen=True)
class Opened:
    """What a right password opened: a session, or half a sign-in that waits for a code."""

    token: str
    needs_code: bool = False


def open_session(
    name: str, password: str, now: datetime, browser: str = "", draw: Draw = secrets.token_hex
) -> Opened | None:
    """Open a session, or half of one, or give None when name and password do not belong together.

    An unknown name takes as long as a known one, so that the time of an answer does not tell who has an account. Who
    is disabled is as good as unknown.
    """
    staff = db.session.scalar(select(Staff).filter_by(name=normalise(name).strip(), disabled_at=None))
    nobody = hash_of_nobody()  # Made at the first call, known name or not: that too must not tell.
    staff_id, checked = (staff.id, staff.password_hash) if staff else (None, nobody)
    if not matches(checked, password) or staff_id is None:
        _note_failure(staff, now)
        return None
    kept = renewed(checked, password)
    begin_writing()
    who = _still_the_same(staff_id, checked, kept)
    if who is None:
        db.session.rollback()
        return None
    opened = _open_half(who, now, draw) if who.has_second_factor else add_session(who, now, browser, draw)
    db.session.commit()
    return opened


def add_session(who: StaffMember, now: datetime, browser: str, draw: Draw) -> Opened:
    """Add a session to the database; whoever calls has proven who it is for, and commits."""
    token = draw(TOKEN_BYTES)
    db.session.execute(delete(StaffSession).where(StaffSession.signed_in_at <= now - SESSION_LASTS))
    row = StaffSession(staff_id=who.id, token_sha256=hash_of_token(token), signed_in_at=now)
    row.browser = browser[:LONGEST_BROWSER]
    db.session.add(row)
    note("sign_in.opened", f"people/{who.name}", who, now, browser=row.browser)
    return Opened(token)


def close_session(token: str, now: datetime) -> None:
    """End a session, also for whoever has a copy of its cookie; one that is over already stays over."""
    begin_writing()
    gone = delete(StaffSession).where(StaffSession.token_sha256 == hash_of_token(token))
    staff_id = db.session.scalar(gone.returning(StaffSession.staff_id))
    if staff_id is not None:
        who = member(staff_id)
        note("sign_in.closed", f"people/{who.name}", who, now)
    db.session.commit()


def close_one_session(session_id: int, by: StaffMember, now: datetime) -> None:
    """End one of a person's own sessions; somebody else's, or one that is over, stays as it is."""
    begin_writing()
    gone = delete(StaffSession).where(StaffSession.id == session_id, StaffSession.staff_id == by.id)
    if db.session.scalar(gone.returning(StaffSession.id)) is not None:
        note("account.session_closed", f"people/{by.name}", by, now)
    db.session.commit()


def close_other_sessions(by: StaffMember, token: str, now: datetime) -> None:
    """End all of a person's own sessions but the one with this token."""
    begin_writing()
    _delete_others(by.id, token)
    note("account.other_sessions_closed", f"people/{by.name}", by, now)
    db.session.commit()


def change_password(by: StaffMember, old: str, new: str, repeated: str, token: str, now: datetime) -> None:
    """Give a person another password, and end all their sessions but the one with this token.

    Raises:
        WrongPassword: the old one is not theirs.
        BadPassword: the new one cannot be taken.
    """
    checked = db.session.scalar(select(Staff.password_hash).filter_by(id=by.id)) or hash_of_nobody()
    if not matches(checked, old):
        raise WrongPassword("This is not your password; nothing was changed. Please type it again.")
    kept = hash_of_new(new, repeated, by.name)
    begin_writing()
    if _still_the_same(by.id, checked, kept) is None:
        db.session.rollback()
        raise WrongPassword("Your password was changed elsewhere just now; please sign in with that one.")
    _delete_others(by.id, token)
    note("account.password_changed", f"people/{by.name}", by, now)
    db.session.commit()


def _still_the_same(staff_id: int, checked: str, kept: str) -> StaffMember | None:
    """Keep a hash, unless the password was changed, or the person left, while the old one was checked."""
    same = update(Staff).where(Staff.id == staff_id, Staff.password_hash == checked, Staff.disabled_at.is_(None))
    if db.session.scalar(same.values(password_hash=kept).returning(Staff.id)) is None:
        return None
    return member(staff_id)


def _open_half(who: StaffMember, now: datetime, draw: Draw) -> Opened:
    token = draw(TOKEN_BYTES)
    # The others stay for a while, since their attempts count.
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.began_at <= now - ATTEMPTS_COUNT_FOR))
    db.session.add(HalfSignIn(staff_id=who.id, token_sha256=hash_of_token(token), began_at=now, attempts=0))
    return Opened(token, needs_code=True)


def _delete_others(staff_id: int, token: str) -> None:
    this = hash_of_token(token)
    db.session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.token_sha256 != this))
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.staff_id == staff_id))


def _note_failure(staff: Staff | None, now: datetime) -> None:
    """Note that somebody was refused; a name that nobody has is not kept: people type passwords in its field."""
    subject = f"people/{staff.name}" if staff else "people/"
    begin_writing()
    note("sign_in.failed", subject, None, now)
    db.session.commit()
