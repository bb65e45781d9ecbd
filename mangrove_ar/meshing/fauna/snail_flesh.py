"""Shape what a creeping snail shows of itself: foot, neck with a ringed snout, tentacles with eyes. Millimetres.

The snail creeps along +z on y = 0, its head at the origin.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid


def foot(length: float, half_width: float) -> Mesh:
    """Lay the flat foot from behind the head to in front of it, with a thin wavy sole."""
    u, v = unit_grid(26, 28)
    along = v * 2 - 1
    angle = 2 * np.pi * u
    wide = half_width * np.sqrt(np.clip(1 - np.abs(along) ** 2.6, 0, 1)) * (1 + 0.18 * along)
    ripple = 1 + 0.05 * np.sin(v * 31) * np.abs(np.cos(angle))
    rise = np.where(np.sin(angle) > 0, 0.62, 0.10) * half_width * (1 - np.abs(along) ** 3)
    x = wide * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.8 * ripple
    y = rise * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 1.3
    points = np.stack([x, y, along * length / 2 - 0.28 * length], axis=-1)
    return cover_outward(points, u * 3, v * 3)


def head(size: float) -> Mesh:
    """Make neck, snout and both tentacles; size is about the head's breadth in millimetres."""
    return join([_neck_and_snout(size), _tentacle(1.0, size), _tentacle(-1.0, size)])


def _neck_and_snout(size: float) -> Mesh:
    """Stretch neck and snout from inside the shell down to the mud; rings run around the snout."""
    points = floats([(0, 0.95, -2.3), (0, 1.0, -1.0), (0, 0.86, 0.1), (0, 0.52, 0.95), (0, 0.24, 1.45)]) * size
    widths = floats([(0, 0.80), (0.30, 0.78), (0.52, 0.60), (0.72, 0.44), (0.90, 0.40), (1, 0.47)]) * [1, size]
    heights = floats([(0, 0.62), (0.30, 0.62), (0.52, 0.50), (0.72, 0.38), (0.90, 0.33), (1, 0.38)]) * [1, size]
    surface = limb(points, widths, heights, (0.5 * size, 0.24 * size))
    u, v = unit_grid(44, 18)
    middle = surface(u, v).mean(axis=1, keepdims=True)
    rings = 1 + 0.045 * np.sin(v * 92) * np.clip((v - 0.35) * 4, 0, 1) * np.clip((0.97 - v) * 12, 0, 1)
    return cover_outward(middle + (surface(u, v) - middle) * rings[..., None], u * 2, v * 3)


def _tentacle(side: float, size: float) -> Mesh:
    """Hold out one short tentacle with a black eye on a swelling below its tip."""
    base = floats([side * 0.42, 1.12, -0.05])
    points = (base + floats([(0, 0, 0), (side * 0.34, 0.16, 0.38), (side * 0.72, 0.10, 0.92)])) * size
    thick = floats([(0, 0.15), (0.35, 0.115), (0.75, 0.06), (1, 0.03)]) * [1, size]
    stalk = skin(limb(points, thick, thick, (0.1 * size, 0.02 * size)), 14, 9)
    eye = _ball(points[0] + floats([side * 0.16, 0.15, 0.20]) * size, 0.085 * size)
    return join([stalk, shaded(eye, np.full((len(eye.positions), 3), 0.05))])


def _ball(middle: Floats, radius: float) -> Mesh:
    u, v = unit_grid(8, 10)
    around, up = 2 * np.pi * u, np.pi * v
    shape = np.stack([np.cos(around) * np.sin(up), np.cos(up), np.sin(around) * np.sin(up)], axis=-1)
    return cover_outward(middle + radius * shape, u * 0.1, v * 0.1)
