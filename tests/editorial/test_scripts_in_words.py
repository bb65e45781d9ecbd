"""Words never become a script: a corpus of attacks in every text of a record, shown on every page there is."""

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mangrove_ar.catalogue.differences import leaves, with_value
from mangrove_ar.catalogue.records import By, Kind, Record, approved_records, keep_record
from mangrove_ar.editorial.models import Draft
from mangrove_ar.extensions import db
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.web.current import now
from mangrove_ar.web.preview import address_of
from mangrove_ar.web.preview_links import OfDraft, begin_preview, token_of
from tests.conftest import NOON
from tests.editorial.drafting import pretend_models
from tests.editorial.rooms import furnish, pages
from tests.editorial.test_draft_leaks import public_addresses
from tests.pages import Element, read_page
from tests.staff import signed_in_client

CORPUS = (
    "<script data-xss>alert(1)</script>",
    "\"><img data-xss src=x onerror=alert(1)>",
    "'><svg data-xss onload=alert(1)>",
    "</textarea><script data-xss>alert(1)</script>",
    "</script><script data-xss>alert(1)</script>",
    "</title><body data-xss onload=alert(1)>",
    "<a data-xss href=\"javascript:alert(1)\">x</a>",
    "javascript:alert(1)//data-xss",
    "x\" onfocus=alert(1) autofocus data-xss=\"",
    "x' onmouseover=alert(1) data-xss='",
    "{{ 7 * 7 }}{% raw %}data-xss{% endraw %}",
    "<!--<img data-xss src=\"--><img data-xss src=x onerror=alert(1)//\">",
    "<math><mtext></form><form><mglyph><style></math><img data-xss src onerror=alert(1)>",
    "<iframe data-xss srcdoc='<script>alert(1)</script>'>",
    "\u2028<b data-xss>\u2029",
    "&lt;script data-xss&gt;",
)  # fmt: skip
TEXTS_TO_KEEP = ("species", "question", "site", "slug", "marker", "scene.models", "kingdom", "zone", "root_type",
                 "confidence", "category", "difficulty", "licence", "file", "topic", "number", "coord_confidence",
                 "stations", "model", "animation")  # fmt: skip
"""Steps of paths whose words name other things; what is no such name is refused before it is kept."""


def poisoned(record: Record, corpus: str) -> Record:
    """The same record with an attack in every free text."""
    for path, value in leaves(record).items():
        steps = set(path.split("."))
        is_name = steps & set(TEXTS_TO_KEEP) and not path.endswith((".th", ".en"))
        if isinstance(value, str) and not is_name:
            record = with_value(record, path, corpus)
    return record


def poison_everything(storage: LocalStorage) -> None:
    """Put every attack into several records, publish them, and put others into drafts."""
    pretend_models()
    for kind in ("species", "stations", "sites", "quizzes", "pages"):
        for place, one in enumerate(approved_records(kind)):
            attack = CORPUS[place % len(CORPUS)]
            poisonous = poisoned(one.record, attack)
            if kind == "species":
                poisonous["scientific_name"] = f"{attack} {place}"
            keep_record(kind, one.slug, poisonous, By(None, attack), NOON, attack)
            _draft(kind, one.slug, poisoned(one.record, CORPUS[(place + 1) % len(CORPUS)]), attack)
    db.session.commit()
    publish(storage, NOON, CORPUS[0], CORPUS[1])


def _draft(kind: Kind, slug: str, record: Record, word: str) -> None:
    db.session.add(
        Draft(
            kind=kind, slug=slug, record=record, base=None, base_revision=0, confirmed=[], version=1,
            state="submitted", note=word, edited_by=word[:80], edited_at=NOON, submitted_by=word[:80],
            submitted_at=NOON, decided_by=word[:80], decision=word,
        )
    )  # fmt: skip


def harm(page: Element) -> Iterator[str]:
    """Name what a browser could run or follow although only words were meant."""
    for element in every(page):
        for name, value in element.attributes.items():
            if name.startswith("on") or name == "data-xss" or name == "srcdoc":
                yield f"<{element.tag} {name}>"
            if name in ("href", "src", "action", "formaction") and value.strip().lower().startswith("javascript:"):
                yield f"<{element.tag} {name}={value}>"
        if element.tag == "script" and not element.attributes.keys() & {"src", "type"}:
            yield "<script> without a source"
        if element.tag == "style":
            yield "<style>"


def every(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from every(child)


@pytest.fixture
def admin(trail: Flask, storage: LocalStorage) -> FlaskClient:
    """A browser of an admin, in a studio full of attacks."""
    furnish(CORPUS[1][:40])
    db.session.query(Draft).delete()
    poison_everything(storage)
    return signed_in_client(trail, "admin")


def test_no_page_of_the_studio_or_the_public_runs_what_somebody_wrote(admin: FlaskClient, trail: Flask) -> None:
    publicly = [address for method, address in public_addresses(trail) if method == "GET"]
    shown = ran = 0
    for address in [*pages(trail), *publicly]:
        answer = admin.get(address, headers={"Accept-Language": "en"})
        assert answer.status_code < 500, address
        if answer.mimetype == "text/html" and not answer.location:
            assert list(harm(read_page(answer.text))) == [], address
            shown += "data-xss" in answer.text
        ran += 1
    assert shown > 60, "the corpus must be on the pages, or this test shows nothing"
    assert ran > 150


@pytest.mark.parametrize("path", ["/", "/about", "/species/avicennia-alba", "/trail/phra-chedi-klang-nam/5"])
def test_no_preview_of_a_draft_runs_what_somebody_wrote(admin: FlaskClient, trail: Flask, path: str) -> None:
    shown = 0
    drafts: tuple[tuple[Kind, str], ...] = (
        ("pages", "home"), ("species", "avicennia-alba"), ("stations", "crab-condo"), ("sites", "phra-chedi-klang-nam"),
    )  # fmt: skip
    for kind, slug in drafts:
        token = token_of(begin_preview(OfDraft(kind, slug), now()), trail.config["SECRET_KEY"])
        answer = trail.test_client().get(address_of(token, path))
        assert answer.status_code == 200, (kind, slug)
        assert list(harm(read_page(answer.text))) == []
        shown += "data-xss" in answer.text
    assert shown == len(drafts)


def test_words_in_an_address_come_back_as_words(admin: FlaskClient) -> None:
    paths = ("/studio/search", "/studio/species/", "/studio/translations", "/studio/sign-in", "/studio/audit")
    for attack, path in product(CORPUS, paths):
        answer = admin.get(path, query_string={"q": attack, "next": attack, "state": attack, "subject": attack})
        assert answer.status_code < 500, (path, attack)
        if not answer.location:
            assert list(harm(read_page(answer.text))) == [], (path, attack)


def test_the_test_sees_harm() -> None:
    for attack in CORPUS[0], CORPUS[1], CORPUS[8]:
        assert list(harm(read_page(f'<div title="{attack}">{attack}</div>')))
