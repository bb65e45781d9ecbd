"""Pages of the review: what waits, what a draft changes against what is public, and what is decided about it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from mangrove_ar.catalogue.checks import field_name_key
from mangrove_ar.catalogue.records import Kind, title_of
from mangrove_ar.editorial import decisions
from mangrove_ar.editorial.comments import add_comment, comments, resolve_comment
from mangrove_ar.editorial.drafts import DraftView, drafts, open_draft
from mangrove_ar.editorial.gate import problems
from mangrove_ar.editorial.models import LONGEST_NOTE
from mangrove_ar.editorial.readable import shown_changes
from mangrove_ar.editorial.words_back import keeps_words, out_of_date_words
from mangrove_ar.errors import BadRecord, DraftMoved, NeedsSecondPerson, NoSuchRecord, NotReady
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now, storage
from mangrove_ar.web.times import TRAIL_TIME

review = Blueprint("review", __name__, url_prefix="/studio")
RECORD = "/<any(species,stations,sites,quizzes,pages):kind>/<slug>"
LONGEST_WAIT = timedelta(days=366)
REFUSALS = (DraftMoved, NotReady, NeedsSecondPerson, BadRecord)
WORDS = ("note", "text")
"""Fields in which people write."""


def _typed() -> list[str]:
    """Give the texts of the form at hand."""
    return [words for name in WORDS if (words := request.form.get(name, "").strip())]


@review.errorhandler(CSRFError)
def out_of_date(_error: CSRFError) -> tuple[str, int]:
    """Give back what was typed on a page that stood open until its session was gone."""
    return out_of_date_words(_typed()), 400


@review.get("/review/")
@staff_only()
def queue() -> str:
    """Show what waits for a decision, for its time, or for its editor."""
    found = [(draft, title_of(draft.kind, draft.record, draft.slug)) for draft in drafts()]
    states = ("submitted", "approved", "sent_back", "editing")
    waiting = {state: [one for one in found if one[0].state == state] for state in states}
    return render_template("editorial/review_queue.html", staff=current_staff(), waiting=waiting)


@review.get(f"{RECORD}/review")
@staff_only()
def show(kind: Kind, slug: str) -> str:
    """Show what a draft changes, what is wrong with it, what was said of it, and what can be decided."""
    return _page(kind, slug)


@review.post(f"{RECORD}/submit")
@keeps_words(_typed)
@staff_only()
def submit(kind: Kind, slug: str) -> Response | tuple[str, int]:
    """Ask a second person to look."""
    note = request.form.get("note", "")
    return _decide(
        kind, slug, lambda version: decisions.submit(kind, slug, version, note, current_staff(), now()), "submitted"
    )


@review.post(f"{RECORD}/send-back")
@keeps_words(_typed)
@staff_only("curator")
def send_back(kind: Kind, slug: str) -> Response | tuple[str, int]:
    """Give the draft back with a word why."""
    note = request.form.get("note", "")
    return _decide(
        kind, slug, lambda version: decisions.send_back(kind, slug, version, note, current_staff(), now()), "sent_back"
    )


@review.post(f"{RECORD}/approve")
@keeps_words(_typed)
@staff_only("curator")
def approve(kind: Kind, slug: str) -> Response | tuple[str, int]:
    """Publish the draft, now or at the time given (of the trail's clock)."""
    if request.form.get("when", "now") == "now" and request.form.get("publish_at"):
        return _page(kind, slug, "now_or_then"), BadRecord.status
    try:
        at = _asked_time()
    except ValueError:
        return _page(kind, slug, "bad_time"), BadRecord.status
    done = "scheduled" if at else "published"
    return _decide(
        kind,
        slug,
        lambda version: decisions.approve(kind, slug, version, current_staff(), storage(), now(), at),
        done,
    )


@review.post(f"{RECORD}/cancel-schedule")
@keeps_words(_typed)
@staff_only("curator")
def cancel_schedule(kind: Kind, slug: str) -> Response | tuple[str, int]:
    """Take the time back."""
    return _decide(
        kind,
        slug,
        lambda version: decisions.cancel_schedule(kind, slug, version, current_staff(), now()),
        "schedule_cancelled",
    )


@review.post(f"{RECORD}/comments")
@keeps_words(_typed)
@staff_only()
def comment(kind: Kind, slug: str) -> Response | tuple[str, int]:
    """Keep a remark about a field, or about the whole draft."""
    path, text = request.form.get("path", ""), request.form.get("text", "")
    return _decide(
        kind, slug, lambda _version: add_comment(kind, slug, path, text, current_staff(), now()), "commented"
    )


@review.post(f"{RECORD}/comments/<int(max=2147483647):comment_id>/resolve")
@keeps_words(_typed)
@staff_only()
def resolve(kind: Kind, slug: str, comment_id: int) -> Response | tuple[str, int]:
    """Note that a remark is settled."""
    return _decide(
        kind, slug, lambda _version: resolve_comment(kind, slug, comment_id, current_staff(), now()), "resolved"
    )


def _decide(kind: Kind, slug: str, act: Callable[[int], None], done: str) -> Response | tuple[str, int]:
    """Do what was decided about the version that the person saw; a refusal shows the page as it is now, and why."""
    try:
        act(request.form.get("version", 0, type=int))
    except REFUSALS as error:
        is_of_words = isinstance(error, BadRecord) and bool(request.form.keys() & set(WORDS))
        return _page(kind, slug, "bad_words" if is_of_words else error.code), error.status
    except NoSuchRecord:  # The draft was published or discarded; unless the record is gone too, show what is there.
        return _page(kind, slug, "draft_gone"), DraftMoved.status
    flash(done, "review")
    return redirect(url_for(".show", kind=kind, slug=slug), 303)


def _page(kind: Kind, slug: str, refusal: str = "") -> str:
    form: Mapping[str, str] = request.form if refusal else {}
    draft = open_draft(kind, slug)
    said = comments(kind, slug)
    found = problems(draft) if draft.version else []
    return render_template(
        "editorial/review.html",
        staff=current_staff(),
        draft=draft,
        title=title_of(kind, draft.record, slug),
        changes=shown_changes(kind, draft.public_record, draft.record),
        blocking=[problem for problem in found if problem.blocks],
        doubts=[problem for problem in found if not problem.blocks],
        comments=said,
        field_name_key=field_name_key,
        may=_may(draft),
        refusal=refusal,
        typed=_typed() if refusal else [],
        typed_note=(request.endpoint, form.get("note", "")),
        asked_time=(form.get("when", "now"), form.get("publish_at", "")),
        longest_note=LONGEST_NOTE,
    )


def _may(draft: DraftView) -> set[str]:
    """Name what this person may decide now."""
    role, state = current_staff().role, draft.state
    may = {"submit"} if state in ("editing", "sent_back") else set()
    if role in ("curator", "admin"):
        may |= {"submitted": {"approve", "send_back"}, "approved": {"cancel", "send_back"}}.get(state, set())
    return may | ({"comment"} if draft.version else set())


def _asked_time() -> datetime | None:
    """Read the time of a `datetime-local` field, by the trail's clock; none means now.

    A year of the Buddhist era is far away: such a slip must be seen before nothing happens for centuries.
    """
    if request.form.get("when", "now") == "now":
        return None
    at = datetime.fromisoformat(request.form.get("publish_at", "").strip()).replace(tzinfo=TRAIL_TIME)
    if not now() < at < now() + LONGEST_WAIT:
        raise ValueError(at)
    return at
