import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mangrove_ar.extensions import db
from mangrove_ar.progress.models import Event, Learner
from mangrove_ar.progress.service import KEPT, forget_expired
from tests.conftest import NOON

EVENTS = "/api/v1/progress/events"
ANA = {"Authorization": "Bearer " + "a" * 32}
BEN = {"Authorization": "Bearer " + "b" * 32}
AT = "2026-11-23T05:00:00Z"


def make_event(code: str, /, **changed: object) -> dict[str, Any]:
    return {"kind": "station_opened", "id": str(uuid4()), "code": code, "occurred_at": AT, **changed}


def send(client: FlaskClient, *events: dict[str, Any], key: dict[str, str] = ANA) -> Any:
    return client.post(EVENTS, json={"events": list(events)}, headers=key)


def outcomes(answer: Any) -> list[str]:
    return [result["outcome"] for result in answer.json["results"]]


def stored() -> int:
    db.session.rollback()  # What this test read before must not hide what others wrote since.
    return db.session.scalar(select(func.count(Event.id))) or 0


def test_a_scan_is_a_stamp_in_the_booklet(client: FlaskClient, codes: dict[int, str]) -> None:
    answer = send(client, make_event(codes[3]))
    assert answer.status_code == 200
    assert outcomes(answer) == ["stored"]
    assert (answer.json["booklet"]["stamps"], answer.json["booklet"]["total"]) == (1, 10)
    booklet = client.get("/api/v1/progress/booklet", headers=ANA).json
    assert [stamp["number"] for stamp in booklet["stations"] if stamp["at"]] == [3]


def test_the_same_event_again_changes_nothing(client: FlaskClient, codes: dict[int, str]) -> None:
    event = make_event(codes[3])
    send(client, event)
    again = send(client, event)
    assert (again.status_code, outcomes(again), stored()) == (200, ["known"], 1)


def test_the_same_id_with_another_body_is_a_conflict_and_the_others_are_kept(
    client: FlaskClient, codes: dict[int, str]
) -> None:
    event = make_event(codes[3])
    send(client, event)
    answer = send(client, {**event, "code": codes[4]}, make_event(codes[5]))
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "event_conflict"
    assert outcomes(answer) == ["conflict", "stored"]
    assert stored() == 2


def test_the_same_event_twice_in_one_batch_is_stored_once(client: FlaskClient, codes: dict[int, str]) -> None:
    event = make_event(codes[3])
    assert outcomes(send(client, event, event)) == ["stored", "known"]


def test_two_phones_may_use_the_same_id(client: FlaskClient, codes: dict[int, str]) -> None:
    event = make_event(codes[3])
    assert outcomes(send(client, event)) == outcomes(send(client, event, key=BEN)) == ["stored"]


def test_an_answer_counts_and_the_first_one_stays(client: FlaskClient, codes: dict[int, str]) -> None:
    answer = {"kind": "question_answered", "question": "q001"}
    send(client, make_event(codes[3], **answer, choice=2))
    booklet = send(client, make_event(codes[3], **answer, choice=0)).json["booklet"]
    here = next(stamp for stamp in booklet["stations"] if stamp["number"] == 3)
    assert here["answer"] == {"question": "q001", "choice": 2, "is_correct": False}
    assert here["at"] is None


def test_a_scene_seen_is_kept(client: FlaskClient, codes: dict[int, str]) -> None:
    assert outcomes(send(client, make_event(codes[3], kind="scene_shown", mode="plaque"))) == ["stored"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": "00000000"}, "unknown_code"),
        ({"code": "XXXXXXXX"}, "mistyped_code"),
        ({"kind": "question_answered", "question": "q060", "choice": 0}, "unknown_question"),
        ({"kind": "question_answered", "question": "q001", "choice": 4}, "unknown_question"),
    ],
)
def test_an_event_about_nothing_is_refused_alone(
    client: FlaskClient, codes: dict[int, str], changed: dict[str, object], reason: str
) -> None:
    answer = send(client, make_event(codes[3], **changed), make_event(codes[4]))
    assert answer.status_code == 200
    assert outcomes(answer) == ["refused", "stored"]
    assert answer.json["results"][0]["reason"] == reason


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "not-a-uuid"},
        {"kind": "flew"},
        {"occurred_at": "yesterday"},
        {"occurred_at": "2026-11-23T05:00:00"},
        {"station": "extra"},
        {"code": None},
        {"code": "x" * 17},
    ],
)
def test_a_malformed_batch_is_refused_whole(
    client: FlaskClient, codes: dict[int, str], changed: dict[str, object]
) -> None:
    answer = send(client, make_event(codes[4]), make_event(codes[3], **changed))
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "bad_events")
    assert stored() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 5000 + b"]" * 5000, 400),
        (b'{"events":' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}", 400),
        (b'{"events": [], "events": []}', 400),
        (b'{"events": NaN}', 400),
        (b'{"events": ' + b"9" * 5000 + b"}", 400),
        (b'\xff{"events": []}', 400),
        (b'"' + b"x" * 70_000 + b'"', 413),
        (b'{"events": []}', 422),
        (b"[]", 422),
        (b"null", 422),
        (b'{"events": {}}', 422),
    ],
)
def test_nonsense_gets_the_one_shape_of_errors_and_stores_nothing(
    client: FlaskClient, body: bytes, status: int
) -> None:
    answer = client.post(EVENTS, data=body, headers=ANA, content_type="application/json")
    assert answer.status_code == status
    assert set(answer.json) == {"error"}
    assert stored() == 0


def test_more_than_a_hundred_events_are_too_many(client: FlaskClient, codes: dict[int, str]) -> None:
    assert send(client, *(make_event(codes[3]) for _ in range(101))).status_code == 422
    assert send(client, *(make_event(codes[3]) for _ in range(100))).status_code == 200


@pytest.mark.parametrize("key", [{}, {"Authorization": "Bearer short"}, {"Authorization": "Basic " + "a" * 32}])
def test_a_phone_without_a_key_is_told_so(client: FlaskClient, key: dict[str, str], codes: dict[int, str]) -> None:
    answer = send(client, make_event(codes[3]), key=key)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unknown_learner")


def test_form_posts_from_other_sites_are_refused(client: FlaskClient) -> None:
    answer = client.post(EVENTS, data='{"events": []}', headers=ANA, content_type="text/plain")
    assert answer.status_code == 400


def test_the_key_itself_is_never_stored(client: FlaskClient, codes: dict[int, str]) -> None:
    send(client, make_event(codes[3]))
    learner = db.session.scalars(select(Learner)).one()
    assert "a" * 32 not in learner.key_sha256


def test_a_learner_who_asks_is_forgotten_whole(client: FlaskClient, codes: dict[int, str]) -> None:
    send(client, make_event(codes[3]))
    send(client, make_event(codes[3]), key=BEN)
    assert client.delete("/api/v1/progress/learner", headers=ANA).status_code == 204
    assert stored() == 1
    assert client.get("/api/v1/progress/booklet", headers=ANA).json["stamps"] == 0


def test_after_thirteen_months_a_learner_is_forgotten(client: FlaskClient, codes: dict[int, str]) -> None:
    send(client, make_event(codes[3]))
    learner = db.session.scalars(select(Learner)).one()
    learner.expires_at = NOON
    db.session.commit()
    assert forget_expired(NOON - timedelta(days=1)) == 0
    assert forget_expired(NOON + timedelta(days=1)) == 1
    assert stored() == 0
    assert timedelta(days=390) < KEPT < timedelta(days=400)


def test_the_same_event_from_many_threads_is_stored_once(trail: Flask, codes: dict[int, str]) -> None:
    event = make_event(codes[3])
    others = [make_event(codes[number]) for number in range(1, 11)]
    answers: list[int] = []

    def phone(own: dict[str, Any]) -> None:
        with trail.test_client() as client:
            answers.append(send(client, event, own).status_code)

    threads = [threading.Thread(target=phone, args=(own,)) for own in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 10
    assert stored() == 11
    assert {row.event_id for row in db.session.scalars(select(Event))} == {UUID(e["id"]) for e in [event, *others]}
