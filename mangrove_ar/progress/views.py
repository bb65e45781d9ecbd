"""Pages of the learner: the booklet, filled by the phone itself."""

from flask import Blueprint, Response, make_response, render_template

from mangrove_ar.web.conditional import with_etag
from mangrove_ar.web.current import published

progress = Blueprint("progress", __name__, url_prefix="/progress")


@progress.get("/")
def booklet() -> Response:
    """Show the booklet: one field for each station, stamped by the phone's own memory."""
    trail = published().trail(published().home().trail)
    return with_etag(make_response(render_template("progress/booklet.html", trail=trail)))
