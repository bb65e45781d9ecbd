"""What the server tells a page after each automatic save."""

from datetime import datetime
from typing import Any

from mangrove_ar.catalogue.problems import Problem
from mangrove_ar.editorial.edit_page import EditPage, words_of
from mangrove_ar.editorial.saving import Outcome
from mangrove_ar.web.languages import translate
from mangrove_ar.web.times import trail_time


def answer_of(page: EditPage, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """Say what was saved, what is still open, and who else is at work."""
    return {
        "version": outcome.draft.version,
        "state": outcome.draft.state,
        "state_words": translate(f"editing.drafts.{outcome.draft.state}"),
        "base": page.base,
        "saved_at": clock(now),
        "states": page.states,
        "confirmed": sorted(page.confirmed),
        "problems": [_problem(page, problem) for problem in page.problems],
        "corrections": page.corrections,
        "conflicts": [{"path": one.path, "label": page.label(one.path)} for one in outcome.conflicts],
        "colleague": {"name": page.colleague.name, "at": clock(page.colleague.at)} if page.colleague else None,
    }


def clock(moment: datetime) -> str:
    """Write the time of day, such as `12:31`."""
    return f"{trail_time(moment):%H:%M}"


def _problem(page: EditPage, problem: Problem) -> dict[str, Any]:
    return {
        "path": page.anchor(problem.path),
        "label": page.label(problem.path),
        "text": words_of(problem),
        "blocks": problem.blocks,
    }
