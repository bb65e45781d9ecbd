"""Draw smooth lines through a few points and carry a frame along them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats, unit

Profile = Callable[[Floats], Floats]


def smooth_line(points: ArrayLike, count: int) -> Floats:
    """Run a Catmull-Rom spline through the points.

    Args:
        points: (n, 3), n at least 2.
        count: how many points the line shall have; the ends are kept.

    Returns:
        (count, 3) float64, evenly spaced in the spline's parameter.
    """
    given = floats(points)
    padded = np.concatenate([[2 * given[0] - given[1]], given, [2 * given[-1] - given[-2]]])
    at = np.linspace(0, len(given) - 1 - 1e-9, count)
    k, f = at.astype(int), (at % 1)[:, None]
    a, b, c, d = padded[k], padded[k + 1], padded[k + 2], padded[k + 3]
    bend = (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3
    return floats(0.5 * (2 * b + (c - a) * f + bend))


def evenly(line: Floats, count: int) -> Floats:
    """Take `count` points of a line, all the same way apart along it."""
    way = way_along(line)
    at = np.linspace(0, way[-1], count)
    return np.stack([np.interp(at, way, line[:, axis]) for axis in range(3)], axis=1)


def way_along(line: Floats) -> Floats:
    """Measure the way from the start of a line to each of its points: (n,) from (n, 3)."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])


def profile(pairs: ArrayLike) -> Profile:
    """Make a smooth function through (x, y) pairs that never overshoots them.

    Source: Fritsch and Butland 1984, "A method for constructing local monotone piecewise cubic
    interpolants", SIAM J. Sci. Stat. Comput. 5.
    """
    x, y = floats(pairs).T
    slope = _monotone_slopes(x, y)

    def read(at: Floats) -> Floats:
        k = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
        h = x[k + 1] - x[k]
        t = np.clip((at - x[k]) / h, 0, 1)
        start = y[k] * (1 + 2 * t) * (1 - t) ** 2 + slope[k] * h * t * (1 - t) ** 2
        return floats(start + y[k + 1] * t * t * (3 - 2 * t) - slope[k + 1] * h * t * t * (1 - t))

    return read


def frames(line: Floats, up: ArrayLike = (0.0, 1.0, 0.0)) -> tuple[Floats, Floats, Floats]:
    """Carry a frame along a line without twist.

    Args:
        line: (n, 3) float64.
        up: the direction the second vector starts towards.

    Returns:
        Tangents, first and second cross vectors, each (n, 3), right-handed: tangent x first = second.
    """
    tangents = unit(np.gradient(line, axis=0))
    start = unit(up)
    if abs(float(tangents[0] @ start)) > 0.97:
        start = np.roll(start, 1)
    across = np.empty_like(line)
    held = start
    for k, tangent in enumerate(tangents):
        held = unit(held - tangent * (tangent @ held))
        across[k] = held
    return tangents, across, np.cross(tangents, across)


def _monotone_slopes(x: Floats, y: Floats) -> Floats:
    h, rise = np.diff(x), np.diff(y) / np.diff(x)
    slope = np.empty_like(y)
    slope[0], slope[-1] = rise[0], rise[-1]
    first, second = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
    same = rise[:-1] * rise[1:] > 0
    left, right = np.where(same, rise[:-1], 1.0), np.where(same, rise[1:], 1.0)
    slope[1:-1] = np.where(same, (first + second) / (first / left + second / right), 0.0)
    return slope
