"""Grow the sea holly's stems: several from one foot, with thorns at the joints and prop roots below. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep, unit
from mangrove_ar.meshing.curves import frames, smooth_line, way_along
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

# Linear colours, multiplied with white.
_WOODY, _GREEN, _YOUNG = (0.20, 0.135, 0.075), (0.115, 0.17, 0.05), (0.22, 0.30, 0.09)
_VIOLET = (0.16, 0.085, 0.12)
_ROOT, _ROOT_FOOT = (0.24, 0.17, 0.10), (0.13, 0.095, 0.06)
_THORN, _THORN_TIP = (0.20, 0.22, 0.07), (0.62, 0.52, 0.24)
_POINTS_A_JOINT = 4


@dataclass(frozen=True)
class Stem:
    """A jointed stem: line (n, 3) and the points of it that are joints; has_flowers says how it ends."""

    line: Floats
    joints: tuple[int, ...]
    radius_m: float
    has_flowers: bool

    def at_joints(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Give places, directions and two cross vectors of all joints: (m, 3) each."""
        rows = list(self.joints)
        along, across, beside = frames(self.line)
        return self.line[rows], along[rows], across[rows], beside[rows]


def stems(count: int, foot: Floats, height_m: float, joint_m: float, rng: np.random.Generator) -> list[Stem]:
    """Send stems up and outwards around the foot, the middle one highest, and a side branch from most."""
    found = []
    for k in range(count):
        turn = k * GOLDEN_ANGLE + rng.normal(0, 0.15)
        lean = 0.06 if k == 0 else rng.uniform(0.24, 0.44)
        height = height_m * (1.0 if k == 0 else rng.uniform(0.70, 0.94))
        out = floats([np.cos(turn), 0, np.sin(turn)])
        start = foot + out * 0.035 * (k > 0)
        way = floats([0, height, 0]) + out * height * lean
        stem = _jointed(start, way, out * 0.10 * height, 0.0095, joint_m, k % 4 != 3, rng)
        found.append(stem)
        joint = stem.joints[len(stem.joints) * 2 // 5]
        aside = unit(out * 0.5 + np.cross(out, [0, 1, 0]) * (1 if k % 2 else -1))
        branch = floats([0, height * 0.36, 0]) + aside * height * 0.25
        found.append(_jointed(stem.line[joint], branch, aside * 0.08, 0.0065, joint_m, k % 2 == 1, rng))
    return found


def _jointed(
    start: Floats, way: Floats, bow: Floats, radius_m: float, joint_m: float, flowers: bool, rng: np.random.Generator
) -> Stem:
    """Lead a stem along a bow, out first and then up, with a joint every `joint_m`."""
    joints = max(round(float(np.linalg.norm(way)) / joint_m), 3)
    middle = start + way * 0.5 + bow + rng.normal(0, 0.008, 3)
    line = smooth_line([start, middle, start + way], joints * _POINTS_A_JOINT + 1)
    return Stem(line, tuple(range(_POINTS_A_JOINT, len(line), _POINTS_A_JOINT)), radius_m, flowers)


def stem_mesh(stem: Stem) -> Mesh:
    """Sweep a stem: swollen at the joints, woody below, green with violet joints above."""
    share = np.linspace(0, 1, len(stem.line))
    joint = np.zeros(len(stem.line))
    joint[list(stem.joints)] = 1.0
    radii = stem.radius_m * (1 - 0.5 * share) * (1 + 0.38 * joint)
    mesh = tube(stem.line, radii, 7)
    height = stem.line[:, 1]
    tints = mix(mix(_WOODY, _GREEN, smoothstep(0.08, 0.34, height)), _YOUNG, smoothstep(0.5, 1.0, share))
    tints = mix(tints, _VIOLET, joint * 0.7)
    return ring_tinted(mesh, tints)


def thorns(stem: Stem, length_m: float) -> Mesh:
    """Set two short thorns at each joint, between the feet of the leaves."""
    parts = []
    for k, (place, along, across, beside) in enumerate(zip(*stem.at_joints(), strict=True)):
        for half in (0.0, np.pi):
            turn = (k + 1) * np.pi / 2 + half
            out = unit(across * np.cos(turn) + beside * np.sin(turn) + along * 0.35)
            line = place + floats([0.0, 0.5, 1.0])[:, None] * out * (length_m + stem.radius_m)
            thorn = tube(line, floats([0.22, 0.13, 0.0]) * length_m, 3)
            parts.append(ring_tinted(thorn, [_THORN, _THORN, _THORN_TIP]))
    return join(parts)


def prop_roots(main: list[Stem], count: int, depth_m: float, rng: np.random.Generator) -> Mesh:
    """Prop the lower stems with small arching roots that land in the mud all around."""
    parts = []
    for k in range(count):
        stem = main[k % len(main)]
        height = rng.uniform(0.05, 0.17)
        place = int(np.searchsorted(way_along(stem.line), height))
        start = stem.line[place]
        turn = k * GOLDEN_ANGLE + rng.normal(0, 0.2)
        out = floats([np.cos(turn), 0, np.sin(turn)])
        reach = rng.uniform(0.08, 0.15) + 0.35 * height
        land = start + out * reach
        land[1] = stem.line[0, 1] - depth_m
        knee = start + out * reach * 0.62 + floats([0, -0.10 * height, 0])
        line = smooth_line([start, knee, land * 0.7 + knee * 0.3 + out * 0.012, land], 10)
        root = tube(line, np.interp(np.linspace(0, 1, 10), [0, 0.3, 1], [0.0080, 0.0060, 0.0052]), 6)
        parts.append(ring_tinted(root, np.linspace(_ROOT, _ROOT_FOOT, 10)))
    return join(parts)
