"""Draw what crabs of all kinds wear: grooves of the shell and orbits of the eyes, as fields from 0 to 1."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep


def on_both_sides(place: Floats) -> Floats:
    """Flatten places (..., 3) and fold the left onto the right, so that a noise read there is the same on both."""
    return np.stack([np.abs(place[..., 0]), np.zeros_like(place[..., 0]), place[..., 2]], axis=-1)


def long_grooves(x: Floats, z: Floats, half_width: float, reach: tuple[float, float]) -> Floats:
    """Draw the two long strokes of the H on a carapace.

    Args:
        x: (...) to the side, 1 at the shell's edge.
        z: (...) to the front.
        half_width: of a stroke.
        reach: how far in z from its middle a stroke is gone, and still whole.
    """
    stroke = np.exp(-(((np.abs(x) - 0.27 - 0.10 * z) / half_width) ** 2))
    return floats(stroke * smoothstep(*reach, np.abs(z + 0.05)))


def orbit_band(v: Floats) -> Floats:
    """Draw the level band of the wall, v (...) down from its rim, in which the orbits lie."""
    return smoothstep(0.035, 0.075, v) * smoothstep(0.21, 0.17, v)
