"""Make the parts of a horseshoe crab: two arched plates, eyes, movable spines, the round tail."""

from collections.abc import Callable

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Paint, Patch, Surface
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.fauna import horseshoe_paint as paint
from mangrove_ar.meshing.fauna.horseshoe_shapes import (
    EYE,
    FRONT_PLATE,
    HIND_PLATE,
    SPINE_ROOTS,
    TAIL_LENGTH,
    Plate,
    front_height,
    hind_height,
)
from mangrove_ar.meshing.fauna.limbs import limb, skin
from mangrove_ar.meshing.mesh import make_mesh, without_slivers
from mangrove_ar.meshing.surfaces import grid_faces
from mangrove_ar.meshing.turns import quaternion, turn_matrix

Height = Callable[[Floats, Floats], Floats]
_COLUMNS = 168  # Around a plate.
_INNER_ROWS, _OUTER_ROWS = 9, 16
_UNDER = ((1.0, -0.022), (0.97, -0.045), (0.80, -0.020), (0.0, 0.0))  # Way from the inner line out, height added.


def horseshoe_patches() -> list[Patch]:
    """Make all parts on the nodes `body`, `abdomen` and `tail`."""
    patches = [
        _plate("body", FRONT_PLATE, front_height, (540, 440), paint.front_colour),
        _plate("abdomen", HIND_PLATE, hind_height, (420, 300), paint.hind_colour),
        _tail(),
    ]
    for side in (1.0, -1.0):
        patches.append(_eye(side))
        patches += [_spine(side, root) for root in SPINE_ROOTS]
    return patches


def _plate(node: str, plate: Plate, height: Height, picture_px: tuple[int, int], colour: Paint) -> Patch:
    margin, inner = _ring(plate.margin), _ring(plate.inner)
    middle = floats(plate.middle)
    fan = np.linspace(0, 1, _INNER_ROWS + 1)[:-1, None, None]
    brim = (1 - (1 - np.linspace(0, 1, _OUTER_ROWS + 1)) ** 1.4)[:, None, None]
    flat = np.concatenate([middle + (inner - middle) * fan, inner + (margin - inner) * brim])
    top = _lifted(flat, height(flat[..., 0], flat[..., 1]))
    under = []
    for share, rise in _UNDER:
        under.append(_lifted(inner + (margin - inner) * share, top[-1, :, 1] * share**4 + rise))
    under.append(_lifted(np.broadcast_to(middle, margin.shape), np.zeros(len(margin))))
    points = np.concatenate([top, np.stack(under)])
    uvs = _map(plate, points[..., 0], points[..., 2]).reshape(-1, 2)
    mesh = without_slivers(make_mesh(points.reshape(-1, 3), uvs, grid_faces(len(points) - 1, _COLUMNS)))
    return Patch(node, mesh, _unmapped(plate, height), picture_px, colour, paint.plate_relief)


def _ring(half: Floats) -> Floats:
    """Close the right half of a line to a smooth ring, counter-clockwise from above, first point last again."""
    right = np.stack([half[:, 0], np.zeros(len(half)), half[:, 1]], axis=1)
    line = smooth_line(right, _COLUMNS // 2 + 1)
    line[[0, -1], 0] = 0
    ring = np.concatenate([line, line[:-1][::-1] * np.array([-1.0, 1.0, 1.0])])[::-1]
    return ring[:, [0, 2]]


def _lifted(flat: Floats, height: Floats) -> Floats:
    return np.stack([flat[..., 0], height, flat[..., 1]], axis=-1)


def _map(plate: Plate, x: Floats, z: Floats) -> Floats:
    left, back, width, depth = plate.box
    return np.stack([(x - left) / width, 1 - (z - back) / depth], axis=-1)


def _unmapped(plate: Plate, height: Height) -> Surface:
    left, back, width, depth = plate.box

    def surface(u: Floats, v: Floats) -> Floats:
        x, z = left + u * width, back + (1 - v) * depth
        return np.stack([x, height(x, z), z], axis=-1)

    return surface


def _tail() -> Patch:
    """A round spike without ridge or spines, from its joint backwards, a little bowed."""
    points = [(0, 0, 0.05), (0, 0.015, -0.3), (0, 0.03, -TAIL_LENGTH / 2), (0, 0.0, -TAIL_LENGTH)]
    widths = [(0, 0.060), (0.03, 0.088), (0.08, 0.076), (0.3, 0.063), (0.7, 0.042), (0.95, 0.018), (1, 0.005)]
    surface = limb(points, widths, widths, (0.05, 0.004))
    return Patch("tail", skin(surface, 56, 16, 0.15), surface, (80, 420), paint.tail_colour, paint.tail_relief)


def _eye(side: float) -> Patch:
    """A compound eye: a long low bean on the outer ridge."""
    x, z = EYE
    y = float(front_height(floats(x), floats(z)))
    points = [(side * (x + 0.015), y - 0.012, z - 0.06), (side * (x + 0.022), y, z), (side * x, y - 0.014, z + 0.06)]
    widths = [(0, 0.030), (0.5, 0.044), (1, 0.030)]
    surface = limb(points, widths, [(0, 0.026), (0.5, 0.036), (1, 0.026)], (0.03, 0.03))
    return Patch("body", skin(surface, 12, 14), surface, (48, 64), paint.eye_colour)


def _spine(side: float, root: tuple[float, float, float, float]) -> Patch:
    """A movable spine: a flat blade that points outwards and back."""
    x, z, back_deg, length = root
    turn = turn_matrix(floats(quaternion(back_deg if side > 0 else 180 - back_deg)))
    line = floats([(-0.05, 0, 0), (length * 0.45, 0.006, -0.012 * side), (length, 0, 0)]) @ turn.T
    foot = floats([side * (x - 0.02), 0.050, z])
    widths = [(0, 0.026), (0.25, 0.030), (0.7, 0.020), (1, 0.003)]
    surface = limb(line + foot, widths, [(0, 0.020), (0.3, 0.018), (1, 0.004)], (0.02, 0.003))
    return Patch("abdomen", skin(surface, 12, 8, 0.2), surface, (28, 48), paint.spine_colour)
