"""Grow a young Sonneratia: cone roots, pompom flowers that open at night, apples on a calyx. Metres."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora import sonneratia_fruits
from mangrove_ar.meshing.flora.air_root_tree import Plan, TreeKind, TreeParameters, grow_tree
from mangrove_ar.meshing.flora.air_roots import CONE_PROFILE, AirRoots
from mangrove_ar.meshing.flora.leaf_sides import LeafLook
from mangrove_ar.meshing.flora.opposite_shoots import ShootHabit, Shoots
from mangrove_ar.meshing.flora.placing import placed
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.two_sided_leaves import Outline
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.parts import Growth


@dataclass(frozen=True)
class Parameters(TreeParameters):
    """What may differ between two trees; species is alba or caseolaris."""

    cone_roots: int = 75
    fruits: int = 14
    flowers: int = 12


@dataclass(frozen=True)
class _Species:
    kind: TreeKind
    cone_heights_m: tuple[float, float]
    cone_radii_m: tuple[float, float]
    fruit: Callable[[], Mesh]
    fruit_radius_m: float
    flower: Callable[[], Mesh]
    flower_radius_m: float
    part_droop: float


_SPECIES = {
    "alba": _Species(
        kind=TreeKind(
            habit=ShootHabit(length_m=0.30, pairs=3, rise=0.45, droop=0.0, lifts_deg=(48, 8), radius_m=0.008),
            outline=Outline(rows=((0.10, 0.52), (0.36, 0.94), (0.70, 0.97), (0.93, 0.58)), width_to_length=0.70),
            bark=BarkLook((0.37, 0.345, 0.31), (0.58, 0.55, 0.50), (0.70, 0.69, 0.62), 0.75, 0.25, 0.45),
            leaf=LeafLook(
                uppers=((0.25, 0.40, 0.16), (0.33, 0.50, 0.19), (0.50, 0.63, 0.26), (0.86, 0.66, 0.26)),
                under=(0.52, 0.63, 0.34),
                rib=(0.56, 0.62, 0.32),
                stalk=(0.52, 0.52, 0.26),
                veins=8,
                vein_strength=0.06,
            ),
            leaf_roughness=0.45,
            stem_tint=0.9,
            trunk_radius_m=0.17,
            crown_share=0.27,
            trunk_share=0.66,
            fork_m=0.75,
            lean_m=0.55,
        ),
        cone_heights_m=(0.16, 0.44),
        cone_radii_m=(0.038, 0.074),
        fruit=sonneratia_fruits.cupped_apple,
        fruit_radius_m=0.060,
        flower=sonneratia_fruits.white_flower,
        flower_radius_m=0.14,
        part_droop=0.05,
    ),
    "caseolaris": _Species(
        kind=TreeKind(
            habit=ShootHabit(length_m=0.95, pairs=5, rise=0.35, droop=0.85, lifts_deg=(40, 10), sag=0.35),
            outline=Outline(rows=((0.20, 0.74), (0.60, 0.92)), width_to_length=0.40),
            bark=BarkLook((0.31, 0.29, 0.26), (0.50, 0.475, 0.43), (0.60, 0.59, 0.52), 0.65, 0.35, 0.30),
            leaf=LeafLook(
                uppers=((0.22, 0.40, 0.14), (0.30, 0.50, 0.17), (0.48, 0.64, 0.24), (0.84, 0.66, 0.22)),
                under=(0.46, 0.60, 0.32),
                rib=(0.54, 0.58, 0.28),
                stalk=(0.60, 0.20, 0.15),
                stalk_share=0.115,
                vein_strength=0.06,
            ),
            leaf_roughness=0.45,
            stem_tint=0.9,
            trunk_radius_m=0.13,
            crown_share=0.27,
            trunk_share=0.78,
            fork_m=1.4,
            lean_m=0.35,
        ),
        cone_heights_m=(0.30, 0.95),
        cone_radii_m=(0.026, 0.046),
        fruit=sonneratia_fruits.plated_apple,
        fruit_radius_m=0.075,
        flower=sonneratia_fruits.red_flower,
        flower_radius_m=0.12,
        part_droop=0.6,
    ),
}


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree.

    Raises:
        BadModel: the species is not one of those that this module knows.
    """
    if tree.species not in _SPECIES:
        raise BadModel(f"flora.sonneratia grows {' or '.join(_SPECIES)}, not {tree.species}.")
    species = _SPECIES[tree.species]
    return grow_tree(Plan(tree, species.kind, _cones(tree, species), partial(_flowers_and_fruits, tree, species)))


def _cones(tree: Parameters, species: _Species) -> AirRoots:
    return AirRoots(
        count=tree.cone_roots,
        cables=8,
        heights_m=species.cone_heights_m,
        radii_m=species.cone_radii_m,
        gap_m=0.16,
        scatter_m=0.05,
        lean=0.05,
        sides=7,
        profile=CONE_PROFILE,
    )


def _flowers_and_fruits(
    tree: Parameters, species: _Species, shoots: Shoots, middle: Floats, rng: np.random.Generator
) -> list[Mesh]:
    """End some outer shoots with an open flower, others with a fruit."""
    ends, ways = shoots.ends(), shoots.end_directions()
    outer = shoots.outermost(middle)
    chosen = rng.permutation(outer[: 2 * (tree.flowers + tree.fruits)])
    pieces = [(species.flower(), species.flower_radius_m)] * tree.flowers
    pieces += [(species.fruit(), species.fruit_radius_m)] * tree.fruits
    parts: list[Mesh] = []
    for k, (piece, radius_m) in zip(chosen, pieces, strict=False):
        way = unit(ways[k] * 0.5 + shoots.outwards[k] * 0.7 + floats([0, -species.part_droop, 0]))
        parts.append(placed(piece, ends[k] + way * 0.03, way, radius_m * rng.uniform(0.85, 1.1), rng.uniform(0, 6.28)))
    return parts
