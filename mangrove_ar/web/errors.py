"""Turn every refusal and every fault into a clear page or `{"error": {"code", "message"}}`, with the right status."""

import logging
from uuid import uuid4

from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from mangrove_ar.errors import MangroveError
from mangrove_ar.web.languages import strings

log = logging.getLogger(__name__)
BUSY = 503
RETRY_AFTER_S = "5"


def answer_errors(app: Flask) -> None:
    """Register the one place where errors become answers."""
    app.register_error_handler(MangroveError, _refuse)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(HTTPException, _http)


def error_body(code: str, message: str) -> dict[str, dict[str, str]]:
    """Give the one shape of all errors in JSON."""
    return {"error": {"code": code, "message": message}}


def _refuse(error: MangroveError) -> Response:
    if error.status >= 500:
        log.error("%s: %s", error.code, error.message)
    return _answer(error.status, error.code, error.message)


def _database_busy(error: OperationalError) -> Response:
    log.error("database: %s", error)
    return _answer(BUSY, "database_busy", "The database cannot answer just now; please try again in a moment.")


def _http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError):
        return _fault()
    if isinstance(error, SecurityError):  # A foreign host: no page of ours can be addressed from it.
        return make_response(f"{error.description}\n", 400, {"Content-Type": "text/plain; charset=utf-8"})
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = _answer(error.code, error.name.lower().replace(" ", "_"), error.description or error.name)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _fault() -> Response:
    """Answer an unforeseen fault with a number that the log has too, and nothing else."""
    number = uuid4().hex[:12]
    log.error("fault %s at %s %r", number, request.method, request.path)
    return _answer(500, "internal_error", f"Something broke here; the fault has the number {number}.", number)


def _answer(status: int, code: str, message: str, number: str = "") -> Response:
    if request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json":
        response = jsonify(error_body(code, message))
    else:
        response = make_response(_page(status, code, number))
    response.status_code = status
    if status == BUSY:
        response.headers["Retry-After"] = RETRY_AFTER_S
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(status: int, code: str, number: str) -> str:
    """Show an error with what to do next; below /studio/ that is the way back there, and no code of a plaque.

    Whether somebody is signed in is not asked: the database may be what broke, and the studio asks by itself.
    """
    is_studio = request.path.startswith("/studio/")
    key = code if code in strings("web.errors") else ("not_found" if status == 404 else "other")
    if is_studio and key == "not_found":
        key = "not_in_studio"
    return render_template("web/error.html", status=status, key=key, number=number, is_studio=is_studio)
