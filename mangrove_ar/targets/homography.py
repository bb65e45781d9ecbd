"""Find where a flat picture lies in a frame: the perspective that most matches agree with.

A homography is (3, 3) float64 and maps picture pixels to frame pixels; points are (n, 2) float64 pixels.
"""

import numpy as np
from numpy.typing import NDArray

SAMPLES = 300
INLIER_PX = 3.0
LOOSE_PX = 8.0
FEWEST_MATCHES = 4
LEAST_TRIANGLE = 0.1
"""Of four drawn points no three may lie on one line: the smallest of their triangles, as a share of the largest."""
LEAST_SIDE_PX = 40.0
MOST_SIDE_RATIO = 6.0

Real = NDArray[np.float64]
Indexes = NDArray[np.intp]


def fit_robustly(source: Real, target: Real, seed: int) -> Real | None:
    """Fit a homography to matches of which some are wrong; None where no four of them agree on a sane one."""
    if len(source) < FEWEST_MATCHES:
        return None
    drawn = _draw_fours(source, target, seed)
    if not len(drawn):
        return None
    candidates = _solve(source[drawn], target[drawn])
    errors = _errors(candidates, source, target)
    cost = np.minimum(errors / LOOSE_PX, 1.0).sum(axis=1)
    return refine(candidates[cost.argmin()], source, target)


def refine(homography: Real, source: Real, target: Real) -> Real | None:
    """Fit again to all matches that agree, first loosely and then closely; None where too few do."""
    for limit in (LOOSE_PX, LOOSE_PX, INLIER_PX, INLIER_PX):
        agreeing = errors_px(homography, source, target) < limit
        if agreeing.sum() < FEWEST_MATCHES:
            return None
        homography = _solve(source[None, agreeing], target[None, agreeing])[0]
    return homography


def errors_px(homography: Real, source: Real, target: Real) -> Real:
    """Return how far off each match lies, as (n,) pixels of the frame."""
    return np.asarray(_errors(homography[None], source, target)[0], np.float64)


def project(homography: Real, points: Real) -> Real:
    """Return where a homography puts points, as (n, 2); infinite where they lie on or behind the horizon."""
    return np.asarray(_project(homography[None], points)[0], np.float64)


def is_plausible(homography: Real, corners: Real) -> bool:
    """Tell whether corners (4, 2) come to lie as those of a printed picture can before a camera."""
    if (_depths(homography[None], corners) <= 0).any():
        return False
    seen = project(homography, corners)
    edges = np.roll(seen, -1, axis=0) - seen
    following = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    lengths = np.hypot(*edges.T)
    is_convex = bool((turns > 0).all())
    return is_convex and bool(lengths.min() >= LEAST_SIDE_PX and lengths.max() <= MOST_SIDE_RATIO * lengths.min())


def _draw_fours(source: Real, target: Real, seed: int) -> Indexes:
    """Draw sets of four matches, as (m, 4), and keep those that span an area and are not folded or mirrored."""
    order = np.random.default_rng(seed).random((SAMPLES, len(source))).argsort(axis=1)
    fours = order[:, :FEWEST_MATCHES]
    flat, seen = _triangles(source[fours]), _triangles(target[fours])
    spans = np.ones(SAMPLES, np.bool_)
    for areas in (np.abs(flat), np.abs(seen)):
        spans &= areas.min(axis=1) > LEAST_TRIANGLE * areas.max(axis=1)
    return np.asarray(fours[spans & (np.sign(flat) == np.sign(seen)).all(axis=1)], np.intp)


def _triangles(fours: Real) -> Real:
    """Return twice the signed area of the four triangles of each set of four points (m, 4, 2), as (m, 4)."""
    first, second, third = fours, np.roll(fours, -1, axis=1), np.roll(fours, -2, axis=1)
    a, b = second - first, third - first
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0], np.float64)


def _solve(source: Real, target: Real) -> Real:
    """Fit m homographies to m sets of matches (m, k, 2), by least squares on centred and scaled points.

    A second pass divides each equation by the depth of its point, so that errors count in pixels.
    """
    (flat, into), (seen, out_of) = _normalise(source), _normalise(target)
    depths = np.ones(flat.shape[:2])
    for _ in range(2):
        homographies = _least_squares(flat, seen, depths)
        depths = np.maximum(_depths(homographies, flat), 0.1)
    whole = np.linalg.inv(out_of) @ homographies @ into
    return np.asarray(whole / whole[:, 2:, 2:], np.float64)


def _normalise(points: Real) -> tuple[Real, Real]:
    """Centre each set of points (m, k, 2) and scale it to unit spread; return also the matrices that do so."""
    centre = points.mean(axis=1, keepdims=True)
    scale = 1 / np.sqrt(((points - centre) ** 2).sum(axis=2).mean(axis=1))
    matrices = np.zeros((len(points), 3, 3))
    matrices[:, 0, 0] = matrices[:, 1, 1] = scale
    matrices[:, :2, 2] = -scale[:, None] * centre[:, 0]
    matrices[:, 2, 2] = 1
    return (points - centre) * scale[:, None, None], matrices


def _least_squares(flat: Real, seen: Real, depths: Real) -> Real:
    x, y = flat[..., 0], flat[..., 1]
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = []
    for axis, place in enumerate(((x, y, one, zero, zero, zero), (zero, zero, zero, x, y, one))):
        goal = seen[..., axis]
        rows.append(np.stack([*place, -goal * x, -goal * y, goal], axis=-1) / depths[..., None])
    system = np.concatenate(rows, axis=1)
    left = system[..., :8]
    square = left.swapaxes(1, 2) @ left + 1e-12 * np.eye(8)
    solved = np.linalg.solve(square, left.swapaxes(1, 2) @ system[..., 8:])[..., 0]
    return np.concatenate([solved, np.ones((len(solved), 1))], axis=1).reshape(-1, 3, 3)


def _depths(homographies: Real, points: Real) -> Real:
    """Return by what each point (k, 2) or (m, k, 2) is divided when seen, as (m, k)."""
    across, down, level = homographies[:, 2, 0:1], homographies[:, 2, 1:2], homographies[:, 2, 2:3]
    return np.asarray(points[..., 0] * across + points[..., 1] * down + level, np.float64)


def _project(homographies: Real, points: Real) -> Real:
    depth = _depths(homographies, points)
    flat = np.concatenate([points, np.ones((len(points), 1))], axis=1)
    seen = flat @ homographies[:, :2].swapaxes(1, 2)
    safe = np.where(depth > 0, depth, 1.0)[..., None]
    return np.where(depth[..., None] > 0, seen / safe, np.inf)


def _errors(homographies: Real, source: Real, target: Real) -> Real:
    return np.asarray(np.hypot(*np.moveaxis(_project(homographies, source) - target, 2, 0)), np.float64)
