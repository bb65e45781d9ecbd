"""Say how the species of Rhizophora differ: leaf, flower, seedling, and how far the stilt roots branch. Metres."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, Ints
from mangrove_ar.meshing.flora import mucronata_fruits, rhizophora_fruits
from mangrove_ar.meshing.flora.leaf_paint import LeafPaint, leaf_columns, leaf_picture
from mangrove_ar.meshing.flora.leaflets import outline
from mangrove_ar.meshing.flora.leaves import Leaves, leaf_mesh
from mangrove_ar.meshing.flora.rosette_blades import as_blades, with_under_sides
from mangrove_ar.meshing.mesh import Mesh

_BROAD = outline([(0, 0), (0.14, 0.60), (0.40, 1.0), (0.66, 0.88), (0.90, 0.20), (1, 0)])
_BROAD_WIDTH, _BROAD_FOLD = 0.58, 0.22
_SEEN_FROM_BELOW = 0.42  # Share of the leaves.
_RIB = (0.55, 0.63, 0.30)
_PAINTS = (
    LeafPaint((0.185, 0.345, 0.115), _RIB, 12, 0.06, dry_end=0.9),
    LeafPaint((0.245, 0.435, 0.135), _RIB, 12, 0.06, dry_end=0.9),
    LeafPaint((0.44, 0.60, 0.20), _RIB, 12, 0.06, dry_end=0.9),
    LeafPaint((0.86, 0.72, 0.22), (0.80, 0.72, 0.36), 12, 0.06, dry_end=0.9),
    LeafPaint((0.64, 0.79, 0.45), (0.72, 0.84, 0.55), 12, 0.04, mottling=0.12, speckles=0.6, dry_end=0.9),
)


@dataclass(frozen=True)
class RhizophoraKind:
    """The marks of one species.

    stipule gets tip, direction and length; flowers a place and the way out of the crown; propagule a place, a length
    within lengths_m and a lean; leaves what `leaf_mesh` gets; leaf_picture an edge in pixels and a seed.
    """

    stipule: Callable[[Floats, Floats, float], Mesh]
    flowers: Callable[[Floats, Floats, np.random.Generator], list[Mesh]]
    propagule: Callable[[Floats, float, Floats, np.random.Generator], Mesh]
    lengths_m: tuple[float, float]
    leaves: Callable[[Leaves, Ints, Floats, Floats], Mesh]
    leaf_picture: Callable[[int, int], Image.Image]
    root_generations: int


def _pair(place: Floats, outwards: Floats, rng: np.random.Generator) -> list[Mesh]:
    return rhizophora_fruits.flower_pair(place, outwards, 0.026)


def _smooth(place: Floats, length_m: float, lean: Floats, rng: np.random.Generator) -> Mesh:
    return rhizophora_fruits.propagule(place, length_m, lean)


def _broad_leaves(leaves: Leaves, variants: Ints, tints: Floats, outwards: Floats) -> Mesh:
    blades = as_blades(leaves, _BROAD_WIDTH, _BROAD_FOLD)
    return with_under_sides(blades, _BROAD, variants, tints, outwards, _SEEN_FROM_BELOW)


def _dotted_picture(edge_px: int, seed: int) -> Image.Image:
    return leaf_columns(_PAINTS, edge_px, seed)


KINDS = {
    "apiculata": RhizophoraKind(
        rhizophora_fruits.stipule, _pair, _smooth, (0.24, 0.34), leaf_mesh, leaf_picture, root_generations=1
    ),
    "mucronata": RhizophoraKind(
        mucronata_fruits.stipule,
        mucronata_fruits.flower_cluster,
        mucronata_fruits.propagule,
        (0.50, 0.70),
        _broad_leaves,
        _dotted_picture,
        root_generations=2,
    ),
}
