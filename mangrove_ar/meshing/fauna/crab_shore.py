"""Lay a crab's piece of shore: sandy mud with a burrow, its rim and the pellets of a meal. Centimetres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh, shaded, without_slivers
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover_outward, grid_faces, unit_grid

_SPOKES = 56


@dataclass(frozen=True)
class Shore:
    """A round piece of mud about the middle; a burrow of depth 0 leaves the mud closed there.

    A trail is the furrow that an animal ploughs: half-width, depth, and z from which it runs back.
    """

    radius: float = 2.75
    thickness: float = 0.40
    burrow: tuple[float, float] = (-1.15, 1.62)
    burrow_radius: float = 0.37
    burrow_depth: float = 0.35
    lip: float = 0.13
    narrowing: float = 1.0  # Width as a share of the depth.
    trail: tuple[float, float, float] = (1.0, 0.0, 0.0)
    tile: float = 2.6


SANDY_SHORE = Shore()


def ground_height(x: Floats, z: Floats, shore: Shore = SANDY_SHORE) -> Floats:
    """Give the height (...) of the mud above its flat middle at x and z, burrow and rim included."""
    flat = np.stack([x, np.zeros_like(x), z], axis=-1)
    rolling = (space_noise(flat, 0.8, 111, 3) - 0.5) * 0.16 * smoothstep(0.6, 2.6, np.hypot(x, z))
    away = np.hypot(x - shore.burrow[0], z - shore.burrow[1]) / shore.burrow_radius
    lip = shore.lip * np.exp(-(((away - 1.30) / 0.30) ** 2)) * (0.7 + 0.6 * space_noise(flat, 3.0, 112, 2))
    pit = shore.burrow_depth * smoothstep(1.05, 0.62, away)
    edge = 0.10 * smoothstep(shore.radius * 0.80, shore.radius * 1.02, np.hypot(x / shore.narrowing, z))
    height = rolling + lip - pit - edge
    return floats(height - _trail(x, z, shore) if shore.trail[1] else height)


def mud_mesh(pellets: int, seed: int, shore: Shore = SANDY_SHORE) -> Mesh:
    """Make the mud with the pellets on it; the uvs repeat, for a picture that tiles."""
    return join([_mud(shore), *_pellets(pellets, np.random.default_rng(seed), shore)])


def _mud(shore: Shore) -> Mesh:
    rings = floats([0, 0.35, 0.62, 0.72, 0.82, 0.93, 1.06, 1.2, 1.4, 1.7])
    spokes = np.linspace(0, 2 * np.pi, _SPOKES + 1)
    edge = _way_to_shore(spokes, shore)
    inner = np.minimum(rings[:, None] * shore.burrow_radius, rings[:, None] / rings[-1] * edge * 0.85)
    outwards = smoothstep(0, 1, 0.5 + np.linspace(0, 1, 11)[1:, None] / 2) * 2 - 1
    outer = inner[-1] + (edge - inner[-1]) * outwards
    reach = np.concatenate([inner, outer])
    x = shore.burrow[0] + reach * np.cos(spokes)
    z = shore.burrow[1] + reach * np.sin(spokes)
    top = np.stack([x, ground_height(x, z, shore), z], axis=-1)
    points = np.concatenate([top, _side(top[-1], shore.thickness)])
    flat = np.concatenate([top, top[-1] * np.array([[[1.015]], [[1.05]], [[1.10]], [[1.15]], [[0.0]]])])
    uvs = flat[..., [0, 2]].reshape(-1, 2) / shore.tile
    mesh = without_slivers(make_mesh(points.reshape(-1, 3), uvs, grid_faces(len(points) - 1, _SPOKES)))
    dark = smoothstep(-0.02, -0.28, mesh.positions[:, 1]) * _is_in_burrow(mesh.positions, shore)
    return shaded(mesh, 1 - 0.9 * dark)


def _trail(x: Floats, z: Floats, shore: Shore) -> Floats:
    """A furrow with a bank on each side and the thin line of a tail in its middle."""
    half_width, depth, start = shore.trail
    across = np.abs(x - 0.10 * np.sin(z * 1.3)) / half_width
    furrow = smoothstep(1.05, 0.75, across) - 0.75 * np.exp(-(((across - 1.12) / 0.16) ** 2))
    line = 0.5 * np.exp(-((across / 0.07) ** 2))
    return floats(depth * (furrow + line) * smoothstep(start, start - 0.9, z))


def _is_in_burrow(positions: Floats, shore: Shore) -> Floats:
    away = np.hypot(positions[:, 0] - shore.burrow[0], positions[:, 2] - shore.burrow[1])
    return floats(away < shore.burrow_radius)


def _side(rim: Floats, thickness: float) -> Floats:
    """Round the edge of the mud down to the table it lies on."""
    rows = []
    for out, down in ((1.012, 0.10), (1.030, 0.38), (1.026, 0.78), (0.990, 1.0), (0.0, 1.0)):
        row = rim * np.array([out, 0.0, out])
        row[:, 1] = rim[:, 1] * (1 - down) - thickness * down
        rows.append(row)
    return np.stack(rows)


def _way_to_shore(spokes: Floats, shore: Shore) -> Floats:
    """Go from the burrow along each spoke until the wavy edge."""
    steps = np.linspace(0, 2.2 * shore.radius, 400)[:, None]
    x = shore.burrow[0] + steps * np.cos(spokes)
    z = shore.burrow[1] + steps * np.sin(spokes)
    around = np.arctan2(z, x / shore.narrowing)
    edge = shore.radius * (1 + 0.035 * np.sin(3 * around + 1) + 0.02 * np.sin(7 * around))
    inside = np.hypot(x / shore.narrowing, z) < edge
    return floats(steps[inside.sum(axis=0) - 1, 0])


def _pellets(count: int, rng: np.random.Generator, shore: Shore) -> list[Mesh]:
    balls: list[Mesh] = []
    while len(balls) < count:
        near_burrow = rng.random() < 0.45
        middle, wide = (floats(shore.burrow), 0.9) if near_burrow else (floats([0.3, 1.1]), 2.0)
        x, z = middle + rng.normal(size=2) * wide * 0.6
        away = np.hypot(x - shore.burrow[0], z - shore.burrow[1])
        if np.hypot(x / shore.narrowing, z) < shore.radius * 0.88 and away > shore.burrow_radius * 1.5:
            balls.append(_ball(floats([x, float(ground_height(floats(x), floats(z), shore)), z]), rng))
    return balls


def _ball(foot: Floats, rng: np.random.Generator) -> Mesh:
    u, v = unit_grid(5, 8)
    around, up = 2 * np.pi * u + rng.random(), np.pi * v
    radius = rng.uniform(0.055, 0.105)
    shape = np.stack([np.cos(around) * np.sin(up), np.cos(up) * 0.85, np.sin(around) * np.sin(up)], axis=-1)
    return cover_outward(foot + radius * (shape + np.array([0, 0.45, 0])), (u + foot[0]) * 0.2, (v + foot[2]) * 0.2)
