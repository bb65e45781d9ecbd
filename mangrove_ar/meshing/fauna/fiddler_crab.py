"""Grow a male ring-legged fiddler crab that waves its great claw on a piece of mud.

Shaped and painted in centimetres, written in metres.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Atlas, Patch, paint_atlas
from mangrove_ar.meshing.fauna.crab_body import body_patches
from mangrove_ar.meshing.fauna.crab_limbs import (
    HIP_HEIGHT_CM,
    LEG_REACH_CM,
    LEGS,
    great_claw_patches,
    leg_patch,
    small_claw_patches,
)
from mangrove_ar.meshing.fauna.crab_wave import REST, wave
from mangrove_ar.meshing.fauna.mud_patch import ground_height, mud_mesh, mud_pictures
from mangrove_ar.meshing.glb import Material, Node, write_glb
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, moved, shaded
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.scene import turn_matrix
from mangrove_ar.meshing.turns import Quaternion, quaternion

_CM = 0.01
_BODY_CM = (0.0, 0.98, 0.0)  # Above the flat middle of the mud.
_RISE_CM = 0.09
_MOVING = frozenset({"shoulder", "elbow", "wrist", "dactyl", "small_shoulder", "small_elbow", "small_wrist"})


@dataclass(frozen=True)
class FiddlerCrab:
    """What may differ between two crabs."""

    seed: int = 4
    carapace_width_m: float = 0.02
    pellets: int = 46
    atlas_px: int = 1024
    sky_rays: int = 48


@dataclass(frozen=True)
class _Joint:
    name: str
    parent: str
    place: tuple[float, float, float]
    turn: Quaternion


def grow_fiddler_crab(crab: FiddlerCrab, credit: str) -> bytes:
    """Grow the crab as GLB: metres, y up, standing on y = 0; the same crab gives the same bytes."""
    joints = _joints()
    atlas = paint_atlas(_patches(), crab.atlas_px)
    places = _places(joints)
    parts = [(patch.node, patch.mesh) for patch in atlas.patches]
    meshes = _darkened([*parts, ("mud", mud_mesh(crab.pellets, crab.seed))], places, crab.sky_rays)
    low = ground_point(np.concatenate([moved(mesh, places[name]).positions for name, mesh in meshes.items()]))
    size = _CM * crab.carapace_width_m / 0.02
    root = _node("model", joints, meshes, _materials(atlas, crab), size, -low)
    return write_glb(root, (wave(floats(_BODY_CM) * size, _RISE_CM * size),), credit)


def _joints() -> list[_Joint]:
    still = quaternion()
    joints = [_Joint("mud", "model", (0, 0, 0), still), _Joint("body", "model", _BODY_CM, still)]
    for name, parent, place in (
        ("eye_right", "body", (0.20, 0.10, 0.54)),
        ("eye_left", "body", (-0.20, 0.10, 0.54)),
        ("shoulder", "body", (0.56, -0.27, 0.40)),
        ("elbow", "shoulder", (0.52, 0.0, 0.0)),
        ("wrist", "elbow", (0.32, 0.0, 0.0)),
        ("dactyl", "wrist", (0.97, 0.27, 0.0)),
        ("small_shoulder", "body", (-0.46, -0.30, 0.42)),
        ("small_elbow", "small_shoulder", (0.34, 0.0, 0.0)),
        ("small_wrist", "small_elbow", (0.27, 0.0, 0.0)),
    ):
        joints.append(_Joint(name, parent, place, quaternion(*REST[name]) if name in REST else still))
    return joints + [_hip(side, leg) for side in ("right", "left") for leg in range(len(LEGS))]


def _hip(side: str, leg: int) -> _Joint:
    x, z, yaw, _ = LEGS[leg]
    place = (x if side == "right" else -x, _BODY_CM[1] + HIP_HEIGHT_CM, z)
    return _Joint(f"leg_{side}_{leg}", "model", place, quaternion(yaw if side == "right" else 180 - yaw))


def _patches() -> list[Patch]:
    patches = body_patches()
    for side in ("right", "left"):
        for leg, (_, _, _, size) in enumerate(LEGS):
            patches.append(leg_patch(f"leg_{side}_{leg}", size, _drop(side, leg)))
    return patches + small_claw_patches() + great_claw_patches()


def _drop(side: str, leg: int) -> float:
    """Find how far below the hip the mud lies where the foot will stand."""
    hip = _hip(side, leg)
    foot = turn_matrix(floats(hip.turn)) @ floats([LEG_REACH_CM * LEGS[leg][3], 0, 0]) + floats(hip.place)
    return float(hip.place[1] - ground_height(floats(foot[0]), floats(foot[2])) + 0.02)


def _places(joints: Sequence[_Joint]) -> dict[str, Floats]:
    """Give the 4 x 4 matrix of each node at rest, in centimetres."""
    places = {"model": np.eye(4)}
    for joint in joints:
        own = np.eye(4)
        own[:3, :3], own[:3, 3] = turn_matrix(floats(joint.turn)), joint.place
        places[joint.name] = places[joint.parent] @ own
    return places


def _darkened(parts: Sequence[tuple[str, Mesh]], places: dict[str, Floats], rays: int) -> dict[str, Mesh]:
    """Join the parts of each node and bake how much sky they see; what moves keeps its own folds only."""
    standing = [moved(mesh, places[node]) for node, mesh in parts]
    stage = join(standing)
    target = RayTarget(stage.positions, stage.faces)
    groups: dict[str, list[Mesh]] = {}
    for (node, own), mesh in zip(parts, standing, strict=True):
        reach = 0.35 if node in _MOVING else 1.6
        seen = sky_seen(target, mesh.positions, mesh.normals, reach, rays, 7, lift=0.015)
        groups.setdefault(node, []).append(shaded(own, 0.22 + 0.78 * seen))
    return {node: join(meshes) for node, meshes in groups.items()}


def _materials(atlas: Atlas, crab: FiddlerCrab) -> dict[str, Material]:
    colour, relief = mud_pictures(crab.atlas_px * 3 // 8, crab.seed + 60)
    return {
        "crab": Material("crab", texture=atlas.colours, relief=atlas.relief, relief_scale=0.8, roughness=0.42),
        "mud": Material("mud", texture=colour, relief=relief, roughness=0.75, quality=74),
    }


def _node(
    name: str,
    joints: Sequence[_Joint],
    meshes: dict[str, Mesh],
    materials: dict[str, Material],
    size: float,
    lift: Floats,
) -> Node:
    children = tuple(
        _node(joint.name, joints, meshes, materials, size, lift) for joint in joints if joint.parent == name
    )
    joint = next((joint for joint in joints if joint.name == name), _Joint(name, "", tuple(lift), quaternion()))
    mesh = replace(meshes[name], positions=meshes[name].positions * size) if name in meshes else None
    x, y, z = (float(value) * size for value in joint.place)
    return Node(name, mesh, materials["mud" if name == "mud" else "crab"], (x, y, z), joint.turn, children)
