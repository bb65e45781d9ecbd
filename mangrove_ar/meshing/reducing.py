"""Bring a model down to a number of triangles, losing least where people look: shape, shading, texture, colour."""

import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.cleaning import diagonal, set_faces, set_vertices, used_only
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import node_scales
from mangrove_ar.meshing.simplifier import ABSOLUTE, PERMISSIVE, simplify

_COARSE = 3
"""A mesh of more than twice as many times the wanted triangles comes down to that many by its shape alone first."""


@dataclass(frozen=True)
class Weights:
    """How much each attribute counts beside the shape, as meshoptimizer weighs them."""

    normal: float = 0.1
    place: float = 2.0
    colour: float = 0.5


@dataclass(frozen=True)
class Reduced:
    """A simplified document and the error of its best part, as a share of the model's diagonal."""

    document: Document
    error: float


def reduce(
    document: Document,
    triangles: int,
    most_error: float = 0.01,
    weights: Weights = Weights(),
    keep: tuple[str, ...] = (),
) -> Document:
    """Do the same as `reduce_measured`, for who does not ask for the error."""
    return reduce_measured(document, triangles, most_error, weights, keep).document


def reduce_measured(
    document: Document,
    triangles: int,
    most_error: float = 0.01,
    weights: Weights = Weights(),
    keep: tuple[str, ...] = (),
) -> Reduced:
    """Simplify every mesh by the same share until the model has about `triangles`, or the error is reached.

    Args:
        document: welded; its triangles are indexed.
        triangles: for the whole model.
        most_error: as a share of the whole model's diagonal.
        keep: names of meshes or nodes that stay as they are.
    """
    result = Document(copy.deepcopy(document.head), list(document.accessors), document.pictures)
    present = count_triangles(result)
    if present <= triangles:
        return Reduced(result, 0.0)
    kept = _kept(result, keep)
    fixed = sum(_size(result, mesh) for number, mesh in enumerate(result.head["meshes"]) if number in kept)
    share = max(triangles - fixed, 0) / max(present - fixed, 1)
    scales = node_scales(result)
    size = diagonal(result)
    limit = most_error * size
    errors = [0.0] if kept else list[float]()
    for number, mesh in enumerate(result.head["meshes"]):
        if number in kept:
            continue
        for primitive in mesh["primitives"]:
            if primitive.get("mode", 4) == 4 and "indices" in primitive:
                scale = scales.get(number, 1.0)
                errors.append(_reduce(result, primitive, share, limit / scale, weights) * scale / size)
    return Reduced(used_only(result), min(errors, default=0.0))


def count_triangles(document: Document) -> int:
    """Count the triangles that are stored; a mesh shown twice counts once."""
    return sum(_size(document, mesh) for mesh in document.head.get("meshes", []))


def _size(document: Document, mesh: Json) -> int:
    return sum(len(document.values(p["indices"])) // 3 for p in mesh["primitives"] if "indices" in p)


def _kept(document: Document, keep: tuple[str, ...]) -> set[int]:
    named = {number for number, mesh in enumerate(document.head["meshes"]) if mesh.get("name") in keep}
    return named | {node["mesh"] for node in document.head["nodes"] if "mesh" in node and node.get("name") in keep}


def _reduce(document: Document, primitive: Json, share: float, limit: float, weights: Weights) -> float:
    """Simplify a primitive where it stands, and return the error in its own units."""
    faces = document.values(primitive["indices"]).reshape(-1, 3).astype(np.uint32)
    positions = document.values(primitive["attributes"]["POSITION"]).astype(np.float32)
    attributes, scale = _attributes(document, primitive, weights)
    is_stiff = "targets" in primitive or any(name.startswith("JOINTS") for name in primitive["attributes"])
    wanted = max(round(len(faces) * share), 1)
    if wanted * _COARSE * 2 < len(faces):
        faces = _coarsened(faces, positions, wanted * _COARSE, limit)
    simple = simplify(faces, positions, attributes, scale, wanted, limit, ABSOLUTE | PERMISSIVE, may_move=not is_stiff)
    if len(simple.faces) == 0:
        return 0.0
    chosen, renumbered = np.unique(simple.faces, return_inverse=True)
    if not is_stiff:
        _write_back(document, primitive, simple.positions, simple.attributes)
    set_vertices(document, primitive, chosen.astype(np.int64))
    set_faces(document, primitive, renumbered.reshape(-1, 3))
    return simple.error


def _coarsened(
    faces: NDArray[np.uint32], positions: NDArray[np.float32], triangles: int, limit: float
) -> NDArray[np.uint32]:
    """Bring a very dense mesh down by its shape alone, which is faster and nearer; its look counts afterwards.

    Returns:
        (m, 3) of the same vertices, none of which moved.
    """
    nothing = np.zeros((len(positions), 0), np.float32)
    simple = simplify(faces, positions, nothing, np.zeros(0, np.float32), triangles, limit, ABSOLUTE, may_move=False)
    return simple.faces if len(simple.faces) else faces


def _attributes(
    document: Document, primitive: Json, weights: Weights
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    columns, scale = [], list[float]()
    for name, index, weight in _weighed(primitive, weights):
        values = document.values(index).astype(np.float32)
        columns.append(values)
        span = max(float(np.ptp(values, axis=0).max()), 1e-6) if name == "TEXCOORD_0" else 1.0
        scale += [weight / span] * values.shape[1]
    count = len(document.values(primitive["attributes"]["POSITION"]))
    table = np.concatenate(columns, axis=1) if columns else np.zeros((count, 1), np.float32)
    return np.ascontiguousarray(table), np.array(scale or [0.0], np.float32)


def _weighed(primitive: Json, weights: Weights) -> list[tuple[str, int, float]]:
    chosen = (("NORMAL", weights.normal), ("TEXCOORD_0", weights.place), ("COLOR_0", weights.colour))
    return [(name, primitive["attributes"][name], w) for name, w in chosen if name in primitive["attributes"]]


def _write_back(
    document: Document, primitive: Json, positions: NDArray[np.float32], attributes: NDArray[np.float32]
) -> None:
    own = primitive["attributes"]
    own["POSITION"] = document.add(positions, "VEC3")
    column = 0
    for name, index, _ in _weighed(primitive, Weights()):
        numbers = document.accessors[index]
        width = numbers.values.shape[1]
        values = attributes[:, column : column + width]
        if name == "NORMAL":
            values = values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
        own[name] = document.add(np.ascontiguousarray(values), numbers.shape)
        column += width
