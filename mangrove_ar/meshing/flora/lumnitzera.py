"""Grow a white-flowered black mangrove: many stems, small notched fleshy leaves, spikes of white flowers. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.blades import outline
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.leaf_paint import LeafPaint
from mangrove_ar.meshing.flora.leaf_spirals import Spiral, litter, spirals
from mangrove_ar.meshing.flora.leaves import join_leaves
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.plant_on_mud import Foliage, Plant, painted_materials, stand
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.trunks import bent_trunk
from mangrove_ar.meshing.flora.white_spikes import flower_spike
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth

# Spoon-shaped: narrow at the stalk, widest near the end, with a notch between two round corners.
_BLADE = outline([(0.30, 0.42), (0.62, 0.90), (0.87, 1.0)], width=0.45, fold=0.20, end=0.89, lobes=(0.995, 0.58))
_DARK, _FULL, _YOUNG, _OLD = range(4)
_PAINTS = (
    LeafPaint((0.30, 0.44, 0.17), (0.38, 0.50, 0.22), vein_strength=0.0, mottling=0.22, dry_end=0.0),
    LeafPaint((0.38, 0.53, 0.20), (0.46, 0.58, 0.26), vein_strength=0.0, mottling=0.22, dry_end=0.0),
    LeafPaint((0.55, 0.66, 0.27), (0.60, 0.69, 0.33), vein_strength=0.0, mottling=0.20, dry_end=0.0),
    LeafPaint((0.76, 0.55, 0.20), (0.78, 0.60, 0.28), vein_strength=0.0, blotch=(0.66, 0.30, 0.16), blotch_share=0.45),
)
_BARK = BarkLook((0.38, 0.24, 0.18), (0.56, 0.39, 0.31), (0.62, 0.54, 0.48), cracks=1.0, lenticels=0.0, blotches=0.25)
_STEM_RADII = ((0.0, 0.105), (0.08, 0.072), (0.5, 0.054), (1.0, 0.014))
_MUD_SCALE = 0.44
_SLENDERNESS = 0.78
_SANDY = (1.0, 0.97, 0.90)


@dataclass(frozen=True)
class Parameters:
    """What may differ between two shrubs."""

    seed: int = 6
    height_m: float = 2.3
    crown_radius_m: float = 0.80
    mud_radius_m: float = 0.86
    stems: int = 3
    shoots: int = 150
    leaves_a_shoot: int = 11
    leaf_length_m: float = 0.108
    spikes: int = 50
    petal_m: float = 0.02
    texture_px: int = 512
    sky_rays: int = 36


@dataclass(frozen=True)
class _Shrub:
    stems: list[Bough]
    crowns: list[Crown]
    middle: Floats


def grow(tree: Parameters) -> Growth:
    """Grow the shrub: metres, y up, standing on y = 0; the same parameters give the same shrub."""
    rng, bed = np.random.default_rng(tree.seed), MudBed(tree.mud_radius_m, _MUD_SCALE)
    shrub = _shrub(tree, rng)
    boughs = [*shrub.stems]
    for crown in shrub.crowns:
        boughs += [*crown.limbs, *crown.branches, *crown.twigs]
    wood = join(bough_mesh(_slender(bough), tree.seed + 7 * k) for k, bough in enumerate(boughs))
    tips = np.concatenate([crown.tips for crown in shrub.crowns])
    directions = np.concatenate([crown.directions for crown in shrub.crowns])
    outwards = unit(tips - shrub.middle)
    form = Spiral(tree.leaves_a_shoot, tree.leaf_length_m, 0.07, 0.004, (70, 6), 0.03)
    living = spirals(tips, directions, outwards, form, rng)
    leaves = join_leaves([living, litter(10, tree.leaf_length_m, bed, rng)])
    foliage = Foliage(leaves, _BLADE, _variants(leaves.ages, rng), len(_PAINTS))
    parts = join(_spikes(tree, tips, directions, outwards, rng))
    plant = Plant(wood, foliage, parts, shrub.middle, bed, _SANDY, has_pool=False, stain_m=0.08, parts_shade=0.3)
    return stand(plant, painted_materials(_BARK, _PAINTS, tree.texture_px, tree.seed), tree.sky_rays, rng)


def _shrub(tree: Parameters, rng: np.random.Generator) -> _Shrub:
    """Share one crown between stems that lean apart: each carries the shoots on its side."""
    half = floats([tree.crown_radius_m, tree.height_m * 0.36, tree.crown_radius_m])
    middle = floats([0.0, tree.height_m * 0.96 - half[1], 0.0])
    tips = crown_tips(tree.shoots, middle, half, rng)
    turns = 0.5 + np.arange(tree.stems) * 2 * np.pi / tree.stems
    ways = np.stack([np.cos(turns), np.zeros(tree.stems), np.sin(turns)], axis=1)
    owner = np.argmax((tips - middle) @ ways.T + rng.normal(0, 0.08, (len(tips), tree.stems)), axis=1)
    stems, crowns = [], []
    for k, way in enumerate(ways):
        upright = bent_trunk(tree.height_m * rng.uniform(0.60, 0.72), 0.08, _STEM_RADII, way * 0.045)
        lean = way * tree.crown_radius_m * 0.36 * np.linspace(0, 1, len(upright.line))[:, None] ** 1.2
        stem = Bough(upright.line + lean, upright.radii * rng.uniform(0.8, 1.05), 10)
        stems.append(stem)
        crowns.append(grow_crown(stem, tips[owner == k], middle, rng))
    return _Shrub(stems, crowns, middle)


def _slender(bough: Bough) -> Bough:
    """Thin a tree's wood to that of a shrub."""
    return replace(bough, radii=bough.radii * _SLENDERNESS)


def _variants(ages: Floats, rng: np.random.Generator) -> Ints:
    chance = rng.random(len(ages))
    kinds = np.where(ages < 0.30, np.where(chance < 0.6, _YOUNG, _FULL), np.where(chance < 0.55, _FULL, _DARK))
    return np.where((ages > 1.5) | ((ages > 0.85) & (chance > 0.96)), _OLD, kinds).astype(np.int64)


def _spikes(
    tree: Parameters, tips: Floats, directions: Floats, outwards: Floats, rng: np.random.Generator
) -> list[Mesh]:
    """Put spikes at the ends of outer shoots, just above the leaves."""
    outer = np.argsort(-np.linalg.norm(tips - tips.mean(axis=0), axis=1))[: tree.shoots * 3 // 4]
    parts: list[Mesh] = []
    for k in rng.choice(outer, min(tree.spikes, len(outer)), replace=False):
        along = unit(directions[k] * 0.5 + outwards[k] * 0.7 + floats([0, 0.5, 0]) + rng.normal(0, 0.15, 3))
        flowers = int(rng.integers(4, 7))
        length = tree.leaf_length_m * rng.uniform(0.8, 1.1)
        parts += flower_spike(tips[k] + along * 0.02, along, length, flowers, tree.petal_m, float(rng.uniform(0, 6)))
    return parts
