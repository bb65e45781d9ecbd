"""What was typed, given back by a page of its own when a form cannot be taken: it is never lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import render_template, request

from mangrove_ar.errors import MangroveError
from mangrove_ar.web.access import signed_in

View = TypeVar("View", bound=Callable[..., Any])


def keeps_words(texts: Callable[[], list[str]]) -> Callable[[View], View]:
    """Let a view give back what was typed where nobody is signed in any more, or where it refuses.

    Args:
        texts: gives what a person typed in the form at hand, to be read and copied.
    """

    def guard_view(view: View) -> View:
        @wraps(view)
        def kept(*args: Any, **values: Any) -> Any:
            if signed_in() is None:
                return _page("signed_out", texts()), 401
            try:
                return view(*args, **values)
            except MangroveError as refusal:
                return _page("refused", texts(), refusal.message), refusal.status

        return kept  # type: ignore[return-value]  # It takes and gives what the view does, or an answer of ours.

    return guard_view


def out_of_date_words(texts: list[str]) -> str:
    """Give back what was typed on a page that stood open until its session was gone."""
    return _page("out_of_date" if signed_in() else "signed_out", texts)


def _page(reason: str, texts: list[str], message: str = "") -> str:
    return render_template(
        "editorial/words_back.html",
        reason=reason,
        message=message,
        fields=[(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"],
        texts=texts,
        signed=signed_in() is not None,
    )
