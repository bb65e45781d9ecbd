"""Shape many blades at once from one outline: curved, folded, twisted leaves of any edge. Metres."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.mesh import Mesh

_WIDEST_IN_PICTURE = 0.47  # Half of a column, less a margin against bleeding.


@dataclass(frozen=True)
class Outline:
    """Half of a flat blade, the other half is its mirror image; the first and last point lie on the midrib.

    middle (k,): places on the midrib, 0 stalk, 1 tip. edge (k, 3): along as the midrib, across and raised in
    half-widths.
    """

    middle: Floats
    edge: Floats

    @property
    def vertices(self) -> int:
        """Count the vertices of a blade."""
        return 3 * len(self.middle) - 4

    def faces(self) -> Ints:
        """List the triangles of a blade, counter-clockwise seen from its upper side."""
        rows = len(self.middle) - 2
        left = 1 + 3 * np.arange(rows)
        low, high, tip = left[:-1], left[1:], 3 * rows + 1
        quads = [(low, low + 1, high), (low + 1, high + 1, high), (low + 1, low + 2, high + 1)]
        quads.append((low + 2, high + 2, high + 1))
        ends = [(0, 2, 1), (0, 3, 2), (tip - 3, tip - 2, tip), (tip - 2, tip - 1, tip)]
        return np.concatenate([*(np.stack(quad, axis=1) for quad in quads), np.array(ends)]).astype(np.int64)


def outline(rows: ArrayLike) -> Outline:
    """Make an outline with a smooth edge from (along, across) rows."""
    table = floats(rows)
    return Outline(table[:, 0], np.column_stack([table, np.zeros(len(table))]))


@dataclass(frozen=True)
class Blades:
    """n blades: feet, along and upper side (n, 3); lengths and half-widths in metres, bends (down), folds
    (edges up) and twists in radians, each (n,)."""

    feet: Floats
    along: Floats
    upper: Floats
    lengths: Floats
    half_widths: Floats
    bends: Floats
    folds: Floats
    twists: Floats

    def middles(self) -> Floats:
        """Give the middle of each blade: (n, 3)."""
        return self.feet + self.along * self.lengths[:, None] * 0.5

    def part(self, rows: Ints) -> "Blades":
        """Keep some blades."""
        return Blades(*(getattr(self, name)[rows] for name in Blades.__dataclass_fields__))


def join_blades(groups: list[Blades]) -> Blades:
    """Put groups of blades into one."""
    return Blades(*(np.concatenate([getattr(group, name) for group in groups]) for name in Blades.__dataclass_fields__))


def blade_mesh(
    blades: Blades,
    shape: Outline,
    columns: Ints,
    column_count: int,
    tints: Floats,
    soft: Floats | None = None,
    softness: float = 0.3,
    foot_shade: float = 0.7,
) -> Mesh:
    """Shape all blades.

    Args:
        blades: n blades.
        shape: their common outline.
        columns: (n,) column of the leaf picture.
        column_count: columns that the picture has.
        tints: (n, 3) linear factors on the picture's colour.
        soft: (n, 3) direction that the light on a blade leans to, so foliage looks soft.
        softness: how much it leans.
        foot_shade: how dark a blade is at its foot.
    """
    along, across, raised = _flat(shape)
    places = _bent(blades, along, across, raised)
    count, corners = places.shape[:2]
    faces = (shape.faces()[None] + np.arange(count)[:, None, None] * corners).reshape(-1, 3)
    normals = _blade_normals(places, shape.faces())
    if soft is not None:
        normals = unit(normals * (1 - softness) + unit(soft)[:, None] * softness)
    u = (columns[:, None] + 0.5 + across * _WIDEST_IN_PICTURE) / column_count
    uvs = np.stack([u, np.broadcast_to(1 - along, u.shape)], axis=-1)
    deep = np.interp(along, [0, 0.5, 1], [foot_shade, 0.94, 1.0])
    colours = np.clip(tints, 0, 1)[:, None] * deep[:, None]
    return Mesh(places.reshape(-1, 3), normals.reshape(-1, 3), uvs.reshape(-1, 2), colours.reshape(-1, 3), faces)


def _flat(shape: Outline) -> tuple[Floats, Floats, Floats]:
    """Lay out one blade: along, across (-1 to 1) and raised, each (vertices,)."""
    rows = [(0.0, 0.0, 0.0)]
    for middle, (along, across, raised) in zip(shape.middle[1:-1], shape.edge[1:-1], strict=True):
        rows += [(along, -across, raised), (middle, 0.0, 0.0), (along, across, raised)]
    along, across, raised = floats([*rows, (1.0, 0.0, 0.0)]).T
    return along, across, raised


def _bent(blades: Blades, along: Floats, across: Floats, raised: Floats) -> Floats:
    """Lay blades along arcs of circles: (n, vertices, 3)."""
    upper = unit(blades.upper - blades.along * (blades.upper * blades.along).sum(axis=1, keepdims=True))
    side = np.cross(blades.along, upper)
    bend = np.where(np.abs(blades.bends) < 1e-3, 1e-3, blades.bends)[:, None]
    forward = blades.lengths[:, None] * np.sin(bend * along) / bend
    drop = blades.lengths[:, None] * (1 - np.cos(bend * along)) / bend
    turn, twist = (bend * along)[..., None], (blades.twists[:, None] * along)[..., None]
    facing = blades.along[:, None] * np.sin(turn) + upper[:, None] * np.cos(turn)
    beside = side[:, None] * np.cos(twist) + facing * np.sin(twist)
    facing = facing * np.cos(twist) - side[:, None] * np.sin(twist)
    out = blades.half_widths[:, None] * across * np.cos(blades.folds)[:, None]
    lift = blades.half_widths[:, None] * (np.abs(across) * np.sin(blades.folds)[:, None] + raised)
    midrib = blades.feet[:, None] + blades.along[:, None] * forward[..., None] - upper[:, None] * drop[..., None]
    return floats(midrib + beside * out[..., None] + facing * lift[..., None])


def _blade_normals(places: Floats, faces: Ints) -> Floats:
    """Give smooth normals to blades (n, vertices, 3), each for itself although blades may touch."""
    corners = places[:, faces]
    across = np.cross(corners[:, :, 1] - corners[:, :, 0], corners[:, :, 2] - corners[:, :, 0])
    sums = np.zeros_like(places)
    for face, vertices in enumerate(faces):
        sums[:, vertices] += across[:, face, None]
    return unit(sums)
