"""From an invitation to the public and back, by three people in three browsers; nothing is pretended."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from mangrove_ar.web.times import TRAIL_TIME
from tests.built import Built
from tests.journeys.conftest import Trail, phone, serving
from tests.staff import PASSWORD

STATION = "crab-condo"
WORDS = {"th": "ปูแสมอยู่กันอย่างไรในท่อซีเมนต์", "en": "How do mangrove crabs live in a pipe of cement?"}
LATER = {"th": "มาดูบ้านของปูกัน", "en": "Come and see where the crabs live."}
SOON_S = 30
"""A server that is busy may be late, but not for ever."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Iterator[Trail]:
    """A trail of its own, since this journey changes what the public sees."""
    with serving(tmp_path_factory.mktemp("studio"), built) as trail:
        yield trail


@pytest.fixture
def browsers(playwright: Playwright, tmp_path: Path) -> Iterator[dict[str, BrowserContext]]:
    """A phone for each person; each has its own memory."""
    with (
        phone(playwright, tmp_path / "admin", language="en-GB", webgl=False) as admin,
        phone(playwright, tmp_path / "educator", language="en-GB", webgl=False) as educator,
        phone(playwright, tmp_path / "curator", language="en-GB", webgl=False) as curator,
        phone(playwright, tmp_path / "visitor", language="en-GB", webgl=False) as visitor,
    ):
        yield {"admin": admin, "educator": educator, "curator": curator, "visitor": visitor}


def join(browser: BrowserContext, link: str, name: str) -> Page:
    """Open an invitation, choose a name and a password, and sign in."""
    page = browser.new_page()
    page.goto(link)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Save and begin").click()
    page.get_by_role("link", name="Sign in to the studio").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/studio/$"))
    return page


def invite(admin: Page, url: str, role: str) -> str:
    """Make an invitation and read its link from the page."""
    admin.goto(f"{url}/studio/people/")
    admin.locator(f'input[name="role"][value="{role}"]').check()
    admin.get_by_label("Your password").last.fill(PASSWORD)
    admin.get_by_role("button", name="Make the link").click()
    return admin.get_by_label("Link", exact=True).input_value()


def write(page: Page, url: str, words: dict[str, str]) -> None:
    """Write the lead in both languages and save."""
    page.goto(f"{url}/studio/stations/{STATION}")
    for language, text in words.items():
        page.locator(f'[name="lead.{language}"]').fill(text)
    page.locator("[data-save]").click()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
    expect(page.locator("[data-draft-state]")).to_have_text("being edited")


def submit(page: Page, url: str, note: str) -> None:
    page.goto(f"{url}/studio/stations/{STATION}/review")
    page.get_by_label("Tell the reviewer").fill(note)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("status")).to_contain_text("Submitted")


def reads(visitor: Page, url: str, text: str) -> None:
    """The visitor asks once more, and this is what the page says."""
    visitor.goto(f"{url}/trail/phra-chedi-klang-nam/5")
    expect(visitor.locator(".banner .lead")).to_have_text(text)


def test_words_go_from_an_invited_educator_to_the_public_and_back(
    studio: Trail, browsers: dict[str, BrowserContext]
) -> None:
    url = studio.url
    link = re.search(r"http\S+", studio.run("first-admin"))
    assert link
    admin = join(browsers["admin"], link[0], "ดวงใจ")
    educator = join(browsers["educator"], invite(admin, url, "educator"), "วิภา")
    curator = join(browsers["curator"], invite(admin, url, "curator"), "มานพ")
    visitor = browsers["visitor"].new_page()
    visitor.goto(f"{url}/trail/phra-chedi-klang-nam/5")
    before = visitor.locator(".banner .lead").inner_text()

    write(educator, url, WORDS)
    reads(visitor, url, before)
    see_preview(educator, url, browsers["visitor"])
    submit(educator, url, "a question draws people in")
    reads(visitor, url, before)

    curator.goto(f"{url}/studio/review/")
    curator.locator(f'a[href$="/stations/{STATION}/review"]').click()
    expect(curator.get_by_text("a question draws people in")).to_be_visible()
    curator.get_by_role("button", name="Approve and publish").click()
    expect(curator.get_by_role("status")).to_contain_text("Published")
    reads(visitor, url, WORDS["en"])
    visitor.goto(f"{url}/trail/phra-chedi-klang-nam/5?lang=th")
    expect(visitor.locator(".banner .lead")).to_have_text(WORDS["th"])
    visitor.goto(f"{url}/trail/phra-chedi-klang-nam/5?lang=en")

    curator.goto(f"{url}/studio/releases/1")
    curator.get_by_role("button", name="Go back to release 1 now").click()
    expect(curator.get_by_text("Back to release 1.").first).to_be_visible()
    reads(visitor, url, before)

    write(educator, url, LATER)
    submit(educator, url, "for the holidays")
    goes_live_on_time(curator, visitor, url, before)
    closes_and_opens(educator, curator, visitor, url)


def see_preview(educator: Page, url: str, other_phone: BrowserContext) -> None:
    """The draft shows on another phone that is not signed in, by its secret address, and it says that it is a draft."""
    educator.goto(f"{url}/studio/stations/{STATION}/preview")
    address = educator.locator('a[href*="/preview/"]').first.get_attribute("href")
    assert address
    page = other_phone.new_page()
    page.goto(address if address.startswith("http") else url + address)
    expect(page.locator(".banner .lead")).to_have_text(WORDS["en"])
    expect(page.get_by_text("Preview").first).to_be_visible()
    page.close()


def goes_live_on_time(curator: Page, visitor: Page, url: str, before: str) -> None:
    """Approved for the next minute, the words come by themselves and not before."""
    curator.goto(f"{url}/studio/stations/{STATION}/review")
    moment = (datetime.now(TRAIL_TIME) + timedelta(minutes=1)).replace(second=0, microsecond=0)
    if (moment - datetime.now(TRAIL_TIME)).total_seconds() < 8:
        moment += timedelta(minutes=1)  # Time enough to press the button.
    curator.get_by_label("At a set time").check()
    curator.get_by_label("Date and time").fill(moment.strftime("%Y-%m-%dT%H:%M"))
    curator.get_by_role("button", name="Approve and publish").click()
    expect(curator.get_by_role("status")).to_contain_text("by itself")
    reads(visitor, url, before)
    give_up = moment + timedelta(seconds=SOON_S)
    while visitor.locator(".banner .lead").inner_text() != LATER["en"] and datetime.now(TRAIL_TIME) < give_up:
        visitor.wait_for_timeout(1000)
        visitor.goto(f"{url}/trail/phra-chedi-klang-nam/5")
    assert datetime.now(TRAIL_TIME) >= moment
    reads(visitor, url, LATER["en"])


def closes_and_opens(educator: Page, curator: Page, visitor: Page, url: str) -> None:
    """Anybody of the staff closes a station at once; a curator opens it again."""
    educator.goto(f"{url}/studio/stations/{STATION}")
    educator.get_by_role("link", name="Close the station").click()
    educator.get_by_label("Why it is closed").fill("bees")
    educator.get_by_role("button", name="Close station 5 now").click()
    expect(educator.get_by_text("Station 5 is closed.").first).to_be_visible()
    answer = visitor.goto(f"{url}/trail/phra-chedi-klang-nam/5")
    assert answer and answer.status == 410
    curator.goto(f"{url}/studio/stations/{STATION}")
    curator.get_by_role("link", name="Open it again").click()
    curator.get_by_role("button", name="Open station 5 again").click()
    expect(curator.get_by_text("Station 5 is open again.").first).to_be_visible()
    reads(visitor, url, LATER["en"])
