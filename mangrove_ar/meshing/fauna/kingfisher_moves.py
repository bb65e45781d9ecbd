"""Move a kingfisher: it looks aside, opens its wings for three short beats, folds them and looks to the other side."""

from collections.abc import Sequence

import numpy as np

from mangrove_ar.meshing.arrays import smoothstep
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.fauna.kingfisher_wings import Wing
from mangrove_ar.meshing.parts import Animation, Track
from mangrove_ar.meshing.turns import about_axis, quaternions

_SECONDS = 3.8
_KEYS = 77
_BEATS = 3
_HELD_DEG, _BEAT_DEG = 78.0, 40.0
# (share of the time, value): head turns in degrees, how far the wings are open.
_HEAD_YAW = ((0, 0), (0.05, 0), (0.12, 44), (0.24, 44), (0.31, 0), (0.70, 0), (0.77, -34), (0.89, -34), (1, 0))
_HEAD_ROLL = ((0, 0), (0.12, 0), (0.17, -9), (0.24, -7), (0.31, 0), (0.77, 0), (0.82, 8), (0.89, 6), (0.96, 0), (1, 0))
_OPEN = ((0, 0), (0.33, 0), (0.41, 1), (0.60, 1), (0.70, 0), (1, 0))
_TAIL = ((0, 0), (0.36, 0), (0.44, 14), (0.58, 8), (0.68, -6), (0.76, 0), (1, 0))
_LEAN = ((0, 0), (0.30, 0), (0.40, 9), (0.60, 6), (0.72, 0), (1, 0))


def flutter(wings: Sequence[Wing]) -> Animation:
    """Make the animation `flutter` for a bird whose bones are not turned at rest."""
    share = np.linspace(0, 1, _KEYS)
    times = share * _SECONDS
    zero = np.zeros_like(share)
    yaw, roll, tail, lean = (profile(pairs)(share) for pairs in (_HEAD_YAW, _HEAD_ROLL, _TAIL, _LEAN))
    open_share = profile(_OPEN)(share)
    beating = smoothstep(0.38, 0.42, share) * smoothstep(0.65, 0.61, share)
    beat = np.sin(2 * np.pi * _BEATS * (share - 0.41) / 0.22) * beating
    lift = open_share * _HELD_DEG + _BEAT_DEG * beat
    tracks = [
        Track("head", "rotation", times, quaternions(np.stack([yaw, roll, -0.8 * lean], axis=1))),
        Track("tail", "rotation", times, quaternions(np.stack([zero, zero, tail], axis=1))),
        Track("body", "rotation", times, quaternions(np.stack([zero, zero, lean], axis=1))),
    ]
    for wing in wings:
        for bone in wing.bones:
            if bone.parent == "body":
                turns = about_axis(wing.lift_axis, lift)
            else:
                turns = about_axis(wing.opening_axis, open_share * bone.opening_deg)
            tracks.append(Track(bone.name, "rotation", times, turns))
    return Animation("flutter", tuple(tracks))
