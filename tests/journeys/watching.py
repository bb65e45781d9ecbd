"""Run the phone's own tracker over clips in a real browser, and say what it made of them.

Each frame of a clip is shown exactly once, so the figures do not depend on the speed of the machine.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import msgpack
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, Playwright

from mangrove_ar.targets.compile import CompiledTarget
from mangrove_ar.targets.mind_file import FORMAT_VERSION, read_mind
from tests.journeys.clips import FOCAL_LENGTH_PX, MIDDLE_PX, Clip
from tests.journeys.conftest import CHROMIUM, QUIET, WEBGL

HERE = Path(__file__).parent
VENDOR = HERE.parent.parent / "mangrove_ar" / "static" / "vendor"


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


class Watcher:
    """A browser page that watches clips."""

    def __init__(self, page: Page, address: str, memory: dict[str, bytes]) -> None:
        self._page, self._memory = page, memory
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(address)
        page.wait_for_function("() => window.runClip")

    def watch(self, clip: Clip, target: CompiledTarget, least: float = 0) -> Watched:
        """Show a clip to a tracker that looks for this target.

        With a least share of the frames in which it has to be held, no more is shown once that cannot be reached; what
        was not shown counts as not held.
        """
        log = self._run(clip, target.mind, least)
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

    def count_finds(self, clip: Clip, targets: Sequence[CompiledTarget]) -> int:
        """Show a clip to a tracker that looks for many targets at once; count the frames in which it holds any."""
        entries = [read_mind(target.mind)[0] for target in targets]
        log = self._run(clip, bytes(msgpack.packb({"v": FORMAT_VERSION, "dataList": entries})))
        return sum(bool(entry["tracked"]) or entry["matrix"] is not None for entry in log)

    def _run(self, clip: Clip, mind: bytes, least: float = 0) -> list[dict[str, object]]:
        self._memory["/target"] = mind
        # Pillow weighs red, green and blue as the tracker does.
        self._memory["/clip"] = b"".join(Image.fromarray(frame).convert("L").tobytes() for frame in clip.frames)
        present = [corners is not None for corners in clip.truth]
        how = {"fps": clip.fps, "present": present, "mostMissed": (1 - least) * sum(present)}
        log: list[dict[str, object]] = self._page.evaluate("how => runClip('/target', '/clip', how)", how)
        assert self.faults == []
        not_shown: dict[str, object] = {"tracked": False, "matrix": None}
        missing = len(clip.frames) - len(log)
        assert missing == 0 or least
        return log + [not_shown] * missing


@contextmanager
def open_watcher(playwright: Playwright) -> Iterator[Watcher]:
    """Serve the stepped page and open it in a browser."""
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
