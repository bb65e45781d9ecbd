"""Read a GLB that anyone may have made, and refuse what lies about itself before any number is used.

Source: glTF 2.0, sections 3.6 (accessors, sparse accessors), 4.4 (GLB); EXT_meshopt_compression.
"""

import json
import struct
from typing import Any

import meshopt
import numpy as np
from numpy.typing import NDArray

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.checking import MESHOPT, MOST_VERTICES, check_document, check_head, check_picture
from mangrove_ar.meshing.document import (
    BIN_CHUNK,
    COMPONENTS,
    JSON_CHUNK,
    MAGIC,
    WIDTHS,
    Document,
    Json,
    Numbers,
    Picture,
)

MOST_JSON_BYTES = 4 * 1024 * 1024
_LARGEST = {"int8": 127.0, "uint8": 255.0, "int16": 32767.0, "uint16": 65535.0}
_NONSENSE = (
    KeyError,
    TypeError,
    IndexError,
    ValueError,
    AttributeError,
    OverflowError,
    ArithmeticError,
    RecursionError,
)
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def read_glb(content: bytes) -> Document:
    """Read a GLB into arrays and pictures, with its whole JSON checked for sense.

    Raises:
        BadModel: the file is cut off, lies about lengths, points outside itself or to another file, has a cycle, needs
            an extension that is not understood, or holds numbers or pictures that cannot be right.
    """
    head, binary = _chunks(content)
    try:
        check_head(head)
        document = _Reader(head, binary).document()
        check_document(document)
    except _NONSENSE as error:
        raise BadModel(f"The GLB's JSON does not make sense: {error!r}.") from error
    return document


def _chunks(content: bytes) -> tuple[Json, memoryview]:
    if len(content) < 20 or content[:4] != MAGIC:
        raise BadModel("The model is not a GLB file.")
    version, total, text_length, kind = struct.unpack_from("<IIII", content, 4)
    if version != 2 or kind != JSON_CHUNK:
        raise BadModel("The model is not glTF 2.0.")
    if total > len(content) or 20 + text_length > total:
        raise BadModel("The GLB file is cut off: its header promises more bytes than there are. Export it again.")
    if text_length > MOST_JSON_BYTES:
        raise BadModel(f"The GLB's JSON is larger than {MOST_JSON_BYTES // 1024} KiB.")
    try:
        head = json.loads(content[20 : 20 + text_length])
    except (ValueError, RecursionError) as error:
        raise BadModel("The GLB's JSON cannot be read.") from error
    if not isinstance(head, dict):
        raise BadModel("The GLB's JSON is not an object.")
    rest = memoryview(content)[20 + text_length : total]
    if len(rest) < 8:
        return head, memoryview(b"")
    length, kind = struct.unpack_from("<II", rest)
    if kind != BIN_CHUNK or 8 + length > len(rest):
        raise BadModel("The GLB file is cut off: its binary part is shorter than it says. Export it again.")
    return head, rest[8 : 8 + length]


class _Reader:
    def __init__(self, head: Json, binary: memoryview) -> None:
        self._head, self._binary = head, binary
        self._views: dict[int, NDArray[np.uint8]] = {}

    def document(self) -> Document:
        accessors = [self._numbers(entry) for entry in self._head.get("accessors", [])]
        pictures = [self._picture(entry) for entry in self._head.get("images", [])]
        gone = {"accessors", "bufferViews", "buffers", "images"}
        head = {name: value for name, value in self._head.items() if name not in gone}
        _forget(head, {*MESHOPT, "KHR_mesh_quantization"})
        for texture in head.get("textures", []):
            webp = texture.get("extensions", {}).get("EXT_texture_webp")
            if webp is not None:
                texture["source"] = webp["source"]
                del texture["extensions"]["EXT_texture_webp"]
        _forget(head, {"EXT_texture_webp"})
        return Document(head, accessors, pictures)

    def _numbers(self, entry: Json) -> Numbers:
        width, dtype = WIDTHS[entry["type"]], np.dtype(COMPONENTS[entry["componentType"]])
        count, offset = int(entry["count"]), int(entry.get("byteOffset", 0))
        if not 0 <= count <= MOST_VERTICES * 6 or offset < 0:
            raise BadModel(f"An accessor has {count} elements.")
        rows = np.zeros((count, width), dtype)
        if "bufferView" in entry:
            rows = self._rows(entry["bufferView"], offset, count, width, dtype)
        if "sparse" in entry:
            rows = self._sparse(entry["sparse"], rows.copy(), width, dtype)
        if entry.get("normalized"):
            return Numbers((rows / _LARGEST[dtype.name]).astype(np.float32).clip(-1, 1), entry["type"])
        return Numbers(rows, entry["type"])

    def _sparse(self, sparse: Json, rows: NDArray[Any], width: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        count, where, values = int(sparse["count"]), sparse["indices"], sparse["values"]
        kind = np.dtype(COMPONENTS[where["componentType"]])
        places = self._rows(where["bufferView"], int(where.get("byteOffset", 0)), count, 1, kind)[:, 0]
        rows[places] = self._rows(values["bufferView"], int(values.get("byteOffset", 0)), count, width, dtype)
        return rows

    def _rows(self, view: int, offset: int, count: int, width: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        content, entry = self._view(view), self._head["bufferViews"][view]
        size = dtype.itemsize * width
        stride = int(entry.get("byteStride", 0)) or size
        if stride < size or (count and offset + stride * (count - 1) + size > len(content)):
            raise BadModel("An accessor reaches beyond its buffer view: the file lies about its lengths.")
        return np.ndarray((count, width), dtype, content.data, offset, (stride, dtype.itemsize)).copy()

    def _view(self, index: int) -> NDArray[np.uint8]:
        if index not in self._views:
            if not 0 <= index < len(self._head["bufferViews"]):
                raise BadModel(f"There is no buffer view {index}.")
            entry = self._head["bufferViews"][index]
            packed = next((entry["extensions"][name] for name in MESHOPT if name in entry.get("extensions", {})), None)
            self._views[index] = self._unpacked(packed) if packed else self._slice(entry)
        return self._views[index]

    def _slice(self, entry: Json) -> NDArray[np.uint8]:
        start, length = int(entry.get("byteOffset", 0)), int(entry["byteLength"])
        if entry.get("buffer") != 0 or start < 0 or length < 0 or start + length > len(self._binary):
            raise BadModel("A buffer view reaches beyond the file: the file lies about its lengths.")
        return np.frombuffer(self._binary[start : start + length], np.uint8)

    def _unpacked(self, packed: Json) -> NDArray[np.uint8]:
        count, stride = int(packed["count"]), int(packed["byteStride"])
        if not 0 < count <= MOST_VERTICES * 6 or not 0 < stride <= 256:
            raise BadModel("A compressed buffer view has an impossible size.")
        source = self._slice(packed).tobytes()
        try:
            rows = meshopt.decode_gltf_buffer(source, count, stride, packed["mode"], packed.get("filter", "NONE"))
        except Exception as error:
            raise BadModel("A compressed buffer view cannot be unpacked.") from error
        return np.ascontiguousarray(rows).view(np.uint8).reshape(-1)

    def _picture(self, entry: Json) -> Picture:
        media_type, content = entry["mimeType"], bytes(self._view(entry["bufferView"]))
        if media_type not in _FORMATS:
            raise BadModel(f"A texture is {media_type}; PNG, JPEG and WebP are possible.")
        check_picture(content, _FORMATS[media_type])
        return Picture(media_type, content)


def _forget(head: Json, names: set[str]) -> None:
    for key in ("extensionsUsed", "extensionsRequired"):
        kept = [name for name in head.get(key, []) if name not in names]
        head.pop(key, None)
        if kept:
            head[key] = kept
