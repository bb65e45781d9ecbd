"""Pages about one's own account: password, open sessions, second factor."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mangrove_ar.accounts import second_factor as factor
from mangrove_ar.accounts.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from mangrove_ar.accounts.queries import second_factor_of, sessions_of
from mangrove_ar.accounts.sign_in import change_password as give_password
from mangrove_ar.accounts.sign_in import close_one_session, close_other_sessions
from mangrove_ar.errors import BadPassword, WrongCode, WrongPassword
from mangrove_ar.web.access import asks_password, current_staff, current_token, must_enrol, staff_only
from mangrove_ar.web.current import now, settings
from mangrove_ar.web.qr import qr_data_url

account = Blueprint("account", __name__, url_prefix="/studio/account")
Answer = tuple[str, int] | Response


@account.get("/", endpoint="account")
@staff_only()
def show_account() -> str:
    """Show who is signed in, where, and how the account is guarded."""
    return _account_page()


@account.post("/password")
@asks_password
@staff_only()
def change_password() -> Answer:
    """Change the password; every other browser is signed out."""
    form = request.form
    try:
        give_password(
            current_staff(),
            form.get("password", ""),
            form.get("new_password", ""),
            form.get("new_password_again", ""),
            current_token(),
            now(),
        )
    except WrongPassword as error:
        return _account_page(error.code), error.status
    except BadPassword as error:
        return _account_page(error.problem), error.status
    return redirect(url_for(".account", done="password"), 303)


@account.post("/sessions/<int(max=2147483647):session_id>/close")
@staff_only()
def close_session(session_id: int) -> Response:
    """Sign one of one's own browsers out."""
    close_one_session(session_id, current_staff(), now())
    return redirect(url_for(".account", done="session"), 303)


@account.post("/sessions/close-others")
@staff_only()
def close_others() -> Response:
    """Sign out everywhere but here."""
    close_other_sessions(current_staff(), current_token(), now())
    return redirect(url_for(".account", done="sessions"), 303)


@account.get("/second-factor")
@staff_only()
def second_factor() -> str:
    """Show how to turn the second factor on, what is left to do for it, or that it is on."""
    return _factor_page()


@account.post("/second-factor")
@asks_password
@staff_only()
def begin_second_factor() -> Answer:
    """Draw a new secret and show it."""
    try:
        factor.begin_second_factor(current_staff(), request.form.get("password", ""), now())
    except (WrongPassword, WrongCode) as error:
        return _factor_page(error.code), error.status
    return redirect(url_for(".second_factor"), 303)


@account.post("/second-factor/confirm")
@asks_password
@staff_only()
def confirm_second_factor() -> Answer:
    """Turn the second factor on and show its recovery codes, once."""
    try:
        codes = factor.confirm_second_factor(current_staff(), request.form.get("code", ""), now())
    except WrongCode as error:
        return _factor_page(error.code), error.status
    return _codes_page(codes, is_new=True)


@account.post("/second-factor/codes")
@asks_password
@staff_only()
def renew_recovery_codes() -> Answer:
    """Show new recovery codes, once; the earlier ones end."""
    try:
        codes = factor.renew_recovery_codes(current_staff(), request.form.get("password", ""), now())
    except (WrongPassword, WrongCode) as error:
        return _factor_page(error.code), error.status
    return _codes_page(codes, is_new=False)


@account.post("/second-factor/off")
@asks_password
@staff_only()
def turn_off_second_factor() -> Answer:
    """Go back to the password alone."""
    try:
        factor.turn_off_second_factor(current_staff(), request.form.get("password", ""), now())
    except WrongPassword as error:
        return _factor_page(error.code), error.status
    return redirect(url_for(".account", done="factor_off"), 303)


def _account_page(problem: str | None = None) -> str:
    staff = current_staff()
    return render_template(
        "editorial/account.html",
        staff=staff,
        sessions=sessions_of(staff.id, current_token(), now()),
        factor=second_factor_of(staff.id),
        problem=problem,
        done=request.args.get("done"),
        lengths={"shortest": SHORTEST_PASSWORD, "longest": LONGEST_PASSWORD},
    )


def _factor_page(problem: str | None = None) -> str:
    staff = current_staff()
    state = second_factor_of(staff.id)
    address = factor.address_for_app(staff.name, state.secret, settings().public_host) if state.secret else ""
    return render_template(
        "editorial/second_factor.html",
        staff=staff,
        factor=state,
        picture=qr_data_url(address) if address else "",
        is_asked_for=must_enrol(staff),
        problem=problem,
    )


def _codes_page(codes: tuple[str, ...], *, is_new: bool) -> tuple[str, int]:
    return render_template("editorial/second_factor_codes.html", staff=current_staff(), codes=codes, is_new=is_new), 201
