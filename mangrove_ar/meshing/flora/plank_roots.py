"""Grow plank roots: thin walls that leave the trunk, snake over the mud and fork. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep, unit
from mangrove_ar.meshing.curves import way_along
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.flora.snaking import Snaking, snaking_path
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover
from mangrove_ar.meshing.tubes import tube

_DEPTH_M = 0.12  # How far a wall goes below the mud.
_TILE_M = 0.65
# Half of the section from foot to crest: share of the height, share of the half-thickness.
_SECTION = floats([(0.0, 1.7), (0.12, 1.25), (0.45, 0.92), (0.80, 0.95), (0.95, 0.72), (1.0, 0.0)])
_TRUNK_SIDES = 40


@dataclass(frozen=True)
class PlankForm:
    """What plank roots look like: how high they leave the trunk, how high the ribbon further out is.

    fall is the share of the way over which the wall comes down; hollow above 1 makes that line concave;
    snaking is the swing of the heading in degrees, wave_m the length of one swing; forks is a chance.
    """

    count: int
    reach_m: float
    height_m: float
    ribbon_m: float
    thickness_m: float
    fall: float
    hollow: float
    snaking_deg: float
    wave_m: float
    forks: float


@dataclass(frozen=True)
class Plank:
    """One wall: path (n, 3) on the ground, heights and half-thicknesses (n,), sideways lean of the crest (n,)."""

    path: Floats
    heights: Floats
    halves: Floats
    leans: Floats


def plank_roots(form: PlankForm, foot_radius_m: float, mud_radius_m: float, rng: np.random.Generator) -> list[Plank]:
    """Grow all walls around a foot at the middle of the mud; some fork."""
    planks: list[Plank] = []
    for k in range(form.count):
        turn = (k + rng.uniform(-0.22, 0.22)) * 2 * np.pi / form.count
        start = floats([np.cos(turn), 0, np.sin(turn)]) * foot_radius_m * 0.45
        reach = form.reach_m * rng.uniform(0.78, 1.0) - foot_radius_m * 0.45
        plank = _plank(form, start, turn, reach, form.height_m * rng.uniform(0.8, 1.1), mud_radius_m, rng)
        planks.append(plank)
        if rng.random() < form.forks:
            planks.append(_fork(form, plank, mud_radius_m, rng))
    return planks


def plank_mesh(plank: Plank) -> Mesh:
    """Cover a wall: broad at the foot, rounded along the crest."""
    heading = unit(np.gradient(plank.path, axis=0) * [1, 0, 1])
    side = np.cross([0.0, 1.0, 0.0], heading)
    shares = np.concatenate([_SECTION[:, 0], _SECTION[-2::-1, 0]])
    across = np.concatenate([_SECTION[:, 1], -_SECTION[-2::-1, 1]])
    sideways = plank.halves[:, None] * across + (plank.leans * plank.heights)[:, None] * shares**1.5
    upward = (plank.heights + _DEPTH_M)[:, None] * shares - _DEPTH_M
    points = plank.path[:, None] + side[:, None] * sideways[..., None]
    points[..., 1] += upward
    girth = np.linalg.norm(np.diff(points, axis=1), axis=2)
    u = np.concatenate([np.zeros((len(points), 1)), np.cumsum(girth, axis=1)], axis=1) / _TILE_M
    v = np.broadcast_to(way_along(plank.path)[:, None] / _TILE_M, u.shape)
    return cover(points, v, u)


def fluted_trunk(trunk: Bough, planks: list[Plank], flute_height_m: float, seed: int) -> Mesh:
    """Sweep a trunk whose foot swells towards each wall, so that the walls flow out of it."""
    angle = np.linspace(0, 2 * np.pi, _TRUNK_SIDES + 1)
    ways = np.stack([np.sin(angle), np.cos(angle)], axis=1)  # The section of an upright line starts at z.
    ribs = np.zeros(len(angle))
    for plank in planks:
        heading = unit(plank.path[3, [0, 2]])
        ribs = np.maximum(ribs, np.exp(-((np.arccos(np.clip(ways @ heading, -1, 1)) / 0.24) ** 2)))
    height = np.clip(trunk.line[:, 1] / flute_height_m, 0, 1.6)[:, None]
    flare = 0.55 * (1 - smoothstep(0.0, 1.5, height)) ** 1.5
    shape = (len(trunk.line), len(angle))
    ring, rise = np.broadcast_to(ways[None] * 1.2, (*shape, 2)), np.broadcast_to(height[..., None] * 2, (*shape, 1))
    places = np.concatenate([ring, rise], axis=2)
    lumps = 0.93 + 0.14 * space_noise(places, 0.9, seed, 2)
    tile_m = float(np.clip(2 * np.pi * trunk.radii.mean(), 0.26, 0.8))
    return tube(trunk.line, trunk.radii, _TRUNK_SIDES, 1.0, 1 / tile_m, 0.0, lumps * (1 + flare * (1.6 * ribs - 0.3)))


def _plank(
    form: PlankForm,
    start: Floats,
    turn: float,
    reach: float,
    height_m: float,
    mud_radius_m: float,
    rng: np.random.Generator,
) -> Plank:
    path = snaking_path(start, turn, reach, Snaking(form.snaking_deg, form.wave_m), mud_radius_m, rng)
    way = way_along(path)
    share = way / way[-1]
    ribbon = form.ribbon_m * (0.55 + 0.9 * space_noise(path, 2.6, int(rng.integers(1_000_000)), 2))
    ribbon *= 1 - 0.35 * share
    wall = (height_m - form.ribbon_m) * np.clip(1 - share / form.fall, 0, 1) ** form.hollow
    heights = (ribbon + wall) * (1 - smoothstep(0.80, 1.0, share)) - 0.05 * smoothstep(0.85, 1.0, share)
    thick = form.thickness_m / 2 * (1 + 0.9 * np.exp(-way / 0.10) - 0.35 * share)
    leans = 0.5 * (space_noise(path, 1.8, int(rng.integers(1_000_000)), 2) - 0.5) * smoothstep(0.0, 0.25, share)
    return Plank(path, heights, thick, leans)


def _fork(form: PlankForm, plank: Plank, mud_radius_m: float, rng: np.random.Generator) -> Plank:
    """Split off a lower wall somewhere in the middle, to one side."""
    at = int(len(plank.path) * rng.uniform(0.30, 0.5))
    step = plank.path[at] - plank.path[at - 1]
    turn = float(np.arctan2(step[2], step[0])) + rng.choice([-1.0, 1.0]) * rng.uniform(0.6, 0.95)
    low = replace(form, ribbon_m=form.ribbon_m * 0.8, fall=0.5)
    start, height = plank.path[at] * [1, 0, 1], float(plank.heights[at])
    reach = max(form.reach_m - float(np.hypot(start[0], start[2])), 0.35) * rng.uniform(0.8, 1.0)
    return _plank(low, start, turn, reach, height * 0.9, mud_radius_m, rng)
