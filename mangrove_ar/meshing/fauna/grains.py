"""Strew round grains through space, as pearls on a claw or pits on a shell."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep

_LATTICE = 24  # Cells after which the grains repeat.


def grains(points: Floats, per_unit: float, seed: int, size: float = 0.5) -> Floats:
    """Give 1 on the top of a grain and 0 between grains; each cell of space holds one, somewhere near its middle.

    Args:
        points: (..., 3) float64.
        per_unit: cells per unit of length.
        seed: the same seed gives the same grains.
        size: radius of the largest grain in cells; the smallest has half of it.

    Returns:
        (...) float64 from 0 to 1.
    """
    rng = np.random.default_rng(seed)
    cells = _LATTICE**3
    middles, radii = rng.uniform(0.22, 0.78, (cells, 3)), size * rng.uniform(0.5, 1.0, cells)
    scaled = points * per_unit
    low = np.floor(scaled - 0.5).astype(np.int64)
    found = np.zeros(points.shape[:-1])
    for step in np.ndindex(2, 2, 2):
        cell = low + np.array(step)
        x, y, z = np.moveaxis(np.mod(cell, _LATTICE), -1, 0)
        place = (x * _LATTICE + y) * _LATTICE + z
        away = np.linalg.norm(scaled - cell - middles[place], axis=-1) / radii[place]
        found = np.maximum(found, smoothstep(1.0, 0.25, away))
    return floats(found)
