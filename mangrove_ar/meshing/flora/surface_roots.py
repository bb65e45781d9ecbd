"""Spread roots over the mud: they creep, fork, cross each other and have no breathing pegs. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.curves import evenly, way_along
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.flora.snaking import Snaking, snaking_path
from mangrove_ar.meshing.noise import space_noise

_SNAKING = Snaking(46, 0.62)
_POINT_EVERY_M = 0.085
_RISE_M = 0.07  # How high a root lies above the mud where it crosses another.


def surface_roots(
    count: int, reach_m: float, foot_radius_m: float, mud_radius_m: float, rng: np.random.Generator
) -> list[Bough]:
    """Grow `count` roots around the trunk's foot with one or two forks each."""
    roots: list[Bough] = []
    for k in range(count):
        turn = (k + rng.uniform(-0.35, 0.35)) * 2 * np.pi / count
        start = floats([np.cos(turn), 0, np.sin(turn)]) * foot_radius_m * 0.5
        radius = 0.052 * rng.uniform(0.75, 1.15)
        root = _root(start, turn, reach_m * rng.uniform(0.7, 1.0), radius, 0.16, mud_radius_m, None, rng)
        roots += [root, *_forks(root, turn, reach_m, mud_radius_m, rng)]
    return roots


def _forks(root: Bough, turn: float, reach_m: float, mud_radius_m: float, rng: np.random.Generator) -> list[Bough]:
    forks = []
    for side in rng.permutation([-1.0, 1.0])[: int(rng.integers(1, 3))]:
        start, _, radius = root.at(float(rng.uniform(0.18, 0.6)))
        reach = max(reach_m - float(np.hypot(start[0], start[2])), 0.4) * rng.uniform(0.6, 0.95)
        heading = turn + side * rng.uniform(0.6, 1.25)
        forks.append(_root(start, heading, reach, radius * 0.8, 0.0, mud_radius_m, root, rng))
    return forks


def _root(
    start: Floats,
    turn: float,
    reach: float,
    radius: float,
    foot_height_m: float,
    mud_radius_m: float,
    parent: Bough | None,
    rng: np.random.Generator,
) -> Bough:
    """Lay one root: half sunk in the mud, now and then above it, with an end that dives."""
    path = snaking_path(start * [1, 0, 1], turn, reach, _SNAKING, mud_radius_m, rng)
    path = evenly(path, max(int(way_along(path)[-1] / _POINT_EVERY_M), 6))
    way = way_along(path)
    share = way / way[-1]
    lift = smoothstep(0.5, 0.75, space_noise(path, 2.2, int(rng.integers(1_000_000)), 2)) * _RISE_M
    path[:, 1] += lift + radius * 0.35 - 0.09 * smoothstep(0.86, 1, share)
    path[:, 1] += foot_height_m * np.exp(-((way / 0.20) ** 2))
    if parent is not None:
        path[:, 1] += (start[1] - path[0, 1]) * np.exp(-way / 0.12)
    radii = radius * (1.0 - 0.62 * share + 0.5 * np.exp(-way / 0.12) * float(parent is None))
    return Bough(path, radii, 7 if parent is None else 6, parent)
