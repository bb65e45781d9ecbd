"""Stand a jointed animal up: joints in a tree, parts joined to nodes, the light they see baked in.

Shaped in the animal's own units, written in metres.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, moved, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Material, Node
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.turns import Quaternion, quaternion, turn_matrix

_FOLD_REACH = 0.35  # What moves keeps the shade of its own folds only, so that no shade travels with it.
_OPEN_REACH = 1.6


@dataclass(frozen=True)
class Joint:
    """A node of the tree: where it sits in its parent and how it is turned at rest."""

    name: str
    parent: str
    place: tuple[float, float, float]
    turn: Quaternion


@dataclass(frozen=True)
class Dress:
    """The material of most nodes, and of those that have their own."""

    usual: Material
    own: Mapping[str, Material]


def stand_up(
    joints: Sequence[Joint],
    parts: Sequence[tuple[str, Mesh]],
    dress: Dress,
    size: float,
    moving: Collection[str],
    sky_rays: int,
) -> Node:
    """Build the root node `model`; size is metres a unit, parts are named after their joints."""
    places = _places_at_rest(joints)
    meshes = _darkened(parts, places, sky_rays, moving)
    low = ground_point(np.concatenate([moved(mesh, places[name]).positions for name, mesh in meshes.items()]))
    return _node("model", joints, meshes, dress, size, -low)


def _places_at_rest(joints: Sequence[Joint]) -> dict[str, Floats]:
    """Give the 4 x 4 matrix of each node at rest, in the animal's units; parents come first."""
    places = {"model": np.eye(4)}
    for joint in joints:
        own = np.eye(4)
        own[:3, :3], own[:3, 3] = turn_matrix(floats(joint.turn)), joint.place
        places[joint.name] = places[joint.parent] @ own
    return places


def _darkened(
    parts: Sequence[tuple[str, Mesh]], places: dict[str, Floats], rays: int, moving: Collection[str]
) -> dict[str, Mesh]:
    """Join the parts of each node and bake how much sky they see."""
    standing = [moved(mesh, places[node]) for node, mesh in parts]
    stage = join(standing)
    target = RayTarget(stage.positions, stage.faces)
    groups: dict[str, list[Mesh]] = {}
    for (node, own), mesh in zip(parts, standing, strict=True):
        reach = _FOLD_REACH if node in moving else _OPEN_REACH
        seen = sky_seen(target, mesh.positions, mesh.normals, reach, rays, 7, lift=0.015)
        groups.setdefault(node, []).append(shaded(own, 0.22 + 0.78 * seen))
    return {node: join(meshes) for node, meshes in groups.items()}


def _node(name: str, joints: Sequence[Joint], meshes: dict[str, Mesh], dress: Dress, size: float, lift: Floats) -> Node:
    children = tuple(_node(joint.name, joints, meshes, dress, size, lift) for joint in joints if joint.parent == name)
    joint = next((joint for joint in joints if joint.name == name), Joint(name, "", tuple(lift), quaternion()))
    mesh = replace(meshes[name], positions=meshes[name].positions * size) if name in meshes else None
    x, y, z = (float(value) * size for value in joint.place)
    return Node(name, mesh, dress.own.get(name, dress.usual), (x, y, z), joint.turn, children)
