"""Shape a crab's limbs from tables: walking legs, a feeding claw with spoons, claws with two fingers."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Patch, Surface
from mangrove_ar.meshing.curves import Profile, profile
from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.limbs import blade, limb, skin

Pairs = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Leg:
    """A walking leg at size 1: way along it (0 hip, 1 tip) and half-height or half-width, knee, wrist, reach."""

    heights: Pairs
    widths: Pairs
    knee: tuple[float, float] = (0.86, 0.50)  # Out and up from the hip.
    wrist: tuple[float, float] = (0.34, -0.06)  # Out and up from the knee.
    reach: float = 1.62  # From hip to foot, level.


@dataclass(frozen=True)
class Teeth:
    """Small teeth along the gape of a finger and one large one, from `start` to `end`; size below 0 points down."""

    start: float
    end: float
    size: float
    ripple: float = 0.013
    count: int = 9
    great: float = 0.06
    great_at: float = 0.42


@dataclass(frozen=True)
class Finger:
    """A palm or finger seen from outside: x from the hinge, y of both edges, half-thickness and bend in z."""

    span: tuple[float, float]
    upper: Pairs
    lower: Pairs
    thick: Pairs
    bend: Pairs
    teeth: Teeth


@dataclass(frozen=True)
class Segment:
    """An arm segment along x: length, half-width, half-height, radii of its rounded ends."""

    length: float
    width: float
    height: float
    ends: tuple[float, float]


@dataclass(frozen=True)
class Claw:
    """Two arm segments, the palm with its fixed finger in one skin, and the moving finger."""

    merus: Segment
    carpus: Segment
    palm: Finger
    finger: Finger


def leg_patch(node: str, leg: Leg, size: float, drop: float, coat: Coat) -> Patch:
    """Make one leg in its node's axes: x outwards, y up; the foot ends `drop` below the hip.

    The leg is one skin from hip to tip, so that no joint can show a gap.
    """
    heights, widths = (floats(pairs) * [1, size] for pairs in (leg.heights, leg.widths))
    surface = limb(_leg_line(leg, size, drop), widths, heights, (0.06, 0.004))
    mesh = skin(surface, 38, 9, 0.0)
    return Patch(node, mesh, surface, (64, 208), coat.leg, coat.leg_relief)


def small_claw_patches(coat: Coat) -> list[Patch]:
    """Make the feeding claw on its three nodes; its two fingers end in spoons."""
    return [
        Patch(node, skin(surface, 8, 8), surface, (56, 64), coat.small_claw, coat.leg_relief)
        for node, surface in (
            ("small_shoulder", _segment(Segment(0.34, 0.062, 0.073, (0.06, 0.07)))),
            ("small_elbow", _segment(Segment(0.26, 0.058, 0.063, (0.06, 0.06)))),
            ("small_wrist", _segment(Segment(0.28, 0.055, 0.078, (0.06, 0.05)))),
            ("small_wrist", limb(*_spoon(1.0))),
            ("small_wrist", limb(*_spoon(-1.0))),
        )
    ]


def claw_patches(claw: Claw, nodes: tuple[str, str, str, str], coat: Coat) -> list[Patch]:
    """Make a claw on its nodes: shoulder, elbow, wrist, moving finger."""
    shoulder, elbow, wrist, dactyl = nodes
    merus, carpus, palm = _segment(claw.merus), _segment(claw.carpus), _blade(claw.palm)
    finger = _blade(claw.finger)
    return [
        Patch(shoulder, skin(merus, 9, 14), merus, (128, 100), coat.arm, coat.palm_relief),
        Patch(elbow, skin(carpus, 9, 14), carpus, (128, 88), coat.arm, coat.palm_relief),
        Patch(wrist, skin(palm, 52, 22, 0.25), palm, (272, 360), coat.palm, coat.palm_relief),
        Patch(dactyl, skin(finger, 36, 14, 0.25), finger, (112, 288), coat.finger, coat.finger_relief),
    ]


def mirrored(patch: Patch, node: str) -> Patch:
    """Mirror a right limb's part in z for the left limb; both share one picture once it is painted."""
    flip = np.array([1.0, 1.0, -1.0])
    mesh = patch.mesh
    turned = replace(mesh, positions=mesh.positions * flip, normals=mesh.normals * flip, faces=mesh.faces[:, ::-1])
    return replace(patch, node=node, mesh=turned)


def _segment(shape: Segment) -> Surface:
    """Make a slightly bowed segment along x, thicker towards its far end."""
    points = [(0, 0, 0), (shape.length / 2, 0.03, 0), (shape.length, 0, 0)]
    return limb(
        points,
        [(0, shape.width * 0.8), (0.6, shape.width), (1, shape.width)],
        [(0, shape.height * 0.75), (0.6, shape.height), (1, shape.height)],
        shape.ends,
    )


def _leg_line(leg: Leg, size: float, drop: float) -> Floats:
    """Go up and out to the knee, over the short wrist segment, then steeply down to the foot."""
    knee = floats([*leg.knee, 0]) * size
    ankle = knee + floats([*leg.wrist, 0]) * size
    foot = floats([leg.reach * size, -drop, 0])
    last = ankle + (foot - ankle) * 0.52 + [0.06, 0.05, 0]
    around_knee = [knee - [0.06, 0.015, 0], knee + floats([0.07, 0.02, 0])]
    around_ankle = [ankle - [0.05, -0.02, 0], ankle + floats([0.04, -0.05, 0])]
    start = [floats([-0.12, -0.02, 0]), knee * 0.5 + [0, 0.03, 0]]
    return floats([*start, *around_knee, *around_ankle, last, (last + foot) / 2 + [0.035, 0, 0], foot])


def _spoon(side: float) -> tuple[Floats, Pairs, Pairs, tuple[float, float]]:
    points = floats([(0.26, 0.03 * side, 0), (0.42, 0.055 * side, 0), (0.56, 0.03 * side, 0)])
    return (
        points,
        ((0, 0.035), (0.7, 0.022), (1, 0.034)),
        ((0, 0.035), (0.7, 0.02), (1, 0.024)),
        (0.02, 0.025),
    )


def _blade(shape: Finger) -> Surface:
    upper, lower = profile(shape.upper), profile(shape.lower)
    if shape.teeth.size > 0:
        upper = _toothed(upper, shape.teeth)
    else:
        lower = _toothed(lower, shape.teeth)
    return blade(upper, lower, profile(shape.thick), profile(shape.bend), shape.span)


def _toothed(plain: Profile, teeth: Teeth) -> Profile:
    """Add the teeth to the edge that faces the gape."""

    def read(x: Floats) -> Floats:
        way = (x - teeth.start) / (teeth.end - teeth.start)
        inside = np.clip(way * 8, 0, 1) * np.clip((1 - way) * 8, 0, 1)
        small = teeth.ripple * np.sin(way * 2 * np.pi * teeth.count)
        great = teeth.great * np.exp(-(((way - teeth.great_at) / 0.05) ** 2))
        return floats(plain(x) + teeth.size * inside * (small + great))

    return read
