"""Give the measures of a mangrove horseshoe crab, Carcinoscorpius rotundicauda, in half-widths of its shell.

Both plates have the hinge between them at z = 0; the front plate lies before it, the hind plate behind.
Source: species record of Carcinoscorpius rotundicauda, field `identification`.
"""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.curves import profile

SPINES = 6  # Movable spines on each side of the hind plate.
TAIL_LENGTH = 2.25
TAIL_HINGE = (0.0, 0.14, -0.66)
EYE = (0.505, 0.40)  # x and z of the right compound eye.
_FRONT_HEIGHT = 0.50
_RIM = 0.035


@dataclass(frozen=True)
class Plate:
    """A plate seen from above: right half of its margin (x, z) and, point by point, of a rounder inner line."""

    margin: Floats
    inner: Floats
    middle: tuple[float, float]
    box: tuple[float, float, float, float]  # Least x and z, width and depth of its flat map.


# fmt: off
# x and z of the margin, then of the inner line. The corners of the horseshoe run out into long points.
_FRONT = floats((
    (0.00, 1.15, 0.00, 0.84), (0.30, 1.115, 0.18, 0.82), (0.58, 0.985, 0.36, 0.74), (0.81, 0.74, 0.50, 0.60),
    (0.945, 0.44, 0.58, 0.42), (1.00, 0.12, 0.60, 0.26), (0.985, -0.14, 0.60, 0.18), (0.935, -0.36, 0.585, 0.13),
    (0.895, -0.46, 0.56, 0.10), (0.845, -0.34, 0.535, 0.09), (0.76, -0.14, 0.49, 0.085), (0.66, -0.02, 0.43, 0.085),
    (0.50, 0.01, 0.33, 0.085), (0.25, 0.02, 0.17, 0.085), (0.00, 0.02, 0.00, 0.085),
))
# Six corners; the steps along the side hold the movable spines, the hind end takes the tail.
_HIND = floats((
    (0.00, 0.07, 0.00, -0.02), (0.28, 0.065, 0.18, -0.02), (0.48, 0.04, 0.32, -0.04), (0.60, -0.03, 0.38, -0.08),
    (0.635, -0.11, 0.39, -0.13), (0.59, -0.15, 0.38, -0.17), (0.585, -0.22, 0.37, -0.21), (0.545, -0.255, 0.35, -0.25),
    (0.535, -0.32, 0.34, -0.29), (0.495, -0.355, 0.32, -0.33), (0.48, -0.42, 0.30, -0.37), (0.44, -0.455, 0.28, -0.41),
    (0.42, -0.515, 0.26, -0.45), (0.38, -0.545, 0.24, -0.48), (0.355, -0.60, 0.21, -0.51), (0.30, -0.72, 0.17, -0.54),
    (0.245, -0.79, 0.13, -0.56), (0.17, -0.70, 0.08, -0.57), (0.09, -0.645, 0.04, -0.575), (0.00, -0.63, 0.00, -0.575),
))
# Where each spine of the right side is rooted, x and z, degrees from sideways to the back, and its length.
SPINE_ROOTS = (
    (0.575, -0.185, 48.0, 0.23), (0.53, -0.285, 52.0, 0.235), (0.482, -0.385, 56.0, 0.23), (0.425, -0.485, 60.0, 0.215),
    (0.365, -0.57, 65.0, 0.20), (0.315, -0.655, 70.0, 0.18),
)
# fmt: on
FRONT_PLATE = Plate(_FRONT[:, :2], _FRONT[:, 2:], (0.0, 0.40), (-1.04, -0.50, 2.08, 1.70))
HIND_PLATE = Plate(_HIND[:, :2], _HIND[:, 2:], (0.0, -0.28), (-0.68, -0.84, 1.36, 0.96))
_SIDE = profile([(-0.80, 0.26), (-0.60, 0.36), (-0.35, 0.50), (-0.10, 0.63), (0.10, 0.66)])
_BACK_RIDGE = profile([(-0.80, 0.14), (-0.62, 0.22), (-0.35, 0.345), (-0.10, 0.43), (0.10, 0.45)])


def front_height(x: Floats, z: Floats) -> Floats:
    """Give the height (...) of the front plate: a bowl with a flat brim, three ridges, eyes on the outer two."""
    away = np.abs(x)
    before = np.maximum(z - 0.12, 0) / 1.06
    bowl = np.maximum(1 - (away / 1.02) ** 2.1 - before**2.1, 0) ** 0.80
    spine = 1 - 0.55 * smoothstep(0.10, -0.46, z) - 0.13 * smoothstep(0.50, 0.0, z)
    ridge = np.exp(-((away / 0.035) ** 2)) * 0.030 * smoothstep(0.98, 0.75, z)
    eye_line = _eye_line(z)
    brow = np.exp(-(((away - eye_line) / 0.040) ** 2)) * 0.034 * smoothstep(0.86, 0.6, z)
    furrow = np.exp(-(((away - 0.21 + 0.10 * z) / 0.055) ** 2)) * 0.030 * smoothstep(0.85, 0.5, z)
    slope = smoothstep(0.0, 0.22, away - eye_line) * 0.035 * smoothstep(0.95, 0.6, away)
    return floats(_RIM + _FRONT_HEIGHT * bowl * spine + ridge + brow - furrow - slope * spine)


def hind_height(x: Floats, z: Floats) -> Floats:
    """Give the height (...) of the hind plate: a ridged roof that thins to its margin, six pits beside the ridge."""
    away = np.abs(x)
    share = np.minimum(away / _SIDE(z), 1.15)
    fullness = 1.7 + 1.8 * smoothstep(-0.45, 0.05, z)
    roof = np.maximum(1 - share**fullness, 0) ** 0.9
    ridge = np.exp(-((away / 0.035) ** 2)) * 0.030
    for bump in (-0.08, -0.27, -0.50):
        ridge = ridge + np.exp(-((away / 0.03) ** 2) - ((z - bump) / 0.035) ** 2) * 0.030
    pits = np.zeros_like(away)
    for pit in range(SPINES):
        at_z = -0.06 - 0.085 * pit
        pits += np.exp(-(((away - 0.20 + 0.012 * pit) / 0.028) ** 2) - ((z - at_z) / 0.022) ** 2)
    furrow = np.exp(-(((away - 0.19 - 0.12 * z) / 0.05) ** 2)) * 0.028
    return floats(0.055 + (_BACK_RIDGE(z) - 0.055) * roof + ridge - 0.028 * pits - furrow)


def _eye_line(z: Floats) -> Floats:
    """The outer ridges start at the hinge, pass the eyes and run together towards the front."""
    return floats(0.555 - 0.05 * z - 0.20 * np.maximum(z - 0.30, 0) - 0.28 * np.maximum(z - 0.30, 0) ** 2)
