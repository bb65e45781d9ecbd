"""Grow a tree that breathes through knee roots: fluted trunk, crown of rosettes, young plants on its mud. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora import rhizophora_fruits
from mangrove_ar.meshing.flora.boughs import bough_mesh
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.fluted_trunk import fluted_mesh, straight_trunk
from mangrove_ar.meshing.flora.foliage_light import Shade, leaf_tints
from mangrove_ar.meshing.flora.knee_roots import Knees, knee_roots, knee_turns
from mangrove_ar.meshing.flora.leaflets import Outline
from mangrove_ar.meshing.flora.leaves import Leaves, age_columns, join_leaves, rosettes
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.rosette_blades import as_blades, upper_sides
from mangrove_ar.meshing.flora.tide_marks import tide_marks
from mangrove_ar.meshing.mesh import Mesh, join, shaded


@dataclass(frozen=True)
class TreePlan:
    """What the trees of this kind differ in; sizes in metres, crown_share is half the crown's height in trees."""

    seed: int
    height_m: float
    crown_radius_m: float
    crown_share: float
    trunk_radius_m: float
    buttress_spread: float
    buttress_m: float
    shoots: int
    leaf_pairs: int
    leaf_length_m: float
    leaf_width: float  # In lengths.
    leaf_fold: float  # Radians by which each half is raised.
    lifts_deg: tuple[float, float, float]
    outline: Outline
    knees: Knees
    tide_line_m: float
    darkest_leaf: float
    seedlings: int


@dataclass(frozen=True)
class Standing:
    """A grown tree before it is lit: its wood, its crown, all leaves (the crown's first), stems of young plants."""

    wood: Mesh
    crown: Crown
    leaves: Leaves
    stems: list[Mesh]


def grow_tree(plan: TreePlan, bed: MudBed, rng: np.random.Generator) -> Standing:
    """Grow trunk, crown, knees, leaves and the young plants around."""
    trunk = straight_trunk(plan.height_m * 0.80, plan.trunk_radius_m, 0.09)
    half = floats([plan.crown_radius_m, plan.height_m * plan.crown_share, plan.crown_radius_m])
    middle = floats([0.0, plan.height_m - half[1] * 1.03 - plan.leaf_length_m * 0.9, 0.0])
    crown = grow_crown(trunk, crown_tips(plan.shoots, middle, half, rng), middle, rng)
    turns = knee_turns(plan.knees.cables, rng)
    roots = knee_roots(trunk, turns, plan.knees, bed, rng)
    boughs = [*roots, *crown.limbs, *crown.branches, *crown.twigs]
    wood = [fluted_mesh(trunk, turns, plan.buttress_spread, plan.buttress_m, plan.seed)]
    wood += [bough_mesh(bough, plan.seed + 7 * k) for k, bough in enumerate(boughs)]
    outwards = unit(crown.tips - crown.middle)
    foliage = _foliage(plan, crown.tips, crown.directions, outwards, plan.leaf_pairs, 1.0, rng)
    stems, young = _seedlings(plan, bed, rng)
    return Standing(join(wood), crown, join_leaves([foliage, *young]), stems)


def shoot_axes(crown: Crown) -> Floats:
    """Give the direction of each shoot, as its rosette has it: (n, 3)."""
    return unit(crown.directions * 0.45 + unit(crown.tips - crown.middle) * 0.55 + floats([0, 0.55, 0]))


def chosen_shoots(crown: Crown, count: int, lowness: float, rng: np.random.Generator) -> Ints:
    """Choose shoots on the outside of a crown; lowness 0 to 1: how strongly the lower ones are preferred."""
    offset = crown.tips - crown.middle
    away = np.hypot(offset[:, 0], offset[:, 2]) / np.ptp(offset[:, 0])
    height = (crown.tips[:, 1] - crown.tips[:, 1].min()) / np.ptp(crown.tips[:, 1])
    wish = away * 1.6 - lowness * height + rng.uniform(0, 0.45, len(offset))
    return np.argsort(-wish)[:count]


def lit(plan: TreePlan, tree: Standing, parts: Mesh, mud: Mesh, rays: int) -> dict[str, Mesh]:
    """Bake how much sky each part sees; colour wood by the tide and leaves by age and depth."""
    rng = np.random.default_rng(plan.seed + 1)
    blades = as_blades(tree.leaves, plan.leaf_width, plan.leaf_fold)
    outwards = unit(tree.leaves.middles() - tree.crown.middle)
    count = len(blades.feet)
    plain = upper_sides(blades, plan.outline, np.zeros(count, dtype=np.int64), np.ones((count, 3)), outwards)
    shade = Shade([tree.wood, plain, mud], rays, 0.012)
    soft = unit(outwards + floats([0, 0.5, 0]))
    tints = leaf_tints(shade.on_blades(blades, soft, 0.9, plan.darkest_leaf), 0.05, rng)
    wood = shade.on(tree.wood, 0.9, 0.30)
    return {
        "wood": shaded(wood, tide_marks(wood.positions, plan.tide_line_m)),
        "leaves": upper_sides(blades, plan.outline, age_columns(tree.leaves.ages, 0.30, 0.8, rng), tints, outwards),
        "parts": shade.on(parts, 0.3, 0.62),
        "mud": shade.on(mud, 1.5, 0.30),
    }


def _foliage(
    plan: TreePlan,
    tips: Floats,
    directions: Floats,
    outwards: Floats,
    pairs: int,
    size: float,
    rng: np.random.Generator,
) -> Leaves:
    return rosettes(tips, directions, outwards, pairs, plan.leaf_length_m * size, rng, plan.lifts_deg)


def _seedlings(plan: TreePlan, bed: MudBed, rng: np.random.Generator) -> tuple[list[Mesh], list[Leaves]]:
    stems, leaves = [], []
    up = floats([[0.0, 1.0, 0.0]])
    for k in range(plan.seedlings):
        turn = k * 2 * np.pi / plan.seedlings + rng.uniform(-0.4, 0.4)
        away = bed.radius_m * rng.uniform(0.58, 0.84)
        foot = bed.on(np.cos(turn) * away, np.sin(turn) * away)
        top = foot + floats([rng.normal(0, 0.02), rng.uniform(0.26, 0.40), rng.normal(0, 0.02)])
        stems.append(rhizophora_fruits.seedling_stem(foot, top))
        leaves.append(_foliage(plan, top[None], up, up, 2, 0.7, rng))
    return stems, leaves
