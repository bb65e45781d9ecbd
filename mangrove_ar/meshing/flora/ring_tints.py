"""Colour tubes ring by ring, from foot to tip."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.mesh import Mesh


def ring_tinted(mesh: Mesh, tints: ArrayLike) -> Mesh:
    """Give each ring of a grid its linear colour: tints are (rings, 3), the points of a ring lie together."""
    rings = floats(tints)
    return replace(mesh, colours=np.repeat(rings, len(mesh.positions) // len(rings), axis=0))
