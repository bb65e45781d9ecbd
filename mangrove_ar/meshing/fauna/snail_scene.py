"""Put snails together: lay a shell on its opening, shade all parts, stand them on the table. Millimetres."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.fauna.shell_paint import Colour, inside_colours
from mangrove_ar.meshing.fauna.shells import Coiling, mouth
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, moved, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Animation, Growth, Material, Node
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.turns import quaternion, turn_matrix

_METRES = 0.001
_SEEN_INTO_TURNS = 0.45
_LIP_THICKNESS = 0.05
_DARKEST = 0.20


def shift(place: ArrayLike) -> Floats:
    """Give the 4 x 4 matrix that moves the origin to a place."""
    matrix = np.eye(4)
    matrix[:3, 3] = place
    return matrix


def lying(coiling: Coiling, scale: float, axis_mm: float, roll_deg: float, pitch_deg: float) -> Floats:
    """Lay a shell for a snail that creeps along +z: tip backwards, the keel of the last whorl above the origin.

    Args:
        coiling: the shell, in its own unit.
        scale: millimetres of that unit.
        axis_mm: height of the shell's axis above the origin.
        roll_deg: how far the lip is turned from level down to the ground.
        pitch_deg: how steeply the shell slopes down to its tip.
    """
    keel = coiling.translation + coiling.half_breadth * coiling.keel[1]
    level = floats([[-1, 0, 0], [0, 0, -1], [0, -1, 0]])
    roll, pitch = (turn_matrix(floats(turn)) for turn in (quaternion(-roll_deg), quaternion(0, 0, -pitch_deg)))
    matrix = np.eye(4)
    matrix[:3, :3] = pitch @ level @ roll * scale
    matrix[:3, 3] = floats([0, axis_mm, 0]) - matrix[:3, :3] @ floats([0, -keel, 0])
    return matrix


def shell_inside(coiling: Coiling, dark: Colour, lip: Colour) -> Mesh:
    """Make the inside of the last whorl, pale or dark at the lip and darker further in; colours are linear."""
    mesh = mouth(coiling, _SEEN_INTO_TURNS, _LIP_THICKNESS)
    return shaded(mesh, inside_colours(mesh.uvs[:, 1], dark, lip))


def shell_length(coiling: Coiling) -> float:
    """Length from the worn tip to the foot of the columella, in the coiling's own unit."""
    low = coiling.translation + coiling.half_breadth * max(down for _, down in coiling.base)
    return low + float(coiling.surface(floats(-coiling.whorls), floats(0.0))[1])


def assembled(
    meshes: Mapping[str, Mesh],
    pivots: Mapping[str, Floats],
    materials: Mapping[str, Material],
    shade: tuple[float, int],
    animations: Sequence[Animation] = (),
    children: Mapping[str, str] | None = None,
) -> Growth:
    """Shade all parts by the sky that they see and hang them on the node "model", standing on y = 0.

    Args:
        meshes: by name; the mesh of a part with a pivot is given about its pivot.
        pivots: (3,) places of the parts that move.
        materials: by the part's name.
        shade: reach of the shade in millimetres and rays a point.
        animations: turn nodes by name.
        children: part and the part whose node carries it; both share one pivot.
    """
    carried = children or {}
    standing = {name: moved(mesh, shift(pivots.get(name, np.zeros(3)))) for name, mesh in meshes.items()}
    stage = join(standing.values())
    target, low = RayTarget(stage.positions, stage.faces), ground_point(stage.positions)
    nodes: dict[str, Node] = {}
    for name, mesh in standing.items():
        seen = sky_seen(target, mesh.positions, mesh.normals, shade[0], shade[1], 7, lift=0.15)
        lit = shaded(meshes[name], _DARKEST + (1 - _DARKEST) * seen)
        place = np.zeros(3) if name in carried else (pivots.get(name, np.zeros(3)) - low) * _METRES
        x, y, z = (float(value) for value in place)
        nodes[name] = Node(name, replace(lit, positions=lit.positions * _METRES), materials[name], (x, y, z))
    for child, parent in carried.items():
        nodes[parent] = replace(nodes[parent], children=(*nodes[parent].children, nodes.pop(child)))
    return Growth(Node("model", children=tuple(nodes.values())), tuple(animations))
