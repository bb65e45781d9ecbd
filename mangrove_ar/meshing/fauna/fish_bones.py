"""Give a fish bones: bend its straight shape into a pose and say which bones carry each point.

Places are straight (see `fish_body`) until `Stance.posed`; bones turn about axes that lie like the model's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep, unit
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.fauna.fish_body import Pairs
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Material, Node, Skin
from mangrove_ar.meshing.rays import RayTarget

_SAMPLES = 241
_CARRIERS = 4
_LEAST_LIGHT = 0.25
Weights = Mapping[str, Floats]


@dataclass(frozen=True)
class Bone:
    """A bone: its parent bone, or "model", and its joint in the straight fish."""

    name: str
    parent: str
    place: tuple[float, float, float]


@dataclass(frozen=True)
class Piece:
    """A part of the straight fish and the share (n,) that each bone has in carrying its points."""

    mesh: Mesh
    weights: Weights


@dataclass(frozen=True)
class Coat:
    """Pieces that share a material, under the name of their node."""

    node: str
    material: Material
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Ground:
    """Something that stands still under the fish or beside it; reach is how far shade falls on it."""

    node: str
    material: Material
    mesh: Mesh
    reach: float = 0.3


class Stance:
    """The bend of a fish at rest: headings in degrees along s, left and up, around a fixed point."""

    def __init__(self, left_deg: Pairs, up_deg: Pairs, anchor: float, place: tuple[float, float, float]) -> None:
        self._s = np.linspace(-0.1, 1.1, _SAMPLES)
        left, up = (np.radians(profile(pairs)(self._s)) for pairs in (left_deg, up_deg))
        self._forward = np.stack([np.sin(left) * np.cos(up), np.sin(up), np.cos(left) * np.cos(up)], axis=1)
        self._side = unit(np.cross([0.0, 1.0, 0.0], self._forward))
        self._over = np.cross(self._forward, self._side)
        step = self._s[1] - self._s[0]
        middle = -np.cumsum(self._forward, axis=0) * step
        fixed = floats([np.interp(anchor, self._s, middle[:, axis]) for axis in range(3)])
        self._middle = middle - fixed + floats(place)

    def posed(self, points: Floats) -> Floats:
        """Move straight places (n, 3) into the pose."""
        s = 0.5 - points[:, 2]
        middle, side, over = (self._at(s, part) for part in (self._middle, self._side, self._over))
        return floats(middle + side * points[:, :1] + over * points[:, 1:2])

    def posed_mesh(self, mesh: Mesh) -> Mesh:
        """Move a mesh into the pose, its normals too."""
        s = 0.5 - mesh.positions[:, 2]
        side, over, forward = (unit(self._at(s, part)) for part in (self._side, self._over, self._forward))
        x, y, z = (mesh.normals[:, axis : axis + 1] for axis in range(3))
        return replace(mesh, positions=self.posed(mesh.positions), normals=unit(side * x + over * y + forward * z))

    def _at(self, s: Floats, values: Floats) -> Floats:
        return np.stack([np.interp(s, self._s, values[:, axis]) for axis in range(3)], axis=1)


def spine_weights(positions: Floats, chain: Sequence[tuple[str, float]], blend: float = 0.05) -> dict[str, Floats]:
    """Share places (n, 3) out along the spine, (n,) weights a bone: chain lists from head to tail where each begins."""
    s = 0.5 - positions[:, 2]
    reached = [smoothstep(begin - blend, begin + blend, s) for _, begin in chain[1:]]
    starts = [np.ones_like(s), *reached]
    ends = [*reached, np.zeros_like(s)]
    return {name: start - end for (name, _), start, end in zip(chain, starts, ends, strict=True)}


def assemble(
    bones: Sequence[Bone], coats: Sequence[Coat], grounds: Sequence[Ground], stance: Stance, size: float, rays: int
) -> tuple[Node, Floats]:
    """Build the node `model`: posed, shaded, on the ground, in metres; gives also the shift of its origin."""
    posed = {coat.node: join([stance.posed_mesh(piece.mesh) for piece in coat.pieces]) for coat in coats}
    everything = join([*posed.values(), *(ground.mesh for ground in grounds)])
    target = RayTarget(everything.positions, everything.faces)
    origin = ground_point(everything.positions)
    children = [_bone(bone, bones, stance, origin, size) for bone in bones if bone.parent == "model"]
    for coat in coats:
        mesh = _in_metres(_shaded(posed[coat.node], target, rays, 0.12), origin, size)
        children.append(Node(coat.node, mesh, coat.material, skin=_skin(coat, bones)))
    for ground in grounds:
        mesh = _in_metres(_shaded(ground.mesh, target, rays, ground.reach), origin, size)
        children.append(Node(ground.node, mesh, ground.material))
    return Node("model", children=tuple(children)), origin


def joint_places(bones: Sequence[Bone], stance: Stance) -> dict[str, Floats]:
    """Give each bone's joint (3,) in the pose, as seen from its parent's joint."""
    places = {bone.name: stance.posed(floats([bone.place]))[0] for bone in bones}
    return {bone.name: places[bone.name] - places.get(bone.parent, np.zeros(3)) for bone in bones}


def _bone(bone: Bone, bones: Sequence[Bone], stance: Stance, origin: Floats, size: float) -> Node:
    shift = joint_places(bones, stance)[bone.name] - (origin if bone.parent == "model" else 0.0)
    x, y, z = (float(value) * size for value in shift)
    children = tuple(_bone(child, bones, stance, origin, size) for child in bones if child.parent == bone.name)
    return Node(bone.name, translation=(x, y, z), children=children)


def _shaded(mesh: Mesh, target: RayTarget, rays: int, reach: float) -> Mesh:
    seen = sky_seen(target, mesh.positions, mesh.normals, reach, rays, 7, lift=0.002)
    return shaded(mesh, _LEAST_LIGHT + (1 - _LEAST_LIGHT) * seen)


def _in_metres(mesh: Mesh, origin: Floats, size: float) -> Mesh:
    return replace(mesh, positions=(mesh.positions - origin) * size)


def _skin(coat: Coat, bones: Sequence[Bone]) -> Skin:
    names = tuple(bone.name for bone in bones)
    shares = []
    for piece in coat.pieces:
        share = np.zeros((len(piece.mesh.positions), len(names)))
        for name, weight in piece.weights.items():
            share[:, names.index(name)] += weight
        shares.append(share)
    share = np.concatenate(shares)
    order = np.argsort(-share, axis=1, kind="stable")[:, :_CARRIERS]
    weights = np.take_along_axis(share, order, axis=1)
    return Skin(names, order.astype(np.int64), weights / weights.sum(axis=1, keepdims=True))
