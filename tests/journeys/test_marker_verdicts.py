"""The score says before printing what the phone's own tracker says of good and deliberately bad markers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from playwright.sync_api import Playwright

from tests.journeys.verdicts import Prepared, prepare_ahead
from tests.journeys.watching import Watched, Watcher, open_watcher
from tests.targets.markers_for_verdicts import all_cases

LEAST_TRACKED = 0.95
LEAST_TRACKED_HARD = 0.80
MOST_ERROR_PX = 3.0
LEAST_AGREEMENT = 0.95


@dataclass(frozen=True)
class Verdicts:
    """What the tracker and the score say of one marker."""

    name: str
    tracker: bool
    score: bool
    points: int
    seen: str

    def __str__(self) -> str:
        return (
            f"{'  ' if self.tracker == self.score else '≠ '}{self.name:26}"
            f" tracker {'good' if self.tracker else 'bad ':4}  score {'good' if self.score else 'bad ':4}"
            f" {self.points:3} points  {self.seen}"
        )


@pytest.fixture(scope="module")
def watcher(playwright: Playwright) -> Iterator[Watcher]:
    with open_watcher(playwright) as watcher:
        yield watcher


def test_the_score_agrees_with_the_phones_tracker(watcher: Watcher) -> None:
    verdicts = [try_out(watcher, prepared) for prepared in prepare_ahead(all_cases())]
    print("", *verdicts, sep="\n")
    agreeing = sum(verdict.tracker == verdict.score for verdict in verdicts)
    print(f"agreement: {agreeing} of {len(verdicts)}")
    assert sum(verdict.tracker for verdict in verdicts) >= 20
    assert sum(not verdict.tracker for verdict in verdicts) >= 20
    assert agreeing >= LEAST_AGREEMENT * len(verdicts)


def try_out(watcher: Watcher, prepared: Prepared) -> Verdicts:
    """Let the tracker watch a marker; what fails in a normal clip is not tried in a hard one."""
    target = prepared.score.compiled
    normal = watcher.watch(prepared.normal, target, LEAST_TRACKED)
    seen, good = f"normal: {normal}", is_held(normal, LEAST_TRACKED)
    if good:
        hard = watcher.watch(prepared.hard, target, LEAST_TRACKED_HARD)
        seen, good = f"{seen}; hard: {hard}", hard.tracked >= LEAST_TRACKED_HARD
    if good and prepared.neighbour is not None:
        mistaken = watcher.watch(prepared.normal, prepared.neighbour).tracked
        seen, good = f"{seen}; taken for its neighbour in {mistaken:.0%}", mistaken == 0
    return Verdicts(prepared.name, good, prepared.is_printable, prepared.score.points, seen)


def is_held(watched: Watched, least: float) -> bool:
    if watched.tracked < least or not watched.errors_px.size:
        return False
    return float(np.median(watched.errors_px)) < MOST_ERROR_PX
