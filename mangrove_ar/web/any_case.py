"""Match addresses without regard to case: QR codes hold upper-case letters only, to be small."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

CASE_MATTERS = "/static/"


def ignore_case(app: Flask) -> None:
    """Lower-case every path before it is matched, but for static files."""
    app.wsgi_app = _LowerCase(app.wsgi_app)  # type: ignore[method-assign]  # The documented way to wrap Flask.


class _LowerCase:
    def __init__(self, answer: Callable[..., Iterable[bytes]]) -> None:
        self._answer = answer

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(CASE_MATTERS):
            environ["PATH_INFO"] = path.lower()
        return self._answer(environ, start_response)
