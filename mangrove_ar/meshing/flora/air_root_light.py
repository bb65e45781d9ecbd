"""Bake light and tide into the colours of a tree with breathing roots. Metres."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep, unit
from mangrove_ar.meshing.flora.foliage_light import crown_light
from mangrove_ar.meshing.flora.leaves import Leaves, age_columns
from mangrove_ar.meshing.flora.mangrove_mud import pool_mesh
from mangrove_ar.meshing.flora.two_sided_leaves import Outline, two_sided_blades
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.rays import RayTarget

_TIDE_LINE_M = 0.55


def lit_meshes(
    wood: Mesh,
    roots: Mesh,
    leaves: Leaves,
    outline: Outline,
    parts: Mesh,
    mud: Mesh,
    mud_radius_m: float,
    middle: Floats,
    sky_rays: int,
    rng: np.random.Generator,
) -> dict[str, Mesh]:
    """Bake how much sky each part sees, and colour wood by the tide and leaves by age and depth in the crown."""
    count = len(leaves.stalks)
    outwards = unit(leaves.middles() - middle)
    plain = two_sided_blades(leaves, outline, np.zeros(count, dtype=np.int64), np.ones((count, 3)), outwards)
    stage = join([wood, plain, mud])
    target = RayTarget(stage.positions, stage.faces)

    def light(mesh: Mesh, reach: float, least: float) -> Mesh:
        seen = sky_seen(target, mesh.positions, mesh.normals, reach, sky_rays, 5, lift=0.012)
        return shaded(mesh, least + (1 - least) * seen)

    ways = unit(outwards + floats([0, 0.35, 0]))
    depth = sky_seen(target, leaves.middles() + outwards * 0.03, ways, 1.0, sky_rays, 5, lift=0.012)
    variants = age_columns(leaves.ages, 0.25, 0.75, rng)
    tints = crown_light(depth, 0.40, rng)
    standing = shaded(light(roots, 0.5, 0.40), _mud_marks(roots.positions, mud_radius_m))
    return {
        "wood": join([shaded(light(wood, 0.9, 0.30), _tide_marks(wood.positions)), standing]),
        "leaves": two_sided_blades(leaves, outline, variants, tints, outwards),
        "parts": light(parts, 0.4, 0.50),
        "mud": light(mud, 1.5, 0.34),
        "pool": pool_mesh(mud_radius_m),
    }


def _tide_marks(positions: Floats) -> Floats:
    """Colour stems by height: caked mud below, a green film, dark and wet up to the tide line, clean above."""
    uneven = positions[:, 1] + 0.05 * np.sin(positions[:, 0] * 9) * np.cos(positions[:, 2] * 7)
    wet = smoothstep(_TIDE_LINE_M - 0.07, _TIDE_LINE_M + 0.07, uneven)
    colours = mix((0.66, 0.62, 0.56), (1.0, 1.0, 1.0), wet)
    green = smoothstep(0.14, 0.28, uneven) * smoothstep(0.52, 0.38, uneven)
    colours = mix(colours, (0.52, 0.56, 0.38), green * 0.55)
    return mix((0.50, 0.44, 0.36), colours, smoothstep(0.03, 0.18, uneven))


def _mud_marks(positions: Floats, mud_radius_m: float) -> Floats:
    """Colour standing roots: wet mud round the foot, paler towards the tip."""
    height = positions[:, 1] - 0.07 * np.exp(-((np.hypot(*positions[:, [0, 2]].T) / (0.45 * mud_radius_m)) ** 2))
    return mix((0.50, 0.43, 0.34), (1.0, 0.97, 0.92), smoothstep(0.0, 0.16, height))
