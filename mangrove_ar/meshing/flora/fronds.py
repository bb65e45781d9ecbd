"""Grow fronds: a midrib that arches out of a tuft, with leaflets in two rows. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.leaflets import Blades


@dataclass(frozen=True)
class Frond:
    """A midrib: line (n, 3), radii (n,), the side that looks to the tuft's middle (n, 3)."""

    line: Floats
    radii: Floats
    upper: Floats

    def at(self, shares: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Give places, directions, upper sides (m, 3) and radii (m,) at shares (m,) of the line."""
        steps = np.linspace(0, 1, len(self.line))

        def read(rows: Floats) -> Floats:
            return np.stack([np.interp(shares, steps, rows[:, axis]) for axis in range(3)], axis=1)

        tangents = unit(read(np.gradient(self.line, axis=0)))
        return read(self.line), tangents, unit(read(self.upper)), np.interp(shares, steps, self.radii)


@dataclass(frozen=True)
class Arch:
    """How a frond leaves its tuft: which way round, leaning from one angle off the plumb line to another."""

    foot: Floats
    turn: float
    length_m: float
    lean_deg: float
    tip_lean_deg: float
    droop: float = 1.8  # 1 bends evenly, more bends mostly near the tip.
    sway_m: float = 0.0


def arching_frond(arch: Arch, foot_radius_m: float, tip_radius_m: float, points: int) -> Frond:
    """Bend a midrib from its foot to its tip in one plane, swaying a little out of it."""
    share = np.linspace(0, 1, 4 * points)
    lean = np.radians(arch.lean_deg + (arch.tip_lean_deg - arch.lean_deg) * share**arch.droop)
    step = arch.length_m / (len(share) - 1)
    outward = floats([np.cos(arch.turn), 0.0, np.sin(arch.turn)])
    beside = floats([-np.sin(arch.turn), 0.0, np.cos(arch.turn)])
    out, rise = (np.concatenate([[0.0], np.cumsum(wave[:-1] * step)]) for wave in (np.sin(lean), np.cos(lean)))
    line = arch.foot + out[:, None] * outward + rise[:, None] * floats([0, 1, 0])
    line = line + (arch.sway_m * share**2)[:, None] * beside
    line = smooth_line(line[::4], points)
    tangents = unit(np.gradient(line, axis=0))
    lean = np.interp(np.linspace(0, 1, points), share, lean)[:, None]
    inward = floats([0, 1, 0]) * np.sin(lean) - outward * np.cos(lean)
    upper = unit(inward - tangents * (inward * tangents).sum(axis=1, keepdims=True))
    return Frond(line, foot_radius_m + (tip_radius_m - foot_radius_m) * np.linspace(0, 1, points) ** 0.8, upper)


@dataclass(frozen=True)
class LeafletRow:
    """How the leaflets stand along a frond, each (m,): shares of the line; sides -1 or 1; angles off the midrib
    and above the frond's plane in radians; lengths, half-widths in metres; bends, folds and twists in radians."""

    shares: Floats
    sides: Floats
    angles: Floats
    lifts: Floats
    lengths: Floats
    half_widths: Floats
    bends: Floats
    folds: Floats
    twists: Floats


def leaflets_of(frond: Frond, row: LeafletRow, weight: float = 0.0) -> Blades:
    """Set leaflets beside a midrib; weight pulls their direction to the ground."""
    places, tangents, upper, radii = frond.at(row.shares)
    beside = np.cross(tangents, upper) * row.sides[:, None]
    out = beside * np.cos(row.lifts)[:, None] + upper * np.sin(row.lifts)[:, None]
    along = tangents * np.cos(row.angles)[:, None] + out * np.sin(row.angles)[:, None]
    along = unit(along - floats([0, weight, 0]))
    facing = upper * np.cos(row.lifts)[:, None] - beside * np.sin(row.lifts)[:, None]
    feet = places + out * (radii * 0.7)[:, None]
    return Blades(feet, along, facing, row.lengths, row.half_widths, row.bends, row.folds, row.twists)
