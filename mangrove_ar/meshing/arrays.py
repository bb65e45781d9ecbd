"""Name the two array types that the geometry speaks in."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def floats(values: ArrayLike) -> Floats:
    """Turn any list of numbers into an array of float64."""
    return np.asarray(values, dtype=np.float64)


def unit(vectors: ArrayLike) -> Floats:
    """Scale vectors along the last axis to length one; a zero vector stays zero."""
    array = floats(vectors)
    length = np.linalg.norm(array, axis=-1, keepdims=True)
    return floats(array / np.maximum(length, 1e-12))


def mix(first: ArrayLike, second: ArrayLike, weight: ArrayLike) -> Floats:
    """Blend colours: weight 0 gives the first, 1 the second; the weight has one axis less than a colour."""
    w = floats(weight)[..., None]
    return floats(first) * (1.0 - w) + floats(second) * w


def smoothstep(low: float, high: float, values: ArrayLike) -> Floats:
    """Rise softly from 0 at `low` to 1 at `high`; falls when `low` is above `high`."""
    x = np.clip((floats(values) - low) / (high - low), 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)
