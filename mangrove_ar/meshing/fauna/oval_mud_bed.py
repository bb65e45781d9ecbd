"""Lay a small oval bed of wet mud for an animal to lie on. Millimetres."""

from collections.abc import Callable

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.mesh import Mesh, make_mesh, without_slivers
from mangrove_ar.meshing.mud import with_side
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import grid_faces

Height = Callable[[Floats, Floats], Floats]
_SPOKES = 84
# Rows from the shore down to the table: way out, share of the way down, spread of the picture.
_SIDE = ((1.01, 0.15, 1.02), (1.022, 0.45, 1.05), (1.016, 0.82, 1.09), (0.985, 1.0, 1.11), (0.0, 1.0, 0.0))


def mud_bed(half_mm: tuple[float, float], thickness_mm: float, height: Height, tile_mm: float) -> Mesh:
    """Make a bed with a wavy shore around the origin.

    Args:
        half_mm: half its width (x) and half its depth (z).
        thickness_mm: from the mean surface, y = 0, down to the table.
        height: height of the mud at x, z; the shore is added here.
        tile_mm: edge of the square that the mud's picture covers.
    """
    spokes = np.linspace(0, 2 * np.pi, _SPOKES + 1)
    shore = 1 + 0.03 * np.sin(3 * spokes + 1) + 0.02 * np.sin(5 * spokes) + 0.012 * np.sin(9 * spokes + 2)
    shares = np.concatenate([np.linspace(0, 0.9, 22), floats([0.94, 0.97, 0.99, 1.0])])
    x = half_mm[0] * shares[:, None] * shore * np.cos(spokes)
    z = half_mm[1] * shares[:, None] * shore * np.sin(spokes)
    drop = 0.35 * thickness_mm * np.clip((shares[:, None] - 0.80) / 0.20, 0, 1) ** 2
    top = np.stack([x, height(x, z) - drop, z], axis=-1)
    points, flat = with_side(top, _SIDE, thickness_mm)
    uvs = flat[..., [0, 2]].reshape(-1, 2) / tile_mm
    return without_slivers(make_mesh(points.reshape(-1, 3), uvs, grid_faces(len(points) - 1, _SPOKES)))


def rolling(x: Floats, z: Floats, lump_mm: float, height_mm: float, seed: int) -> Floats:
    """Give the unevenness of mud at x and z, (...) millimetres: lumps of a size and a height, the mean near 0."""
    flat = np.stack([x, np.zeros_like(x), z], axis=-1)
    return floats((space_noise(flat, 1 / lump_mm, seed, 3) - 0.5) * 2 * height_mm)
