"""Editing and publishing without a mouse: every step by Tab, Enter and the studio's own keys, in a real browser."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Playwright, expect
from werkzeug.serving import make_server

from mangrove_ar.extensions import db
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.editorial.drafting import CRABS, pretend_models
from tests.editorial.test_journey import Quiet
from tests.journeys.conftest import CHROMIUM, QUIET
from tests.staff import PASSWORD, make_staff

MOST_TABS = 400


@pytest.fixture
def url(trail: Flask, storage: LocalStorage) -> Iterator[str]:
    """A running studio with an educator and a curator."""
    pretend_models()
    publish(storage, NOON, "with models")
    make_staff("วิภา", "educator")
    make_staff("มานพ", "curator")
    server = make_server("127.0.0.1", 0, trail, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu"])
    try:
        yield browser
    finally:
        browser.close()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted element has the focus; it must be reachable, and the focus must show."""
    element = wanted.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("element => document.activeElement === element", element):
            outline = page.evaluate("element => getComputedStyle(element).outlineStyle", element)
            assert outline != "none", "the focus does not show"
            return
    pytest.fail(f"Tab does not reach {wanted}")


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/studio/sign-in")
    tab_to(page, page.locator('[name="name"]'))
    page.keyboard.type(name)
    tab_to(page, page.locator('[name="password"]'))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/studio/")
    page.wait_for_load_state("networkidle")  # The studio's own keys come with a script.


def retype(page: Page, name: str, text: str) -> None:
    tab_to(page, page.locator(f'[name="{name}"]'))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_a_record_is_edited_submitted_and_published_by_keys_alone(
    url: str, browser: Browser, storage: LocalStorage
) -> None:
    page = browser.new_page(locale="en-GB")
    sign_in(page, url, "วิภา")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url(f"{url}/studio/stations/")
    tab_to(page, page.locator(f'a[href="/studio/stations/{CRABS}"]').first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/studio/stations/{CRABS}")
    page.wait_for_load_state("networkidle")
    retype(page, "lead.th", "ปูอยู่ที่ไหน")
    retype(page, "lead.en", "Where do the crabs live?")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    expect(page.locator("[data-draft-state]")).to_have_text("being edited")
    page.goto(f"{url}/studio/stations/{CRABS}/review", wait_until="networkidle")
    tab_to(page, page.get_by_label("Tell the reviewer"))
    page.keyboard.type("a question")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Submitted")
    page.context.clear_cookies()

    sign_in(page, url, "มานพ")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(f"{url}/studio/review/")
    tab_to(page, page.locator(f'a[href="/studio/stations/{CRABS}/review"]'))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/studio/stations/{CRABS}/review")
    tab_to(page, page.get_by_role("button", name="Approve and publish"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Published")
    db.session.rollback()
    assert live_release(storage).station(CRABS).lead.en == "Where do the crabs live?"
