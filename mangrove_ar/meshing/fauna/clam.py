"""Grow a mangrove mud clam half buried in mud: two valves coiled like snails, but much wider at every turn.

Millimetres, written in metres. In its own axes the hinge is the x axis (the clam's front at x below 0), the valves
hang below it, and the plane between them is z = 0.
"""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep, unit
from mangrove_ar.meshing.curves import evenly, smooth_line
from mangrove_ar.meshing.fauna.clam_paint import flesh_pictures, ring_height, valve_pictures
from mangrove_ar.meshing.fauna.oval_mud_bed import mud_bed, rolling
from mangrove_ar.meshing.fauna.shells import coiled
from mangrove_ar.meshing.fauna.snail_scene import assembled, shift
from mangrove_ar.meshing.mesh import Mesh, join, make_mesh, moved, shaded
from mangrove_ar.meshing.mud import sandy_mud_pictures
from mangrove_ar.meshing.parts import Animation, Growth, Material, Track
from mangrove_ar.meshing.surfaces import cover, cover_outward, unit_grid
from mangrove_ar.meshing.turns import about_axis, quaternion, turn_matrix

_SECONDS = 5.0
# The edge of a valve, from the beak over the front and the belly to the back, for a clam 90 mm long.
_OUTLINE = (
    (-3, -2), (-14, 3), (-27, 15), (-37, 32), (-40, 49), (-34, 66), (-19, 78), (2, 82), (23, 79), (40, 70),
    (49, 56), (50, 41), (41, 21), (25, 6), (10, -1), (-3, -2),
)  # fmt: skip
_COLUMNS, _ROWS = 84, 76
_LEAN = (24.0, 38.0, -13.0)  # Yaw, roll and pitch in degrees: the back end up, the belly in the mud.
_MIDDLE = floats([4.0, -38.0, 0.0])
_MIDDLE_AT_MM = floats([0.0, 20.0, 0.0])  # So that the belly is in the mud.
_MUD_MM = 12.0
_HIDDEN_MM = 8.0  # What lies deeper in the mud is not kept.
_GAPE_DEG, _BREATH_DEG = 2.0, 2.2
_SIPHONS = ((47.6, 38.0, 3.6), (49.0, 48.0, 4.4))  # x, distance below the hinge, radius.


@dataclass(frozen=True)
class Parameters:
    """What may differ between two mud clams; expansion is Raup's W."""

    seed: int = 7
    length_m: float = 0.09
    expansion: float = 1500.0
    beak_lean: float = 0.10
    picture_px: int = 1024
    sky_rays: int = 40


def grow(clam: Parameters) -> Growth:
    """Grow the clam: metres, y up, standing on y = 0; the same parameters give the same clam."""
    size = clam.length_m / 0.09
    pose = np.eye(4)
    pose[:3, :3] = turn_matrix(floats(quaternion(*_LEAN))) * size
    hinge = _MIDDLE_AT_MM * size - pose[:3, :3] @ _MIDDLE
    stand = shift(hinge) @ pose
    meshes = {
        "mud": moved(mud_bed((64.0, 52.0), _MUD_MM, _mud_height, 30.0), np.diag([size, size, size, 1.0])),
        "valve_back": _without_hidden(moved(_valve(clam, -1.0), stand), -_HIDDEN_MM * size),
        "valve_front": _without_hidden(
            moved(_opened(_valve(clam, 1.0), _GAPE_DEG), pose), -_HIDDEN_MM * size - hinge[1]
        ),
        "flesh": _without_hidden(moved(_flesh(), stand), -_HIDDEN_MM * size),
    }
    pivots = {"valve_front": hinge}
    return assembled(meshes, pivots, _materials(clam), (22.0 * size, clam.sky_rays), [_breathe(unit(pose[:3, 0]))])


def _valve(clam: Parameters, side: float) -> Mesh:
    """Coil one valve, side 1 for z above 0: its outside, and its rim folded in."""
    u, v = unit_grid(_ROWS, _COLUMNS)
    edge = evenly(smooth_line([(x, y, 0.0) for x, y in _OUTLINE], 800), _COLUMNS + 1)
    grown = 0.02 + 0.98 * v**0.9
    turn = np.log(grown) / np.log(clam.expansion)
    lean = clam.beak_lean * 60.0 * (1 - grown) * -1.0
    # Raup's axis is the hinge: the curve's distance from it grows with the turns, its place along it too.
    coil = coiled(clam.expansion, turn, np.broadcast_to(edge[:, 1], u.shape), np.broadcast_to(-edge[:, 0], u.shape))
    points = np.stack([coil[..., 1] + lean * grown, -coil[..., 0], -side * coil[..., 2]], axis=-1)
    outside = cover(points, u, 1 - v, inside_out=side > 0)
    raised = 0.42 * ring_height(grown.ravel()) * smoothstep(0.05, 0.2, grown.ravel())
    outside = make_mesh(outside.positions + outside.normals * raised[:, None], outside.uvs, outside.faces)
    return join([outside, _rim(points[-1], u[-1], side)])


def _rim(edge: Floats, around: Floats, side: float) -> Mesh:
    """Fold the edge of a valve inwards, so that it looks as thick as it is."""
    shares = floats([1.0, 0.985, 0.955, 0.90])[:, None, None]
    rows = _MIDDLE + (edge - _MIDDLE) * shares
    rows[..., 2] += side * floats([0.0, -0.1, 0.6, 3.0])[:, None]
    u = np.broadcast_to(around, rows.shape[:2])
    mesh = cover(rows, u, np.zeros_like(u) + 0.004, inside_out=side > 0)
    return shaded(mesh, np.full(len(mesh.positions), 0.7))


def _opened(mesh: Mesh, angle_deg: float) -> Mesh:
    """Turn a valve about the hinge so that the shell gapes a little."""
    matrix = np.eye(4)
    matrix[:3, :3] = turn_matrix(floats(quaternion(pitch_deg=-angle_deg)))
    return moved(mesh, matrix)


def _without_hidden(mesh: Mesh, lowest: float) -> Mesh:
    """Drop the triangles below a height, and the vertices that no triangle needs any more."""
    faces = mesh.faces[(mesh.positions[mesh.faces][..., 1] > lowest).any(axis=1)]
    kept, places = np.unique(faces, return_inverse=True)
    return Mesh(
        mesh.positions[kept], mesh.normals[kept], mesh.uvs[kept], mesh.colours[kept], places.reshape(faces.shape)
    )


def _flesh() -> Mesh:
    return join([_mantle(), *(_siphon(*siphon) for siphon in _SIPHONS)])


def _mantle() -> Mesh:
    """Fill the gap with the soft edge of the mantle."""
    edge = evenly(smooth_line([(x, y, 0.0) for x, y in _OUTLINE], 400), 73) * [1, -1, 1]
    u, v = unit_grid(8, 72)
    angle = np.pi * v[..., None]
    inset = 0.90 + 0.055 * np.sin(angle)
    points = _MIDDLE + (edge[None] - _MIDDLE) * inset + np.cos(angle) * floats([0, 0, 3.2])
    points[..., 1] -= 0.4 * np.sin(u * 2 * np.pi * 40) * np.sin(np.pi * v)
    return cover_outward(points, u * 8, v)


def _siphon(x: float, below: float, radius: float) -> Mesh:
    """Put out one of the two short siphons, a ring of feelers around its opening."""
    out = unit(floats([x - 4.0, -(below - 38.0), 0.0]))
    across = floats([-out[1], out[0], 0.0])
    u, v = unit_grid(14, 30)
    angle = 2 * np.pi * u
    way = np.interp(v, [0, 0.5, 0.62, 0.72, 1.0], [-8.0, 2.2, 2.8, 2.5, -3.0])
    wide = radius * np.interp(v, [0, 0.45, 0.60, 0.70, 0.80, 1.0], [1.0, 0.86, 0.80, 0.62, 0.50, 0.42])
    fringe = 0.7 * np.exp(-(((v - 0.63) / 0.05) ** 2)) * np.maximum(np.sin(angle * 10), 0)
    ring = across * (np.cos(angle) * wide)[..., None] + floats([0, 0, 0.72]) * (np.sin(angle) * wide)[..., None]
    points = floats([x, -below, 0.0]) + ring + (way + fringe)[..., None] * out
    mesh = cover_outward(points, u * 2, v)
    deep = smoothstep(0.72, 0.95, mesh.uvs[:, 1])
    return shaded(mesh, 1 - 0.9 * deep)


def _mud_height(x: Floats, z: Floats) -> Floats:
    """Roll gently, pushed up around the clam."""
    pushed = np.exp(-(((np.hypot(x / 46.0, z / 27.0) - 1.0) / 0.26) ** 2))
    return floats(rolling(x, z, 22.0, 2.4, 61) + rolling(x, z, 6.0, 0.6, 62) + 2.8 * pushed)


def _materials(clam: Parameters) -> dict[str, Material]:
    valve = valve_pictures(clam.picture_px, clam.seed)
    flesh = flesh_pictures(clam.picture_px // 8, clam.seed + 9)
    mud = sandy_mud_pictures(clam.picture_px * 3 // 8, clam.seed + 20)
    coat = Material("valve", texture=valve[0], relief=valve[1], roughness=0.46)
    return {
        "valve_front": coat,
        "valve_back": coat,
        "flesh": Material("flesh", texture=flesh[0], relief=flesh[1], roughness=0.4),
        "mud": Material("mud", base_colour=(0.62, 0.60, 0.58), texture=mud[0], relief=mud[1], roughness=0.5),
    }


def _breathe(axis: Floats) -> Animation:
    """Open the front valve a little wider and let it close again."""
    share = np.linspace(0, 1, 41)
    opening = -_BREATH_DEG * 0.5 * (1 - np.cos(2 * np.pi * share))
    return Animation("breathe", (Track("valve_front", "rotation", share * _SECONDS, about_axis(axis, opening)),))
