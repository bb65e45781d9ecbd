"""Lay a mangrove's piece of mud: a wavy disc, higher around the roots, with pools. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.mesh import Mesh, make_mesh, shaded, without_slivers
from mangrove_ar.meshing.mud import mud_pictures, with_side
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.parts import Material
from mangrove_ar.meshing.surfaces import grid_faces

_THICKNESS_M = 0.20
_POOL_LEVEL_M = -0.032
_WATER = floats([0.050, 0.052, 0.045])  # Linear: dark, it shows the sky.
_SPOKES = 72
_TILES_PER_METRE = 0.45
# Rows from the shore down to the table: way out, share of the way down, spread of the picture.
_SIDE = ((1.008, 0.12, 1.01), (1.020, 0.42, 1.03), (1.016, 0.80, 1.07), (0.990, 1.0, 1.09), (0.0, 1.0, 0.0))


def ground_height(x: Floats, z: Floats, radius_m: float) -> Floats:
    """Give the height of the mud at x and z, (...) metres: rolling, a mound, a low bank that holds pools, the shore."""
    flat = np.stack([x, np.zeros_like(x), z], axis=-1)
    away = np.hypot(x, z)
    rolling = (space_noise(flat, 1.3, 201, 3) - 0.5) * 0.26
    mound = 0.07 * np.exp(-((away / (0.45 * radius_m)) ** 2))
    bank = 0.075 * np.exp(-(((away / radius_m - 0.86) / 0.08) ** 2))
    shore = 0.08 * smoothstep(0.90, 1.04, away / radius_m)
    return floats(rolling * smoothstep(0, 0.3, away) + mound + bank - shore)


def mud_mesh(radius_m: float) -> Mesh:
    """Make the disc with its side and bottom edge."""
    spokes = np.linspace(0, 2 * np.pi, _SPOKES + 1)
    shore = radius_m * (1 + 0.05 * np.sin(3 * spokes + 1) + 0.03 * np.sin(5 * spokes) + 0.012 * np.sin(11 * spokes))
    shares = floats([0, 0.07, 0.14, 0.22, 0.30, 0.38, 0.46, 0.54, 0.62, 0.70, 0.77, 0.84, 0.90, 0.95, 0.985, 1.0])
    x, z = (shares[:, None] * shore * wave for wave in (np.cos(spokes), np.sin(spokes)))
    top = np.stack([x, ground_height(x, z, radius_m), z], axis=-1)
    points, flat = with_side(top, _SIDE, _THICKNESS_M)
    uvs = flat[..., [0, 2]].reshape(-1, 2) * _TILES_PER_METRE
    return without_slivers(make_mesh(points.reshape(-1, 3), uvs, grid_faces(len(points) - 1, _SPOKES)))


def pool_mesh(radius_m: float) -> Mesh:
    """Lay still water at one level; it shows where the mud is lower."""
    spokes = np.linspace(0, 2 * np.pi, 33)[:-1]
    rim = np.stack([np.cos(spokes), np.zeros(32), np.sin(spokes)], axis=1) * radius_m * 0.84
    points = np.concatenate([np.zeros((1, 3)), rim]) + floats([0, _POOL_LEVEL_M, 0])
    next_one = np.roll(np.arange(1, 33), -1)
    faces = np.stack([np.zeros(32, dtype=np.int64), next_one, np.arange(1, 33)], axis=1)
    return shaded(make_mesh(points, points[:, [0, 2]] * 0.0, faces), np.broadcast_to(_WATER, points.shape))


def mud_material(edge_px: int, seed: int, roughness: float = 0.62) -> Material:
    """Dress the mud in a picture that repeats; the drier the mud, the rougher."""
    colour, relief = mud_pictures(edge_px, seed)
    return Material("mud", texture=colour, relief=relief, roughness=roughness)


def pool_material() -> Material:
    """Let the water shine."""
    return Material("pool", roughness=0.10)
