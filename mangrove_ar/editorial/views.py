"""The studio's front page."""

from flask import Blueprint, render_template

from mangrove_ar.editorial.dashboard import desk_of
from mangrove_ar.editorial.help import is_tour_new
from mangrove_ar.editorial.shelf import records_at_hand
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now

editorial = Blueprint("editorial", __name__, url_prefix="/studio")


@editorial.get("/")
@staff_only()
def dashboard() -> str:
    """Show what waits for whoever is signed in."""
    staff = current_staff()
    work = desk_of(staff, list(records_at_hand().values()), now())
    return render_template("editorial/dashboard.html", staff=staff, work=work, is_tour_new=is_tour_new())
