"""Curl a young fern frond: a stalk whose tip is still rolled up like a bishop's staff. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

_FOOT, _STALK, _CURL = (0.16, 0.05, 0.03), (0.30, 0.24, 0.07), (0.34, 0.17, 0.06)
_COIL_TURNS = 1.75
_POINTS = 40


def crozier(foot: Floats, turn: float, height_m: float) -> Mesh:
    """Raise a stalk that leans towards `turn` and rolls up inwards."""
    share = np.linspace(0, 1, _POINTS)
    way = np.where(share < 0.5, share * 2, 1.0)
    coil = np.clip(share - 0.5, 0, 1) * 2
    radius = 0.105 * height_m * (1 - 0.80 * coil)
    angle = coil * _COIL_TURNS * 2 * np.pi
    stem = (height_m * 0.80) * way
    out = 0.30 * height_m * way**2 + np.where(coil > 0, 0.105 * height_m - radius * np.cos(angle), 0.0)
    rise = stem + np.where(coil > 0, radius * np.sin(angle), 0.0)
    line = foot + out[:, None] * floats([np.cos(turn), 0, np.sin(turn)]) + rise[:, None] * floats([0, 1, 0])
    thick = 0.016 * np.interp(share, [0, 0.45, 0.6, 0.95, 1], [1.4, 1.0, 1.15, 0.75, 0.0])
    mesh = tube(line, thick, 7)
    tints = mix(mix(_FOOT, _STALK, smoothstep(0.0, 0.25, share)), _CURL, smoothstep(0.4, 0.65, share))
    return ring_tinted(mesh, tints)
