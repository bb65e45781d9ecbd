"""Coil shells: a curve that grows and travels as it turns about an axis leaves the shell behind it.

The axis is y with the apex at the origin and the shell below it. Lengths are in distances of the curve's centre from
the axis at the aperture. Shells coil to the right: seen from the apex they grow clockwise.

Source: Raup 1966, "Geometric analysis of shell coiling: general problems", Journal of Paleontology 40: the expansion
of the whorls W, the distance of the curve from the axis D, the translation along the axis T, and the shape of the
curve S describe the shell.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.surfaces import cover, unit_grid

Pairs = tuple[tuple[float, float], ...]
Sculpture = Callable[[Floats, Floats], Floats]
FLANK, BASE, INNER = 1.0, 2.0, 3.0  # Where along the generating curve its three parts end.
WHORLS_A_TILE = 4.0


@dataclass(frozen=True)
class Coiling:
    """Raup's four numbers and what they leave open.

    expansion W, distance D (inner to outer edge), translation T. The shape S is a closed curve about its centre,
    (outwards, down) in its half-breadths: the flank falls from the suture to `keel`, bowed by `bow`; `base` leads from
    the keel to the columella, `inner` back to the suture. The lip lags behind by `lag`, (place, share of a turn).
    """

    expansion: float
    distance: float
    translation: float
    keel: tuple[float, float]
    bow: Pairs
    base: Pairs
    inner: Pairs
    whorls: float
    sculpture: Sculpture
    lag: Pairs = ((0.0, 0.0), (3.0, 0.0))
    flare: float = 0.0
    flare_turn: float = 0.02

    @property
    def half_breadth(self) -> float:
        """Half the breadth of the generating curve."""
        return (1 - self.distance) / (1 + self.distance)

    @property
    def suture(self) -> tuple[float, float]:
        """Where the flank starts: on the keel of the whorl before, which is smaller by W."""
        a = self.half_breadth
        out = ((1 + a * self.keel[0]) / self.expansion - 1) / a
        down = ((self.translation + a * self.keel[1]) / self.expansion - self.translation) / a
        return out, down

    def curve(self, place: Floats) -> tuple[Floats, Floats]:
        """Give the generating curve, outwards and down, at places from 0 to 3 along its three parts."""
        (start_out, start_down), (keel_out, keel_down) = self.suture, self.keel
        flank = np.clip(place, 0, FLANK)
        bowed = profile(self.bow)(flank)
        out = start_out + (keel_out - start_out) * flank + bowed
        down = start_down + (keel_down - start_down) * flank
        for first, points in ((FLANK, (self.keel, *self.base)), (BASE, (self.base[-1], *self.inner, self.suture))):
            knots = np.linspace(first, first + 1, len(points))
            on_part = place > first
            out = np.where(on_part, profile(_column(knots, points, 0))(np.clip(place, first, first + 1)), out)
            down = np.where(on_part, profile(_column(knots, points, 1))(np.clip(place, first, first + 1)), down)
        return floats(out), floats(down)

    def surface(self, turn: Floats, place: Floats, thinner: float = 0.0) -> Floats:
        """Give points of the shell: turns before the aperture (0 or less) and places along the curve."""
        out, down = self.curve(place)
        shape = 1 - thinner + self.flare * np.exp(turn / self.flare_turn)
        raised = self.sculpture(turn, place) if thinner == 0.0 else np.zeros_like(out)
        radius = 1 + self.half_breadth * (out * shape + raised)
        depth = self.translation + self.half_breadth * down * shape
        lag = profile(self.lag)(np.clip(place, 0, INNER)) * np.exp(turn / 0.25)
        return coiled(self.expansion, turn, radius, depth, lag)


def coiled(expansion: float, turn: Floats, radius: Floats, depth: Floats, lag: Floats | float = 0.0) -> Floats:
    """Turn a curve about y while it grows by `expansion` a turn: all of Raup's model in three lines.

    Args:
        expansion: Raup's W.
        turn: (...) turns before the end, 0 or less.
        radius: (...) distance of the curve's points from the axis at the end.
        depth: (...) their distance below the apex at the end.
        lag: (...) shares of a turn by which parts of the curve run ahead.

    Returns:
        (..., 3) points.
    """
    grown, angle = expansion**turn, 2 * np.pi * (turn + lag)
    return np.stack([radius * grown * np.cos(angle), -depth * grown, radius * grown * np.sin(angle)], axis=-1)


def outer_shell(coiling: Coiling, flank_places: Floats, rows_a_whorl: Callable[[int], int]) -> Mesh:
    """Cover the outside: the flanks of the spire, flank and base of the last whorl, the worn tip."""
    parts, base = [], np.concatenate([flank_places[:-1], np.linspace(FLANK, BASE, 17)])
    for whorl in range(int(coiling.whorls)):
        rows = rows_a_whorl(whorl)
        places = base if whorl == 0 else flank_places
        turn, place = np.meshgrid(-whorl - np.linspace(1, 0, rows + 1), places, indexing="ij")
        parts.append(_covered(coiling.surface(turn, place), turn, place))
    return join([*parts, _tip(coiling)])


def mouth(coiling: Coiling, depth_turns: float, thinner: float) -> Mesh:
    """Cover the inside of the last whorl as far as one can see in, and the edge of the lip; v is 0 at the lip."""
    places = np.linspace(0, INNER, 49)
    turn, place = np.meshgrid(-depth_turns * np.linspace(1, 0, 13) ** 1.5, places, indexing="ij")
    inside = cover(coiling.surface(turn, place, thinner), place / INNER, -turn / depth_turns)
    across, place = np.meshgrid(np.linspace(0, 1, 4), places, indexing="ij")
    outer, inner = (coiling.surface(np.zeros_like(place), place, thin) for thin in (0.0, thinner))
    rounded = np.sin(across * np.pi)[..., None] * 0.25 * thinner
    edge = outer * (1 - across[..., None]) + inner * across[..., None] + rounded * floats([0, 0, 1])
    return join([inside, cover(edge, place / INNER, across * 0.02, inside_out=True)])


def columella(coiling: Coiling, radius: float, reach: float = 1.0, folds: int = 2) -> Mesh:
    """Twist the pillar on which the whorls wind; `reach` 1 lets it end as deep as the curve's innermost place."""
    u, v = unit_grid(10, 12)
    angle = 2 * np.pi * u
    low = coiling.translation + coiling.half_breadth * coiling.base[-1][1]
    depth = low * reach * (0.82 + 0.18 * v)
    twist = 1 + 0.14 * np.cos(folds * (angle - 5.0 * v))
    wide = radius * twist * depth / low * np.sqrt(np.clip(1 - v**10, 0, 1))
    points = np.stack([wide * np.cos(angle), -depth, wide * np.sin(angle)], axis=-1)
    return cover(points, u, v * 0.1, inside_out=True)


def _covered(points: Floats, turn: Floats, place: Floats) -> Mesh:
    # The picture is the unrolled shell: once around is its whole width and shifts it by one of its whorls.
    return cover(points, turn, (place + turn) / WHORLS_A_TILE, inside_out=True)


def _tip(coiling: Coiling) -> Mesh:
    """Close the worn first whorl with a low dome."""
    turn, share = np.meshgrid(-coiling.whorls + np.linspace(0, 1, 17), np.linspace(0, 1, 5), indexing="ij")
    rim = coiling.surface(turn, np.zeros_like(turn))
    top = coiling.surface(floats(-coiling.whorls + 0.5), floats(0.0))[1] * 0.90
    out = np.sin(share * np.pi / 2)[..., None]
    points = rim * floats([1, 0, 1]) * out
    points[..., 1] = rim[..., 1] + (top - rim[..., 1]) * np.cos(share * np.pi / 2)
    return _covered(points, turn, share * 0.4 - 0.4)


def _column(knots: Floats, points: Pairs, axis: int) -> list[tuple[float, float]]:
    return [(float(knot), point[axis]) for knot, point in zip(knots, points, strict=True)]
