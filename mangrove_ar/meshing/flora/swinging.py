"""Let what hangs from a tree swing a little in the wind: each fruit about the place it hangs from. Metres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.parts import Animation, Node, Skin, Track
from mangrove_ar.meshing.turns import quaternions

_SWING = "swing"
_SECONDS = 6.0
_STEPS = 37
_STILL = "still"
_WIDEST_DEG = 7.0
_SWINGS = (2, 3)  # How often a fruit swings to and fro in the time; lighter ones swing more often.


@dataclass(frozen=True)
class Hung:
    """A part that hangs from `hold` (3,)."""

    hold: Floats
    mesh: Mesh


def hung_skin(still: Mesh, hung: Sequence[Hung]) -> Skin:
    """Tie the vertices of `still` and then of each hung part, joined in this order, to one bone each."""
    counts = [len(still.positions), *(len(part.mesh.positions) for part in hung)]
    indices = np.zeros((sum(counts), 4), dtype=np.int64)
    indices[:, 0] = np.repeat(np.arange(len(counts)), counts)
    weights = np.zeros((sum(counts), 4))
    weights[:, 0] = 1.0
    return Skin((_STILL, *_names(hung)), indices, weights)


def hung_bones(hung: Sequence[Hung], low: Floats) -> tuple[Node, ...]:
    """Place the bones; `low` is the point that becomes the model's origin."""
    bones = [Node(_STILL)]
    for name, part in zip(_names(hung), hung, strict=True):
        x, y, z = (float(value) for value in part.hold - low)
        bones.append(Node(name, translation=(x, y, z)))
    return tuple(bones)


def swing(hung: Sequence[Hung], rng: np.random.Generator) -> Animation:
    """Rise from rest, swing, and come to rest again, each part at its own pace and slant."""
    share = np.linspace(0, 1, _STEPS)
    gust = np.sin(np.pi * share) ** 2
    tracks = []
    for name in _names(hung):
        beat = np.sin(2 * np.pi * share * rng.choice(_SWINGS)) * gust * _WIDEST_DEG * rng.uniform(0.6, 1.0)
        slant = rng.uniform(0, np.pi)
        angles = np.stack([np.zeros(_STEPS), beat * np.cos(slant), beat * np.sin(slant)], axis=1)
        tracks.append(Track(name, "rotation", floats(share * _SECONDS), quaternions(angles)))
    return Animation(_SWING, tuple(tracks))


def _names(hung: Sequence[Hung]) -> list[str]:
    return [f"hung_{k}" for k in range(len(hung))]
