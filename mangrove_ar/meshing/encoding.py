"""Encode a document for the page: whole numbers instead of fractions, then meshoptimizer's codec.

Source: KHR_mesh_quantization; KHR_meshopt_compression (the codec's second version); KHR_texture_transform.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import meshopt
import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.cleaning import (
    distinct,
    set_faces,
    set_vertices,
    used_only,
    vertex_accessors,
    vertex_attributes,
)
from mangrove_ar.meshing.document import CODES, INDICES, VERTICES, Document, Json
from mangrove_ar.meshing.ordering import reordered
from mangrove_ar.meshing.packing import Coded, Kind, pack
from mangrove_ar.meshing.quantising import Grids, on_grids

KEY_BITS = 16
_LEAST_BITS = 11
TURN_BITS = 12


@dataclass(frozen=True)
class Precision:
    """Bits for each kind of number."""

    position: int = 14
    normal: int = 8
    place: int = 12
    colour: int = 8

    @classmethod
    def worth(cls, error: float) -> "Precision":
        """Spend no more bits on positions than a model is worth that was simplified with an error, a share of its size.

        Rounding then moves a vertex, along an axis, by at most a quarter of the error that is there already.
        """
        wanted = np.ceil(np.log2(2 / max(error, 1e-6)))
        return cls(position=int(np.clip(wanted, _LEAST_BITS, cls.position)))


def encode_web(document: Document, precision: Precision = Precision()) -> bytes:
    """Encode a document with KHR_meshopt_compression; the document itself is left as it is.

    Triangles and vertices are put into the order that packs best; what is drawn stays the same.

    Returns:
        A GLB whose pictures are as they were and whose numbers are rounded to `precision`.
    """
    ordered = reordered(_without_twins(document, precision))
    grids = on_grids(ordered, precision.position, precision.place)
    coded = _Coder(ordered, grids, precision).all()
    return pack(ordered, grids.head, coded)


def _without_twins(document: Document, precision: Precision) -> Document:
    """Let vertices be one that are equal once they are rounded, and drop triangles that are then lines."""
    grids = on_grids(Document(document.head, list(document.accessors)), precision.position, precision.place)
    coded = _Coder(Document(document.head, document.accessors), grids, precision)
    result = Document(copy.deepcopy(document.head), list(document.accessors), document.pictures)
    for primitive in _independent(result):
        rows = [coded.vertex(name, index).rows for name, index in vertex_attributes(primitive)]
        first, same = distinct(np.concatenate(rows, axis=1))
        faces = same[document.values(primitive["indices"]).reshape(-1, 3).astype(np.int64)]
        faces = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
        if len(first) < len(same) and len(faces):
            set_vertices(result, primitive, first)
            set_faces(result, primitive, faces)
    return used_only(result)


def _independent(document: Document) -> Iterator[Json]:
    """Give the primitives whose numbers no other uses, and which have triangles."""
    uses = Counter(index for primitive in document.primitives() for index in _numbers_of(primitive))
    for primitive in document.primitives():
        is_indexed = primitive.get("mode", 4) == 4 and "indices" in primitive
        if is_indexed and all(uses[index] == 1 for index in _numbers_of(primitive)):
            yield primitive


def _numbers_of(primitive: Json) -> set[int]:
    return {primitive.get("indices", -1), *vertex_accessors(primitive)}


class _Coder:
    """Chooses for each accessor how its numbers are stored, by what they are used for."""

    def __init__(self, document: Document, grids: Grids, precision: Precision) -> None:
        self._document, self._grids, self._precision = document, grids, precision
        self._coded: dict[int, Coded] = {}

    def all(self) -> list[Coded]:
        document = self._document
        for primitive in document.primitives():
            if "indices" in primitive:
                self._set(primitive["indices"], self._faces)
            for name, index in vertex_attributes(primitive):
                self.vertex(name, index)
        for animation in document.head.get("animations", []):
            for sampler in animation["samplers"]:
                self._set(sampler["input"], self._times)
            for channel in animation["channels"]:
                sampler = animation["samplers"][channel["sampler"]]
                self._set(sampler["output"], self._turns if _is_turn(channel, sampler) else self._lengths)
        for index in range(len(document.accessors)):
            self._set(index, self._numbers)
        return [self._coded[index] for index in range(len(document.accessors))]

    def vertex(self, name: str, index: int) -> Coded:
        """Store what each vertex has, by its name; what morph targets add begins with "target"."""
        return self._set(index, lambda values: self._attribute(name, index, values))

    def _set(self, index: int, code: Callable[[NDArray[Any]], Coded]) -> Coded:
        if index not in self._coded:
            self._coded[index] = code(self._grids.values.get(index, self._document.values(index)))
        return self._coded[index]

    def _faces(self, values: NDArray[Any]) -> Coded:
        kind = np.uint16 if int(values.max()) < 65535 else np.uint32
        rows = np.ascontiguousarray(values.astype(kind))
        mode = "TRIANGLES" if len(values) % 3 == 0 else "INDICES"
        return _coded(rows, Kind(mode, "NONE", rows.itemsize, INDICES), rows.dtype.name)

    def _attribute(self, name: str, index: int, values: NDArray[Any]) -> Coded:
        if index in self._grids.values:
            rows = _whole_rows(values)
            return _coded(
                rows,
                _vertices("NONE", rows),
                values.dtype.name,
                bounds=values if name == "POSITION" else None,
                is_fraction=name != "POSITION" and index in self._grids.fractions,
            )
        if name == "NORMAL":
            four = np.zeros((len(values), 4), np.float32)
            four[:, :3] = values
            rows = meshopt.encode_filter_oct(four, 4, self._precision.normal)
            return _coded(rows, _vertices("OCTAHEDRAL", rows), "int8", is_fraction=True)
        if name == "TANGENT":
            rows = meshopt.encode_filter_oct(values.astype(np.float32), 4, self._precision.normal)
            return _coded(rows, _vertices("OCTAHEDRAL", rows), "int8", is_fraction=True)
        if name.startswith(("COLOR", "WEIGHTS")):
            return self._bytes(name, values)
        if name.startswith("JOINTS"):
            kind = np.uint8 if int(values.max(initial=0)) < 256 else np.uint16
            rows = _whole_rows(values.astype(kind))
            return _coded(rows, _vertices("NONE", rows), np.dtype(kind).name)
        rows = meshopt.encode_filter_exp(np.ascontiguousarray(values, np.float32), 15)
        bounds = _decoded(rows, values) if name.removeprefix("target ") == "POSITION" else None
        return _coded(rows, _vertices("EXPONENTIAL", rows), "float32", bounds=bounds)

    def _bytes(self, name: str, values: NDArray[Any]) -> Coded:
        rounded = np.round(np.clip(values, 0, 1) * 255).astype(np.int64)
        if name.startswith("WEIGHTS"):
            rounded = _summing_to_255(values)
        rows = _whole_rows(rounded.astype(np.uint8))
        return _coded(rows, _vertices("NONE", rows), "uint8", is_fraction=True)

    def _times(self, values: NDArray[Any]) -> Coded:
        return self._plain(values, bounds=True)

    def _turns(self, values: NDArray[Any]) -> Coded:
        rows = meshopt.encode_filter_quat(np.ascontiguousarray(values, np.float32), 8, TURN_BITS)
        return _coded(rows, Kind("ATTRIBUTES", "QUATERNION", 8, None), "int16", is_fraction=True)

    def _lengths(self, values: NDArray[Any]) -> Coded:
        rows = meshopt.encode_filter_exp(np.ascontiguousarray(values, np.float32), KEY_BITS)
        return _coded(rows, Kind("ATTRIBUTES", "EXPONENTIAL", rows.shape[1], None), "float32")

    def _numbers(self, values: NDArray[Any]) -> Coded:
        return self._plain(values)

    def _plain(self, values: NDArray[Any], bounds: bool = False) -> Coded:
        rows = np.ascontiguousarray(values)
        raw = rows.view(np.uint8).reshape(len(rows), -1)
        kind = Kind("ATTRIBUTES", "NONE", raw.shape[1], None)
        return _coded(raw, kind, rows.dtype.name, bounds=rows if bounds else None)


def _is_turn(channel: Json, sampler: Json) -> bool:
    return channel["target"]["path"] == "rotation" and sampler.get("interpolation") != "CUBICSPLINE"


def _vertices(filter_name: str, rows: NDArray[np.uint8]) -> Kind:
    return Kind("ATTRIBUTES", filter_name, rows.shape[1], VERTICES)


def _coded(
    rows: NDArray[Any], kind: Kind, component: str, bounds: NDArray[Any] | None = None, is_fraction: bool = False
) -> Coded:
    entry: Json = {"componentType": CODES[component], "count": len(rows)}
    if is_fraction:
        entry["normalized"] = True
    if bounds is not None:
        entry |= {"min": bounds.min(axis=0).tolist(), "max": bounds.max(axis=0).tolist()}
    return Coded(rows, kind, entry)


def _whole_rows(values: NDArray[Any]) -> NDArray[np.uint8]:
    raw = np.ascontiguousarray(values).view(np.uint8).reshape(len(values), -1)
    room = np.zeros((len(raw), (raw.shape[1] + 3) // 4 * 4), np.uint8)
    room[:, : raw.shape[1]] = raw
    return room


def _decoded(rows: NDArray[np.uint8], values: NDArray[Any]) -> NDArray[np.float32]:
    raw = meshopt.encode_vertex_buffer(rows)
    plain = meshopt.decode_vertex_buffer(raw, len(rows), rows.shape[1], "EXPONENTIAL")
    return np.ascontiguousarray(plain).view(np.float32).reshape(values.shape)


def _summing_to_255(weights: NDArray[Any]) -> NDArray[np.int64]:
    share = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    rounded = np.round(share * 255).astype(np.int64)
    rounded[np.arange(len(rounded)), rounded.argmax(axis=1)] += 255 - rounded.sum(axis=1)
    return np.asarray(rounded, np.int64)
