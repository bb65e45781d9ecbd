"""The phone's tracker, run in a real browser, finds what our compiler made and holds it where it is."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Playwright

from mangrove_ar.targets.compile import CompiledTarget, compile_target
from tests.journeys.clips import make_clip
from tests.journeys.watching import Watched, Watcher, open_watcher
from tests.targets.markers_for_verdicts import STATIONS, station_marker

GOLDEN = Path(__file__).parent.parent / "targets" / "golden"
LEAST_TRACKED = 0.95
LEAST_TRACKED_HARD = 0.80
MOST_ERROR_PX = 3.0
LATEST_FRAME = 12

each_station = pytest.mark.parametrize("station", range(10), ids=[station.stem for station in STATIONS])


@pytest.fixture(scope="module")
def watcher(playwright: Playwright) -> Iterator[Watcher]:
    with open_watcher(playwright) as watcher:
        yield watcher


@pytest.fixture(scope="module")
def plaque() -> Image.Image:
    with Image.open(GOLDEN / "plaque1.png") as picture:
        return picture.convert("RGB")


@pytest.fixture(scope="module")
def markers() -> list[Image.Image]:
    return [station_marker(station) for station in STATIONS]


@pytest.fixture(scope="module")
def targets(markers: list[Image.Image]) -> list[CompiledTarget]:
    return [compile_target(marker) for marker in markers]


def assert_tracked_well(watched: Watched) -> None:
    assert watched.tracked >= LEAST_TRACKED, str(watched)
    assert np.median(watched.errors_px) < MOST_ERROR_PX, str(watched)
    assert watched.found_after is not None
    assert watched.found_after <= LATEST_FRAME, str(watched)


def test_a_plaque_is_found_and_held(watcher: Watcher, plaque: Image.Image) -> None:
    watched = watcher.watch(make_clip(plaque), compile_target(plaque))
    print("\nplaque, normal clip:", watched)
    assert_tracked_well(watched)


def test_nothing_is_found_where_there_is_no_marker(watcher: Watcher, targets: list[CompiledTarget]) -> None:
    assert watcher.count_finds(make_clip(None, seconds=2), targets) == 0


def test_ten_stations_have_a_marker() -> None:
    assert len(STATIONS) == 10


@each_station
def test_the_marker_of_each_station_is_found_and_held(
    watcher: Watcher, markers: list[Image.Image], targets: list[CompiledTarget], station: int
) -> None:
    watched = watcher.watch(make_clip(markers[station], seconds=4, seed=station + 1), targets[station])
    print(f"\n{STATIONS[station].stem}, normal clip:", watched)
    assert_tracked_well(watched)


@each_station
def test_the_marker_of_each_station_is_mostly_held_in_a_hard_clip(
    watcher: Watcher, markers: list[Image.Image], targets: list[CompiledTarget], station: int
) -> None:
    watched = watcher.watch(make_clip(markers[station], seconds=3, seed=station + 1, hard=True), targets[station])
    print(f"\n{STATIONS[station].stem}, hard clip:", watched)
    assert watched.tracked >= LEAST_TRACKED_HARD, str(watched)


@each_station
def test_no_marker_is_taken_for_any_of_the_nine_others(
    watcher: Watcher, markers: list[Image.Image], targets: list[CompiledTarget], station: int
) -> None:
    others = [target for number, target in enumerate(targets) if number != station]
    clip = make_clip(markers[station], seconds=1.5, seed=station + 21)
    assert len(others) == 9
    assert watcher.count_finds(clip, others) == 0


def test_a_marker_is_found_among_the_targets_of_all_ten(
    watcher: Watcher, markers: list[Image.Image], targets: list[CompiledTarget]
) -> None:
    clip = make_clip(markers[-1], seconds=1.5, seed=21)
    assert watcher.count_finds(clip, targets) > 0
