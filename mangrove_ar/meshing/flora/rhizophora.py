"""Grow a young Rhizophora: stilt roots, crown of rosettes, flowers, hanging and planted seedlings. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.bark import bark_pictures
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora import rhizophora_fruits
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.foliage_light import crown_light
from mangrove_ar.meshing.flora.leaves import Leaves, age_columns, join_leaves, rosettes
from mangrove_ar.meshing.flora.mangrove_mud import ground_height, mud_material, mud_mesh, pool_material, pool_mesh
from mangrove_ar.meshing.flora.rhizophora_kinds import KINDS
from mangrove_ar.meshing.flora.stilt_roots import hanging_roots, stilt_roots
from mangrove_ar.meshing.flora.tide_marks import tide_marks
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Growth, Material, Node
from mangrove_ar.meshing.rays import RayTarget


@dataclass(frozen=True)
class Parameters:
    """What may differ between two trees; kind is apiculata or mucronata."""

    seed: int = 8
    kind: str = "apiculata"
    height_m: float = 5.4
    crown_radius_m: float = 1.7
    mud_radius_m: float = 2.0
    shoots: int = 210
    leaf_pairs: int = 5
    leaf_length_m: float = 0.23
    stilt_roots: int = 15
    highest_stilt: float = 0.33  # In heights of the tree.
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


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree.

    Raises:
        BadModel: there is no such kind.
    """
    if tree.kind not in KINDS:
        raise BadModel(f"There is no Rhizophora named {tree.kind}: choose one of {', '.join(KINDS)}.")
    rng = np.random.default_rng(tree.seed)
    grown = _grown(tree, rng)
    mud, pool = mud_mesh(tree.mud_radius_m), pool_mesh(tree.mud_radius_m)
    meshes = _lit(tree, grown, mud, rng) | {"pool": pool}
    low = ground_point(np.concatenate([mesh.positions for mesh in meshes.values()]))
    materials = _materials(tree)
    nodes = tuple(
        Node(name, replace(mesh, positions=mesh.positions - low), materials[name]) for name, mesh in meshes.items()
    )
    return Growth(Node("model", children=nodes))


def _grown(tree: Parameters, rng: np.random.Generator) -> _Grown:
    trunk = _trunk(tree)
    half = floats([tree.crown_radius_m, tree.height_m * 0.29, tree.crown_radius_m])
    middle = floats([0.0, tree.height_m * 0.97 - half[1] - tree.leaf_length_m, 0.0])
    crown = grow_crown(trunk, crown_tips(tree.shoots, middle, half, rng), middle, rng)
    roots = _stilts(tree, trunk, rng)
    roots += hanging_roots(sorted(crown.limbs, key=lambda limb: float(limb.line[0, 1])), tree.hanging_roots, rng)
    boughs = [trunk, *roots, *crown.limbs, *crown.branches, *crown.twigs]
    wood = join(bough_mesh(bough, tree.seed + 7 * k) for k, bough in enumerate(boughs))
    outwards = unit(crown.tips - crown.middle)
    foliage = rosettes(crown.tips, crown.directions, outwards, tree.leaf_pairs, tree.leaf_length_m, rng)
    stems, young = _seedlings(tree, rng)
    parts = join([*_small_parts(tree, crown, rng), *stems])
    return _Grown(wood, join_leaves([foliage, *young]), parts, crown)


def _stilts(tree: Parameters, trunk: Bough, rng: np.random.Generator) -> list[Bough]:
    reach_m, highest_m = tree.mud_radius_m * 0.86, tree.height_m * tree.highest_stilt
    return stilt_roots(trunk, tree.stilt_roots, reach_m, highest_m, rng, KINDS[tree.kind].root_generations)


def _trunk(tree: Parameters) -> Bough:
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


def _small_parts(tree: Parameters, crown: Crown, rng: np.random.Generator) -> list[Mesh]:
    kind, outwards = KINDS[tree.kind], unit(crown.tips - crown.middle)
    axis = unit(crown.directions * 0.45 + outwards * 0.55 + floats([0, 0.55, 0]))
    parts = [kind.stipule(tip, way, 0.075) for tip, way in zip(crown.tips, axis, strict=True)]
    outer = np.argsort(-np.linalg.norm((crown.tips - crown.middle) * [1, 0.5, 1], axis=1))[: tree.shoots * 3 // 4]
    for k in rng.choice(outer, min(tree.flower_pairs, len(outer)), replace=False):
        level = unit(outwards[k] * [1, 0, 1])
        parts += kind.flowers(crown.tips[k] - axis[k] * 0.10, level, rng)
    lower = outer[np.argsort(crown.tips[outer, 1])][: tree.shoots // 2]
    for k in rng.choice(lower, min(tree.propagules, len(lower)), replace=False):
        place = crown.tips[k] - axis[k] * 0.07 + outwards[k] * 0.03
        for sign in (1.0, -1.0)[: rng.integers(1, 3)]:
            aside = unit(np.cross(outwards[k], [0, 1, 0])) * 0.022 * sign
            parts.append(kind.propagule(place + aside, rng.uniform(*kind.lengths_m), aside * 0.6, rng))
    return parts


def _seedlings(tree: Parameters, rng: np.random.Generator) -> tuple[list[Mesh], list[Leaves]]:
    stems, leaves = [], []
    for k in range(tree.seedlings):
        turn, away = (
            k * 2 * np.pi / tree.seedlings + rng.uniform(-0.4, 0.4),
            tree.mud_radius_m * rng.uniform(0.68, 0.86),
        )
        foot = floats([np.cos(turn) * away, 0, np.sin(turn) * away])
        foot[1] = ground_height(foot[0], foot[2], tree.mud_radius_m)
        top = foot + floats([rng.normal(0, 0.02), rng.uniform(0.32, 0.5), rng.normal(0, 0.02)])
        stems += [rhizophora_fruits.seedling_stem(foot, top), KINDS[tree.kind].stipule(top, floats([0, 1, 0]), 0.05)]
        up = floats([[0.0, 1.0, 0.0]])
        leaves.append(rosettes(top[None], up, up, 2, tree.leaf_length_m * 0.72, rng))
    return stems, leaves


def _lit(tree: Parameters, grown: _Grown, mud: Mesh, rng: np.random.Generator) -> dict[str, Mesh]:
    """Bake how much sky each part sees, and colour wood by the tide and leaves by age and depth."""
    kind, count = KINDS[tree.kind], len(grown.leaves.stalks)
    outwards = unit(grown.leaves.middles() - grown.crown.middle)
    plain = kind.leaves(grown.leaves, np.zeros(count, dtype=np.int64), np.ones((count, 3)), outwards)
    stage = join([grown.wood, plain, mud])
    target = RayTarget(stage.positions, stage.faces)

    def seen(positions: Floats, normals: Floats, reach: float) -> Floats:
        return sky_seen(target, positions, normals, reach, tree.sky_rays, 5, lift=0.012)

    wood = shaded(grown.wood, 0.30 + 0.70 * seen(grown.wood.positions, grown.wood.normals, 0.9))
    depth = seen(grown.leaves.middles() + outwards * 0.03, unit(outwards + floats([0, 0.35, 0])), 1.0)
    variants = age_columns(grown.leaves.ages, 0.3, 0.8, rng)
    tints = crown_light(depth, 0.34, rng)
    return {
        "wood": shaded(wood, tide_marks(wood.positions)),
        "leaves": kind.leaves(grown.leaves, variants, tints, outwards),
        "parts": shaded(grown.parts, 0.45 + 0.55 * seen(grown.parts.positions, grown.parts.normals, 0.4)),
        "mud": shaded(mud, 0.30 + 0.70 * seen(mud.positions, mud.normals, 1.5)),
    }


def _materials(tree: Parameters) -> dict[str, Material]:
    kind = KINDS[tree.kind]
    bark_colour, bark_relief = bark_pictures(tree.texture_px, tree.seed)
    leaf = kind.leaf_picture(tree.texture_px, tree.seed + 90)
    return {
        "wood": Material("bark", texture=bark_colour, relief=bark_relief, roughness=0.88),
        "leaves": Material("leaf", texture=leaf, roughness=0.46, is_double_sided=True),
        "parts": Material("parts", roughness=0.5),
        "mud": mud_material(tree.texture_px * 3 // 4, tree.seed + 50),
        "pool": pool_material(),
    }
