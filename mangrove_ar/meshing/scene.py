"""See a glTF document in place, posed at any moment: what the poster and the measuring tape see."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.mesh import Mesh, smooth_normals
from mangrove_ar.meshing.turns import turn_matrix

PICTURE_FORMATS = ("PNG", "JPEG", "WEBP")
_TRIANGLES = 4


@dataclass(frozen=True)
class Look:
    """A material as the poster uses it; colours linear except the texture, which is sRGB bytes."""

    base_colour: Floats
    texture: NDArray[np.uint8] | None
    relief: NDArray[np.uint8] | None
    relief_scale: float
    roughness: float
    is_thin: bool


@dataclass(frozen=True)
class Part:
    """One mesh in the model's own metres, with its material."""

    mesh: Mesh
    look: Look


@dataclass(frozen=True)
class Pose:
    """A moment of an animation."""

    animation: str
    seconds: float


Movement = dict[tuple[int, str], Floats]


def read_scene(document: Document, pose: Pose | None = None) -> list[Part]:
    """Place every drawn mesh of a document, as its nodes, bones and the pose say.

    Raises:
        BadModel: there is no animation of that name.
    """
    places = node_places(document, movement(document, pose) if pose else {})
    looks: dict[int | None, Look] = {}
    parts = []
    for index, place in places.items():
        node = document.head["nodes"][index]
        if "mesh" not in node:
            continue
        for primitive in document.head["meshes"][node["mesh"]]["primitives"]:
            if primitive.get("mode", _TRIANGLES) != _TRIANGLES:
                continue
            material = primitive.get("material")
            if material not in looks:
                looks[material] = _look(document, material)
            mesh = primitive_mesh(document, primitive)
            is_skinned = "skin" in node
            stood = _skinned(document, node["skin"], primitive, mesh, places) if is_skinned else _placed(mesh, place)
            parts.append(Part(stood, looks[material]))
    return parts


def animation_names(document: Document) -> tuple[str, ...]:
    """List the names of the animations."""
    return tuple(animation.get("name", "") for animation in document.head.get("animations", []))


def movement(document: Document, pose: Pose) -> Movement:
    """Give what an animation sets at a moment: by node and path, the value.

    Raises:
        BadModel: there is no animation of that name.
    """
    for animation in document.head.get("animations", []):
        if animation.get("name") == pose.animation:
            return _moment(document, animation, pose.seconds)
    raise BadModel(f"The model has no animation named {pose.animation}.")


def node_places(document: Document, moved: Movement | None = None) -> dict[int, Floats]:
    """Give the 4 x 4 matrix of every node of the scene, parents first."""
    head = document.head
    roots = head["scenes"][head.get("scene", 0)].get("nodes", []) if head.get("scenes") else []
    return {index: place for root in roots for index, place in _walk(head["nodes"], root, np.eye(4), moved or {})}


def node_scales(document: Document) -> dict[int, float]:
    """Give for each mesh by how much the node that shows it largest scales it."""
    scales: dict[int, float] = {}
    for index, place in node_places(document).items():
        node = document.head["nodes"][index]
        if "mesh" in node:
            own = float(np.cbrt(abs(np.linalg.det(place[:3, :3])))) or 1.0
            scales[node["mesh"]] = max(own, scales.get(node["mesh"], 0.0))
    return scales


def primitive_mesh(document: Document, primitive: Json) -> Mesh:
    """Read the triangles of a primitive, in its node's own space; what it lacks gets its default."""
    attributes = primitive["attributes"]
    positions = document.values(attributes["POSITION"]).astype(np.float64)
    count = len(positions)
    faces = (
        document.values(primitive["indices"]).astype(np.int64).reshape(-1, 3)
        if "indices" in primitive
        else np.arange(count - count % 3, dtype=np.int64).reshape(-1, 3)
    )
    named = {name: document.values(index).astype(np.float64) for name, index in attributes.items()}
    normals = unit(named["NORMAL"]) if "NORMAL" in named else smooth_normals(positions, faces)
    uvs = _shifted(document, primitive, named["TEXCOORD_0"]) if "TEXCOORD_0" in named else np.zeros((count, 2))
    colours = named["COLOR_0"][:, :3] if "COLOR_0" in named else np.ones((count, 3))
    return Mesh(positions, normals, uvs, colours, faces)


def _shifted(document: Document, primitive: Json, uvs: Floats) -> Floats:
    """Apply a material's KHR_texture_transform, the one of its colour for all its textures."""
    material = document.head["materials"][primitive["material"]] if "material" in primitive else {}
    texture = material.get("pbrMetallicRoughness", {}).get("baseColorTexture") or material.get("normalTexture") or {}
    shift = texture.get("extensions", {}).get("KHR_texture_transform", {})
    angle = float(shift.get("rotation", 0.0))
    turn = floats([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (uvs * floats(shift.get("scale", [1, 1]))) @ turn.T + floats(shift.get("offset", [0, 0]))


def local_matrix(node: Json, moved: dict[str, Floats]) -> Floats:
    """Give a node's own 4 x 4 matrix, with what an animation sets in place of its rest."""
    if "matrix" in node:
        return floats(node["matrix"]).reshape(4, 4).T
    place = np.eye(4)
    turn = turn_matrix(moved.get("rotation", floats(node.get("rotation", [0, 0, 0, 1]))))
    place[:3, :3] = turn * moved.get("scale", floats(node.get("scale", [1, 1, 1])))
    place[:3, 3] = moved.get("translation", floats(node.get("translation", [0, 0, 0])))
    return place


def _walk(nodes: list[Json], index: int, parent: Floats, moved: Movement) -> Iterator[tuple[int, Floats]]:
    mine = {path: value for (node, path), value in moved.items() if node == index}
    place = parent @ local_matrix(nodes[index], mine)
    yield index, place
    for child in nodes[index].get("children", []):
        yield from _walk(nodes, child, place, moved)


def _moment(document: Document, animation: Json, seconds: float) -> Movement:
    moment: Movement = {}
    for channel in animation["channels"]:
        target, sampler = channel["target"], animation["samplers"][channel["sampler"]]
        if "node" not in target or target["path"] == "weights":
            continue
        times = document.values(sampler["input"])[:, 0].astype(np.float64)
        values = document.values(sampler["output"]).astype(np.float64)
        if sampler.get("interpolation") == "CUBICSPLINE":
            values = values[1::3]  # The keys without their tangents: near enough for a picture.
        if target["path"] == "rotation":
            values = _shortest(values)
        value = np.array([np.interp(seconds, times, values[:, k]) for k in range(values.shape[1])])
        moment[target["node"], target["path"]] = unit(value) if target["path"] == "rotation" else value
    return moment


def _shortest(turns: Floats) -> Floats:
    """Turn signs so that each quaternion lies nearer to the one before than to its opposite, as viewers do."""
    flips = np.where((turns[1:] * turns[:-1]).sum(axis=1) < 0, -1.0, 1.0)
    return turns * np.cumprod([1.0, *flips])[:, None]


def _placed(mesh: Mesh, place: Floats) -> Mesh:
    if np.array_equal(place, np.eye(4)):
        return mesh
    positions = mesh.positions @ place[:3, :3].T + place[:3, 3]
    normals = unit(mesh.normals @ np.linalg.inv(place[:3, :3]))
    flipped = np.linalg.det(place[:3, :3]) < 0
    faces = mesh.faces[:, ::-1] if flipped else mesh.faces
    return Mesh(positions, normals, mesh.uvs, mesh.colours, faces)


def _skinned(document: Document, skin_index: int, primitive: Json, mesh: Mesh, places: dict[int, Floats]) -> Mesh:
    """Carry each vertex by its bones. Source: glTF 2.0 section 3.7.3.3."""
    skin = document.head["skins"][skin_index]
    bones = np.stack([places.get(joint, np.eye(4)) for joint in skin["joints"]])
    if "inverseBindMatrices" in skin:
        rest = document.values(skin["inverseBindMatrices"]).astype(np.float64).reshape(-1, 4, 4)
        bones = bones @ rest.transpose(0, 2, 1)
    attributes = primitive["attributes"]
    joints = document.values(attributes["JOINTS_0"]).astype(np.int64)
    weights = document.values(attributes["WEIGHTS_0"]).astype(np.float64)
    weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    carried: NDArray[Any] = np.einsum("vk,vkij->vij", weights, bones[joints])
    positions = np.einsum("vij,vj->vi", carried[:, :3, :3], mesh.positions) + carried[:, :3, 3]
    normals = unit(np.einsum("vij,vj->vi", carried[:, :3, :3], mesh.normals))
    return Mesh(positions, normals, mesh.uvs, mesh.colours, mesh.faces)


def _look(document: Document, index: int | None) -> Look:
    material = {} if index is None else document.head["materials"][index]
    surface = material.get("pbrMetallicRoughness", {})
    relief = material.get("normalTexture")
    return Look(
        floats(surface.get("baseColorFactor", [1, 1, 1, 1])[:3]),
        _pixels(document, surface.get("baseColorTexture")),
        _pixels(document, relief),
        float((relief or {}).get("scale", 1.0)),
        float(surface.get("roughnessFactor", 1.0)),
        bool(material.get("doubleSided", False)),
    )


def _pixels(document: Document, reference: Json | None) -> NDArray[np.uint8] | None:
    if reference is None:
        return None
    texture = document.head["textures"][reference["index"]]
    if "source" not in texture:
        return None
    content = document.pictures[texture["source"]].content
    return np.asarray(Image.open(io.BytesIO(content), formats=PICTURE_FORMATS).convert("RGB"))
