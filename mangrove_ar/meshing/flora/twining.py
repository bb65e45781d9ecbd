"""Wind a climber's stems around a support and let their tips hang free. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, unit
from mangrove_ar.meshing.curves import evenly, frames, smooth_line, way_along
from mangrove_ar.meshing.flora.boughs import Bough
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.tinting import ring_tinted
from mangrove_ar.meshing.tubes import tube

_POINTS_A_TURN = 14
_OLD, _GREEN, _YOUNG = (0.155, 0.105, 0.050), (0.15, 0.20, 0.055), (0.30, 0.38, 0.10)


@dataclass(frozen=True)
class Vine:
    """A thin stem: line (n, 3), the way out of the support at each point (n, 3), radii (n,)."""

    line: Floats
    outward: Floats
    radii: Floats

    def nodes(self, spacing_m: float, from_m: float = 0.0) -> tuple[Floats, Floats, Floats]:
        """Give places, ways out and shares of the length at even distances: (m, 3), (m, 3), (m,)."""
        way = way_along(self.line)
        at = np.arange(from_m + spacing_m / 2, way[-1], spacing_m)

        def read(rows: Floats) -> Floats:
            return np.stack([np.interp(at, way, rows[:, axis]) for axis in range(3)], axis=1)

        return read(self.line), unit(read(self.outward)), at / way[-1]


def twine(support: Bough, shares: tuple[float, float], turns: float, radius_m: float, start: float = 0.0) -> Vine:
    """Wind a stem around a piece of the support, from one share of it to another."""
    steps = np.linspace(*shares, max(round(turns * _POINTS_A_TURN), 6))
    places = np.arange(len(support.line)) / (len(support.line) - 1)
    _, across, beside = frames(support.line)
    middle, first, second = (
        np.stack([np.interp(steps, places, rows[:, axis]) for axis in range(3)], axis=1)
        for rows in (support.line, across, beside)
    )
    angle = start + np.linspace(0, 2 * np.pi * turns, len(steps))
    outward = unit(first * np.cos(angle)[:, None] + second * np.sin(angle)[:, None])
    away = np.interp(steps, places, support.radii) + radius_m * 0.8
    return Vine(middle + outward * away[:, None], outward, np.linspace(radius_m, radius_m * 0.75, len(steps)))


def hanging_tip(vine: Vine, length_m: float, fall: float, rng: np.random.Generator) -> Vine:
    """Let the end of a stem swing out of the support and hang down in a bow."""
    end, outward = vine.line[-1], unit(vine.outward[-1] * [1, 0.2, 1])
    ahead = unit(vine.line[-1] - vine.line[-3])
    aside = unit(outward * 0.8 + rng.normal(0, 0.35, 3) * [1, 0, 1])
    down = floats([0, -1, 0])
    points = [
        end,
        end + (ahead * 0.5 + aside * 0.5) * length_m * 0.25,
        end + aside * length_m * 0.42 + down * length_m * 0.25 * fall,
        end + aside * length_m * 0.50 + down * length_m * 0.60 * fall,
        end + aside * length_m * 0.56 + down * length_m * 0.90 * fall,
    ]
    line = evenly(smooth_line(points, 40), 14)
    return Vine(line, np.repeat(aside[None], len(line), axis=0), np.linspace(vine.radii[-1], 0.0016, len(line)))


def vine_mesh(vine: Vine, youth: tuple[float, float]) -> Mesh:
    """Sweep a stem, woody brown where its youth is 0, fresh green where it is 1."""
    mesh = tube(vine.line, vine.radii, 6)
    young = np.linspace(*youth, len(vine.line))
    tints = mix(mix(_OLD, _GREEN, np.clip(young * 2, 0, 1)), _YOUNG, np.clip(young * 2 - 1, 0, 1))
    return ring_tinted(mesh, tints)
