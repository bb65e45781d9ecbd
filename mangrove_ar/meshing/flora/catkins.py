"""Hang catkins: slender spikes of tiny flowers. And let milky sap run from a nick in the bark. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.tinting import tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_FOOT, _BLOOM, _BUD = (0.30, 0.34, 0.07), (0.82, 0.70, 0.15), (0.52, 0.58, 0.13)
_SAP, _CUT = (0.90, 0.89, 0.84), (0.36, 0.17, 0.09)
_RINGS, _SIDES = 14, 4


def catkin(place: Floats, outwards: Floats, length_m: float, rng: np.random.Generator) -> Mesh:
    """Leave outwards, then hang; the flowers stand in whorls, so the spike looks knotted."""
    reach = outwards * length_m * rng.uniform(0.25, 0.5)
    side = np.cross(outwards, [0.0, 1.0, 0.0]) * rng.normal(0, 0.12) * length_m
    end = place + reach * 1.3 + side - floats([0, length_m * 0.85, 0])
    line = smooth_line([place, place + reach * 0.7 + floats([0, length_m * 0.02, 0]), end], _RINGS)
    share = np.linspace(0, 1, _RINGS)
    knots = np.where(np.arange(_RINGS) % 2 == 0, 0.50, 1.0)
    radii = length_m * 0.075 * knots * np.interp(share, [0, 0.1, 0.2, 0.8, 1], [0.2, 0.4, 1.0, 0.85, 0.25])
    spike = tube(line, radii, _SIDES)
    tints = mix(_FOOT, mix(_BLOOM, _BUD, np.clip(share * 1.2 - 0.1, 0, 1)), np.clip(share * 8, 0, 1))
    tints = tints * np.where(knots < 1, 0.6, 1.0)[:, None]
    return replace(spike, colours=np.repeat(tints, _SIDES + 1, axis=0))


def bleeding_nick(trunk: Bough, height_m: float, turn: float) -> list[Mesh]:
    """Cut the bark once: a short slanting wound, and white milk that runs down in two drops."""
    share = float(np.interp(height_m, trunk.line[:, 1], np.linspace(0, 1, len(trunk.line))))
    _, _, radius = trunk.at(share)
    outwards = floats([np.sin(turn), 0, np.cos(turn)])
    aside = np.cross([0.0, 1.0, 0.0], outwards)

    def on_bark(right_m: float, up_m: float) -> Floats:
        middle, _, _ = trunk.at(share + up_m / float(np.ptp(trunk.line[:, 1])))
        return middle + unit(outwards * radius + aside * right_m) * radius * 0.985

    wound = floats([on_bark(x, 0.35 * x + 0.004) for x in (-0.08, -0.04, 0.0, 0.04, 0.08)])
    parts = [tinted(tube(wound, floats([0.0, 0.018, 0.023, 0.018, 0.0]), 6), _CUT)]
    for right, length in ((-0.030, 0.30), (0.036, 0.18)):
        ways = floats([0.0, 0.15, 0.55, 0.86, 0.95, 1.0])
        drip = floats([on_bark(right, 0.35 * right - way * length) for way in ways])
        parts.append(tinted(tube(drip, floats([0.015, 0.013, 0.010, 0.018, 0.016, 0.0]), 6), _SAP))
    return parts
