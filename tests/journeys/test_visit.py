"""A visitor at a station: scan the plaque, see the tree stand on it, answer, go home. Nothing here is mocked.

Every journey also watches what the browser does: no request may leave the host, and nothing may be complained about.
"""

import base64
import hashlib
import io
import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pysqlite3
import pytest
import yaml
import zxingcpp
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from mangrove_ar.targets.artwork.composition import draw_marker
from tests.journeys.clips import Clip, make_clip, read_number, write_y4m
from tests.journeys.conftest import Trail, phone
from tests.journeys.pixels import centre, changed, marker_area, overlap, picture, scene_area
from tests.qr_picture import qr_picture

ROOT = Path(__file__).parents[2]
SCENE_WORDS = yaml.safe_load((ROOT / "mangrove_ar" / "translations" / "scene.yaml").read_text(encoding="utf-8"))
STATION, SLUG = 3, "stilt-root-forest"
OTHER_SLUG = "crab-condo"
LOCALES = {"th": "th-TH", "en": "en-GB"}
FIND_WITHIN_MS = 30_000
WATCH_S = 8
SETTLE_S = 1.0
MOMENTS = 2
MOST_MOMENTS = 6
LEAST_OVERLAP = 0.5
"""The leaves are finer than the lens of 65 degrees, which the phone assumes, is right: measured 0.64 to 0.77."""
MOST_OFF = 0.05
"""Distance from true to seen middle of the model, as a share of the marker's height: measured up to 0.03."""
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation",
    ({ violatedDirective, blockedURI }) => console.error(`blocked by ${violatedDirective}: ${blockedURI}`))"""
STILL_FRAME = """video => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL();
}"""


def test_a_visitor_scans_sees_the_tree_on_the_plaque_answers_and_leaves(
    served: Trail, playwright: Playwright, tmp_path: Path
) -> None:
    code = served.codes()[STATION]
    address = scan(served.url, code, tmp_path)
    clip = film(SLUG, tmp_path / "clip.y4m")
    with phone(playwright, tmp_path / "phone", clip=tmp_path / "clip.y4m") as visitor:
        keys: list[str] = []
        visitor.on("request", lambda request: keys.append(request.headers.get("authorization", "")))
        with visit(visitor, served, address) as page:
            page.locator("[data-start-ar]").click()
            expect(stage(page)).to_have_attribute("data-now", "found", timeout=FIND_WITHIN_MS)
            expect(page.locator("dialog canvas[data-level]")).to_have_attribute(
                "data-level", "full", timeout=FIND_WITHIN_MS
            )
            prove_model_on_marker(page, clip, *scene_of(served, code))
            page.get_by_role("button", name=SCENE_WORDS["buttons"]["close"]["th"]).click()
            expect(page.locator("dialog")).to_have_count(0)
            answer(page)
    key = next(key for key in keys if key)
    events = wait_for_events(served, key, 3)
    assert Counter(events) == {"station_opened": 1, "scene_shown": 1, "question_answered": 1}
    booklet = booklet_of(served, key)
    assert (booklet["stamps"], booklet["total"]) == (1, 10)
    stamp = next(stamp for stamp in booklet["stations"] if stamp["station"] == SLUG)
    assert stamp["at"]
    assert stamp["answer"]["is_correct"]


def test_another_stations_marker_is_never_found(served: Trail, playwright: Playwright, tmp_path: Path) -> None:
    film(OTHER_SLUG, tmp_path / "clip.y4m")
    with phone(playwright, tmp_path / "phone", clip=tmp_path / "clip.y4m") as visitor:
        keys: list[str] = []
        visitor.on("request", lambda request: keys.append(request.headers.get("authorization", "")))
        with visit(visitor, served, f"{served.url}/s/{served.codes()[STATION]}") as page:
            page.locator("[data-start-ar]").click()
            expect(stage(page)).to_have_attribute("data-now", "searching", timeout=FIND_WITHIN_MS)
            seen = set()
            give_up = time.monotonic() + WATCH_S
            while time.monotonic() < give_up:
                seen.add(stage(page).get_attribute("data-now"))
                page.wait_for_timeout(50)
    assert seen == {"searching"}
    assert wait_for_events(served, next(key for key in keys if key), 1) == ["station_opened"]


@pytest.mark.parametrize("language", LOCALES)
def test_a_phone_without_a_camera_is_told_so_and_turns_the_tree_in_3d(
    language: str, served: Trail, playwright: Playwright, tmp_path: Path
) -> None:
    with (
        phone(playwright, tmp_path / "phone", language=LOCALES[language]) as visitor,
        visit(visitor, served, f"{served.url}/s/{served.codes()[STATION]}") as page,
    ):
        page.locator("[data-start-ar]").click()
        expect(page.locator("[data-status]")).to_have_text(sentence(language, "camera_missing", "view"))
        box = page.locator(".scene-view")
        expect(page.locator(".scene-controls")).to_be_visible(timeout=FIND_WITHIN_MS)
        box.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        before = box.screenshot()
        assert picture(before).std(axis=(0, 1)).min() > 10, "the 3D view is blank"
        assert changed(before, box.screenshot()).mean() < 0.01, "the view turns by itself"
        box.focus()
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(500)
        assert changed(before, box.screenshot()).mean() > 0.05, "the arrow keys do not turn the view"


@pytest.mark.parametrize("language", LOCALES)
def test_a_phone_without_webgl_keeps_the_picture_and_says_why(
    language: str, served: Trail, playwright: Playwright, tmp_path: Path
) -> None:
    with (
        phone(playwright, tmp_path / "phone", language=LOCALES[language], webgl=False) as visitor,
        visit(visitor, served, f"{served.url}/s/{served.codes()[STATION]}") as page,
    ):
        if page.locator("[data-start-ar]").is_visible():  # A browser may know WebGL and refuse it on the tap.
            page.locator("[data-start-ar]").click()
        expect(page.locator("[data-status]")).to_have_text(sentence(language, "webgl_missing", "poster"))
        poster = page.locator("[data-poster]")
        expect(poster).to_be_visible()
        poster.scroll_into_view_if_needed()
        expect(poster).to_have_js_property("complete", True)
        assert poster.evaluate("picture => picture.naturalWidth") > 0
        expect(page.locator(".scene-canvas")).to_have_count(0)


def test_no_page_asks_another_host_or_complains(served: Trail, playwright: Playwright, tmp_path: Path) -> None:
    with (
        phone(playwright, tmp_path / "phone", language=LOCALES["en"]) as visitor,
        visit(visitor, served, served.url) as page,
    ):
        for path in ("/species/", "/about", "/progress/", f"/s/{served.codes()[STATION]}"):
            page.goto(served.url + path, wait_until="networkidle")
        icon = page.locator("link[rel=icon]").get_attribute("href")
    with urlopen(f"{served.url}{icon}") as found:
        assert found.headers["Content-Type"].startswith("image/svg+xml")


def scan(url: str, code: str, folder: Path) -> str:
    """Draw a plaque's QR code, and read it with two readers that know nothing of the writer."""
    drawn = folder / "qr.png"
    qr_picture(url, code).save(drawn)
    zbar = subprocess.run(["zbarimg", "-q", "--raw", drawn], capture_output=True, text=True, check=True)
    read = {zbar.stdout.strip(), *(found.text for found in zxingcpp.read_barcodes(Image.open(drawn)))}
    assert read == {f"{url}/s/{code}".upper()}
    return read.pop()


def film(slug: str, path: Path) -> Clip:
    """Film the marker of a station for a fake camera."""
    station = yaml.safe_load((ROOT / "content" / "stations" / f"{slug}.yaml").read_text(encoding="utf-8"))
    art = station["marker"]
    clip = make_clip(draw_marker(art["subjects"], seed=art["seed"], zone=art["zone"]))
    write_y4m(clip.frames, path, clip.fps)
    return clip


@contextmanager
def visit(visitor: BrowserContext, served: Trail, address: str) -> Iterator[Page]:
    """Open a page; when it is closed, nothing may have been asked elsewhere, blocked or complained about."""
    asked: list[str] = []
    faults: list[str] = []
    visitor.add_init_script(TELL_VIOLATIONS)
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    visitor.on("weberror", lambda fault: faults.append(str(fault.error)))
    page = visitor.new_page()
    page.goto(address)
    yield page
    page.close()
    assert asked
    assert [url for url in asked if not url.lower().startswith((f"{served.url}/", "blob:", "data:"))] == []
    assert faults == []


def stage(page: Page) -> Locator:
    """Find where the AR layer names its stage."""
    return page.locator(".scene-now")


def sentence(language: str, reason: str, step: str) -> str:
    """Give the words that say what happened and what is shown instead."""
    return f"{SCENE_WORDS['reasons'][reason][language]} {SCENE_WORDS['lands'][step][language]}"


def scene_of(served: Trail, code: str) -> tuple[dict[str, Any], list[bytes]]:
    """Fetch a station's manifest and its models."""
    with urlopen(f"{served.url}/api/v1/stations/{code}/manifest") as found:
        manifest = json.load(found)
    glbs = []
    for model in manifest["models"]:
        with urlopen(served.url + model["variants"]["web"]["url"]) as found:
            glbs.append(found.read())
    return manifest, glbs


def prove_model_on_marker(page: Page, clip: Clip, manifest: dict[str, Any], glbs: list[bytes]) -> None:
    """Stop the camera's picture at different places of the marker, and compare the screen with and without the model.

    The picture says its number, the number where the marker truly is, and that where the model must be seen.
    """
    video, canvas = page.locator(".scene-video"), page.locator(".scene-layer .scene-canvas")
    seen: set[int] = set()
    for _ in range(MOST_MOMENTS):
        video.evaluate("video => video.pause()")
        page.wait_for_timeout(SETTLE_S * 1000)  # The tracker arrives at the picture that stands still.
        number = read_number(still(video))
        corners = None if number is None else clip.truth[number]
        if number is not None and corners is not None and number not in seen and is_found(page):
            seen.add(number)
            drawn = changed(*with_and_without(page, canvas))
            screen = (drawn.shape[1], drawn.shape[0])
            true = scene_area(glbs, manifest, corners, screen)
            marker = marker_area(corners, screen)
            off = np.linalg.norm(centre(drawn) - centre(true)) / np.ptp(np.argwhere(marker)[:, 0])
            assert (drawn & marker).any(), f"frame {number}: nothing is drawn on the marker"
            assert overlap(drawn, true) > LEAST_OVERLAP, f"frame {number}"
            assert off < MOST_OFF, f"frame {number}"
        if len(seen) == MOMENTS:
            return
        video.evaluate("video => video.play()")
        page.wait_for_timeout(SETTLE_S * 1000)
    pytest.fail(f"the model was seen at {len(seen)} moments only")


def is_found(page: Page) -> bool:
    return stage(page).get_attribute("data-now") == "found"


def still(video: Locator) -> NDArray[np.uint8]:
    """Read the picture at which the video stands."""
    png = base64.b64decode(video.evaluate(STILL_FRAME).partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), np.uint8)


def with_and_without(page: Page, canvas: Locator) -> tuple[bytes, bytes]:
    """Take the screen as it is, and again with the model's canvas hidden."""
    shown = page.screenshot()
    canvas.evaluate("canvas => (canvas.style.visibility = 'hidden')")
    bare = page.screenshot()
    canvas.evaluate("canvas => (canvas.style.visibility = '')")
    return shown, bare


def answer(page: Page) -> None:
    """Give the right answer, see it set off, and read the explanation."""
    form = page.locator("[data-answer-form]")
    expect(page.locator("[data-explanation]")).to_be_hidden()
    form.locator(f"input[value='{form.get_attribute('data-correct')}']").check()
    with page.expect_request(lambda request: "question_answered" in (request.post_data or "")):
        form.locator("button[type=submit]").click()
    expect(page.locator("[data-explanation]")).to_be_visible()
    expect(page.locator("[data-verdict=right]")).to_be_visible()


def wait_for_events(served: Trail, key: str, count: int) -> list[str]:
    """Read from the server's database what a phone did; the last of it may just be arriving."""
    give_up = time.monotonic() + 5
    while len(kinds := stored_events(served, key)) < count and time.monotonic() < give_up:
        time.sleep(0.1)
    return kinds


def stored_events(served: Trail, key: str) -> list[str]:
    """Read the kinds of the events that the learner with this key has at the station."""
    kinds = """select kind from event join learner on learner.id = learner_id
        where station = ? and key_sha256 = ? order by event.id"""
    fingerprint = hashlib.sha256(key.removeprefix("Bearer ").encode()).hexdigest()
    database = pysqlite3.connect(served.instance / "mangrove.sqlite")
    try:
        return [kind for (kind,) in database.execute(kinds, (SLUG, fingerprint))]
    finally:
        database.close()


def booklet_of(served: Trail, key: str) -> dict[str, Any]:
    """Ask the server for a phone's booklet."""
    with urlopen(Request(f"{served.url}/api/v1/progress/booklet", headers={"Authorization": key})) as found:
        booklet: dict[str, Any] = json.load(found)
        return booklet
