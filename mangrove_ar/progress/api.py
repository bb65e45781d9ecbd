"""JSON for the learner's phone: send events, read the booklet, forget everything."""

import re

from flask import Blueprint, Response, jsonify, make_response, request
from pydantic import ValidationError

from mangrove_ar.errors import BadEvents, UnknownLearner
from mangrove_ar.extensions import limiter
from mangrove_ar.progress.events import Batch, BatchAnswer, Booklet
from mangrove_ar.progress.queries import booklet_of
from mangrove_ar.progress.service import forget_learner, record_events
from mangrove_ar.web.current import now, published
from mangrove_ar.web.errors import error_body
from mangrove_ar.web.json_input import read_json
from mangrove_ar.web.openapi import ErrorAnswer, operation

progress_api = Blueprint("progress_api", __name__, url_prefix="/api/v1/progress")
KEY = re.compile(r"Bearer ([0-9a-f]{32})")
SENDINGS = "600 per minute"
"""From one address: three school classes behind one router, each phone sending ten times a minute."""
REFUSALS = {400: ErrorAnswer, 401: ErrorAnswer, 413: ErrorAnswer, 429: ErrorAnswer}


class ConflictAnswer(BatchAnswer, ErrorAnswer):
    """Some events were known under the same id with another body; the others were kept."""


@progress_api.post("/events")
@limiter.limit(SENDINGS)
@operation(
    "Keep a batch of events, each once",
    {200: BatchAnswer, 409: ConflictAnswer, 422: ErrorAnswer, **REFUSALS},
    takes=Batch,
    needs_key=True,
)
def events() -> Response:
    """Keep what the phone did; answer for each event, and give the booklet."""
    key = _key()
    results = record_events(key, _batch(), published(), now())
    answer = BatchAnswer(results=results, booklet=booklet_of(key, published())).model_dump(mode="json")
    if any(result.outcome == "conflict" for result in results):
        message = "An event of this batch is known under the same id with another body; the known one was kept."
        return make_response(jsonify(error_body("event_conflict", message) | answer), 409)
    return jsonify(answer)


@progress_api.get("/booklet")
@operation("Give the learner's booklet", {200: Booklet, **REFUSALS}, needs_key=True)
def booklet() -> Response:
    """Give the stamps and answers of this phone."""
    response = jsonify(booklet_of(_key(), published()).model_dump(mode="json"))
    response.headers["Cache-Control"] = "no-store"
    return response


@progress_api.delete("/learner")
@operation("Forget the learner and all events", {204: None, **REFUSALS}, needs_key=True)
def learner() -> Response:
    """Delete everything that this phone ever sent."""
    forget_learner(_key())
    return make_response("", 204)


def _key() -> str:
    found = KEY.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise UnknownLearner("Show the learner's key: Authorization: Bearer, then 32 hexadecimal digits.")
    return found[1]


def _batch() -> Batch:
    try:
        return Batch.model_validate(read_json())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadEvents(f"Nothing of this batch was stored. {field}: {first['msg']}.") from error
