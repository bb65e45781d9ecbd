"""Nothing unpublished shows: every public address, found in the URL map, against every state of every record.

Each draft says a word that nothing public says. A new route is met by itself; a parameter that this file cannot fill
fails the test until somebody says here what may stand in its place.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from mangrove_ar.catalogue.differences import with_value
from mangrove_ar.catalogue.models import Media, StationCode
from mangrove_ar.catalogue.records import KINDS, By, Kind, Record, approved_records, keep_record
from mangrove_ar.catalogue.translation import text_pairs
from mangrove_ar.editorial.models import Draft, DraftComment
from mangrove_ar.extensions import db
from mangrove_ar.releases.models import Release
from mangrove_ar.releases.service import publish, roll_back
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON

SECRET = "zzความลับของร่างzz"
STATES = ("editing", "submitted", "sent_back", "approved")
BEHIND_THE_DOOR = ("/studio/",)
NEW = "never-published"
AUTHOR = By(None, "วิภา")
LEFT_OUT = {"static": "files of the service itself, the same for everybody"}


def secretly(record: Record) -> Record:
    """The same record with the secret in every text, in both languages."""
    for path in text_pairs(record):
        for language in ("th", "en"):
            record = with_value(record, f"{path}.{language}", f"{SECRET} {path}")
    return record


def make_draft(kind: Kind, slug: str, record: Record, state: str) -> None:
    draft = Draft(
        kind=kind,
        slug=slug,
        record=record,
        base=None,
        base_revision=0,
        confirmed=[],
        version=1,
        state=state,
        note=SECRET,
        edited_by=SECRET,
        edited_at=NOON,
        submitted_by=SECRET,
        submitted_at=NOON,
        decided_by=SECRET,
        decision=SECRET,
        publish_at=NOON + timedelta(days=1) if state == "approved" else None,
    )
    draft.comments = [DraftComment(path="lead", text=SECRET, by_name=SECRET, at=NOON)]
    db.session.add(draft)


def draft_everything(state: str) -> None:
    """Give every record a draft in this state, and add a new record of each kind that can be added."""
    for kind in KINDS:
        found = approved_records(kind)
        for one in found:
            make_draft(kind, one.slug, secretly(one.record), state)
        if kind in ("species", "stations", "quizzes"):
            make_draft(kind, NEW, secretly(found[0].record), state)
    db.session.add(
        Media(
            file=f"{'5' * 64}.avif",
            kind="picture",
            name=SECRET,
            size_bytes=1,
            alt={"th": SECRET, "en": SECRET},
            credit=SECRET,
            licence="CC0-1.0",
            by_name=SECRET,
            at=NOON,
        )
    )
    db.session.commit()


def values_of(app: Flask) -> dict[str, list[str]]:
    """What may stand in the place of each parameter of a public address."""
    stored = app.extensions["mangrove_settings"].files
    files = [path.name for path in stored.rglob("*.*") if path.is_file()]
    return {
        "code": [*db.session.scalars(select(StationCode.code)), NEW],
        "trail": ["phra-chedi-klang-nam", NEW],
        "number": [str(number) for number in range(1, 13)],
        "slug": [*(one.slug for one in approved_records("species")), NEW],
        "name": files,
        "station": [*(one.slug for one in approved_records("stations")), NEW],
    }


def public_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(BEHIND_THE_DOOR) and rule.endpoint not in LEFT_OUT
    ]


def public_addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Every method and address that needs no sign-in."""
    known = values_of(app)
    for rule in public_rules(app):
        unknown = rule.arguments - known.keys()
        assert not unknown, f"{rule.rule}: say in `values_of` what may stand for {sorted(unknown)}"
        names = sorted(rule.arguments)
        for chosen in product(*(known[name] for name in names)):
            address = rule.rule
            for name, value in zip(names, chosen, strict=True):
                address = "".join(value if is_place else text for is_place, text in _pieces(address, name))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, address


def _pieces(address: str, name: str) -> Iterator[tuple[bool, str]]:
    """Cut an address at the place of one parameter, whatever its converter."""
    start = next(at for at in range(len(address)) if address[at] == "<" and _name_at(address, at) == name)
    end = address.index(">", start)
    yield False, address[:start]
    yield True, name
    yield False, address[end + 1 :]


def _name_at(address: str, at: int) -> str:
    return address[at + 1 : address.index(">", at)].rpartition(":")[2]


def everything_said(client: FlaskClient, app: Flask) -> Iterator[tuple[str, str]]:
    """Ask every public address in both languages, and for JSON."""
    for method, address in public_addresses(app):
        for language, accept in (("th", "text/html"), ("en", "application/json")):
            answer = client.open(
                address,
                method=method,
                headers={"Accept": accept, "Accept-Language": language},
                json={} if method != "GET" else None,
            )
            assert answer.status_code < 500, f"{method} {address}: {answer.status}"
            yield (
                f"{method} {address}",
                answer.get_data().decode(errors="replace"),
            )


def leaks(client: FlaskClient, app: Flask) -> list[str]:
    return [address for address, said in everything_said(client, app) if SECRET in said]


@pytest.mark.parametrize("state", STATES)
def test_no_draft_in_any_state_shows_at_any_public_address(trail: Flask, client: FlaskClient, state: str) -> None:
    draft_everything(state)
    assert leaks(client, trail) == []


def test_what_was_taken_back_shows_no_more(trail: Flask, client: FlaskClient, storage: LocalStorage) -> None:
    first = db.session.scalars(select(Release.id).order_by(Release.id)).first()
    assert first is not None
    for kind in KINDS:
        for one in approved_records(kind):
            keep_record(kind, one.slug, secretly(one.record), AUTHOR, NOON)
    db.session.commit()
    publish(storage, NOON, "the secret is out")
    told = leaks(client, trail)
    for address in ("GET /", "GET /species/", "GET /species/avicennia-alba", "GET /about"):
        assert address in told, "the test must see what is public"
    roll_back(first, storage, NOON, AUTHOR)
    assert leaks(client, trail) == []


def test_records_approved_but_not_published_do_not_show(trail: Flask, client: FlaskClient) -> None:
    for kind in KINDS:
        for one in approved_records(kind):
            keep_record(kind, one.slug, secretly(one.record), AUTHOR, NOON)
    db.session.commit()
    assert leaks(client, trail) == []


def test_species_of_low_confidence_do_not_show_after_publishing(
    trail: Flask, client: FlaskClient, storage: LocalStorage
) -> None:
    for one in approved_records("species"):
        keep_record("species", one.slug, secretly(one.record) | {"confidence": "low"}, AUTHOR, NOON)
    db.session.commit()
    publish(storage, NOON, "nothing is sure")
    assert leaks(client, trail) == []


def test_a_preview_needs_its_whole_token(client: FlaskClient) -> None:
    for token in ("x", "e30.x.y", "..", "%2e%2e"):
        assert client.get(f"/preview/{token}/species/avicennia-alba").status_code in (404, 410)
