"""A page in a real browser, served from this machine; what it grumbles and whom it asks is noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Playwright

from tests.journeys.conftest import CHROMIUM, QUIET, WEBGL

PAGES = Path(__file__).parent / "pages"
# Remarks on the speed of this machine, which draws without a graphics card; they say nothing of the model.
_SLOW = ("GPU stall due to ReadPixels", "rAF timed out in updateSource")


class Watched:
    """A page, and all that went wrong on it since it was last asked."""

    def __init__(self, page: Page, address: str) -> None:
        self._page, self._address = page, address
        self._faults: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._faults.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.on("response", lambda answer: self._faults.extend([f"{answer.status} {answer.url}"] * (not answer.ok)))

    def open(self, name: str, ready: str) -> None:
        """Open a page of `pages` and wait until it has the function that is asked for."""
        self._page.goto(f"{self._address}/{name}")
        self._page.wait_for_function(f"() => window.{ready}")

    def ask(self, function: str, question: object) -> Any:
        """Call a function of the page; faults are told by `faults`."""
        return self._page.evaluate(f"question => window.{function}(question)", question)

    def faults(self) -> list[str]:
        """Give errors, warnings, failed requests and requests to other hosts, and forget them."""
        faults, self._faults = self._faults, []
        return faults

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(remark in message.text for remark in _SLOW):
            self._faults.append(message.text)

    def _note(self, url: str) -> None:
        if not url.startswith((f"{self._address}/", "blob:", "data:")):
            self._faults.append(f"another host was asked: {url}")


class _Handler(SimpleHTTPRequestHandler):
    """Serves folders by the first part of the path, and the test's pages at the top."""

    def __init__(self, *args: Any, folders: dict[str, Path], **named: Any) -> None:
        self._folders = folders
        super().__init__(*args, directory=str(PAGES), **named)

    def translate_path(self, path: str) -> str:
        first, _, rest = path.lstrip("/").partition("/")
        return str(self._folders[first] / rest) if first in self._folders else super().translate_path(path)

    def log_message(self, *args: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def watched_page(playwright: Playwright, folders: dict[str, Path]) -> Iterator[Watched]:
    """Serve folders by name and open a browser page beside them."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folders=folders))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *WEBGL])
        try:
            yield Watched(browser.new_page(), f"http://127.0.0.1:{server.server_port}")
        finally:
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
