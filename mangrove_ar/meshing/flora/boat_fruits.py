"""Grow boat-shaped fruits with a keel like a cock's comb: hanging in bunches, or afloat. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, unit
from mangrove_ar.meshing.curves import profile, smooth_line
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid
from mangrove_ar.meshing.tinting import tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_GREEN, _BROWN, _KEEL, _STALK = (0.24, 0.20, 0.06), (0.115, 0.043, 0.018), (0.26, 0.125, 0.05), (0.10, 0.08, 0.045)
_ROWS, _COLUMNS = 9, 18
_GIRTH = profile([(0.0, 0.0), (0.06, 0.30), (0.25, 0.80), (0.5, 1.0), (0.75, 0.86), (0.93, 0.42), (1.0, 0.0)])
_KEEL_HEIGHT = profile([(0.0, 0.0), (0.15, 0.34), (0.5, 0.78), (0.74, 1.0), (0.90, 0.82), (1.0, 0.05)])


def boat_fruit(start: Floats, along: Floats, keel: Floats, length_m: float, ripe: float, seed: int) -> Mesh:
    """Shape one fruit from its stalk's end: an oval hull with a thin keel on the side that `keel` points to."""
    u, v = unit_grid(_ROWS, _COLUMNS)
    turn = u * 2 - 1
    angle, share = np.pi * np.sign(turn) * np.abs(turn) ** 1.8, v  # Denser where the keel stands.
    keel = unit(keel - along * float(keel @ along))
    beside = np.cross(along, keel)
    ridge = np.exp(-((angle / 0.17) ** 2)) * _KEEL_HEIGHT(share)
    girth = _GIRTH(share) * length_m * 0.215
    up, aside = girth * np.cos(angle) + ridge * length_m * 0.27, girth * np.sin(angle) * 0.86
    bow = -0.07 * length_m * np.sin(share * np.pi)
    points = start + along * (share * length_m)[..., None]
    points = points + keel * (up + bow)[..., None] + beside * aside[..., None]
    hull = cover_outward(points, u, v)
    scurf = np.clip(space_noise(points / length_m, 4.0, seed, 3) * 3 - 1.5, 0, 1) * 0.3
    groove = 1 - 0.55 * np.exp(-(((np.abs(angle) - 0.32) / 0.16) ** 2))
    tints = mix(mix(mix(_GREEN, _BROWN, ripe), _KEEL, scurf) * groove[..., None], _KEEL, np.clip(ridge * 1.3, 0, 0.9))
    return replace(hull, colours=tints.reshape(-1, 3))


def bunch(hold: Floats, outwards: Floats, count: int, length_m: float, rng: np.random.Generator) -> list[Mesh]:
    """Hang a stalk with some fruits of different age."""
    fork = hold + outwards * 0.05 - floats([0, 0.16 + 0.05 * count, 0])
    line = smooth_line([hold, (hold + fork) / 2 + outwards * 0.05, fork], 5)
    parts = [tinted(tube(line, np.linspace(0.008, 0.006, 5), 4), _STALK)]
    turn = rng.uniform(0, 2 * np.pi)
    for k in range(count):
        level = floats([np.cos(turn + k * 2.4), 0, np.sin(turn + k * 2.4)])
        start = line[-1 - (k % 3)]
        along = unit(level * rng.uniform(0.35, 0.8) - floats([0, 1, 0]))
        ripe = float(np.clip(rng.normal(0.75, 0.3), 0, 1))
        keel = unit(np.cross(along, [0.0, 1.0, 0.0]) * rng.choice([-1.0, 1.0]) + level * rng.uniform(0.2, 1.0))
        parts.append(boat_fruit(start, along, keel, length_m * rng.uniform(0.8, 1.08), ripe, int(rng.integers(999))))
    return parts
