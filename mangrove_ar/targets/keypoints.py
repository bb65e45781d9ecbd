"""Find the key points of a keyframe: spots brighter or darker than their surroundings, spread over the picture.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), what its detector computes, written anew for NumPy.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.targets.pyramid import Octave, Plane

LEAST_CONTRAST = 3.0
EDGE_LIMIT = (4.0 + 1.0) ** 2 / 4.0
FLAT_DETERMINANT = 1e-4
MARGIN_PX = 7
CELLS_PER_SIDE = 10
POINTS_PER_CELL = 5

Indexes = NDArray[np.intp]

CENTRE = 4

_NEIGHBOURS = np.array([-1, 0, 1])
# Of each 2 x 2 block one point survives; this is the turn of the pixel at (y % 2, x % 2).
_TURN_IN_BLOCK = np.array([[3, 1], [0, 2]])


@dataclass(frozen=True)
class KeyPoints:
    """Points of one keyframe, cell by cell, strongest first within a cell.

    Attributes:
        level: (n,) intp, octave k of each point.
        x, y: (n,) float32, sub-pixel position in that octave.
        is_bright: (n,) bool, brighter than the surroundings.
        cell: (n,) intp, index in the grid.
    """

    level: Indexes
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    is_bright: NDArray[np.bool_]
    cell: Indexes


@dataclass(frozen=True)
class _Spots:
    """Extrema of one octave: integer pixels, strength for ranking, sub-pixel shift."""

    level: Indexes
    x: Indexes
    y: Indexes
    value: Plane
    strength: Plane
    cell: Indexes
    shift_x: NDArray[np.float64]
    shift_y: NDArray[np.float64]


def find_key_points(octaves: list[Octave], cells_per_side: int = CELLS_PER_SIDE) -> KeyPoints:
    """Find at most five points in each cell of a grid, 10 x 10 in a target, over all octaves together."""
    found = [_spots(here, above, cells_per_side) for here, above in pairwise(octaves)]
    if not found:
        return _no_points()
    joined = {name: np.concatenate([getattr(spots, name) for spots in found]) for name in _Spots.__annotations__}
    chosen = _strongest_per_cell(joined["cell"], joined["strength"])
    spots = _Spots(**{name: values[chosen] for name, values in joined.items()})
    return KeyPoints(
        level=spots.level,
        x=(spots.x + spots.shift_x).astype(np.float32),
        y=(spots.y + spots.shift_y).astype(np.float32),
        is_bright=spots.value > 0,
        cell=spots.cell,
    )


def _no_points() -> KeyPoints:
    whole, real = np.zeros(0, np.intp), np.zeros(0, np.float32)
    return KeyPoints(whole, real, real, np.zeros(0, np.bool_), whole)


def _spots(here: Octave, above: Octave, cells_per_side: int) -> _Spots:
    """Find the extrema of one octave against itself, the finer and the coarser one."""
    plane = here.difference
    y, x = _extrema_within(plane)
    near = np.concatenate([_around(plane, y, x), _around(here.finer, y, x)])
    is_blob, shift_x, shift_y = _fit(near[:9].astype(np.float64))
    kept = is_blob & _leads(near)
    y, x, near, shift_x, shift_y = y[kept], x[kept], near[:, kept], shift_x[kept], shift_y[kept]
    kept = _leads(np.concatenate([near, _around_doubled(above.difference, y, x)]))
    y, x, value, shift_x, shift_y = y[kept], x[kept], near[CENTRE, kept], shift_x[kept], shift_y[kept]
    order, strength = _thin_blocks(y, x, value, plane.shape[1])
    y, x, value, shift_x, shift_y = y[order], x[order], value[order], shift_x[order], shift_y[order]
    cell = _cells(y, x, plane.shape, cells_per_side)
    return _Spots(np.full(y.size, here.level), x, y, value, strength, cell, shift_x, shift_y)


def _extrema_within(plane: Plane) -> tuple[Indexes, Indexes]:
    """Return the pixels (y, x) that have contrast and lead their 3 x 3 neighbourhood, equals included."""
    inner = plane[MARGIN_PX - 1 : 1 - MARGIN_PX, MARGIN_PX - 1 : 1 - MARGIN_PX]
    if min(inner.shape) < 3:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    centre = inner[1:-1, 1:-1]
    highest = np.maximum(np.maximum(inner[:-2], inner[1:-1]), inner[2:])
    highest = np.maximum(np.maximum(highest[:, :-2], highest[:, 1:-1]), highest[:, 2:])
    lowest = np.minimum(np.minimum(inner[:-2], inner[1:-1]), inner[2:])
    lowest = np.minimum(np.minimum(lowest[:, :-2], lowest[:, 1:-1]), lowest[:, 2:])
    leads = ((centre == highest) | (centre == lowest)) & (np.abs(centre) >= LEAST_CONTRAST)
    y, x = np.nonzero(leads)
    return y + MARGIN_PX, x + MARGIN_PX


def _leads(near: Plane) -> NDArray[np.bool_]:
    """Tell for each point of (m, n) whether its own pixel is above all m or below all m, equals included."""
    value = near[CENTRE]
    leads: NDArray[np.bool_] = (value >= near.max(axis=0)) | (value <= near.min(axis=0))
    return leads


def _around(plane: Plane, y: Indexes, x: Indexes) -> Plane:
    """Return the 3 x 3 pixels around each of n positions, row by row, as (9, n)."""
    width = plane.shape[1]
    offsets = (_NEIGHBOURS[:, None] * width + _NEIGHBOURS).ravel()
    around: Plane = plane.ravel().take(offsets[:, None] + (y * width + x))
    return around


def _around_doubled(plane: Plane, y: Indexes, x: Indexes) -> Plane:
    """Return the 3 x 3 pixels around each of n positions of the plane doubled bilinearly, as (9, n).

    Pixel 2m of the doubled plane lies a quarter of a pixel before pixel m, pixel 2m + 1 a quarter after it.
    """
    height, width = plane.shape
    rows = np.clip(y // 2 + _NEIGHBOURS[:, None], 0, height - 1) * width
    columns = np.clip(x // 2 + _NEIGHBOURS[:, None], 0, width - 1)
    source = plane.ravel().take(rows[:, None] + columns).astype(np.float64)
    tall = _doubled_lines(source, y % 2 == 0)
    doubled = _doubled_lines(tall.transpose(1, 0, 2), x % 2 == 0).transpose(1, 0, 2)
    return doubled.reshape(9, -1).astype(np.float32)


def _doubled_lines(source: NDArray[np.float64], is_even: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mix three source lines (3, 3, n) into the three lines around a line of the doubled plane."""
    before, here, after = source
    share = np.where(is_even, 0.75, 0.25)
    beside = np.where(is_even, before, after)
    return np.stack(
        [
            share * before + (1 - share) * here,
            0.75 * here + 0.25 * beside,
            share * here + (1 - share) * after,
        ]
    )


def _fit(near: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    """Fit a quadric to 3 x 3 pixels (9, n): whether it is a blob, not an edge, and where its top lies (x, y)."""
    nw, n, ne, w, centre, e, sw, s, se = near
    dx, dy = 0.5 * (e - w), 0.5 * (s - n)
    dxx, dyy, dxy = e + w - 2 * centre, s + n - 2 * centre, 0.25 * (nw + se - ne - sw)
    det = dxx * dyy - dxy * dxy
    is_curved = np.abs(det) >= FLAT_DETERMINANT
    safe = np.where(is_curved, det, 1.0)
    is_blob = is_curved & (np.abs((dxx + dyy) ** 2 / safe) < EDGE_LIMIT)
    return is_blob, (dxy * dy - dyy * dx) / safe, (dxy * dx - dxx * dy) / safe


def _thin_blocks(y: Indexes, x: Indexes, value: Plane, width: int) -> tuple[Indexes, Plane]:
    """Keep one point per aligned 2 x 2 block; return which, row by row of blocks, and their strength."""
    block, turn = y // 2 * width + x // 2, _TURN_IN_BLOCK[y % 2, x % 2]
    order = np.lexsort((turn, block))
    first = np.ones(order.size, np.bool_)
    first[1:] = np.diff(block[order]) != 0
    order = order[first]
    # The original hides the place within the block in the thousands of a float32, which rounds the strength.
    thousands = np.array([[0, 2000], [1000, 3000]], np.float32)[y[order] % 2, x[order] % 2]
    return order, (thousands + np.abs(value[order])) - thousands


def _cells(y: Indexes, x: Indexes, shape: tuple[int, ...], cells_per_side: int) -> Indexes:
    """Return the index of the grid cell of each pixel; both sides count as even."""
    height, width = shape
    row = np.floor(y / (height // 2 * 2 / cells_per_side)).astype(np.intp)
    column = np.floor(x / (width // 2 * 2 / cells_per_side)).astype(np.intp)
    return row * cells_per_side + column


def _strongest_per_cell(cell: Indexes, strength: Plane) -> Indexes:
    """Return the indexes of the strongest points of each cell; equals keep their order."""
    order = np.lexsort((-strength, cell))
    sorted_cells = cell[order]
    rank = np.arange(order.size) - np.searchsorted(sorted_cells, sorted_cells)
    return order[rank < POINTS_PER_CELL]
