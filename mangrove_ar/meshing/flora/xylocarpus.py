"""Grow a young cannonball mangrove: snaking plank roots, flaking bark, pinnate leaves, heavy round fruits. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.blades import outline
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.cannonballs import cannonball, split_fruit
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.flaking_bark import flaking_bark
from mangrove_ar.meshing.flora.leaf_paint import LeafPaint, leaf_columns
from mangrove_ar.meshing.flora.leaf_spirals import Spiral, leaflets, litter, spirals, stem_place
from mangrove_ar.meshing.flora.leaves import Leaves, join_leaves
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.plank_roots import PlankForm, fluted_trunk, plank_mesh, plank_roots
from mangrove_ar.meshing.flora.plant_on_mud import Foliage, Plant, plant_materials, stand
from mangrove_ar.meshing.flora.swinging import Hung
from mangrove_ar.meshing.flora.trunks import bent_trunk
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.tinting import tinted
from mangrove_ar.meshing.tubes import tube

_LEAFLET = outline([(0.13, 0.72), (0.46, 1.0), (0.86, 0.72)], width=0.52, fold=0.30)
_FULL, _DARK, _YOUNG, _OLD = range(4)
_PAINTS = (
    LeafPaint((0.26, 0.43, 0.15), (0.47, 0.57, 0.27)),
    LeafPaint((0.20, 0.36, 0.13), (0.42, 0.52, 0.25)),
    LeafPaint((0.45, 0.58, 0.20), (0.60, 0.68, 0.34), dry_end=0.2),
    LeafPaint((0.76, 0.50, 0.18), (0.80, 0.60, 0.30), blotch=(0.58, 0.28, 0.12), blotch_share=0.45),
)
_STEM = (0.10, 0.11, 0.035)
_FOOT_RADIUS_M = 0.15
_SPLIT_FRUIT = (0.98, 1.12)  # x and z in metres: mud free of roots.
_TRUNK_RADII = ((0.0, _FOOT_RADIUS_M), (0.10, 0.145), (0.25, 0.13), (0.6, 0.10), (1.0, 0.035))


@dataclass(frozen=True)
class Parameters:
    """What may differ between two trees."""

    seed: int = 2
    height_m: float = 4.4
    crown_radius_m: float = 1.5
    mud_radius_m: float = 1.9
    shoots: int = 92
    leaves_a_shoot: int = 4
    leaflet_pairs: int = 2
    leaflet_length_m: float = 0.19
    planks: int = 9
    plank_reach_m: float = 1.85
    fruits: int = 9
    fruit_diameter_m: float = 0.20
    texture_px: int = 512
    sky_rays: int = 36


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree."""
    rng, bed = np.random.default_rng(tree.seed), MudBed(tree.mud_radius_m)
    trunk = bent_trunk(tree.height_m * 0.72, 0.07, _TRUNK_RADII)
    half = floats([tree.crown_radius_m, tree.height_m * 0.27, tree.crown_radius_m])
    middle = floats([0.0, tree.height_m * 0.95 - half[1], 0.0])
    crown = grow_crown(trunk, crown_tips(tree.shoots, middle, half, rng), middle, rng)
    outwards = unit(crown.tips - middle)
    form = Spiral(tree.leaves_a_shoot, tree.leaflet_length_m * 1.05, 0.10, 0.01, (62, -4), 0.22)
    stems = spirals(crown.tips, crown.directions, outwards, form, rng)
    blades = leaflets(stems, tree.leaflet_pairs, tree.leaflet_length_m, rng)
    leaves = join_leaves([blades, litter(9, tree.leaflet_length_m, bed, rng)])
    foliage = Foliage(leaves, _LEAFLET, _variants(leaves.ages, rng), len(_PAINTS))
    hung = tuple(_fruits(tree, crown, rng))
    parts = join([*_stem_meshes(stems), split_fruit(bed.on(*_SPLIT_FRUIT), tree.fruit_diameter_m, rng)])
    plant = Plant(_wood(tree, trunk, crown, rng), foliage, parts, middle, bed, stain_m=0.38, hung=hung)
    return stand(plant, _materials(tree), tree.sky_rays, rng)


def _wood(tree: Parameters, trunk: Bough, crown: Crown, rng: np.random.Generator) -> Mesh:
    form = PlankForm(
        count=tree.planks,
        reach_m=tree.plank_reach_m,
        height_m=0.62,
        ribbon_m=0.21,
        thickness_m=0.06,
        fall=0.45,
        hollow=2.2,
        snaking_deg=58,
        wave_m=0.75,
        forks=0.45,
    )
    planks = plank_roots(form, _FOOT_RADIUS_M, tree.mud_radius_m, rng)
    boughs = [*crown.limbs, *crown.branches, *crown.twigs]
    return join(
        [
            fluted_trunk(trunk, planks, 0.55, tree.seed),
            *(plank_mesh(plank) for plank in planks),
            *(bough_mesh(bough, tree.seed + 7 * k) for k, bough in enumerate(boughs)),
        ]
    )


def _stem_meshes(stems: Leaves) -> list[Mesh]:
    """Draw the common stalk of each pinnate leaf."""
    shares = (0.0, 0.5, 1.0)
    upper = unit(stems.upper - stems.along * (stems.upper * stems.along).sum(axis=1, keepdims=True))
    lines = np.stack([stem_place(stems, upper, share) for share in shares], axis=1)
    return [tinted(tube(line, floats([0.006, 0.005, 0.004]), 3), _STEM) for line in lines]


def _fruits(tree: Parameters, crown: Crown, rng: np.random.Generator) -> list[Hung]:
    """Hang fruits below the crown's outer lower shoots, far from each other."""
    low = np.argsort(crown.tips[:, 1] - 0.35 * np.hypot(crown.tips[:, 0], crown.tips[:, 2]))[: tree.shoots // 3]
    chosen = [int(low[0])]
    while len(chosen) < tree.fruits:
        gaps = np.linalg.norm(crown.tips[low][:, None] - crown.tips[chosen][None], axis=2).min(axis=1)
        chosen.append(int(low[np.argmax(gaps)]))
    parts = []
    for k in chosen:
        hold, _, _ = crown.twigs[k].at(float(rng.uniform(0.45, 0.7)))
        diameter = tree.fruit_diameter_m * rng.uniform(0.85, 1.05)
        parts.append(Hung(hold, cannonball(hold, float(rng.uniform(0.16, 0.34)), diameter, tree.seed + k)))
    return parts


def _variants(ages: Floats, rng: np.random.Generator) -> Ints:
    chance = rng.random(len(ages))
    kinds = np.where(ages < 0.30, np.where(chance < 0.55, _YOUNG, _FULL), np.where(chance < 0.5, _FULL, _DARK))
    return np.where((ages > 1.5) | ((ages > 0.8) & (chance > 0.97)), _OLD, kinds).astype(np.int64)


def _materials(tree: Parameters) -> dict[str, Material]:
    bark = flaking_bark(tree.texture_px, tree.seed)
    leaf = leaf_columns(_PAINTS, tree.texture_px, tree.seed + 90)
    return plant_materials(bark, leaf, tree.texture_px, tree.seed + 50)
