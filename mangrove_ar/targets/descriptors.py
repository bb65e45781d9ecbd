"""Describe key points: the direction of each, and 666 comparisons around it that a camera can recognise.

All key points of all keyframes are described together, from one long array that holds every plane.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), what its detector computes (a FREAK-like descriptor),
written anew for NumPy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.targets.keypoints import Indexes, KeyPoints
from mangrove_ar.targets.pyramid import Octave, Plane

BINS = 36
SMOOTHING_PASSES = 5
SMOOTHING = (0.274068619061197, 0.451862761877606, 0.274068619061197)
REGION_PX = 4
REGION_RADIUS_SQUARED = 20.25
FULL_TURN_TO_ONE = 0.159154943091895
DESCRIPTOR_RADIUS_PX = 7.0
COMPARISON_BIAS = 0.01
WORDS = 21

# Radius and first angle in degrees of the rings of six samples, outside in; the centre is the last sample.
RINGS = ((1.0, 180), (0.930969, 90), (0.847306, 0), (0.741094, 270), (0.595502, 180), (0.362783, 90))

Real = NDArray[np.float64]

# Bins -1 to 36, brought back into the circle.
_RING_OF_BINS = np.arange(-1, BINS + 1) % BINS


@dataclass(frozen=True)
class Described:
    """What a file says about n key points besides their place.

    Attributes:
        angle: (n,) float32, radians.
        bits: (n, 84) uint8, 666 comparisons, first in the highest bit, then zeros.
    """

    angle: NDArray[np.float32]
    bits: NDArray[np.uint8]


@dataclass(frozen=True)
class _Places:
    """Where n key points lie in the long array of all planes."""

    pixels: Plane
    start: Indexes
    height: Indexes
    width: Indexes
    x: Real
    y: Real


def describe(keyframes: list[tuple[list[Octave], KeyPoints]]) -> Described:
    """Describe the key points of all keyframes, in order."""
    places = _place(keyframes)
    angle = _angles(_histograms(places))
    return Described(angle, _compare(_sample(places, angle.astype(np.float64))))


def _place(keyframes: list[tuple[list[Octave], KeyPoints]]) -> _Places:
    """Join the blurred planes of all keyframes and note in which one each point lies."""
    planes: list[Plane] = []
    plane_of_point: list[Indexes] = []
    for octaves, points in keyframes:
        plane_of_point.append(len(planes) + points.level - 1)
        planes.extend(octave.smooth for octave in octaves)
    points_per_frame = [points for _, points in keyframes]
    which = np.concatenate(plane_of_point)
    shapes = np.array([plane.shape for plane in planes], np.intp).reshape(-1, 2)
    starts = np.concatenate([[0], np.cumsum(shapes.prod(axis=1))]).astype(np.intp)
    return _Places(
        pixels=np.concatenate([np.zeros(0, np.float32), *(plane.ravel() for plane in planes)]),
        start=starts[which],
        height=shapes[which, 0],
        width=shapes[which, 1],
        x=np.concatenate([points.x for points in points_per_frame]).astype(np.float64),
        y=np.concatenate([points.y for points in points_per_frame]).astype(np.float64),
    )


def _histograms(places: _Places) -> Real:
    """Return how strongly grey rises in each of 36 directions around each point, as (n, 36)."""
    across, down = _gradients(places)
    turns = (np.arctan2(down, across) + np.pi) * BINS * FULL_TURN_TO_ONE
    turns = turns.astype(np.float32).astype(np.float64)
    strength = np.sqrt(across * across + down * down)
    strength *= _region_weights()[1]
    strength = strength.astype(np.float32).astype(np.float64)
    lower = np.floor(turns - 0.5)
    share = turns - lower - 0.5
    bins = lower.astype(np.intp)
    slots = np.stack([_RING_OF_BINS.take(bins + 1), _RING_OF_BINS.take(bins + 2)], axis=-1)
    slots += (np.arange(len(bins)) * BINS)[:, None, None]
    parts = np.stack([strength * (1 - share), strength * share], axis=-1)
    sums = np.bincount(slots.ravel(), parts.ravel(), len(bins) * BINS)
    return sums.astype(np.float32).astype(np.float64).reshape(-1, BINS)


def _gradients(places: _Places) -> tuple[Real, Real]:
    """Return the rise of grey to the right and downwards at the 69 pixels around each point, as (n, 69) each."""
    reach = np.arange(-REGION_PX - 1, REGION_PX + 2)
    rows = np.clip(places.y.astype(np.intp)[:, None] + reach, 0, places.height[:, None] - 1)
    columns = np.clip(places.x.astype(np.intp)[:, None] + reach, 0, places.width[:, None] - 1)
    rows = places.start[:, None] + rows * places.width[:, None]
    patch = places.pixels.take(rows[:, :, None] + columns[:, None, :]).astype(np.float64)
    inside = _region_weights()[0]
    across = (patch[:, 1:-1, 2:] - patch[:, 1:-1, :-2])[:, inside]
    down = (patch[:, 2:, 1:-1] - patch[:, :-2, 1:-1])[:, inside]
    return across, down


def _region_weights() -> tuple[NDArray[np.bool_], Real]:
    """Return which of 9 x 9 pixels belong to the round region, and the weight of those."""
    reach = np.arange(-REGION_PX, REGION_PX + 1)
    squared = reach[:, None] ** 2 + reach**2
    inside = squared <= REGION_RADIUS_SQUARED
    t = squared[inside] * (-1.0 / 18.0)
    weights = (720 + t * (720 + t * (360 + t * (120 + t * (30 + t * (6 + t)))))) * 0.0013888888
    return inside, weights.astype(np.float32).astype(np.float64)


def _angles(histograms: Real) -> NDArray[np.float32]:
    """Smooth the histograms, find the peak of each and return it as an angle in radians."""
    before, here, after = SMOOTHING
    for _ in range(SMOOTHING_PASSES):
        ring = np.concatenate([histograms[:, -1:], histograms, histograms[:, :1]], axis=1)
        histograms = before * ring[:, :-2] + here * histograms + after * ring[:, 2:]
        histograms = histograms.astype(np.float32).astype(np.float64)
    peak = histograms.argmax(axis=1)
    each = np.arange(len(peak))
    top = histograms[each, peak]
    left = histograms[each, peak - 1] - top
    right = histograms[each, (peak + 1) % BINS] - top
    bend = right / 2 + left / 2
    slope = left + bend * (2 * peak - 1)
    # A histogram without any peak gives bend 0; the original then takes bin 0.
    exact = np.divide(slope, 2 * bend, out=np.zeros_like(bend), where=bend != 0)
    angle: NDArray[np.float32] = (2 * np.pi * (exact + 0.5) / BINS - np.pi).astype(np.float32)
    return angle


def _sample_offsets() -> tuple[Real, Real]:
    """Return x and y of the 37 samples for a point whose angle is 0, on the unit circle, as (37, 1) each."""
    radius = np.array([ring[0] for ring in RINGS])[:, None]
    angle = np.radians([ring[1] for ring in RINGS])[:, None] + np.radians(60) * np.arange(6)
    x, y = (np.round(radius * turn(angle), 6).ravel() for turn in (np.cos, np.sin))
    return np.append(x, 0.0)[:, None], np.append(y, 0.0)[:, None]


def _sample(places: _Places, angle: Real) -> Real:
    """Read grey at the 37 samples around each point, between pixels, as (37, n)."""
    right, down = _sample_offsets()
    cos, sin = DESCRIPTOR_RADIUS_PX * np.cos(angle), DESCRIPTOR_RADIUS_PX * np.sin(angle)
    x = places.x + right * cos + down * -sin
    y = places.y + right * sin + down * cos
    left, top = np.floor(x), np.floor(y)
    x -= left
    y -= top
    columns, rows = left.astype(np.intp), top.astype(np.intp)
    upper = places.start + np.clip(rows, 0, places.height - 1) * places.width
    lower = places.start + np.clip(rows + 1, 0, places.height - 1) * places.width
    first = np.clip(columns, 0, places.width - 1)
    second = np.clip(columns + 1, 0, places.width - 1)
    grey = places.pixels
    values = (1 - x) * (1 - y) * grey.take(upper + first) + x * (1 - y) * grey.take(upper + second)
    values += (1 - x) * y * grey.take(lower + first) + x * y * grey.take(lower + second)
    return values.astype(np.float32).astype(np.float64)


def _compare(samples: Real) -> NDArray[np.uint8]:
    """Compare each pair of the 37 samples (37, n) and pack the answers as (n, 84)."""
    count, points = samples.shape
    answers = np.zeros((WORDS * 32, points), np.bool_)
    raised = samples + COMPARISON_BIAS
    row = 0
    for first in range(count - 1):
        others = count - 1 - first
        np.less(samples[first], raised[first + 1 :], out=answers[row : row + others])
        row += others
    octets = answers.view(np.uint8).reshape(WORDS * 4, 8, points)
    packed = octets[:, 0].copy()
    for place in range(1, 8):
        packed <<= 1
        packed |= octets[:, place]
    return np.ascontiguousarray(packed.T)
