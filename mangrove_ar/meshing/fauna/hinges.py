"""Turn a joint about one axis of any direction: wings, valves."""

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats


def about(axis: ArrayLike, angles_deg: Floats) -> Floats:
    """Turn about a unit axis by (n,) degrees: (n, 4) quaternions x, y, z, w."""
    half = np.radians(angles_deg) / 2
    return np.concatenate([np.sin(half)[:, None] * floats(axis), np.cos(half)[:, None]], axis=1)
