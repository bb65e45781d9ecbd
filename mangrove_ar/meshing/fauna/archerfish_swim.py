"""Move an archerfish: a wave runs down its body, its fins fan, and it spits drops at an ant.

Times are shares of one round; drops fly in the model's metres.
"""

from collections.abc import Sequence

import numpy as np

from mangrove_ar.meshing.arrays import Floats, smoothstep
from mangrove_ar.meshing.parts import Animation, Track
from mangrove_ar.meshing.turns import quaternions

_SECONDS = 4.0
_KEYS = 61
_BEATS = 3
_FLIGHT = 0.26  # Share of the round that a drop is under way.
_JUMP = 0.80  # Share of a drop's own round when, hidden in the twig, it goes back into the mouth.
_SWING_DEG = {"head": 2.2, "tail_0": 3.0, "tail_1": 5.0, "tail_2": 8.0, "tail_3": 11.0}
_LAG = {"head": 0.0, "tail_0": 0.20, "tail_1": 0.32, "tail_2": 0.44, "tail_3": 0.56}


def swim(mouth: Floats, target: Floats, drops: Sequence[str], body_at: Floats, bob: float) -> Animation:
    """Make the animation `swim`; the body starts at `body_at` and bobs by `bob`."""
    share = np.linspace(0, 1, _KEYS)
    calm = smoothstep(0.0, 0.10, share) * smoothstep(1.0, 0.90, share)
    tracks = []
    for name, swing in _SWING_DEG.items():
        yaw = swing * calm * np.sin(2 * np.pi * (_BEATS * share - _LAG[name]))
        tracks.append(_turned(name, share, yaw, np.zeros_like(share)))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        row = calm * np.sin(2 * np.pi * 5 * share + sign * 0.4)
        tracks.append(_turned(f"fin_{side}", share, sign * 16 * row, 8 * row))
    rise = calm * np.sin(2 * np.pi * share)
    places = body_at + np.stack([np.zeros_like(share), rise * bob, np.zeros_like(share)], axis=1)
    tracks.append(Track("body", "translation", share * _SECONDS, places))
    for number, name in enumerate(drops):
        tracks.append(_flight(name, drop_start(number, len(drops)), mouth, target))
    return Animation("swim", tuple(tracks))


def drop_start(number: int, count: int) -> float:
    """Tell how far each drop has flown at rest, 0 in the mouth, 1 at the target."""
    return 0.07 + 0.88 * number / (count - 1)


def on_the_way(mouth: Floats, target: Floats, flown: Floats) -> Floats:
    """Give the places (n, 3) of a drop that has flown a share of its way: thrown up, pulled down."""
    sag = 0.12 * float(np.linalg.norm(target - mouth))
    held = np.clip(flown, 0, 1)[:, None]
    lift = np.concatenate([np.zeros_like(held), 4 * held * (1 - held), np.zeros_like(held)], axis=1)
    return mouth + (target - mouth) * held + lift * sag


def _flight(name: str, start: float, mouth: Floats, target: Floats) -> Track:
    jump = float(np.mod(_JUMP - start * _FLIGHT, 1.0))
    share = np.unique(np.concatenate([np.linspace(0, 1, _KEYS), [jump - 1e-4, jump + 1e-4]]))
    own = np.mod(share + start * _FLIGHT, 1.0)
    flown = np.where(own < _JUMP, own / _FLIGHT, 0.0)
    return Track(name, "translation", share * _SECONDS, on_the_way(mouth, target, flown))


def _turned(name: str, share: Floats, yaw: Floats, roll: Floats) -> Track:
    return Track(name, "rotation", share * _SECONDS, quaternions(np.stack([yaw, roll, np.zeros_like(yaw)], axis=1)))
