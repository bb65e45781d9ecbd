"""Keep what phones send: each event once, whatever is resent, in any order, after any loss of signal."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from mangrove_ar.catalogue.codes import read_code
from mangrove_ar.errors import MistypedCode, NotPublished, UnknownCode
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.progress.events import Batch, Happening, QuestionAnswered, Result
from mangrove_ar.progress.models import Event, Learner
from mangrove_ar.releases.queries import Visible

KEPT = timedelta(days=396)
"""Thirteen months after the last visit a learner is forgotten."""
LATE = timedelta(days=30)
"""So long after a code was withdrawn the server believes a phone that says it opened the plaque before.

Only the phone knows when it was at a plaque without signal, and a phone that is offline for a day, or for a holiday
abroad, must not lose an honest stamp. But its clock can be set to any day, so that here, by the server's own clock,
its word ends. A lie within these days wins one stamp in one's own booklet; without an end, the photo of a withdrawn
plaque would win it for ever.
"""


def record_events(key: str, batch: Batch, release: Visible, now: datetime) -> list[Result]:
    """Store the new events of a batch and tell what became of each.

    An event is acknowledged only after the commit. The same id with the same body changes nothing; the same id with
    another body is a conflict and changes nothing either; the other events of the batch are kept.
    """
    begin_writing()
    learner = _learner(key, now)
    results = [_record(learner, happening, release, now) for happening in batch.events]
    db.session.commit()
    return results


def forget_learner(key: str) -> bool:
    """Delete a learner with all events; tell whether there was one."""
    begin_writing()
    learner = find_learner(key)
    if learner is not None:
        db.session.execute(delete(Event).where(Event.learner_id == learner.id))
        db.session.delete(learner)
    db.session.commit()
    return learner is not None


def forget_expired(now: datetime) -> int:
    """Delete the learners whose thirteen months are over; return how many."""
    begin_writing()
    expired = db.session.scalars(select(Learner).where(Learner.expires_at < now)).all()
    for learner in expired:
        db.session.execute(delete(Event).where(Event.learner_id == learner.id))
        db.session.delete(learner)
    db.session.commit()
    return len(expired)


def find_learner(key: str) -> Learner | None:
    """Find a learner by the phone's key, of which only the hash is kept."""
    return db.session.scalar(select(Learner).filter_by(key_sha256=_hash(key)))


def _learner(key: str, now: datetime) -> Learner:
    learner = find_learner(key) or Learner(key_sha256=_hash(key))
    learner.expires_at = now + KEPT
    db.session.add(learner)
    db.session.flush()
    return learner


def _record(learner: Learner, happening: Happening, release: Visible, now: datetime) -> Result:
    body = happening.model_dump(mode="json")
    stored = db.session.scalar(select(Event).filter_by(learner_id=learner.id, event_id=happening.id))
    if stored is not None:
        return Result(id=happening.id, outcome="known" if stored.body == body else "conflict")
    try:
        station = release.station_by_code(happening.code)
    except (MistypedCode, NotPublished, UnknownCode) as error:
        return Result(id=happening.id, outcome="refused", reason=error.code)
    if _is_replaced(release.replaced_at(read_code(happening.code)), happening.occurred_at, now):
        return Result(id=happening.id, outcome="refused", reason="plaque_replaced")
    if isinstance(happening, QuestionAnswered) and (
        station.question is None
        or station.question.id != happening.question
        or happening.choice >= len(station.question.options)
    ):
        return Result(id=happening.id, outcome="refused", reason="unknown_question")
    db.session.add(
        Event(
            learner_id=learner.id,
            event_id=happening.id,
            kind=happening.kind,
            station=station.slug,
            body=body,
            occurred_at=happening.occurred_at,
            stored_at=now,
        )
    )
    db.session.flush()
    return Result(id=happening.id, outcome="stored")


def _is_replaced(replaced_at: datetime | None, occurred_at: datetime, now: datetime) -> bool:
    """Tell whether a code counted no more when the phone says it was opened, or is it too late to say so."""
    return replaced_at is not None and (occurred_at >= replaced_at or now >= replaced_at + LATE)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
