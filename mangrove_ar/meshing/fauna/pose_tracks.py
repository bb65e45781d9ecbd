"""Turn a table of poses into the tracks of an animation.

Angles are yaw, roll and pitch in degrees; times are shares of one round.
"""

from collections.abc import Collection, Mapping

import numpy as np

from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.parts import Track
from mangrove_ar.meshing.turns import quaternions

Angles = tuple[float, float, float]
Poses = tuple[tuple[float, Angles], ...]


def turning(node: str, rest: Angles, poses: Poses, share: Floats, seconds: float) -> Track:
    """Make one node go from rest through its poses and back; share (n,) are the times of the keys."""
    keys = [(0.0, rest), *poses, (1.0, rest)]
    times = [time for time, _ in keys]
    angles = [profile(list(zip(times, [angle[axis] for _, angle in keys], strict=True)))(share) for axis in range(3)]
    return Track(node, "rotation", share * seconds, quaternions(np.stack(angles, axis=1)))


def _mirrored_child(angles: Angles) -> Angles:
    """Turn a joint of a right limb into the same joint of the left limb, whose parts are mirrored in z."""
    yaw, roll, pitch = angles
    return (-yaw, roll, -pitch)


def _mirrored_root(angles: Angles) -> Angles:
    """Do the same for the first joint of a limb, which also faces the other way."""
    yaw, roll, pitch = angles
    return (180.0 - yaw, roll, -pitch)


def mirrored_poses(poses: Poses, is_root: bool) -> Poses:
    """Mirror all poses of a joint from the right to the left."""
    mirror = _mirrored_root if is_root else _mirrored_child
    return tuple((time, mirror(angles)) for time, angles in poses)


def on_both_sides(
    rest: Mapping[str, Angles], poses: Mapping[str, Poses], roots: Collection[str]
) -> tuple[dict[str, Angles], dict[str, Poses]]:
    """Copy poses of right joints, named `..._right`, to the left ones; `roots` are first joints."""
    both_rest, both_poses = dict(rest), dict(poses)
    for name in [name for name in rest if name.endswith("_right")]:
        is_root = name in roots
        left = name.removesuffix("right") + "left"
        both_rest[left] = _mirrored_root(rest[name]) if is_root else _mirrored_child(rest[name])
        if name in poses:
            both_poses[left] = mirrored_poses(poses[name], is_root)
    return both_rest, both_poses
