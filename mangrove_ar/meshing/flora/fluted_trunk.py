"""Grow a trunk whose foot spreads into small buttresses, one towards each main root. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.curves import smooth_line, way_along
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.tubes import tube

_SIDES = 28
_POINTS = 24
_RIDGE_BREADTH = 0.30  # Radians.


def straight_trunk(top_m: float, radius_m: float, lean_m: float) -> Bough:
    """Raise a nearly straight stem; its points lie closest at the foot."""
    knots = [(0, -0.05, 0), (0.3, 0.25, 0.2), (0.75, 0.5, -0.4), (0.3, 0.75, 0.5), (0.8, 1.0, 0.1)]
    scale = np.array([lean_m, top_m, lean_m])
    fine = smooth_line(np.array(knots) * scale, 200)
    line = fine[(np.linspace(0, 1, _POINTS) ** 1.6 * 199).astype(np.int64)]
    share = line[:, 1].clip(0) / top_m
    return Bough(line, radius_m * np.interp(share, [0, 0.08, 0.5, 1.0], [1.1, 1.0, 0.82, 0.34]), 12)


def fluted_mesh(trunk: Bough, turns: Floats, spread: float, height_m: float, seed: int) -> Mesh:
    """Sweep a trunk with a ridge at each bearing; at the mud a ridge stands out by `spread` radii.

    Args:
        trunk: the stem, its foot at the origin.
        turns: (n,) bearings of the ridges in radians, x towards z.
        spread: how far the ridges reach, in radii of the stem.
        height_m: how high they climb.
        seed: for the unevenness of the wood.
    """
    angle = np.linspace(0, 2 * np.pi, _SIDES + 1)
    angle[-1] = 0.0
    bearing = np.pi / 2 - angle  # A tube that rises starts its section at z and runs towards x.
    apart = np.abs((bearing[:, None] - turns[None] + np.pi) % (2 * np.pi) - np.pi)
    strengths = 0.75 + 0.5 * np.abs(np.sin(np.arange(len(turns)) * 2.4))
    ridge = (np.exp(-((apart / _RIDGE_BREADTH) ** 2)) * strengths).max(axis=1)
    climb = np.clip(1 - trunk.line[:, 1].clip(0) / height_m, 0, 1)[:, None]
    flare = spread * (climb**2.2 * ridge + 0.22 * climb**3)
    groove = 0.10 * climb * (ridge - 0.5)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)[None] * np.ones((len(trunk.line), 1, 1))
    level = np.broadcast_to(way_along(trunk.line)[:, None, None] * 4, (*ring.shape[:2], 1))
    uneven = 0.90 + 0.20 * space_noise(np.concatenate([ring * 1.2, level], axis=2), 0.9, seed, 2)
    tile_m = 2 * np.pi * float(trunk.radii.mean()) * 1.15
    return tube(trunk.line, trunk.radii, _SIDES, 1.0, 1 / tile_m, 0.0, uneven + flare + groove)
