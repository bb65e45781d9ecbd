"""Grow a young Rhizophora apiculata: stilt roots, crown of rosettes, flowers in pairs, seedlings. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, mix, smoothstep, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora import bark, fruits
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.leaves import Leaves, join_leaves, leaf_mesh, rosettes
from mangrove_ar.meshing.flora.mangrove_mud import ground_height, mud_mesh, pool_mesh
from mangrove_ar.meshing.flora.stilt_roots import hanging_roots, stilt_roots
from mangrove_ar.meshing.glb import Material, Node, write_glb
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.rays import RayTarget

_TIDE_LINE_M = 0.62
_WATER = np.array([0.050, 0.052, 0.045])


@dataclass(frozen=True)
class Rhizophora:
    """What may differ between two trees."""

    seed: int = 8
    height_m: float = 5.4
    crown_radius_m: float = 1.7
    mud_radius_m: float = 2.0
    shoots: int = 210
    leaf_pairs: int = 5
    leaf_length_m: float = 0.23
    stilt_roots: int = 15
    hanging_roots: int = 4
    propagules: int = 30
    flower_pairs: int = 40
    seedlings: int = 5
    texture_px: int = 512
    sky_rays: int = 40


@dataclass(frozen=True)
class _Grown:
    wood: Mesh
    leaves: Leaves
    parts: Mesh
    crown: Crown


def grow_rhizophora(tree: Rhizophora, credit: str) -> bytes:
    """Grow the tree as GLB: metres, y up, standing on y = 0; the same tree gives the same bytes."""
    rng = np.random.default_rng(tree.seed)
    grown = _grown(tree, rng)
    mud, pool = mud_mesh(tree.mud_radius_m), pool_mesh(tree.mud_radius_m)
    meshes = _lit(tree, grown, mud, rng) | {"pool": shaded(pool, np.broadcast_to(_WATER, pool.positions.shape))}
    low = ground_point(np.concatenate([mesh.positions for mesh in meshes.values()]))
    materials = _materials(tree)
    nodes = tuple(
        Node(name, replace(mesh, positions=mesh.positions - low), materials[name], is_on_grid=True)
        for name, mesh in meshes.items()
    )
    return write_glb(Node("model", children=nodes), credit=credit)


def _grown(tree: Rhizophora, rng: np.random.Generator) -> _Grown:
    trunk = _trunk(tree)
    half = floats([tree.crown_radius_m, tree.height_m * 0.29, tree.crown_radius_m])
    middle = floats([0.0, tree.height_m * 0.97 - half[1] - tree.leaf_length_m, 0.0])
    crown = grow_crown(trunk, crown_tips(tree.shoots, middle, half, rng), middle, rng)
    roots = stilt_roots(trunk, tree.stilt_roots, tree.mud_radius_m * 0.86, tree.height_m * 0.33, rng)
    roots += hanging_roots(sorted(crown.limbs, key=lambda limb: float(limb.line[0, 1])), tree.hanging_roots, rng)
    boughs = [trunk, *roots, *crown.limbs, *crown.branches, *crown.twigs]
    wood = join(bough_mesh(bough, tree.seed + 7 * k) for k, bough in enumerate(boughs))
    outwards = unit(crown.tips - crown.middle)
    foliage = rosettes(crown.tips, crown.directions, outwards, tree.leaf_pairs, tree.leaf_length_m, rng)
    stems, young = _seedlings(tree, rng)
    parts = join([*_small_parts(tree, crown, rng), *stems])
    return _Grown(wood, join_leaves([foliage, *young]), parts, crown)


def _trunk(tree: Rhizophora) -> Bough:
    """Lean a little, thin at the foot where the stilts carry it, thickest above the highest stilt."""
    top = tree.height_m * 0.74
    points = [
        (0, -0.05, 0),
        (0.03, 0.16 * top, 0.02),
        (0.08, 0.42 * top, -0.03),
        (0.02, 0.68 * top, 0.05),
        (0.07, top, 0.02),
    ]
    line = smooth_line(points, 26)
    share = np.linspace(0, 1, 26)
    return Bough(line, np.interp(share, [0, 0.12, 0.35, 0.6, 1], [0.065, 0.085, 0.115, 0.095, 0.035]), 12)


def _small_parts(tree: Rhizophora, crown: Crown, rng: np.random.Generator) -> list[Mesh]:
    outwards = unit(crown.tips - crown.middle)
    axis = unit(crown.directions * 0.45 + outwards * 0.55 + floats([0, 0.55, 0]))
    parts = [fruits.stipule(tip, way, 0.075) for tip, way in zip(crown.tips, axis, strict=True)]
    outer = np.argsort(-np.linalg.norm((crown.tips - crown.middle) * [1, 0.5, 1], axis=1))[: tree.shoots * 3 // 4]
    for k in rng.choice(outer, min(tree.flower_pairs, len(outer)), replace=False):
        level = unit(outwards[k] * [1, 0, 1])
        parts += fruits.flower_pair(crown.tips[k] - axis[k] * 0.10, level, 0.026)
    lower = outer[np.argsort(crown.tips[outer, 1])][: tree.shoots // 2]
    for k in rng.choice(lower, min(tree.propagules, len(lower)), replace=False):
        place = crown.tips[k] - axis[k] * 0.07 + outwards[k] * 0.03
        for sign in (1.0, -1.0)[: rng.integers(1, 3)]:
            aside = unit(np.cross(outwards[k], [0, 1, 0])) * 0.022 * sign
            parts.append(fruits.propagule(place + aside, rng.uniform(0.24, 0.34), aside * 0.6))
    return parts


def _seedlings(tree: Rhizophora, rng: np.random.Generator) -> tuple[list[Mesh], list[Leaves]]:
    stems, leaves = [], []
    for k in range(tree.seedlings):
        turn, away = (
            k * 2 * np.pi / tree.seedlings + rng.uniform(-0.4, 0.4),
            tree.mud_radius_m * rng.uniform(0.68, 0.86),
        )
        foot = floats([np.cos(turn) * away, 0, np.sin(turn) * away])
        foot[1] = ground_height(foot[0], foot[2], tree.mud_radius_m)
        top = foot + floats([rng.normal(0, 0.02), rng.uniform(0.32, 0.5), rng.normal(0, 0.02)])
        stems += [fruits.seedling_stem(foot, top), fruits.stipule(top, floats([0, 1, 0]), 0.05)]
        up = floats([[0.0, 1.0, 0.0]])
        leaves.append(rosettes(top[None], up, up, 2, tree.leaf_length_m * 0.72, rng))
    return stems, leaves


def _lit(tree: Rhizophora, grown: _Grown, mud: Mesh, rng: np.random.Generator) -> dict[str, Mesh]:
    """Bake how much sky each part sees, and colour wood by the tide and leaves by age and depth."""
    count = len(grown.leaves.stalks)
    outwards = unit(grown.leaves.middles() - grown.crown.middle)
    plain = leaf_mesh(grown.leaves, np.zeros(count, dtype=np.int64), np.ones((count, 3)), outwards)
    stage = join([grown.wood, plain, mud])
    target = RayTarget(stage.positions, stage.faces)

    def seen(positions: Floats, normals: Floats, reach: float) -> Floats:
        return sky_seen(target, positions, normals, reach, tree.sky_rays, 5, lift=0.012)

    wood = shaded(grown.wood, 0.30 + 0.70 * seen(grown.wood.positions, grown.wood.normals, 0.9))
    depth = seen(grown.leaves.middles() + outwards * 0.03, unit(outwards + floats([0, 0.35, 0])), 1.0)
    variants, tints = _leaf_colours(grown.leaves.ages, depth, rng)
    return {
        "wood": shaded(wood, _tide_marks(wood.positions)),
        "leaves": leaf_mesh(grown.leaves, variants, tints, outwards),
        "parts": shaded(grown.parts, 0.45 + 0.55 * seen(grown.parts.positions, grown.parts.normals, 0.4)),
        "mud": shaded(mud, 0.30 + 0.70 * seen(mud.positions, mud.normals, 1.5)),
    }


def _leaf_colours(ages: Floats, depth: Floats, rng: np.random.Generator) -> tuple[Ints, Floats]:
    chance = rng.random(len(ages))
    variants = np.where(ages < 0.30, np.where(chance < 0.6, 2, 1), np.where(chance < 0.45, 0, 1))
    variants = np.where((ages > 0.8) & (chance > 0.975), 3, variants).astype(np.int64)
    light = (0.34 + 0.66 * np.clip(depth * 1.25, 0, 1)) * rng.uniform(0.86, 1.0, len(ages))
    hue = floats([1.0, 1.0, 1.0]) + rng.normal(0, 0.05, (len(ages), 1)) * floats([1.0, 0.2, 0.4])
    return variants, light[:, None] * hue


def _tide_marks(positions: Floats) -> Floats:
    """Colour wood by height: caked mud, a green film, dark and wet up to the tide line, pale above."""
    uneven = positions[:, 1] + 0.05 * np.sin(positions[:, 0] * 9) * np.cos(positions[:, 2] * 7)
    colours = mix((0.62, 0.58, 0.52), (1.0, 1.0, 1.0), smoothstep(_TIDE_LINE_M - 0.06, _TIDE_LINE_M + 0.06, uneven))
    green = smoothstep(0.16, 0.30, uneven) * smoothstep(0.58, 0.42, uneven)
    colours = mix(colours, (0.50, 0.55, 0.36), green * 0.65)
    return mix((0.46, 0.40, 0.33), colours, smoothstep(0.04, 0.20, uneven))


def _materials(tree: Rhizophora) -> dict[str, Material]:
    bark_colour, bark_relief = bark.bark_pictures(tree.texture_px, tree.seed)
    mud_colour, mud_relief = bark.mud_pictures(tree.texture_px * 3 // 4, tree.seed + 50)
    leaf = bark.leaf_picture(tree.texture_px, tree.seed + 90)
    return {
        "wood": Material("bark", texture=bark_colour, relief=bark_relief, roughness=0.88, quality=78),
        "leaves": Material("leaf", texture=leaf, roughness=0.46, is_double_sided=True, quality=84),
        "parts": Material("parts", roughness=0.5),
        "mud": Material("mud", texture=mud_colour, relief=mud_relief, roughness=0.62, quality=76),
        "pool": Material("pool", roughness=0.10),
    }
