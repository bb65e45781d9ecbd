"""Grow the parts that name a common derris: hanging racemes of pea flowers and flat, rounded pods. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.leaflets import Blades, outline
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.surfaces import cover_outward
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import ring_points, tube

PETAL = outline([(0, 0), (0.14, 0.45), (0.48, 1.0), (0.85, 0.80), (1, 0)])
# Linear colours, multiplied with white.
_AXIS = (0.20, 0.26, 0.09)
_CALYX, _KEEL, _KEEL_TIP = (0.42, 0.17, 0.15), (0.82, 0.62, 0.62), (0.86, 0.76, 0.72)
_BUD = (0.75, 0.50, 0.52)
_POD_YOUNG, _POD_RIPE = (0.30, 0.40, 0.08), (0.46, 0.27, 0.08)
_POD_RIM = 0.62  # How dark the seam is.


def raceme(
    place: Floats, outward: Floats, length_m: float, flower_m: float, rng: np.random.Generator
) -> tuple[Blades, list[Mesh]]:
    """Hang a raceme: open flowers in threes on its upper part, buds towards the tip."""
    line = _hanging(place, outward, length_m, rng)
    parts = [ring_tinted(tube(line, np.linspace(0.0024, 0.0010, len(line)), 4), [_AXIS] * len(line))]
    rows: list[tuple[Floats, ...]] = []
    count = int(length_m / flower_m * 1.7)
    for k in range(count):
        share = 0.16 + 0.84 * k / count
        foot = floats([np.interp(share, np.linspace(0, 1, len(line)), line[:, axis]) for axis in range(3)])
        turn = k * GOLDEN_ANGLE + rng.normal(0, 0.2)
        out = floats([np.cos(turn), rng.uniform(-0.1, 0.25), np.sin(turn)])
        if share > 0.80:
            parts.append(_bud(foot, unit(out - floats([0, 0.6, 0])), flower_m * (1.5 - share) * 0.8))
        else:
            parts += _keel(foot, unit(out), flower_m)
            rows += _petals(foot + unit(out) * flower_m * 0.42, unit(out), flower_m, rng)
    return Blades(*(np.stack(column) for column in zip(*rows, strict=True))), parts


def pods(place: Floats, outward: Floats, count: int, length_m: float, rng: np.random.Generator) -> list[Mesh]:
    """Hang a few flat pods from a stalk, some green, some ripe."""
    line = _hanging(place, outward, length_m * 2.1, rng)
    parts = [ring_tinted(tube(line, np.linspace(0.0026, 0.0018, len(line)), 4), [_AXIS] * len(line))]
    for k in range(count):
        foot = line[-1 - 2 * k // max(count - 1, 1)]
        turn = k * 2 * np.pi / count + rng.normal(0, 0.3)
        hang = unit(floats([np.cos(turn) * 0.6, -1.0, np.sin(turn) * 0.6]))
        parts.append(_pod(foot, hang, length_m * rng.uniform(0.85, 1.1), turn, rng.random()))
    return parts


def _hanging(place: Floats, outward: Floats, length_m: float, rng: np.random.Generator) -> Floats:
    out = unit(outward * [1, 0, 1] + rng.normal(0, 0.15, 3) * [1, 0, 1])
    drop = floats([0, -1, 0]) * length_m
    points = [place, place + out * length_m * 0.32 + drop * 0.06, place + out * length_m * 0.46 + drop * 0.55]
    return smooth_line([*points, place + out * length_m * 0.50 + drop], 8)


def _petals(foot: Floats, out: Floats, size_m: float, rng: np.random.Generator) -> list[tuple[Floats, ...]]:
    """Raise the broad standard behind and spread two small wings in front."""
    up = unit(floats([0, 1, 0]) + rng.normal(0, 0.12, 3))
    side = unit(np.cross(out, up))
    standard = (foot, unit(up * 0.95 + out * 0.30), out, size_m * 0.95, size_m * 0.50, 0.5, 0.30, 0.0)
    wings = [
        (
            foot,
            unit(out + side * sign * 0.50 - up * 0.1),
            side * -sign + up,
            size_m * 0.75,
            size_m * 0.20,
            0.2,
            0.1,
            0.0,
        )
        for sign in (1.0, -1.0)
    ]
    return [tuple(floats(value) for value in petal) for petal in (standard, *wings)]


def _keel(foot: Floats, out: Floats, size_m: float) -> list[Mesh]:
    steps = floats([0.0, 0.30, 0.44])[:, None] * size_m
    calyx = ring_tinted(tube(foot + steps * out, floats([0.05, 0.16, 0.19]) * size_m, 4), [_CALYX, _CALYX, _CALYX])
    rise = floats([0.0, -0.06, 0.06])[:, None] * floats([0.0, 1.0, 0.0])
    beak = foot + (floats([0.40, 0.75, 1.05])[:, None] * out + rise) * size_m
    return [calyx, ring_tinted(tube(beak, floats([0.10, 0.15, 0.0]) * size_m, 4), [_KEEL, _KEEL, _KEEL_TIP])]


def _bud(foot: Floats, out: Floats, size_m: float) -> Mesh:
    steps = floats([0.0, 0.35, 0.7, 1.0])[:, None] * size_m
    bud = tube(foot + steps * out, floats([0.08, 0.22, 0.20, 0.0]) * size_m, 4)
    return ring_tinted(bud, [_CALYX, _CALYX, _BUD, _BUD])


def _pod(foot: Floats, hang: Floats, length_m: float, turn: float, ripeness: float) -> Mesh:
    """Press a pod flat: an oval with a seam around it, one or two seeds bulging, a short beak."""
    share = floats([0.0, 0.07, 0.13, 0.26, 0.42, 0.58, 0.74, 0.88, 0.95, 1.0])
    wide = floats([0.03, 0.04, 0.17, 0.32, 0.38, 0.38, 0.33, 0.19, 0.06, 0.0]) * length_m
    seeds = np.exp(-(((share - 0.42) / 0.13) ** 2))
    if ripeness > 0.5:
        seeds = np.exp(-(((share - 0.34) / 0.09) ** 2)) + np.exp(-(((share - 0.64) / 0.09) ** 2))
    thick = np.minimum((0.035 + 0.075 * seeds) * length_m, wide)
    angle = np.linspace(0, 2 * np.pi, 11)
    flat = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 1.6
    line = foot + share[:, None] * hang * length_m
    facing = floats([np.cos(turn + 1.2), 0.0, np.sin(turn + 1.2)])
    points = ring_points(line, wide[:, None] * np.cos(angle), thick[:, None] * flat, facing)
    u, v = np.meshgrid(angle, share)
    mesh = cover_outward(points, u, v)
    colour = mix(_POD_YOUNG, _POD_RIPE, floats(ripeness))
    rim = np.interp(np.abs(np.cos(angle)), [0.80, 1.0], [1.0, _POD_RIM])
    shade = (rim[None] * (0.82 + 0.28 * seeds)[:, None]).reshape(-1, 1)
    return replace(mesh, colours=np.clip(shade * colour, 0, 1))
