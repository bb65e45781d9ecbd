"""Grow the nipa palm's creeping stem: it forks in two, lies half in the mud and carries scars of old fronds. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh, shaded
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

_STEM_RADIUS_M = 0.20
_STEM_POINTS, _STEM_SIDES = 25, 12
_OLD_WOOD = (0.62, 0.50, 0.40)
_CUT = (0.62, 0.52, 0.38)
_DEAD, _DEAD_FOOT = (0.62, 0.50, 0.36), (0.40, 0.32, 0.24)


def creeping_stem(tufts: Floats, old_end: Floats, rng: np.random.Generator) -> Mesh:
    """Lead a thick stem from its old bare end to a fork and on to the tufts, where each end turns up."""
    fork = tufts.mean(axis=0) + floats([0, 0.02, 0])
    low = floats([0, 0.13, 0])
    back = [fork, fork * 0.5 + old_end * 0.5 + low * 0.6, old_end + low * 0.4, old_end * 1.12 - low]
    lines = [smooth_line(back, _STEM_POINTS)]
    for end in tufts:
        lines.append(
            smooth_line([fork, fork * 0.45 + end * 0.55 + low * 0.6, end + low, end + low * 2.2], _STEM_POINTS)
        )
    return join([_stem(line, int(rng.integers(1000)) + k) for k, line in enumerate(lines)])


def _stem(line: Floats, seed: int) -> Mesh:
    """Notch the stem where fronds have fallen; the notches are dark."""
    notches = np.arange(_STEM_POINTS) % 3 == 0
    share = np.linspace(0, 1, _STEM_POINTS)
    radii = _STEM_RADIUS_M * np.where(notches, 0.90, 1.0) * np.interp(share, [0, 0.7, 0.9, 1], [1.0, 1.0, 0.82, 0.5])
    mesh = bough_mesh(Bough(line, radii, _STEM_SIDES), seed)
    return shaded(mesh, np.repeat(np.where(notches, 0.40, 1.0)[:, None] * floats(_OLD_WOOD), _STEM_SIDES + 1, axis=0))


def old_stalks(tufts: Floats, rng: np.random.Generator) -> Mesh:
    """Leave dry, broken frond stalks around each tuft."""
    parts = []
    for tuft in tufts:
        for k in range(7):
            turn = k * GOLDEN_ANGLE + rng.normal(0, 0.2)
            out = floats([np.cos(turn), 0, np.sin(turn)])
            foot = tuft + out * 0.13 - floats([0, 0.05, 0])
            top = foot + out * rng.uniform(0.08, 0.22) + floats([0, rng.uniform(0.22, 0.55), 0])
            parts += _stump(smooth_line([foot, (foot + top) / 2 + out * 0.03, top], 5))
    return join(parts)


def _stump(line: Floats) -> list[Mesh]:
    sides = 7
    shaft = tube(line, np.linspace(0.070, 0.046, len(line)), sides, 1.0, 2.5)
    tints = mix(_DEAD_FOOT, _DEAD, np.linspace(0, 1, len(line)))
    shaft = ring_tinted(shaft, tints)
    rim = shaft.positions[-sides - 1 : -1]
    points = np.concatenate([rim.mean(axis=0)[None], rim])
    around = np.arange(sides)
    faces = np.stack([np.zeros(sides, dtype=np.int64), around + 1, (around + 1) % sides + 1], axis=1)
    cap = make_mesh(points, points[:, [0, 2]] * 3, faces.astype(np.int64))
    upward = cap.normals[0, 1] > 0
    cap = cap if upward else make_mesh(points, points[:, [0, 2]] * 3, faces[:, ::-1].astype(np.int64))
    return [shaft, replace(cap, colours=np.broadcast_to(floats(_CUT), points.shape).copy())]
