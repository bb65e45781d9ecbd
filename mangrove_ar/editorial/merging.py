"""Two people changed the same field: both versions side by side, and a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from mangrove_ar.catalogue.differences import Conflict, Piece, leaves, value_at, with_value, word_changes
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.editorial.drafts import DraftView
from mangrove_ar.editorial.forms.reading import Posted
from mangrove_ar.editorial.forms.tokens import read_base, sign_base
from mangrove_ar.errors import BadRequest

SALT = "mangrove/merging"
THEIRS, YOURS = "theirs", "yours"


@dataclass(frozen=True)
class Question:
    """One field to decide about.

    Attributes:
        theirs: what the other person wrote, whole.
        theirs_pieces, yours_pieces: how each version differs from what both began with.
        text: yours to choose or to edit, where it is a text; None where it is something else.
        choice: what was chosen already.
    """

    path: str
    is_long: bool
    lang: str
    theirs: str
    theirs_pieces: list[Piece]
    yours_pieces: list[Piece]
    text: str | None
    choice: str = ""


@dataclass(frozen=True)
class MergePage:
    """Everything to decide about.

    Attributes:
        base: the draft as it is, signed; asked: what yours says in each field, signed.
    """

    draft: DraftView
    questions: list[Question]
    base: str
    asked: str
    tab: str
    trouble: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person decided.

    Attributes:
        base: the draft as the page showed it; record: as it shall be; is_whole: whether no field was left out.
        undecided: for who wants to go on in the form first: what it began with, and what it says, with all of yours.
    """

    base: Record
    record: Record
    undecided: tuple[Record, Record]
    questions: list[Question]
    is_whole: bool


def merge_page(draft: DraftView, conflicts: Sequence[Conflict], tab: str) -> MergePage:
    """Ask about every field that two people changed; `draft` has theirs."""
    questions = [_question(conflict.path, conflict.base, conflict.theirs, conflict.yours) for conflict in conflicts]
    asked = [[conflict.path, conflict.base, conflict.yours] for conflict in conflicts]
    base = sign_base(draft.kind, draft.slug, draft.record)
    return MergePage(draft, questions, base, str(_signer().dumps(asked)), tab)


def page_again(draft: DraftView, posted: Posted, decision: Decision, trouble: str) -> MergePage:
    """Give the page again as it was filled in, and say why nothing was saved."""
    return MergePage(draft, decision.questions, posted["base"], posted["asked"], posted.get("tab", ""), trouble)


def read_decision(kind: Kind, slug: str, posted: Posted) -> Decision:
    """Read what was decided.

    Raises:
        BadRequest: the page was not one of ours.
    """
    base = read_base(kind, slug, posted.get("base", ""))
    record, began, typed_all = base, base, base
    questions = []
    for number, (path, before, yours) in enumerate(_asked(posted)):
        choice = posted.get(f"choice.{number}", "")
        asked = _question(path, before, value_at(base, path), yours)
        typed = posted.get(f"text.{number}", asked.text or "").replace("\r\n", "\n")
        questions.append(replace(asked, choice=choice, text=typed if asked.text is not None else None))
        mine = yours if asked.text is None else typed.strip() or (yours and "")
        record = with_value(record, path, mine) if choice == YOURS else record
        began, typed_all = with_value(began, path, before), with_value(typed_all, path, mine)
    return Decision(
        base, record, (began, typed_all), questions, all(one.choice in (THEIRS, YOURS) for one in questions)
    )


def _asked(posted: Posted) -> list[Any]:
    try:
        found: list[Any] = _signer().loads(posted.get("asked", ""))
    except BadSignature as error:
        raise BadRequest("The page does not say what it asked about; please open the record again.") from error
    return found


def _question(path: str, base: Any, theirs: Any, yours: Any) -> Question:
    is_text = all(value is None or isinstance(value, str) for value in (theirs, yours))
    was, their_text, your_text = (_shown(value) for value in (base, theirs, yours))
    last = path.rpartition(".")[2]
    return Question(
        path=path,
        is_long=len(your_text) > 60 or "\n" in your_text,
        lang=last if last in ("th", "en") else "",
        theirs=their_text,
        theirs_pieces=word_changes(was, their_text),
        yours_pieces=word_changes(was, your_text),
        text=your_text if is_text else None,
    )


def _shown(value: Any) -> str:
    """Write any value as people read it: the words of a list one below the other."""
    if isinstance(value, dict | list):
        return "\n".join(str(leaf) for leaf in leaves({"": value}).values() if leaf not in (None, [], {}))
    return "" if value is None else str(value)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT)
