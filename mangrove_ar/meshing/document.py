"""Hold a glTF asset in memory so that each step can change what it understands and keep the rest.

The JSON stays as it came, without buffers and views; numbers and pictures lie beside it. So animations, skins,
morph targets and material variants survive every step that does not touch them.

Source: glTF 2.0, sections 3.6 (binary data), 4.4 (GLB).
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
MAGIC = b"glTF"
JSON_CHUNK, BIN_CHUNK = 0x4E4F534A, 0x004E4942
COMPONENTS: dict[int, type] = {
    5120: np.int8,
    5121: np.uint8,
    5122: np.int16,
    5123: np.uint16,
    5125: np.uint32,
    5126: np.float32,
}
CODES = {np.dtype(kind).name: code for code, kind in COMPONENTS.items()}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
VERTICES, INDICES = 34962, 34963
_WEBP = "EXT_texture_webp"


@dataclass(frozen=True)
class Picture:
    """An encoded picture: its media type and its bytes."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class Numbers:
    """The values of one accessor, (count, width): float32 where they mean fractions or lengths, else whole numbers."""

    values: NDArray[Any]
    shape: str = "SCALAR"


@dataclass
class Document:
    """A glTF asset: `head` is its JSON, whose accessor and image indices point into the two lists."""

    head: Json
    accessors: list[Numbers] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def add(self, values: NDArray[Any], shape: str) -> int:
        """Add an accessor and return its index."""
        self.accessors.append(Numbers(values, shape))
        return len(self.accessors) - 1

    def values(self, index: int) -> NDArray[Any]:
        """Give the (count, width) values of one accessor."""
        return self.accessors[index].values

    def add_picture(self, picture: Picture) -> int:
        """Add a picture and return its index."""
        self.pictures.append(picture)
        return len(self.pictures) - 1

    def primitives(self) -> list[Json]:
        """List every primitive of every mesh; they may be changed in place."""
        return [primitive for mesh in self.head.get("meshes", []) for primitive in mesh["primitives"]]


@dataclass(frozen=True)
class Stored:
    """How an accessor is written: rows as they lie in the file, and what the JSON says of them."""

    rows: NDArray[Any]
    is_fraction: bool = False
    target: int | None = None
    has_bounds: bool = False


def write_glb(document: Document, stored: Callable[[Document], dict[int, Stored]] | None = None) -> bytes:
    """Write core glTF 2.0 with every number as it is; the same document gives the same bytes."""
    chosen = (stored or plainly)(document)
    binary, views, accessors = bytearray(), list[Json](), list[Json]()
    for index, numbers in enumerate(document.accessors):
        entry = chosen[index]
        rows = padded(entry.rows) if entry.target == VERTICES else np.ascontiguousarray(entry.rows)
        stride = rows.strides[0] if entry.target == VERTICES else None
        view = add_bytes(binary, views, rows.tobytes(), entry.target, stride)
        accessors.append(described(numbers, entry) | {"bufferView": view})
    images = []
    for picture in document.pictures:
        view = add_bytes(binary, views, picture.content)
        images.append({"bufferView": view, "mimeType": picture.media_type})
    return packed(document.head, accessors, views, images, binary)


def plainly(document: Document) -> dict[int, Stored]:
    """Store every accessor as it is, with the alignment that vertices and indices need."""
    vertices, indices, bounded = roles(document)
    return {
        index: Stored(
            numbers.values,
            is_fraction=index in vertices and numbers.values.dtype in (np.uint8, np.uint16) and index not in bounded[1],
            target=VERTICES if index in vertices else INDICES if index in indices else None,
            has_bounds=index in bounded[0],
        )
        for index, numbers in enumerate(document.accessors)
    }


def roles(document: Document) -> tuple[set[int], set[int], tuple[set[int], set[int]]]:
    """Sort accessors by use: vertex attributes, indices, and (those with bounds, those that are whole numbers)."""
    vertices, indices, bounded, whole = set[int](), set[int](), set[int](), set[int]()
    for primitive in document.primitives():
        for attributes in (primitive["attributes"], *primitive.get("targets", [])):
            vertices.update(attributes.values())
            bounded.update(index for name, index in attributes.items() if name == "POSITION")
            whole.update(index for name, index in attributes.items() if name.startswith("JOINTS"))
        if "indices" in primitive:
            indices.add(primitive["indices"])
    for animation in document.head.get("animations", []):
        bounded.update(sampler["input"] for sampler in animation["samplers"])
    return vertices, indices, (bounded, whole)


def described(numbers: Numbers, stored: Stored) -> Json:
    """Say what an accessor holds, all but where."""
    rows = stored.rows
    entry: Json = {"componentType": CODES[rows.dtype.name], "count": len(rows), "type": numbers.shape}
    if stored.is_fraction:
        entry["normalized"] = True
    if stored.has_bounds:
        entry |= {"min": rows.min(axis=0).tolist(), "max": rows.max(axis=0).tolist()}
    return entry


def padded(rows: NDArray[Any]) -> NDArray[Any]:
    """Let each row start at a multiple of four bytes, as vertices must."""
    gap = -rows.itemsize * rows.shape[1] % 4
    if not gap:
        return np.ascontiguousarray(rows)
    room = np.zeros((len(rows), rows.shape[1] + gap // rows.itemsize), rows.dtype)
    room[:, : rows.shape[1]] = rows
    return room


def add_bytes(
    binary: bytearray, views: list[Json], raw: bytes, target: int | None = None, stride: int | None = None
) -> int:
    """Append bytes at a multiple of four with their buffer view, and return the view's index."""
    binary += b"\0" * (-len(binary) % 4)
    view: Json = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(raw)}
    if target is not None:
        view["target"] = target
    if stride is not None:
        view["byteStride"] = stride
    binary += raw
    views.append(view)
    return len(views) - 1


def _naming_webp(head: Json, images: list[Json]) -> Json:
    """Say that textures are WebP, as a file must whose pictures core glTF does not know. Source: EXT_texture_webp."""
    whole = dict(head)
    webp = {index for index, image in enumerate(images) if image.get("mimeType") == "image/webp"}
    if not webp or "textures" not in head:
        return whole
    whole["textures"] = [
        {k: v for k, v in texture.items() if k != "source"} | {"extensions": {_WEBP: {"source": texture["source"]}}}
        if texture.get("source") in webp
        else texture
        for texture in head["textures"]
    ]
    for key in ("extensionsUsed", "extensionsRequired"):
        whole[key] = sorted({*whole.get(key, []), _WEBP})
    return whole


def packed(head: Json, accessors: list[Json], views: list[Json], images: list[Json], binary: bytearray) -> bytes:
    """Put JSON and bytes into one GLB file."""
    whole = _naming_webp(head, images)
    for name, entries in (("accessors", accessors), ("images", images), ("bufferViews", views)):
        if entries:
            whole[name] = entries
    binary += b"\0" * (-len(binary) % 4)
    if binary and "buffers" not in whole:
        whole["buffers"] = [{"byteLength": len(binary)}]
    text = json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    start = struct.pack("<4sIIII", MAGIC, 2, 28 + len(text) + len(binary), len(text), JSON_CHUNK)
    return start + text + struct.pack("<II", len(binary), BIN_CHUNK) + binary
