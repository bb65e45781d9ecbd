from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.catalogue.models import StationCode
from mangrove_ar.extensions import db
from mangrove_ar.progress.events import Batch, QuestionAnswered, Result, SceneShown, StationOpened
from mangrove_ar.progress.models import Event
from mangrove_ar.progress.queries import booklet_of
from mangrove_ar.progress.service import LATE, record_events
from mangrove_ar.releases.documents import ReleaseDocument
from mangrove_ar.releases.queries import Published, live_release
from mangrove_ar.releases.service import FORMAT, encode, publish_codes
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON

ANA = "a" * 32
WITHDRAWN_AT = NOON + timedelta(hours=1)
SECOND = timedelta(seconds=1)
NEW = "RA520806"


def withdraw(code: str) -> None:
    """Withdraw a code and issue another one to its station, as the withdrawal of a pack does."""
    row = db.session.get_one(StationCode, code)
    row.withdrawn_at = WITHDRAWN_AT
    db.session.add(StationCode(code=NEW, station_id=row.station_id, issued_at=WITHDRAWN_AT))


@pytest.fixture
def old(trail: Flask, storage: LocalStorage, codes: dict[int, str]) -> str:
    """The withdrawn code of station 3."""
    publish_codes(lambda: withdraw(codes[3]), storage, WITHDRAWN_AT, "withdrawn")
    return codes[3]


def opened(code: str, at: datetime, event_id: UUID | None = None) -> StationOpened:
    return StationOpened(kind="station_opened", id=event_id or uuid4(), code=code, occurred_at=at)


def send(
    storage: LocalStorage, now: datetime, *happenings: StationOpened | SceneShown | QuestionAnswered
) -> list[Result]:
    return record_events(ANA, Batch(events=list(happenings)), live_release(storage), now)


def stamps(storage: LocalStorage) -> int:
    return booklet_of(ANA, live_release(storage)).stamps


def test_a_scan_of_a_withdrawn_code_is_refused_and_gives_no_stamp(storage: LocalStorage, old: str) -> None:
    for typed in (old, f"{old[:4]}-{old[4:].lower()}"):
        (result,) = send(storage, WITHDRAWN_AT, opened(typed, WITHDRAWN_AT))
        assert (result.outcome, result.reason) == ("refused", "plaque_replaced")
    assert stamps(storage) == 0
    assert db.session.scalar(select(func.count(Event.id))) == 0


def test_nothing_else_at_a_replaced_plaque_is_kept_either(storage: LocalStorage, old: str) -> None:
    at = WITHDRAWN_AT + SECOND
    scene = SceneShown(kind="scene_shown", id=uuid4(), code=old, occurred_at=at, mode="view")
    answer = QuestionAnswered(kind="question_answered", id=uuid4(), code=old, occurred_at=at, question="q001", choice=0)
    assert {result.reason for result in send(storage, at, scene, answer)} == {"plaque_replaced"}


def test_the_new_plaque_stamps_and_the_refused_scan_does_not_hinder_it(storage: LocalStorage, old: str) -> None:
    results = send(storage, WITHDRAWN_AT, opened(old, WITHDRAWN_AT), opened(NEW, WITHDRAWN_AT))
    assert [result.outcome for result in results] == ["refused", "stored"]
    assert stamps(storage) == 1


def test_a_phone_that_was_offline_when_the_plaque_was_replaced_keeps_its_stamp(storage: LocalStorage, old: str) -> None:
    (result,) = send(storage, WITHDRAWN_AT + timedelta(days=1), opened(old, WITHDRAWN_AT - SECOND))
    assert result.outcome == "stored"
    assert stamps(storage) == 1


def test_the_word_of_a_phone_is_believed_for_a_while_only(storage: LocalStorage, old: str) -> None:
    before = WITHDRAWN_AT - SECOND
    (in_time,) = send(storage, WITHDRAWN_AT + LATE - SECOND, opened(old, before))
    (too_late,) = send(storage, WITHDRAWN_AT + LATE, opened(old, before))
    assert (in_time.outcome, too_late.outcome) == ("stored", "refused")


@pytest.mark.parametrize("clock", [timedelta(days=-365), timedelta(days=365)])
def test_a_phone_with_a_wrong_clock_loses_no_stamp_of_a_plaque_that_stands(
    storage: LocalStorage, old: str, codes: dict[int, str], clock: timedelta
) -> None:
    (result,) = send(storage, WITHDRAWN_AT, opened(codes[4], WITHDRAWN_AT + clock))
    assert result.outcome == "stored"


def test_a_stamp_that_the_server_has_stays_when_the_plaque_is_replaced(
    trail: Flask, storage: LocalStorage, codes: dict[int, str]
) -> None:
    event = opened(codes[3], NOON, UUID(int=1))
    send(storage, NOON, event)
    publish_codes(lambda: withdraw(codes[3]), storage, WITHDRAWN_AT, "withdrawn")
    (again,) = send(storage, WITHDRAWN_AT + 2 * LATE, event)
    assert again.outcome == "known"
    assert stamps(storage) == 1


def test_a_station_that_the_release_does_not_show_refuses_its_event_and_not_the_batch(
    trail: Flask, storage: LocalStorage, codes: dict[int, str]
) -> None:
    documents = live_release(storage).documents()
    hidden = {path: sha256 for path, sha256 in documents.items() if path != "station/crab-condo"}
    name = storage.put(encode(ReleaseDocument(format=FORMAT, documents=hidden)), "json")
    batch = Batch(events=[opened(codes[5], NOON), opened(codes[4], NOON)])
    results = record_events(ANA, batch, Published(name.removesuffix(".json"), storage), NOON)
    assert [(result.outcome, result.reason) for result in results] == [("refused", "not_published"), ("stored", None)]
