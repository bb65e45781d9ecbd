"""Read our own GLB files back, posed at any moment: what the poster and the measuring tape see."""

import io
import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, WebPImagePlugin

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.mesh import Mesh, moved

_FORMAT = WebPImagePlugin.WebPImageFile.format  # Imported by name: Pillow then need not look for all others.
_DTYPE = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
_LARGEST = {"int8": 127.0, "uint8": 255.0, "uint16": 65535.0}
_WIDTH = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


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


def read_scene(glb: bytes, pose: Pose | None = None) -> list[Part]:
    """Read every drawn mesh of a GLB that `write_glb` wrote, in place.

    Raises:
        BadModel: the bytes are not a GLB, or it has no animation of that name.
    """
    reader = _Reader(glb)
    movement = reader.movement(pose) if pose else {}
    parts: list[Part] = []
    for root in reader.head["scenes"][0]["nodes"]:
        reader.collect(root, np.eye(4), movement, parts)
    return parts


def animation_names(glb: bytes) -> tuple[str, ...]:
    """List the names of the animations of a GLB."""
    return tuple(animation["name"] for animation in _Reader(glb).head.get("animations", []))


def turn_matrix(quaternion: Floats) -> Floats:
    """Turn a unit quaternion x, y, z, w into a (3, 3) matrix."""
    x, y, z, w = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


class _Reader:
    def __init__(self, glb: bytes) -> None:
        if len(glb) < 28 or glb[:4] != b"glTF":
            raise BadModel("The model is not a GLB file.")
        text_length = struct.unpack_from("<I", glb, 12)[0]
        self.head: dict[str, Any] = json.loads(glb[20 : 20 + text_length])
        self.binary = memoryview(glb)[28 + text_length :]
        self._looks: dict[int, Look] = {}

    def movement(self, pose: Pose) -> dict[tuple[int, str], Floats]:
        for animation in self.head.get("animations", []):
            if animation["name"] == pose.animation:
                return self._moment(animation, pose.seconds)
        raise BadModel(f"The model has no animation named {pose.animation}.")

    def collect(self, index: int, parent: Floats, movement: dict[tuple[int, str], Floats], parts: list[Part]) -> None:
        node = self.head["nodes"][index]
        place = np.eye(4)
        turn = movement.get((index, "rotation"), floats(node.get("rotation", [0, 0, 0, 1])))
        place[:3, :3] = turn_matrix(turn) * node.get("scale", [1, 1, 1])[0]  # We only scale evenly.
        place[:3, 3] = movement.get((index, "translation"), floats(node.get("translation", [0, 0, 0])))
        place = parent @ place
        if "mesh" in node:
            for primitive in self.head["meshes"][node["mesh"]]["primitives"]:
                parts.append(Part(moved(self._mesh(primitive), place), self._look(primitive["material"])))
        for child in node.get("children", []):
            self.collect(child, place, movement, parts)

    def _moment(self, animation: dict[str, Any], seconds: float) -> dict[tuple[int, str], Floats]:
        moment = {}
        for channel in animation["channels"]:
            sampler = animation["samplers"][channel["sampler"]]
            times, values = self._numbers(sampler["input"])[:, 0], self._numbers(sampler["output"])
            value = np.array([np.interp(seconds, times, values[:, k]) for k in range(values.shape[1])])
            path = channel["target"]["path"]
            moment[channel["target"]["node"], path] = unit(value) if path == "rotation" else value
        return moment

    def _mesh(self, primitive: dict[str, Any]) -> Mesh:
        named = {name: self._numbers(index) for name, index in primitive["attributes"].items()}
        faces = self._numbers(primitive["indices"]).astype(np.int64).reshape(-1, 3)
        uvs = named.get("TEXCOORD_0", np.zeros((len(named["POSITION"]), 2)))
        return Mesh(named["POSITION"], unit(named["NORMAL"]), uvs, named["COLOR_0"], faces)

    def _numbers(self, index: int) -> Floats:
        accessor = self.head["accessors"][index]
        view = self.head["bufferViews"][accessor["bufferView"]]
        dtype, width = np.dtype(_DTYPE[accessor["componentType"]]), _WIDTH[accessor["type"]]
        stride = view.get("byteStride", dtype.itemsize * width)
        rows = np.ndarray(
            (accessor["count"], width), dtype, self.binary, view["byteOffset"], (stride, dtype.itemsize)
        ).astype(np.float64)
        # Whole numbers that stand for fractions: the largest is 1.
        return rows / _LARGEST[dtype.name] if accessor.get("normalized") else rows

    def _look(self, index: int) -> Look:
        if index not in self._looks:
            material = self.head["materials"][index]
            surface = material["pbrMetallicRoughness"]
            relief = material.get("normalTexture", {})
            self._looks[index] = Look(
                floats(surface.get("baseColorFactor", [1, 1, 1, 1])[:3]),
                self._picture(surface.get("baseColorTexture")),
                self._picture(relief or None),
                float(relief.get("scale", 1.0)),
                float(surface["roughnessFactor"]),
                bool(material.get("doubleSided", False)),
            )
        return self._looks[index]

    def _picture(self, reference: dict[str, Any] | None) -> NDArray[np.uint8] | None:
        if reference is None:
            return None
        texture = self.head["textures"][reference["index"]]
        image = self.head["images"][texture["extensions"]["EXT_texture_webp"]["source"]]
        view = self.head["bufferViews"][image["bufferView"]]
        raw = self.binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        return np.asarray(Image.open(io.BytesIO(raw), formats=[_FORMAT]).convert("RGB"))
