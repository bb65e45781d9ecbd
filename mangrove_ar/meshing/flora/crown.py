"""Grow a crown backwards: first where the leaves are, then the twigs and limbs that carry them. Metres."""

import math
from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.noise import space_noise

_TIP_RADIUS_M = 0.0075


@dataclass(frozen=True)
class Crown:
    """limbs grow from the trunk, branches from limbs, twigs from branches; each twig ends in a shoot tip.

    tips (n, 3) and directions (n, 3) belong to the twigs in order; middle is the crown's middle.
    """

    limbs: list[Bough]
    branches: list[Bough]
    twigs: list[Bough]
    tips: Floats
    directions: Floats
    middle: Floats


def grow_crown(trunk: Bough, tips: Floats, middle: Floats, rng: np.random.Generator) -> Crown:
    """Join shoot tips into branches of about six and branches into limbs of about six, down to the trunk."""
    branch_count = max(len(tips) // 6, 1)
    branch_of, branch_ends = _clusters(tips, branch_count, rng)
    limb_of, limb_ends = _clusters(branch_ends, max(branch_count // 6, 1), rng)
    limbs = [_limb(trunk, end, int((limb_of[branch_of] == k).sum()), rng) for k, end in enumerate(limb_ends)]
    branches = [_branch(limbs[limb_of[k]], end, int((branch_of == k).sum()), rng) for k, end in enumerate(branch_ends)]
    twigs = [_twig(branches[branch_of[k]], tip, rng) for k, tip in enumerate(tips)]
    ends = floats([twig.line[-1] - twig.line[-2] for twig in twigs])
    return Crown(limbs, branches, twigs, tips, unit(ends), middle)


def crown_tips(count: int, middle: Floats, half_size: Floats, rng: np.random.Generator) -> Floats:
    """Spread shoot tips (count, 3) over the outer part of a lumpy oval, evenly: each new one far from the others."""
    lumps_seed = int(rng.integers(1_000_000))
    tips = middle[None] + floats([[0, half_size[1] * 0.9, 0]])
    while len(tips) < count:
        ways = unit(rng.normal(size=(24, 3)) + floats([0, 0.30, 0]))
        depth = rng.uniform(0.22, 1.0, (24, 1)) ** 0.45
        lumps = 0.62 + 0.72 * space_noise(ways, 1.5, lumps_seed, 2)[:, None]
        offers = ways * depth * lumps * half_size + middle
        offers = offers[offers[:, 1] > middle[1] - half_size[1] * 0.70]
        gaps = np.linalg.norm(offers[:, None] - tips[None], axis=2).min(axis=1)
        tips = np.concatenate([tips, offers[np.argmax(gaps)][None]])
    return tips


def _limb(trunk: Bough, end: Floats, carried: int, rng: np.random.Generator) -> Bough:
    away = float(np.hypot(end[0] - trunk.line[-1, 0], end[2] - trunk.line[-1, 2]))
    height = float(np.clip(end[1] - 0.75 * away - 0.35, trunk.line[:, 1].max() * 0.52, trunk.line[:, 1].max() * 0.97))
    start, along, radius = trunk.at(float(np.interp(height, trunk.line[:, 1], np.linspace(0, 1, len(trunk.line)))))
    thick = min(_thickness(carried), radius * 0.85)
    return _bowed(trunk, start, along, end, thick, 0.45, 7, 10, rng)


def _branch(limb: Bough, end: Floats, carried: int, rng: np.random.Generator) -> Bough:
    reach = np.linalg.norm(limb.line - end, axis=1) + 0.5 * np.maximum(limb.line[:, 1] - end[1], 0)
    share = float(np.clip(np.argmin(reach) / (len(limb.line) - 1) - rng.uniform(0.18, 0.38), 0.22, 0.92))
    start, along, radius = limb.at(share)
    return _bowed(limb, start, along, end, min(_thickness(carried), radius * 0.8), 0.5, 5, 6, rng)


def _twig(branch: Bough, tip: Floats, rng: np.random.Generator) -> Bough:
    reach = np.linalg.norm(branch.line - tip, axis=1)
    share = float(np.clip(np.argmin(reach) / (len(branch.line) - 1) - rng.uniform(0.1, 0.35), 0.25, 0.97))
    start, along, radius = branch.at(share)
    return _bowed(branch, start, along, tip, min(_TIP_RADIUS_M * 1.25, radius * 0.8), 0.75, 3, 4, rng)


def _bowed(
    parent: Bough,
    start: Floats,
    along: Floats,
    end: Floats,
    radius: float,
    taper: float,
    sides: int,
    points: int,
    rng: np.random.Generator,
) -> Bough:
    """Leave along the parent, swing over, end pointing up and out."""
    way = end - start
    length = float(np.linalg.norm(way))
    first = start + (along * 0.45 + unit(way) * 0.55) * length * 0.33 + rng.normal(0, 0.035, 3) * length
    second = start + way * 0.70 + floats([0, -0.07, 0]) * length + rng.normal(0, 0.035, 3) * length
    line = smooth_line([start, first, second, end], points)
    return Bough(line, np.linspace(radius, radius * taper, points), sides, parent, is_swollen=sides > 5)


def _thickness(carried: int) -> float:
    """Carry n shoots with n times the wood's section. Source: pipe model, Shinozaki et al. 1964."""
    return _TIP_RADIUS_M * math.sqrt(carried)


def _clusters(points: Floats, count: int, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Group points around `count` means. Source: Lloyd 1982."""
    means = points[rng.permutation(len(points))[:count]]
    for _ in range(12):
        nearest = np.linalg.norm(points[:, None] - means[None], axis=2).argmin(axis=1)
        means = floats([points[nearest == k].mean(axis=0) if (nearest == k).any() else means[k] for k in range(count)])
    nearest = np.linalg.norm(points[:, None] - means[None], axis=2).argmin(axis=1)
    return nearest, means
