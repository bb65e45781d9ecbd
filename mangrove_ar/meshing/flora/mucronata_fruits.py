"""Grow the small parts of Rhizophora mucronata: flowers on long forked stalks, long warty seedlings. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.calyx import Calyx, calyx_mesh
from mangrove_ar.meshing.flora.placing import placed
from mangrove_ar.meshing.flora.turned_parts import Ring, turned, warty
from mangrove_ar.meshing.mesh import Mesh

# Linear colours.
_STALK, _CREAM, _PALE, _WHITE = (0.26, 0.28, 0.09), (0.74, 0.66, 0.32), (0.80, 0.74, 0.44), (0.88, 0.86, 0.78)
_GREEN, _OLIVE, _BROWN, _WART = (0.17, 0.25, 0.065), (0.20, 0.22, 0.070), (0.16, 0.095, 0.045), (0.30, 0.17, 0.08)
_CAP = (0.19, 0.115, 0.055)

_STALK_M, _FORK_M = 0.095, 0.040
_FLOWER_SIZE = 1.3  # Larger than life, to be seen at the size of a table.
_FLOWER = Calyx(
    stalk_m=0.012,
    tube_m=0.012,
    rim_m=0.0110,
    lobes=4,
    lobe_m=0.026,
    lobe_width_m=0.0170,
    opening_deg=52,
    curl_deg=0,
    stalk=_STALK,
    foot=_CREAM,
    rim=_CREAM,
    tip=_PALE,
    heart=_WHITE,
    sections=2,
)
_BUD: tuple[Ring, ...] = (
    (0.0, 0.003, _STALK),
    (0.30, 0.0105, _CREAM),
    (0.62, 0.0110, _CREAM),
    (1.0, 0.0, _PALE),
)
_BUD_M = 0.040
_SHEATH: tuple[Ring, ...] = ((0.0, 0.006, _STALK), (0.45, 0.0088, (0.46, 0.42, 0.13)), (1.0, 0.0, (0.52, 0.44, 0.14)))
_SIDES = 6
_SEEDLING: tuple[Ring, ...] = (
    (0.0, 0.004, _STALK),
    (0.015, 0.014, _CAP),
    (0.055, 0.0220, _CAP),
    (0.10, 0.0165, _CAP),
    (0.112, 0.0105, _GREEN),
    (0.18, 0.0114, _GREEN),
    (0.26, 0.0122, _GREEN),
    (0.34, 0.0130, _GREEN),
    (0.42, 0.0137, _GREEN),
    (0.50, 0.0144, _GREEN),
    (0.58, 0.0150, _OLIVE),
    (0.66, 0.0156, _OLIVE),
    (0.74, 0.0159, _OLIVE),
    (0.83, 0.0155, _OLIVE),
    (0.94, 0.0110, _BROWN),
    (1.0, 0.0, _BROWN),
)


def stipule(tip: Floats, direction: Floats, length_m: float) -> Mesh:
    """Close a shoot with its yellow-green, pointed sheath."""
    return placed(turned(_SHEATH, length_m * 1.15, 3), tip, direction)


def flower_cluster(place: Floats, outwards: Floats, rng: np.random.Generator) -> list[Mesh]:
    """Hang a long stalk that forks twice and carries buds and open flowers."""
    way = unit(outwards * 0.55 + floats([0, -0.75, 0]) + rng.normal(0, 0.12, 3))
    stem = place + way * _STALK_M
    parts = [placed(_twig(_STALK_M), place, way)]
    flower, bud = calyx_mesh(_FLOWER, 0.024), turned(_BUD, _BUD_M, 5)
    beside = unit(np.cross(way, rng.normal(size=3)))
    for sign in (1.0, -1.0):
        arm = unit(way + beside * sign * 0.75)
        end = stem + arm * _FORK_M
        parts.append(placed(_twig(_FORK_M), stem, arm))
        across = np.cross(way, beside) * 0.6
        open_ones = int(rng.integers(0, 2))
        parts.append(placed(bud, end, arm + across, _FLOWER_SIZE))
        parts.append(placed(flower if open_ones else bud, end, arm - across, _FLOWER_SIZE, rng.uniform(0, 1.5)))
    return parts


def propagule(place: Floats, length_m: float, lean: Floats, rng: np.random.Generator) -> Mesh:
    """Hang a seedling that grows on the tree: pear-shaped brown fruit, very long warty club, pointed end."""
    body = turned(_SEEDLING, length_m, _SIDES, float(rng.normal(0, 0.05)))
    return placed(warty(body, _SIDES, 0.34, _WART, rng), place, floats([0, -1, 0]) + lean * 2.0, 1.0, rng.uniform(0, 6))


def _twig(length_m: float) -> Mesh:
    return turned(((0.0, 0.0042, _STALK), (1.0, 0.0036, _STALK)), length_m, 3)
