"""Lay what a crab finds under mangroves: a fallen leaf, gnawed at its edge, and a root to climb.

Coloured by vertex (linear factors), so that no picture is needed. Units are the animal's.
"""

from collections.abc import Callable

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover, unit_grid
from mangrove_ar.meshing.tubes import tube

_YELLOW = (0.70, 0.42, 0.055)
_BROWN = (0.20, 0.085, 0.028)
_RIB = (0.74, 0.56, 0.20)
_BARK = (0.042, 0.030, 0.023)
_BARK_PALE = (0.135, 0.105, 0.080)
_WARTS = (0.24, 0.185, 0.135)
_WET = (0.055, 0.043, 0.034)
_ROOT_RINGS, _ROOT_SIDES = 84, 26
_GAP = 0.03  # Between leaf and mud.
Height = Callable[[Floats, Floats], Floats]


def fallen_leaf(middle: tuple[float, float], turn_deg: float, length: float, ground: Height) -> Mesh:
    """Make a yellow leaf that lies on the ground, both sides, its rim curled up and bitten by a crab."""
    v, u = unit_grid(110, 14)  # v runs across, u along the leaf: many rows keep the bites round.
    across = v * 2 - 1
    half = 0.27 * np.sin(np.pi * np.clip(u * 0.97 + 0.015, 0, 1)) ** 0.72 * _bitten(u, across)
    angle = np.radians(turn_deg)
    x, z = (u - 0.5) * length, across * half * length
    flat_x = middle[0] + x * np.cos(angle) - z * np.sin(angle)
    flat_z = middle[1] + x * np.sin(angle) + z * np.cos(angle)
    curl = 0.10 * np.abs(across) ** 2 * (half / 0.27) + 0.16 * smoothstep(0.75, 1.0, u) + 0.05 * np.sin(u * 9)
    y = ground(flat_x, flat_z) + _GAP + length * np.maximum(curl, 0) * 0.8
    points = np.stack([flat_x, y, flat_z], axis=-1)
    sheet = cover(points, u, v)
    upper = sheet if sheet.normals[:, 1].mean() > 0 else cover(points, u, v, inside_out=True)
    lower = cover(points - [0, 0.012, 0], u, v, inside_out=sheet is upper)
    colours = _leaf_colours(u.ravel(), across.ravel(), points.reshape(-1, 3))
    return join([shaded(upper, colours), shaded(lower, colours * 0.75)])


def climbing_root(points: list[tuple[float, float, float]], radii: tuple[float, float]) -> Mesh:
    """Make an arching root through points; radius at its first and last; wet and dark where it is low."""
    line = smooth_line(points, _ROOT_RINGS)
    radius = np.linspace(*radii, _ROOT_RINGS)
    lumps = 1 + 0.44 * (space_noise(line[:, None] + _ring(_ROOT_SIDES) * 0.4, 4.0, 511, 4) - 0.5)
    lumps[:, -1] = lumps[:, 0]
    mesh = tube(line, radius, _ROOT_SIDES, swelling=lumps)
    grain = space_noise(mesh.positions, 8.0, 512, 3)
    warts = smoothstep(0.58, 0.68, space_noise(mesh.positions, 5.5, 514, 2))
    colour = mix(mix(_BARK, _BARK_PALE, smoothstep(0.35, 0.65, grain)), _WARTS, warts * 0.8)
    colour = mix(_WET, colour, smoothstep(0.10, 0.62, mesh.positions[:, 1] + (grain - 0.5) * 0.3))
    return shaded(mesh, colour)


def _ring(sides: int) -> Floats:
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    return np.stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)], axis=-1)[None]


def _bitten(u: Floats, across: Floats) -> Floats:
    """Take three round bites out of one long edge."""
    bites = np.max([deep * np.sqrt(np.maximum(1 - ((u - at) / wide) ** 2, 0)) for at, wide, deep in _BITES], axis=0)
    return floats(1 - bites * (across > 0))


_BITES = ((0.43, 0.040, 0.42), (0.505, 0.052, 0.72), (0.60, 0.050, 0.50))


def _leaf_colours(u: Floats, across: Floats, places: Floats) -> Floats:
    cloud = space_noise(places, 1.8, 513, 4)
    colour = mix(
        _YELLOW, _BROWN, smoothstep(0.46, 0.66, cloud + 0.16 * np.abs(across) ** 3 + 0.12 * smoothstep(0.8, 1, u))
    )
    veins = smoothstep(0.82, 1.0, np.sin((u * 13 - np.abs(across) * 1.8) * 2 * np.pi)) * 0.25
    colour = mix(colour, _RIB, np.maximum(np.exp(-((across / 0.09) ** 2)), veins))
    edge = _bitten(u, across) < 0.93
    return mix(colour, _BROWN, edge * smoothstep(0.80, 1.0, np.abs(across)) * 0.8)
