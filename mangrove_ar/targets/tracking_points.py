"""Choose the spots by which a recognised marker is followed: small patches unlike all that lies near them.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), what its feature extraction computes, written anew for NumPy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from mangrove_ar.targets.pyramid import Grey

HALF_PATCH_PX = 6
PATCH_PX = 2 * HALF_PATCH_PX + 1
PATCH_PIXELS = PATCH_PX * PATCH_PX
SEARCH_PX = 10
PREVIEW_PX = 3
NEAR_SQUARED = 4
STEEPEST_SHARE = 0.02
STRENGTH_STEPS = 1000
LEAST_DEVIATION = 8.0
MOST_SIMILARITY = 0.9
MOST_NEAR_SIMILARITY = 0.99
LEAST_NEAR_SIMILARITY = 0.2
# A similarity above all others: a candidate that is out of the choice.
NEVER = np.float32(2.0)
PORTION = 32

Indexes = NDArray[np.intp]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class _Patches:
    """The 13 x 13 patches of a picture; each is named by its top left pixel.

    Attributes:
        grey: (h, w) float32.
        total: (h - 12, w - 12) float64, sum of each patch.
        spread: the same shape, root of the summed squares around the mean; 0 where a patch has one colour.
    """

    grey: NDArray[np.float32]
    total: Real
    spread: Real


def choose_tracking_points(grey: Grey) -> list[tuple[int, int]]:
    """Return the (x, y) of the tracking points of one level, most distinct first."""
    height, width = grey.shape
    spacing = min(height, width) // 10
    if min(height, width) < PATCH_PX:
        return []
    y, x = _steepest(grey)
    choice = _Choice(_sum_patches(grey), y - HALF_PATCH_PX, x - HALF_PATCH_PX)
    most = (width // spacing) * (height // spacing) + (width // (3 * PATCH_PX)) * (height // (3 * PATCH_PX))
    chosen = choice.make(spacing, most)
    return [(x + HALF_PATCH_PX, y + HALF_PATCH_PX) for x, y in chosen]


class _Choice:
    """Choose among candidate patches, comparing with all their surroundings only those whose turn comes.

    Most candidates resemble a patch a few pixels away, or lie beside one that is chosen before them: a
    comparison with the nearest offsets gives the least similarity that each can have, and that is
    replaced by the true one for the most promising candidates, a portion at a time.
    """

    def __init__(self, patches: _Patches, top: Indexes, left: Indexes) -> None:
        self._patches = patches
        top, left = _with_contrast(patches, top, left)
        preview = _similarities(patches, top, left, PREVIEW_PX)
        near, far = _rings(PREVIEW_PX)
        self._lowest_near = np.fmin.reduce(preview[:, near], axis=1, initial=1.0)
        self._similarity = _highest(preview[:, far])
        self._similarity[_highest(preview[:, near]) > MOST_NEAR_SIMILARITY] = NEVER
        self._is_exact = np.zeros(top.size, np.bool_)
        self._top, self._left = top, left

    def make(self, spacing: int, most: int) -> list[tuple[int, int]]:
        """Take the candidate of least similarity, again and again, and drop those in a square around it."""
        chosen: list[tuple[int, int]] = []
        while len(chosen) < most and self._similarity.size:
            best = int(self._similarity.argmin())
            if self._similarity[best] >= MOST_SIMILARITY:
                break
            if not self._is_exact[best]:
                self._look_closer()
                continue
            x, y = int(self._left[best]), int(self._top[best])
            chosen.append((x, y))
            is_beside = (np.abs(self._left - x) <= spacing) & (np.abs(self._top - y) <= spacing)
            self._similarity[is_beside] = NEVER
        return chosen

    def _look_closer(self) -> None:
        """Find the true similarity of the next portion of candidates."""
        rough = np.flatnonzero(~self._is_exact & (self._similarity < MOST_SIMILARITY))
        portion = rough[np.argsort(self._similarity[rough], kind="stable")[:PORTION]]
        around = _similarities(self._patches, self._top[portion], self._left[portion], SEARCH_PX)
        similarity = _highest(around[:, _rings(SEARCH_PX)[1]])
        lowest = self._lowest_near[portion]
        similarity[(lowest < LEAST_NEAR_SIMILARITY) & (lowest < similarity)] = NEVER
        self._similarity[portion] = similarity
        self._is_exact[portion] = True


def _sum_patches(grey: Grey) -> _Patches:
    pixels = grey.astype(np.float64)
    total, squares = _box_sums(pixels), _box_sums(pixels * pixels)
    return _Patches(grey.astype(np.float32), total, np.sqrt(squares - total * total / PATCH_PIXELS))


def _box_sums(values: Real) -> Real:
    """Sum whole numbers over every 13 x 13 patch, exactly."""
    table = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    table[1:, 1:] = values.cumsum(axis=0).cumsum(axis=1)
    tall = table[PATCH_PX:] - table[:-PATCH_PX]
    sums: Real = tall[:, PATCH_PX:] - tall[:, :-PATCH_PX]
    return sums


def _steepest(grey: Grey) -> tuple[Indexes, Indexes]:
    """Return the pixels (y, x) where grey changes more than at their four neighbours: the steepest 2 % or so."""
    pixels = grey.astype(np.float64)
    across, down = pixels[:, 2:] - pixels[:, :-2], pixels[2:] - pixels[:-2]
    across = (across[:-2] + across[1:-1] + across[2:]) / (3 * 256)
    down = (down[:, :-2] + down[:, 1:-1] + down[:, 2:]) / (3 * 256)
    steepness = np.full(grey.shape, -1.0, np.float32)
    steepness[1:-1, 1:-1] = np.sqrt((across * across + down * down) / 2)
    inner = steepness[1:-1, 1:-1]
    beside = np.maximum(steepness[1:-1, :-2], steepness[1:-1, 2:])
    over = np.maximum(steepness[:-2, 1:-1], steepness[2:, 1:-1])
    y, x = np.nonzero(inner > np.maximum(beside, over))
    strength = inner[y, x].astype(np.float64) * STRENGTH_STEPS
    steep = strength >= _least_strength(strength, STEEPEST_SHARE * grey.size)
    return y[steep] + 1, x[steep] + 1


def _least_strength(strength: Real, most: float) -> int:
    """Return the highest whole number that more than `most` strengths reach, or -1."""
    steps = np.clip(strength.astype(np.intp), 0, STRENGTH_STEPS - 1)
    reaching = np.bincount(steps, minlength=STRENGTH_STEPS)[::-1].cumsum()
    enough = reaching > most
    return int(STRENGTH_STEPS - 1 - enough.argmax()) if enough.any() else -1


def _with_contrast(patches: _Patches, top: Indexes, left: Indexes) -> tuple[Indexes, Indexes]:
    """Keep the candidates whose patch lies inside the picture and is not faint."""
    rows, columns = patches.total.shape
    fits = (top >= 0) & (left >= 0) & (top < rows) & (left < columns)
    top, left = top[fits], left[fits]
    contrasting = patches.spread[top, left] / PATCH_PX >= LEAST_DEVIATION
    return top[contrasting], left[contrasting]


def _rings(reach: int) -> tuple[Indexes, Indexes]:
    """Return which offsets of a search lie close around a patch, and which further off, as flat positions."""
    offsets = np.arange(-reach, reach + 1)
    squared = (offsets[:, None] ** 2 + offsets**2).ravel()
    return np.flatnonzero((squared > 0) & (squared <= NEAR_SQUARED)), np.flatnonzero(squared > NEAR_SQUARED)


def _highest(similarities: Real) -> NDArray[np.float32]:
    """Return the highest of each row, as coarse as the original keeps it; -1 where there is none."""
    highest: NDArray[np.float32] = np.fmax.reduce(similarities, axis=1, initial=-1.0).astype(np.float32)
    return highest


def _similarities(patches: _Patches, top: Indexes, left: Indexes, reach: int) -> Real:
    """Correlate patches with those up to `reach` pixels away: (n, (2 reach + 1)**2), NaN where there is none."""
    grey, total, spread = np.pad(patches.grey, reach), np.pad(patches.total, reach), np.pad(patches.spread, reach)
    side = 2 * reach + 1
    found = [np.zeros((0, side * side))]
    for start in range(0, top.size, PORTION):
        y, x = top[start : start + PORTION], left[start : start + PORTION]
        products = _products(grey, y, x, reach).reshape(y.size, -1)
        totals = sliding_window_view(total, (side, side))[y, x].reshape(y.size, -1)
        spreads = sliding_window_view(spread, (side, side))[y, x].reshape(y.size, -1)
        covariance = products - patches.total[y, x, None] / PATCH_PIXELS * totals
        scale = patches.spread[y, x, None] * spreads
        found.append(np.divide(covariance, scale, out=np.full_like(scale, np.nan), where=scale > 0))
    return np.concatenate(found)


def _products(padded: NDArray[np.float32], top: Indexes, left: Indexes, reach: int) -> NDArray[np.float32]:
    """Sum the products of each patch with the patches around it, exactly, as (n, 2 reach + 1, 2 reach + 1).

    A patch slides down its surroundings as strips of 13 rows, and to the right as a band matrix that
    holds it once for each shift: so all shifts are one matrix product.
    """
    count, shifts, side = top.size, 2 * reach + 1, PATCH_PX + 2 * reach
    around = sliding_window_view(padded, (side, side))[top, left]
    patch = around[:, reach:-reach, reach:-reach]
    strips = sliding_window_view(around.reshape(count, -1), PATCH_PX * side, axis=1)[:, ::side]
    bands = np.zeros((count, shifts, PATCH_PX, side), np.float32)
    for shift in range(shifts):
        bands[:, shift, :, shift : shift + PATCH_PX] = patch
    return np.ascontiguousarray(strips) @ bands.reshape(count, shifts, -1).transpose(0, 2, 1)
