"""Measure a model: how many triangles, how large."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.scene import read_scene


@dataclass(frozen=True)
class Measures:
    """What people ask first about a model; the size is width (x), height (y), depth (z) at rest."""

    triangles: int
    size_m: tuple[float, float, float]


def measure(document: Document) -> Measures:
    """Count the triangles of a model and measure its box at rest, in metres."""
    parts = read_scene(document)
    positions = np.concatenate([part.mesh.positions for part in parts])
    width, height, depth = np.ptp(positions, axis=0)
    triangles = sum(len(part.mesh.faces) for part in parts)
    return Measures(triangles, (float(width), float(height), float(depth)))
