"""Shoot rays at triangles with Embree, the only place that knows embreex."""

from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene
from numpy.typing import NDArray

from mangrove_ar.meshing.arrays import Floats, Ints


@dataclass(frozen=True)
class Hits:
    """Where rays met a triangle first: triangle (n,) or -1, distance (n,), u and v (n,) barycentric."""

    triangle: Ints
    distance: Floats
    u: Floats
    v: Floats


class RayTarget:
    """Triangles ready to be hit by rays."""

    def __init__(self, positions: Floats, faces: Ints) -> None:
        self._scene = EmbreeScene()
        TriangleMesh(self._scene, _single(positions), np.ascontiguousarray(faces, dtype=np.int32))

    def first_hits(self, origins: Floats, directions: Floats) -> Hits:
        """Find the first triangle on each ray; origins and directions are (n, 3)."""
        found = self._scene.run(_single(origins), _single(directions), output=True)
        return Hits(
            found["primID"].astype(np.int64),
            found["tfar"].astype(np.float64),
            found["u"].astype(np.float64),
            found["v"].astype(np.float64),
        )

    def is_blocked(self, origins: Floats, directions: Floats, reach: float) -> NDArray[np.bool_]:
        """Say for each ray whether a triangle lies within `reach` metres: (n,) bool."""
        limits = np.full(len(origins), reach, dtype=np.float32)
        found = self._scene.run(_single(origins), _single(directions), dists=limits, query="OCCLUDED")
        return np.asarray(found == 0, dtype=np.bool_)


def _single(array: Floats) -> NDArray[np.float32]:
    return np.ascontiguousarray(array, dtype=np.float32)
