"""Give surfaces the irregularity of grown things: value noise, in a tile or in space, and scattered dots."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats

_LATTICE = 32  # Cells after which the noise in space repeats.
# Turns space between octaves, so that the lattice's own directions never add up to a pattern.
_TURN = np.array([[0.36, 0.48, -0.80], [-0.80, 0.60, 0.0], [0.48, 0.64, 0.60]])


def tile_noise(
    shape: tuple[int, int], cells: tuple[int, int], seed: int, octaves: int = 4, gain: float = 0.5
) -> Floats:
    """Draw a field of fractal noise that repeats without a seam.

    Args:
        shape: rows and columns of the field.
        cells: lumps down and across of the coarsest octave.
        seed: the same seed gives the same field.
        octaves: how many times the lumps are halved.
        gain: height of an octave relative to the coarser one.

    Returns:
        (rows, columns) float64, stretched to run from 0 to 1.
    """
    rng = np.random.default_rng(seed)
    field = np.zeros(shape)
    for octave in range(octaves):
        lumps = rng.random((cells[0] << octave, cells[1] << octave))
        field += gain**octave * _stretch(lumps, shape)
    return floats((field - field.min()) / max(float(np.ptp(field)), 1e-12))


def space_noise(points: Floats, per_unit: float, seed: int, octaves: int = 4, gain: float = 0.5) -> Floats:
    """Read fractal noise at points in space, so that a pattern crosses patch borders unbroken.

    Args:
        points: (..., 3) float64.
        per_unit: lumps per unit of length of the coarsest octave.
        seed: the same seed gives the same noise.
        octaves: how many times the lumps are halved.
        gain: height of an octave relative to the coarser one.

    Returns:
        (...) float64, from 0 to 1, mean near 0.5.
    """
    lattice = np.random.default_rng(seed).random((_LATTICE, _LATTICE, _LATTICE))
    total, weight = np.zeros(points.shape[:-1]), 0.0
    turned = points * per_unit
    for octave in range(octaves):
        turned = turned @ _TURN
        total += gain**octave * _trilinear(lattice, turned * 2.0**octave + 7.3 * octave)
        weight += gain**octave
    return total / weight


def sample_tile(field: Floats, u: Floats, v: Floats) -> Floats:
    """Read a repeating field between its cells; u runs along columns, v along rows, 1 is the whole width."""
    rows, columns = field.shape
    y, x = floats(v) * rows, floats(u) * columns
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    fy, fx = y - y0, x - x0
    top = field[y0 % rows, x0 % columns] * (1 - fx) + field[y0 % rows, (x0 + 1) % columns] * fx
    low = field[(y0 + 1) % rows, x0 % columns] * (1 - fx) + field[(y0 + 1) % rows, (x0 + 1) % columns] * fx
    return floats(top * (1 - fy) + low * fy)


def scattered_dots(
    edge_px: int,
    count: int,
    wide: tuple[float, float],
    high: tuple[float, float],
    seed: int,
    rows: int | None = None,
) -> Floats:
    """Scatter soft oval dots over a square tile that repeats without a seam.

    Args:
        edge_px: rows and columns of the tile.
        count: how many dots.
        wide: least and most half-width, in shares of the edge.
        high: least and most half-height, in shares of the edge.
        seed: the same seed gives the same dots.
        rows: if given, most dots lie in that many level rows.

    Returns:
        (edge_px, edge_px) float64, 0 beside the dots, 1 in their middles.
    """
    rng = np.random.default_rng(seed)
    dots = np.zeros((edge_px, edge_px))
    for _ in range(count):
        down = rng.random() if rows is None else (rng.integers(rows) + rng.normal(0.5, 0.12)) / rows
        right, half_wide, half_high = rng.random(), rng.uniform(*wide), rng.uniform(*high)
        down_px, across_px = _around(down, half_high * 2.5, edge_px), _around(right, half_wide * 2.5, edge_px)
        below, beside = (down_px / edge_px - down) / half_high, (across_px / edge_px - right) / half_wide
        window = np.ix_(down_px % edge_px, across_px % edge_px)
        dots[window] = np.maximum(dots[window], np.exp(-(below[:, None] ** 2) - beside**2))
    return dots


def _stretch(lumps: Floats, shape: tuple[int, int]) -> Floats:
    along = _stretch_rows(lumps, shape[0])
    return _stretch_rows(along.T, shape[1]).T


def _stretch_rows(lumps: Floats, rows: int) -> Floats:
    at = np.arange(rows) * len(lumps) / rows
    low = np.floor(at).astype(int)
    part = _fade(at - low)[:, None]
    return floats(lumps[low] * (1 - part) + lumps[(low + 1) % len(lumps)] * part)


def _trilinear(lattice: Floats, points: Floats) -> Floats:
    low = np.floor(points)
    part = _fade(points - low)
    cell = low.astype(np.int64)
    near = [(1 - part[..., axis], part[..., axis]) for axis in range(3)]
    place = [(cell[..., axis] % _LATTICE, (cell[..., axis] + 1) % _LATTICE) for axis in range(3)]
    flat = lattice.ravel()
    total = np.zeros(points.shape[:-1])
    for i, j in np.ndindex(2, 2):
        row = (place[0][i] * _LATTICE + place[1][j]) * _LATTICE
        line = flat[row + place[2][0]] * near[2][0] + flat[row + place[2][1]] * near[2][1]
        total += near[0][i] * near[1][j] * line
    return total


def _fade(part: Floats) -> Floats:
    return part * part * part * (part * (part * 6 - 15) + 10)


def _around(middle: float, half: float, edge_px: int) -> Ints:
    return np.arange(int((middle - half) * edge_px), int((middle + half) * edge_px) + 2)
