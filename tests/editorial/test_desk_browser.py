"""The keys of the studio and the tour's sample, in a real browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, expect
from werkzeug.serving import make_server

from tests.editorial.drafting import make_member
from tests.editorial.test_journey import Quiet
from tests.journeys.conftest import phone
from tests.staff import PASSWORD


@pytest.fixture
def desk(trail: Flask, playwright: Playwright, tmp_path: Path) -> Iterator[tuple[Page, str]]:
    """A browser in which an educator is signed in, on the desk of a running service."""
    make_member("วิภา")
    server = make_server("127.0.0.1", 0, trail, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.port}"
    try:
        with phone(playwright, tmp_path / "browser", language="en-GB", webgl=False) as browser:
            page = browser.new_page()
            page.goto(f"{url}/studio/sign-in")
            page.get_by_label("Name").fill("วิภา")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page).to_have_url(f"{url}/studio/")
            yield page, url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settle(page: Page) -> None:
    """Wait until the page's scripts are there: keys before that are the browser's own."""
    page.wait_for_load_state("networkidle")


def test_keys_lead_through_the_studio_until_they_are_switched_off(desk: tuple[Page, str]) -> None:
    page, url = desk
    settle(page)
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_url(f"{url}/studio/species/")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("crab gs")
    expect(page).to_have_url(f"{url}/studio/species/")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("crab gs")
    settle(page)
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page).to_have_url(f"{url}/studio/help")
    settle(page)
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.get_by_text("Single keys are off in this browser.")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.get_by_role("button", name="Switch single keys on").click()
    expect(page).to_have_url(f"{url}/studio/help")


def test_the_tour_shows_how_a_translation_falls_behind(desk: tuple[Page, str]) -> None:
    page, _ = desk
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_label("Thai").fill("ใบกว้าง")
    expect(page.locator('[data-state="en"]')).to_have_text("stale")
    expect(page.locator('[data-state="th"]')).to_have_text("current")
    page.get_by_label("English").fill("")
    expect(page.locator('[data-state="en"]')).to_have_text("missing")
    page.get_by_role("button", name="Leave the tour").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, วิภา")
    expect(page.get_by_role("link", name="Begin")).to_have_count(0)
