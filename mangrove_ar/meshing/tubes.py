"""Sweep a section along a line: roots, branches, legs, claws."""

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.curves import frames, way_along
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.surfaces import cover


def tube(
    line: Floats,
    radii: ArrayLike,
    sides: int,
    turns_of_texture: float = 1.0,
    texture_per_metre: float = 1.0,
    texture_start: float = 0.0,
    swelling: Floats | None = None,
) -> Mesh:
    """Sweep a round section along a line.

    Args:
        line: (n, 3) metres.
        radii: (n,) metres.
        sides: corners of the section.
        turns_of_texture: how often the texture runs around.
        texture_per_metre: how often it runs along one metre.
        texture_start: shift of the texture along the line, so that neighbours differ.
        swelling: (n, sides + 1) factors on the radius; first and last column must agree.

    Returns:
        A mesh of 2 * (n - 1) * sides triangles, open at both ends, without slivers.
    """
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    radius = np.repeat(floats(radii)[:, None], sides + 1, axis=1)
    if swelling is not None:
        radius = radius * swelling
    points = ring_points(line, radius * np.cos(angle), radius * np.sin(angle))
    u = np.broadcast_to(angle / (2 * np.pi) * turns_of_texture, radius.shape)
    v = np.broadcast_to(way_along(line)[:, None] * texture_per_metre + texture_start, radius.shape)
    return cover(points, u, v)


def ring_points(line: Floats, first: Floats, second: Floats, up: ArrayLike = (0.0, 1.0, 0.0)) -> Floats:
    """Place a section at each point of a line.

    Args:
        line: (n, 3).
        first: (n, m) offsets along the frame's first cross vector.
        second: (n, m) offsets along the second.
        up: where the first cross vector points to at the start.

    Returns:
        (n, m, 3) points.
    """
    _, across, beside = frames(line, up)
    return line[:, None] + first[..., None] * across[:, None] + second[..., None] * beside[:, None]
