"""Where whoever was invited chooses a name and a password, or only a new password."""

from flask import Blueprint, render_template, request

from mangrove_ar.accounts.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from mangrove_ar.accounts.service import Invited, accept_invitation, check_invitation
from mangrove_ar.errors import BadPassword
from mangrove_ar.extensions import limiter
from mangrove_ar.web.current import now

invitations = Blueprint("invitations", __name__, url_prefix="/studio/invitation")
PER_ADDRESS = "20 per minute"


@invitations.get("/<token>")
@limiter.limit(PER_ADDRESS)
def invitation(token: str) -> str:
    """Ask for name and password."""
    return _page(check_invitation(token, now()))


@invitations.post("/<token>")
@limiter.limit(PER_ADDRESS)
def accept(token: str) -> tuple[str, int]:
    """Make the account; the token in the address, known to nobody else, also guards against forged forms."""
    form, invited = request.form, check_invitation(token, now())
    try:
        accept_invitation(token, form.get("name", ""), form.get("password", ""), form.get("password_again", ""), now())
    except BadPassword as error:
        return _page(invited, error.problem), error.status
    return _page(invited, done=True), 201


def _page(invited: Invited, problem: str | None = None, *, done: bool = False) -> str:
    return render_template(
        "editorial/invitation.html",
        invited=invited,
        problem=problem,
        done=done,
        name=request.form.get("name", invited.name_hint),
        lengths={"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD},
    )
