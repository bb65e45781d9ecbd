"""Grow a young Avicennia: fields of pencil roots, leaves pale below, orange flowers, chilli or heart fruits. Metres."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.flora.air_root_tree import Plan, TreeKind, TreeParameters, grow_tree
from mangrove_ar.meshing.flora.air_roots import PENCIL_PROFILE, AirRoots
from mangrove_ar.meshing.flora.avicennia_fruits import chilli, flower_head, heart, large_flower, small_flower
from mangrove_ar.meshing.flora.leaf_sides import LeafLook
from mangrove_ar.meshing.flora.opposite_shoots import ShootHabit, Shoots
from mangrove_ar.meshing.flora.placing import placed
from mangrove_ar.meshing.flora.tree_bark import BarkLook
from mangrove_ar.meshing.flora.two_sided_leaves import Outline
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.parts import Growth


@dataclass(frozen=True)
class Parameters(TreeParameters):
    """What may differ between two trees; species is alba or officinalis."""

    crown_radius_m: float = 1.55
    stems: int = 3
    shoots: int = 176
    leaf_length_m: float = 0.245
    pencil_roots: int = 390
    fruit_clusters: int = 26
    flower_heads: int = 20


@dataclass(frozen=True)
class _Species:
    kind: TreeKind
    pencil_heights_m: tuple[float, float]
    fruit: Callable[[], Mesh]
    fruit_length_m: float
    flower: Callable[[], Mesh]
    flowers_a_head: int
    flower_radius_m: float


_SPECIES = {
    "alba": _Species(
        kind=TreeKind(
            habit=ShootHabit(length_m=0.36, pairs=5, rise=0.50, droop=0.10, lifts_deg=(58, 12)),
            outline=Outline(rows=((0.24, 0.88), (0.58, 0.82)), width_to_length=0.31, tip_drop=0.2),
            bark=BarkLook((0.37, 0.34, 0.305), (0.55, 0.51, 0.46), (0.64, 0.61, 0.55), 0.10, 0.45, 0.25),
            leaf=LeafLook(
                uppers=((0.215, 0.345, 0.175), (0.275, 0.42, 0.20), (0.45, 0.56, 0.30), (0.78, 0.68, 0.24)),
                under=(0.92, 0.95, 0.92),
                rib=(0.46, 0.54, 0.34),
                stalk=(0.42, 0.46, 0.26),
            ),
            leaf_roughness=0.55,
            stem_tint=0.36,
            trunk_radius_m=0.105,
            crown_share=0.33,
            trunk_share=0.72,
            fork_m=0.30,
            lean_m=0.75,
        ),
        pencil_heights_m=(0.13, 0.34),
        fruit=chilli,
        fruit_length_m=0.135,
        flower=small_flower,
        flowers_a_head=5,
        flower_radius_m=0.013,
    ),
    "officinalis": _Species(
        kind=TreeKind(
            habit=ShootHabit(length_m=0.24, pairs=4, rise=0.60, droop=0.0, lifts_deg=(50, 6)),
            outline=Outline(rows=((0.26, 0.50), (0.62, 1.0), (0.89, 0.74)), width_to_length=0.50),
            bark=BarkLook((0.36, 0.315, 0.26), (0.54, 0.49, 0.41), (0.64, 0.61, 0.53), 0.30, 0.75, 0.40),
            leaf=LeafLook(
                uppers=((0.19, 0.36, 0.10), (0.26, 0.46, 0.12), (0.46, 0.62, 0.18), (0.86, 0.70, 0.18)),
                under=(0.80, 0.79, 0.44),
                rib=(0.56, 0.62, 0.28),
                stalk=(0.56, 0.56, 0.24),
                veins=7,
            ),
            leaf_roughness=0.38,
            stem_tint=0.85,
            trunk_radius_m=0.125,
            crown_share=0.33,
            trunk_share=0.72,
            fork_m=1.25,
            lean_m=0.45,
        ),
        pencil_heights_m=(0.12, 0.30),
        fruit=heart,
        fruit_length_m=0.085,
        flower=large_flower,
        flowers_a_head=5,
        flower_radius_m=0.034,
    ),
}


def grow(tree: Parameters) -> Growth:
    """Grow the tree: metres, y up, standing on y = 0; the same parameters give the same tree.

    Raises:
        BadModel: the species is not one of those that this module knows.
    """
    if tree.species not in _SPECIES:
        raise BadModel(f"flora.avicennia grows {' or '.join(_SPECIES)}, not {tree.species}.")
    species = _SPECIES[tree.species]
    return grow_tree(Plan(tree, species.kind, _pencils(tree, species), partial(_flowers_and_fruits, tree, species)))


def _pencils(tree: Parameters, species: _Species) -> AirRoots:
    return AirRoots(
        count=tree.pencil_roots,
        cables=10,
        heights_m=species.pencil_heights_m,
        radii_m=(0.010, 0.0155),
        gap_m=0.055,
        scatter_m=0.08,
        lean=0.07,
        sides=4,
        profile=PENCIL_PROFILE,
    )


def _flowers_and_fruits(
    tree: Parameters, species: _Species, shoots: Shoots, middle: Floats, rng: np.random.Generator
) -> list[Mesh]:
    """Close some outer shoots with a head of flowers, others with a few fruits."""
    ends, ways = shoots.ends(), shoots.end_directions()
    outer = shoots.outermost(middle)
    chosen = rng.permutation(outer[: tree.flower_heads + tree.fruit_clusters + 20])
    fruit, flower = species.fruit(), species.flower()
    parts: list[Mesh] = []
    for k in chosen[: tree.flower_heads]:
        parts += flower_head(
            flower, ends[k] + ways[k] * 0.03, ways[k], species.flowers_a_head, species.flower_radius_m, rng
        )
    for k in chosen[tree.flower_heads : tree.flower_heads + tree.fruit_clusters]:
        for _ in range(int(rng.integers(2, 4))):
            way = unit(shoots.outwards[k] * 0.7 + floats([0, -0.35, 0]) + rng.normal(0, 0.65, 3))
            length = species.fruit_length_m * rng.uniform(0.8, 1.1)
            parts.append(placed(fruit, ends[k] + way * 0.012, way, length, rng.uniform(0, 6.28)))
    return parts
