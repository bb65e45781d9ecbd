"""Measure how far two models lie apart.

Source: Cignoni, Rocchini, Scopigno (1998), Metro: measuring error on simplified surfaces; the distance from a point to
the nearest triangle is exact, by libigl.
"""

from dataclasses import dataclass

import igl
import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.scene import read_scene

SAMPLES = 20_000


@dataclass(frozen=True)
class Difference:
    """Distances as % of the first model's diagonal: mean from first to second, and the largest either way."""

    mean_percent: float
    hausdorff_percent: float


def difference(first: Document, second: Document, samples: int = SAMPLES) -> Difference:
    """Compare two models at rest by points spread evenly over each, the same points each time."""
    a, b = _surface(first), _surface(second)
    diagonal = float(np.linalg.norm(np.ptp(a[0], axis=0))) or 1.0
    there, back = _distances(_spread(*a, samples), *b), _distances(_spread(*b, samples), *a)
    return Difference(100 * float(there.mean()) / diagonal, 100 * float(max(there.max(), back.max())) / diagonal)


def _surface(document: Document) -> tuple[Floats, Ints]:
    parts = read_scene(document)
    starts = np.cumsum([0, *(len(part.mesh.positions) for part in parts[:-1])])
    faces = np.concatenate([part.mesh.faces + start for part, start in zip(parts, starts, strict=True)])
    return np.concatenate([part.mesh.positions for part in parts]), faces


def _spread(positions: Floats, faces: Ints, samples: int) -> Floats:
    rng = np.random.default_rng(0)
    a, b, c = (positions[faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    chosen = rng.choice(len(faces), samples, p=area / area.sum())
    u, v = rng.random((2, samples, 1))
    over = u + v > 1
    u, v = np.where(over, 1 - u, u), np.where(over, 1 - v, v)
    points: Floats = a[chosen] + (b[chosen] - a[chosen]) * u + (c[chosen] - a[chosen]) * v
    return points


def _distances(points: Floats, positions: Floats, faces: Ints) -> Floats:
    squares = floats(igl.point_mesh_squared_distance(points, positions, faces)[0])
    return floats(np.sqrt(np.maximum(squares, 0.0)))
