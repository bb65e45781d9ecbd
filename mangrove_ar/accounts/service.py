"""Make the first admin by a one-time link: there is no default account and no default password."""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from sqlalchemy import delete, select, update

from mangrove_ar.accounts.models import Invitation, Staff
from mangrove_ar.errors import BadPassword, InvitationSpent
from mangrove_ar.extensions import begin_writing, db

LINK_LASTS = timedelta(days=7)
TOKEN_BYTES = 24
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
LONGEST_NAME = 80


def invite_first_admin(now: datetime, draw: Callable[[int], str] = secrets.token_hex) -> str | None:
    """Return a new one-time token as long as there is no admin, and None from then on.

    A link that was printed before and not used stops working.
    """
    begin_writing()
    if db.session.scalar(select(Staff.id).filter_by(role="admin").limit(1)) is not None:
        db.session.rollback()
        return None
    db.session.execute(delete(Invitation).where(Invitation.used_at.is_(None)))
    token = draw(TOKEN_BYTES)
    db.session.add(Invitation(token_sha256=_hash(token), role="admin", expires_at=now + LINK_LASTS))
    db.session.commit()
    return token


def was_anyone_invited() -> bool:
    """Tell whether a link was made before, used or not."""
    return db.session.scalar(select(Invitation.id).limit(1)) is not None


def check_invitation(token: str, now: datetime) -> None:
    """Make sure that a link still works.

    Raises:
        InvitationSpent: it was used, has run out, or never existed.
    """
    invitation = db.session.scalar(select(Invitation).filter_by(token_sha256=_hash(token)))
    if invitation is None or invitation.used_at is not None or _aware(invitation.expires_at) < now:
        raise InvitationSpent("This link was used already or has run out; start the service again for a new one.")


def accept_invitation(token: str, name: str, password: str, repeated: str, now: datetime) -> None:
    """Make the account that a link stands for; the link works once, also when two people press at the same moment.

    Raises:
        InvitationSpent: see `check_invitation`.
        BadPassword: the password or the name cannot be taken; the link still works.
    """
    name, password, repeated = normalise(name).strip(), normalise(password), normalise(repeated)
    _check_name_and_password(name, password, repeated)
    password_hash = PasswordHasher().hash(password)
    begin_writing()
    check_invitation(token, now)
    db.session.execute(
        update(Invitation)
        .where(Invitation.token_sha256 == _hash(token), Invitation.used_at.is_(None))
        .values(used_at=now)
    )
    db.session.add(Staff(name=name, role="admin", password_hash=password_hash, created_at=now))
    db.session.commit()


def normalise(typed: str) -> str:
    """Give one form to what looks the same: keyboards send vowel and tone mark of a Thai letter in either order."""
    return unicodedata.normalize("NFC", typed)


def _check_name_and_password(name: str, password: str, repeated: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise BadPassword("name", f"Please give a name of 1 to {LONGEST_NAME} letters.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadPassword("length", f"Please choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} letters.")
    if password != repeated:
        raise BadPassword("repeat", "The two passwords differ; please type the same one twice.")


def _hash(token: str) -> str:
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


def _aware(moment: datetime) -> datetime:
    """SQLite keeps no time zone; what we store is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
