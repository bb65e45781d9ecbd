"""Write models as GLB: one file with the scene as JSON and all numbers and pictures as bytes.

Source: glTF 2.0, sections 3 (concepts), 4.4 (GLB); KHR_mesh_quantization; EXT_texture_webp.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.textures import webp

MEDIA_TYPE = "model/gltf-binary"
_BYTE, _UBYTE, _SHORT, _USHORT, _UINT, _FLOAT = 5120, 5121, 5122, 5123, 5125, 5126
_COMPONENT = {
    "int8": _BYTE,
    "uint8": _UBYTE,
    "int16": _SHORT,
    "uint16": _USHORT,
    "uint32": _UINT,
    "float32": _FLOAT,
}
_SHAPE = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
_VERTICES, _INDICES = 34962, 34963
_LINEAR, _MIPMAPPED, _REPEAT = 9729, 9987, 10497
_JSON_CHUNK, _BIN_CHUNK = 0x4E4F534A, 0x004E4942


@dataclass(frozen=True)
class Material:
    """How a surface looks: textures in sRGB, base colour linear, roughness 0 mirror to 1 matt."""

    name: str
    base_colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    texture: Image.Image | None = None
    relief: Image.Image | None = None
    relief_scale: float = 1.0
    roughness: float = 0.8
    is_double_sided: bool = False
    quality: int = 82


@dataclass(frozen=True)
class Node:
    """A part of a model that may turn about its own origin; the rotation is a quaternion x, y, z, w."""

    name: str
    mesh: Mesh | None = None
    material: Material | None = None
    translation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    children: tuple["Node", ...] = ()
    is_on_grid: bool = False  # Positions in 16 bits: finer than a tenth of a millimetre for a tree of 5 m.


@dataclass(frozen=True)
class Track:
    """How one node moves: path "rotation" (n, 4) or "translation" (n, 3) at times (n,) in seconds."""

    node: str
    path: str
    times_s: Floats
    values: Floats


@dataclass(frozen=True)
class Animation:
    """A named movement of several nodes."""

    name: str
    tracks: tuple[Track, ...]


def write_glb(root: Node, animations: tuple[Animation, ...] = (), credit: str = "") -> bytes:
    """Write a tree of nodes as GLB; the same tree gives the same bytes."""
    file = _File(credit)
    file.scene["scenes"] = [{"nodes": [file.add_node(root)]}]
    for animation in animations:
        file.add_animation(animation)
    return file.finished()


@dataclass
class _File:
    credit: str
    scene: dict[str, Any] = field(default_factory=dict)
    binary: bytearray = field(default_factory=bytearray)
    _material_index: dict[str, int] = field(default_factory=dict)
    _node_index: dict[str, int] = field(default_factory=dict)
    _extensions: set[str] = field(default_factory=set)

    def add_node(self, node: Node) -> int:
        entry: dict[str, Any] = {"name": node.name}
        index = self._append("nodes", entry)
        self._node_index[node.name] = index
        if node.translation != (0.0, 0.0, 0.0):
            entry["translation"] = list(node.translation)
        if node.rotation != (0.0, 0.0, 0.0, 1.0):
            entry["rotation"] = list(node.rotation)
        if node.mesh is not None and node.material is not None:
            positions: NDArray[Any] = node.mesh.positions.astype(np.float32)
            if node.is_on_grid:
                positions, entry["translation"], entry["scale"] = _on_grid(node.mesh.positions, node.translation)
            entry["mesh"] = self._add_mesh(node.name, node.mesh, positions, node.material)
        if node.children:
            entry["children"] = [self.add_node(child) for child in node.children]
        return index

    def add_animation(self, animation: Animation) -> None:
        samplers, channels = [], []
        clocks: dict[bytes, int] = {}
        for track in animation.tracks:
            times = track.times_s.astype(np.float32)
            if times.tobytes() not in clocks:
                clocks[times.tobytes()] = self._add_numbers(times[:, None], has_bounds=True)
            values = self._add_numbers(track.values.astype(np.float32))
            clock = clocks[times.tobytes()]
            samplers.append({"input": clock, "output": values, "interpolation": "LINEAR"})
            target = {"node": self._node_index[track.node], "path": track.path}
            channels.append({"sampler": len(samplers) - 1, "target": target})
        self._append("animations", {"name": animation.name, "samplers": samplers, "channels": channels})

    def finished(self) -> bytes:
        self._pad()
        asset = {"version": "2.0", "generator": "mangrove_ar.meshing"}
        if self.credit:
            asset["copyright"] = self.credit
        head: dict[str, Any] = {"asset": asset, "scene": 0, **self.scene}
        head["buffers"] = [{"byteLength": len(self.binary)}]
        if self._extensions:
            head["extensionsUsed"] = head["extensionsRequired"] = sorted(self._extensions)
        text = json.dumps(head, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + len(self.binary)
        start = struct.pack("<4sIIII", b"glTF", 2, total, len(text), _JSON_CHUNK)
        return start + text + struct.pack("<II", len(self.binary), _BIN_CHUNK) + bytes(self.binary)

    def _add_mesh(self, name: str, mesh: Mesh, positions: NDArray[Any], material: Material) -> int:
        attributes = {
            "POSITION": self._add_numbers(positions, _VERTICES, has_bounds=True),
            "NORMAL": self._add_numbers(_signed_bytes(mesh.normals), _VERTICES, is_fraction=True),
            "COLOR_0": self._add_numbers(_bytes(mesh.colours), _VERTICES, is_fraction=True),
        }
        if material.texture is not None:
            attributes["TEXCOORD_0"] = self._add_places(mesh.uvs)
        self._extensions.add("KHR_mesh_quantization")  # For the normals in bytes: a third of the size.
        kind = np.uint16 if len(mesh.positions) <= 65535 else np.uint32
        indices = self._add_numbers(mesh.faces.reshape(-1, 1).astype(kind), _INDICES)
        primitive = {"attributes": attributes, "indices": indices, "material": self._material(material)}
        return self._append("meshes", {"name": name, "primitives": [primitive]})

    def _add_places(self, uvs: Floats) -> int:
        if uvs.min() >= 0.0 and uvs.max() <= 1.0:
            return self._add_numbers(np.round(uvs * 65535).astype(np.uint16), _VERTICES, is_fraction=True)
        return self._add_numbers(uvs.astype(np.float32), _VERTICES)

    def _material(self, material: Material) -> int:
        if material.name not in self._material_index:
            self._material_index[material.name] = self._append("materials", self._described(material))
        return self._material_index[material.name]

    def _described(self, material: Material) -> dict[str, Any]:
        surface: dict[str, Any] = {"metallicFactor": 0.0, "roughnessFactor": material.roughness}
        if material.base_colour != (1.0, 1.0, 1.0):
            surface["baseColorFactor"] = [*material.base_colour, 1.0]
        if material.texture is not None:
            surface["baseColorTexture"] = {"index": self._texture(material.texture, material.quality)}
        entry: dict[str, Any] = {"name": material.name, "pbrMetallicRoughness": surface}
        if material.relief is not None:
            index = self._texture(material.relief, material.quality)
            entry["normalTexture"] = {"index": index, "scale": material.relief_scale}
        if material.is_double_sided:
            entry["doubleSided"] = True
        return entry

    def _texture(self, picture: Image.Image, quality: int) -> int:
        self._extensions.add("EXT_texture_webp")
        if "samplers" not in self.scene:
            wrap = {"wrapS": _REPEAT, "wrapT": _REPEAT}
            self._append("samplers", {"magFilter": _LINEAR, "minFilter": _MIPMAPPED, **wrap})
        view = self._add_bytes(webp(picture, quality))
        image = self._append("images", {"bufferView": view, "mimeType": "image/webp"})
        return self._append("textures", {"sampler": 0, "extensions": {"EXT_texture_webp": {"source": image}}})

    def _add_numbers(
        self,
        numbers: NDArray[Any],
        target: int | None = None,
        has_bounds: bool = False,
        is_fraction: bool = False,
    ) -> int:
        count, width = numbers.shape
        rows = np.ascontiguousarray(numbers)
        gap = -rows.itemsize * width % 4 if target == _VERTICES else 0
        if gap:  # Each vertex starts at a multiple of four bytes.
            room = np.zeros((count, width + gap // rows.itemsize), rows.dtype)
            room[:, :width] = rows
            rows = room
        view = self._add_bytes(rows.tobytes(), target, rows.strides[0] if target == _VERTICES else None)
        entry: dict[str, Any] = {"bufferView": view, "componentType": _COMPONENT[str(numbers.dtype)]}
        entry |= {"count": count, "type": _SHAPE[width]}
        if is_fraction:
            entry["normalized"] = True
        if has_bounds:
            entry |= {"min": numbers.min(axis=0).tolist(), "max": numbers.max(axis=0).tolist()}
        return self._append("accessors", entry)

    def _add_bytes(self, raw: bytes, target: int | None = None, stride: int | None = None) -> int:
        self._pad()
        entry = {"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(raw)}
        if target is not None:
            entry["target"] = target
        if stride is not None:
            entry["byteStride"] = stride
        self.binary += raw
        return self._append("bufferViews", entry)

    def _append(self, kind: str, entry: dict[str, Any]) -> int:
        entries: list[dict[str, Any]] = self.scene.setdefault(kind, [])
        entries.append(entry)
        return len(entries) - 1

    def _pad(self) -> None:
        self.binary += b"\0" * (-len(self.binary) % 4)


def all_nodes(root: Node) -> Iterator[Node]:
    """Walk a tree of nodes, parents first."""
    yield root
    for child in root.children:
        yield from all_nodes(child)


def _on_grid(
    positions: Floats, translation: tuple[float, float, float]
) -> tuple[NDArray[np.int16], list[float], list[float]]:
    """Round positions to whole steps of a grid; gives them with the node's translation and scale."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    middle, step = (low + high) / 2, float((high - low).max()) / 2 / 32767
    steps = np.round((positions - middle) / step).astype(np.int16)
    return steps, (middle + translation).tolist(), [step] * 3


def _bytes(fractions: Floats) -> NDArray[np.uint8]:
    return np.round(np.clip(fractions, 0, 1) * 255).astype(np.uint8)


def _signed_bytes(fractions: Floats) -> NDArray[np.int8]:
    return np.round(np.clip(fractions, -1, 1) * 127).astype(np.int8)
