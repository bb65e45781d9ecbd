"""Who is signed in, and which pages are for staff only.

The cookie holds the session's token and when it was last seen; the database holds whose session it is and since when.
Reading a page writes nothing to the database. Pages for visitors never ask here: they answer without any session.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, ClassVar, TypeVar

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_limiter.util import get_remote_address
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.accounts.queries import Role, StaffMember, staff_of_session
from mangrove_ar.accounts.sign_in import close_session
from mangrove_ar.extensions import csrf, limiter, login
from mangrove_ar.web.current import now, settings
from mangrove_ar.web.security import LARGEST_BODY_BYTES, LARGEST_FIELD_BYTES, MOST_PARTS

IDLE_AT_MOST = timedelta(minutes=30)
LAST_SEEN = "last_seen"
OWN_ADDRESS = re.compile(r"/(?:[\w.~-]+/)*[\w.~-]*(?:\?[\w.~%=&+,:-]*)?", re.ASCII)
"""Path and query of our own pages, and nothing that a browser could take for another host."""
LONGEST_ADDRESS = 500
PUBLISHERS: tuple[Role, ...] = ("curator", "admin")
ACCOUNT = "account"
"""The room with the pages about one's own account, where a second factor is turned on."""
SECOND_FACTOR = "account.second_factor"

WRONG = 422
PASSWORD_TRIES = "5 per minute; 30 per hour"
"""For whoever sits at a browser that somebody else left signed in; each process of the server counts for itself."""

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class _Visit:
    """What Flask-Login keeps of a signed-in person during one request."""

    token: str
    staff: StaffMember
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        return self.token


def guard(app: Flask) -> None:
    """Give an application its sign-in and its protection against forged forms."""
    # Flask-Login's own session protection would sign out a phone that changes its network on the boardwalk.
    login.session_protection = None
    login.user_loader(_visit_of)
    # Its context processor would open the session for every page.
    login.init_app(app, add_context_processor=False)
    csrf.init_app(app)


def staff_only(*roles: Role) -> Callable[[View], View]:
    """Keep a view for staff with one of these roles, or for all staff where none is named; admins may do everything.

    Without sign-in a page leads to the sign-in page and back; JSON is answered with 401. With another role it is 403.
    Who must have a second factor and has none is led to where it is turned on.
    """

    def guard_view(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            refusal = _turned_away(roles)
            return view(*args, **kwargs) if refusal is None else refusal

        return guarded  # type: ignore[return-value]  # It takes and gives what the view does, or an answer of ours.

    return guard_view


def take_from_staff(
    body_bytes: int = LARGEST_BODY_BYTES, form_bytes: int = LARGEST_FIELD_BYTES, parts: int = MOST_PARTS
) -> None:
    """Take more from staff than from visitors; whoever else is answered as by `staff_only`, and nothing is read.

    For the preprocessors of rooms where all is `staff_only`: they run before the guard against forged forms, which
    reads the body, and which would refuse a page that outlived its session before anybody is asked to sign in.

    Args:
        form_bytes: of all fields together, without the files among them.
        parts: fields and files of a form with files.
    """
    refusal = _turned_away()
    if refusal is not None:
        abort(make_response(refusal))
    request.max_content_length = body_bytes
    request.max_form_memory_size = form_bytes
    request.max_form_parts = parts


def asks_password(view: View) -> View:
    """Throttle a view that asks for the password again; only failures count, and all these views count together."""
    limit = limiter.shared_limit(
        PASSWORD_TRIES, "password", key_func=_person_key, deduct_when=lambda response: response.status_code == WRONG
    )
    return limit(view)  # type: ignore[return-value]  # It takes and gives what the view does.


def current_staff() -> StaffMember:
    """Give the person who is signed in; for views that are `staff_only`."""
    return signed_in() or abort(401, "Please sign in first.")


def signed_in() -> StaffMember | None:
    """Give the person who is signed in, or None."""
    return current_user.staff if current_user.is_authenticated else None


def current_token() -> str:
    """Give the token of this browser's session; for views that are `staff_only`."""
    return str(current_user.token) if signed_in() else abort(401, "Please sign in first.")


def must_enrol(staff: StaffMember) -> bool:
    """Tell whether a person needs a second factor here and has none."""
    is_asked = settings().second_factor == "publishers" and staff.role in PUBLISHERS
    return is_asked and not staff.has_second_factor


def admit(token: str) -> None:
    """Start this browser's session afresh, with the token of a session that was just opened.

    A person who was removed at this very moment stays outside.
    """
    dismiss()
    session[LAST_SEEN] = int(now().timestamp())
    visit = _visit_of(token)
    if visit is None:
        session.clear()
    else:
        login_user(visit)


def dismiss() -> None:
    """End this browser's session, and with it every copy of its cookie."""
    if current_user.is_authenticated:
        close_session(current_user.token, now())
    logout_user()
    session.clear()


def own_address(asked: str | None) -> str | None:
    """Give an address that somebody asked to be led to, if it is one of our own paths; otherwise None."""
    if asked is None or len(asked) > LONGEST_ADDRESS or not OWN_ADDRESS.fullmatch(asked):
        return None
    return asked


def _visit_of(token: str) -> _Visit | None:
    moment = now()
    last_seen = session.get(LAST_SEEN, 0)
    staff = staff_of_session(token, moment)
    if staff is None or moment.timestamp() - last_seen > IDLE_AT_MOST.total_seconds():
        return None
    session[LAST_SEEN] = int(moment.timestamp())
    return _Visit(token, staff)


def _turned_away(roles: tuple[Role, ...] = ()) -> AnyResponse | tuple[str, int] | None:
    """Give the answer for whoever may not come in, and None for everybody else."""
    after_this_request(_keep_private)
    staff = signed_in()
    if staff is None:
        return _ask_to_sign_in()
    if must_enrol(staff) and request.blueprint != ACCOUNT:
        return _ask_to_enrol()
    if roles and staff.role not in (*roles, "admin"):
        return _refuse(staff)
    return None


def _ask_to_sign_in() -> AnyResponse:
    if _wants_json():
        abort(401, "Please sign in first, at /studio/sign-in.")
    # A form that was sent too late cannot be sent again by an address, so it leads to the studio's front.
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.ask", next=own_address(back)), 303)


def _person_key() -> str:
    staff = signed_in()
    return f"person:{staff.id}" if staff else str(get_remote_address())


def _ask_to_enrol() -> AnyResponse:
    if _wants_json():
        abort(403, "Please turn on your second factor first, at /studio/account/second-factor.")
    return redirect(url_for(SECOND_FACTOR), 303)


def _refuse(staff: StaffMember) -> tuple[str, int]:
    if _wants_json():
        abort(403, f"The role {staff.role} may not do this; please ask an admin.")
    return render_template("editorial/not_allowed.html", staff=staff), 403


def _wants_json() -> bool:
    return request.path.startswith("/api/") or request.is_json or request.accept_mimetypes.best == "application/json"


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
