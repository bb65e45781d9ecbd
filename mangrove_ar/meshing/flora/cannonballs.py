"""Grow cannonball fruits: heavy brown balls on stalks, and one that has split into its angular seeds. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid
from mangrove_ar.meshing.tinting import tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_SKIN, _SKIN_GREEN, _SCURF = (0.19, 0.085, 0.036), (0.16, 0.125, 0.04), (0.30, 0.17, 0.085)
_STALK = (0.12, 0.075, 0.04)
_SEED, _SEED_FLAT = (0.19, 0.085, 0.038), (0.25, 0.135, 0.064)
_ROWS, _COLUMNS = 12, 18
_SEED_CELLS = 4


def cannonball(hold: Floats, stalk_m: float, diameter_m: float, seed: int) -> Mesh:
    """Hang a fruit below `hold`: not quite round, four faint seams, brown skin with pale scurf."""
    rng = np.random.default_rng(seed)
    u, v = unit_grid(_ROWS, _COLUMNS)
    turn, tilt = u * 2 * np.pi, v * np.pi
    ways = np.stack([np.sin(tilt) * np.cos(turn), np.cos(tilt), np.sin(tilt) * np.sin(turn)], axis=-1)
    seams = np.exp(-((np.sin(2 * turn) / 0.30) ** 2)) * np.sin(tilt) ** 0.5
    lumps = 0.96 + 0.08 * space_noise(ways, 1.4, seed, 2)
    radius = diameter_m / 2
    points = ways * (radius * lumps * (1 - 0.025 * seams))[..., None]
    middle = hold - floats([rng.normal(0, 0.02), stalk_m + radius, rng.normal(0, 0.02)])
    ball = cover_outward(points + middle, u, v)
    patches = space_noise(ways, 4.0, seed + 1, 3)
    green = np.clip(0.55 * rng.random() + 0.35 * ways[..., 1], 0, 0.6)
    tints = mix(mix(_SKIN, _SKIN_GREEN, green), _SCURF, np.clip((patches - 0.52) * 4, 0, 0.75))
    tints = tints * (1 - 0.30 * seams)[..., None]
    top = middle + floats([0, radius * 0.97, 0])
    bent = (hold + top) / 2 + rng.normal(0, 0.012, 3)
    stalk = tube(smooth_line([hold, bent, top], 5), floats([0.008, 0.007, 0.007, 0.009, 0.016]), 5)
    return join([replace(ball, colours=tints.reshape(-1, 3)), tinted(stalk, _STALK)])


def split_fruit(place: Floats, diameter_m: float, rng: np.random.Generator) -> Mesh:
    """Lay the seeds of a split fruit on the mud: five still fit like a puzzle, three have come away."""
    radius = diameter_m / 2
    parts = []
    octants = [floats([x, y, z]) for y in (-1, 1) for x in (-1, 1) for z in (-1, 1)]
    for k, octant in enumerate(octants[:5]):
        parts.append(_seed(octant, radius, place + unit(octant) * radius * 0.11 + floats([0, radius * 0.88, 0]), k))
    for k, turn in enumerate((0.6, 1.9, 3.4)):
        away = floats([np.cos(turn), 0, np.sin(turn)]) * radius * rng.uniform(2.0, 2.6)
        octant = np.where(floats([np.cos(turn + 1), -0.8, np.sin(turn + 1)]) > 0, 1.0, -1.0)
        parts.append(_seed(octant, radius, place + away + floats([0, radius * 0.80, 0]), 9 + k))
    return join(parts)


def _seed(octant: Floats, radius: float, corner: Floats, seed: int) -> Mesh:
    """Cut one seed from the ball: a round outer face and three flat ones that meet in `corner`."""
    axes = np.diag(octant)
    ordered = axes if octant.prod() > 0 else axes[::-1]
    pieces = [_round_face(ordered, radius, seed)]
    for k in range(3):
        pieces.append(_flat_face(ordered[k], ordered[(k + 1) % 3], radius))
    whole = join(pieces)
    return replace(whole, positions=whole.positions + corner)


def _round_face(axes: Floats, radius: float, seed: int) -> Mesh:
    n = _SEED_CELLS
    weights = floats([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]) / n
    index = {(i, j): k for k, (i, j) in enumerate((i, j) for i in range(n + 1) for j in range(n + 1 - i))}
    faces = [(index[i, j], index[i + 1, j], index[i, j + 1]) for i in range(n) for j in range(n - i)]
    faces += [(index[i + 1, j], index[i + 1, j + 1], index[i, j + 1]) for i in range(n - 1) for j in range(n - 1 - i)]
    ways = unit(weights @ axes)
    mesh = make_mesh(ways * radius, weights[:, :2] * 0, np.array(faces, dtype=np.int64), ways)
    return replace(mesh, colours=mix(_SEED, _SCURF, np.clip(space_noise(ways, 3.0, seed, 2) - 0.35, 0, 0.6)))


def _flat_face(first: Floats, second: Floats, radius: float) -> Mesh:
    angle = np.linspace(0, np.pi / 2, _SEED_CELLS + 1)[:, None]
    rim = (first * np.cos(angle) + second * np.sin(angle)) * radius
    points = np.concatenate([np.zeros((1, 3)), rim])
    faces = np.array([(0, k + 1, k) for k in range(1, _SEED_CELLS + 1)], dtype=np.int64)
    normals = np.broadcast_to(-np.cross(first, second), points.shape).copy()
    return tinted(make_mesh(points, points[:, :2] * 0, faces, normals), _SEED_FLAT)
