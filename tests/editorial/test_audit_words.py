import re
from pathlib import Path

import pytest
from flask import Flask

from mangrove_ar.accounts.audit import Detail, Entry
from mangrove_ar.editorial.audit_words import ACTIONS, AREAS, told
from mangrove_ar.web.languages import strings
from tests.conftest import NOON, ROOT

NOTED = re.compile(r'\b(?:note|note_by_id|audit)\(\s*"([a-z_]+\.[a-z_]+)"')


def entry(action: str, **details: Detail) -> Entry:
    return Entry(1, NOON, None, "", action, "species/nypa", details)


def noted() -> set[str]:
    """Every action that the code notes by its name."""
    sources: list[Path] = sorted((ROOT / "mangrove_ar").rglob("*.py"))
    return {action for source in sources for action in NOTED.findall(source.read_text("utf-8"))}


def test_every_action_that_is_noted_has_words_and_stands_in_the_filter(app: Flask) -> None:
    with app.test_request_context():
        known = set(strings(ACTIONS))
        areas = set(strings("accounts.audit.areas"))
    assert len(noted()) > 30
    assert sorted(noted() - known) == [], "please put into words in translations/accounts.yaml"
    assert {action.partition(".")[0] for action in known} == areas == set(AREAS)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "approved the draft, to be published on 23 November 2026, 12:00"),
        ("th", "อนุมัติให้เผยแพร่ในวันที่ 23 พฤศจิกายน พ.ศ. 2569 เวลา 12.00 น."),
    ],
)
def test_moments_are_told_in_the_time_of_the_trail(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        app.preprocess_request()
        assert told(entry("draft.scheduled", publish_at=NOON.isoformat())) == words


def test_what_an_older_row_does_not_tell_is_a_dash_and_an_unknown_action_is_told_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        assert told(entry("draft.submitted")) == "submitted the draft: –"
        assert told(entry("draft.submitted", note="{by} {0}")) == "submitted the draft: {by} {0}"
        assert told(entry("kites.flown", height_m=3)) == "kites.flown"
