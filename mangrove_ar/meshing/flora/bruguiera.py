"""Grow a young Bruguiera: knee roots, nodding flowers with many narrow calyx lobes, cigar-shaped seedlings. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.bruguiera_kinds import KINDS, BruguieraKind
from mangrove_ar.meshing.flora.calyx import calyx_mesh
from mangrove_ar.meshing.flora.knee_roots import Knees
from mangrove_ar.meshing.flora.knee_tree import Standing, TreePlan, chosen_shoots, grow_tree, lit, shoot_axes
from mangrove_ar.meshing.flora.leaf_sides import leaf_sides
from mangrove_ar.meshing.flora.mangrove_mud import mud_material, pool_material
from mangrove_ar.meshing.flora.mud_bed import MudBed
from mangrove_ar.meshing.flora.placing import placed
from mangrove_ar.meshing.flora.tree_bark import bark_look_pictures
from mangrove_ar.meshing.flora.turned_parts import hanging, turned
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth, Material
from mangrove_ar.meshing.standing_parts import standing


@dataclass(frozen=True)
class Parameters:
    """What may differ between two trees; kind is gymnorhiza or cylindrica."""

    seed: int = 5
    kind: str = "gymnorhiza"
    height_m: float = 4.4
    crown_radius_m: float = 1.25
    mud_radius_m: float = 1.6
    trunk_radius_m: float = 0.082
    buttress_spread: float = 1.9
    shoots: int = 150
    leaf_pairs: int = 4
    leaf_length_m: float = 0.23
    root_cables: int = 8
    knees_a_cable: int = 3
    knee_height_m: float = 0.27
    knee_radius_m: float = 0.042
    flowers: int = 40
    propagules: int = 24
    fallen: int = 6
    seedlings: int = 4
    texture_px: int = 512
    sky_rays: int = 36


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree.

    Raises:
        BadModel: there is no such kind.
    """
    if tree.kind not in KINDS:
        raise BadModel(f"There is no Bruguiera named {tree.kind}: choose one of {', '.join(KINDS)}.")
    kind, rng = KINDS[tree.kind], np.random.default_rng(tree.seed)
    bed, plan = MudBed(tree.mud_radius_m, 0.8), _plan(tree, kind)
    grown = grow_tree(plan, bed, rng)
    mud, pool = bed.meshes()
    parts = join([*_small_parts(tree, kind, grown, rng), *_fallen(tree, kind, bed, rng), *grown.stems])
    return standing(lit(plan, grown, parts, mud, tree.sky_rays) | {"pool": pool}, _materials(tree, kind))


def _plan(tree: Parameters, kind: BruguieraKind) -> TreePlan:
    return TreePlan(
        seed=tree.seed,
        height_m=tree.height_m,
        crown_radius_m=tree.crown_radius_m,
        crown_share=0.33,
        trunk_radius_m=tree.trunk_radius_m,
        buttress_spread=tree.buttress_spread,
        buttress_m=0.42,
        shoots=tree.shoots,
        leaf_pairs=tree.leaf_pairs,
        leaf_length_m=tree.leaf_length_m,
        leaf_width=kind.leaf_width,
        leaf_fold=0.30,
        lifts_deg=(68, 34, -2),
        outline=kind.outline,
        knees=Knees(
            cables=tree.root_cables,
            knees_a_cable=tree.knees_a_cable,
            heights_m=(tree.knee_height_m * 0.6, tree.knee_height_m),
            span_m=tree.knee_height_m * 0.66,
            radius_m=tree.knee_radius_m,
            knob=0.30,
        ),
        tide_line_m=0.42,
        darkest_leaf=0.36,
        seedlings=tree.seedlings,
    )


def _small_parts(tree: Parameters, kind: BruguieraKind, grown: Standing, rng: np.random.Generator) -> list[Mesh]:
    """Close every shoot with its bud; hang flowers and seedlings below the outer ones."""
    crown, axes = grown.crown, shoot_axes(grown.crown)
    outwards = unit((crown.tips - crown.middle) * [1, 0.3, 1])
    bud = turned(kind.bud, kind.bud_length_m, 4)
    parts = [placed(bud, tip, axis) for tip, axis in zip(crown.tips, axes, strict=True)]
    shoots = chosen_shoots(crown, tree.flowers + tree.propagules, 0.5, rng)
    shoots = rng.permutation(shoots)
    places = crown.tips - axes * 0.065 + outwards * 0.055
    for k in shoots[: tree.flowers]:
        parts += _cluster(kind, places[k], outwards[k], rng)
    downs = hanging(outwards, 0.12, rng)
    for k in shoots[tree.flowers :]:
        for _ in range(int(rng.integers(1, kind.flowers_together + 1))):
            aside = rng.normal(0, 0.02, 3) * [1, 0.3, 1]
            parts.append(_seedling_on_tree(kind, places[k] + aside, downs[k] + aside * 6, rng))
    return parts


def _cluster(kind: BruguieraKind, place: Floats, outwards: Floats, rng: np.random.Generator) -> list[Mesh]:
    """Hang one nodding flower, or several from the end of a common stalk."""
    flower = calyx_mesh(kind.flower, kind.flower_heart_m)
    if kind.flowers_together == 1:
        return [placed(flower, place, hanging(outwards[None], kind.flower_lean, rng)[0], rng.uniform(1.1, 1.4))]
    way = unit(hanging(outwards[None], 1.1, rng)[0])
    stalk = turned(((0.0, 0.003, kind.flower.stalk), (1.0, 0.0035, kind.flower.stalk)), kind.cluster_stalk_m, 3)
    fork, level = place + way * kind.cluster_stalk_m, unit(np.cross(outwards, [0, 1, 0]))
    sides = np.linspace(-0.9, 0.9, kind.flowers_together)
    return [placed(stalk, place, way)] + [
        placed(flower, fork, way + level * side + floats([0, -0.25 if side == 0 else 0.1, 0]), rng.uniform(1.05, 1.3))
        for side in sides
    ]


def _seedling_on_tree(kind: BruguieraKind, place: Floats, down: Floats, rng: np.random.Generator) -> Mesh:
    """Hang a seedling that still sits in its calyx."""
    length, bow = rng.uniform(*kind.body_length_m), kind.end_bow_m * rng.uniform(0.6, 1.3)
    whole = join([calyx_mesh(kind.fruiting, 0.006), _below(turned(kind.body, length, 6, bow), kind)])
    return placed(whole, place, down, 1.0, rng.uniform(0, 2 * np.pi))


def _below(body: Mesh, kind: BruguieraKind) -> Mesh:
    return placed(body, floats([0, kind.fruiting.stalk_m + kind.fruiting.tube_m * 0.9, 0]), floats([0, 1, 0]))


def _fallen(tree: Parameters, kind: BruguieraKind, bed: MudBed, rng: np.random.Generator) -> list[Mesh]:
    """Lay fallen flowers on the mud and plant a fallen seedling or two between them."""
    found: list[Mesh] = []
    flower = calyx_mesh(kind.flower, kind.flower_heart_m)
    for k in range(tree.fallen):
        turn, away = rng.uniform(0, 2 * np.pi), bed.radius_m * rng.uniform(0.35, 0.85)
        place = bed.on(np.cos(turn) * away, np.sin(turn) * away)
        if k % 3 == 2:
            body = turned(kind.body[::-1], -rng.uniform(*kind.body_length_m), 7)
            lean = floats([rng.normal(0, 0.2), 1, rng.normal(0, 0.2)])
            found.append(placed(body, place + floats([0, 0.17, 0]), lean))
        else:
            level = unit(rng.normal(size=3) * [1, 0, 1])
            found.append(placed(flower, place + floats([0, kind.flower.rim_m, 0]), level + floats([0, -0.06, 0]), 1.0))
    return found


def _materials(tree: Parameters, kind: BruguieraKind) -> dict[str, Material]:
    bark_colour, bark_relief = bark_look_pictures(kind.bark, tree.texture_px, tree.seed)
    leaf = leaf_sides(kind.leaf, tree.texture_px, tree.seed + 90)
    return {
        "wood": Material("bark", texture=bark_colour, relief=bark_relief, roughness=0.88),
        "leaves": Material("leaf", texture=leaf, roughness=0.44, is_double_sided=True),
        "parts": Material("parts", roughness=0.5),
        "mud": mud_material(tree.texture_px * 3 // 4, tree.seed + 50),
        "pool": pool_material(),
    }
