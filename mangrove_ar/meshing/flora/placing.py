"""Set copies of a small part, such as a flower, at places of a tree. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.mesh import Mesh, moved


def placed(part: Mesh, place: Floats, axis: Floats, size: float = 1.0, turn: float = 0.0) -> Mesh:
    """Move a part that stands on the origin: its foot to the place, its y axis along `axis`, turned about it."""
    up = unit(axis)
    side = unit(np.cross(up, floats([0.31, 0.17, 0.93])))
    ahead = np.cross(side, up)
    matrix = np.eye(4)
    matrix[:3, 0] = (side * np.cos(turn) + ahead * np.sin(turn)) * size
    matrix[:3, 1] = up * size
    matrix[:3, 2] = (ahead * np.cos(turn) - side * np.sin(turn)) * size
    matrix[:3, 3] = place
    return moved(part, matrix)
