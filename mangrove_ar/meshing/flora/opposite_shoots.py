"""Grow shoots from the tips of a crown, upright or hanging, with leaves in crossed pairs along them. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.flora.leaves import Leaves

_DOWN = floats([0.0, -1.0, 0.0])
_POINTS = 5


@dataclass(frozen=True)
class ShootHabit:
    """How shoots grow: rise lifts their start, droop (0 to 1) turns their end down.

    lifts_deg: angle between a leaf and the plane across its shoot, for the youngest and the oldest pair.
    """

    length_m: float
    pairs: int
    rise: float
    droop: float
    lifts_deg: tuple[float, float]
    radius_m: float = 0.006
    sag: float = 0.10


@dataclass(frozen=True)
class Shoots:
    """n shoots: lines (n, points, 3) and the direction out of the crown at each (n, 3)."""

    lines: Floats
    outwards: Floats

    def ends(self) -> Floats:
        """Give the tip of each shoot: (n, 3)."""
        return self.lines[:, -1]

    def end_directions(self) -> Floats:
        """Give the direction in which each tip points: (n, 3)."""
        return unit(self.lines[:, -1] - self.lines[:, -2])

    def outermost(self, middle: Floats) -> Ints:
        """List all shoots, those first whose tips are farthest from the crown's middle (3,); height counts less."""
        return np.argsort(-np.linalg.norm((self.ends() - middle) * [1, 0.6, 1], axis=1))

    def at(self, share: float) -> tuple[Floats, Floats]:
        """Give places and directions (n, 3) at a share (0 to 1) of every line."""
        place = share * (self.lines.shape[1] - 1)
        k = min(int(place), self.lines.shape[1] - 2)
        step = self.lines[:, k + 1] - self.lines[:, k]
        return self.lines[:, k] + step * (place - k), unit(step)


def grow_shoots(
    tips: Floats, directions: Floats, middle: Floats, habit: ShootHabit, rng: np.random.Generator
) -> Shoots:
    """Let a shoot go on from each tip (n, 3) of a crown."""
    outwards = unit(tips - middle)
    start = unit(directions * 0.45 + outwards * 0.55 + floats([0, habit.rise, 0]) + rng.normal(0, 0.12, tips.shape))
    lengths = habit.length_m * rng.uniform(0.65, 1.2, (len(tips), 1))
    hang = habit.droop * rng.uniform(0.8, 1.1, (len(tips), 1))
    lines = [tips]
    for share in (np.arange(_POINTS - 1) + 0.5) / (_POINTS - 1):
        down = np.clip(hang * share * 1.6, 0, 1)
        lines.append(lines[-1] + unit(start * (1 - down) + _DOWN * down) * lengths / (_POINTS - 1))
    return Shoots(np.stack(lines, axis=1), outwards)


def shoot_wood(shoots: Shoots, habit: ShootHabit) -> list[Bough]:
    """Give the shoots as thin wood."""
    kept = [0, 1, 2, _POINTS - 1] if habit.droop > 0.3 else [0, _POINTS - 1]
    radii = np.linspace(habit.radius_m, habit.radius_m * 0.45, len(kept))
    return [Bough(line[kept], radii, 3, is_swollen=False) for line in shoots.lines]


def shoot_leaves(shoots: Shoots, habit: ShootHabit, length_m: float, rng: np.random.Generator) -> Leaves:
    """Hang the leaves: the youngest pair closes the tip, the oldest sits near the start; upper sides face the light."""
    rows: list[tuple[Floats, ...]] = []
    count = len(shoots.lines)
    first = unit(rng.normal(size=(count, 3)))
    for pair in range(habit.pairs):
        age = (pair + 0.5) / habit.pairs
        place, axis = shoots.at(1.0 - pair / max(habit.pairs - 0.4, 1.0))
        side = unit(np.cross(axis, first))
        across = np.cross(axis, side)
        for half in (0.0, np.pi):
            turn = pair * np.pi / 2 + half + rng.normal(0, 0.22, count)
            lift = np.radians(np.interp(age, [0, 1], habit.lifts_deg)) + rng.normal(0, 0.15, count)
            level = side * np.cos(turn)[:, None] + across * np.sin(turn)[:, None]
            along = unit(axis * np.sin(lift)[:, None] + level * np.cos(lift)[:, None] + _DOWN * habit.sag * (0.4 + age))
            upper = unit(axis * (1 - habit.droop) + shoots.outwards * 0.30 + floats([0, 0.55, 0]))
            length = length_m * np.interp(age, [0, 0.3, 1], [0.66, 1.0, 1.05]) * rng.uniform(0.82, 1.14, count)
            bend = 0.04 + 0.14 * age + rng.uniform(0, 0.12, count)
            rows.append((place + along * 0.015, along, upper, length, bend, np.full(count, age)))
    return Leaves(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))
