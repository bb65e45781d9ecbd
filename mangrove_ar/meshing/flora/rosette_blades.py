"""Give the leaves of rosettes any outline, and an under side of their own where a species shows marks there. Metres."""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.leaflets import Blades, Outline, blade_mesh
from mangrove_ar.meshing.flora.leaves import Leaves
from mangrove_ar.meshing.mesh import Mesh, join

_COLUMNS = 5  # Of a leaf picture: old, full-grown, young, yellow, under side.
_UNDER = 4
_THICKNESS_M = 0.002
_BEND_A_DROP = 1.7  # Radians of an arc that sinks as far as a leaf of bend 1.


def as_blades(leaves: Leaves, width: float, fold: float) -> Blades:
    """Turn leaves into blades of this width, in lengths, with both halves raised by `fold` radians."""
    count = len(leaves.stalks)
    return Blades(
        leaves.stalks,
        leaves.along,
        leaves.upper,
        leaves.lengths,
        leaves.lengths * width / 2,
        leaves.bends * _BEND_A_DROP,
        np.full(count, fold),
        np.zeros(count),
    )


def upper_sides(blades: Blades, shape: Outline, variants: Ints, tints: Floats, outwards: Floats) -> Mesh:
    """Shape all blades; their light leans out of the crown and up, so that foliage looks soft."""
    soft = unit(outwards + floats([0, 0.5, 0]))
    return blade_mesh(blades, shape, variants, _COLUMNS, tints, soft, 0.34)


def with_under_sides(
    blades: Blades, shape: Outline, variants: Ints, tints: Floats, outwards: Floats, share: float
) -> Mesh:
    """Shape all blades, with an under side behind the lower `share` of them: those that are seen from below."""
    upper = upper_sides(blades, shape, variants, tints, outwards)
    low = np.nonzero(blades.feet[:, 1] <= np.quantile(blades.feet[:, 1], share))[0]
    columns = np.full(len(low), _UNDER, dtype=np.int64)
    below = blade_mesh(blades.part(low), shape, columns, _COLUMNS, tints[low], outwards[low], 0.0)
    under = replace(
        below,
        positions=below.positions - below.normals * _THICKNESS_M,
        normals=unit(np.repeat(unit(outwards[low]), shape.vertices, axis=0) * 0.25 - below.normals * 0.75),
        faces=below.faces[:, ::-1],
    )
    return join([upper, under])
