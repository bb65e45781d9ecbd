"""Turn the first animation of a model into what USD can play: values at times, node by node."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mangrove_ar.meshing.arrays import Floats, unit
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import Movement, Pose, movement

FRAMES_PER_SECOND = 24
LONGEST_S = 10.0
"""Quick Look plays one animation; longer ones are cut."""


@dataclass(frozen=True)
class Motion:
    """The moments at which anything moves, in seconds, and what each node does then."""

    name: str
    seconds: float
    times_s: Floats
    moments: tuple[Movement, ...]

    def of_node(self, index: int) -> dict[str, tuple[Floats, Floats]]:
        """Give times (n,) and values (n, 3 or 4) by path, for one node."""
        paths = [path for node, path in self.moments[0] if node == index]
        return {path: (self.times_s, np.stack([moment[index, path] for moment in self.moments])) for path in paths}


def motion_of(document: Document) -> Motion | None:
    """Read the first animation, with turns that never take the long way round; None if nothing moves."""
    animations = document.head.get("animations", [])
    if not animations:
        return None
    name = animations[0].setdefault("name", "animation")
    times = _times(document, animations[0])
    moments = [movement(document, Pose(name, float(moment))) for moment in times]
    for before, after in pairwise(moments):
        for key, value in after.items():
            if key[1] == "rotation":
                after[key] = unit(value) if float(value @ before[key]) >= 0 else -unit(value)
    return Motion(name, float(times[-1]), times, tuple(moments))


def _times(document: Document, animation: Json) -> Floats:
    every = [document.values(sampler["input"])[:, 0] for sampler in animation["samplers"]]
    times = np.unique(np.concatenate(every).astype(np.float64))
    frames = np.unique(np.round(np.minimum(times, LONGEST_S) * FRAMES_PER_SECOND * 4)) / (FRAMES_PER_SECOND * 4)
    return np.asarray(frames, np.float64)
