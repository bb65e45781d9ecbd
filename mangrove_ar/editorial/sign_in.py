"""The door of the studio: sign in, with a second code where a person has one, and sign out."""

import hashlib

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from mangrove_ar.accounts.browsers import browser_label
from mangrove_ar.accounts.passwords import normalise
from mangrove_ar.accounts.second_factor import finish_sign_in, half_open
from mangrove_ar.accounts.sign_in import open_session
from mangrove_ar.errors import WrongCode
from mangrove_ar.extensions import limiter
from mangrove_ar.web.access import admit, dismiss, own_address, signed_in
from mangrove_ar.web.current import now

sign_in = Blueprint("sign_in", __name__, url_prefix="/studio")
HALF = "half"
"""Where the cookie keeps the token of half a sign-in."""
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
    opened = open_session(request.form.get("name", ""), request.form.get("password", ""), now(), _browser())
    if opened is None:
        return _page("wrong"), WRONG
    if opened.needs_code:
        dismiss()
        session[HALF] = opened.token
        return redirect(url_for(".ask_code", next=_next()), 303)
    admit(opened.token)
    return redirect(_destination(), 303)


@sign_in.get("/sign-in/code")
def ask_code() -> str | Response:
    """Ask for the second factor's code; without a password before it there is nothing to ask."""
    half = half_open(session.get(HALF, ""), now())
    return _code_page(half.name) if half else _begin_again()


@sign_in.post("/sign-in/code")
@limiter.limit(PER_ADDRESS)
def check_code() -> tuple[str, int] | Response:
    """Let a person in whose code is right; after some wrong ones the password is asked for again."""
    half = half_open(session.get(HALF, ""), now())
    try:
        token = finish_sign_in(session.get(HALF, ""), request.form.get("code", ""), now(), _browser())
    except WrongCode:
        return _begin_again()
    if token is None:
        return _code_page(half.name if half else "", "wrong_code"), WRONG
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
    return render_template(
        "editorial/sign_in.html",
        problem=problem or ("run_out" if "again" in request.args else None),
        name=name,
        next=_next(),
        has_left="left" in request.args,
    )


def _code_page(name: str, problem: str | None = None) -> str:
    return render_template("editorial/sign_in_code.html", problem=problem, name=name, next=_next())


def _begin_again() -> Response:
    return redirect(url_for(".ask", next=_next(), again="yes"), 303)


def _browser() -> str:
    return browser_label(request.user_agent.string)


def _next() -> str | None:
    return own_address(request.args.get("next"))


def _destination() -> str:
    return _next() or url_for("editorial.dashboard")
