"""Bake the light among leaves and stems into their colours. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.leaflets import Blades
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.rays import RayTarget


class Shade:
    """All that stands in the way of the sky."""

    def __init__(self, meshes: list[Mesh], rays: int, lift_m: float) -> None:
        whole = join(meshes)
        self._target = RayTarget(whole.positions, whole.faces)
        self._rays, self._lift_m = rays, lift_m

    def on(self, mesh: Mesh, reach_m: float, darkest: float) -> Mesh:
        """Darken a mesh where it sees little of the sky."""
        return shaded(mesh, darkest + (1 - darkest) * self._seen(mesh.positions, mesh.normals, reach_m))

    def on_blades(self, blades: Blades, soft: Floats, reach_m: float, darkest: float) -> Floats:
        """Say how light each blade is: (n,), from `darkest` to 1; soft (n, 3) points out of the foliage."""
        upper = blades.upper * np.where(blades.upper[:, 1:2] < 0, -1.0, 1.0)
        ways = unit(upper + soft + floats([0, 0.5, 0]))
        seen = self._seen(blades.middles() + ways * self._lift_m * 2, ways, reach_m)
        return darkest + (1 - darkest) * np.clip(seen * 1.2, 0, 1)

    def _seen(self, positions: Floats, normals: Floats, reach_m: float) -> Floats:
        return sky_seen(self._target, positions, normals, reach_m, self._rays, 5, self._lift_m)


def crown_light(depth: Floats, darkest: float, rng: np.random.Generator) -> Floats:
    """Turn the sky that each leaf of a crown sees, (n,) from 0 to 1, into its colour factors (n, 3), no two alike."""
    light = (darkest + (1 - darkest) * np.clip(depth * 1.25, 0, 1)) * rng.uniform(0.86, 1.0, len(depth))
    hue = floats([1.0, 1.0, 1.0]) + rng.normal(0, 0.05, (len(depth), 1)) * floats([1.0, 0.2, 0.4])
    return light[:, None] * hue


def leaf_tints(light: Floats, uneven: float, rng: np.random.Generator) -> Floats:
    """Give each leaf its light and a slightly different green: (n, 3) from (n,)."""
    hue = 1 + rng.normal(0, uneven, (len(light), 1)) * floats([1.0, 0.25, 0.4])
    return floats(np.clip((light * rng.uniform(0.86, 1.0, len(light)))[:, None] * hue, 0, 1))
