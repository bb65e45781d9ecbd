"""The forms of the studio: open a record, save it, add and discard; what was typed is never lost."""

import re
import unicodedata
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.catalogue.field_names import field_name_key
from mangrove_ar.catalogue.records import Kind, title_of
from mangrove_ar.editorial.answers import answer_of, clock
from mangrove_ar.editorial.drafts import DraftView, begin_record, discard_draft, may_discard, open_draft
from mangrove_ar.editorial.edit_page import EditPage, page_of, words_of
from mangrove_ar.editorial.forms.acts import anchor_after
from mangrove_ar.editorial.forms.reading import pairs_to_posted
from mangrove_ar.editorial.merging import MergePage, merge_page, page_again, read_decision
from mangrove_ar.editorial.saving import (
    Attempt,
    page_of_attempt,
    page_of_outcome,
    page_of_undecided,
    read_attempt,
    save_attempt,
    save_words,
    typed_words,
)
from mangrove_ar.editorial.words_back import keeps_words, out_of_date_words
from mangrove_ar.errors import (
    BadRecord,
    BadRequest,
    NeedsCurator,
    NoSuchRecord,
    NotSaved,
    RecordExists,
)
from mangrove_ar.web.access import current_staff, signed_in, staff_only
from mangrove_ar.web.current import now
from mangrove_ar.web.errors import error_body
from mangrove_ar.web.json_input import read_json
from mangrove_ar.web.languages import translate

editing = Blueprint("editing", __name__, url_prefix="/studio")
KIND = "/<any(species,stations,sites,quizzes,pages):kind>"
RECORD = f"{KIND}/<slug>"
NEW = f"{KIND}/new"
CAN_BE_ADDED = {"species", "stations", "quizzes"}
LARGEST_FORM_BYTES = 1024 * 1024
MOST_FIELDS = 2_000
FURTHER = {
    "preview": "previews.show",
    "review": "review.show",
    "revisions": "history.record",
    "scene": "scenes.edit",
    "closure": "closures.close",
    "media": "builds.media",
}
"""Pages beside the form, by the names of their endpoints; each is linked where it is part of the install."""


@editing.url_value_preprocessor
def take_large_forms(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take the whole form of a site: it is longer than anything that visitors send."""
    request.max_content_length = LARGEST_FORM_BYTES
    request.max_form_memory_size = LARGEST_FORM_BYTES
    request.max_form_parts = MOST_FIELDS


def _typed() -> list[str]:
    """Give the texts of the form at hand."""
    view = request.view_args or {}
    return typed_words(view["kind"], view.get("slug", ""), request.form)


@editing.errorhandler(CSRFError)
def out_of_date(error: CSRFError) -> tuple[str, int] | tuple[Response, int]:
    """Give back what was typed on a page that stood open until its session was gone."""
    if request.is_json:
        return jsonify(error_body("out_of_date", "The page stood open for too long.")), 400
    kind: Kind = (request.view_args or {})["kind"]
    if request.endpoint == "editing.begin" and kind in CAN_BE_ADDED and signed_in():
        return _new(kind, request.form.get("name", ""), "out_of_date"), 400
    return out_of_date_words(_typed()), 400


@editing.errorhandler(NeedsCurator)
def not_allowed(error: NeedsCurator) -> tuple[str, int]:
    """Say that the person's role may not do this."""
    return render_template("editorial/not_allowed.html", staff=current_staff()), error.status


@editing.get(RECORD)
@staff_only()
def edit(kind: Kind, slug: str) -> str:
    """Show the form of a record."""
    staff, moment = current_staff(), now()
    return _form(page_of(open_draft(kind, slug), staff, moment))


@editing.post(RECORD)
@keeps_words(_typed)
@staff_only()
def save(kind: Kind, slug: str) -> AnyResponse | tuple[str, int]:
    """Save the form; where somebody else changed the same field, ask."""
    attempt = read_attempt(kind, slug, request.form)
    try:
        outcome = save_attempt(attempt, current_staff(), now())
    except NotSaved as refusal:
        return _form(page_of_attempt(attempt, refusal.code)), refusal.status
    if outcome.conflicts:
        return _merge(merge_page(outcome.draft, outcome.conflicts, attempt.typed.tab)), 409
    return redirect(_after(attempt), 303)


@editing.post(f"{RECORD}/autosave")
@staff_only()
def autosave(kind: Kind, slug: str) -> Response:
    """Save the form while it is being written; the answer says what the page has to know."""
    sent = read_json()
    posted = pairs_to_posted(sent.get("fields") if isinstance(sent, dict) else None)
    attempt = read_attempt(kind, slug, posted)
    outcome = save_attempt(attempt, current_staff(), moment := now())
    return jsonify(answer_of(page_of_outcome(outcome, attempt), outcome, moment))


@editing.post(f"{RECORD}/merge")
@keeps_words(_typed)
@staff_only()
def merge(kind: Kind, slug: str) -> AnyResponse | str | tuple[str, int]:
    """Save what was decided about fields that two people changed."""
    decision = read_decision(kind, slug, request.form)
    if request.form.get("act") == "back":
        return _form(page_of_undecided(open_draft(kind, slug), *decision.undecided))
    if not decision.is_whole:
        return _merge(page_again(open_draft(kind, slug), request.form, decision, "undecided")), 422
    try:
        saved = save_words(kind, slug, decision.base, decision.record, current_staff(), now())
    except NotSaved as refusal:
        return _merge(page_again(open_draft(kind, slug), request.form, decision, refusal.code)), refusal.status
    tab = request.form.get("tab", "")
    if saved.conflicts:
        return _merge(merge_page(saved.draft, saved.conflicts, tab)), 409
    return redirect(url_for("editing.edit", kind=kind, slug=slug, saved=tab or "yes"), 303)


@editing.get("/form-token")
@staff_only()
def form_token() -> Response:
    """Give a fresh token to a page whose session ended and that was signed in again elsewhere."""
    return jsonify({"csrf_token": generate_csrf(), "staff": current_staff().id})


@editing.get(NEW)
@staff_only()
def new(kind: Kind) -> str:
    """Ask for the name of a new record."""
    if kind not in CAN_BE_ADDED:
        raise NoSuchRecord(f"A new record cannot be added to {kind} here; write a file in content/ and import it.")
    return _new(kind, "")


@editing.post(NEW)
@staff_only()
def begin(kind: Kind) -> AnyResponse | tuple[str, int]:
    """Begin a new record, and open its form."""
    name = request.form.get("name", "")
    if kind not in CAN_BE_ADDED:
        return redirect(url_for("editing.new", kind=kind), 303)
    try:
        draft = begin_record(kind, slug_of(name), current_staff(), now())
    except (BadRecord, RecordExists) as refusal:
        return _new(kind, name, refusal.code), refusal.status
    return redirect(url_for("editing.edit", kind=kind, slug=draft.slug), 303)


@editing.get(f"{RECORD}/discard")
@staff_only()
def ask_to_discard(kind: Kind, slug: str) -> str:
    """Show what would be thrown away, and ask."""
    draft = open_draft(kind, slug)
    if draft.version == 0:
        raise NoSuchRecord(f"There is no draft of {kind}/{slug}; what visitors see is all there is.")
    if not may_discard(draft.state, current_staff().role):
        raise NeedsCurator(f"{kind}/{slug} was approved and waits for its time. Please ask a curator to discard it.")
    title = title_of(kind, draft.record, slug)
    return render_template("editorial/edit_discard.html", draft=draft, title=title, staff=current_staff())


@editing.post(f"{RECORD}/discard")
@staff_only()
def discard(kind: Kind, slug: str) -> AnyResponse:
    """Throw the draft away; the public keeps what it sees."""
    discard_draft(kind, slug, _version(), current_staff(), now())
    return redirect(_list_of(kind) or url_for("editorial.dashboard"), 303)


def slug_of(name: str) -> str:
    """Make the part of an address from a name in Latin letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _form(page: EditPage) -> str:
    return render_template(
        "editorial/edit.html",
        page=page,
        staff=current_staff(),
        saved="saved" in request.args,
        acknowledged=request.args.get("saved", ""),
        words_of=words_of,
        clock=clock,
        now=now(),
        links_beside=_links(page.draft),
        may_discard=may_discard(page.draft.state, current_staff().role),
    )


def _merge(page: MergePage) -> str:
    labels = {one.path: translate(field_name_key(page.draft.kind, one.path)) for one in page.questions}
    title = title_of(page.draft.kind, page.draft.record, page.draft.slug)
    return render_template("editorial/merge.html", page=page, labels=labels, title=title, staff=current_staff())


def _new(kind: Kind, name: str, problem: str = "") -> str:
    return render_template("editorial/edit_new.html", kind=kind, name=name, problem=problem, staff=current_staff())


def _after(attempt: Attempt) -> str:
    typed = attempt.typed
    if typed.act == "review" and "review.show" in current_app.view_functions:
        return url_for("review.show", kind=attempt.kind, slug=attempt.slug)
    anchor = anchor_after(typed.act, typed.record) or None
    return url_for("editing.edit", kind=attempt.kind, slug=attempt.slug, saved=typed.tab or "yes", _anchor=anchor)


def _links(draft: DraftView) -> dict[str, str]:
    """Give the addresses of the pages beside a form."""
    there = {name: endpoint for name, endpoint in FURTHER.items() if endpoint in current_app.view_functions}
    if draft.kind != "stations":
        there.pop("scene", None)
    if draft.kind != "stations" or not draft.public_record:
        there.pop("closure", None)
    whole: dict[str, Any] = {"kind": draft.kind, "slug": draft.slug}
    own: dict[str, dict[str, Any]] = {"scene": {"slug": draft.slug}, "closure": {"slug": draft.slug}, "media": {}}
    return {name: url_for(endpoint, **own.get(name, whole)) for name, endpoint in there.items()}


@editing.app_template_global("list_of")
def _list_of(kind: Kind) -> str | None:
    return url_for("desk.records", kind=kind) if "desk.records" in current_app.view_functions else None


def _version() -> int:
    typed = request.form.get("version", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise BadRequest("The page does not say which draft it showed; please open it again.")
    return int(typed)
