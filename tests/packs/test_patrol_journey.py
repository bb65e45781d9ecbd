"""Staff at a post: the phone's camera reads the plaque's QR code, and a tap notes how the plaque looks."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import ConsoleMessage, Page, Playwright, Request, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from mangrove_ar.config import Settings
from mangrove_ar.packs.patrol import last_checks
from tests.conftest import running
from tests.journeys.clips import make_clip, write_y4m
from tests.journeys.conftest import phone
from tests.packs.outdoors import URL, build_markers, plaque_of
from tests.qr_picture import qr_picture
from tests.staff import PASSWORD, make_staff

CRABS = "crab-condo"
READ_WITHIN_MS = 20_000


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Studio:
    """A running service with plaques outdoors, and the rooms of its application."""

    url: str
    app: Flask

    def state_of(self, slug: str) -> tuple[str | None, str | None]:
        """What the patrol noted last at a station: how the plaque looks, and the code that was scanned."""
        with self.app.app_context():
            return next((check.state, check.code) for check in last_checks() if check.slug == slug)

    def code_of(self, slug: str) -> str:
        with self.app.app_context():
            return plaque_of(slug).code


@pytest.fixture
def studio(settings: Settings, published_once: Path) -> Iterator[Studio]:
    shutil.copyfile(published_once / "mangrove.sqlite", settings.instance / "mangrove.sqlite")
    shutil.copytree(published_once / "files", settings.instance / "files")
    with running(settings) as app:
        build_markers()
        make_staff("วิภา", "educator")
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Studio(f"http://127.0.0.1:{server.port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def patrol(playwright: Playwright, studio: Studio, folder: Path, clip: Path | None) -> Iterator[Page]:
    """A phone on which the patrol page is open; nothing may leave the host, and nothing may be complained about."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith(studio.url):
            complaints.append(request.url)

    with phone(playwright, folder / "phone", clip=clip, language="en-GB", webgl=False) as staff:
        page = staff.new_page()
        page.on("console", hear)
        page.on("request", watch)
        page.goto(f"{studio.url}/studio/packs/patrol")
        page.get_by_label("Name").fill("วิภา")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Patrol")
        yield page
    assert complaints == []


def test_a_plaque_is_scanned_with_the_camera_and_noted_with_a_tap(
    studio: Studio, playwright: Playwright, tmp_path: Path
) -> None:
    code = studio.code_of(CRABS)
    clip = make_clip(qr_picture(URL, code), seconds=4)
    write_y4m(clip.frames, tmp_path / "clip.y4m", clip.fps)
    with patrol(playwright, studio, tmp_path, tmp_path / "clip.y4m") as page:
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.get_by_role("heading", name="Ours, and current")).to_be_visible(timeout=READ_WITHIN_MS)
        page.get_by_role("button", name="Worn, faded or dirty").click()
        expect(page.get_by_text("Noted: station 5, worn")).to_be_visible()
        expect(page.get_by_text("1 of 10 checked today")).to_be_visible()
    assert studio.state_of(CRABS) == ("worn", code)


def test_a_phone_without_a_camera_says_so_and_takes_the_typed_code(
    studio: Studio, playwright: Playwright, tmp_path: Path
) -> None:
    with patrol(playwright, studio, tmp_path, None) as page:
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.locator("[data-scan-state]")).to_have_text("This device has no camera. Please type the code.")
        page.get_by_label("Or type the code").fill(studio.code_of(CRABS))
        page.get_by_role("button", name="Look it up").click()
        expect(page.get_by_role("heading", name="Ours, and current")).to_be_visible()
