"""Move a mudskipper: it blinks by sinking its eyes, lifts its head and rows forward on its fins like on crutches.

Angles are yaw, roll and pitch in degrees; times are shares of one round.
"""

from collections.abc import Mapping

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.fauna.pose_tracks import Poses, turning
from mangrove_ar.meshing.parts import Animation, Track

_SECONDS = 3.6
_KEYS = 55
_REST = (0.0, 0.0, 0.0)
# The left arm: forward first, then down as it carries the body and back as it pushes.
_ARM: Poses = (
    (0.20, _REST),
    (0.32, (-34, 4, 0)),
    (0.38, (-31, 0, 0)),
    (0.46, (-4, -25, 0)),
    (0.56, (20, -8, 0)),
    (0.62, (24, 0, 0)),
    (0.78, _REST),
)
_POSES: dict[str, Poses] = {
    "body": (
        (0.22, _REST),
        (0.34, (0, 0, 3)),
        (0.46, (0, 0, -9)),
        (0.56, (0, 0, -5)),
        (0.70, (1.5, 0, 0)),
        (0.85, _REST),
    ),
    "head": (
        (0.10, _REST),
        (0.20, (7, 0, -5)),
        (0.34, (0, 0, 3)),
        (0.48, (0, 0, -8)),
        (0.62, (-7, 0, -6)),
        (0.86, _REST),
    ),
    "tail_0": ((0.30, _REST), (0.46, (0, 0, 7)), (0.60, (2, 0, 4)), (0.80, _REST)),
    "tail_1": ((0.28, (-3, 0, 0)), (0.46, (6, 0, 3)), (0.62, (-4, 0, 0)), (0.82, _REST)),
    "tail_2": ((0.30, (-6, 0, 0)), (0.50, (9, 0, 0)), (0.66, (-7, 0, 0)), (0.86, _REST)),
    "tail_3": ((0.33, (-8, 0, 0)), (0.54, (12, 0, 0)), (0.70, (-8, 0, 0)), (0.90, _REST)),
    "crest": ((0.40, _REST), (0.50, (0, 0, 16)), (0.58, (0, 0, -6)), (0.72, (0, 0, 9)), (0.84, _REST)),
}
_BLINKS = ((0.02, 0.0), (0.055, 1.0), (0.085, 1.0), (0.13, 0.0), (0.72, 0.0), (0.755, 1.0), (0.785, 1.0), (0.83, 0.0))
_LIFT = ((0.22, 0.0), (0.34, -0.1), (0.46, 1.0), (0.58, 0.1), (0.66, 0.0))
_REACH = ((0.24, 0.0), (0.38, -0.15), (0.54, 1.0), (0.64, 1.0), (0.92, 0.0))


def skip(joints: Mapping[str, Floats], size: float) -> Animation:
    """Make the animation `skip`; joints are where the bones sit in their parents, in metres; size is the fish's."""
    share = np.linspace(0, 1, _KEYS)
    tracks = [turning(name, _REST, poses, share, _SECONDS) for name, poses in _POSES.items()]
    for side, sign in (("left", 1.0), ("right", -1.0)):
        row = tuple((at, (yaw * sign, roll * sign, pitch)) for at, (yaw, roll, pitch) in _ARM)
        # The hand turns against its arm, so that it stays flat on the mud.
        back = tuple((at, (-yaw * sign * 0.6, -roll * sign, 0.3 * abs(roll))) for at, (yaw, roll, _) in _ARM)
        tracks.append(turning(f"arm_{side}", _REST, row, share, _SECONDS))
        tracks.append(turning(f"hand_{side}", _REST, back, share, _SECONDS))
        sunk = _course(_BLINKS, share)[:, None] * floats([-0.10 * sign, -0.75, 0.0]) * size * 0.030
        tracks.append(Track(f"eye_{side}", "translation", share * _SECONDS, joints[f"eye_{side}"] + sunk))
    move = np.stack([np.zeros_like(share), 0.030 * _course(_LIFT, share), 0.055 * _course(_REACH, share)], axis=1)
    tracks.append(Track("body", "translation", share * _SECONDS, joints["body"] + move * size))
    return Animation("skip", tuple(tracks))


def _course(keys: tuple[tuple[float, float], ...], share: Floats) -> Floats:
    return profile([(0.0, 0.0), *keys, (1.0, 0.0)])(share)
