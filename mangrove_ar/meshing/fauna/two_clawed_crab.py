"""Put a crab with two equal claws together from tables: joints, painted parts, movement.

The shell is two units wide; the left side mirrors the right one and shares its pictures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.atlas import Atlas, Patch, paint_atlas
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.fauna.crab_body import body_patches
from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.crab_limbs import Claw, Leg, claw_patches, leg_patch, mirrored
from mangrove_ar.meshing.fauna.crab_measures import Body
from mangrove_ar.meshing.fauna.crab_shore import Shore, ground_height
from mangrove_ar.meshing.fauna.jointed import Joint
from mangrove_ar.meshing.fauna.pose_tracks import Angles, Poses, on_both_sides, turning
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.parts import Animation, Track
from mangrove_ar.meshing.turns import quaternion, quaternions, turn_matrix

_CLAW = ("shoulder_right", "elbow_right", "wrist_right", "dactyl_right")
_KEYS = 48
MOVING = frozenset(name.replace("right", side) for name in _CLAW for side in ("right", "left"))
Hip = tuple[float, float, float, float]
Limb = tuple[str, str, tuple[float, float, float]]  # Joint, its parent and its place there, without the side.
LegDressing = Callable[[Patch], Patch]  # Both legs of a pair must get as many vertices.


@dataclass(frozen=True)
class CrabPlan:
    """Everything that makes one kind: places are on the right, in units; hips are (x, z), degrees back, size."""

    body: Body
    coat: Coat
    claw: Claw
    leg: Leg
    hips: tuple[Hip, ...]
    body_height: float
    hip_height: float  # Above the body's origin.
    eye: tuple[float, float, float]
    shoulder: tuple[float, float, float]
    finger_hinge: tuple[float, float, float]
    rest: Mapping[str, Angles]
    shore: Shore
    limbs: tuple[Limb, ...] = ()


@dataclass(frozen=True)
class Movement:
    """One animation: poses of the right joints, and how the body rises and tips (share, amount)."""

    name: str
    seconds: float
    poses: Mapping[str, Poses]
    single_poses: Mapping[str, Poses] = field(default_factory=dict)  # Of joints that do not move as a pair.
    rise: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 0.0))
    tip_deg: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 0.0))


def _unchanged_leg(patch: Patch) -> Patch:
    """Add nothing to a leg."""
    return patch


def crab_joints(plan: CrabPlan) -> list[Joint]:
    """List the nodes of mud, body, eyes, claws and legs, parents first."""
    still = quaternion()
    rest, _ = on_both_sides(plan.rest, {}, _roots(plan))
    joints = [
        Joint("mud", "model", (0, 0, 0), still),
        Joint("body", "model", (0, plan.body_height, 0), still),
    ]
    places = {
        "eye": ("body", plan.eye),
        "shoulder": ("body", plan.shoulder),
        "elbow": ("shoulder", (plan.claw.merus.length, 0.0, 0.0)),
        "wrist": ("elbow", (plan.claw.carpus.length + 0.02, 0.0, 0.0)),
        "dactyl": ("wrist", plan.finger_hinge),
    }
    for side, sign in (("right", 1.0), ("left", -1.0)):
        limbs = [(part, parent, place) for part, (parent, place) in places.items()]
        for part, parent, (x, y, z) in [*limbs, *plan.limbs]:
            name = f"{part}_{side}"
            place = (x * sign, y, z) if parent == "body" else (x, y, z * sign)
            holder = parent if parent == "body" else f"{parent}_{side}"
            joints.append(Joint(name, holder, place, quaternion(*rest[name]) if name in rest else still))
    return joints + [_hip(plan, side, leg) for side in ("right", "left") for leg in range(len(plan.hips))]


def crab_parts(
    plan: CrabPlan, pairs: list[Patch], atlas_px: int, dress_leg: LegDressing = _unchanged_leg
) -> tuple[Atlas, list[tuple[str, Mesh]]]:
    """Paint the crab; `pairs` are more right-hand patches, on nodes named `..._right`, that the left shares."""
    legs = {side: _legs(plan, side, dress_leg) for side in ("right", "left")}
    pairs = claw_patches(plan.claw, _CLAW, plan.coat) + pairs
    atlas = paint_atlas(body_patches(plan.body, plan.coat) + legs["right"] + pairs, atlas_px)
    parts = [(patch.node, patch.mesh) for patch in atlas.patches]
    painted = {patch.node: patch for patch in atlas.patches}
    for left, right in zip(legs["left"], legs["right"], strict=True):
        parts.append((left.node, replace(left.mesh, uvs=painted[right.node].mesh.uvs)))
    for patch in atlas.patches[-len(pairs) :]:
        left = mirrored(patch, patch.node.removesuffix("right") + "left")
        parts.append((left.node, left.mesh))
    return atlas, parts


def crab_movement(plan: CrabPlan, movement: Movement, size: float) -> Animation:
    """Make the animation, in metres; `size` is metres a unit."""
    share = np.linspace(0, 1, _KEYS)
    rest, poses = on_both_sides(plan.rest, movement.poses, _roots(plan))
    poses = poses | dict(movement.single_poses)
    tracks = [turning(node, rest.get(node, (0, 0, 0)), poses[node], share, movement.seconds) for node in poses]
    lifted = floats([0, plan.body_height, 0]) + profile(movement.rise)(share)[:, None] * floats([0, 1, 0])
    tracks.append(Track("body", "translation", share * movement.seconds, lifted * size))
    tips = np.stack([np.zeros(_KEYS), np.zeros(_KEYS), profile(movement.tip_deg)(share)], axis=1)
    tracks.append(Track("body", "rotation", share * movement.seconds, quaternions(tips)))
    return Animation(movement.name, tuple(tracks))


def _roots(plan: CrabPlan) -> set[str]:
    return {_CLAW[0], *(f"{name}_right" for name, parent, _ in plan.limbs if parent == "body")}


def _hip(plan: CrabPlan, side: str, leg: int) -> Joint:
    x, z, yaw, _ = plan.hips[leg]
    place = (x if side == "right" else -x, plan.body_height + plan.hip_height, z)
    return Joint(f"leg_{leg}_{side}", "model", place, quaternion(yaw if side == "right" else 180 - yaw))


def _legs(plan: CrabPlan, side: str, dress_leg: LegDressing) -> list[Patch]:
    legs = []
    for leg, (_, _, _, size) in enumerate(plan.hips):
        hip = _hip(plan, side, leg)
        foot = turn_matrix(floats(hip.turn)) @ floats([plan.leg.reach * size, 0, 0]) + floats(hip.place)
        drop = float(hip.place[1] - ground_height(floats(foot[0]), floats(foot[2]), plan.shore) + 0.02)
        legs.append(dress_leg(leg_patch(hip.name, plan.leg, size, drop, plan.coat)))
    return legs
