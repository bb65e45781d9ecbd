"""Invite people by one-time links: there is no default account and no default password."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import delete, select, update

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.models import LONGEST_NAME, HalfSignIn, Invitation, Staff, StaffSession
from mangrove_ar.accounts.passwords import hash_of_new, normalise
from mangrove_ar.accounts.queries import Role, StaffMember
from mangrove_ar.errors import BadPassword, InvitationSpent
from mangrove_ar.extensions import begin_writing, db

LINK_LASTS = timedelta(days=7)
TOKEN_BYTES = 24


@dataclass(frozen=True)
class Invited:
    """What a link that still works is for: a new account, or with `for_name` a new password for that person."""

    role: Role
    name_hint: str
    for_name: str | None


def invite_first_admin(now: datetime, draw: Callable[[int], str] = secrets.token_hex) -> str | None:
    """Return a new one-time token as long as there is no admin, and None from then on.

    A link that was printed before and not used stops working.
    """
    begin_writing()
    if db.session.scalar(select(Staff.id).filter_by(role="admin").limit(1)) is not None:
        db.session.rollback()
        return None
    db.session.execute(delete(Invitation).where(Invitation.used_at.is_(None)))
    token = _add_invitation(Invitation(role="admin", name_hint=""), now, draw)
    note("people.first_admin_invited", "people/", None, now)
    db.session.commit()
    return token


def invite(
    role: Role, name_hint: str, by: StaffMember, now: datetime, draw: Callable[[int], str] = secrets.token_hex
) -> str:
    """Return the token of a new link that makes one account with this role; it is told once and never again."""
    begin_writing()
    hint = " ".join(normalise(name_hint).split())[:LONGEST_NAME]
    token = _add_invitation(Invitation(role=role, name_hint=hint, invited_by=by.id), now, draw)
    note("people.invited", f"people/{hint}", by, now, role=role)
    db.session.commit()
    return token


def revoke_invitation(invitation_id: int, by: StaffMember, now: datetime) -> None:
    """End a link before it is used. Safe to repeat: one that was used or is gone stays as it is."""
    begin_writing()
    gone = db.session.scalar(
        delete(Invitation)
        .where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
        .returning(Invitation.name_hint)
    )
    if gone is not None:
        note("people.invitation_revoked", f"people/{gone}", by, now)
    db.session.commit()


def was_anyone_invited() -> bool:
    """Tell whether a link was made before, used or not."""
    return db.session.scalar(select(Invitation.id).limit(1)) is not None


def check_invitation(token: str, now: datetime) -> Invited:
    """Make sure that a link still works, and tell what it is for.

    Raises:
        InvitationSpent: it was used, was revoked, has run out, or never existed.
    """
    found = _invitation(token, now)
    return Invited(cast(Role, found.role), found.name_hint, _name_of(found.staff_id))


def accept_invitation(token: str, name: str, password: str, repeated: str, now: datetime) -> None:
    """Make the account that a link stands for; the link works once, also when two people press at the same moment.

    A link for somebody who has an account already changes only their password; it ends their sessions.

    Raises:
        InvitationSpent: see `check_invitation`.
        BadPassword: the password or the name cannot be taken; the link still works.
    """
    for_name = check_invitation(token, now).for_name
    name = for_name or _checked_name(name)
    password_hash = hash_of_new(password, repeated, name)
    begin_writing()
    invitation = _invitation(token, now)
    invitation.used_at = now
    if invitation.staff_id is None:
        _add_person(name, cast(Role, invitation.role), password_hash, now)
    else:
        _renew_password(invitation.staff_id, name, password_hash, now)
    db.session.commit()


def add_reset(staff: Staff, by: StaffMember | None, now: datetime, draw: Callable[[int], str]) -> str:
    """Add a link that gives somebody a new password, in place of an earlier one; whoever calls commits."""
    db.session.execute(delete(Invitation).where(Invitation.staff_id == staff.id, Invitation.used_at.is_(None)))
    row = Invitation(role=staff.role, name_hint=staff.name, staff_id=staff.id, invited_by=by.id if by else None)
    return _add_invitation(row, now, draw)


def end_sessions(staff_id: int) -> None:
    """Sign a person out of every browser, also of one that waits for the second code; whoever calls commits."""
    db.session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.staff_id == staff_id))


def _add_invitation(row: Invitation, now: datetime, draw: Callable[[int], str]) -> str:
    token = draw(TOKEN_BYTES)
    row.token_sha256, row.expires_at = _hash(token), now + LINK_LASTS
    db.session.add(row)
    return token


def _invitation(token: str, now: datetime) -> Invitation:
    found: Invitation | None = db.session.scalar(
        select(Invitation).filter_by(token_sha256=_hash(token)).with_for_update()
    )
    if found is None or found.used_at is not None or found.expires_at < now:
        db.session.rollback()
        raise InvitationSpent("This link was used already or has run out; please ask for a new one.")
    return found


def _name_of(staff_id: int | None) -> str | None:
    return db.session.scalar(select(Staff.name).filter_by(id=staff_id)) if staff_id is not None else None


def _checked_name(typed: str) -> str:
    name = normalise(typed).strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadPassword("name", f"Please give a name of 1 to {LONGEST_NAME} letters.")
    return name


def _add_person(name: str, role: Role, password_hash: str, now: datetime) -> None:
    if db.session.scalar(select(Staff.id).filter_by(name=name)) is not None:
        db.session.rollback()
        raise BadPassword("taken", f"Somebody has the name {name} already; please choose another one.")
    staff = Staff(name=name, role=role, password_hash=password_hash, created_at=now)
    db.session.add(staff)
    db.session.flush()
    note("people.joined", f"people/{name}", StaffMember(staff.id, name, role), now, role=role)


def _renew_password(staff_id: int, name: str, password_hash: str, now: datetime) -> None:
    role = db.session.scalar(
        update(Staff)
        .where(Staff.id == staff_id, Staff.disabled_at.is_(None))
        .values(password_hash=password_hash)
        .returning(Staff.role)
    )
    if role is None:  # Disabled since: `people.disable` takes their link away, and this is the last guard.
        db.session.rollback()
        raise InvitationSpent("This link was used already or has run out; please ask for a new one.")
    end_sessions(staff_id)
    note("account.password_reset", f"people/{name}", StaffMember(staff_id, name, cast(Role, role)), now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()
