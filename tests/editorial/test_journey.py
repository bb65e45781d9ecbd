"""The first admin opens the printed link, chooses a password, signs in and leaves, in a browser without HTTPS."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import ConsoleMessage, Playwright, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from mangrove_ar.accounts.service import invite_first_admin
from mangrove_ar.app import create_app
from mangrove_ar.config import Settings
from mangrove_ar.extensions import db
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.web.current import now
from tests.journeys.conftest import phone
from tests.staff import PASSWORD


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


@pytest.fixture
def studio(instance: Path, settings: Settings) -> Iterator[tuple[str, str]]:
    """A running service at an address of this machine, and its first-admin link."""
    app: Flask = create_app(settings, LocalStorage(instance / "files"))
    with app.app_context():
        db.create_all()
        link = f"/studio/invitation/{invite_first_admin(now())}"
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}", link
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def test_the_first_admin_signs_in_and_out(studio: tuple[str, str], playwright: Playwright, tmp_path: Path) -> None:
    url, link = studio
    complaints: list[str] = []
    with phone(playwright, tmp_path / "phone", language="en-GB", webgl=False) as staff:
        page = staff.new_page()

        def note(message: ConsoleMessage) -> None:
            complaints.append(message.text)

        page.on("console", note)
        page.goto(url + link)
        page.get_by_label("Name").fill("วิภา")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Password again").fill(PASSWORD)
        page.get_by_role("button", name="Save and begin").click()
        page.get_by_role("link", name="Sign in to the studio").click()
        page.get_by_label("Name").fill("วิภา")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(f"{url}/studio/")
        expect(page.get_by_text("วิภา · admin")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("status")).to_have_text("You have signed out.")
        page.goto(f"{url}/studio/")
        expect(page).to_have_url(f"{url}/studio/sign-in?next=/studio/")
    assert complaints == []
