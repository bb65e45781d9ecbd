"""Pages of the staff: the studio's front, and the one that makes the first admin."""

from flask import Blueprint, current_app, render_template, request, url_for

from mangrove_ar.accounts.service import LONGEST_PASSWORD, SHORTEST_PASSWORD, accept_invitation, check_invitation
from mangrove_ar.errors import BadPassword
from mangrove_ar.extensions import limiter
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now

editorial = Blueprint("editorial", __name__, url_prefix="/studio")
LENGTHS = {"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD}
ROOMS = {"packs": "packs.packs", "patrol": "packs.patrol"}
"""What staff do here, and the page where it begins; rooms never import each other, so they are known by name."""


@editorial.get("/")
@staff_only()
def dashboard() -> str:
    """Show who is signed in, and where to go."""
    rooms = [(name, url_for(page)) for name, page in ROOMS.items() if page in current_app.view_functions]
    return render_template("editorial/dashboard.html", staff=current_staff(), rooms=rooms)


@editorial.get("/first-admin/<token>")
@limiter.limit("20 per minute")
def first_admin(token: str) -> str:
    """Ask for name and password of the first admin."""
    check_invitation(token, now())
    return render_template("editorial/first_admin.html", problem=None, done=False, name="", **LENGTHS)


@editorial.post("/first-admin/<token>")
@limiter.limit("20 per minute")
def make_first_admin(token: str) -> tuple[str, int]:
    """Make the first admin; the token in the address, known to nobody else, also guards against forged forms."""
    name = request.form.get("name", "")
    try:
        accept_invitation(token, name, request.form.get("password", ""), request.form.get("password_again", ""), now())
    except BadPassword as error:
        return render_template(
            "editorial/first_admin.html", problem=error.problem, done=False, name=name, **LENGTHS
        ), error.status
    return render_template("editorial/first_admin.html", problem=None, done=True, name=name, **LENGTHS), 201
