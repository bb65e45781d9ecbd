"""See a picture as a phone does: described key points, of a camera's frame or of a compiled target, and their likeness.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), whose key points and descriptions these are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.targets.descriptors import describe
from mangrove_ar.targets.keypoints import find_key_points
from mangrove_ar.targets.mind_file import Entry
from mangrove_ar.targets.pyramid import Grey, octaves_of

BYTES_PER_POINT = 84
WORDS_PER_POINT = 11
"""Descriptions as 64-bit words; the last one is filled up with zeros."""
FRAME_CELLS_PER_SIDE = 20
"""A phone looks for points in crops of 256 pixels, 10 x 10 cells each; so many cells of a frame are about as dense."""
POINTS_AT_ONCE = 64
"""As many rows of distances as stay in a processor's cache."""

Real = NDArray[np.float64]
Words = NDArray[np.uint64]
Bits = NDArray[np.int64]


@dataclass(frozen=True)
class Features:
    """Described key points of one picture.

    Attributes:
        x, y: (n,) float64, pixels from the picture's top left corner; the middle of the first pixel is at 0.5.
        angle: (n,) float64, radians.
        size: (n,) float64, pixels that one pixel of the octave covers.
        is_bright: (n,) bool, brighter than the surroundings.
        words: (11, n) uint64, the descriptions.
    """

    x: Real
    y: Real
    angle: Real
    size: Real
    is_bright: NDArray[np.bool_]
    words: Words

    def __len__(self) -> int:
        return int(self.x.size)


def see(grey: Grey) -> Features:
    """Find and describe the key points of a frame of 8-bit grey."""
    octaves = octaves_of(grey)
    points = find_key_points(octaves, FRAME_CELLS_PER_SIDE)
    described = describe([(octaves, points)])
    size = (2.0**points.level).astype(np.float64)
    return Features(
        x=(points.x + 0.5) * size,
        y=(points.y + 0.5) * size,
        angle=described.angle.astype(np.float64),
        size=size,
        is_bright=points.is_bright,
        words=_words(described.bits),
    )


def features_of_keyframe(keyframe: Entry) -> Features:
    """Read the points of one keyframe of a target, in pixels of the whole target."""
    points = keyframe["maximaPoints"] + keyframe["minimaPoints"]
    columns = [[point[name] for point in points] for name in ("x", "y", "angle", "scale", "maxima", "descriptors")]
    x, y, angle, size = (np.array(column, np.float64) for column in columns[:4])
    octets = np.array(columns[5], ">u4").view(np.uint8).reshape(-1, BYTES_PER_POINT)
    return Features(
        x=(x + 0.5) / keyframe["scale"],
        y=(y + 0.5) / keyframe["scale"],
        angle=angle,
        size=size / keyframe["scale"],
        is_bright=np.array(columns[4], np.bool_),
        words=_words(octets),
    )


def join(several: list[Features]) -> Features:
    """Put the points of several pictures one after the other."""
    names = ("x", "y", "angle", "size", "is_bright", "words")
    return Features(*(np.concatenate([getattr(one, name) for one in several], axis=-1) for name in names))


def count_differences(first: Words, second: Words) -> NDArray[np.uint16]:
    """Count the bits in which each of n descriptions (11, n) differs from each of m others (11, m), as (n, m)."""
    differences = np.zeros((first.shape[1], second.shape[1]), np.uint16)
    for start in range(0, first.shape[1], POINTS_AT_ONCE):
        rows = differences[start : start + POINTS_AT_ONCE]
        for own, other in zip(first[:, start : start + POINTS_AT_ONCE], second, strict=True):
            rows += np.bitwise_count(own[:, None] ^ other)
    return differences


def _words(octets: NDArray[np.uint8]) -> Words:
    padded = np.zeros((len(octets), 8 * WORDS_PER_POINT), np.uint8)
    padded[:, :BYTES_PER_POINT] = octets
    return np.ascontiguousarray(padded.view(np.uint64).T)
