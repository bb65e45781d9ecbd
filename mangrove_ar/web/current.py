"""What the request at hand works with: storage, settings, time, the live release."""

from datetime import UTC, datetime

from flask import Flask, current_app, request

from mangrove_ar.config import Settings
from mangrove_ar.releases.queries import Visible, live_release
from mangrove_ar.storage.base import Storage

RELEASE = "mangrove.release"


def bind(app: Flask, settings: Settings, storage: Storage) -> None:
    """Hand settings and storage to an application."""
    app.extensions["mangrove_settings"] = settings
    app.extensions["mangrove_storage"] = storage


def settings() -> Settings:
    """Give the settings of the application that answers."""
    found: Settings = current_app.extensions["mangrove_settings"]
    return found


def storage() -> Storage:
    """Give the place of built files."""
    found: Storage = current_app.extensions["mangrove_storage"]
    return found


def published() -> Visible:
    """Give the release that is live at the start of this request; the whole answer comes from this one.

    In a preview it is what the preview shows.

    Raises:
        NothingPublished: see `releases.queries.live_release`.
    """
    if RELEASE not in request.environ:
        request.environ[RELEASE] = live_release(storage())
    release: Visible = request.environ[RELEASE]
    return release


def now() -> datetime:
    """Give the time, aware, UTC."""
    return datetime.now(UTC)
