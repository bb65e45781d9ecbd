"""Who the staff are, as frozen values."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import select

from mangrove_ar.accounts.models import Staff, StaffSession
from mangrove_ar.extensions import db

Role = Literal["educator", "curator", "admin"]
SESSION_LASTS = timedelta(hours=12)
"""At most, however busy it is (ASVS 7.3.2)."""


@dataclass(frozen=True)
class StaffMember:
    """A person who signs in."""

    id: int
    name: str
    role: Role


def staff_of_session(token: str, now: datetime) -> StaffMember | None:
    """Give the person whose open session has this token, or None."""
    found = db.session.execute(
        select(Staff.id, Staff.name, Staff.role)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(StaffSession.token_sha256 == hash_of_token(token), StaffSession.signed_in_at > now - SESSION_LASTS)
    ).one_or_none()
    return StaffMember(found.id, found.name, cast(Role, found.role)) if found else None


def hash_of_token(token: str) -> str:
    """Give what the database keeps of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()
