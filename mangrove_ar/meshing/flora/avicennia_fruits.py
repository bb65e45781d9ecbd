"""Make the flowers and fruits that tell one Avicennia from another: chilli or heart, small spikes or large heads."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.leaf_sides import Colour
from mangrove_ar.meshing.flora.placing import placed
from mangrove_ar.meshing.flora.whorls import turned_body, whorl
from mangrove_ar.meshing.mesh import Mesh, join

_HEART_SIDES = 8
_ORANGE: Colour = (0.84, 0.36, 0.025)
_YELLOW: Colour = (0.90, 0.52, 0.06)
_THROAT: Colour = (0.30, 0.10, 0.015)
_SEPAL: Colour = (0.20, 0.24, 0.09)
_GREY_GREEN: Colour = (0.27, 0.37, 0.13)
_DUSTY: Colour = (0.36, 0.43, 0.19)
_TAIL: Colour = (0.30, 0.30, 0.12)
_OLIVE: Colour = (0.25, 0.28, 0.065)
_RUSTY: Colour = (0.34, 0.27, 0.075)


def chilli() -> Mesh:
    """Shape a fruit of A. alba: a downy drop with a long curved tail, of length one."""
    rings = [
        (0.0, 0.05, _SEPAL),
        (0.07, 0.13, _SEPAL),
        (0.27, 0.175, _DUSTY),
        (0.52, 0.125, _GREY_GREEN),
        (0.78, 0.05, _TAIL),
        (1.0, 0.0, _TAIL),
    ]
    return turned_body(rings, 6, bend=0.26)


def heart() -> Mesh:
    """Shape a fruit of A. officinalis: a wrinkled, flattened heart with a short beak, of length one."""
    profile = [(0.0, 0.10, _SEPAL), (0.05, 0.42, _OLIVE), (0.28, 0.54, _RUSTY)]
    profile += [(0.60, 0.37, _OLIVE), (0.84, 0.12, _RUSTY), (1.0, 0.0, _TAIL)]
    angle = np.linspace(0, 2 * np.pi, _HEART_SIDES + 1)
    flat = np.hypot(np.cos(angle), 0.52 * np.sin(angle))
    row = np.arange(len(profile))[:, None]
    wrinkles = 1 + 0.07 * np.cos(5 * angle) * np.cos(2.1 * row + angle)
    wrinkles[:, -1] = wrinkles[:, 0]
    return turned_body(profile, _HEART_SIDES, swelling=flat * wrinkles)


def large_flower() -> Mesh:
    """Shape a flower of A. officinalis with four broad petals, of radius one."""
    rows = [(0.16, 0.42, 0.18, _ORANGE), (0.62, 0.64, 0.42, _YELLOW), (1.0, 0.42, 0.18, _ORANGE)]
    return join([_cup(), whorl(4, rows)])


def small_flower() -> Mesh:
    """Shape a flower of A. alba with four pointed petals, of radius one."""
    return join([_cup(), whorl(4, [(0.10, 0.42, 0.40, _ORANGE), (1.0, 0.55, 0.0, _YELLOW)])])


def flower_head(
    model: Mesh, place: Floats, axis: Floats, flowers: int, radius_m: float, rng: np.random.Generator
) -> list[Mesh]:
    """Crowd copies of a flower around the end of a shoot."""
    heads = []
    for k in range(flowers):
        open_rad = 0.0 if k == 0 else 1.2
        turn = 2 * np.pi * k / max(flowers - 1, 1) + rng.normal(0, 0.15)
        side = unit(np.cross(axis, floats([0.3, 0.2, 0.9])))
        level = side * np.cos(turn) + np.cross(axis, side) * np.sin(turn)
        way = unit(axis * np.cos(open_rad) + level * np.sin(open_rad))
        heads.append(placed(model, place + way * radius_m * 1.2, way, radius_m * rng.uniform(0.85, 1.1), turn))
    return heads


def _cup() -> Mesh:
    return turned_body([(0.0, 0.16, _SEPAL), (0.40, 0.40, _SEPAL), (0.56, 0.0, _THROAT)], 4)
