"""A visitor walks from page to page as a person does: with a phone that runs no script, and with one that does."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.journeys.conftest import CHROMIUM, PHONE, QUIET, Trail, phone

OTHER = {"th": "en", "en": "th"}
SUBMIT = "[data-answer-form] button[type=submit]"


def without_script(playwright: Playwright, language: str) -> BrowserContext:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu"])
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        java_script_enabled=False,
        locale=language,
        has_touch=True,
    )
    context.on("close", lambda _closed: browser.close())
    return context


def go(page: Page, link: Locator, address: str) -> None:
    link.click()
    page.wait_for_url(re.compile(address))


def right_answer(page: Page) -> int:
    return int(page.locator("[data-answer-form]").get_attribute("data-correct") or -1)


@pytest.mark.parametrize("language", ["th", "en"])
def test_without_script_a_typed_code_leads_to_a_question_that_is_answered(
    served: Trail, playwright: Playwright, language: str
) -> None:
    with without_script(playwright, language) as context:
        page = context.new_page()
        page.goto(served.url)
        code = served.codes()[3]
        page.get_by_role("textbox").fill(f"{code[:4]}-{code[4:]}".lower())
        page.locator(".ticket button").click()
        page.wait_for_url(re.compile(f"/s/{code}$", re.IGNORECASE))
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("[data-explanation]")).to_be_hidden()
        wrong = 1 if right_answer(page) == 0 else 0
        page.locator("[data-option] input").nth(wrong).check()
        page.locator(SUBMIT).click()
        expect(page.locator("[data-explanation]")).to_be_visible()
        expect(page.locator("[data-verdict=wrong]")).to_be_visible()
        expect(page.locator("[data-verdict=right]")).to_be_hidden()
        page.locator("[data-option] input").nth(right_answer(page)).check()
        page.locator(SUBMIT).click()
        expect(page.locator("[data-verdict=right]")).to_be_visible()
        expect(page.locator("[data-verdict=wrong]")).to_be_hidden()


@pytest.mark.parametrize("language", ["th", "en"])
def test_without_script_all_pages_are_reached_in_both_languages(
    served: Trail, playwright: Playwright, language: str
) -> None:
    with without_script(playwright, language) as context:
        page = context.new_page()
        page.goto(served.url)
        go(page, page.locator("main a.button[href*='/trail/']"), r"/trail/[\w-]+$")
        go(page, page.locator("main a[href$='/3']"), r"/trail/[\w-]+/3$")
        go(page, page.locator("main a[href^='/species/']").first, r"/species/[\w-]+$")
        before = page.get_by_role("heading", level=1).inner_text()
        page.locator("a.language").click()
        expect(page.locator("html")).to_have_attribute("lang", OTHER[language])
        expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
        go(page, page.locator(".menu a[href='/about']"), r"/about$")
        expect(page.locator("html")).to_have_attribute("lang", OTHER[language])
        expect(page.locator("#privacy")).to_be_visible()
        page.locator("a.language").click()
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_stamps_are_counted_an_answer_waits_for_signal_and_all_can_be_deleted(
    served: Trail, playwright: Playwright, tmp_path: Path
) -> None:
    codes = served.codes()
    with phone(playwright, tmp_path, language="en", webgl=False) as context:
        page = context.pages[0]
        count, state = page.locator("[data-booklet]"), page.locator("[data-outbox-state]")
        page.goto(f"{served.url}/s/{codes[1]}")
        expect(count).to_have_text("1 / 10")
        page.goto(f"{served.url}/s/{codes[2]}")
        expect(count).to_have_text("2 / 10")
        expect(state).to_contain_text("Sent.")

        context.set_offline(True)
        page.locator("[data-option] input").nth(right_answer(page)).check()
        page.locator(SUBMIT).click()
        expect(page.locator("[data-verdict=right]")).to_be_visible()
        expect(state).to_contain_text("not yet sent")
        context.set_offline(False)
        expect(state).to_contain_text("Sent.")
        expect(state).not_to_contain_text("not yet sent")

        page.goto(f"{served.url}/progress/")
        expect(count).to_have_text("2 / 10")
        expect(page.locator("li[data-stamped]")).to_have_count(2)
        expect(page.locator("li[data-stamped] [data-state]").last).to_contain_text("answered right")

        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("[data-delete]").click()
        expect(page.locator("[data-delete-state]")).to_contain_text("Deleted")
        expect(page.locator("li[data-stamped]")).to_have_count(0)
        page.reload()
        expect(count).to_have_text("0 / 10")


def test_a_card_has_its_picture_beside_its_words(served: Trail, playwright: Playwright, tmp_path: Path) -> None:
    with phone(playwright, tmp_path / "phone") as visitor:
        page = visitor.new_page()
        page.goto(served.url)
        for card in page.locator("article.card").all():
            card.scroll_into_view_if_needed()
            whole, picture, words = (
                card.locator(part).bounding_box() if part else card.bounding_box()
                for part in ("", ".card-picture", ".card-words")
            )
            assert whole and picture and words
            assert picture["x"] - whole["x"] < 4
            assert words["x"] >= picture["x"] + picture["width"] - 1
            assert abs(words["y"] - picture["y"]) < 4
