"""A file goes out from a real browser whose connection breaks: it pauses, goes on, and is the same at the other end."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, Route, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from mangrove_ar.builds import background
from mangrove_ar.config import Settings
from tests.builds import corpus
from tests.journeys.conftest import phone
from tests.staff import PASSWORD, make_staff


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


@pytest.fixture
def studio(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A running service with one curator; what a worker does with whole files is tested elsewhere."""
    monkeypatch.setattr(background, "start_work", lambda _lock: None)
    make_staff()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_picture_arrives_whole_over_a_line_that_breaks(
    studio: str, settings: Settings, playwright: Playwright, tmp_path: Path
) -> None:
    content = corpus.picture("JPEG") + os.urandom(3_000_000)
    sent = tmp_path / "ราก.jpg"
    sent.write_bytes(content)
    with phone(playwright, tmp_path / "phone", language="en-GB", webgl=False) as staff:
        page = staff.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        _sign_in(page, studio)
        page.goto(f"{studio}/studio/builds/media")
        chunks: list[str] = []

        def lose_all_but_the_first(route: Route) -> None:
            chunks.append(route.request.method)
            if len(chunks) == 1:
                route.continue_()
            else:
                route.abort()

        page.route("**/bytes", lose_all_but_the_first)
        page.get_by_label("Pictures as PNG").set_input_files(sent)
        expect(page.get_by_text("The connection is lost at 34 %")).to_be_visible()
        page.reload()
        page.unroute("**/bytes")
        page.get_by_label("Pictures as PNG").set_input_files(sent)
        expect(page.get_by_text("All here; waiting to be checked").first).to_be_visible()
        assert len(chunks) > 1
        (part,) = settings.uploads.glob("*.part")
        assert part.read_bytes() == content
        assert page.evaluate("localStorage.length") == 0

        (tmp_path / "evil.png").write_bytes(corpus.SVG)
        page.get_by_label("Pictures as PNG").set_input_files(tmp_path / "evil.png")
        expect(page.get_by_text("SVG and web pages are not taken")).to_be_visible()
    assert complaints == []


def test_a_picture_goes_on_after_signing_out_and_in_again_in_another_tab(
    studio: str, settings: Settings, playwright: Playwright, tmp_path: Path
) -> None:
    content = corpus.picture("JPEG") + os.urandom(3_000_000)
    (tmp_path / "ราก.jpg").write_bytes(content)
    with phone(playwright, tmp_path / "phone", language="en-GB", webgl=False) as staff:
        page, other = staff.new_page(), staff.new_page()
        _sign_in(page, studio)
        page.goto(f"{studio}/studio/builds/media")
        other.goto(f"{studio}/studio/")
        chunks: list[str] = []

        def sign_out_before_the_second(route: Route) -> None:
            chunks.append(route.request.method)
            if len(chunks) == 2:
                staff.clear_cookies(name="__Host-staff")
            route.continue_()

        page.route("**/bytes", sign_out_before_the_second)
        page.get_by_label("Pictures as PNG").set_input_files(tmp_path / "ราก.jpg")
        expect(page.get_by_text("You are signed out.")).to_be_visible()
        assert page.evaluate("localStorage.length") == 1
        _sign_in(other, studio)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("All here; waiting to be checked").first).to_be_visible()
        (part,) = settings.uploads.glob("*.part")
        assert part.read_bytes() == content
        assert page.evaluate("localStorage.length") == 0


def _sign_in(page: Page, studio: str) -> None:
    page.goto(f"{studio}/studio/sign-in")
    page.get_by_label("Name").fill("วิภา")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{studio}/studio/")
