"""Previews: the visitor's own pages below `/preview/<token>/`, filled from a draft or from an old release.

Nothing is written, the live release is not touched, and no answer is kept anywhere. The floor above says how to find a
draft: `read_draft` gives its record.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask, Response, abort, g, make_response, render_template, request

from mangrove_ar.catalogue.field_names import field_name_key
from mangrove_ar.catalogue.problems import Problem
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.releases.previewing import preview_of
from mangrove_ar.releases.queries import Published, Visible
from mangrove_ar.web.current import RELEASE, now, settings, storage
from mangrove_ar.web.languages import COOKIE
from mangrove_ar.web.preview_links import OfRelease, Shown, read_token

PREFIX = "preview"
TOKEN = "mangrove.preview"
PREVIEWED = {"visits", "visits_api", "progress"}
"""Rooms whose pages a preview shows; what a phone sends goes to none of them."""
READING = {"GET", "HEAD"}
UNFINISHED = 422
HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Referrer-Policy", "no-referrer"),
]
REPLACED = {"etag", "last-modified", "expires", *(name.lower() for name, _ in HEADERS)}
ReadDraft = Callable[[Kind, str], Record]
Headers = Sequence[tuple[str, str]]


def preview(app: Flask, read_draft: ReadDraft) -> None:
    """Let an application show previews."""

    def look() -> Response | None:
        """Put what the link shows in the place of what is live."""
        token = request.environ.get(TOKEN)
        if token is None:
            return None
        found = read_token(token, settings().secret_key, now())
        if request.blueprint not in PREVIEWED or request.method not in READING:
            abort(404, "A preview has no such page.")
        opened = _open(found.shown, read_draft)
        if isinstance(opened, list):
            return _unfinished(opened)
        g.preview, request.environ[RELEASE] = found, opened
        return None

    app.before_request(look)
    app.context_processor(lambda: {"previewed": g.get("preview")})
    app.jinja_env.globals["url_for"] = _addresses(app)
    app.wsgi_app = _Previews(app.wsgi_app)  # type: ignore[method-assign]  # The documented way to wrap Flask.


def address_of(token: str, path: str) -> str:
    """Give the address of a visitor's page inside a preview."""
    return f"/{PREFIX}/{token}{path}"


def _open(shown: Shown, read_draft: ReadDraft) -> Visible | list[tuple[Problem, str]]:
    """Give what the pages are filled from, or each thing that is missing with the key of its field's name."""
    if isinstance(shown, OfRelease):
        return Published(shown.sha256, storage())
    opened = preview_of(shown.kind, shown.slug, read_draft(shown.kind, shown.slug))
    if isinstance(opened, Visible):
        return opened
    return [(problem, field_name_key(shown.kind, problem.path)) for problem in opened]


def _unfinished(missing: list[tuple[Problem, str]]) -> Response:
    return make_response(render_template("editorial/preview_unfinished.html", problems=missing), UNFINISHED)


def _addresses(app: Flask) -> Callable[..., str]:
    """Give templates addresses inside the preview that is shown; of static files, and of all else, the usual ones."""

    def url_for(endpoint: str, **values: Any) -> str:
        address = app.url_for(endpoint, **values)
        if request and TOKEN in request.environ and (endpoint == "static" or "preview" not in g):
            return address.removeprefix(request.script_root)
        return address

    return url_for


class _Previews:
    """Take `/preview/<token>` off an address before it is matched, and see to it that no answer is kept."""

    def __init__(self, answer: Callable[..., Iterable[bytes]]) -> None:
        self._answer = answer

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        _, first, token, rest = (*environ.get("PATH_INFO", "").split("/", 3), "", "", "")[:4]
        if first.lower() != PREFIX:
            return self._answer(environ, start_response)
        environ[TOKEN] = token
        environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}/{token}"
        environ["PATH_INFO"] = f"/{rest}"
        environ.pop("HTTP_IF_NONE_MATCH", None)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            return start_response(status, _not_kept(headers), exc_info)

        return self._answer(environ, start)


def _not_kept(headers: Headers) -> list[tuple[str, str]]:
    """Forbid to keep an answer or to list it, and to tell others its address; no cookie but the language."""
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in REPLACED and (name.lower() != "set-cookie" or value.startswith(f"{COOKIE}="))
    ]
    return [*kept, *HEADERS]
