"""The form of events, of what a phone sends and of what it gets back."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(min_length=1, max_length=16)]
BIGGEST_BATCH = 100
Outcome = Literal["stored", "known", "conflict", "refused"]


class Form(BaseModel):
    """The base of all forms: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Happening(Form):
    id: UUID
    code: Code
    occurred_at: AwareDatetime


class StationOpened(_Happening):
    """A plaque was scanned, or its code typed: this earns the stamp."""

    kind: Literal["station_opened"]


class SceneShown(_Happening):
    """The scene was seen for the first time, on the plaque or in the 3D view."""

    kind: Literal["scene_shown"]
    mode: Literal["plaque", "view"]


class QuestionAnswered(_Happening):
    """The station's question was answered; `choice` counts options from 0."""

    kind: Literal["question_answered"]
    question: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
    choice: Annotated[int, Field(ge=0, le=5)]


Happening = Annotated[StationOpened | SceneShown | QuestionAnswered, Field(discriminator="kind")]


class Batch(Form):
    """What a phone sends: its waiting events, oldest first."""

    events: list[Happening] = Field(min_length=1, max_length=BIGGEST_BATCH)


class Result(Form):
    """What became of one event: stored now, known before, in conflict with another body, or refused for good."""

    id: UUID
    outcome: Outcome
    reason: str | None = None


class Answer(Form):
    """A learner's answer to a station's question, as the booklet shows it."""

    question: str
    choice: int
    is_correct: bool


class Stamp(Form):
    """A station collected, and the answer given there."""

    station: str
    number: int
    at: datetime | None
    answer: Answer | None


class Booklet(Form):
    """A learner's stamps out of all stations of the trail."""

    stamps: int
    total: int
    stations: list[Stamp]


class BatchAnswer(Form):
    """What a phone gets back: a result for each event, and its booklet."""

    results: list[Result]
    booklet: Booklet
