"""Make the flowers and fruits that tell one Sonneratia from another: calyx cupped or flat, stamens white or red.

All stand on the origin along +y; flowers and fruits have a radius of about one.
"""

from mangrove_ar.meshing.flora.leaf_sides import Colour
from mangrove_ar.meshing.flora.whorls import filaments, turned_body, whorl
from mangrove_ar.meshing.mesh import Mesh, join

_SIDES = 10
_STALK: Colour = (0.16, 0.20, 0.06)
_CUP: Colour = (0.20, 0.29, 0.075)
_LOBE: Colour = (0.28, 0.36, 0.11)
_LOBE_TIP: Colour = (0.34, 0.36, 0.12)
_LOBE_INSIDE: Colour = (0.38, 0.36, 0.15)
_APPLE: Colour = (0.26, 0.40, 0.08)
_APPLE_TOP: Colour = (0.36, 0.46, 0.12)
_DARK_APPLE: Colour = (0.15, 0.28, 0.055)
_DARK_APPLE_TOP: Colour = (0.24, 0.36, 0.09)
_STYLE: Colour = (0.40, 0.42, 0.16)
_WHITE: Colour = (0.95, 0.94, 0.88)
_DARK_RED: Colour = (0.34, 0.015, 0.022)
_RED: Colour = (0.58, 0.03, 0.06)
_PINK_WHITE: Colour = (0.86, 0.55, 0.56)


def cupped_apple() -> Mesh:
    """Shape a fruit of S. alba: a small apple in a cone-bottomed cup whose lobes bend back."""
    cup = turned_body([(0.0, 0.14, _STALK), (0.14, 0.34, _CUP), (0.46, 0.82, _CUP), (0.66, 0.99, _LOBE)], _SIDES)
    shoulder = [(0.60, 0.93, _APPLE), (0.92, 1.0, _APPLE), (1.25, 0.88, _APPLE)]
    apple = turned_body([*shoulder, (1.50, 0.52, _APPLE_TOP), (1.58, 0.0, _STYLE)], _SIDES)
    rows = [
        (0.95, 0.64, 0.44, _LOBE_INSIDE),
        (1.28, 0.62, 0.38, _LOBE_INSIDE),
        (1.46, 0.36, 0.24, _LOBE),
        (1.45, 0.06, 0.0, _LOBE_TIP),
    ]
    return join([cup, apple, whorl(7, rows), _style(1.54, 0.75)])


def plated_apple() -> Mesh:
    """Shape a fruit of S. caseolaris: a flattened apple on a flat star of a calyx, with a long style."""
    plate = turned_body([(0.0, 0.14, _STALK), (0.10, 0.30, _CUP), (0.20, 0.78, _CUP), (0.24, 0.90, _LOBE)], _SIDES)
    apple = turned_body(
        [
            (0.20, 0.70, _DARK_APPLE),
            (0.46, 0.98, _DARK_APPLE),
            (0.80, 1.0, _DARK_APPLE),
            (1.10, 0.74, _DARK_APPLE),
            (1.22, 0.36, _DARK_APPLE_TOP),
            (1.20, 0.0, _STYLE),
        ],
        _SIDES,
    )
    rows = [(0.80, 0.22, 0.38, _LOBE), (1.25, 0.25, 0.30, _LOBE), (1.72, 0.22, 0.0, _LOBE_TIP)]
    return join([plate, apple, whorl(7, rows), _style(1.18, 1.15)])


def white_flower() -> Mesh:
    """Shape a flower of S. alba: a pompom of white stamens over bent lobes; no petal shows."""
    rows = [(0.30, 0.44, 0.17, _LOBE), (0.55, 0.40, 0.15, _LOBE_INSIDE), (0.72, 0.14, 0.0, _LOBE_TIP)]
    threads = filaments(50, 0.28, 0.42, 86, (_WHITE, _WHITE), 3)
    return join([_flower_cup(), whorl(6, rows), threads, _style(0.4, 1.05)])


def red_flower() -> Mesh:
    """Shape a flower of S. caseolaris: dark red petals and stamens that pale from red to pinkish white."""
    lobes = [(0.30, 0.44, 0.17, _LOBE), (0.60, 0.50, 0.15, _LOBE), (0.90, 0.48, 0.0, _LOBE_TIP)]
    petals = [(0.28, 0.46, 0.05, _DARK_RED), (0.62, 0.62, 0.085, _DARK_RED), (1.02, 0.72, 0.0, _DARK_RED)]
    threads = filaments(50, 0.28, 0.42, 76, (_RED, _PINK_WHITE), 3)
    return join([_flower_cup(), whorl(6, lobes), whorl(6, petals, 0.52), threads, _style(0.4, 1.05)])


def _flower_cup() -> Mesh:
    return turned_body([(0.0, 0.07, _STALK), (0.12, 0.20, _CUP), (0.46, 0.36, _LOBE), (0.40, 0.0, _LOBE)], 8)


def _style(foot: float, length: float) -> Mesh:
    return turned_body([(foot, 0.035, _STYLE), (foot + length, 0.03, _STYLE), (foot + length + 0.05, 0.0, _STYLE)], 4)
