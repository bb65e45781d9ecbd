"""Refuse a glTF asset that lies about itself, before any of its numbers is used.

Source: glTF 2.0, sections 3.5 (scenes and nodes), 3.7 (geometry), 3.8 (textures).
"""

import io
import warnings
from typing import Any

import numpy as np
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.cleaning import without_materials
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene

MOST_VERTICES = 8_000_000
MOST_DEPTH = 64
MOST_PIXELS = 100_000_000
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")
UNDERSTOOD = frozenset(
    {
        *MESHOPT,
        "EXT_texture_webp",
        "KHR_mesh_quantization",
        "KHR_texture_transform",
        "KHR_materials_variants",
        "KHR_materials_unlit",
        "KHR_materials_sheen",
        "KHR_materials_clearcoat",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_volume",
        "KHR_materials_ior",
        "KHR_materials_emissive_strength",
    }
)


def check_document(document: Document) -> None:
    """Refuse a document whose nodes form a cycle, whose triangles point nowhere or whose vertices are not finite.

    Raises:
        BadModel: see above; the message names the part.
    """
    _check_nodes(document.head)
    if not document.primitives():
        raise BadModel("The model has no mesh.")
    for mesh in document.head["meshes"]:
        for primitive in mesh["primitives"]:
            _check_primitive(document, primitive, mesh.get("name", "a mesh without a name"))
    _check_materials(document)
    for pose in (None, *(Pose(name, 0.0) for name in animation_names(document))):
        for part in read_scene(without_materials(document), pose):
            if not np.isfinite(part.mesh.positions).all():
                raise BadModel("The GLB's nodes put a mesh where no number reaches.")


def check_head(head: Json) -> None:
    """Refuse JSON whose lists are none, that points to other files or needs what is not understood.

    Raises:
        BadModel: see above.
    """
    for name in ("accessors", "bufferViews", "buffers", "images", "meshes", "nodes", "scenes", "textures", "materials"):
        entries = head.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadModel(f"The GLB's {name} are not a list of objects.")
    for entry in (*head.get("buffers", [])[:1], *head.get("images", [])):
        if "uri" in entry:
            raise BadModel("The GLB points to another file. Export it with everything inside.")
    unknown = sorted(set(head.get("extensionsRequired", [])) - UNDERSTOOD)
    if unknown:
        raise BadModel(f"The GLB needs {', '.join(unknown)}, which is not understood here. Export it without.")


def _check_nodes(head: Json) -> None:
    nodes, seen = head.get("nodes", []), set[int]()

    def walk(index: int, depth: int) -> None:
        if not isinstance(index, int) or not 0 <= index < len(nodes):
            raise BadModel(f"The GLB has no node {index!r}.")
        if index in seen or depth > MOST_DEPTH:
            raise BadModel("The GLB's nodes form a cycle, share a child or lie too deep.")
        seen.add(index)
        for child in nodes[index].get("children", []):
            walk(child, depth + 1)

    scenes = head.get("scenes", [])
    if not scenes or not 0 <= head.get("scene", 0) < len(scenes):
        raise BadModel("The GLB has no scene.")
    for root in scenes[head.get("scene", 0)].get("nodes", []):
        walk(root, 0)
    for index in seen:
        mesh = nodes[index].get("mesh")
        if mesh is not None and not 0 <= mesh < len(head.get("meshes", [])):
            raise BadModel(f"Node {index} shows mesh {mesh}, which is not there.")


def _check_primitive(document: Document, primitive: Json, name: str) -> None:
    attributes = primitive.get("attributes", {})
    wanted = [*attributes.values(), *([primitive["indices"]] if "indices" in primitive else [])]
    if any(not isinstance(index, int) or not 0 <= index < len(document.accessors) for index in wanted):
        raise BadModel(f"{name} uses numbers that are not there.")
    if "POSITION" not in attributes:
        raise BadModel(f"{name} has no positions.")
    positions = document.values(attributes["POSITION"])
    count = len(positions)
    if not count or count > MOST_VERTICES:
        raise BadModel(f"{name} has {count} vertices; from 1 to {MOST_VERTICES} are possible.")
    for attribute, index in attributes.items():
        values = document.values(index)
        if len(values) != count or not np.isfinite(values).all():
            raise BadModel(f"{name}: {attribute} has missing values or some that are not finite.")
    if "indices" in primitive:
        faces = document.values(primitive["indices"])
        if not len(faces) or int(faces.max()) >= count:
            raise BadModel(f"{name} has triangles that point to vertices which are not there.")


def _check_materials(document: Document) -> None:
    """Follow every reference from triangles to pictures, which fails where one leads nowhere."""
    materials, textures = document.head.get("materials", []), document.head.get("textures", [])
    for primitive in document.primitives():
        if "material" in primitive:
            material = materials[_whole(primitive["material"])]
            surface = material.get("pbrMetallicRoughness", {})
            for owner in (material, surface):
                for reference in (value for key, value in owner.items() if key.endswith("Texture")):
                    source = textures[_whole(reference["index"])].get("source")
                    if source is not None:
                        document.pictures[_whole(source)]
            for numbers, count in (
                (surface.get("baseColorFactor", [1] * 4), 4),
                (material.get("emissiveFactor", [0] * 3), 3),
            ):
                if len([float(number) for number in numbers]) != count:
                    raise ValueError("a colour of the wrong length")


def _whole(index: Any) -> int:
    if not isinstance(index, int) or index < 0:
        raise ValueError(f"{index!r} is no index")
    return index


def check_picture(content: bytes, picture_format: str) -> None:
    """Refuse a texture that is not what it says or is too large to unpack; only its header is read.

    Raises:
        BadModel: see above.
    """
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            width, height = Image.open(io.BytesIO(content), formats=[picture_format]).size
    except (OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise BadModel(f"A texture cannot be read as {picture_format}, or is far too large.") from error
    if width * height > MOST_PIXELS:
        raise BadModel(f"A texture has {width} x {height} pixels; {MOST_PIXELS // 1_000_000} megapixels are the most.")
