"""Prepare markers for their trial before the phone's tracker, while it is busy with those before them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context

import numpy as np
from PIL import Image

from mangrove_ar.targets.compile import CompiledTarget, compile_target
from mangrove_ar.targets.confusion import confusion
from mangrove_ar.targets.score import MarkerScore, is_printable, look_alike, score_marker
from tests.journeys.clips import Clip, make_clip
from tests.targets.markers_for_verdicts import Case

SECONDS = 3.0
HARD_SECONDS = 20 / 12
WINDOW = 3


@dataclass(frozen=True)
class Prepared:
    """A marker with its score and verdict, and the clips, in grey, that its tracker will see.

    In the normal clip it has to be found twice; in the hard one it stays.
    """

    name: str
    score: MarkerScore
    is_printable: bool
    normal: Clip
    hard: Clip
    neighbour: CompiledTarget | None


def prepare_ahead(cases: Sequence[Case]) -> Iterator[Prepared]:
    """Prepare each case in another process, a few ahead of the one that is asked for."""
    # A new process, not a copy of this one: the browser's driver has threads.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        numbered = enumerate(cases, start=1)
        waiting: list[Future[Prepared]] = [pool.submit(prepare, *one) for one in islice(numbered, WINDOW)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(prepare, *one) for one in islice(numbered, 1)]


def prepare(seed: int, case: Case) -> Prepared:
    """Score a marker and film it twice."""
    score = score_marker(case.marker)
    neighbour = None if case.neighbour is None else compile_target(case.neighbour)
    minds = {"own": score.compiled.mind} | ({} if neighbour is None else {"neighbour": neighbour.mind})
    return Prepared(
        name=case.name,
        score=score,
        is_printable=is_printable(score, look_alike("own", confusion(minds))),
        normal=_in_grey(make_clip(case.marker, seconds=SECONDS, seed=seed)),
        hard=_in_grey(make_clip(case.marker, seconds=HARD_SECONDS, seed=seed, hard=True, stays=True)),
        neighbour=neighbour,
    )


def _in_grey(clip: Clip) -> Clip:
    return replace(clip, frames=[np.asarray(Image.fromarray(frame).convert("L")) for frame in clip.frames])
