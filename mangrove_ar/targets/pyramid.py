"""Show a marker at many sizes: the scales of a target and the blurred octaves of one size.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), what its compiler computes, written anew for NumPy.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

SMALLEST_KEYFRAME_PX = 100
SCALE_STEP = 2.0 ** (1.0 / 3.0)
TRACKING_SIDES_PX = (256, 128)
SMALLEST_OCTAVE_PX = 8
MOST_OCTAVES = 5

Grey = NDArray[np.uint8]
Plane = NDArray[np.float32]
Number = TypeVar("Number", np.uint16, np.float32, np.float64)


@dataclass(frozen=True)
class Octave:
    """One halving of a keyframe, with what is needed to find key points in it.

    Attributes:
        level: k, pixels here are 2**k keyframe pixels wide; octave 0 is never searched.
        smooth: (h, w) float32, blurred grey.
        difference: (h, w) float32, grey minus blurred grey.
        finer: (h, w) float32, the difference of octave k - 1, halved to this size.
    """

    level: int
    smooth: Plane
    difference: Plane
    finer: Plane


def keyframe_scales(width: int, height: int) -> list[float]:
    """List the scales at which a marker is recognised, largest first."""
    scale = SMALLEST_KEYFRAME_PX / min(width, height)
    scales = [scale]
    while (scale := scale * SCALE_STEP) < 0.95:
        scales.append(scale)
    return [1.0, *reversed(scales)]


def tracking_scales(width: int, height: int) -> list[float]:
    """List the two scales at which a recognised marker is followed."""
    return [side / min(width, height) for side in TRACKING_SIDES_PX]


class Rescaler:
    """Average a grey picture over boxes, at any scale, from one summed table."""

    def __init__(self, grey: Grey) -> None:
        self._grey = grey
        height, width = grey.shape
        # Sums may wrap around 2**32: differences of them are still right, since no single box is that large.
        self._table = np.zeros((height + 1, width + 1), np.uint32)
        np.cumsum(grey, axis=1, dtype=np.uint32, out=self._table[1:, 1:])
        for above, row in zip(self._table, self._table[1:], strict=False):
            row += above

    def at(self, ratio: float) -> Grey:
        """Return the picture at a ratio; boxes that hold no source pixel (ratio above 1) become black."""
        if ratio == 1.0:
            return self._grey
        height, width = self._grey.shape
        rows, columns = _box_edges(height, ratio), _box_edges(width, ratio)
        corners = self._table.take(rows, axis=0).take(columns, axis=1)
        tall = corners[1:] - corners[:-1]
        sums = tall[:, 1:] - tall[:, :-1]
        heights, widths = np.maximum(np.diff(rows), 1), np.maximum(np.diff(columns), 1)
        # Where float32 holds the sums exactly, its quotients never round up to the next whole number.
        exact = np.float32 if 255 * heights.max() * widths.max() < 2**24 else np.float64
        means: Grey = (sums.astype(exact) / np.outer(heights, widths).astype(exact)).astype(np.uint8)
        return means


def octaves_of(grey: Grey) -> list[Octave]:
    """Blur and halve a keyframe until it is too small; octave 0 itself is left out."""
    count = _octave_count(*grey.shape)
    if count < 2:
        return []
    plane, finer = _first_halving(grey)
    octaves = []
    for level in range(1, count):
        smooth = _blur(plane)
        difference = plane - smooth
        octaves.append(Octave(level, smooth, difference, finer))
        plane, finer = _halve(smooth), _halve(difference)
    return octaves


def _box_edges(size: int, ratio: float) -> NDArray[np.int64]:
    """Return the first source line of each box, and the end of the last one."""
    count = int(np.floor(size * ratio + 0.5))
    edges = np.floor(np.arange(count + 1) / ratio + 0.5).astype(np.int64)
    return np.minimum(edges, size)


def _octave_count(height: float, width: float) -> int:
    count = 0
    while min(height, width) >= SMALLEST_OCTAVE_PX and count < MOST_OCTAVES:
        height, width, count = height / 2, width / 2, count + 1
    return count


def _blur(plane: Plane) -> Plane:
    """Filter with [1 4 6 4 1] / 16 both ways, edges repeated, rounding once for each way as the original does."""
    padded = _pad(plane, np.float64)
    across = _weigh_five(padded, 1).astype(np.float32).astype(np.float64)
    both = _weigh_five(across, padded.shape[1])
    both *= 1 / 256
    return both[:-4, :-4].astype(np.float32)


def _weigh_five(values: NDArray[Number], step: int) -> NDArray[Number]:
    """Weigh each entry and the four that follow it at a distance with 1 4 6 4 1.

    That is four times the sum of two neighbours. Rows are added as one long line, which is much faster
    than row by row; so the last four columns (step 1) or rows (step = width) of the answer mean nothing.
    The values themselves are used up.
    """
    sums, spare = values.reshape(-1), np.zeros(values.size, values.dtype)
    for passes in range(1, 5):
        size = values.size - passes * step
        np.add(sums[:size], sums[step : size + step], out=spare[:size])
        sums, spare = spare, sums
    return sums.reshape(values.shape)


def _pad(plane: NDArray[np.generic], dtype: type[Number]) -> NDArray[Number]:
    """Repeat the edge pixels twice on every side."""
    height, width = plane.shape
    padded = np.empty((height + 4, width + 4), dtype)
    padded[2:-2, 2:-2] = plane
    padded[2:-2, :2], padded[2:-2, -2:] = plane[:, :1], plane[:, -1:]
    padded[:2], padded[-2:] = padded[2], padded[-3]
    return padded


def _halve(plane: Plane) -> Plane:
    """Average 2 x 2 pixels, added in the original's order; an odd last row or column is dropped."""
    height, width = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    upper, lower = plane[0:height:2, :width], plane[1:height:2, :width]
    halved = upper[:, 0::2] + lower[:, 0::2]
    halved += upper[:, 1::2]
    halved += lower[:, 1::2]
    halved *= np.float32(0.25)
    return halved


def _first_halving(grey: Grey) -> tuple[Plane, Plane]:
    """Return octave 1 before its blur, and the difference of octave 0 at that size.

    Octave 0 is as large as the keyframe. Blurred once, 8-bit pixels are 16-bit whole numbers over 256, blurred
    twice 24-bit ones over 65 536: integers and float32 hold them exactly, at half the bytes or less.
    """
    width = grey.shape[1] + 4
    once = _weigh_five(_weigh_five(_pad(grey, np.uint16), 1), width)[:-4, :-4]
    twice = _weigh_five(_weigh_five(_pad(once, np.float32), 1), width)[:-4, :-4]
    halved = _halve(twice)
    difference = np.multiply(once, np.float32(256), dtype=np.float32)
    difference -= twice
    finer = _halve(difference)
    halved *= np.float32(2.0**-16)
    finer *= np.float32(2.0**-16)
    return halved, finer
