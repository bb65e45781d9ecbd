"""The whole trail, built and served as `scripts/serve` does it, and a phone whose camera plays a clip."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Playwright

from tests.built import Built

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WEBGL = ["--enable-unsafe-swiftshader", "--use-gl=angle", "--use-angle=swiftshader", "--ignore-gpu-blocklist"]
PHONE = {"width": 360, "height": 740}
START_WITHIN_S = 240


@dataclass(frozen=True)
class Trail:
    """A running trail: where it answers, and its instance folder."""

    url: str
    instance: Path

    def run(self, *command: str) -> str:
        """Run `mangrove-ar` on this trail and give what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "mangrove_ar.cli", *command],
            env=environment(self.url, self.instance),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def codes(self) -> dict[int, str]:
        """Give station number to code, as `mangrove-ar stations` lists them."""
        lines = [line.split() for line in self.run("stations").splitlines()]
        return {int(number): code.replace("-", "") for number, code, *_ in lines}


def environment(url: str, instance: Path) -> dict[str, str]:
    """The settings of a trail for another process."""
    return {**os.environ, "MANGROVE_PUBLIC_URL": url, "MANGROVE_INSTANCE": str(instance)}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Iterator[Trail]:
    """The real trail with everything built, on a free port of this machine; it starts with the models of all tests."""
    with serving(tmp_path_factory.mktemp("instance"), built) as trail:
        yield trail


@contextmanager
def serving(instance: Path, built: Built) -> Iterator[Trail]:
    """Serve the trail from a folder as `scripts/serve` does; what is built already is not built again."""
    for kept in ("files", "builds"):
        shutil.copytree(built.folder / kept, instance / kept, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "mangrove_ar.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment(url, instance)) as server:
        try:
            wait_for(url, server)
            yield Trail(url, instance)
        finally:
            server.terminate()
            server.wait(60)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the home page answers; a server that ended, or takes too long, fails the test."""
    give_up = time.monotonic() + START_WITHIN_S
    while time.monotonic() < give_up:
        assert server.poll() is None, "the server ended"
        try:
            with urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail("the server did not answer")


@contextmanager
def phone(
    playwright: Playwright, profile: Path, *, clip: Path | None = None, language: str = "th-TH", webgl: bool = True
) -> Iterator[BrowserContext]:
    """A phone-size browser with its own memory; with a clip it has a camera that plays it, without it has none."""
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={clip.resolve()}" if clip else "",
    ]
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        headless=True,
        args=[*QUIET, *(WEBGL if webgl else ["--disable-gpu", "--disable-3d-apis"]), *(camera if clip else [])],
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        device_scale_factor=2,
        has_touch=True,
        locale=language,
        permissions=["camera"] if clip else [],
    )
    try:
        yield context
    finally:
        context.close()
