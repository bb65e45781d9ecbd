"""Who the staff are, who is invited, and where they are signed in, as frozen values."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import ColumnElement, Row, Select, func, select

from mangrove_ar.accounts.models import Invitation, RecoveryCode, SecondFactor, Staff, StaffSession
from mangrove_ar.errors import NoSuchPerson
from mangrove_ar.extensions import db

Role = Literal["educator", "curator", "admin"]
ROLES: tuple[Role, ...] = ("educator", "curator", "admin")
SESSION_LASTS = timedelta(hours=12)
"""At most, however busy it is (ASVS 7.3.2)."""


@dataclass(frozen=True)
class StaffMember:
    """A person who signs in."""

    id: int
    name: str
    role: Role
    has_second_factor: bool = False


@dataclass(frozen=True)
class Person:
    """A person as admins see them; `disabled_at` says since when they cannot sign in."""

    id: int
    name: str
    role: Role
    has_second_factor: bool
    created_at: datetime
    disabled_at: datetime | None
    sessions: int
    """How many browsers they are signed in with."""


@dataclass(frozen=True)
class OpenInvitation:
    """A link that waits to be used; with `for_name` it gives that person a new password instead of an account."""

    id: int
    role: Role
    name_hint: str
    for_name: str | None
    invited_by: str | None
    expires_at: datetime


@dataclass(frozen=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    id: int
    signed_in_at: datetime
    browser: str
    is_this_one: bool


@dataclass(frozen=True)
class FactorState:
    """How far a person is with a second factor: `secret` is there while they still have to confirm it."""

    is_on: bool
    since: datetime | None = None
    secret: str | None = None
    codes_left: int = 0


def could_others_publish(but: Collection[int]) -> bool:
    """Tell whether there is a curator or an admin who is none of these people, and who was not disabled."""
    others = select(Staff.id).where(Staff.id.not_in(but), Staff.role.in_(("curator", "admin")))
    return db.session.scalar(others.where(Staff.disabled_at.is_(None)).limit(1)) is not None


def staff_of_session(token: str, now: datetime) -> StaffMember | None:
    """Give the person whose open session has this token, or None."""
    found = db.session.execute(
        _members()
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(StaffSession.token_sha256 == hash_of_token(token), is_open(now), Staff.disabled_at.is_(None))
    ).one_or_none()
    return _member(found) if found else None


def member(staff_id: int) -> StaffMember:
    """Give a person as the one who does something.

    Raises:
        NoSuchPerson: nobody has this number.
    """
    row = db.session.execute(_members().where(Staff.id == staff_id)).one_or_none()
    if row is None:
        raise NoSuchPerson(f"There is nobody with the number {staff_id}; the page of people lists everybody.")
    return _member(row)


def people(now: datetime) -> list[Person]:
    """List everybody: those who can sign in first, each group by name."""
    return [
        _person(row) for row in db.session.execute(_people(now).order_by(Staff.disabled_at.is_not(None), Staff.name))
    ]


def person(staff_id: int, now: datetime) -> Person:
    """Give one person.

    Raises:
        NoSuchPerson: nobody has this number.
    """
    row = db.session.execute(_people(now).where(Staff.id == staff_id)).one_or_none()
    if row is None:
        raise NoSuchPerson(f"There is nobody with the number {staff_id}; the page of people lists everybody.")
    return _person(row)


def open_invitations(now: datetime) -> list[OpenInvitation]:
    """List the links that can still be used, the one that ends first on top."""
    meant_for = select(Staff.name).where(Staff.id == Invitation.staff_id).scalar_subquery()
    inviting = select(Staff.name).where(Staff.id == Invitation.invited_by).scalar_subquery()
    rows = db.session.execute(
        select(Invitation, meant_for, inviting)
        .where(Invitation.used_at.is_(None), Invitation.expires_at > now)
        .order_by(Invitation.expires_at, Invitation.id)
    )
    return [
        OpenInvitation(row.id, cast(Role, row.role), row.name_hint, for_name, by, row.expires_at)
        for row, for_name, by in rows
    ]


def sessions_of(staff_id: int, token: str, now: datetime) -> list[OpenSession]:
    """List the browsers in which a person is signed in, the newest first; `token` is the one that asks."""
    rows = db.session.scalars(
        select(StaffSession).where(StaffSession.staff_id == staff_id, is_open(now)).order_by(StaffSession.id.desc())
    )
    this = hash_of_token(token)
    return [OpenSession(row.id, row.signed_in_at, row.browser, row.token_sha256 == this) for row in rows]


def second_factor_of(staff_id: int) -> FactorState:
    """Tell how far a person is with a second factor."""
    factor = db.session.get(SecondFactor, staff_id)
    if factor is None:
        return FactorState(is_on=False)
    if factor.confirmed_at is None:
        return FactorState(is_on=False, secret=factor.secret)
    codes = db.session.scalar(select(func.count(RecoveryCode.id)).filter_by(staff_id=staff_id)) or 0
    return FactorState(is_on=True, since=factor.confirmed_at, codes_left=codes)


def hash_of_token(token: str) -> str:
    """Give what the database keeps of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_open(now: datetime) -> ColumnElement[bool]:
    """Give the condition that a session has not run out."""
    return StaffSession.signed_in_at > now - SESSION_LASTS


HAS_SECOND_FACTOR = (
    select(SecondFactor.staff_id)
    .where(SecondFactor.staff_id == Staff.id, SecondFactor.confirmed_at.is_not(None))
    .correlate(Staff)
    .exists()
)


def _members() -> Select[int, str, str, bool]:
    return select(Staff.id, Staff.name, Staff.role, HAS_SECOND_FACTOR)


def _member(row: Row[int, str, str, bool]) -> StaffMember:
    staff_id, name, role, has_second_factor = row
    return StaffMember(staff_id, name, cast(Role, role), has_second_factor)


def _people(now: datetime) -> Select[Staff, bool, int]:
    sessions = select(func.count(StaffSession.id)).where(StaffSession.staff_id == Staff.id, is_open(now))
    return select(Staff, HAS_SECOND_FACTOR, sessions.correlate(Staff).scalar_subquery())


def _person(row: Row[Staff, bool, int]) -> Person:
    staff, has_second_factor, sessions = row
    return Person(
        staff.id, staff.name, cast(Role, staff.role), has_second_factor, staff.created_at, staff.disabled_at, sessions
    )
