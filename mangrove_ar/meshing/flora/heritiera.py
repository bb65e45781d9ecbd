"""Grow a young looking-glass mangrove: wavy buttresses, leaves with a silver underside, keeled fruits. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.blades import outline
from mangrove_ar.meshing.flora.boat_fruits import boat_fruit, bunch
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.leaf_paint import LeafPaint
from mangrove_ar.meshing.flora.leaf_spirals import Spiral, litter, spirals
from mangrove_ar.meshing.flora.leaves import Leaves, join_leaves
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.plank_roots import PlankForm, fluted_trunk, plank_mesh, plank_roots
from mangrove_ar.meshing.flora.plant_on_mud import Foliage, Plant, painted_materials, stand
from mangrove_ar.meshing.flora.swinging import Hung
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.trunks import bent_trunk
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth

_BLADE = outline([(0.14, 0.66), (0.42, 1.0), (0.76, 0.80)], width=0.44, fold=0.24)
_DARK, _FULL, _YOUNG, _SILVER, _FALLEN, _FADED = range(6)
_PAINTS = (
    LeafPaint((0.19, 0.35, 0.14), (0.50, 0.56, 0.30), veins=11),
    LeafPaint((0.25, 0.43, 0.17), (0.52, 0.60, 0.32), veins=11),
    LeafPaint((0.42, 0.55, 0.24), (0.62, 0.66, 0.40), veins=11, dry_end=0.2),
    LeafPaint((0.93, 0.95, 0.94), (0.74, 0.68, 0.52), veins=11, vein_strength=0.05, mottling=0.10, speckles=0.05),
    LeafPaint((0.50, 0.35, 0.20), (0.60, 0.46, 0.30), veins=11, blotch=(0.36, 0.24, 0.14), blotch_share=0.5),
    LeafPaint((0.66, 0.65, 0.60), (0.56, 0.48, 0.36), veins=11, blotch=(0.50, 0.42, 0.32), blotch_share=0.4),
)
_BARK = BarkLook((0.40, 0.36, 0.32), (0.60, 0.56, 0.50), (0.68, 0.68, 0.60), cracks=0.4, lenticels=0.15, blotches=0.5)
_FALLEN_FRUITS = ((0.75, 1.15, 0.3), (-0.55, 1.40, 3.5), (1.25, 0.35, 1.2))  # x and z in metres, turn in radians.
_FOOT_RADIUS_M = 0.15
_TRUNK_RADII = ((0.0, _FOOT_RADIUS_M), (0.3, 0.135), (0.55, 0.105), (1.0, 0.035))
_BUTTRESSES = PlankForm(
    count=7,
    reach_m=1.65,
    height_m=1.20,
    ribbon_m=0.11,
    thickness_m=0.055,
    fall=0.80,
    hollow=1.9,
    snaking_deg=36,
    wave_m=0.95,
    forks=0.3,
)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two trees."""

    seed: int = 5
    height_m: float = 4.8
    crown_radius_m: float = 1.5
    mud_radius_m: float = 1.9
    shoots: int = 112
    leaves_a_shoot: int = 8
    leaf_length_m: float = 0.27
    bunches: int = 13
    fruit_length_m: float = 0.17
    texture_px: int = 512
    sky_rays: int = 36


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree."""
    rng, bed = np.random.default_rng(tree.seed), MudBed(tree.mud_radius_m)
    trunk = bent_trunk(tree.height_m * 0.74, 0.05, _TRUNK_RADII)
    half = floats([tree.crown_radius_m, tree.height_m * 0.27, tree.crown_radius_m])
    middle = floats([0.0, tree.height_m * 0.94 - half[1], 0.0])
    crown = grow_crown(trunk, crown_tips(tree.shoots, middle, half, rng), middle, rng)
    hung = tuple(_bunches(tree, crown, rng))
    parts = join(_fallen_fruits(tree, bed))
    leaves = _leaves(tree, crown, bed, rng)
    foliage = Foliage(leaves, _BLADE, _variants(leaves.ages, rng), len(_PAINTS), _SILVER)
    plant = Plant(_wood(tree, trunk, crown, rng), foliage, parts, middle, bed, hung=hung)
    return stand(plant, painted_materials(_BARK, _PAINTS, tree.texture_px, tree.seed), tree.sky_rays, rng)


def _wood(tree: Parameters, trunk: Bough, crown: Crown, rng: np.random.Generator) -> Mesh:
    planks = plank_roots(_BUTTRESSES, _FOOT_RADIUS_M, tree.mud_radius_m, rng)
    boughs = [*crown.limbs, *crown.branches, *crown.twigs]
    return join(
        [
            fluted_trunk(trunk, planks, 1.15, tree.seed),
            *(plank_mesh(plank) for plank in planks),
            *(bough_mesh(bough, tree.seed + 7 * k) for k, bough in enumerate(boughs)),
        ]
    )


def _leaves(tree: Parameters, crown: Crown, bed: MudBed, rng: np.random.Generator) -> Leaves:
    """Let many leaves rise, so that a person beside the tree sees their silver side."""
    form = Spiral(tree.leaves_a_shoot, tree.leaf_length_m, 0.16, 0.02, (70, 14), 0.10)
    living = spirals(crown.tips, crown.directions, unit(crown.tips - crown.middle), form, rng)
    fallen = litter(12, tree.leaf_length_m * 0.9, bed, rng)
    return join_leaves([living, fallen])


def _variants(ages: Floats, rng: np.random.Generator) -> Ints:
    chance = rng.random(len(ages))
    kinds = np.where(ages < 0.22, np.where(chance < 0.6, _YOUNG, _FULL), np.where(chance < 0.5, _FULL, _DARK))
    return np.where(ages > 1.5, np.where(chance < 0.55, _FADED, _FALLEN), kinds).astype(np.int64)


def _bunches(tree: Parameters, crown: Crown, rng: np.random.Generator) -> list[Hung]:
    """Hang bunches of fruits below the outer lower shoots."""
    away = crown.tips - crown.middle
    low = np.argsort(crown.tips[:, 1] - 0.5 * np.hypot(away[:, 0], away[:, 2]))[: tree.shoots // 2]
    bunches = []
    for k in rng.choice(low, min(tree.bunches, len(low)), replace=False):
        hold, _, _ = crown.twigs[k].at(0.75)
        fruits = bunch(hold, unit(away[k] * [1, 0, 1]), int(rng.integers(1, 4)), tree.fruit_length_m, rng)
        bunches.append(Hung(hold, join(fruits)))
    return bunches


def _fallen_fruits(tree: Parameters, bed: MudBed) -> list[Mesh]:
    """Lay ripe fruits on the mud, keel up."""
    fruits = []
    for x, z, turn in _FALLEN_FRUITS:
        along = unit(floats([np.cos(turn), 0.06, np.sin(turn)]))
        place = bed.on(x, z) + floats([0, tree.fruit_length_m * 0.24, 0]) - along * tree.fruit_length_m / 2
        fruits.append(boat_fruit(place, along, floats([0, 1, 0]), tree.fruit_length_m * 1.1, 1.0, 3))
    return fruits
