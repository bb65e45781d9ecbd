"""Shape the feathers of a kingfisher that no wing carries: tail, rump and shoulders. Centimetres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.fauna.feathers import vane
from mangrove_ar.meshing.fauna.kingfisher_wings import folded_feather
from mangrove_ar.meshing.mesh import Mesh, join

TAIL_CM = floats([0.0, 1.15, -2.75])
_ALONG = unit([0.0, -0.88, -0.47])
_BACK = np.cross([1.0, 0.0, 0.0], _ALONG)
_PAIRS = 6
# Rows of shoulder feathers: place from back to breast, first and last place along, how many, height.
_SHOULDER_ROWS = (
    (-2.45, 0.3, 5.0, 9, 0.00), (-1.85, 0.0, 4.9, 10, 0.20), (-1.25, -0.1, 4.3, 9, 0.38), (-0.65, -0.1, 2.8, 7, 0.56),
)  # fmt: skip
_STAGGER = 0.24


def tail_feathers() -> Mesh:
    """Make the twelve feathers of the tail, the middle pair on top."""
    feathers = []
    for pair in range(_PAIRS):
        for side in (1.0, -1.0):
            turn = np.radians(side * (0.8 + 2.3 * pair))
            length, up = 6.6 - 0.05 * pair**2, 0.34 - 0.045 * pair - (0.02 if side < 0 else 0)
            feathers.append(_tail_feather(side * (0.12 + 0.09 * pair), turn, length, 1.25, up))
    return join(feathers)


def rump_feathers() -> Mesh:
    """Cover the roots of the tail with short feathers."""
    feathers = []
    for row, (up, length, count) in enumerate(((0.42, 2.3, 4), (0.62, 2.0, 4), (0.80, 1.7, 3))):
        for place in np.linspace(-1, 1, count):
            lower, along = up - 0.16 * abs(place), -0.55 * row - 0.5
            feathers.append(_tail_feather(place * 0.62, np.radians(place * 9), length, 1.3, lower, along))
    return join(feathers)


def shoulder_feathers() -> Mesh:
    """Lay the scapulars, which cover the wings' roots from above."""
    feathers = []
    for side in (1.0, -1.0):
        for place, first, last, count, up in _SHOULDER_ROWS:
            for number, along in enumerate(np.linspace(first, last, count)):
                aside = _STAGGER * (-1) ** number
                base, turn_deg = (place + aside, float(along)), 1.5 + 14.0 * aside
                feathers.append(folded_feather(base, turn_deg, 1.75 + 0.05 * number, 1.6, up - 0.02 * number, side))
    return join(feathers)


def _tail_feather(sideways: float, turn: float, length: float, width: float, up: float, along: float = -0.4) -> Mesh:
    def bend(flat: Floats) -> Floats:
        across, way, height = flat[..., 0], flat[..., 1], flat[..., 2]
        x = sideways + across * np.cos(turn) + way * np.sin(turn)
        down = along + way * np.cos(turn) - across * np.sin(turn)
        bowed = up + height - 0.10 * x**2
        return floats(TAIL_CM + x[..., None] * floats([1, 0, 0]) + down[..., None] * _ALONG + bowed[..., None] * _BACK)

    return vane(length, width, bend, camber=0.06, droop=0.012)
