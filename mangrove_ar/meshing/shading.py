"""Shade a supplied model by how much sky each point sees, as the grown ones are shaded already."""

import copy

import numpy as np

from mangrove_ar.meshing.cleaning import bounds
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.scene import node_places, read_scene

_RAYS = 48
_DARKEST = 0.35
_REACH = 0.12


def shade(document: Document) -> Document:
    """Multiply every vertex colour with the share of sky it sees; a material's own occlusion picture is kept instead.

    The model must be at rest as it is shown; models that are shown twice are shaded once.
    """
    result = Document(copy.deepcopy(document.head), list(document.accessors), document.pictures)
    if any("occlusionTexture" in material for material in result.head.get("materials", [])):
        return result
    parts = read_scene(document)
    positions = np.concatenate([part.mesh.positions for part in parts])
    starts = np.cumsum([0, *(len(part.mesh.positions) for part in parts[:-1])])
    faces = np.concatenate([part.mesh.faces + start for part, start in zip(parts, starts, strict=True)])
    low, high = bounds(document)
    size = float(np.linalg.norm(high - low))
    target = RayTarget(positions, faces)
    done = set[int]()
    for primitive, part in zip(_shown(result), parts, strict=True):
        if id(primitive) in done:
            continue
        done.add(id(primitive))
        seen = sky_seen(target, part.mesh.positions, part.mesh.normals, size * _REACH, _RAYS, 3, lift=size * 1e-3)
        colours = part.mesh.colours * (_DARKEST + (1 - _DARKEST) * seen)[:, None]
        primitive["attributes"]["COLOR_0"] = result.add(colours.astype(np.float32), "VEC3")
    return result


def _shown(document: Document) -> list[Json]:
    head = document.head
    meshes = [head["nodes"][index]["mesh"] for index in node_places(document) if "mesh" in head["nodes"][index]]
    return [p for mesh in meshes for p in head["meshes"][mesh]["primitives"] if p.get("mode", 4) == 4]
