"""Turn what a generator hands over into a glTF document."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.document import Document, Json, Picture
from mangrove_ar.meshing.parts import Animation, Growth, Material, Node, Skin, all_nodes
from mangrove_ar.meshing.turns import turn_matrix

_LINEAR, _MIPMAPPED, _REPEAT = 9729, 9987, 10497
_STILL = (0.0, 0.0, 0.0, 1.0)


def document_of(growth: Growth, credit: str = "") -> Document:
    """Write a grown model as core glTF 2.0; the same model gives the same document."""
    return _Writer(growth, credit).document


class _Writer:
    def __init__(self, growth: Growth, credit: str) -> None:
        asset = {"version": "2.0", "generator": "mangrove_ar.meshing"} | ({"copyright": credit} if credit else {})
        nodes = list(all_nodes(growth.root))
        self._place = {node.name: index for index, node in enumerate(nodes)}
        self._stand = _stand(growth.root, np.eye(4))
        self._materials: dict[str, int] = {}
        self.document = Document({"asset": asset, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": []})
        for node in nodes:
            self._append("nodes", self._node(node))
        for animation in growth.animations:
            self._append("animations", self._animation(animation))

    def _node(self, node: Node) -> Json:
        entry: Json = {"name": node.name}
        if node.translation != (0.0, 0.0, 0.0):
            entry["translation"] = list(node.translation)
        if node.rotation != _STILL:
            entry["rotation"] = list(node.rotation)
        if node.mesh is not None and node.material is not None:
            entry["mesh"] = self._append("meshes", {"name": node.name, "primitives": [self._primitive(node)]})
        if node.skin is not None:
            entry["skin"] = self._append("skins", self._skin(node.skin))
        if node.children:
            entry["children"] = [self._place[child.name] for child in node.children]
        return entry

    def _primitive(self, node: Node) -> Json:
        mesh, material, add = node.mesh, node.material, self.document.add
        assert mesh is not None and material is not None
        attributes = {
            "POSITION": add(mesh.positions.astype(np.float32), "VEC3"),
            "NORMAL": add(mesh.normals.astype(np.float32), "VEC3"),
            "COLOR_0": add(np.clip(mesh.colours, 0, 1).astype(np.float32), "VEC3"),
        }
        if material.texture is not None or material.relief is not None:
            attributes["TEXCOORD_0"] = add(mesh.uvs.astype(np.float32), "VEC2")
        if node.skin is not None:
            attributes["JOINTS_0"] = add(node.skin.indices.astype(np.uint16), "VEC4")
            attributes["WEIGHTS_0"] = add(node.skin.weights.astype(np.float32), "VEC4")
        faces = add(mesh.faces.reshape(-1, 1).astype(np.uint32), "SCALAR")
        return {"attributes": attributes, "indices": faces, "material": self._material(material)}

    def _skin(self, skin: Skin) -> Json:
        rest = np.stack([np.linalg.inv(self._stand[bone]) for bone in skin.bones])
        columns = rest.transpose(0, 2, 1).reshape(-1, 16).astype(np.float32)
        return {
            "joints": [self._place[bone] for bone in skin.bones],
            "inverseBindMatrices": self.document.add(columns, "MAT4"),
        }

    def _animation(self, animation: Animation) -> Json:
        samplers: list[Json] = []
        channels: list[Json] = []
        clocks: dict[bytes, int] = {}
        for track in animation.tracks:
            times = track.times_s.astype(np.float32)
            if times.tobytes() not in clocks:
                clocks[times.tobytes()] = self.document.add(times[:, None], "SCALAR")
            shape = "VEC4" if track.path == "rotation" else "VEC3"
            values = self.document.add(track.values.astype(np.float32), shape)
            samplers.append({"input": clocks[times.tobytes()], "output": values, "interpolation": "LINEAR"})
            target = {"node": self._place[track.node], "path": track.path}
            channels.append({"sampler": len(samplers) - 1, "target": target})
        return {"name": animation.name, "samplers": samplers, "channels": channels}

    def _material(self, material: Material) -> int:
        if material.name not in self._materials:
            self._materials[material.name] = self._append("materials", self._described(material))
        return self._materials[material.name]

    def _described(self, material: Material) -> Json:
        surface: Json = {"metallicFactor": 0.0, "roughnessFactor": material.roughness}
        if material.base_colour != (1.0, 1.0, 1.0):
            surface["baseColorFactor"] = [*material.base_colour, 1.0]
        if material.texture is not None:
            surface["baseColorTexture"] = {"index": self._texture(material.texture)}
        entry: Json = {"name": material.name, "pbrMetallicRoughness": surface}
        if material.relief is not None:
            entry["normalTexture"] = {"index": self._texture(material.relief), "scale": material.relief_scale}
        if material.is_double_sided:
            entry["doubleSided"] = True
        return entry

    def _texture(self, picture: Image.Image) -> int:
        if "samplers" not in self.document.head:
            wrap = {"wrapS": _REPEAT, "wrapT": _REPEAT}
            self._append("samplers", {"magFilter": _LINEAR, "minFilter": _MIPMAPPED, **wrap})
        source = self.document.add_picture(Picture("image/png", _png(picture)))
        return self._append("textures", {"sampler": 0, "source": source})

    def _append(self, kind: str, entry: Json) -> int:
        entries: list[Any] = self.document.head.setdefault(kind, [])
        entries.append(entry)
        return len(entries) - 1


def _stand(node: Node, parent: Floats) -> dict[str, NDArray[np.float64]]:
    """Give the 4 x 4 matrix of each node at rest, by name."""
    own = np.eye(4)
    own[:3, :3], own[:3, 3] = turn_matrix(np.array(node.rotation)), node.translation
    place = parent @ own
    found = {node.name: place}
    for child in node.children:
        found |= _stand(child, place)
    return found


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()
