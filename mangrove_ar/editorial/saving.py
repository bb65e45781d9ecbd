"""Save what a form says: read it, merge it into the draft, and tell the page what it has to know then."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import OperationalError

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.differences import Conflict, changes, paired, value_at, with_value
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.editorial.choices import new_item
from mangrove_ar.editorial.drafts import DraftView, Saved, open_draft, save_draft
from mangrove_ar.editorial.edit_page import Colleague, EditPage, colleague_of
from mangrove_ar.editorial.forms.acts import apply_act
from mangrove_ar.editorial.forms.fields import ADD
from mangrove_ar.editorial.forms.reading import OWN_FIELDS, Posted, Typed, lists_of, read_typed, sheet_of
from mangrove_ar.editorial.forms.tokens import read_base, sign_base
from mangrove_ar.errors import MangroveError, NotSaved
from mangrove_ar.extensions import db

FOR_THE_WHOLE = ("save", "review")


@dataclass(frozen=True)
class Attempt:
    """What a person wants to save, and what their page began with."""

    kind: Kind
    slug: str
    token: str
    base: Record
    typed: Typed


@dataclass(frozen=True)
class Outcome:
    """What became of it.

    Attributes:
        base: what the page shows now, except where somebody else's words stand in the draft: there it is what it was,
            so that the difference stays one until a person decides.
    """

    draft: DraftView
    conflicts: tuple[Conflict, ...]
    base: Record
    colleague: Colleague | None


def read_attempt(kind: Kind, slug: str, posted: Posted) -> Attempt:
    """Read a form, and do what its button says.

    Raises:
        BadRequest: see `read_base`, `read_typed` and `apply_act`.
    """
    token = posted.get("base", "")
    base = read_base(kind, slug, token)
    typed = read_typed(kind, posted, base)
    record = typed.record
    for act in (typed.act, *_left_chosen(posted)):
        record = apply_act(kind, record, act, _chosen(kind, record, act, posted))
    return Attempt(kind, slug, token, base, replace(typed, record=record))


def save_attempt(attempt: Attempt, staff: StaffMember, now: datetime) -> Outcome:
    """Save what a person typed; what somebody else changed meanwhile stays, and is told.

    Raises:
        NotSaved: the database cannot write now.
        NoSuchRecord: the record is gone.
    """
    yours = attempt.typed.record
    before = open_draft(attempt.kind, attempt.slug)
    confirmed = _confirmed(attempt, before)
    saved = save_words(attempt.kind, attempt.slug, attempt.base, yours, staff, now, confirmed)
    base = _undecided(saved.draft.record, yours, saved.conflicts)
    return Outcome(saved.draft, saved.conflicts, base, colleague_of(before, staff, now))


def save_words(
    kind: Kind,
    slug: str,
    base: Record,
    yours: Record,
    staff: StaffMember,
    now: datetime,
    confirmed: Collection[str] = (),
) -> Saved:
    """Save as `save_draft` does, for a page that keeps its words when that is not possible now.

    Raises:
        NotSaved: the database cannot write: it is locked, or its disk is full.
        NoSuchRecord: the record is gone.
    """
    try:
        return save_draft(kind, slug, base, yours, staff, now, confirmed)
    except OperationalError as error:
        db.session.rollback()
        raise NotSaved("The words could not be written just now; please keep this page open and try again.") from error


def page_of_attempt(attempt: Attempt, trouble: str) -> EditPage:
    """Give the form again with what was typed, and say why it was not saved."""
    draft = open_draft(attempt.kind, attempt.slug)
    confirmed = draft.confirmed | attempt.typed.confirmed
    return EditPage(draft, attempt.typed.record, attempt.token, confirmed, None, trouble)


def page_of_undecided(draft: DraftView, base: Record, record: Record) -> EditPage:
    """Give the form with the words of a person who has not decided yet between theirs and somebody else's."""
    return EditPage(draft, record, sign_base(draft.kind, draft.slug, base), draft.confirmed, None)


def page_of_outcome(outcome: Outcome, attempt: Attempt) -> EditPage:
    """Give what a page has to know after a save: states and problems of what it shows, and its new base."""
    base = sign_base(attempt.kind, attempt.slug, outcome.base)
    return EditPage(outcome.draft, attempt.typed.record, base, outcome.draft.confirmed, outcome.colleague)


def typed_words(kind: Kind, slug: str, posted: Posted) -> list[str]:
    """Give the texts that a person typed, for a page that only gives them back; all, where none can be told apart."""
    try:
        attempt = read_attempt(kind, slug, posted)
    except MangroveError:
        return [value for name, value in posted.items(multi=True) if name not in OWN_FIELDS and " " in value.strip()]
    return [change.after for change in changes(attempt.base, attempt.typed.record) if isinstance(change.after, str)]


def _chosen(kind: Kind, record: Record, act: str, posted: Posted) -> dict[str, object]:
    verb, _, path = act.partition(":")
    field = lists_of(sheet_of(kind, record)).get(path)
    # An empty list of a form is false, and is a list to add to all the same.
    return new_item(field.chosen_from, posted.get(ADD + path, "")) if verb == "add" and field is not None else {}


def _left_chosen(posted: Posted) -> list[str]:
    """Name the additions that were chosen before a button for the whole form was pressed; a script presses none."""
    if posted.get("act") not in FOR_THE_WHOLE:
        return []
    return [f"add:{name.removeprefix(ADD)}" for name, value in posted.items() if name.startswith(ADD) and value]


def _confirmed(attempt: Attempt, before: DraftView) -> frozenset[str]:
    """Leave out what was confirmed before its words changed: it was said of other words."""

    def is_changed(path: str) -> bool:
        return bool(value_at(attempt.base, path) != value_at(attempt.typed.record, path))

    return frozenset(path for path in attempt.typed.confirmed if not (path in before.confirmed and is_changed(path)))


def _undecided(merged: Record, yours: Record, conflicts: tuple[Conflict, ...]) -> Record:
    base = yours
    places = dict(paired(merged, yours)) if conflicts else {}
    for conflict in conflicts:
        base = with_value(base, places.get(conflict.path, conflict.path), conflict.base)
    return base
