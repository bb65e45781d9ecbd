"""Stand a gently bent trunk. Metres."""

from collections.abc import Sequence

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.boughs import Bough

_ROWS = 28
# Sideways shares of the bend at heights from foot to top.
_BENDS = ((-0.03, 0.0, 0.0), (0.20, 0.0, 0.3), (0.45, 1.0, -0.3), (0.70, 0.0, 0.7), (1.0, 0.7, 0.0))


def bent_trunk(top_m: float, bend_m: float, radii: Sequence[tuple[float, float]], foot: Floats | None = None) -> Bough:
    """Draw a trunk from just below the ground to its top; radii are (share of the length, metres) pairs."""
    points = floats([(x * bend_m, share * top_m, z * bend_m) for share, x, z in _BENDS])
    shares, metres = floats(radii).T
    line = smooth_line(points if foot is None else points + foot, _ROWS)
    return Bough(line, np.interp(np.linspace(0, 1, _ROWS), shares, metres), 14)
