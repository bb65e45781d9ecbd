"""Shape the calyx of a mangrove flower: a tube that opens into a ring of pointed lobes. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix
from mangrove_ar.meshing.flora.leaf_sides import Colour
from mangrove_ar.meshing.flora.turned_parts import turned
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh, without_slivers
from mangrove_ar.meshing.surfaces import grid_faces


@dataclass(frozen=True)
class Calyx:
    """Sizes in metres, linear colours; opening_deg: 0 the lobes go straight on, 90 spread flat, 150 fold back."""

    stalk_m: float
    tube_m: float
    rim_m: float  # Radius.
    lobes: int
    lobe_m: float
    lobe_width_m: float
    opening_deg: float
    curl_deg: float
    stalk: Colour
    foot: Colour
    rim: Colour
    tip: Colour
    heart: Colour  # What shows inside the ring of lobes: petals, or the shade of an old flower.
    sections: int = 3  # Of a lobe, from rim to tip; 2 make it straight.


def calyx_mesh(calyx: Calyx, heart_m: float) -> Mesh:
    """Build a calyx that stands on the origin along +y; what it holds rises `heart_m` above the rim."""
    whole, tube_m, rim = calyx.stalk_m + calyx.tube_m, calyx.tube_m, calyx.rim_m
    neck = calyx.stalk_m / whole
    tube_part = turned(
        (
            (0.0, rim * 0.22, calyx.stalk),
            (neck, rim * 0.30, calyx.stalk),
            (neck + 0.35 * tube_m / whole, rim * 0.74, calyx.foot),
            (1.0, rim, calyx.rim),
        ),
        whole,
        max(calyx.lobes // 2, 5),
    )
    heart = turned(
        ((0.0, rim * 0.98, calyx.heart), (0.5, rim * 0.72, calyx.heart), (1.0, 0.0, calyx.heart)), heart_m, 5
    )
    heart = replace(heart, positions=heart.positions + floats([0, whole, 0]))
    return join([tube_part, heart, _lobes(calyx, whole)])


def _lobes(calyx: Calyx, base_m: float) -> Mesh:
    """Set the lobes around the rim: each a three-edged spike, flat inside."""
    turn = np.arange(calyx.lobes) * 2 * np.pi / calyx.lobes
    out = np.stack([np.cos(turn), np.zeros_like(turn), np.sin(turn)], axis=1)
    beside = np.stack([-np.sin(turn), np.zeros_like(turn), np.cos(turn)], axis=1)
    share = np.linspace(0, 1, calyx.sections)
    bearing = np.radians(calyx.opening_deg + calyx.curl_deg * share)
    step = calyx.lobe_m / (calyx.sections - 1)
    reach = np.concatenate([[0.0], np.cumsum(np.sin(bearing[:-1]) * step)]) + calyx.rim_m * 0.93
    rise = np.concatenate([[0.0], np.cumsum(np.cos(bearing[:-1]) * step)]) + base_m
    width = calyx.lobe_width_m / 2 * np.interp(share, [0, 0.5, 1], [1.0, 0.8, 0.0])
    ridge = width * 0.75
    points = []
    for sideways, outwards in ((-1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)):
        away = reach + outwards * ridge * np.cos(bearing)
        height = rise - outwards * ridge * np.sin(bearing)
        flat = out[:, None] * away[None, :, None] + beside[:, None] * (sideways * width)[None, :, None]
        points.append(flat + floats([0, 1, 0]) * height[None, :, None])
    return _covered(np.stack(points, axis=2), mix(calyx.rim, calyx.tip, share))


def _covered(points: Floats, colours: Floats) -> Mesh:
    """Cover (lobes, sections, corners, 3) points, each lobe for itself, the outside outside."""
    count, sections, corners, _ = points.shape
    cells = grid_faces(sections - 1, corners - 1)
    faces = (cells[None] + (np.arange(count) * sections * corners)[:, None, None]).reshape(-1, 3)
    flat = points.reshape(-1, 3)
    first = points[0].reshape(-1, 3) - points[0].reshape(-1, 3).mean(axis=0)
    a, b, c = (first[cells[:, k]] for k in range(3))
    ordered = faces if float((np.cross(a, b) * c).sum()) > 0 else faces[:, ::-1]
    mesh = without_slivers(make_mesh(flat, np.zeros((len(flat), 2)), ordered))
    tints = np.broadcast_to(colours[None, :, None], points.shape).reshape(-1, 3)
    return replace(mesh, colours=tints.copy())
