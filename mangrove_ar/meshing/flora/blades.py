"""Shape leaf blades of any outline: pointed, blunt or notched, with an underside of its own if wanted. Metres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.flora.leaves import Leaves
from mangrove_ar.meshing.mesh import Mesh

_SKY_SHARE = 0.34  # How far the light on a blade leans out of the crown, so that foliage looks soft.
_UNDERSIDE_GAP_M = 0.003


@dataclass(frozen=True)
class Outline:
    """The form of a blade: points (n, 2) along (0 stalk, 1 end) and across in half-widths; faces (m, 3) from above.

    width is a share of the length; fold says how far the edges rise, in half-widths.
    """

    points: Floats
    faces: Ints
    width: float
    fold: float


def outline(
    rows: Sequence[tuple[float, float]],
    width: float,
    fold: float = 0.35,
    end: float = 1.0,
    lobes: tuple[float, float] | None = None,
) -> Outline:
    """Draw an outline from the stalk through rows of (along, half-width) to the end of the midrib.

    Args:
        rows: where the edges pass; each becomes a left, a middle and a right point.
        width: share of the length.
        fold: how far the edges rise, in half-widths.
        end: where the midrib ends.
        lobes: (along, half-width) of two round corners beside the end; beyond it they leave a notch.
    """
    points = [(0.0, 0.0)]
    for along, half in rows:
        points += [(along, -half), (along, 0.0), (along, half)]
    points.append((end, 0.0))
    tip, last = len(points) - 1, len(points) - 4
    faces = [(0, 2, 1), (0, 3, 2)]
    for left in range(1, last, 3):
        faces += [(left, left + 1, left + 3), (left + 1, left + 4, left + 3)]
        faces += [(left + 1, left + 2, left + 4), (left + 2, left + 5, left + 4)]
    faces += [(last, last + 1, tip), (last + 1, last + 2, tip)]
    if lobes is not None:
        points += [(lobes[0], -lobes[1]), (lobes[0], lobes[1])]
        faces += [(last, tip, tip + 1), (last + 2, tip + 2, tip)]
    return Outline(floats(points), np.array(faces, dtype=np.int64), width, fold)


@dataclass(frozen=True)
class Coat:
    """What n blades wear: variants (n,) columns of the leaf picture out of `columns`, and linear tints (n, 3)."""

    variants: Ints
    tints: Floats
    columns: int


def blade_mesh(leaves: Leaves, form: Outline, coat: Coat, outwards: Floats, is_underside: bool = False) -> Mesh:
    """Shape all blades: folded along the midrib, bent down towards the end; the underside lies just below."""
    places, upper = _places(leaves, form)
    faces = form.faces[:, ::-1] if is_underside else form.faces
    if is_underside:
        places = places - upper[:, None] * _UNDERSIDE_GAP_M
    along, across = form.points.T
    count, corners = places.shape[:2]
    turned = unit(outwards + floats([0, 0.5, 0])) * (0.4 if is_underside else 1.0)
    soft = np.repeat(turned, corners, axis=0)
    normals = unit(_normals(places, faces) * (1 - _SKY_SHARE) + soft * _SKY_SHARE)
    u = (coat.variants[:, None] + 0.5 + across * 0.47) / coat.columns
    v = np.broadcast_to(1 - along, (count, corners))
    deep = np.interp(along, [0, 0.5, 1], [0.64, 0.92, 1.0])
    colours = np.clip(coat.tints, 0, 1)[:, None] * deep[None, :, None]
    all_faces = (faces[None] + np.arange(count)[:, None, None] * corners).reshape(-1, 3)
    uvs = np.stack([u, v], axis=-1).reshape(-1, 2)
    return Mesh(places.reshape(-1, 3), normals, uvs, colours.reshape(-1, 3), all_faces)


def _places(leaves: Leaves, form: Outline) -> tuple[Floats, Floats]:
    upper = unit(leaves.upper - leaves.along * (leaves.upper * leaves.along).sum(axis=1, keepdims=True))
    side = np.cross(leaves.along, upper)
    along, across = form.points.T
    half = leaves.lengths[:, None] * form.width / 2
    bends = leaves.bends[:, None]
    forward = leaves.lengths[:, None] * (along - 0.10 * bends * along**2)
    raised = half * np.abs(across) * form.fold - leaves.lengths[:, None] * bends * along**2.2
    places = (
        leaves.stalks[:, None]
        + leaves.along[:, None] * forward[..., None]
        + side[:, None] * (half * across)[..., None]
        + upper[:, None] * raised[..., None]
    )
    return places, upper


def _normals(places: Floats, faces: Ints) -> Floats:
    """Give smooth normals to each blade for itself: (n * corners, 3)."""
    corners = places[:, faces]
    flat = np.cross(corners[:, :, 1] - corners[:, :, 0], corners[:, :, 2] - corners[:, :, 0])
    sums = np.zeros_like(places)
    for face, vertices in enumerate(faces):
        sums[:, vertices] += flat[:, face, None]
    return unit(sums).reshape(-1, 3)
