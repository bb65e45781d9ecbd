"""Grow a young Ceriops tagal: golden upright leaves, ribbed hanging seedlings, low knees, small buttress. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora import ceriops_look as look
from mangrove_ar.meshing.flora.calyx import calyx_mesh
from mangrove_ar.meshing.flora.knee_roots import Knees
from mangrove_ar.meshing.flora.knee_tree import Standing, TreePlan, chosen_shoots, grow_tree, lit, shoot_axes
from mangrove_ar.meshing.flora.leaf_sides import leaf_sides
from mangrove_ar.meshing.flora.mangrove_mud import mud_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.placing import placed
from mangrove_ar.meshing.flora.tree_bark import bark_look_pictures
from mangrove_ar.meshing.flora.turned_parts import hanging, turned, warty
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing

_FRUIT_SIDES = 8
_CLUSTER_STALK_M = 0.035


@dataclass(frozen=True)
class Parameters:
    """What may differ between two trees."""

    seed: int = 4
    height_m: float = 3.1
    crown_radius_m: float = 0.86
    mud_radius_m: float = 1.15
    trunk_radius_m: float = 0.062
    buttress_spread: float = 2.1
    shoots: int = 184
    leaf_pairs: int = 4
    leaf_length_m: float = 0.150
    root_cables: int = 8
    knees_a_cable: int = 3
    knee_height_m: float = 0.11
    knee_radius_m: float = 0.034
    flower_clusters: int = 22
    propagules: int = 32
    seedlings: int = 5
    texture_px: int = 512
    sky_rays: int = 36


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree."""
    rng = np.random.default_rng(tree.seed)
    bed, plan = MudBed(tree.mud_radius_m, 0.7), _plan(tree)
    grown = grow_tree(plan, bed, rng)
    mud, _ = bed.meshes()  # Only the highest tides reach the place: no pools.
    parts = join([*_small_parts(tree, grown, rng), *grown.stems])
    return standing(lit(plan, grown, parts, mud, tree.sky_rays), _materials(tree))


def _plan(tree: Parameters) -> TreePlan:
    return TreePlan(
        seed=tree.seed,
        height_m=tree.height_m,
        crown_radius_m=tree.crown_radius_m,
        crown_share=0.34,
        trunk_radius_m=tree.trunk_radius_m,
        buttress_spread=tree.buttress_spread,
        buttress_m=0.40,
        shoots=tree.shoots,
        leaf_pairs=tree.leaf_pairs,
        leaf_length_m=tree.leaf_length_m,
        leaf_width=0.56,
        leaf_fold=0.24,
        lifts_deg=(80, 64, 34),
        outline=look.OUTLINE,
        knees=Knees(
            cables=tree.root_cables,
            knees_a_cable=tree.knees_a_cable,
            heights_m=(tree.knee_height_m * 0.5, tree.knee_height_m),
            span_m=tree.knee_height_m * 0.85,
            radius_m=tree.knee_radius_m,
            knob=0.42,
            sides=6,
        ),
        tide_line_m=0.20,
        darkest_leaf=0.46,
        seedlings=tree.seedlings,
    )


def _small_parts(tree: Parameters, grown: Standing, rng: np.random.Generator) -> list[Mesh]:
    """Close every shoot with its bud; give outer shoots flowers or a hanging seedling."""
    crown, axes = grown.crown, shoot_axes(grown.crown)
    outwards = unit((crown.tips - crown.middle) * [1, 0.3, 1])
    bud = turned(look.BUD, look.BUD_LENGTH_M, 4)
    parts = [placed(bud, tip, axis) for tip, axis in zip(crown.tips, axes, strict=True)]
    shoots = rng.permutation(chosen_shoots(crown, tree.flower_clusters + tree.propagules, 0.35, rng))
    places = crown.tips - axes * 0.045 + outwards * 0.045
    for k in shoots[: tree.flower_clusters]:
        parts += _cluster(places[k], unit(outwards[k] + floats([0, 0.35, 0])), rng)
    downs = hanging(outwards, 0.10, rng)
    for k in shoots[tree.flower_clusters :]:
        parts.append(placed(_seedling_on_tree(rng), places[k], downs[k], 1.0, rng.uniform(0, 2 * np.pi)))
    return parts


def _cluster(place: Floats, way: Floats, rng: np.random.Generator) -> list[Mesh]:
    """Hold a few small white flowers together on a stalk."""
    flower = calyx_mesh(look.FLOWER, look.FLOWER_HEART_M)
    stalk = turned(((0.0, 0.0028, look.FLOWER.stalk), (1.0, 0.0032, look.FLOWER.stalk)), _CLUSTER_STALK_M, 3)
    spread = rng.normal(0, 0.55, (3, 3))
    return [placed(stalk, place, way)] + [
        placed(flower, place + way * _CLUSTER_STALK_M * 0.95, way + aside, rng.uniform(0.85, 1.1)) for aside in spread
    ]


def _seedling_on_tree(rng: np.random.Generator) -> Mesh:
    """Hang a seedling under its fruit, with the yellow collar between them."""
    calyx = calyx_mesh(look.FRUITING, 0.004)
    body = turned(look.FRUIT, rng.uniform(0.24, 0.31), _FRUIT_SIDES, rng.normal(0, 0.012), 0.13)
    foot = floats([0, look.FRUITING.stalk_m + look.FRUITING.tube_m * 0.8, 0])
    return join([calyx, placed(warty(body, _FRUIT_SIDES, 0.16, look.WART, rng), foot, floats([0, 1, 0]))])


def _materials(tree: Parameters) -> dict[str, Material]:
    bark_colour, bark_relief = bark_look_pictures(look.BARK, tree.texture_px, tree.seed)
    leaf = leaf_sides(look.LEAF, tree.texture_px, tree.seed + 90)
    return {
        "wood": Material("bark", texture=bark_colour, relief=bark_relief, roughness=0.86),
        "leaves": Material("leaf", texture=leaf, roughness=0.45, is_double_sided=True),
        "parts": Material("parts", roughness=0.5),
        "mud": mud_material(tree.texture_px * 3 // 4, tree.seed + 50, 0.78),
    }
