"""The phone's tracker, run in a real browser, finds what our compiler made and holds it where it is.

Each frame of a clip is shown exactly once, so the figures do not depend on the speed of the machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, Playwright

from mangrove_ar.targets.artwork.composition import draw_marker
from mangrove_ar.targets.compile import compile_target
from tests.journeys.clips import FOCAL_LENGTH_PX, MIDDLE_PX, Clip, make_clip
from tests.journeys.conftest import CHROMIUM, QUIET, WEBGL

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VENDOR = ROOT / "mangrove_ar" / "static" / "vendor"
STATIONS = sorted((ROOT / "content" / "stations").glob("*.yaml"))
GOLDEN = HERE.parent / "targets" / "golden"
LEAST_TRACKED = 0.95
MOST_ERROR_PX = 3.0
LATEST_FRAME = 12


@dataclass(frozen=True)
class Watched:
    """What the tracker made of a clip.

    Attributes:
        tracked: share of the frames with a marker in which the tracker held it.
        errors_px: for each frame in which a scene would show on the marker, the mean distance of its corners.
        found_after: frames from the marker's first appearance until a scene would show; None if never.
        shown: frames in which a scene would show at all.
    """

    tracked: float
    errors_px: NDArray[np.float64]
    found_after: int | None
    shown: int

    def __str__(self) -> str:
        if not self.errors_px.size:
            return f"tracked {self.tracked:.0%}, shown in {self.shown} frames"
        median, late = np.percentile(self.errors_px, [50, 95])
        return f"tracked {self.tracked:.0%}, error {median:.2f} px (p95 {late:.2f}), found after {self.found_after}"


class _Handler(SimpleHTTPRequestHandler):
    """Serves the stepped page, the vendored tracker, and bytes from memory."""

    def __init__(self, *args: object, memory: dict[str, bytes], **named: object) -> None:
        self._memory = memory
        super().__init__(*args, directory=str(HERE / "stepped"), **named)

    def do_GET(self) -> None:
        if self.path not in self._memory:
            return super().do_GET()
        content = self._memory[self.path]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def translate_path(self, path: str) -> str:
        if path.startswith("/vendor/"):
            return str(VENDOR / path.removeprefix("/vendor/"))
        return super().translate_path(path)

    def log_message(self, *args: object) -> None:
        """Keep the test's output quiet."""


class Watcher:
    """A browser page that watches clips."""

    def __init__(self, page: Page, address: str, memory: dict[str, bytes]) -> None:
        self._page, self._memory = page, memory
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(address)
        page.wait_for_function("() => window.runClip")

    def watch(self, clip: Clip, marker: Image.Image) -> Watched:
        """Show a clip to a tracker that looks for this marker."""
        target = compile_target(marker)
        self._memory["/target"] = target.mind
        # Pillow weighs red, green and blue as the tracker does.
        self._memory["/clip"] = b"".join(Image.fromarray(frame).convert("L").tobytes() for frame in clip.frames)
        log = self._page.evaluate("fps => runClip('/target', '/clip', fps)", clip.fps)
        assert self.faults == []
        assert len(log) == len(clip.frames)
        shown = [None if entry["matrix"] is None else np.array(entry["matrix"]) for entry in log]
        held = [entry["tracked"] for entry, corners in zip(log, clip.truth, strict=True) if corners is not None]
        size = (target.width_px, target.height_px)
        errors = [
            np.linalg.norm(_corners(matrix, *size) - corners, axis=1).mean()
            for matrix, corners in zip(shown, clip.truth, strict=True)
            if matrix is not None and corners is not None
        ]
        return Watched(
            tracked=sum(held) / max(len(held), 1),
            errors_px=np.array(errors),
            found_after=_found_after(clip, shown),
            shown=sum(matrix is not None for matrix in shown),
        )


def _found_after(clip: Clip, shown: list[NDArray[np.float64] | None]) -> int | None:
    appears = next((number for number, corners in enumerate(clip.truth) if corners is not None), None)
    found = next((number for number, matrix in enumerate(shown) if matrix is not None), None)
    return None if appears is None or found is None else found - appears


def _corners(matrix: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    """Return where a pose (16 numbers, column by column, y up) puts the corners of a marker, as (4, 2) pixels."""
    pose = matrix.reshape(4, 4).T
    flat = np.array([[0, height, 0, 1], [width, height, 0, 1], [width, 0, 0, 1], [0, 0, 0, 1]])
    x, y, z, _ = pose @ flat.T
    seen = FOCAL_LENGTH_PX * np.stack([x / -z, -y / -z], axis=1)
    return np.asarray(seen + MIDDLE_PX, np.float64)


@pytest.fixture(scope="module")
def watcher(playwright: Playwright) -> Iterator[Watcher]:
    memory: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, memory=memory))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *WEBGL])
        yield Watcher(browser.new_page(), f"http://127.0.0.1:{server.server_port}/", memory)
        browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def plaque() -> Image.Image:
    with Image.open(GOLDEN / "plaque1.png") as picture:
        return picture.convert("RGB")


def marker_of(station: Path) -> Image.Image:
    recipe = yaml.safe_load(station.read_text(encoding="utf-8"))["marker"]
    return draw_marker(recipe["subjects"], seed=recipe["seed"], zone=recipe["zone"])


def assert_tracked_well(watched: Watched) -> None:
    assert watched.tracked >= LEAST_TRACKED, str(watched)
    assert np.median(watched.errors_px) < MOST_ERROR_PX, str(watched)
    assert watched.found_after is not None
    assert watched.found_after <= LATEST_FRAME, str(watched)


def test_a_plaque_is_found_and_held(watcher: Watcher, plaque: Image.Image) -> None:
    clip = make_clip(plaque)
    watched = watcher.watch(clip, plaque)
    print("\nplaque, normal clip:", watched)
    assert_tracked_well(watched)


def test_a_hard_clip_is_reported_and_mostly_held(watcher: Watcher, plaque: Image.Image) -> None:
    watched = watcher.watch(make_clip(plaque, hard=True), plaque)
    print("\nplaque, hard clip:", watched)
    assert watched.tracked >= 0.6, str(watched)


def test_nothing_is_found_where_there_is_no_marker(watcher: Watcher, plaque: Image.Image) -> None:
    watched = watcher.watch(make_clip(None, seconds=6), plaque)
    assert watched.shown == 0


def test_another_stations_target_is_not_found(watcher: Watcher, plaque: Image.Image) -> None:
    watched = watcher.watch(make_clip(plaque, seconds=6), marker_of(STATIONS[0]))
    assert (watched.shown, watched.tracked) == (0, 0.0)


def test_ten_stations_have_a_marker() -> None:
    assert len(STATIONS) == 10


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.stem)
def test_the_marker_of_each_station_is_found_and_held(watcher: Watcher, station: Path) -> None:
    marker = marker_of(station)
    watched = watcher.watch(make_clip(marker, seconds=4, seed=STATIONS.index(station) + 1), marker)
    print(f"\n{station.stem}:", watched)
    assert_tracked_well(watched)
