"""The door of the studio: sign in, sign out."""

import hashlib

from flask import Blueprint, redirect, render_template, request, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from mangrove_ar.accounts.service import normalise
from mangrove_ar.accounts.sign_in import open_session
from mangrove_ar.extensions import limiter
from mangrove_ar.web.access import admit, dismiss, own_address, signed_in
from mangrove_ar.web.current import now

sign_in = Blueprint("sign_in", __name__, url_prefix="/studio")
WRONG = 422
PER_ADDRESS = "10 per minute; 100 per hour"
"""Each process of the server counts for itself."""
PER_NAME = "5 per minute; 30 per hour"
"""Failures only. Whoever guesses from many addresses can keep a name out for an hour, but never learns its password."""


def _name_key() -> str:
    """Count under the name that `open_session` looks up, so that no spelling of it is another count."""
    name = normalise(request.form.get("name", "")).strip()
    return f"name:{hashlib.sha256(name.encode()).hexdigest()}"


@sign_in.get("/sign-in")
def ask() -> str | Response:
    """Show the form; whoever is signed in goes straight on."""
    return _page() if signed_in() is None else redirect(_destination(), 303)


@sign_in.post("/sign-in")
@limiter.limit(PER_ADDRESS)
@limiter.limit(PER_NAME, key_func=_name_key, deduct_when=lambda response: response.status_code == WRONG)
def let_in() -> tuple[str, int] | Response:
    """Let a person in, to the page that was asked for; a refusal does not tell what was wrong."""
    token = open_session(request.form.get("name", ""), request.form.get("password", ""), now())
    if token is None:
        return _page("wrong"), WRONG
    admit(token)
    return redirect(_destination(), 303)


@sign_in.post("/sign-out")
def leave() -> Response:
    """End the session of this browser."""
    dismiss()
    return redirect(url_for("sign_in.ask", left="yes"), 303)


@sign_in.errorhandler(RateLimitExceeded)
def too_often(error: RateLimitExceeded) -> tuple[str, int]:
    """Say that somebody must wait."""
    return _page("too_often"), error.code


@sign_in.errorhandler(CSRFError)
def out_of_date(_error: CSRFError) -> tuple[str, int] | Response:
    """Give the form anew: it stood open until its session was gone."""
    if request.endpoint == "sign_in.leave":
        return redirect(url_for("editorial.dashboard"), 303)
    return _page("out_of_date"), 400


def _page(problem: str | None = None) -> str:
    name = request.form.get("name", "")
    address = own_address(request.args.get("next"))
    return render_template(
        "editorial/sign_in.html", problem=problem, name=name, next=address, has_left="left" in request.args
    )


def _destination() -> str:
    return own_address(request.args.get("next")) or url_for("editorial.dashboard")
