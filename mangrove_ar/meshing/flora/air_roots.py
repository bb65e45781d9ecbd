"""Grow breathing roots: cables that run out under the mud, and pencils or cones that stand on them. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import evenly, smooth_line
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.flora.mangrove_mud import ground_height
from mangrove_ar.meshing.mesh import Mesh, make_mesh, without_slivers
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import grid_faces

_DEPTH_M = 0.05  # How far a standing root goes on below the mud.
_FORKS_AT = 0.42  # Share of a cable at which it forks.
_CABLE_POINTS = 11
_OFFERS = 40  # Places that are tried for each standing root.


@dataclass(frozen=True)
class AirRoots:
    """How the roots of a species stand: sizes in metres; profile lists (share of height, share of radius)."""

    count: int
    cables: int
    heights_m: tuple[float, float]
    radii_m: tuple[float, float]
    gap_m: float
    scatter_m: float
    lean: float
    sides: int
    profile: tuple[tuple[float, float], ...]


PENCIL_PROFILE = ((0.0, 1.0), (0.95, 0.66), (1.0, 0.0))
CONE_PROFILE = ((0.0, 1.0), (0.18, 0.80), (0.55, 0.58), (0.93, 0.30), (1.0, 0.0))


def cable_roots(trunk: Bough, count: int, mud_radius_m: float, rng: np.random.Generator) -> list[Bough]:
    """Lead `count` cables from the foot of the trunk to the shore; each forks once, and dips in and out of the mud."""
    cables: list[Bough] = []
    for k in range(count):
        turn = (k + rng.uniform(-0.28, 0.28)) * 2 * np.pi / count
        foot = floats([np.cos(turn), 0, np.sin(turn)]) * trunk.radii[0] * 0.55
        cable = _cable(foot, turn, mud_radius_m * rng.uniform(0.86, 0.95), mud_radius_m, trunk, rng)
        start, _, _ = cable.at(_FORKS_AT)
        aside = turn + rng.choice([-1.0, 1.0]) * rng.uniform(0.30, 0.50)
        cables += [cable, _cable(start, aside, mud_radius_m * rng.uniform(0.82, 0.95), mud_radius_m, cable, rng)]
    return cables


def standing_places(cables: list[Bough], roots: AirRoots, mud_radius_m: float, rng: np.random.Generator) -> Floats:
    """Choose (n, 3) places on the mud beside the cables; no two nearer than the gap, so n may be below the count."""
    ways = [evenly(cable.line, 60)[6:] for cable in cables]
    along = np.concatenate(ways)
    offers = along[rng.integers(len(along), size=roots.count * _OFFERS)]
    offers = offers + rng.normal(0, roots.scatter_m, offers.shape) * [1, 0, 1]
    away = np.hypot(offers[:, 0], offers[:, 2])
    offers = offers[(away > 0.16 * mud_radius_m) & (away < 0.93 * mud_radius_m)]
    chosen = np.empty((0, 3))
    for offer in offers:
        if len(chosen) == roots.count:
            break
        if not len(chosen) or np.hypot(*(chosen - offer)[:, [0, 2]].T).min() > roots.gap_m:
            chosen = np.concatenate([chosen, offer[None]])
    chosen[:, 1] = ground_height(chosen[:, 0], chosen[:, 2], mud_radius_m)
    return chosen


def standing_roots(places: Floats, roots: AirRoots, rng: np.random.Generator) -> Mesh:
    """Stand a root on each of the places (n, 3), no two of one height, all leaning a little."""
    count, shares = len(places), floats(roots.profile)
    heights = rng.uniform(*roots.heights_m, count) + _DEPTH_M
    thick = np.interp(heights, [heights.min(), heights.max()], roots.radii_m) * rng.uniform(0.85, 1.15, count)
    angle = np.linspace(0, 2 * np.pi, roots.sides + 1)
    ring = np.stack([np.cos(angle), np.zeros_like(angle), np.sin(angle)], axis=1)
    lean, bow = rng.normal(0, roots.lean, (2, count, 1, 3)) * [1, 0, 1]
    rise = shares[None, :, :1] * heights[:, None, None]
    middle = places[:, None] + rise * (floats([0, 1, 0]) + lean + bow * shares[None, :, :1])
    spread = shares[None, :, 1] * thick[:, None]
    points = middle[:, :, None] + spread[..., None, None] * ring
    points += (space_noise(points, 14.0, 77, 2) - 0.5)[..., None] * spread[..., None, None] * 0.9 * ring
    points[..., -1, :] = points[..., 0, :]
    points[..., 1] -= _DEPTH_M
    return _covered(points, rise[..., 0])


def _covered(points: Floats, rise: Floats) -> Mesh:
    """Cover (n, rings, sides + 1, 3) points, each root for itself."""
    count, rings, corners, _ = points.shape
    cells = grid_faces(rings - 1, corners - 1)[:, ::-1]
    faces = (cells[None] + (np.arange(count) * rings * corners)[:, None, None]).reshape(-1, 3)
    shift = np.arange(count)[:, None, None] * 0.37
    u = np.broadcast_to(np.linspace(0, 0.5, corners) + shift, (count, rings, corners))
    v = np.broadcast_to(rise[..., None] * 2.2 + shift, u.shape)
    uvs = np.stack([u, v], axis=-1).reshape(-1, 2)
    return without_slivers(make_mesh(points.reshape(-1, 3), uvs, faces))


def _cable(
    start: Floats, turn: float, reach_m: float, mud_radius_m: float, parent: Bough, rng: np.random.Generator
) -> Bough:
    """Run from a start towards a bearing until `reach_m` from the trunk, half sunk, wavering."""
    end = floats([np.cos(turn), 0, np.sin(turn)]) * reach_m
    way = end - start * [1, 0, 1]
    beside = floats([-way[2], 0, way[0]])
    bends = rng.normal(0, 0.07, 3)
    knots = [
        start * [1, 0, 1] + way * share + beside * bend for share, bend in zip((0.28, 0.55, 0.8), bends, strict=True)
    ]
    line = smooth_line([start * [1, 0, 1], *knots, end], _CABLE_POINTS)
    share = np.linspace(0, 1, _CABLE_POINTS)
    is_branch = parent.parent is not None
    thick = (0.024 if is_branch else 0.040) * rng.uniform(0.85, 1.15)
    radii = thick * np.interp(share, [0, 0.12, 0.4, 1], [1.35, 1.0, 0.75, 0.40])
    sunk = np.interp(share, [0, 0.15, 0.5, 1], [-0.1, 0.1, 0.7, 1.3]) + 0.7 * np.sin(share * 17 + rng.uniform(0, 6))
    line[:, 1] = ground_height(line[:, 0], line[:, 2], mud_radius_m) - sunk * radii
    return Bough(line, radii, 5, parent, is_swollen=False)
