"""Lay a mangrove's mud under plants of any size: the same piece, made smaller. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.flora.mangrove_mud import ground_height, mud_mesh, pool_mesh
from mangrove_ar.meshing.mesh import Mesh, moved


@dataclass(frozen=True)
class MudBed:
    """A piece of mud of this radius, with the lumps and the thickness of one `scale` times smaller than a tree's."""

    radius_m: float
    scale: float = 1.0

    def height(self, x: Floats, z: Floats) -> Floats:
        """Height of the mud at places of the same shape."""
        s = self.scale
        return ground_height(floats(x) / s, floats(z) / s, self.radius_m / s) * s

    def on(self, x: float, z: float) -> Floats:
        """Give the point of the mud at x and z: (3,)."""
        return floats([x, float(self.height(floats(x), floats(z))), z])

    def meshes(self) -> tuple[Mesh, Mesh]:
        """Make the mud and the water of its pools."""
        matrix = np.diag([self.scale, self.scale, self.scale, 1.0])
        pool = pool_mesh(self.radius_m / self.scale)
        return moved(mud_mesh(self.radius_m / self.scale), matrix), moved(pool, matrix)
