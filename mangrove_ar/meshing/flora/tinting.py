"""Give small parts their colour."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.mesh import Mesh


def tinted(mesh: Mesh, colour: tuple[float, float, float]) -> Mesh:
    """Give a mesh one linear colour."""
    return replace(mesh, colours=np.broadcast_to(floats(colour), mesh.positions.shape).copy())
