"""Grow short spikes of small white five-petalled flowers. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, make_mesh
from mangrove_ar.meshing.tinting import tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_AXIS, _CUP, _HEART, _PETAL = (0.22, 0.28, 0.07), (0.28, 0.36, 0.09), (0.75, 0.66, 0.22), (0.94, 0.93, 0.86)
# A petal along and across, in shares of its length: foot, left, end, right; seen from inside and from outside.
_OVAL = floats([(0.08, 0.0), (0.58, -0.36), (1.0, 0.0), (0.58, 0.36)])
_INSIDE: Ints = np.array([(0, 2, 1), (0, 3, 2)], dtype=np.int64)
_GAP_M = 0.0012
_PETALS = 5


def flower_spike(
    place: Floats, along: Floats, length_m: float, flowers: int, petal_m: float, turn: float
) -> list[Mesh]:
    """Stand flowers around a short green axis, the lowest first; the last one is still a bud."""
    parts = [tinted(tube(floats([place, place + along * length_m]), floats([0.0035, 0.0025]), 3), _AXIS)]
    side = unit(np.cross(along, floats([0.31, 0.2, 0.93])))
    across = np.cross(along, side)
    for k in range(flowers):
        share = 0.30 + 0.70 * k / max(flowers - 1, 1)
        angle = turn + k * GOLDEN_ANGLE
        level = side * np.cos(angle) + across * np.sin(angle)
        facing = unit(level + along * (0.2 + 0.9 * share))
        foot = place + along * (length_m * share)
        parts += _flower(foot, facing, petal_m, angle, is_open=k < flowers - 1 or flowers == 1)
    return parts


def _flower(foot: Floats, facing: Floats, petal_m: float, turn: float, is_open: bool) -> list[Mesh]:
    throat = foot + facing * petal_m * 0.6
    cup = tinted(tube(floats([foot, throat]), floats([0.16, 0.34]) * petal_m, 4), _CUP)
    rise = petal_m * (0.5 if is_open else 0.9)
    heart = tube(floats([throat - facing * 0.1 * petal_m, throat + facing * rise]), [0.30 * petal_m, 0.0], 4)
    if not is_open:
        return [cup, tinted(heart, _PETAL)]
    return [cup, tinted(heart, _HEART), _petals(throat, facing, petal_m, turn)]


def _petals(throat: Floats, facing: Floats, petal_m: float, turn: float) -> Mesh:
    """Open a star of petals, each with a face to both sides."""
    side = unit(np.cross(facing, floats([0.2, 0.31, 0.93])))
    across = np.cross(facing, side)
    angle = (turn + np.arange(_PETALS) * 2 * np.pi / _PETALS)[:, None]
    out = side * np.cos(angle) + across * np.sin(angle)
    beside = np.cross(facing, out)
    raised = (0.32 * _OVAL[:, 0] + 0.25 * np.abs(_OVAL[:, 1])) * petal_m
    star = (
        throat
        + out[:, None] * (_OVAL[:, 0] * petal_m)[:, None]
        + beside[:, None] * (_OVAL[:, 1] * petal_m)[:, None]
        + facing * raised[:, None]
    ).reshape(-1, 3)
    starts = (np.arange(_PETALS) * len(_OVAL))[:, None, None]
    inside, outside = (_INSIDE[:, ::-1] + starts).reshape(-1, 3), (_INSIDE + starts).reshape(-1, 3)
    points = np.concatenate([star, star - facing * _GAP_M])
    normals = np.repeat(out, len(_OVAL), axis=0) * -0.3 + facing * 0.7
    both = np.concatenate([normals, -normals]) + floats([0, 0.5, 0])  # Thin petals pass on light from above.
    faces = np.concatenate([inside, outside + len(star)])
    mesh = make_mesh(points, np.zeros((len(points), 2)), faces, unit(both))
    return tinted(mesh, _PETAL)
