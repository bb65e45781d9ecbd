"""Grow knee roots: cables that run out from the trunk under the mud and bend up into the air and down again. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.flora.mud_bed import MudBed

_POINTS_A_KNEE = 9
_SUNK = 0.45  # How far a cable lies below the mud between knees, in its radii.
_FORKS_AT = (0.34, 0.55)  # Shares of a cable between which it forks.


@dataclass(frozen=True)
class Knees:
    """How the knees of a species stand: sizes in metres; lean is how far the far leg of a knee stands under it."""

    cables: int
    knees_a_cable: int
    heights_m: tuple[float, float]
    span_m: float
    radius_m: float
    knob: float  # How much thicker a knee is at its top.
    sides: int = 7


def knee_turns(count: int, rng: np.random.Generator) -> Floats:
    """Choose the bearings of the cables, evenly around the trunk but not quite: (count,)."""
    return floats((np.arange(count) + rng.uniform(-0.25, 0.25, count)) * 2 * np.pi / count)


def knee_roots(trunk: Bough, turns: Floats, knees: Knees, bed: MudBed, rng: np.random.Generator) -> list[Bough]:
    """Lead a cable with knees along each bearing to the shore; most fork once and bear knees on the fork too."""
    cables: list[Bough] = []
    for turn in turns:
        foot = floats([np.cos(turn), 0.0, np.sin(turn)]) * trunk.radii[0] * 0.8
        reach = bed.radius_m * rng.uniform(0.80, 0.90)
        main = _cable(foot, float(turn), reach, knees, knees.knees_a_cable, trunk, bed, rng)
        cables.append(main)
        if rng.random() < 0.8:
            start, _, _ = main.at(float(rng.uniform(*_FORKS_AT)))
            aside = turn + rng.choice([-1.0, 1.0]) * rng.uniform(0.30, 0.48)
            few = max(knees.knees_a_cable - 2, 1)
            cables.append(_cable(start, float(aside), reach * rng.uniform(0.86, 0.98), knees, few, main, bed, rng))
    return cables


def _cable(
    start: Floats,
    turn: float,
    reach_m: float,
    knees: Knees,
    count: int,
    parent: Bough,
    bed: MudBed,
    rng: np.random.Generator,
) -> Bough:
    end = floats([np.cos(turn), 0, np.sin(turn)]) * reach_m
    way = (end - start) * [1, 0, 1]
    length = float(np.hypot(way[0], way[2]))
    is_fork = parent.parent is not None
    first = 0.22 if is_fork else 0.40 * _clearance(parent, length)
    places = (first + (0.97 - first) * (np.arange(count) + rng.uniform(0.25, 0.75, count)) / count) * length
    heights = rng.uniform(*knees.heights_m, count) * rng.choice([0.7, 1.0, 1.0], count)
    along, rise = _course(places, heights, knees.span_m, length)
    share = along / length
    beside = floats([-way[2], 0, way[0]]) / length
    aside = length * 0.07 * (np.sin(share * rng.uniform(3, 6) + rng.uniform(0, 6)) - np.sin(share * 2)) * share
    line = start * [1, 0, 1] + way * share[:, None] + beside * aside[:, None]
    knob = smoothstep(0.35, 1.0, rise / knees.heights_m[1])
    thick = knees.radius_m * rng.uniform(0.85, 1.15) * (0.74 if is_fork else 1.0)
    radii = thick * np.interp(share, [0, 0.12, 1], [1.5, 1.05, 0.72]) * (1 + knees.knob * knob)
    shoulder = 0.0 if is_fork else 2.6 * thick * np.exp(-((along / (0.20 + thick)) ** 2))
    line[:, 1] = bed.height(line[:, 0], line[:, 2]) - _SUNK * radii * (1 - knob) + rise + shoulder
    line[-1, 1] -= 2.2 * radii[-1]
    return Bough(line, radii, knees.sides, parent)


def _clearance(parent: Bough, length: float) -> float:
    """Say how far from a trunk the first knee may stand, as a share of a cable's length."""
    return float(np.clip(6.5 * parent.radii[0] / length, 0.45, 1.0))


def _course(places: Floats, heights: Floats, span_m: float, length: float) -> tuple[Floats, Floats]:
    """Walk the cable: how far along and how high it is, with most points where it bends.

    The leg towards the trunk is slanting, the other one steep, as in a bent knee.
    """
    shape_way = np.linspace(-1, 1, _POINTS_A_KNEE)
    lift = np.cos(shape_way * np.pi / 2) ** 1.35
    bend = np.where(shape_way < 0, shape_way * 0.62, shape_way * 0.38 + 0.10 * np.sin(np.pi * np.maximum(shape_way, 0)))
    along, rise = [floats([0.0, 0.04 * length])], [np.zeros(2)]
    for place, height in zip(places, heights, strict=True):
        span = span_m * (0.7 + 0.3 * height / heights.max())
        along.append(place + bend * span)
        rise.append(lift * height)
    along.append(floats([length]))
    rise.append(np.zeros(1))
    way, high = np.concatenate(along), np.concatenate(rise)
    order = np.argsort(way, kind="stable")
    keep = np.concatenate([[True], np.diff(way[order]) > 1e-3])
    return way[order][keep], high[order][keep]
