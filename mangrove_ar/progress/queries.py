"""Read a learner's booklet."""

from sqlalchemy import select

from mangrove_ar.extensions import db
from mangrove_ar.progress.events import Answer, Booklet, Stamp
from mangrove_ar.progress.models import Event
from mangrove_ar.progress.service import find_learner
from mangrove_ar.releases.documents import StationCard
from mangrove_ar.releases.queries import Visible


def booklet_of(key: str | None, release: Visible) -> Booklet:
    """Give the booklet of the learner with this key; a phone without events has an empty one."""
    cards = release.trail(release.home().trail).stations
    events = _events(key) if key else []
    stamps = [_stamp(card, events, release) for card in cards]
    return Booklet(stamps=sum(stamp.at is not None for stamp in stamps), total=len(stamps), stations=stamps)


def _events(key: str) -> list[Event]:
    learner = find_learner(key)
    if learner is None:
        return []
    return list(db.session.scalars(select(Event).filter_by(learner_id=learner.id).order_by(Event.id)))


def _stamp(card: StationCard, events: list[Event], release: Visible) -> Stamp:
    here = [event for event in events if event.station == card.slug]
    opened = [event.stored_at for event in here if event.kind == "station_opened"]
    answers = [event.body for event in here if event.kind == "question_answered"]
    return Stamp(
        station=card.slug,
        number=card.number,
        at=opened[0] if opened else None,
        answer=_answer(answers[0], card.slug, release) if answers else None,
    )


def _answer(body: dict[str, object], station: str, release: Visible) -> Answer:
    """Judge the first answer by the question as it is published now."""
    question = release.station(station).question
    is_correct = question is not None and question.id == body["question"] and question.correct == body["choice"]
    return Answer(question=str(body["question"]), choice=int(str(body["choice"])), is_correct=is_correct)
