"""An educator sets a scene with real models: drags, turns, pins, orders, loses the network, meets somebody else."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Playwright, expect
from werkzeug.serving import make_server

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.app import create_app
from mangrove_ar.catalogue.models import Model
from mangrove_ar.config import Settings
from mangrove_ar.editorial.drafts import open_draft, save_draft
from mangrove_ar.extensions import db
from mangrove_ar.storage.local import LocalStorage
from tests.built import Built
from tests.conftest import NOON
from tests.editorial.test_journey import Quiet
from tests.journeys.conftest import CHROMIUM, QUIET, WEBGL
from tests.staff import PASSWORD, make_staff

SLUG = "breathing-root-mud"
TREE, OTHER_TREE, CRAB = "avicennia-alba", "sonneratia-alba", "austruca-annulipes"
ROLES = ("web", "coarse", "card_fallback")
SOON_MS = 20_000
THREE_FRAMES = """new Promise((done) => {
  const wait = (frames) => (frames ? requestAnimationFrame(() => wait(frames - 1)) : done());
  wait(3);
})"""


@dataclass
class Studio:
    """A running studio where one station's models are built, and what its pages complained about."""

    app: Flask
    url: str
    colleague: StaffMember
    complaints: list[str] = field(default_factory=list)

    def scene(self) -> dict[str, Any]:
        """Give the scene of the draft, as the server has it."""
        with self.app.app_context():
            scene: dict[str, Any] = open_draft("stations", SLUG).record["scene"]
            return scene

    def turn_as_colleague(self, at: int, degrees: float) -> None:
        """Let somebody else turn a model."""
        with self.app.app_context():
            base, yours = (open_draft("stations", SLUG).record for _ in range(2))
            yours["scene"]["models"][at]["turn_deg"] = degrees
            save_draft("stations", SLUG, base, yours, self.colleague, NOON)


@pytest.fixture
def studio(settings: Settings, published_once: Path, built: Built) -> Iterator[Studio]:
    shutil.copyfile(published_once / "mangrove.sqlite", settings.instance / "mangrove.sqlite")
    shutil.copytree(published_once / "files", settings.instance / "files")
    app = create_app(settings, LocalStorage(settings.instance / "files"))
    with app.app_context():
        for slug in (TREE, OTHER_TREE, CRAB):
            keep_model(settings.instance / "files", built, slug)
        make_staff("วิภา", "educator")
        other = make_staff("สมชาย", "educator")
        colleague = StaffMember(other.id, other.name, "educator")
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Studio(app, f"http://127.0.0.1:{server.port}", colleague)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def keep_model(files: Path, built: Built, slug: str) -> None:
    """Put a built model into an instance: its row, and the files that the editor shows."""
    model = built.model(slug)
    entries = model.entries.values()
    names = {role: name for entry in entries for role, name in entry.files.items() if role in ROLES}
    for role, name in names.items():
        (files / name[:2]).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built.path(slug, role), files / name[:2] / name)
    facts = model.entries["master"].facts
    record = {
        **{fact: facts[fact] for fact in ("size_m", "animations", "triangles")},
        "name": dict(model.recipe.name),
        "species": model.recipe.species,
        "files": names,
        "size_bytes": {role: size for role, size in model.size_bytes.items() if role in ROLES},
    }
    db.session.add(Model(slug=slug, build_key="k", record=record))
    db.session.commit()


@contextmanager
def editor(studio: Studio, playwright: Playwright) -> Iterator[Page]:
    """A laptop on which an educator has opened the scene."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *WEBGL])
    try:
        page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
        page.on("console", lambda message: studio.complaints.append(message.text))
        page.on("pageerror", lambda error: studio.complaints.append(str(error)))
        page.goto(f"{studio.url}/studio/sign-in?next=/studio/stations/{SLUG}/scene")
        page.get_by_label("Name").fill("วิภา")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        wait_for_stage(page)
        yield page
    finally:
        browser.close()


def wait_for_stage(page: Page) -> None:
    expect(page.locator("form[data-ready=yes]")).to_be_attached(timeout=SOON_MS)
    expect(page.locator(".stage-canvas[data-ready='3']")).to_be_attached(timeout=SOON_MS)


def row(page: Page, kind: str, name: str) -> Locator:
    return page.locator(f"[data-list={kind}] [data-row]").filter(has=page.locator("[data-name]", has_text=name))


def titles(page: Page) -> list[str]:
    return page.locator("[data-list=hotspots] summary [data-name]").all_text_contents()


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def middle_at_rest(part: Locator) -> tuple[float, float]:
    """Find what stands on the stage once the frames under way are drawn, and it has not moved since."""
    give_up, last = time.monotonic() + SOON_MS / 1000, None
    part.page.evaluate("document.fonts.ready.then(() => true)")
    while (now := middle(part)) != last and time.monotonic() < give_up:
        last = now
        part.page.evaluate(THREE_FRAMES)
    return now


def expect_saved(page: Page) -> None:
    expect(page.get_by_text("Saved in the draft")).to_be_visible(timeout=SOON_MS)


def number_at_rest(field: Locator) -> float:
    """Read a number that follows a drag, some frames later: once it is no longer 0 and has stopped changing."""
    give_up, last = time.monotonic() + SOON_MS / 1000, "0"
    while time.monotonic() < give_up:
        field.page.wait_for_timeout(300)
        now = field.input_value()
        if now == last != "0":
            break
        last = now
    return float(last)


def test_an_educator_sets_a_scene_and_finds_it_again(studio: Studio, playwright: Playwright) -> None:
    before = studio.scene()
    with editor(studio, playwright) as page:
        crab = row(page, "models", "Ring-legged fiddler crab")
        crab.locator("summary").click()
        # The knob stands on the rim of the disc before the crab, so that the crab itself is a little above it.
        knob = page.get_by_role("slider", name="Turn the chosen model")
        expect(knob).to_be_visible(timeout=SOON_MS)
        x, y = middle_at_rest(knob)
        page.mouse.move(x, y - 40)
        page.mouse.down()
        page.mouse.move(x + 70, y - 40, steps=4)
        page.mouse.up()
        right = crab.get_by_role("spinbutton", name="Right")
        dragged = number_at_rest(right)
        assert dragged > 15
        crab.get_by_role("spinbutton", name="Turn", exact=True).fill("45")
        expect(page.get_by_role("slider", name="Turn the chosen model")).to_have_attribute("aria-valuenow", "45")

        page.get_by_role("button", name="Add hotspot").first.click()
        x, y = middle_at_rest(page.locator(".stage-knob"))  # Turned by 45°, it stands before the crab on its right.
        page.mouse.click(x - 35, y - 35)
        expect(page.locator("[data-list=hotspots] [data-row]")).to_have_count(5)
        page.get_by_label("Title (English)").locator("visible=true").fill("The back")
        page.get_by_label("Title (Thai)").locator("visible=true").fill("กระดอง")
        first = titles(page)
        row(page, "hotspots", "The back").get_by_role("button", name="Move up").click()
        assert titles(page) == [*first[:3], "The back", first[3]]
        page.locator("[data-stage]").focus()
        page.keyboard.press("Control+z")
        assert titles(page) == first
        page.keyboard.press("Control+Shift+z")
        expect_saved(page)
        page.reload()
        wait_for_stage(page)
        assert titles(page) == [*first[:3], "The back", first[3]]
        assert float(crab.locator("[data-field=x_mm]").input_value()) == dragged
        assert crab.locator("[data-field=turn_deg]").input_value() == "45"
    after = studio.scene()
    assert after["models"][:2] == before["models"][:2]
    assert after["models"][2]["position_m"] == [round(dragged / 1000, 4), 0, pytest.approx(0.055, abs=0.02)]
    pinned = after["hotspots"][3]
    assert (pinned["model"], pinned["title"]) == (CRAB, {"th": "กระดอง", "en": "The back"})
    # In metres of the crab, which is 57 mm wide and 22 mm high in nature, not of the plaque, where it is larger.
    across, up, along = pinned["position_m"]
    assert abs(across) < 0.03 and 0 <= up < 0.023 and abs(along) < 0.03
    assert studio.complaints == []


def test_no_change_is_lost_without_a_network_or_to_somebody_else(studio: Studio, playwright: Playwright) -> None:
    with editor(studio, playwright) as page:
        tree = row(page, "models", "White api-api")
        tree.locator("summary").click()
        turn = tree.get_by_role("spinbutton", name="Turn", exact=True)
        page.context.set_offline(True)
        turn.fill("12")
        expect(page.get_by_text("No connection.")).to_be_visible(timeout=SOON_MS)
        studio.turn_as_colleague(1, 33)
        page.context.set_offline(False)
        expect_saved(page)
        assert [one["turn_deg"] for one in studio.scene()["models"]] == [12, 33, 0]
        assert page.locator("[data-list=models] [data-field=turn_deg]").nth(1).input_value() == "33"

        studio.turn_as_colleague(0, 200)
        turn.fill("50")
        question = page.get_by_role("alert").filter(has_text="Somebody else changed the same thing")
        expect(question).to_be_visible(timeout=SOON_MS)
        assert question.locator("dd").all_text_contents() == ["50°", "200°"]
        assert studio.scene()["models"][0]["turn_deg"] == 200
        question.get_by_role("button", name="Keep mine").click()
        expect_saved(page)
        assert studio.scene()["models"][0]["turn_deg"] == 50
        expect(question).to_be_hidden()


def test_on_a_phone_the_visitors_view_is_one_tap_away(studio: Studio, playwright: Playwright) -> None:
    with editor(studio, playwright) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("button", name="As a visitor").click()
        expect(page.get_by_role("slider", name="Turn the chosen model")).to_be_hidden()
        page.locator(".visitor-layer .scene-hotspot").locator("visible=true").first.click()
        expect(page.locator(".visitor-layer .scene-panel h3")).to_be_visible()
    assert studio.complaints == []
