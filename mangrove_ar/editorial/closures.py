"""Close a station at once, and open it again: the page that says what happens before it does."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mangrove_ar.catalogue.records import Approved, approved, title_of
from mangrove_ar.editorial.closing import close_station, reopen_station
from mangrove_ar.errors import NoSuchRecord
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now, storage

closures = Blueprint("closures", __name__, url_prefix="/studio/stations")
LONGEST_REASON = 120


@closures.get("/<slug>/close")
@staff_only()
def close(slug: str) -> str:
    """Say what happens when the station is closed and ask for the reason; of a closed one, offer to open it."""
    return _page(slug)


@closures.post("/<slug>/close")
@staff_only()
def close_now(slug: str) -> Response | tuple[str, int]:
    """Close the station; visitors see it at their next request."""
    reason = request.form.get("reason", "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        return _page(slug, "empty" if not reason else "too_long", reason), 422
    close_station(slug, reason, current_staff(), storage(), now())
    return _done(slug, "closed")


@closures.post("/<slug>/reopen")
@staff_only("curator")
def reopen(slug: str) -> Response:
    """Open the station again as it was."""
    reopen_station(slug, current_staff(), storage(), now())
    return _done(slug, "reopened")


def _done(slug: str, what: str) -> Response:
    flash(what, "closures")
    return redirect(url_for(".close", slug=slug), 303)


def _page(slug: str, problem: str = "", reason: str = "") -> str:
    station = _station(slug)
    return render_template(
        "editorial/close.html",
        staff=current_staff(),
        station=station,
        title=title_of("stations", station.record, slug),
        problem=problem,
        reason=reason,
        longest=LONGEST_REASON,
    )


def _station(slug: str) -> Approved:
    found = approved("stations", slug)
    if found is None or not found.is_shown:
        raise NoSuchRecord(f"There is no station {slug} that visitors see.")
    return found
