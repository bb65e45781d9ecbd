"""Cover a grid of points with triangles: the step from a formula to a mesh."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints
from mangrove_ar.meshing.mesh import Mesh, make_mesh, without_slivers


def grid_faces(rows: int, columns: int) -> Ints:
    """List the triangles of a grid of rows x columns cells, two a cell.

    Returns:
        (2 * rows * columns, 3) int64; the points run along a row first. Seen from the side where
        the rows go up and the columns go right, the triangles run counter-clockwise.
    """
    first = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)[None]).ravel()
    right, above = first + 1, first + columns + 1
    low = np.stack([first, right, above], axis=1)
    return np.concatenate([low, np.stack([right, above + 1, above], axis=1)])


def unit_grid(rows: int, columns: int) -> tuple[Floats, Floats]:
    """Give u (along columns) and v (along rows), both from 0 to 1, each (rows + 1, columns + 1)."""
    u, v = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    return u, v


def cover(points: Floats, u: Floats, v: Floats, inside_out: bool = False) -> Mesh:
    """Cover (rows + 1, columns + 1, 3) points with triangles and smooth normals, without slivers."""
    faces = grid_faces(points.shape[0] - 1, points.shape[1] - 1)
    uvs = np.stack([u, v], axis=-1).reshape(-1, 2)
    ordered = faces[:, ::-1] if inside_out else faces
    flat = points.reshape(-1, 3)
    return without_slivers(make_mesh(flat, uvs, ordered))


def cover_outward(points: Floats, u: Floats, v: Floats) -> Mesh:
    """Cover a grid that goes around a body, with the outside outside whichever way the grid runs."""
    mesh = cover(points, u, v)
    a, b, c = (mesh.positions[mesh.faces[:, k]] - points.reshape(-1, 3).mean(axis=0) for k in range(3))
    volume = float((np.cross(a, b) * c).sum())
    return mesh if volume >= 0 else cover(points, u, v, inside_out=True)
