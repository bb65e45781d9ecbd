"""Grow a tree that breathes through roots in the mud: stems, crown, shoots with paired leaves, cables. Metres."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.air_root_light import lit_meshes
from mangrove_ar.meshing.flora.air_roots import AirRoots, cable_roots, standing_places, standing_roots
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.leaf_sides import LeafLook, leaf_sides
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, mud_mesh, pool_material
from mangrove_ar.meshing.flora.opposite_shoots import ShootHabit, Shoots, grow_shoots, shoot_leaves, shoot_wood
from mangrove_ar.meshing.flora.tree_bark import BarkLook, bark_look_pictures
from mangrove_ar.meshing.flora.two_sided_leaves import Outline
from mangrove_ar.meshing.mesh import Mesh, join, shaded
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing

Adorn = Callable[[Shoots, Floats, np.random.Generator], list[Mesh]]

_STEM_POINTS = 18


@dataclass(frozen=True)
class TreeParameters:
    """What may differ between two trees of any species with such roots."""

    seed: int = 8
    species: str = "alba"
    height_m: float = 5.0
    crown_radius_m: float = 1.65
    mud_radius_m: float = 2.15
    stems: int = 2
    shoots: int = 148
    leaf_length_m: float = 0.20
    texture_px: int = 512
    sky_rays: int = 40


@dataclass(frozen=True)
class TreeKind:
    """How the trees of one species look and divide; crown_share is the crown's half-height by the tree's height.

    Stems part from the first at fork_m above the mud and lean out until they stand lean_m apart from the middle.
    """

    habit: ShootHabit
    outline: Outline
    bark: BarkLook
    leaf: LeafLook
    leaf_roughness: float
    stem_tint: float
    trunk_radius_m: float
    crown_share: float
    trunk_share: float
    fork_m: float
    lean_m: float


@dataclass(frozen=True)
class Plan:
    """All that makes one tree: its parameters, its species, its roots, and what hangs on its shoots."""

    tree: TreeParameters
    kind: TreeKind
    roots: AirRoots
    adorn: Adorn


def grow_tree(plan: Plan) -> Growth:
    """Grow a tree: metres, y up, standing on y = 0; the same plan gives the same tree."""
    rng = np.random.default_rng(plan.tree.seed)
    tree, kind = plan.tree, plan.kind
    stems = _stems(tree, kind, rng)
    half = floats([tree.crown_radius_m, tree.height_m * kind.crown_share, tree.crown_radius_m])
    reach = kind.habit.length_m * (0.8 if kind.habit.droop < 0.5 else 0.15)
    middle = floats([0.0, tree.height_m - half[1] - reach, 0.0])
    crowns = _crowns(stems, crown_tips(tree.shoots, middle, half, rng), middle, rng)
    tips, ways = (np.concatenate([getattr(crown, name) for crown in crowns]) for name in ("tips", "directions"))
    shoots = grow_shoots(tips, ways, middle, kind.habit, rng)
    cables = cable_roots(stems[0], plan.roots.cables, tree.mud_radius_m, rng)
    limbs = [bough for crown in crowns for bough in (*crown.limbs, *crown.branches, *crown.twigs)]
    boughs = [*stems, *cables, *limbs, *shoot_wood(shoots, kind.habit)]
    wood = join(bough_mesh(bough, tree.seed + 7 * k) for k, bough in enumerate(boughs))
    places = standing_places(cables, plan.roots, tree.mud_radius_m, rng)
    leaves = shoot_leaves(shoots, kind.habit, tree.leaf_length_m, rng)
    meshes = lit_meshes(
        wood=shaded(wood, np.full(len(wood.positions), kind.stem_tint)),
        roots=standing_roots(places, plan.roots, rng),
        leaves=leaves,
        outline=kind.outline,
        parts=join(plan.adorn(shoots, middle, rng)),
        mud=mud_mesh(tree.mud_radius_m),
        mud_radius_m=tree.mud_radius_m,
        middle=middle,
        sky_rays=tree.sky_rays,
        rng=rng,
    )
    return standing(meshes, _materials(plan))


def _stems(tree: TreeParameters, kind: TreeKind, rng: np.random.Generator) -> list[Bough]:
    """Lead one stem up, and let the others part from it low down and lean out."""
    first_turn = rng.uniform(0, 2 * np.pi)
    lean_m = kind.lean_m if tree.stems > 1 else 0.08
    trunk = _stem(tree, kind, None, floats([0, -0.05, 0]), first_turn, lean_m, rng)
    share = float(np.interp(kind.fork_m, trunk.line[:, 1], np.linspace(0, 1, _STEM_POINTS)))
    stems = [trunk]
    for k in range(1, tree.stems):
        turn = first_turn + 2 * np.pi * k / tree.stems + rng.normal(0, 0.2)
        stems.append(_stem(tree, kind, trunk, trunk.at(share)[0], turn, kind.lean_m, rng))
    return stems


def _stem(
    tree: TreeParameters,
    kind: TreeKind,
    trunk: Bough | None,
    foot: Floats,
    turn: float,
    lean_m: float,
    rng: np.random.Generator,
) -> Bough:
    top = tree.height_m * kind.trunk_share * rng.uniform(0.9, 1.0)
    out = floats([np.cos(turn), 0, np.sin(turn)]) * lean_m
    knots = [foot]
    for share, way in ((0.06, 0.04), (0.30, 0.30), (0.52, 0.70), (0.76, 0.80), (1.0, 1.0)):
        wave = rng.normal(0, 0.022, 3) * floats([1, 0, 1]) * top * min(share * 3, 1)
        knots.append(foot * (1 - way) + out * way + floats([0, (top - foot[1]) * share + foot[1] * way, 0]) + wave)
    shares = np.linspace(0, 1, _STEM_POINTS)
    thick = kind.trunk_radius_m * (1.0 if trunk is None else 0.74)
    foot_factors = [1.6, 1.08] if trunk is None else [0.5, 0.98]
    radii = thick * np.interp(shares, [0, 0.10, 0.4, 0.7, 0.94, 1], [*foot_factors, 0.92, 0.76, 0.42, 0.04])
    # A side stem gets no collar: it starts inside the trunk, and thickens as it comes out.
    return Bough(smooth_line(knots, _STEM_POINTS), radii, 12 if trunk is None else 10)


def _crowns(stems: list[Bough], tips: Floats, middle: Floats, rng: np.random.Generator) -> list[Crown]:
    """Give each shoot tip to the stem whose top it is nearest to."""
    tops = floats([stem.line[-1] for stem in stems])
    nearest = np.linalg.norm((tips[:, None] - tops[None])[..., [0, 2]], axis=2).argmin(axis=1)
    return [
        grow_crown(stem, tips[nearest == k], middle, rng)
        for k, stem in enumerate(stems)
        if int((nearest == k).sum()) > 0
    ]


def _materials(plan: Plan) -> dict[str, Material]:
    tree, kind = plan.tree, plan.kind
    bark_colour, bark_relief = bark_look_pictures(kind.bark, tree.texture_px, tree.seed)
    leaf = leaf_sides(kind.leaf, tree.texture_px, tree.seed + 90)
    wood = Material("bark", texture=bark_colour, relief=bark_relief, roughness=0.86)
    return {
        "wood": wood,
        "leaves": Material("leaf", texture=leaf, roughness=kind.leaf_roughness),
        "parts": Material("parts", roughness=0.5, is_double_sided=True),
        "mud": mud_material(tree.texture_px * 3 // 4, tree.seed + 50),
        "pool": pool_material(),
    }
