"""Clean what scanners and modellers leave behind: doubled vertices, triangles without area, what nothing uses."""

import copy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, Ints
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import read_scene

_GRID = 1e-6
_NORMAL_STEPS = 127


def weld(document: Document) -> Document:
    """Index every triangle mesh, let equal vertices be one, and drop triangles without area.

    Vertices at one place are equal too if their normals differ by less than what is sent of them.
    """
    result = copied(document)
    for primitive in result.primitives():
        if primitive.get("mode", 4) != 4:
            continue
        rounded = [_rounded(name, result.values(index)) for name, index in vertex_attributes(primitive)]
        first, same = distinct(np.concatenate([_bytes(values) for values in rounded], axis=1))
        count = len(same)
        old = result.values(primitive["indices"]).reshape(-1) if "indices" in primitive else np.arange(count)
        faces = same[old[: len(old) - len(old) % 3].astype(np.int64)].reshape(-1, 3)
        positions = result.values(primitive["attributes"]["POSITION"])[first]
        set_vertices(result, primitive, first)
        set_faces(result, primitive, faces[_has_area(positions, faces)])
    return without_empty(result)


def diagonal(document: Document) -> float:
    """Measure the diagonal of the model's box at rest, in the document's units."""
    low, high = bounds(document)
    return float(np.linalg.norm(high - low))


def bounds(document: Document) -> tuple[Floats, Floats]:
    """Give the corners of the model's box at rest, (3,) each.

    Raises:
        BadModel: nothing is shown.
    """
    parts = [part.mesh.positions for part in read_scene(without_materials(document))]
    if not parts:
        raise BadModel("The model shows nothing: its scene has no mesh.")
    positions = np.concatenate(parts)
    return positions.min(axis=0), positions.max(axis=0)


def without_materials(document: Document) -> Document:
    """Give the same shapes without their materials, which are slow to look at."""
    head = dict(document.head)
    head["meshes"] = [
        {**mesh, "primitives": [{k: v for k, v in p.items() if k != "material"} for p in mesh["primitives"]]}
        for mesh in head.get("meshes", [])
    ]
    return Document(head, document.accessors, [])


def vertex_accessors(primitive: Json) -> list[int]:
    """List the accessors that have a row for each vertex, morph targets included."""
    return [index for _, index in vertex_attributes(primitive)]


def vertex_attributes(primitive: Json) -> list[tuple[str, int]]:
    """List what each vertex has, with its accessors; what morph targets add is named after them."""
    targets = [(f"target {name}", index) for target in primitive.get("targets", []) for name, index in target.items()]
    return [*primitive["attributes"].items(), *targets]


def set_vertices(document: Document, primitive: Json, chosen: Ints) -> None:
    """Give a primitive its own vertices: the chosen rows of its old ones."""
    for attributes in (primitive["attributes"], *primitive.get("targets", [])):
        for name, index in attributes.items():
            numbers = document.accessors[index]
            attributes[name] = document.add(numbers.values[chosen], numbers.shape)


def set_faces(document: Document, primitive: Json, faces: NDArray[np.integer]) -> None:
    """Give a primitive its own triangles, (m, 3)."""
    primitive["indices"] = document.add(faces.reshape(-1, 1).astype(np.uint32), "SCALAR")


def without_empty(document: Document) -> Document:
    """Drop primitives without triangles, meshes without primitives, and all numbers that nothing uses any more.

    Raises:
        BadModel: nothing is left.
    """
    head = document.head
    for mesh in head.get("meshes", []):
        mesh["primitives"] = [
            primitive
            for primitive in mesh["primitives"]
            if "indices" not in primitive or len(document.values(primitive["indices"]))
        ]
    for node in head["nodes"]:
        if "mesh" in node and not head["meshes"][node["mesh"]]["primitives"]:
            del node["mesh"]
            node.pop("skin", None)
    if not any("mesh" in node for node in head["nodes"]):
        raise BadModel("Nothing is left of the model: it has no triangle with an area.")
    return used_only(document)


def used_only(document: Document) -> Document:
    """Drop the accessors that nothing refers to, and meshes that no node shows."""
    head = document.head
    shown = sorted({node["mesh"] for node in head["nodes"] if "mesh" in node})
    for node in head["nodes"]:
        if "mesh" in node:
            node["mesh"] = shown.index(node["mesh"])
    head["meshes"] = [head["meshes"][index] for index in shown]
    kept: dict[int, int] = {}

    def renamed(index: int) -> int:
        return kept.setdefault(index, len(kept))

    for primitive in document.primitives():
        for attributes in (primitive["attributes"], *primitive.get("targets", [])):
            for name, index in attributes.items():
                attributes[name] = renamed(index)
        if "indices" in primitive:
            primitive["indices"] = renamed(primitive["indices"])
    for animation in head.get("animations", []):
        for sampler in animation["samplers"]:
            sampler["input"], sampler["output"] = renamed(sampler["input"]), renamed(sampler["output"])
    for skin in head.get("skins", []):
        if "inverseBindMatrices" in skin:
            skin["inverseBindMatrices"] = renamed(skin["inverseBindMatrices"])
    return Document(head, [document.accessors[index] for index in kept], document.pictures)


def copied(document: Document) -> Document:
    """Copy what steps change in place: the JSON and the list of numbers, not the numbers themselves."""
    return replace(document, head=copy.deepcopy(document.head), accessors=list(document.accessors))


def _rounded(name: str, values: NDArray[np.generic]) -> NDArray[np.generic]:
    return np.round(values.astype(np.float32) * _NORMAL_STEPS).astype(np.int8) if name == "NORMAL" else values


def distinct(rows: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Give the first of each set of equal rows, in the order they come, and for each row which of these it equals."""
    words = np.zeros((len(rows), (rows.shape[1] + 7) // 8 * 8), np.uint8)
    words[:, : rows.shape[1]] = rows
    sums = _mixed(words.view(np.uint64))
    _, first, same = np.unique(sums, return_index=True, return_inverse=True)
    same = same.reshape(-1)
    if not np.array_equal(rows[first[same]], rows):  # Two rows with one sum: compare them in full.
        _, first, same = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        same = same.reshape(-1)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[same]


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix each row into one number. Source: the finaliser of splitmix64 (Steele, Lea, Flood 2014)."""
    total = np.zeros(len(words), np.uint64)
    for column in words.T:
        total = (total ^ column) * np.uint64(0x9E3779B97F4A7C15)
        total ^= total >> np.uint64(30)
        total *= np.uint64(0xBF58476D1CE4E5B9)
        total ^= total >> np.uint64(27)
    return total


def _bytes(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    rows = np.ascontiguousarray(values)
    return rows.view(np.uint8).reshape(len(rows), -1)


def _has_area(positions: NDArray[np.floating], faces: Ints) -> NDArray[np.bool_]:
    first, second, third = (positions.astype(np.float32)[faces[:, k]] for k in range(3))
    along, aside = second - first, third - first
    # Written out: the general cross product and its length take three times as long on a scan.
    (ax, ay, az), (bx, by, bz) = along.T, aside.T
    return np.asarray((ay * bz != az * by) | (az * bx != ax * bz) | (ax * by != ay * bx), np.bool_)


def pieces(positions: Floats, faces: Ints) -> Ints:
    """Number the connected pieces: for each face (m,) the piece it belongs to; equal places count as connected."""
    # Imported here: it takes longer than most models, which are never taken apart.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    extent = max(float(np.ptp(positions, axis=0).max()), 1e-12)
    grid = np.round((positions - positions.min(axis=0)) / (extent * _GRID)).astype(np.int64)
    _, same = np.unique(grid, axis=0, return_inverse=True)
    corners = same.reshape(-1)[faces]
    count = int(corners.max()) + 1
    links = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]]])
    graph = coo_array((np.ones(len(links), np.int8), (links[:, 0], links[:, 1])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    _, dense = np.unique(label[corners[:, 0]], return_inverse=True)
    return dense.reshape(-1).astype(np.int64)
