"""Shape a fiddler crab's limbs: eight walking legs, a feeding claw and the great claw. Centimetres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Patch, Surface
from mangrove_ar.meshing.curves import Profile, profile
from mangrove_ar.meshing.fauna import crab_paint
from mangrove_ar.meshing.fauna.limbs import blade, limb, skin

Pairs = tuple[tuple[float, float], ...]

# Each leg of one side, front to back: hip (x, z), degrees from sideways to the back, size.
LEGS = (
    (0.56, 0.12, -34.0, 0.95),
    (0.62, -0.06, -11.0, 1.06),
    (0.60, -0.24, 14.0, 1.06),
    (0.50, -0.42, 42.0, 0.92),
)
HIP_HEIGHT_CM = -0.34
LEG_REACH_CM = 1.62  # From hip to foot, level, at size 1.

# fmt: off
# Way along the whole leg (0 hip, 1 tip) and half-height or half-width; the narrow places are the joints.
_LEG_HEIGHTS: Pairs = (
    (0, 0.10), (0.08, 0.18), (0.20, 0.245), (0.345, 0.16), (0.385, 0.10), (0.425, 0.145), (0.50, 0.135), (0.532, 0.09),
    (0.57, 0.12), (0.66, 0.105), (0.742, 0.062), (0.78, 0.07), (0.90, 0.042), (1.0, 0.008),
)
_LEG_WIDTHS: Pairs = (
    (0, 0.10), (0.22, 0.115), (0.345, 0.095), (0.385, 0.072), (0.45, 0.095), (0.53, 0.058), (0.60, 0.072),
    (0.742, 0.045), (0.79, 0.052), (1.0, 0.008),
)
# The great claw from outside: x along the hand from the wrist, y of the upper and the lower edge, half-thickness z.
_PALM_CM = (-0.18, 2.70)
_PALM_UPPER: Pairs = (
    (-0.18, 0.0), (-0.15, 0.09), (-0.08, 0.17), (0.15, 0.35), (0.45, 0.47), (0.80, 0.48), (0.96, 0.40), (1.06, 0.16),
    (1.16, -0.10), (1.26, -0.155), (1.7, -0.175), (2.1, -0.12), (2.5, 0.0), (2.66, 0.06), (2.70, 0.055),
)
_PALM_LOWER: Pairs = (
    (-0.18, 0.0), (-0.15, -0.09), (-0.08, -0.17), (0.15, -0.36), (0.50, -0.48), (0.85, -0.49), (1.2, -0.44),
    (1.6, -0.41), (2.1, -0.32), (2.5, -0.12), (2.66, 0.02), (2.70, 0.05),
)
_PALM_THICK: Pairs = (
    (-0.18, 0.0), (-0.15, 0.08), (-0.08, 0.14), (0.2, 0.24), (0.55, 0.29), (0.85, 0.26), (1.08, 0.18), (1.3, 0.115),
    (2.0, 0.085), (2.55, 0.045), (2.70, 0.004),
)
_PALM_BEND: Pairs = ((-0.18, 0.0), (0.8, 0.0), (1.8, 0.05), (2.70, 0.16))
# The moving finger from its hinge on; its round base lies inside the palm, so that it opens without a gap.
_FINGER_CM = (-0.16, 1.72)
_FINGER_UPPER: Pairs = (
    (-0.16, 0.0), (-0.13, 0.08), (-0.07, 0.14), (0.15, 0.215), (0.55, 0.27), (1.0, 0.21), (1.4, 0.03), (1.64, -0.18),
    (1.72, -0.275),
)
_FINGER_LOWER: Pairs = (
    (-0.16, 0.0), (-0.13, -0.08), (-0.07, -0.14), (0.08, -0.18), (0.22, -0.10), (0.5, 0.02), (0.9, 0.0), (1.3, -0.12),
    (1.6, -0.25), (1.72, -0.28),
)
_FINGER_THICK: Pairs = (
    (-0.16, 0.0), (-0.13, 0.08), (-0.05, 0.135), (0.12, 0.14), (0.35, 0.105), (1.0, 0.08), (1.5, 0.05), (1.72, 0.004),
)
_FINGER_BEND: Pairs = ((-0.16, 0.0), (0.8, 0.05), (1.72, 0.16))
# fmt: on


def leg_patch(node: str, size: float, drop_cm: float) -> Patch:
    """Make one leg in its node's axes: x outwards, y up; the foot ends `drop_cm` below the hip.

    The leg is one skin from hip to tip, so that no joint can show a gap.
    """
    heights, widths = (floats(pairs) * [1, size] for pairs in (_LEG_HEIGHTS, _LEG_WIDTHS))
    surface = limb(_leg_line(size, drop_cm), widths, heights, (0.06, 0.004))
    mesh = skin(surface, 38, 9, 0.0)
    return Patch(node, mesh, surface, (64, 208), crab_paint.leg_colour, crab_paint.leg_relief)


def small_claw_patches() -> list[Patch]:
    """Make the feeding claw on its three nodes; its two fingers end in spoons."""
    return [
        Patch(node, skin(surface, 8, 8), surface, (56, 64), crab_paint.small_claw_colour, crab_paint.leg_relief)
        for node, surface in (
            ("small_shoulder", _segment(0.34, 0.062, 0.073, (0.06, 0.07))),
            ("small_elbow", _segment(0.26, 0.058, 0.063, (0.06, 0.06))),
            ("small_wrist", _segment(0.28, 0.055, 0.078, (0.06, 0.05))),
            ("small_wrist", limb(*_spoon(1.0))),
            ("small_wrist", limb(*_spoon(-1.0))),
        )
    ]


def great_claw_patches() -> list[Patch]:
    """Make the great claw: two arm segments, palm with fixed finger in one skin, moving finger."""
    merus, carpus = _segment(0.52, 0.15, 0.18, (0.13, 0.16)), _segment(0.30, 0.19, 0.22, (0.15, 0.17))
    upper, lower = _toothed(_PALM_UPPER, 1.22, 2.5, 1.0), profile(_PALM_LOWER)
    palm = blade(upper, lower, profile(_PALM_THICK), profile(_PALM_BEND), _PALM_CM)
    upper, lower = profile(_FINGER_UPPER), _toothed(_FINGER_LOWER, 0.25, 1.5, -0.8)
    finger = blade(upper, lower, profile(_FINGER_THICK), profile(_FINGER_BEND), _FINGER_CM)
    paint = crab_paint
    return [
        Patch("shoulder", skin(merus, 9, 14), merus, (128, 100), paint.arm_colour, paint.palm_relief),
        Patch("elbow", skin(carpus, 9, 14), carpus, (128, 88), paint.arm_colour, paint.palm_relief),
        Patch("wrist", skin(palm, 52, 22, 0.25), palm, (272, 360), paint.palm_colour, paint.palm_relief),
        Patch("dactyl", skin(finger, 36, 14, 0.25), finger, (112, 288), paint.finger_colour, paint.finger_relief),
    ]


def _leg_line(size: float, drop_cm: float) -> Floats:
    """Go up and out to the knee, over the short wrist segment, then steeply down to the foot."""
    knee = floats([0.86, 0.50, 0]) * size
    ankle = knee + floats([0.34, -0.06, 0]) * size
    foot = floats([LEG_REACH_CM * size, -drop_cm, 0])
    last = ankle + (foot - ankle) * 0.52 + [0.06, 0.05, 0]
    around_knee = [knee - [0.06, 0.015, 0], knee + floats([0.07, 0.02, 0])]
    around_ankle = [ankle - [0.05, -0.02, 0], ankle + floats([0.04, -0.05, 0])]
    start = [floats([-0.12, -0.02, 0]), knee * 0.5 + [0, 0.03, 0]]
    return floats([*start, *around_knee, *around_ankle, last, (last + foot) / 2 + [0.035, 0, 0], foot])


def _segment(length: float, width: float, height: float, ends: tuple[float, float]) -> Surface:
    """Make a slightly bowed segment along x, thicker towards its far end."""
    points = [(0, 0, 0), (length / 2, 0.03, 0), (length, 0, 0)]
    return limb(
        points,
        [(0, width * 0.8), (0.6, width), (1, width)],
        [(0, height * 0.75), (0.6, height), (1, height)],
        ends,
    )


def _spoon(side: float) -> tuple[Floats, Pairs, Pairs, tuple[float, float]]:
    points = floats([(0.26, 0.03 * side, 0), (0.42, 0.055 * side, 0), (0.56, 0.03 * side, 0)])
    return (
        points,
        ((0, 0.035), (0.7, 0.022), (1, 0.034)),
        ((0, 0.035), (0.7, 0.02), (1, 0.024)),
        (0.02, 0.025),
    )


def _toothed(edge: Pairs, start: float, end: float, size: float) -> Profile:
    """Add small teeth along the gape of an edge, and one large tooth before the middle."""
    plain = profile(edge)

    def read(x: Floats) -> Floats:
        way = (x - start) / (end - start)
        inside = np.clip(way * 8, 0, 1) * np.clip((1 - way) * 8, 0, 1)
        teeth = 0.013 * np.sin(way * 2 * np.pi * 9) + 0.06 * np.exp(-(((way - 0.42) / 0.05) ** 2))
        return floats(plain(x) + size * inside * teeth)

    return read
