"""Nothing that somebody typed is lost: not by another editor, a lost connection, a killed server or a full disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Playwright, expect

from mangrove_ar.catalogue.records import Record
from mangrove_ar.config import Settings
from mangrove_ar.editorial.drafts import open_draft
from tests.conftest import make_settings, running
from tests.editorial.serving import StudioProcess, studio_process
from tests.journeys.conftest import CHROMIUM, QUIET
from tests.staff import PASSWORD, make_staff

PATIENT_MS = 15_000
LEAD_TH, LEAD_EN, NAME_EN = "lead.th", "lead.en", "names.en"
KEPT = "Your words are kept on this device"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, published_once: Path) -> Settings:
    """An instance folder for all tests here; each writes in a station of its own."""
    instance = tmp_path_factory.mktemp("editors")
    (instance / "static").symlink_to((published_once / "static").resolve())
    shutil.copyfile(published_once / "mangrove.sqlite", instance / "mangrove.sqlite")
    shutil.copytree(published_once / "files", instance / "files")
    settings = make_settings(instance)
    with running(settings):
        make_staff("วิภา", "educator")
        make_staff("สมชาย", "educator")
    return settings


@pytest.fixture(scope="module")
def studio(settings: Settings) -> Iterator[StudioProcess]:
    with studio_process(settings.instance) as process:
        yield process


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu"])
    yield browser
    browser.close()


@contextmanager
def editor(
    browser: Browser, studio: StudioProcess, name: str, station: str, **options: Any
) -> Iterator[tuple[BrowserContext, Page]]:
    """A browser of its own in which a person has the form of a station open; leaving it is always allowed."""
    context = browser.new_context(locale="en-GB", **options)
    page = context.new_page()

    def leave(dialog: Dialog) -> None:
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"{studio.url}/studio/sign-in?next=/studio/stations/{station}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{studio.url}/studio/stations/{station}")
    page.wait_for_load_state("networkidle")  # What is typed before the script is there is another test's matter.
    try:
        yield context, page
    finally:
        context.close()


def field(page: Page, path: str) -> Any:
    return page.locator(f'[name="{path}"]')


def status(page: Page) -> Any:
    return page.locator("[data-save-state][role=status]")


def add_paragraph(page: Page, words: str) -> None:
    """Write another paragraph in Thai below the last one."""
    page.locator('[data-list="body"] > .add-row button').click()
    page.locator('[data-list="body"] [data-item]').last.locator("textarea").first.fill(words)


def saved(settings: Settings, station: str) -> Record:
    """What the draft says after everything."""
    with running(settings):
        return open_draft("stations", station).record


def test_two_editors_of_one_field_see_both_versions_and_decide(
    studio: StudioProcess, settings: Settings, browser: Browser
) -> None:
    with (
        editor(browser, studio, "วิภา", "nursery") as (_, one),
        editor(browser, studio, "สมชาย", "nursery") as (_, other),
    ):
        field(one, LEAD_TH).fill("ต้นกล้าของวิภา")
        expect(status(one)).to_contain_text("Saved")
        field(other, LEAD_TH).fill("ต้นกล้าของสมชาย")
        field(other, NAME_EN).fill("The nursery")
        expect(status(other)).to_contain_text("Somebody else changed the same")
        expect(other.locator("[data-colleague]")).to_contain_text("วิภา is editing this too")
        other.get_by_role("button", name="Compare and choose").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Somebody else changed the same fields")
        expect(other.get_by_role("main")).to_contain_text("ต้นกล้าของวิภา")
        mine = other.get_by_label("My words")
        expect(mine).to_have_value("ต้นกล้าของสมชาย")
        mine.fill("ต้นกล้าของวิภาและสมชาย")
        other.get_by_role("button", name="Save my choices").click()
        expect(field(other, LEAD_TH)).to_have_value("ต้นกล้าของวิภาและสมชาย")
        expect(other.locator("[data-restored]")).to_be_hidden()
    draft = saved(settings, "nursery")
    assert draft["lead"]["th"] == "ต้นกล้าของวิภาและสมชาย"
    assert draft["names"]["en"] == "The nursery"


def test_words_typed_without_a_connection_are_saved_when_it_is_back(
    studio: StudioProcess, settings: Settings, browser: Browser
) -> None:
    with editor(browser, studio, "วิภา", "crab-condo") as (context, page):
        field(page, LEAD_EN).fill("Typed with a signal.")
        expect(status(page)).to_contain_text("Saved")
        context.set_offline(True)
        field(page, LEAD_EN).fill("Typed with a signal, and then without.")
        add_paragraph(page, "ย่อหน้าใหม่กลางป่า")
        expect(status(page)).to_contain_text(KEPT)
        context.set_offline(False)
        expect(status(page)).to_contain_text("Saved")
    draft = saved(settings, "crab-condo")
    assert draft["lead"]["en"] == "Typed with a signal, and then without."
    assert draft["body"][-1]["th"] == "ย่อหน้าใหม่กลางป่า"


def test_words_that_a_killed_server_never_got_are_back_when_the_page_is_opened_again(
    studio: StudioProcess, settings: Settings, browser: Browser
) -> None:
    with editor(browser, studio, "วิภา", "carbon-plot") as (_, page):
        field(page, LEAD_TH).fill("ก่อนไฟดับ")
        expect(status(page)).to_contain_text("Saved")
        field(page, LEAD_EN).fill("While the power fails.")
        add_paragraph(page, "ย่อหน้าใหม่กลางป่า")
        studio.kill()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(status(page)).to_contain_text(KEPT)
        page.goto("about:blank")
        studio.start()
        page.goto(f"{studio.url}/studio/stations/carbon-plot")
        expect(page.get_by_text("Unsaved words are back.")).to_be_visible()
        expect(field(page, LEAD_EN)).to_have_value("While the power fails.")
        last = page.locator('[data-list="body"] [data-item]').last
        expect(last.locator("textarea").first).to_have_value("ย่อหน้าใหม่กลางป่า")
        expect(status(page)).to_contain_text("Saved")
    draft = saved(settings, "carbon-plot")
    assert draft["lead"]["th"] == "ก่อนไฟดับ"
    assert draft["lead"]["en"] == "While the power fails."
    assert draft["body"][-1]["th"] == "ย่อหน้าใหม่กลางป่า"


def test_a_full_disk_is_told_and_the_words_are_saved_when_there_is_space_again(
    studio: StudioProcess, settings: Settings, browser: Browser
) -> None:
    with (
        editor(browser, studio, "วิภา", "mud-clam-house") as (_, page),
        editor(browser, studio, "สมชาย", "mud-clam-house", java_script_enabled=False) as (_, plain),
    ):
        with studio.full_disk():
            field(page, LEAD_TH).fill("ดิสก์เต็ม")
            expect(status(page)).to_contain_text("the server cannot write now")
            expect(status(page)).to_contain_text(KEPT)
            field(plain, LEAD_EN).fill("Typed without JavaScript.")
            plain.get_by_role("button", name="Save", exact=True).click()
            expect(plain.get_by_role("alert")).to_contain_text("The server cannot write just now")
            expect(field(plain, LEAD_EN)).to_have_value("Typed without JavaScript.")
        plain.get_by_role("button", name="Save", exact=True).click()
        expect(plain.get_by_role("status").first).to_contain_text("Saved.")
        expect(status(page)).to_contain_text("Saved", timeout=PATIENT_MS)
    draft = saved(settings, "mud-clam-house")
    assert draft["lead"]["th"] == "ดิสก์เต็ม"
    assert draft["lead"]["en"] == "Typed without JavaScript."
