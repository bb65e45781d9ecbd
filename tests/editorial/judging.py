"""What axe-core and the width of a screen say of a page of the studio that a browser shows."""

from pathlib import Path

from playwright.sync_api import Page

from tests.staff import PASSWORD

AXE = Path(__file__).parent.parent / "node/node_modules/axe-core/axe.min.js"
SIZES = {"phone": (360, 740, "th-TH"), "laptop": (1280, 800, "en-GB")}
"""Width and height in CSS pixels, and the language of the browser."""

Complaint = tuple[str, str, str]


def judged(page: Page, name: str) -> list[Complaint]:
    """Give every rule of axe that the page breaks, with the first element that does, and whether it is too wide."""
    page.evaluate(AXE.read_text("utf-8"))
    told = page.evaluate("async () => (await axe.run()).violations.map(one => [one.id, one.nodes[0].html])")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [(name, *one) for one in told] + ([(name, "wider than the screen", f"{wide} px")] if wide > 0 else [])


def sign_in(page: Page, url: str, name: str) -> None:
    """Fill in the form for signing in, and wait for the first page of the studio."""
    page.goto(f"{url}/studio/sign-in")
    page.locator('[name="name"]').fill(name)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('main button[type="submit"]').click()
    page.wait_for_url(f"{url}/studio/")
