"""How to do each thing in the studio, and a first tour through a sample record."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.web.access import current_staff, staff_only

help_pages = Blueprint("help", __name__, url_prefix="/studio")
STEPS = ("record", "languages", "states", "preview", "review", "releases")
TOUR_COOKIE = "__Host-tour"
TOUR_COOKIE_SECONDS = 365 * 24 * 3600


@help_pages.get("/help")
@staff_only()
def front() -> str:
    """Tell how to do each thing, and the keyboard shortcuts."""
    return render_template("editorial/help.html", staff=current_staff())


@help_pages.get("/tour/<int(max=2147483647):step>")
@staff_only()
def tour(step: int) -> str:
    """Show one step of the tour; nothing on it is saved."""
    if not 1 <= step <= len(STEPS):
        abort(404)
    return render_template(
        "editorial/tour.html", staff=current_staff(), step=step, steps=len(STEPS), name=STEPS[step - 1]
    )


@help_pages.post("/tour/done")
@staff_only()
def tour_done() -> AnyResponse:
    """Offer the tour no more in this browser, and lead to the desk."""
    answer: Response = make_response(redirect(url_for("editorial.dashboard"), 303))
    # It says only that the tour was seen, to this browser and about nobody.
    answer.set_cookie(
        TOUR_COOKIE, "seen", max_age=TOUR_COOKIE_SECONDS, secure=True, httponly=True, samesite="Lax", path="/"
    )
    return answer


def is_tour_new() -> bool:
    """Tell whether this browser has neither finished nor dismissed the tour."""
    return TOUR_COOKIE not in request.cookies
