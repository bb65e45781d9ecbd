"""Grow a young blind-your-eye mangrove: creeping roots, leaves that turn red, catkins, milky sap. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.blades import outline
from mangrove_ar.meshing.flora.boughs import bough_mesh
from mangrove_ar.meshing.flora.catkins import bleeding_nick, catkin
from mangrove_ar.meshing.flora.crown import Crown, crown_tips, grow_crown
from mangrove_ar.meshing.flora.leaf_paint import LeafPaint
from mangrove_ar.meshing.flora.leaf_spirals import Spiral, litter, spirals
from mangrove_ar.meshing.flora.leaves import join_leaves
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.plant_on_mud import Foliage, Plant, painted_materials, stand
from mangrove_ar.meshing.flora.surface_roots import surface_roots
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.trunks import bent_trunk
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth

_BLADE = outline([(0.18, 0.72), (0.48, 1.0), (0.80, 0.66)], width=0.50, fold=0.34)
_DARK, _FULL, _YOUNG, _YELLOW, _ORANGE, _RED = range(6)
_PAINTS = (
    LeafPaint((0.20, 0.38, 0.14), (0.44, 0.54, 0.26)),
    LeafPaint((0.28, 0.47, 0.17), (0.50, 0.60, 0.28)),
    LeafPaint((0.46, 0.62, 0.24), (0.62, 0.70, 0.36), dry_end=0.1),
    LeafPaint((0.85, 0.68, 0.20), (0.88, 0.76, 0.36), blotch=(0.55, 0.56, 0.18), blotch_share=0.35),
    LeafPaint((0.87, 0.43, 0.13), (0.92, 0.62, 0.26), blotch=(0.74, 0.22, 0.10), blotch_share=0.45),
    LeafPaint((0.63, 0.20, 0.12), (0.78, 0.38, 0.22), blotch=(0.48, 0.13, 0.09), blotch_share=0.42),
)
_BARK = BarkLook((0.47, 0.43, 0.38), (0.66, 0.62, 0.56), (0.74, 0.72, 0.66), cracks=0.25, lenticels=0.8, blotches=0.5)
_FOOT_RADIUS_M = 0.14
_TRUNK_RADII = ((0.0, 0.19), (0.06, 0.145), (0.2, 0.12), (0.6, 0.09), (1.0, 0.034))
_NICK_HEIGHT_M, _NICK_TURN = 1.12, 0.25


@dataclass(frozen=True)
class Parameters:
    """What may differ between two trees."""

    seed: int = 6
    height_m: float = 4.4
    crown_radius_m: float = 1.5
    mud_radius_m: float = 1.9
    shoots: int = 172
    leaves_a_shoot: int = 8
    leaf_length_m: float = 0.19
    roots: int = 14
    catkins: int = 96
    catkin_length_m: float = 0.20
    red_share: float = 0.42
    fallen_leaves: int = 34
    texture_px: int = 512
    sky_rays: int = 36


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree."""
    rng, bed = np.random.default_rng(tree.seed), MudBed(tree.mud_radius_m)
    trunk = bent_trunk(tree.height_m * 0.72, 0.11, _TRUNK_RADII)
    half = floats([tree.crown_radius_m, tree.height_m * 0.29, tree.crown_radius_m])
    middle = floats([0.0, tree.height_m * 0.95 - half[1], 0.0])
    crown = grow_crown(trunk, crown_tips(tree.shoots, middle, half, rng), middle, rng)
    roots = surface_roots(tree.roots, tree.mud_radius_m * 0.86, _FOOT_RADIUS_M, tree.mud_radius_m, rng)
    boughs = [trunk, *roots, *crown.limbs, *crown.branches, *crown.twigs]
    wood = join(bough_mesh(bough, tree.seed + 7 * k) for k, bough in enumerate(boughs))
    form = Spiral(tree.leaves_a_shoot, tree.leaf_length_m, 0.17, 0.03, (66, 2), 0.16)
    living = spirals(crown.tips, crown.directions, unit(crown.tips - middle), form, rng)
    leaves = join_leaves([living, litter(tree.fallen_leaves, tree.leaf_length_m, bed, rng)])
    foliage = Foliage(leaves, _BLADE, _variants(leaves.ages, tree.red_share, rng), len(_PAINTS))
    parts = join([*_catkins(tree, crown, rng), *bleeding_nick(trunk, _NICK_HEIGHT_M, _NICK_TURN)])
    plant = Plant(wood, foliage, parts, middle, bed, parts_shade=0.42)
    return stand(plant, painted_materials(_BARK, _PAINTS, tree.texture_px, tree.seed), tree.sky_rays, rng)


def _variants(ages: Floats, red_share: float, rng: np.random.Generator) -> Ints:
    """Let the oldest leaf or two of a shoot turn yellow, orange and brick red; all fallen ones have."""
    chance, hue = rng.random(len(ages)), rng.random(len(ages))
    green = np.where(ages < 0.22, np.where(hue < 0.7, _YOUNG, _FULL), np.where(hue < 0.5, _FULL, _DARK))
    warm = np.where(hue < 0.20, _YELLOW, np.where(hue < 0.48, _ORANGE, _RED))
    turned = (ages > 1.5) | (chance < red_share * np.clip((ages - 0.5) / 0.45, 0, 1) ** 1.5)
    return np.where(turned, warm, green).astype(np.int64)


def _catkins(tree: Parameters, crown: Crown, rng: np.random.Generator) -> list[Mesh]:
    """Hang two or three catkins from each of the outer shoots, between the leaves."""
    away = crown.tips - crown.middle
    outer = np.argsort(-np.linalg.norm(away * [1, 0.6, 1], axis=1))[: tree.shoots * 2 // 3]
    parts: list[Mesh] = []
    for k in rng.permutation(outer)[: tree.catkins // 2]:
        for _ in range(2):
            turn = rng.normal(0, 0.8)
            level = unit(away[k] * [1, 0, 1])
            aside = unit(level * np.cos(turn) + np.cross(level, [0, 1, 0]) * np.sin(turn))
            place = crown.tips[k] - crown.directions[k] * rng.uniform(0.01, 0.10)
            parts.append(catkin(place, aside, tree.catkin_length_m * rng.uniform(0.8, 1.15), rng))
    return parts
