"""Colour wood by the tide: caked mud, a green film, dark and wet up to the tide line, pale above. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, mix, smoothstep

_TIDE_LINE_M = 0.62


def tide_marks(positions: Floats, tide_line_m: float = _TIDE_LINE_M) -> Floats:
    """Give linear colour factors for wood at (n, 3) places above the mud: (n, 3)."""
    uneven = positions[:, 1] + 0.05 * np.sin(positions[:, 0] * 9) * np.cos(positions[:, 2] * 7)
    uneven = uneven * (_TIDE_LINE_M / tide_line_m)
    colours = mix((0.62, 0.58, 0.52), (1.0, 1.0, 1.0), smoothstep(_TIDE_LINE_M - 0.06, _TIDE_LINE_M + 0.06, uneven))
    green = smoothstep(0.16, 0.30, uneven) * smoothstep(0.58, 0.42, uneven)
    colours = mix(colours, (0.50, 0.55, 0.36), green * 0.65)
    return mix((0.46, 0.40, 0.33), colours, smoothstep(0.04, 0.20, uneven))
