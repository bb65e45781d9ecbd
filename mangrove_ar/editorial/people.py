"""Pages of the admins: who works here, who is invited, and what everybody changed."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mangrove_ar.accounts import people as changes
from mangrove_ar.accounts.audit import entries
from mangrove_ar.accounts.queries import ROLES, Role, open_invitations
from mangrove_ar.accounts.queries import people as everybody
from mangrove_ar.accounts.queries import person as one_person
from mangrove_ar.accounts.service import invite as make_invitation
from mangrove_ar.accounts.service import revoke_invitation
from mangrove_ar.editorial.asked import whole_number
from mangrove_ar.editorial.audit_words import AREAS, told
from mangrove_ar.errors import BadRequest, LastAdmin, WrongPassword
from mangrove_ar.web.access import asks_password, current_staff, staff_only
from mangrove_ar.web.current import now, settings
from mangrove_ar.web.qr import qr_data_url

people = Blueprint("people", __name__, url_prefix="/studio")
Answer = str | tuple[str, int] | Response


@people.get("/people/", endpoint="people")
@staff_only("admin")
def show_people() -> str:
    """Show everybody, the invitations that wait, and the form for a new one."""
    return _people_page()


@people.post("/people/invitations")
@asks_password
@staff_only("admin")
def invite() -> tuple[str, int]:
    """Make a link for somebody new and show it, once."""
    role, hint = _role(), request.form.get("name_hint", "")
    try:
        changes.check_password(current_staff(), request.form.get("password", ""))
    except WrongPassword as error:
        return _people_page(error.code), error.status
    return _link_page(make_invitation(role, hint, current_staff(), now()), role=role), 201


@people.post("/people/invitations/<int(max=2147483647):invitation_id>/revoke")
@staff_only("admin")
def revoke(invitation_id: int) -> Response:
    """End a link that was not used yet."""
    revoke_invitation(invitation_id, current_staff(), now())
    return redirect(url_for(".people", done="revoked"), 303)


@people.get("/people/<int(max=2147483647):staff_id>")
@staff_only("admin")
def person(staff_id: int) -> str:
    """Show one person, and what can be changed about them."""
    return _person_page(staff_id)


@people.post("/people/<int(max=2147483647):staff_id>/role")
@asks_password
@staff_only("admin")
def change_role(staff_id: int) -> Answer:
    """Give a person another role."""
    role = _role()
    return _change(staff_id, "role", lambda: changes.change_role(staff_id, role, current_staff(), now()))


@people.post("/people/<int(max=2147483647):staff_id>/disable")
@asks_password
@staff_only("admin")
def disable(staff_id: int) -> Answer:
    """Keep a person out."""
    return _change(staff_id, "disabled", lambda: changes.disable(staff_id, current_staff(), now()))


@people.post("/people/<int(max=2147483647):staff_id>/enable")
@asks_password
@staff_only("admin")
def enable(staff_id: int) -> Answer:
    """Let a person in again."""
    return _change(staff_id, "enabled", lambda: changes.enable(staff_id, current_staff(), now()))


@people.post("/people/<int(max=2147483647):staff_id>/forget-second-factor")
@asks_password
@staff_only("admin")
def forget_second_factor(staff_id: int) -> Answer:
    """Take away the second factor of a person who lost theirs."""
    return _change(staff_id, "forgotten", lambda: changes.forget_second_factor(staff_id, current_staff(), now()))


@people.post("/people/<int(max=2147483647):staff_id>/password-link")
@asks_password
@staff_only("admin")
def make_password_link(staff_id: int) -> Answer:
    """Make a link with which a person chooses a new password, and show it, once."""
    try:
        changes.check_password(current_staff(), request.form.get("password", ""))
    except WrongPassword as error:
        return _person_page(staff_id, error.code), error.status
    token = changes.invite_to_new_password(staff_id, current_staff(), now())
    return _link_page(token, name=one_person(staff_id, now()).name), 201


@people.get("/audit")
@staff_only("admin")
def audit() -> str:
    """Show who changed what, and when; by subject, person or kind of change."""
    asked = request.args
    subject, area = asked.get("subject", "").strip(), asked.get("area", "")
    who = asked.get("who", type=whole_number)
    found = entries(subject, who, asked.get("before", type=whole_number), f"{area}." if area in AREAS else "")
    return render_template(
        "editorial/audit.html",
        staff=current_staff(),
        rows=[(entry, told(entry)) for entry in found.entries],
        asked={"subject": subject, "who": who, "area": area},
        older=found.older,
        people=everybody(now()),
        areas=AREAS,
    )


def _change(staff_id: int, done: str, change: Callable[[], None]) -> Answer:
    """Change something about a person once the password was given again."""
    try:
        changes.check_password(current_staff(), request.form.get("password", ""))
        change()
    except (WrongPassword, LastAdmin) as error:
        return _person_page(staff_id, error.code), error.status
    if staff_id == current_staff().id:  # Who changed themselves may not be an admin any more.
        return redirect(url_for("account.account"), 303)
    return redirect(url_for(".person", staff_id=staff_id, done=done), 303)


def _role() -> Role:
    role = request.form.get("role", "")
    if role not in ROLES:
        raise BadRequest(f"There is no role {role!r}; please choose one of {', '.join(ROLES)}.")
    return role


def _people_page(problem: str | None = None) -> str:
    return render_template(
        "editorial/people.html",
        staff=current_staff(),
        people=everybody(now()),
        invitations=open_invitations(now()),
        roles=ROLES,
        problem=problem,
        done=request.args.get("done"),
        form=request.form,
    )


def _person_page(staff_id: int, problem: str | None = None) -> str:
    return render_template(
        "editorial/people_person.html",
        staff=current_staff(),
        person=one_person(staff_id, now()),
        roles=ROLES,
        problem=problem,
        done=request.args.get("done"),
    )


def _link_page(token: str, role: Role | None = None, name: str = "") -> str:
    address = f"{settings().public_url}{url_for('invitations.invitation', token=token)}"
    return render_template(
        "editorial/people_link.html",
        staff=current_staff(),
        address=address,
        picture=qr_data_url(address),
        role=role,
        name=name,
    )
