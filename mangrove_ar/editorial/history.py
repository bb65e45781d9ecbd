"""What was published: releases, which can be compared and gone back to, and the approved states of each record."""

import re
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mangrove_ar.catalogue.records import By, Kind, title_of
from mangrove_ar.catalogue.word_changes import word_changes
from mangrove_ar.editorial.asked import whole_number
from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.editorial.record_history import history_of
from mangrove_ar.editorial.release_changes import changed_records, counts, differing, lines, scope_of
from mangrove_ar.errors import BadRequest, NoSuchRelease, ReleaseMoved
from mangrove_ar.releases import queries
from mangrove_ar.releases.queries import ReleaseView
from mangrove_ar.releases.service import roll_back as go_back_to
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now, storage

history = Blueprint("history", __name__, url_prefix="/studio")
RELEASES = "/releases"
RELEASE = f"{RELEASES}/<int(max=2147483647):release_id>"
RELEASES_PER_PAGE = 20
RECORDS_PER_PAGE = 25
MEDIA = re.compile(r"[0-9a-f]{64}\.(avif|webp|mp3|m4a|ogg)")
PICTURES = {"avif", "webp"}


@history.get(f"{RELEASES}/")
@staff_only()
def releases() -> str:
    """List the releases, the newest first: who, when, what changed."""
    return _list()


@history.get(RELEASE)
@staff_only()
def release(release_id: int) -> str:
    """Show everything that one release changed against the one before it."""
    return _release(release_id)


@history.get(f"{RELEASES}/compare")
@staff_only()
def compare() -> str | tuple[str, int]:
    """Show everything that differs between any two releases; the list again where there is none of a number."""
    asked = [request.args.get(name, 0, type=whole_number) for name in ("from", "to")]
    found = []
    for number in asked:
        try:
            found.append(queries.release(number))
        except NoSuchRelease as refusal:
            return _list(no_release=number, asked=asked), refusal.status
    older, newer = found
    return _page("editorial/release_compare.html", older, newer)


@history.post(f"{RELEASE}/roll-back")
@staff_only("curator")
def roll_back(release_id: int) -> Response | tuple[str, int]:
    """Go back to a release; visitors see it at their next request. What went live since the person looked stays."""
    staff, seen = current_staff(), request.form.get("live", type=whole_number)
    if seen is None:
        raise BadRequest("The page does not say which release it showed as live; please open it again.")
    try:
        go_back_to(release_id, storage(), now(), By(staff.id, staff.name), seen)
    except ReleaseMoved as refusal:
        return _release(release_id, refusal.code), refusal.status
    flash(str(release_id), "rolled_back")
    return redirect(url_for(".releases"), 303)


@history.get("/<any(species,stations,sites,quizzes,pages):kind>/<slug>/history")
@staff_only()
def record(kind: Kind, slug: str) -> str:
    """List the approved states of a record, the newest first: who, when, what changed."""
    before = request.args.get("before", type=whole_number)
    draft = open_draft(kind, slug)
    return render_template(
        "editorial/record_history.html",
        staff=current_staff(),
        draft=draft,
        title=title_of(kind, draft.record, slug),
        history=history_of(kind, slug, before),
        is_first_page=before is None,
    )


def _list(no_release: int | None = None, asked: Sequence[int] = ()) -> str:
    """List the releases.

    Args:
        no_release: the number that somebody asked for and that no release has.
        asked: the two that they wanted to compare, for the form.
    """
    found = queries.history(request.args.get("before", type=whole_number), RELEASES_PER_PAGE + 1)
    shown, further = found[:RELEASES_PER_PAGE], next(iter(found[RELEASES_PER_PAGE:]), None)
    return render_template(
        "editorial/releases.html",
        staff=current_staff(),
        lines=lines(shown, further, storage()),
        older=shown[-1].id if further else None,
        is_first_page="before" not in request.args,
        no_release=no_release,
        asked=[number or "" for number in asked],
    )


def _release(release_id: int, refusal: str = "") -> str:
    newer = queries.release(release_id)
    older = next(iter(queries.history(release_id, 1)), None)
    return _page("editorial/release.html", older, newer, refusal)


def _page(template: str, older: ReleaseView | None, newer: ReleaseView, refusal: str = "") -> str:
    """Show what differs, so many records on each page."""
    scope = scope_of(older, newer, storage())
    found = differing(older.records if older else {}, newer.records) if scope in ("first", "records") else []
    pages = max(1, -(-len(found) // RECORDS_PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=whole_number)), pages)
    return render_template(
        template,
        staff=current_staff(),
        older=older,
        newer=newer,
        scope=scope,
        counts=counts(found),
        records=changed_records(found[(page - 1) * RECORDS_PER_PAGE : page * RECORDS_PER_PAGE]),
        page=page,
        pages=pages,
        live=next(iter(queries.history(at_most=1))),
        refusal=refusal,
    )


def media_kind(value: object) -> str:
    """Tell whether a value names a picture or a sound; empty for all other values."""
    found = MEDIA.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return ""
    return "picture" if found[1] in PICTURES else "sound"


history.add_app_template_filter(media_kind)
history.add_app_template_global(word_changes)
