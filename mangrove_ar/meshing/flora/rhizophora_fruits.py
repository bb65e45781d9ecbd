"""Grow the small parts that name the species: red stipules, paired flowers, hanging seedlings. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_STIPULE_FOOT, _STIPULE_TIP = (0.36, 0.20, 0.07), (0.50, 0.06, 0.04)
_BUD_FOOT, _BUD_TIP = (0.30, 0.24, 0.08), (0.80, 0.68, 0.30)
_STALK = (0.085, 0.055, 0.035)
_CAP, _GREEN, _BROWN = (0.14, 0.075, 0.035), (0.15, 0.24, 0.055), (0.15, 0.08, 0.04)


def stipule(tip: Floats, direction: Floats, length_m: float) -> Mesh:
    """Close a shoot with its red, pointed sheath."""
    line = floats([tip, tip + direction * length_m * 0.45, tip + direction * length_m])
    return ring_tinted(tube(line, floats([0.006, 0.0085, 0.0]), 3), [_STIPULE_FOOT, _STIPULE_TIP, _STIPULE_TIP])


def flower_pair(place: Floats, outwards: Floats, size_m: float) -> list[Mesh]:
    """Hang a short, thick, dark stalk with two buds side by side."""
    down = floats([0, -1, 0])
    fork = place + outwards * size_m * 1.0 + down * size_m * 0.5
    parts = [ring_tinted(tube(floats([place, fork]), floats([0.005, 0.006]), 4), [_STALK, _STALK])]
    side = np.cross(outwards, down)
    for sign in (1.0, -1.0):
        along = outwards * 0.35 + down * 0.6 + side * sign * 0.7
        steps = floats([0.0, 0.45, 1.2])[:, None] * size_m * along
        bud = tube(fork + steps, floats([0.25, 0.44, 0.0]) * size_m, 4)
        parts.append(ring_tinted(bud, [_BUD_FOOT, _BUD_TIP, _BUD_TIP]))
    return parts


def propagule(place: Floats, length_m: float, lean: Floats) -> Mesh:
    """Hang a seedling that grows on the tree: brown cap, long smooth club, pointed end."""
    ways = floats([0.0, 0.05, 0.11, 0.16, 0.70, 0.92, 1.0])
    radii = floats([0.003, 0.017, 0.017, 0.009, 0.0130, 0.009, 0.0]) * (length_m / 0.30)
    bow = np.sin(ways * np.pi)[:, None] * lean
    line = place + floats([0, -1, 0]) * (ways * length_m)[:, None] + bow
    tints = [_STALK, _CAP, _CAP, _GREEN, _GREEN, _BROWN, _BROWN]
    return ring_tinted(tube(line, radii, 5), tints)


def seedling_stem(foot: Floats, top: Floats) -> Mesh:
    """Stand a planted propagule in the mud with its young stem."""
    line = smooth_line([foot - floats([0, 0.06, 0]), (foot + top) / 2 + floats([0.008, 0, 0.004]), top], 6)
    radii = floats([0.013, 0.0125, 0.011, 0.007, 0.006, 0.005])
    return ring_tinted(tube(line, radii, 6), [_BROWN, _BROWN, _GREEN, _GREEN, _GREEN, _STIPULE_FOOT])
