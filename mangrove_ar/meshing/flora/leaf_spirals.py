"""Stand leaves on shoots: in spirals along the twig's end, as pinnate leaves, or fallen on the ground. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.leaves import Leaves
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE


@dataclass(frozen=True)
class Spiral:
    """How leaves stand on a shoot: how many, how long, over which end of the twig, lift of young and old ones."""

    count: int
    length_m: float
    spread_m: float
    stalk_m: float
    lifts_deg: tuple[float, float]
    bend: float = 0.15


def spirals(tips: Floats, directions: Floats, outwards: Floats, form: Spiral, rng: np.random.Generator) -> Leaves:
    """Put single leaves around each tip by the golden angle: young ones upright on top, old ones below."""
    axis = unit(directions * 0.5 + outwards * 0.5 + floats([0, 0.5, 0]))
    side = unit(np.cross(axis, rng.normal(size=axis.shape)))
    across = np.cross(axis, side)
    rows: list[tuple[Floats, ...]] = []
    for k in range(form.count):
        age = (k + 0.5) / form.count
        turn = k * GOLDEN_ANGLE + rng.normal(0, 0.25, len(tips))
        lift = np.radians(np.interp(age, [0, 1], form.lifts_deg) + rng.normal(0, 9.0, len(tips)))
        level = side * np.cos(turn)[:, None] + across * np.sin(turn)[:, None]
        along = unit(axis * np.sin(lift)[:, None] + level * np.cos(lift)[:, None])
        length = form.length_m * np.interp(age, [0, 0.35, 1], [0.66, 1.0, 1.05]) * rng.uniform(0.84, 1.12, len(tips))
        foot = tips - directions * form.spread_m * age
        bend = form.bend * (0.4 + 0.9 * age) + rng.uniform(0, 0.08, len(tips))
        rows.append((foot + along * form.stalk_m, along, axis, length, bend, np.full(len(tips), age)))
    return Leaves(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))


def leaflets(stems: Leaves, pairs: int, length_m: float, rng: np.random.Generator) -> Leaves:
    """Set pairs of leaflets along the stems of pinnate leaves, without one at the end."""
    upper = unit(stems.upper - stems.along * (stems.upper * stems.along).sum(axis=1, keepdims=True))
    side = np.cross(stems.along, upper)
    rows: list[tuple[Floats, ...]] = []
    count = len(stems.stalks)
    for share in np.linspace(1.0, 0.42, pairs):
        foot = stem_place(stems, upper, float(share))
        for sign in (1.0, -1.0):
            forward = 0.55 + 0.35 * share
            droop = upper * rng.uniform(0.0, 0.35, (count, 1))
            along = unit(stems.along * forward + side * sign * rng.uniform(0.6, 0.95, (count, 1)) - droop)
            length = length_m * rng.uniform(0.85, 1.1, count) * (0.85 + 0.15 * share)
            lean = unit(upper + side * sign * 0.25 + rng.normal(0, 0.12, (count, 3)))
            rows.append((foot + along * 0.008, along, lean, length, rng.uniform(0.08, 0.24, count), stems.ages))
    return Leaves(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))


def stem_place(stems: Leaves, upper: Floats, share: float) -> Floats:
    """Give the place at a share of the way along drooping stems: (n, 3)."""
    sunk = stems.lengths * stems.bends * share**2
    return stems.stalks + stems.along * (stems.lengths * share)[:, None] - upper * sunk[:, None]


def litter(count: int, length_m: float, bed: MudBed, rng: np.random.Generator) -> Leaves:
    """Drop old leaves on the ground around the trunk; their age is 2, so that they can be told from living ones."""
    turn, away = rng.uniform(0, 2 * np.pi, count), bed.radius_m * np.sqrt(rng.uniform(0.05, 0.62, count))
    x, z = np.cos(turn) * away, np.sin(turn) * away
    heading = rng.uniform(0, 2 * np.pi, count)
    along = unit(np.stack([np.cos(heading), rng.normal(0.04, 0.10, count), np.sin(heading)], axis=1))
    upper = unit(floats([0, 1, 0]) + rng.normal(0, 0.16, (count, 3)))
    length = length_m * rng.uniform(0.8, 1.05, count)
    foot = np.stack([x, bed.height(x, z) + 0.02, z], axis=1) - along * (length / 2)[:, None]
    return Leaves(foot, along, upper, length, rng.uniform(-0.06, 0.10, count), np.full(count, 2.0))
