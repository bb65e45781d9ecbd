"""Give small parts and tubes their colour, one for all or one a ring."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.mesh import Mesh


def tinted(mesh: Mesh, colour: tuple[float, float, float]) -> Mesh:
    """Give a mesh one linear colour."""
    return replace(mesh, colours=np.broadcast_to(floats(colour), mesh.positions.shape).copy())


def ring_tinted(mesh: Mesh, tints: ArrayLike) -> Mesh:
    """Colour a mesh made of equal rings, such as a tube, ring by ring from its foot: tints are (rings, 3), linear."""
    rings = floats(tints)
    return replace(mesh, colours=np.repeat(rings, len(mesh.positions) // len(rings), axis=0))
