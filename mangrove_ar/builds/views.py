"""Pages of the curator: the models with their verdicts, and the pictures and sounds that staff sent."""

from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.accounts.audit import note
from mangrove_ar.builds import background, media, queries
from mangrove_ar.builds.transaction import writing
from mangrove_ar.builds.upload_views import told_state
from mangrove_ar.builds.uploads import MEBIBYTE, MOST_BYTES
from mangrove_ar.errors import BadRecord, MediaInUse
from mangrove_ar.releases.service import publish
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now, storage

builds = Blueprint("builds", __name__, url_prefix="/studio/builds")
NEWS_LAST = timedelta(days=3)
"""What became of an upload is shown so long beside those under way."""
RELEASES = "history.releases"
RECORD_PAGE = "editing.edit"
"""Pages of another room, known by name: rooms never import each other."""


@builds.get("/", endpoint="models")
@staff_only()
def show_models() -> str:
    """Show every model with its numbers and its verdict, what is being built, and what could not be."""
    background.resume_work()
    return _page(
        "builds/models.html",
        models=queries.models(storage()),
        failures=queries.failures(),
        uploads=queries.uploads(("model",), current_staff(), now() - NEWS_LAST),
        published=request.args.get("published"),
    )


@builds.post("/publish")
@staff_only("curator")
def publish_files() -> AnyResponse:
    """Show visitors the built files, with everything else that is approved."""
    sha256 = publish(storage(), now(), "built files", current_staff().name)
    with writing():
        note("builds.published", f"release/{sha256[:12]}", current_staff(), now())
    return redirect(url_for(".models", published="yes"), 303)


@builds.get("/media", endpoint="media")
@staff_only()
def show_media() -> str:
    """Show pictures and sounds: what is still to be said about each, and who shows it; and take new ones."""
    background.resume_work()
    return _page(
        "builds/media.html",
        media=media.all_media(),
        uploads=queries.uploads(("picture", "sound"), current_staff(), now() - NEWS_LAST),
        most_mb={purpose: most // MEBIBYTE for purpose, most in MOST_BYTES.items()},
        deleted=request.args.get("deleted"),
    )


@builds.get("/media/<int(max=2147483647):media_id>")
@staff_only()
def one_media(media_id: int) -> str:
    """Show one picture or sound, and ask what it shows, whose it is and on what terms."""
    return _media_page(media.one_media(media_id), saved=request.args.get("saved"))


@builds.post("/media/<int(max=2147483647):media_id>")
@staff_only()
def describe(media_id: int) -> AnyResponse | tuple[str, int]:
    """Keep what was said about a picture or sound."""
    typed = {name: request.form.get(name, "") for name in ("alt_th", "alt_en", "credit", "licence")}
    alt = {"th": typed["alt_th"], "en": typed["alt_en"]}
    try:
        media.describe_media(media_id, alt, typed["credit"], typed["licence"], current_staff(), now())
    except BadRecord as error:
        return _media_page(media.one_media(media_id), typed=typed, problem="too_long"), error.status
    return redirect(url_for(".one_media", media_id=media_id, saved="yes"), 303)


@builds.post("/media/<int(max=2147483647):media_id>/delete")
@staff_only()
def delete_media(media_id: int) -> AnyResponse | tuple[str, int]:
    """Delete a picture or sound that no record shows."""
    try:
        media.delete_media(media_id, current_staff(), now())
    except MediaInUse as error:
        return _media_page(media.one_media(media_id), problem="in_use"), error.status
    return redirect(url_for(".media", deleted="yes"), 303)


def _media_page(found: media.MediaView, **values: object) -> str:
    return _page("builds/one_media.html", media=found, licences=media.LICENCES, **{"typed": None, **values})


def _page(template: str, **values: object) -> str:
    staff = current_staff()
    return render_template(
        template,
        staff=staff,
        may_publish=staff.role != "educator",
        told_state=told_state,
        releases_url=url_for(RELEASES) if RELEASES in current_app.view_functions else None,
        has_records=RECORD_PAGE in current_app.view_functions,
        **values,
    )
