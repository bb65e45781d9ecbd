"""Read a GLB that anyone may have made, and refuse what lies about itself before any number is used.

Source: glTF 2.0, sections 3.6 (accessors, sparse accessors), 4.4 (GLB); EXT_meshopt_compression.
"""

import io
import json
import struct
import warnings
from typing import Any

import meshopt
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.cleaning import without_materials
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
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene

MOST_JSON_BYTES = 4 * 1024 * 1024
MOST_VERTICES = 8_000_000
MOST_DEPTH = 64
MOST_PIXELS = 100_000_000
_LARGEST = {"int8": 127.0, "uint8": 255.0, "int16": 32767.0, "uint16": 65535.0}
_MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")
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
UNDERSTOOD = frozenset(
    {
        *_MESHOPT,
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


def read_glb(content: bytes) -> Document:
    """Read a GLB into arrays and pictures, with its whole JSON checked for sense.

    Raises:
        BadModel: the file is cut off, lies about lengths, points outside itself or to another file, has a cycle, needs
            an extension that is not understood, or holds numbers or pictures that cannot be right.
    """
    head, binary = _chunks(content)
    try:
        _check_head(head)
        document = _Reader(head, binary).document()
        check_document(document)
    except _NONSENSE as error:
        raise BadModel(f"The GLB's JSON does not make sense: {error!r}.") from error
    return document


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


def _check_head(head: Json) -> None:
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


class _Reader:
    def __init__(self, head: Json, binary: memoryview) -> None:
        self._head, self._binary = head, binary
        self._views: dict[int, NDArray[np.uint8]] = {}

    def document(self) -> Document:
        accessors = [self._numbers(entry) for entry in self._head.get("accessors", [])]
        pictures = [self._picture(entry) for entry in self._head.get("images", [])]
        gone = {"accessors", "bufferViews", "buffers", "images"}
        head = {name: value for name, value in self._head.items() if name not in gone}
        _forget(head, {*_MESHOPT, "KHR_mesh_quantization"})
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
            packed = next((entry["extensions"][name] for name in _MESHOPT if name in entry.get("extensions", {})), None)
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


def _forget(head: Json, names: set[str]) -> None:
    for key in ("extensionsUsed", "extensionsRequired"):
        kept = [name for name in head.get(key, []) if name not in names]
        head.pop(key, None)
        if kept:
            head[key] = kept
