"""What admins change about people: role, entry, lost passwords and second factors; each asks for the password again."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, func, select

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.models import Invitation, RecoveryCode, SecondFactor, Staff
from mangrove_ar.accounts.passwords import matches
from mangrove_ar.accounts.queries import Role, StaffMember
from mangrove_ar.accounts.service import add_reset, end_sessions
from mangrove_ar.errors import LastAdmin, NoSuchPerson, WrongPassword
from mangrove_ar.extensions import begin_writing, db


def check_password(by: StaffMember, password: str) -> None:
    """Make sure that it is the person themselves who sits at a browser that was signed in earlier (ASVS 7.5.1).

    Raises:
        WrongPassword: it is not theirs.
    """
    kept = db.session.scalar(select(Staff.password_hash).filter_by(id=by.id, disabled_at=None))
    if kept is None or not matches(kept, password):
        raise WrongPassword("This is not your password; nothing was changed. Please type it again.")


def change_role(staff_id: int, role: Role, by: StaffMember, now: datetime) -> None:
    """Give a person another role, which counts from their next page on. Safe to repeat.

    Who is no admin any more leaves no links behind that let others in.

    Raises:
        NoSuchPerson: nobody has this number.
        LastAdmin: there would be no admin left who can sign in.
    """
    begin_writing()
    staff = _staff(staff_id)
    if staff.role != role:
        if role != "admin":
            _keep_an_admin(staff)
            _end_links_made_by(staff, by, now)
        note("people.role_changed", f"people/{staff.name}", by, now, role=role, before=staff.role)
        staff.role = role
    db.session.commit()


def disable(staff_id: int, by: StaffMember, now: datetime) -> None:
    """Keep a person out from this moment on: their sessions end, their name stays in the history. Safe to repeat.

    So do the links that they made for others and that nobody used: they could let them in again.

    Raises:
        NoSuchPerson: nobody has this number.
        LastAdmin: there would be no admin left who can sign in.
    """
    begin_writing()
    staff = _staff(staff_id)
    if staff.disabled_at is None:
        _keep_an_admin(staff)
        staff.disabled_at = now
        end_sessions(staff_id)
        db.session.execute(delete(Invitation).where(Invitation.staff_id == staff_id, Invitation.used_at.is_(None)))
        _end_links_made_by(staff, by, now)
        note("people.disabled", f"people/{staff.name}", by, now)
    db.session.commit()


def enable(staff_id: int, by: StaffMember, now: datetime) -> None:
    """Let a person in again, with the password that they had. Safe to repeat.

    Raises:
        NoSuchPerson: nobody has this number.
    """
    begin_writing()
    staff = _staff(staff_id)
    if staff.disabled_at is not None:
        staff.disabled_at = None
        note("people.enabled", f"people/{staff.name}", by, now)
    db.session.commit()


def invite_to_new_password(
    staff_id: int, by: StaffMember | None, now: datetime, draw: Callable[[int], str] = secrets.token_hex
) -> str:
    """Return the token of a link with which a person who forgot their password chooses a new one.

    `by` is nobody where whoever runs the machine asks for it, so that an admin who is alone gets in again.

    Raises:
        NoSuchPerson: nobody has this number, or the person is disabled.
    """
    begin_writing()
    staff = _staff(staff_id)
    if staff.disabled_at is not None:
        db.session.rollback()
        raise NoSuchPerson(f"{staff.name} is disabled; please let them in again first.")
    token = add_reset(staff, by, now, draw)
    note("people.password_link_made", f"people/{staff.name}", by, now)
    db.session.commit()
    return token


def forget_second_factor(staff_id: int, by: StaffMember, now: datetime) -> None:
    """Take away the second factor of a person who lost phone and recovery codes; their sessions end. Safe to repeat.

    Raises:
        NoSuchPerson: nobody has this number.
    """
    begin_writing()
    staff = _staff(staff_id)
    if remove_second_factor(staff_id):
        end_sessions(staff_id)
        note("people.second_factor_forgotten", f"people/{staff.name}", by, now)
    db.session.commit()


def remove_second_factor(staff_id: int) -> bool:
    """Delete a person's second factor and its recovery codes; tell whether there was one. Whoever calls commits."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    gone = delete(SecondFactor).where(SecondFactor.staff_id == staff_id).returning(SecondFactor.staff_id)
    return db.session.scalar(gone) is not None


def _staff(staff_id: int) -> Staff:
    found = db.session.get(Staff, staff_id, with_for_update=True)
    if found is None:
        db.session.rollback()
        raise NoSuchPerson(f"There is nobody with the number {staff_id}; the page of people lists everybody.")
    return found


def _end_links_made_by(staff: Staff, by: StaffMember, now: datetime) -> None:
    unused = delete(Invitation).where(Invitation.invited_by == staff.id, Invitation.used_at.is_(None))
    for hint in db.session.scalars(unused.returning(Invitation.name_hint)).all():
        note("people.invitation_revoked", f"people/{hint}", by, now)


def _keep_an_admin(staff: Staff) -> None:
    if staff.role != "admin" or staff.disabled_at is not None:
        return
    others = select(func.count(Staff.id)).where(
        Staff.role == "admin", Staff.disabled_at.is_(None), Staff.id != staff.id
    )
    if not db.session.scalar(others):
        name = staff.name
        db.session.rollback()
        raise LastAdmin(f"{name} is the last admin; please make somebody else an admin first.")
