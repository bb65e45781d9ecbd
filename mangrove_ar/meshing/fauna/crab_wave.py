"""Move a fiddler crab: the great claw waves, the body rises, the small claw feeds, the eyes look.

Angles are yaw, roll and pitch in degrees; times are shares of one round.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.fauna.pose_tracks import Angles, Poses, turning
from mangrove_ar.meshing.parts import Animation, Track
from mangrove_ar.meshing.turns import quaternions

SECONDS = 2.6
_KEYS = 40

REST: dict[str, Angles] = {
    "shoulder": (-58, -6, 0),
    "elbow": (-58, -6, 0),
    "wrist": (-62, -4, 8),
    "dactyl": (0, 6, 0),
    "small_shoulder": (-112, -30, 0),
    "small_elbow": (58, -22, 0),
    "small_wrist": (48, 10, 0),
    "eye_right": (0, -7, 0),
    "eye_left": (0, 7, 0),
}
_MOVES: dict[str, Poses] = {
    "shoulder": (
        (0.10, REST["shoulder"]),
        (0.32, (-12, 14, 0)),
        (0.50, (-30, 46, 0)),
        (0.64, (-48, 28, 0)),
        (0.82, REST["shoulder"]),
    ),
    "elbow": (
        (0.10, REST["elbow"]),
        (0.32, (-14, 8, 0)),
        (0.50, (-34, 26, 0)),
        (0.64, (-56, 14, 0)),
        (0.82, REST["elbow"]),
    ),
    "wrist": (
        (0.10, REST["wrist"]),
        (0.32, (-10, 4, 4)),
        (0.50, (-30, 14, 6)),
        (0.64, (-58, 4, 8)),
        (0.82, REST["wrist"]),
    ),
    "dactyl": ((0.10, REST["dactyl"]), (0.40, (0, 15, 0)), (0.55, (0, 20, 0)), (0.82, REST["dactyl"])),
    "small_shoulder": ((0.25, (-112, -8, 0)), (0.5, REST["small_shoulder"]), (0.75, (-112, -8, 0))),
    "small_elbow": ((0.25, (64, 20, 0)), (0.5, REST["small_elbow"]), (0.75, (64, 20, 0))),
    "eye_right": ((0.5, (0, -13, 6)),),
    "eye_left": ((0.5, (0, 13, 6)),),
}


def wave(body_at: Floats, rise: float) -> Animation:
    """Make the animation `wave`; the body starts at `body_at` and rises by `rise`, in the GLB's metres."""
    share = np.linspace(0, 1, _KEYS)
    tracks = [turning(node, REST[node], poses, share, SECONDS) for node, poses in _MOVES.items()]
    lifted = smoothstep(0.10, 0.42, share) * smoothstep(0.86, 0.58, share)
    tracks.append(Track("body", "translation", share * SECONDS, body_at + lifted[:, None] * floats([0, rise, 0])))
    tilt = np.stack([np.zeros_like(share), 2.5 * lifted, -6.0 * lifted], axis=1)
    tracks.append(Track("body", "rotation", share * SECONDS, quaternions(tilt)))
    return Animation("wave", tuple(tracks))
