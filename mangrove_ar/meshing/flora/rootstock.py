"""Grow the short upright stem of a tufted fern: a dark mound bristling with the stubs of old fronds. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.tubes import tube

_STUBS, _ROOTS = 26, 9
_DARK, _STUB, _ROOT = (0.42, 0.32, 0.26), (0.66, 0.46, 0.32), (0.36, 0.28, 0.22)


def rootstock(crown: Floats, radius_m: float, rng: np.random.Generator) -> Mesh:
    """Stand the mound below the crown, with stubs all over it and thick roots running into the mud."""
    low = crown * [1, 0, 1] - floats([0, 0.05, 0])
    line = np.linspace(low, crown + floats([0, radius_m * 0.35, 0]), 6)
    mound = tube(line, radius_m * floats([1.0, 0.98, 0.9, 0.72, 0.42, 0.0]), 12, 2.0, 3.0)
    parts = [_coloured(mound, _DARK)]
    for k in range(_STUBS):
        share = (k + 0.5) / _STUBS
        turn = k * GOLDEN_ANGLE
        out = floats([np.cos(turn), 0, np.sin(turn)])
        foot = low + (crown - low) * share * 0.95 + out * radius_m * (0.95 - 0.5 * share)
        length = rng.uniform(0.06, 0.16)
        top = foot + out * length * (0.75 - 0.4 * share) + floats([0, length * (0.7 + 0.5 * share), 0])
        bend = (foot + top) / 2 + out * 0.15 * length
        parts.append(_coloured(tube(smooth_line([foot, bend, top], 4), [0.017, 0.015, 0.012, 0.0], 5, 1, 5), _STUB))
    return join(parts + [_root(low, radius_m, k, rng) for k in range(_ROOTS)])


def _root(low: Floats, radius_m: float, place: int, rng: np.random.Generator) -> Mesh:
    turn = place * 2 * np.pi / _ROOTS + rng.normal(0, 0.2)
    out = floats([np.cos(turn), 0, np.sin(turn)])
    reach = radius_m * rng.uniform(1.5, 2.1)
    points = [
        low + out * radius_m * 0.7 + [0, 0.12, 0],
        low + out * radius_m * 1.15 + [0, 0.075, 0],
        low + out * reach - [0, 0.05, 0],
    ]
    return _coloured(tube(smooth_line(points, 6), np.linspace(0.018, 0.008, 6), 5, 1, 4), _ROOT)


def _coloured(mesh: Mesh, colour: tuple[float, float, float]) -> Mesh:
    return shaded(mesh, np.broadcast_to(floats(colour), mesh.positions.shape))
