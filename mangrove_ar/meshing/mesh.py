"""Hold triangles with all that a renderer needs to draw them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, Ints, unit


@dataclass(frozen=True)
class Mesh:
    """Triangles that share one material.

    positions (n, 3) metres, y up; normals (n, 3) unit; uvs (n, 2) with v down as in glTF;
    colours (n, 3) linear, multiplied with the texture; faces (m, 3), counter-clockwise from outside.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    colours: Floats
    faces: Ints


def make_mesh(positions: Floats, uvs: Floats, faces: Ints, normals: Floats | None = None) -> Mesh:
    """Build a white mesh; without normals it gets smooth ones."""
    if normals is None:
        normals = smooth_normals(positions, faces)
    return Mesh(positions, normals, uvs, np.ones_like(positions), faces)


def join(meshes: Iterable[Mesh]) -> Mesh:
    """Put meshes into one, in the given order."""
    parts = list(meshes)
    starts = np.cumsum([0] + [len(part.positions) for part in parts[:-1]])
    return Mesh(
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.normals for part in parts]),
        np.concatenate([part.uvs for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate([part.faces + start for part, start in zip(parts, starts, strict=True)]),
    )


def moved(mesh: Mesh, matrix: Floats) -> Mesh:
    """Move a mesh by a 4 x 4 matrix that turns, shifts and scales evenly."""
    positions = mesh.positions @ matrix[:3, :3].T + matrix[:3, 3]
    return replace(mesh, positions=positions, normals=unit(mesh.normals @ matrix[:3, :3].T))


def shaded(mesh: Mesh, light: Floats) -> Mesh:
    """Multiply the colours with (n,) or (n, 3) factors, for instance ambient occlusion or a tint."""
    factors = light[:, None] if light.ndim == 1 else light
    return replace(mesh, colours=np.clip(mesh.colours * factors, 0.0, 1.0))


def smooth_normals(positions: Floats, faces: Ints) -> Floats:
    """Average the face normals at each place, weighted by area; doubled vertices share one normal.

    Returns:
        (n, 3) float64; a vertex without an area gets (0, 1, 0).
    """
    extent = max(float(np.ptp(positions, axis=0).max()), 1e-9)
    grid = np.round(positions / (extent * 1e-6)).astype(np.int64)
    _, same = np.unique(grid, axis=0, return_inverse=True)
    same = same.reshape(-1)
    a, b, c = (positions[faces[:, k]] for k in range(3))
    face_normals = np.cross(b - a, c - a)
    sums = np.zeros((int(same.max()) + 1, 3))
    for k in range(3):
        np.add.at(sums, same[faces[:, k]], face_normals)
    sums[np.linalg.norm(sums, axis=1) == 0] = (0.0, 1.0, 0.0)
    return unit(sums)[same]


def without_slivers(mesh: Mesh) -> Mesh:
    """Drop the triangles that have no area."""
    a, b, c = (mesh.positions[mesh.faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return replace(mesh, faces=mesh.faces[area > 1e-14])


def ground_point(vertices: Floats) -> Floats:
    """Find the point on which a model stands: taken away from all vertices, it stands on the ground, centred.

    Args:
        vertices: (n, 3) float64, metres, y up.

    Returns:
        (3,) float64: below the middle of the x-z box, at the height of the lowest vertex.

    Raises:
        BadModel: there is no vertex, or one is not finite.

    Source: glTF 2.0 section 3.4 (right-handed, y up, metres).
    """
    if len(vertices) == 0 or not np.isfinite(vertices).all():
        raise BadModel("The model has no vertex, or one that is not finite.")
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    middle = (low + high) / 2
    return np.array([middle[0], low[1], middle[2]])
