"""Grow the sea holly's spike: bracts that stay, violet flowers with one broad lip, buds, capsules. Metres."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.curves import frames, smooth_line
from mangrove_ar.meshing.flora.leaflets import Blades, outline
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

# The lip widens to three shallow lobes at its end; bracts and sepals are small pointed boats.
LIP = outline([(0, 0), (0.06, 0.20), (0.25, 0.42), (0.50, 0.80), (0.74, 1.0), (0.88, 0.90), (0.93, 0.52), (1, 0)])
BRACT = outline([(0, 0), (0.10, 0.75), (0.45, 1.0), (0.80, 0.55), (1, 0)])
# Linear colours, multiplied with white.
_AXIS, _AXIS_TIP = (0.13, 0.20, 0.06), (0.22, 0.30, 0.10)
_BUD_FOOT, _BUD, _BUD_TIP = (0.20, 0.27, 0.12), (0.42, 0.36, 0.58), (0.50, 0.42, 0.72)
_TUBE_FOOT, _TUBE = (0.72, 0.70, 0.55), (0.60, 0.55, 0.80)
_FILAMENT, _ANTHER = (0.72, 0.66, 0.50), (0.30, 0.17, 0.07)
_CAPSULE, _CAPSULE_TIP = (0.14, 0.22, 0.05), (0.22, 0.13, 0.05)


@dataclass(frozen=True)
class Spike:
    """A spike's blades, lips and bracts apart, and all that is round."""

    lips: list[Blades]
    bracts: list[Blades]
    solids: list[Mesh]


def flower_spike(foot: Floats, along: Floats, length_m: float, pairs: int, rng: np.random.Generator) -> Spike:
    """Stack crossed pairs of flowers: capsules at the foot, open flowers in the middle, buds at the tip."""
    line = smooth_line([foot, foot + along * length_m * 0.5 + rng.normal(0, 0.004, 3), foot + along * length_m], 10)
    axis = tube(line, np.linspace(0.0055, 0.0028, 10), 6)
    spike = Spike([], [], [ring_tinted(axis, np.linspace(_AXIS, _AXIS_TIP, 10))])
    tangents, across, beside = frames(line)
    start = rng.uniform(0, 2 * np.pi)
    for pair in range(pairs):
        share = 0.08 + 0.92 * pair / (pairs - 1)
        at = round(share * 9)
        for half in (0.0, np.pi):
            turn = start + pair * np.pi / 2 + half + rng.normal(0, 0.10)
            out = across[at] * np.cos(turn) + beside[at] * np.sin(turn)
            _set_flower(spike, line[at], tangents[at], out, share, length_m, rng)
    return spike


def _set_flower(
    spike: Spike, place: Floats, axis: Floats, out: Floats, share: float, length_m: float, rng: np.random.Generator
) -> None:
    side = np.cross(axis, out)
    size = length_m * 0.28
    spike.bracts.append(_bracts(place, axis, out, side, size * (0.54 - 0.2 * share)))
    tilted = unit(out + axis * 0.75)
    if share > 0.72:
        spike.solids.append(_bud(place, tilted, size * (1.15 - 0.75 * share)))
    elif share < 0.16:
        spike.solids.append(_capsule(place, unit(out + axis * 0.9), size * 0.62))
    else:
        spike.lips.append(_lip(place + tilted * size * 0.30, axis, out, size, rng))
        spike.bracts.append(_sepals(place, axis, out, size))
        spike.solids.append(_throat(place, tilted, size))
        spike.solids.extend(_stamens(place + tilted * size * 0.34, axis, out, side, size))


def _lip(place: Floats, axis: Floats, out: Floats, size_m: float, rng: np.random.Generator) -> Blades:
    """Spread the one broad lip outwards and bend it down."""
    along = unit(out + axis * rng.uniform(0.05, 0.30))
    return _blades([place], [along], [axis], size_m * 1.10, size_m * 0.60, rng.uniform(1.25, 1.55), 0.14)


def _sepals(place: Floats, axis: Floats, out: Floats, size_m: float) -> Blades:
    """Hold the flower between an upper and a lower sepal."""
    ways = [unit(out * 0.75 + axis), unit(out + axis * 0.35)]
    return _blades([place, place], ways, [-out, -axis], size_m * 0.48, size_m * 0.14, -0.3, 0.5)


def _bracts(place: Floats, axis: Floats, out: Floats, side: Floats, size_m: float) -> Blades:
    """Set one bract below and two small ones beside each flower; they stay."""
    ways = [
        unit(out + axis * 0.15),
        unit(out * 0.6 + side * 0.8 + axis * 0.4),
        unit(out * 0.6 - side * 0.8 + axis * 0.4),
    ]
    return _blades([place - axis * 0.003] * 3, ways, [axis] * 3, size_m * 0.72, size_m * 0.22, -0.5, 0.5)


def _blades(
    feet: ArrayLike, along: ArrayLike, upper: ArrayLike, length: float, half: float, bend: float, fold: float
) -> Blades:
    count = len(floats(feet))
    rows = (np.full(count, value) for value in (length, half, bend, fold, 0.0))
    return Blades(floats(feet), floats(along), floats(upper), *rows)


def _throat(place: Floats, along: Floats, size_m: float) -> Mesh:
    steps = floats([0.0, 0.2, 0.38])[:, None] * size_m
    mesh = tube(place + steps * along, floats([0.07, 0.115, 0.13]) * size_m, 6)
    return ring_tinted(mesh, [_TUBE_FOOT, _TUBE_FOOT, _TUBE])


def _stamens(place: Floats, axis: Floats, out: Floats, side: Floats, size_m: float) -> list[Mesh]:
    """Raise four stout stamens over the lip; their brown anthers meet."""
    parts = []
    for aside in (-0.10, -0.035, 0.035, 0.10):
        foot = place + side * aside * size_m * 1.2
        knee = foot + (axis * 0.32 + out * 0.12 + side * aside) * size_m
        tip = knee + (axis * 0.10 + out * 0.26 - side * aside) * size_m
        line = floats([foot, knee, tip - (tip - knee) * 0.45, tip])
        stamen = tube(line, floats([0.030, 0.026, 0.050, 0.0]) * size_m, 4)
        parts.append(ring_tinted(stamen, [_FILAMENT, _FILAMENT, _ANTHER, _ANTHER]))
    return parts


def _bud(place: Floats, along: Floats, size_m: float) -> Mesh:
    steps = floats([0.0, 0.25, 0.6, 0.85, 1.0])[:, None] * size_m
    mesh = tube(place + steps * along, floats([0.10, 0.20, 0.22, 0.12, 0.0]) * size_m, 6)
    return ring_tinted(mesh, [_BUD_FOOT, _BUD_FOOT, _BUD, _BUD_TIP, _BUD_TIP])


def _capsule(place: Floats, along: Floats, size_m: float) -> Mesh:
    steps = floats([0.0, 0.15, 0.5, 0.85, 1.0])[:, None] * size_m
    mesh = tube(place + steps * along, floats([0.12, 0.25, 0.29, 0.17, 0.0]) * size_m, 8)
    return ring_tinted(mesh, [_CAPSULE, _CAPSULE, _CAPSULE, _CAPSULE_TIP, _CAPSULE_TIP])


def join_spikes(spikes: list[Spike]) -> tuple[list[Blades], list[Blades], Mesh]:
    """Gather the lips, the bracts and the round parts of several spikes."""
    lips = [lip for spike in spikes for lip in spike.lips]
    bracts = [bract for spike in spikes for bract in spike.bracts]
    return lips, bracts, join([solid for spike in spikes for solid in spike.solids])
