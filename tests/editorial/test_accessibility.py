"""Every page of the studio in a real browser, judged by axe-core: nothing to complain of, on phone and laptop."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright
from werkzeug.serving import make_server

from mangrove_ar.storage.local import LocalStorage
from tests.editorial.judging import SIZES, Complaint, judged, sign_in
from tests.editorial.rooms import furnish, pages
from tests.editorial.test_journey import Quiet
from tests.journeys.conftest import CHROMIUM, QUIET
from tests.staff import make_staff

LEFT_OUT = {"/studio/invitation/1": "there is no such invitation; tests/editorial/test_people.py opens real ones"}


@pytest.fixture
def furnished(trail: Flask, storage: LocalStorage) -> Iterator[tuple[str, list[str]]]:
    """A running service with something on every page: its address, and the pages."""
    make_staff("ดวงใจ", "admin")
    furnish()
    found = [page for page in pages(trail) if page not in LEFT_OUT]
    server = make_server("127.0.0.1", 0, trail, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}", found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu"])
    try:
        yield browser
    finally:
        browser.close()


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(
    furnished: tuple[str, list[str]], browser: Browser, size: str
) -> None:
    url, found = furnished
    width, height, language = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, locale=language)
    sign_in(page, url, "ดวงใจ")
    complaints: list[Complaint] = []
    for address in found:
        answer = page.goto(url + address)
        if answer and answer.ok:
            complaints += judged(page, address)
        else:
            complaints.append((address, "does not open", str(answer and answer.status)))
    page.close()
    assert complaints == []
