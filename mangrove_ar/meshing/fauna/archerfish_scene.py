"""Set an archerfish's stage: a mangrove twig with an ant, ripples, drops of water. Unit: the fish's length."""

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep, unit
from mangrove_ar.meshing.curves import evenly, smooth_line
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.surfaces import cover, cover_outward, unit_grid
from mangrove_ar.meshing.textures import linear
from mangrove_ar.meshing.tubes import tube

TARGET = (0.0, 1.055, 0.480)
_TWIG = (
    (-0.15, -0.03, 0.33), (-0.20, 0.32, 0.46), (-0.19, 0.68, 0.555), (-0.11, 0.93, 0.555), TARGET, (0.19, 1.10, 0.46),
)  # fmt: skip
_TWIG_RADII = ((0, 0.021), (0.5, 0.017), (0.8, 0.0135), (1, 0.007))
# Each leaf: share of the way along the twig, where it points, its length.
_LEAVES = (
    (0.995, (0.90, 0.10, -0.25), 0.27),
    (0.985, (0.45, 0.10, 0.85), 0.26),
    (0.86, (-0.55, 0.15, -0.50), 0.24),
    (0.84, (0.10, 0.10, 0.90), 0.25),
    (0.70, (-0.85, 0.15, 0.30), 0.24),
    (0.52, (-0.15, 0.25, 0.90), 0.20),
)
_BARK = (0.34, 0.27, 0.20)
_GREEN = (0.20, 0.36, 0.10)
_YOUNG = (0.42, 0.55, 0.17)
# Each ripple: radius, half-width, where it is thickest.
_RINGS = ((0.060, 0.013, 0.5), (0.125, 0.014, 2.2), (0.205, 0.013, 4.0))
_ANT = (0.72, 0.30, 0.08)
_WATER = (0.56, 0.70, 0.71)


def twig_mesh(seed: int) -> Mesh:
    """Make the twig with its leaves and the weaver ant that sits on it."""
    line = evenly(smooth_line(_TWIG, 160), 60)
    share = np.linspace(0, 1, 60)
    knots = 1 + 0.10 * np.sin(share * 60) * smoothstep(0.3, 0.6, share)
    stem = tube(line, np.interp(share, *floats(_TWIG_RADII).T) * knots, 9)
    grain = space_noise(stem.positions, 30.0, seed, 3)
    parts = [_coloured(stem, mix(_BARK, (0.20, 0.155, 0.12), smoothstep(0.35, 0.65, grain)))]
    for number, (at, way, length) in enumerate(_LEAVES):
        root = floats([np.interp(at, share, line[:, axis]) for axis in range(3)])
        parts.append(_leaf(root, floats(way), length, number / len(_LEAVES)))
    return join([*parts, _ant(floats(TARGET) + floats([0.0, 0.004, -0.012]))])


def ripple_mesh(middle: Floats) -> Mesh:
    """Lay broken rings of raised water around the place where the snout meets the surface."""
    rings = [_ring(middle, radius, width, turn) for radius, width, turn in _RINGS]
    return join(rings)


def drop_mesh(radius: float, stretch: float, way: Floats) -> Mesh:
    """Make a drop of water drawn out along its way."""
    u, v = unit_grid(8, 10)
    around, off = 2 * np.pi * u, np.pi * v
    ball = np.stack([np.sin(off) * np.cos(around), np.cos(off) * stretch, np.sin(off) * np.sin(around)], axis=-1)
    along = unit(way)
    side = unit(np.cross(along, [1.0, 0.0, 0.0]))
    over = np.cross(side, along)
    return _coloured(cover_outward(radius * (ball @ np.stack([side, along, over])), u, v), (0.66, 0.84, 0.90))


def _leaf(root: Floats, way: Floats, length: float, age: float) -> Mesh:
    along = unit(way)
    side = unit(np.cross(along, [0.0, 1.0, 0.0]))
    over = np.cross(side, along)
    u, v = unit_grid(12, 8)
    across = 2 * u - 1
    half = length * 0.235 * np.sin(np.pi * np.clip(v * 0.93 + 0.045, 0, 1) ** 0.85) ** 0.75 * smoothstep(0.0, 0.10, v)
    half = np.maximum(half, 0.004)
    raised = np.abs(across) * half * 0.35 - length * 0.30 * v**2
    points = root + along * (v * length)[..., None] + side * (half * across)[..., None] + over * raised[..., None]
    mesh = cover(points, u, v)
    if mesh.normals[:, 1].mean() < 0:
        mesh = cover(points, u, v, inside_out=True)
    vein = smoothstep(0.14, 0.02, np.abs(across)).reshape(-1)
    colour = mix(mix(_GREEN, _YOUNG, floats(0.7 * (1 - age))), (0.62, 0.68, 0.34), vein * 0.55)
    return _coloured(mesh, colour)


def _ant(middle: Floats) -> Mesh:
    """Put a weaver ant head down on the twig: three beads, six legs, two feelers."""
    size = 0.0125
    parts = []
    for place, radius, stretch in (((0, 0, -1.9), 0.85, 1.3), ((0, 0.15, 0.0), 0.55, 1.6), ((0, 0, 1.7), 0.72, 1.1)):
        u, v = unit_grid(8, 10)
        around, off = 2 * np.pi * u, np.pi * v
        ball = np.stack([np.sin(off) * np.cos(around), np.sin(off) * np.sin(around), np.cos(off) * stretch], axis=-1)
        parts.append(cover_outward(floats(place) + radius * ball, u, v))
    for side in (-1.0, 1.0):
        for start, reach in ((0.5, 1.5), (0.0, 0.2), (-0.5, -1.6)):
            parts.append(
                _leg(
                    [(0.2 * side, 0, start), (1.4 * side, 0.9, start + reach * 0.5), (2.3 * side, -0.9, start + reach)]
                )
            )
        parts.append(_leg([(0.25 * side, 0.3, 2.2), (0.6 * side, 0.7, 3.0), (1.0 * side, 0.3, 3.8)]))
    ant = join(parts)
    turned = ant.positions[:, [0, 1, 2]] * size + floats([0.0, 0.0255, 0.0])
    return _coloured(Mesh(turned + middle, ant.normals, ant.uvs, ant.colours, ant.faces), _ANT)


def _leg(points: ArrayLike) -> Mesh:
    return tube(smooth_line(points, 7), np.linspace(0.14, 0.08, 7), 5)


def _ring(middle: Floats, radius: float, width: float, turn: float) -> Mesh:
    angle = np.linspace(0, 2 * np.pi, 73)
    swell = 0.30 + 0.70 * np.sin(angle + turn) ** 2
    line = middle + radius * np.stack([np.sin(angle), np.zeros(73), np.cos(angle)], axis=1)
    section = np.linspace(0, 2 * np.pi, 9)
    out = np.stack([np.sin(angle), np.zeros(73), np.cos(angle)], axis=1)[:, None]
    wide = (np.cos(section)[None] * (width * swell)[:, None])[..., None]
    high = (np.sin(section)[None] * (0.16 * width * swell)[:, None])[..., None]
    points = line[:, None] + out * wide + floats([0, 1, 0]) * high
    u, v = np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 1, 73))
    return _coloured(cover_outward(points, u, v), _WATER)


def _coloured(mesh: Mesh, colour: ArrayLike) -> Mesh:
    return shaded(mesh, np.broadcast_to(linear(floats(colour)), mesh.positions.shape))
