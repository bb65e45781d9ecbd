"""Shape leaves of any outline whose under side has its own colour. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.leaves import Leaves
from mangrove_ar.meshing.mesh import Mesh, join

_AGES = 4  # Columns of the leaf picture for upper sides: old, full-grown, young, yellow; one more is the under side.
_COLUMNS = _AGES + 1


@dataclass(frozen=True)
class Outline:
    """Half-widths along a blade: rows of (share of length, share of the half-width), without stalk and tip.

    arch: how high the midrib stands above the edges, in half-widths; between them lies the flat under side.
    """

    rows: tuple[tuple[float, float], ...]
    width_to_length: float
    arch: float = 0.26
    tip_drop: float = 0.10


@dataclass(frozen=True)
class _Pattern:
    """One blade: corners by their place along and across, faces, and which of the corners lie below."""

    along: Floats
    across: Floats
    faces: Ints


def two_sided_blades(leaves: Leaves, outline: Outline, variants: Ints, tints: Floats, outwards: Floats) -> Mesh:
    """Shape all blades: arched over the midrib, bent down towards the tip, closed below by the under side.

    Args:
        leaves: n leaves.
        outline: their shape.
        variants: (n,) column of the leaf picture, 0 to 3.
        tints: (n, 3) linear factors on the picture's colour.
        outwards: (n, 3) direction out of the crown; the light on a leaf leans to it, so foliage looks soft.
    """
    upper, under = _upper_side(outline), _under_side(outline)
    soft = unit(outwards + floats([0, 0.5, 0]))
    # Light from the mud and from other leaves reaches the under sides: they are less dark inside the crown.
    below = np.full(len(variants), _AGES, dtype=np.int64)
    return join(
        [
            _side(leaves, outline, upper, variants, tints, 0.34 * soft, 0.66),
            _side(leaves, outline, under, below, np.sqrt(tints), 0.28 * unit(outwards), 0.72),
        ]
    )


def _side(
    leaves: Leaves, outline: Outline, pattern: _Pattern, columns: Ints, tints: Floats, soft: Floats, own: float
) -> Mesh:
    places = _bent(leaves, outline, pattern.along, pattern.across)
    normals = unit(_blade_normals(places, pattern.faces) * own + soft[:, None])
    deep = np.interp(pattern.along, [0, 0.5, 1], [0.66, 0.93, 1.0])[:, None]
    colours = np.clip(tints, 0, 1)[:, None] * deep
    starts = np.arange(len(places))[:, None, None] * len(pattern.along)
    return Mesh(
        places.reshape(-1, 3),
        normals.reshape(-1, 3),
        _uvs(columns, pattern.along, pattern.across).reshape(-1, 2),
        colours.reshape(-1, 3),
        (pattern.faces[None] + starts).reshape(-1, 3),
    )


def _upper_side(outline: Outline) -> _Pattern:
    """Lay stalk, rows of three, tip."""
    along, across = [0.0], [0.0]
    for share, width in outline.rows:
        along += [share] * 3
        across += [-width, 0.0, width]
    tip = len(along)
    faces = [(0, 2, 1), (0, 3, 2)]
    for left in range(1, tip - 3, 3):
        middle, right, above = left + 1, left + 2, left + 3
        faces += [(left, middle, above), (middle, above + 1, above)]
        faces += [(middle, right, above + 1), (right, above + 2, above + 1)]
    faces += [(tip - 3, tip - 2, tip), (tip - 2, tip - 1, tip)]
    return _Pattern(floats([*along, 1.0]), floats([*across, 0.0]), np.array(faces, dtype=np.int64))


def _under_side(outline: Outline) -> _Pattern:
    """Lay stalk, rows of two, tip, turned over."""
    along, across = [0.0], [0.0]
    for share, width in outline.rows:
        along += [share] * 2
        across += [-width, width]
    tip = len(along)
    faces = [(0, 1, 2), (tip - 2, tip, tip - 1)]
    for left in range(1, tip - 2, 2):
        faces += [(left, left + 2, left + 1), (left + 1, left + 2, left + 3)]
    return _Pattern(floats([*along, 1.0]), floats([*across, 0.0]), np.array(faces, dtype=np.int64))


def _bent(leaves: Leaves, outline: Outline, along: Floats, across: Floats) -> Floats:
    upper = unit(leaves.upper - leaves.along * (leaves.upper * leaves.along).sum(axis=1, keepdims=True))
    side = np.cross(leaves.along, upper)
    length, bend = leaves.lengths[:, None], leaves.bends[:, None]
    half = length * outline.width_to_length / 2
    forward = length * (along - outline.tip_drop * bend * along**2)
    raised = -half * np.abs(across) * outline.arch - length * bend * along**2.2
    return floats(
        leaves.stalks[:, None]
        + leaves.along[:, None] * forward[..., None]
        + side[:, None] * (half * across)[..., None]
        + upper[:, None] * raised[..., None]
    )


def _uvs(variants: Ints, along: Floats, across: Floats) -> Floats:
    u = (variants[:, None] + 0.5 + across * 0.46) / _COLUMNS
    return np.stack([u, np.broadcast_to(1 - along, u.shape)], axis=-1)


def _blade_normals(places: Floats, faces: Ints) -> Floats:
    corners = places[:, faces]
    flat = np.cross(corners[:, :, 1] - corners[:, :, 0], corners[:, :, 2] - corners[:, :, 0])
    sums = np.zeros_like(places)
    for face, vertices in enumerate(faces):
        sums[:, vertices] += flat[:, face, None]
    return unit(sums)
