"""Grow stiff hairs on a limb: thin three-sided spikes that lean towards its tip."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, unit
from mangrove_ar.meshing.atlas import Surface
from mangrove_ar.meshing.mesh import Mesh, make_mesh, shaded

_STEP = 0.004  # Of u or v, to find which way a surface faces.


def bristles(surface: Surface, at: Floats, length: float, thickness: float, lean: float, tint: Floats) -> Mesh:
    """Set bristles on a surface.

    Args:
        surface: gives the place of any u (around, a limb's underside is 0) and v (along).
        at: (n, 2) u and v of the roots.
        length: of a hair, in the surface's units; hairs differ by a third.
        thickness: half-width at the root.
        lean: 0 stands straight out, 1 leans as far along as out.
        tint: (3,) linear factor on the painted colour.

    Returns:
        A mesh of 3 * n triangles with the uvs of the roots.
    """
    u, v = at[:, 0], at[:, 1]
    root, ahead, beside = surface(u, v), surface(u, v + _STEP), surface(u + _STEP, v)
    along, around = unit(ahead - root), unit(beside - root)
    outward = unit(np.cross(around, along))
    outward = outward * np.sign((outward * (root - _middle(surface, v))).sum(axis=1, keepdims=True))
    differing = 1 + 0.33 * np.sin(np.arange(len(at)) * 12.9898)[:, None]
    tip = root + unit(outward + along * lean) * length * differing
    angles = floats([0, 2 * np.pi / 3, 4 * np.pi / 3])
    feet = [root - outward * thickness + (along * np.cos(a) + around * np.sin(a)) * thickness for a in angles]
    points = np.stack([*feet, tip], axis=1)
    first = np.arange(len(at))[:, None] * 4
    faces = np.concatenate([first + corner for corner in ([0, 1, 3], [1, 2, 3], [2, 0, 3])])
    mesh = make_mesh(points.reshape(-1, 3), np.repeat(at, 4, axis=0), _outward(points.reshape(-1, 3), faces))
    return shaded(mesh, np.tile(tint, (len(mesh.positions), 1)))


def _middle(surface: Surface, v: Floats) -> Floats:
    return floats(np.mean([surface(np.full_like(v, u), v) for u in (0.0, 0.25, 0.5, 0.75)], axis=0))


def _outward(points: Floats, faces: Ints) -> Ints:
    """Turn the faces that look at their own hair's axis."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    axis = points.reshape(-1, 4, 3).mean(axis=1)[faces[:, 0] // 4]
    is_inward = (np.cross(b - a, c - a) * ((a + b + c) / 3 - axis)).sum(axis=1) < 0
    return np.where(is_inward[:, None], faces[:, ::-1], faces)
