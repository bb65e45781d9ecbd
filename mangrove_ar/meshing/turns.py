"""Turn joints: angles that people can read, as quaternions that glTF wants."""

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats

Quaternion = tuple[float, float, float, float]


def quaternion(yaw_deg: float = 0.0, roll_deg: float = 0.0, pitch_deg: float = 0.0) -> Quaternion:
    """Turn about x by pitch, then about z by roll, then about y by yaw; gives x, y, z, w."""
    x, y, z, w = quaternions([[yaw_deg, roll_deg, pitch_deg]])[0]
    return (float(x), float(y), float(z), float(w))


def quaternions(angles_deg: ArrayLike) -> Floats:
    """Do the same for (n, 3) yaw, roll and pitch: (n, 4) unit quaternions."""
    half = np.radians(floats(angles_deg)) / 2
    zero = np.zeros(len(half))
    about = [np.stack([zero] * 3 + [np.cos(half[:, k])], axis=1) for k in range(3)]
    for k, axis in enumerate((1, 2, 0)):
        about[k][:, axis] = np.sin(half[:, k])
    return _product(_product(about[0], about[1]), about[2])


def about_axis(axis: ArrayLike, angles_deg: Floats) -> Floats:
    """Turn about a unit axis by (n,) degrees: (n, 4) quaternions x, y, z, w."""
    half = np.radians(angles_deg) / 2
    return np.concatenate([np.sin(half)[:, None] * floats(axis), np.cos(half)[:, None]], axis=1)


def _product(a: Floats, b: Floats) -> Floats:
    vector = a[:, 3:] * b[:, :3] + b[:, 3:] * a[:, :3] + np.cross(a[:, :3], b[:, :3])
    return np.concatenate([vector, (a[:, 3] * b[:, 3] - (a[:, :3] * b[:, :3]).sum(axis=1))[:, None]], axis=1)


def turn_matrix(quaternion: Floats) -> Floats:
    """Turn a unit quaternion x, y, z, w into a (3, 3) matrix."""
    x, y, z, w = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
