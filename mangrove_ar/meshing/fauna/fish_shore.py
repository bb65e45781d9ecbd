"""Lay a mudskipper's piece of shore: wet mud with pools, the drag of a tail, prints of fins. Unit: a fish's length."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.mesh import Mesh, make_mesh, shaded, without_slivers
from mangrove_ar.meshing.mud import with_side
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import grid_faces

_POOL_LEVEL = -0.014
_SPOKES = 96
_THICKNESS = 0.05
# Rows from the shore down to the table: way out, share of the way down, spread of the picture.
_SIDE = ((1.010, 0.14, 1.02), (1.022, 0.45, 1.05), (1.012, 0.85, 1.09), (0.985, 1.0, 1.12), (0.0, 1.0, 0.0))
_TILES_PER_LENGTH = 2.3
_WET = floats([0.42, 0.42, 0.41])
_DAMP = floats([0.86, 0.86, 0.85])
_SHALLOW = floats([0.085, 0.082, 0.066])
_DEEP = floats([0.028, 0.034, 0.035])


@dataclass(frozen=True)
class Pool:
    """A hollow that holds water: its middle, its radius and how deep it is."""

    x: float
    z: float
    radius: float
    depth: float


@dataclass(frozen=True)
class Shore:
    """A piece of mud: half its width and length, its pools, and the track the fish has left behind it."""

    half_width: float
    half_length: float
    pools: tuple[Pool, ...]
    track: tuple[tuple[float, float], ...]  # x and z of the tail's drag, from the fish backwards.
    print_reach: float
    seed: int


def ground_height(shore: Shore, x: Floats, z: Floats) -> Floats:
    """Give the height (...) of the mud at x and z; 0 where the fish sits."""
    flat = np.stack([x, np.zeros_like(x), z], axis=-1)
    away = np.hypot(x / shore.half_width, z / shore.half_length)
    rough = (space_noise(flat, 5.0, shore.seed, 3) - 0.5) * 0.026 + (
        space_noise(flat, 24.0, shore.seed + 1, 2) - 0.5
    ) * 0.006
    seat = smoothstep(0.13, 0.30, np.hypot(x, z * 0.45))
    height = rough * (0.25 + 0.75 * seat) - 0.016 * smoothstep(0.88, 1.03, away)
    for pool in shore.pools:
        wavy = 1 + 1.1 * (space_noise(flat, 8.0, shore.seed + 2, 2) - 0.5)
        off = np.hypot(x - pool.x, z - pool.z) / (pool.radius * wavy)
        height = height * smoothstep(0.6, 1.3, off) - pool.depth * smoothstep(1.0, 0.25, off)
        height = height + 0.007 * np.exp(-(((off - 1.15) / 0.2) ** 2))
    return floats(height - _track_depth(shore, x, z) * smoothstep(0.90, 0.78, away))


def mud_meshes(shore: Shore) -> tuple[Mesh, Mesh]:
    """Make the mud and the water in its pools; the mud's uvs repeat."""
    return _mud(shore), _water(shore)


def _mud(shore: Shore) -> Mesh:
    spokes = np.linspace(0, 2 * np.pi, _SPOKES + 1)
    edge = 1 + 0.030 * np.sin(3 * spokes + shore.seed) + 0.018 * np.sin(7 * spokes + 1) + 0.008 * np.sin(13 * spokes)
    shares = np.concatenate([np.linspace(0, 0.94, 44), [0.965, 0.985, 1.0]])
    x = shares[:, None] * edge * np.cos(spokes) * shore.half_width
    z = shares[:, None] * edge * np.sin(spokes) * shore.half_length
    top = np.stack([x, ground_height(shore, x, z), z], axis=-1)
    points, flat = with_side(top, _SIDE, _THICKNESS)
    uvs = flat[..., [0, 2]].reshape(-1, 2) * _TILES_PER_LENGTH
    mesh = without_slivers(make_mesh(points.reshape(-1, 3), uvs, grid_faces(len(points) - 1, _SPOKES)))
    dryness = smoothstep(_POOL_LEVEL - 0.002, _POOL_LEVEL + 0.020, mesh.positions[:, 1])
    return shaded(mesh, mix(_WET, _DAMP, dryness))


def _water(shore: Shore) -> Mesh:
    """Lay one flat sheet where the mud is lower, darker over deep places."""
    spokes, shares = np.linspace(0, 2 * np.pi, 97), np.linspace(0, 0.87, 50)[:, None]
    x, z = shares * np.cos(spokes) * shore.half_width, shares * np.sin(spokes) * shore.half_length
    points = np.stack([x, np.full_like(x, _POOL_LEVEL), z], axis=-1).reshape(-1, 3)
    faces = grid_faces(len(shares) - 1, len(spokes) - 1)
    depth = _POOL_LEVEL - ground_height(shore, points[:, 0], points[:, 2])
    # What lies well under the mud is never seen: leave it out.
    used, places = np.unique(faces[(depth[faces] > -0.008).any(axis=1)], return_inverse=True)
    level = np.broadcast_to(floats([0.0, 1.0, 0.0]), (len(used), 3))
    mesh = make_mesh(points[used], np.zeros((len(used), 2)), places.reshape(-1, 3).astype(np.int64), level)
    return without_slivers(shaded(mesh, mix(_SHALLOW, _DEEP, smoothstep(0.0, 0.040, depth[used]))))


def _track_depth(shore: Shore, x: Floats, z: Floats) -> Floats:
    """Press in the tail's line and, on both sides of it, the prints of the fins the fish rowed with."""
    depth = np.zeros_like(x)
    line = floats(shore.track)
    for start, end in pairwise(line):
        way = end - start
        share = np.clip(((x - start[0]) * way[0] + (z - start[1]) * way[1]) / (way @ way), 0, 1)
        off = np.hypot(x - start[0] - share * way[0], z - start[1] - share * way[1])
        depth = np.maximum(depth, 0.015 * np.exp(-((off / 0.015) ** 2)))
        aside = floats([way[1], -way[0]]) / np.hypot(*way) * shore.print_reach
        for side in (-1.0, 1.0):
            spot = (start + end) / 2 + aside * side
            press = np.exp(-(((x - spot[0]) / 0.034) ** 2) - ((z - spot[1]) / 0.020) ** 2)
            depth = np.maximum(depth, 0.024 * press)
    return depth
