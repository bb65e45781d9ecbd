"""Stand the parts of a model that does not move on the ground. Metres, y up."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.mesh import Mesh, ground_point
from mangrove_ar.meshing.parts import Growth, Material, Node


def standing(meshes: Mapping[str, Mesh], materials: Mapping[str, Material]) -> Growth:
    """Stand named meshes on the ground, centred, as one model."""
    low = ground_point(np.concatenate([mesh.positions for mesh in meshes.values()]))
    nodes = tuple(
        Node(name, replace(mesh, positions=mesh.positions - low), materials[name]) for name, mesh in meshes.items()
    )
    return Growth(Node("model", children=nodes))
