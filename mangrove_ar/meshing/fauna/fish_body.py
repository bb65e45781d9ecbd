"""Shape a fish's body: sections along a straight axis, with bulges, folds and eyes. Unit: the fish's total length.

The way `s` runs from the snout, 0, to the tip of the tail fin, 1; `t` runs around the body from the middle of the
belly, 0, to the middle of the back, 1. The fish faces +z, its left side is +x, its middle is at z = 0.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.atlas import Paint, Patch, Surface
from mangrove_ar.meshing.curves import profile, smooth_line
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid

Pairs = tuple[tuple[float, float], ...]
_HEAD_SHARE = 0.55  # Below 1 the head gets more of the picture and of the triangles than its length.


@dataclass(frozen=True)
class Bulge:
    """A soft round swelling on both sides: where, how wide and how high; below zero it is a dent."""

    s: float
    t: float
    radius: float
    height: float


@dataclass(frozen=True)
class Fold:
    """A line in the skin, as s and t: a mouth, the edge of a gill cover; lip is the rim raised beside it."""

    line: Pairs
    width: float
    depth: float
    lip: float = 0.0


@dataclass(frozen=True)
class Eye:
    """An eyeball: its middle on the left side, its radius, and where it looks."""

    middle: tuple[float, float, float]
    radius: float
    look: tuple[float, float, float]


@dataclass(frozen=True)
class Shape:
    """A body: heights of back and belly and half-widths along s, until the root of the tail fin."""

    upper: Pairs
    lower: Pairs
    width: Pairs
    nose_height: float
    nose_radius: float
    end: float
    squareness: float  # 2 is an ellipse, more is boxier.
    bulges: tuple[Bulge, ...]
    folds: tuple[Fold, ...]
    eye: Eye


class Body:
    """The skin of a shape as formulas: places for s and t, distances to its folds."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._upper, self._lower, self._width = (profile(p) for p in (shape.upper, shape.lower, shape.width))
        self.fold_lines = [self._folded(fold) for fold in shape.folds]

    def way(self, u: Floats) -> Floats:
        """Give s for the picture's u."""
        held = np.clip(u, 0.0, 1.0)
        return self.shape.end * (_HEAD_SHARE * held + (1 - _HEAD_SHARE) * held**2)

    def back(self, s: Floats) -> Floats:
        """Height of the back."""
        return self._nosed(self._upper(s), s)

    def belly(self, s: Floats) -> Floats:
        """Height of the belly."""
        return self._nosed(self._lower(s), s)

    def half_width(self, s: Floats) -> Floats:
        """Half the width of the body."""
        return floats(self._width(s) * self._rounding(s))

    def smooth_skin(self, s: Floats, turn: Floats) -> Floats:
        """Give places without bulges and folds; turn runs once around from the belly over the left side."""
        angle = 2 * np.pi * turn
        top, low = self.back(s), self.belly(s)
        wide = self.half_width(s)
        power = 2.0 / self.shape.squareness
        side, high = (np.sign(wave) * np.abs(wave) ** power for wave in (np.sin(angle), -np.cos(angle)))
        return np.stack([wide * side, (top + low) / 2 + (top - low) / 2 * high, 0.5 - s], axis=-1)

    def skin(self, u: Floats, v: Floats) -> Floats:
        """Give places with all bulges and folds for the picture's u and v."""
        s = self.way(u)
        place = self.smooth_skin(s, v)
        axis = np.stack([np.zeros_like(s), (self.back(s) + self.belly(s)) / 2, 0.5 - np.maximum(s, 0.03)], axis=-1)
        return floats(place + unit(place - axis) * self._swelling(place)[..., None])

    def distance_to_fold(self, number: int, place: Floats) -> Floats:
        """Measure how far places of the smooth skin are from a fold."""
        line = self.fold_lines[number]
        flat = place.reshape(-1, 3) * np.where(place.reshape(-1, 3)[:, :1] < 0, floats([-1, 1, 1]), 1.0)
        found = np.full(len(flat), 1.0)
        low, high = line.min(axis=0) - 0.025, line.max(axis=0) + 0.025
        near = np.nonzero(((flat >= low) & (flat <= high)).all(axis=1))[0]
        for point, following in pairwise(line):
            found[near] = np.minimum(found[near], _way_to_piece(flat[near], point, following))
        return found.reshape(place.shape[:-1])

    def _swelling(self, place: Floats) -> Floats:
        total = np.zeros(place.shape[:-1])
        folded = np.concatenate([np.abs(place[..., :1]), place[..., 1:]], axis=-1)
        for bulge in self.shape.bulges:
            middle = self.smooth_skin(floats(bulge.s), floats(bulge.t / 2))
            away = ((folded - middle) ** 2).sum(axis=-1)
            total += bulge.height * np.exp(-away / bulge.radius**2)
        for number, fold in enumerate(self.shape.folds):
            away = self.distance_to_fold(number, place) / fold.width
            total += fold.lip * np.exp(-((away - 2.0) ** 2)) - fold.depth * np.exp(-(away**2))
        return total

    def _folded(self, fold: Fold) -> Floats:
        line = smooth_line([(s, t, 0.0) for s, t in fold.line], 12)
        return self.smooth_skin(line[:, 0], line[:, 1] / 2)

    def _rounding(self, s: Floats) -> Floats:
        inside = np.clip(1 - s / self.shape.nose_radius, 0, 1)
        return np.sqrt(1 - inside**2)

    def _nosed(self, height: Floats, s: Floats) -> Floats:
        return floats(self.shape.nose_height + (height - self.shape.nose_height) * self._rounding(s))


def body_patch(
    body: Body, rows: int, columns: int, size_px: tuple[int, int], paint: Paint, relief: Paint | None
) -> Patch:
    """Cover the body; paint and relief get u, v and the place on the smooth skin."""
    v, u = unit_grid(rows, columns)
    u = 0.3 * u**2 + 0.7 * u
    return Patch("skin", cover_outward(body.skin(u, v), u, v), _smooth_surface(body), size_px, paint, relief)


def eye_surface(eye: Eye) -> Surface:
    """Give the left eyeball: v runs from the pupil, 0, to the back, 1; u runs around, starting at the top."""
    look = unit(floats(eye.look))
    upward = unit(floats([0, 1, 0]) - look * look[1])
    beside = np.cross(look, upward)

    def surface(u: Floats, v: Floats) -> Floats:
        turn, off = 2 * np.pi * u, np.pi * v
        ring = np.cos(turn)[..., None] * upward + np.sin(turn)[..., None] * beside
        return floats(eye.middle) + eye.radius * (np.cos(off)[..., None] * look + np.sin(off)[..., None] * ring)

    return surface


def eyes_mesh(eye: Eye, rows: int = 14, columns: int = 22) -> Mesh:
    """Make the left and the right eyeball; they share one picture."""
    u, v = unit_grid(rows, columns)
    v = 0.5 * v + 0.5 * v**1.6
    return with_mirror_image(cover_outward(eye_surface(eye)(u, v), u, v))


def _mirrored(mesh: Mesh) -> Mesh:
    """Turn a left part into the right one."""
    flip = floats([-1, 1, 1])
    return replace(mesh, positions=mesh.positions * flip, normals=mesh.normals * flip, faces=mesh.faces[:, ::-1])


def with_mirror_image(left: Mesh) -> Mesh:
    """Join a left part and the right one made from it."""
    return join([left, _mirrored(left)])


def is_left(mesh: Mesh) -> Floats:
    """Mark with 1 the points (n,) of the left half of what `with_mirror_image` has joined, with 0 the others."""
    count = len(mesh.positions)
    return floats(np.arange(count) < count // 2)


def _smooth_surface(body: Body) -> Surface:
    def surface(u: Floats, v: Floats) -> Floats:
        return body.smooth_skin(body.way(u), np.clip(v, 0, 1))

    return surface


def _way_to_piece(points: Floats, start: Floats, end: Floats) -> Floats:
    along = end - start
    share = np.clip(((points - start) @ along) / max(float(along @ along), 1e-12), 0, 1)
    return floats(np.linalg.norm(points - start - share[:, None] * along, axis=1))
