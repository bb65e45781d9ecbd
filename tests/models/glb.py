"""Read a GLB with nothing of ours: its JSON, its pictures, its triangles."""

import io
import json
import struct
from typing import Any

from PIL import Image

Json = dict[str, Any]


def head_of(content: bytes) -> Json:
    """Give the JSON of a GLB."""
    (length,) = struct.unpack_from("<I", content, 12)
    head: Json = json.loads(content[20 : 20 + length])
    return head


def pictures_of(content: bytes) -> list[tuple[str, Image.Image]]:
    """Give the media type and the picture of every texture."""
    head = head_of(content)
    (length,) = struct.unpack_from("<I", content, 12)
    binary = content[28 + length :]
    pictures: list[tuple[str, Image.Image]] = []
    for image in head.get("images", []):
        view = head["bufferViews"][image["bufferView"]]
        start = view.get("byteOffset", 0)
        pictures.append((image["mimeType"], Image.open(io.BytesIO(binary[start : start + view["byteLength"]]))))
    return pictures


def triangles_of(head: Json) -> int:
    """Count the triangles that are drawn: those of every node that shows a mesh."""
    return sum(
        head["accessors"][primitive["indices"]]["count"] // 3
        for node in head["nodes"]
        if "mesh" in node
        for primitive in head["meshes"][node["mesh"]]["primitives"]
    )
