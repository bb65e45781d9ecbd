"""Grow stilt roots: arches from the trunk, arches from arches, forked feet, hanging aerial roots. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.boughs import Bough

GOLDEN_ANGLE = 2.399963
_DEPTH_M = 0.10  # How far a foot goes below the mud.


def stilt_roots(
    trunk: Bough, count: int, reach_m: float, highest_m: float, rng: np.random.Generator, generations: int = 1
) -> list[Bough]:
    """Grow `count` arches around the trunk, with all that springs from them; none ends beyond `reach_m`.

    generations: 1 for arches from arches, 2 for arches from those too.
    """
    roots: list[Bough] = []
    heights = np.linspace(0.42, highest_m, count) + rng.normal(0, 0.04, count)
    for k, height in enumerate(heights):
        share = float(np.interp(height, trunk.line[:, 1], np.linspace(0, 1, len(trunk.line))))
        start, _, _ = trunk.at(share)
        turn = k * GOLDEN_ANGLE + rng.normal(0, 0.16)
        reach = (0.50 + 0.50 * (height / highest_m) ** 0.8) * reach_m * rng.uniform(0.74, 0.98)
        radius = 0.040 * rng.uniform(0.88, 1.16)
        arch = _arch(trunk, start, turn, reach, radius, 7, 15, rng)
        roots.append(arch)
        roots += _offspring(arch, turn, reach_m, rng, generations)
    return roots


def hanging_roots(boughs: list[Bough], count: int, rng: np.random.Generator) -> list[Bough]:
    """Drop straight thin roots from branches towards the mud; most have not reached it yet."""
    found: list[Bough] = []
    for k in range(count):
        parent = boughs[k % len(boughs)]
        start, _, _ = parent.at(float(rng.uniform(0.45, 0.80)))
        end = start[1] * rng.uniform(0.15, 0.55) if k % 3 else -_DEPTH_M
        sway = rng.normal(0, 0.09, (2, 2))
        points = [
            start,
            start + floats([sway[0, 0], (end - start[1]) * 0.35, sway[0, 1]]),
            floats([start[0] + sway[1, 0], end, start[2] + sway[1, 1]]),
        ]
        radii = np.concatenate([np.linspace(0.017, 0.021, 7), [0.007]])
        found.append(Bough(smooth_line(floats(points), 8), radii, 5, parent, is_swollen=False))
    return found


def _offspring(arch: Bough, turn: float, reach_m: float, rng: np.random.Generator, generations: int) -> list[Bough]:
    children: list[Bough] = []
    for side in rng.permutation([-1.0, 1.0])[: rng.integers(1, 3)]:
        share = float(rng.uniform(0.30, 0.62))
        start, _, radius = arch.at(share)
        if start[1] < 0.35:
            continue
        room = reach_m - float(np.hypot(start[0], start[2]))
        reach = min(rng.uniform(0.28, 0.55) * (start[1] + 0.25), max(room, 0.10))
        child = _arch(arch, start, turn + side * rng.uniform(0.35, 0.95), reach, radius * 0.72, 6, 11, rng)
        children += [child, *_feet(child, turn, rng)]
        if generations > 1:
            children += _offspring(child, turn + side * 0.6, reach_m, rng, generations - 1)
    return children + _feet(arch, turn, rng)


def _feet(arch: Bough, turn: float, rng: np.random.Generator) -> list[Bough]:
    """Fork the lower end of an arch: one or two thinner prongs that land beside it."""
    prongs = []
    for _ in range(int(rng.integers(0, 3))):
        start, _, radius = arch.at(float(rng.uniform(0.62, 0.80)))
        if start[1] > 0.16:
            reach = rng.uniform(0.10, 0.22)
            prongs.append(_arch(arch, start, turn + rng.uniform(-1.9, 1.9), reach, radius * 0.70, 5, 7, rng))
    return prongs


def _arch(
    parent: Bough,
    start: Floats,
    turn: float,
    reach: float,
    radius: float,
    sides: int,
    points: int,
    rng: np.random.Generator,
) -> Bough:
    """Leave level or a little upwards, bend over, land steeply: a quarter of an oval with a wavering line."""
    t = np.linspace(0, 1, points)
    bend = np.pi / 2 * t
    outwards = np.sin(bend) ** 0.95 * reach
    rise = rng.uniform(0.02, 0.09) * min(start[1], 1.0) * np.sin(np.pi * np.minimum(t * 2.2, 1.0))
    height = (start[1] + _DEPTH_M) * np.cos(bend) ** 1.12 - _DEPTH_M + rise
    sideways = rng.normal(0, 0.07) * reach * np.sin(np.pi * t * rng.uniform(0.7, 1.3))
    wobble = rng.normal(0, 0.010, (points, 3)) * np.minimum(t * 4, 1)[:, None]
    along, beside = floats([np.cos(turn), 0, np.sin(turn)]), floats([-np.sin(turn), 0, np.cos(turn)])
    line = start * [1, 0, 1] + outwards[:, None] * along + sideways[:, None] * beside
    line[:, 1] = height
    thick = radius * (1.0 - 0.30 * t + 0.22 * _thick_foot(t))
    return Bough(line + wobble, thick, sides, parent)


def _thick_foot(t: Floats) -> Floats:
    """Thicken the last tenth of a root, where it enters the mud."""
    return np.clip((t - 0.85) / 0.15, 0, 1) ** 2
