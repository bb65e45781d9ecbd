"""What a station's page costs on a phone: every byte the browser receives, heads and bodies, as they were sent."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright

from tests.journeys.conftest import Trail, phone

FIRST_VISIT_BYTES = 100 * 1024
NEXT_STATION_BYTES = 15 * 1024
STATIONS = range(1, 11)
LANGUAGES = ["th", "en"]
TEXT = ("css", "js", "svg")
SCROLL_TO_THE_BOTTOM = """async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
        scrollTo(0, top);
        await new Promise(requestAnimationFrame);
    }
    const pictures = [...document.images].filter((picture) => picture.checkVisibility());
    await Promise.all(pictures.map((picture) => picture.decode()));
}"""


@dataclass
class Meter:
    """What the browser fetched since it was last read; what came from the phone's memory costs nothing.

    Attributes:
        asked: address of each request that went to the network.
        bytes: received bytes by address, heads included.
        heads: head lines of the answers by address, names in lower case.
    """

    asked: list[str] = field(default_factory=list)
    bytes: Counter[str] = field(default_factory=Counter)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)
    _remembered: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", self._on_request)
        network.on("Network.requestServedFromCache", lambda event: self._remembered.add(event["requestId"]))
        network.on("Network.responseReceived", self._on_answer)
        network.on("Network.loadingFinished", self._on_finished)
        network.send("Network.enable")

    def start(self) -> None:
        self.asked.clear()
        self.bytes.clear()
        self.heads.clear()

    @property
    def total(self) -> int:
        return self.bytes.total()

    def __str__(self) -> str:
        lines = [f"{count:7d}  {urlsplit(url).path}" for url, count in self.bytes.most_common()]
        return "\n".join([f"{self.total:7d}  in all", *lines])

    def _on_request(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")):
            self._urls[event["requestId"]] = url

    def _on_answer(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._remembered.add(event["requestId"])

    def _on_finished(self, event: dict[str, Any]) -> None:
        url = self._urls.get(event["requestId"])
        if url and event["requestId"] not in self._remembered:
            self.asked.append(url)
            self.bytes[url] += int(event["encodedDataLength"])


@contextmanager
def visitor(playwright: Playwright, profile: Path, language: str) -> Iterator[tuple[Page, Meter]]:
    """Open a browser that has never been here, with a meter on its only page."""
    with phone(playwright, profile, language=language, webgl=False) as context:
        page = context.pages[0]
        meter = Meter()
        meter.watch(page)
        page.on("response", lambda answer: meter.heads.update({answer.url: answer.headers}))
        yield page, meter


def read_to_the_bottom(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate(SCROLL_TO_THE_BOTTOM)
    page.wait_for_load_state("networkidle")


def check_manners(meter: Meter, url: str) -> None:
    """Nothing leaves the host, nothing is fetched twice, and what never changes is compressed and kept."""
    assert {urlsplit(asked).netloc for asked in meter.asked} == {urlsplit(url).netloc}
    assert [asked for asked, times in Counter(meter.asked).items() if times > 1] == []
    for asked in meter.asked:
        path = urlsplit(asked).path
        if path.startswith(("/static/", "/files/")):
            assert "immutable" in meter.heads[asked]["cache-control"], path
        if path.startswith("/static/") and path.endswith(TEXT):
            assert meter.heads[asked].get("content-encoding") == "br", path


@pytest.fixture(scope="module")
def codes(served: Trail) -> dict[int, str]:
    return served.codes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_first_visit_costs_at_most_100_kb(
    served: Trail, codes: dict[int, str], playwright: Playwright, tmp_path: Path, number: int, language: str
) -> None:
    with visitor(playwright, tmp_path, language) as (page, meter):
        page.goto(f"{served.url}/s/{codes[number]}")
        read_to_the_bottom(page)
        assert page.locator("html").get_attribute("lang") == language
        assert len(meter.asked) > 10
        print(f"first visit, station {number}, {language}\n{meter}")
        check_manners(meter, served.url)
        assert meter.total <= FIRST_VISIT_BYTES, str(meter)


@pytest.mark.parametrize(("way", "language"), [("code", "th"), ("link", "en")])
def test_each_next_station_costs_at_most_15_kb(
    served: Trail, codes: dict[int, str], playwright: Playwright, tmp_path: Path, way: str, language: str
) -> None:
    with visitor(playwright, tmp_path, language) as (page, meter):
        page.goto(f"{served.url}/s/{codes[1]}")
        read_to_the_bottom(page)
        heavy = []
        for number in STATIONS[1:]:
            meter.start()
            if way == "link":
                page.locator("a[rel=next]").click()
                page.wait_for_url(f"**/trail/*/{number}")
            else:
                page.goto(f"{served.url}/s/{codes[number]}")
            read_to_the_bottom(page)
            print(f"station {number} by {way}, {language}\n{meter}")
            check_manners(meter, served.url)
            assert meter.total > 0
            if meter.total > NEXT_STATION_BYTES:
                heavy.append(f"station {number}\n{meter}")
        assert not heavy, "\n".join(heavy)
