"""Stand a model up: y upwards, in metres, its lowest point on the ground, its middle at the origin."""

import copy

import numpy as np

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.cleaning import bounds
from mangrove_ar.meshing.document import Document

TOLERANCE = 0.05
"""Share by which a side may differ from the stated size."""
_HALF = float(np.sqrt(0.5))


def stand(document: Document, up_axis: str, real_size_m: tuple[float, float, float], where: str) -> Document:
    """Turn, scale evenly so that the height is the stated one, and set on the ground, by one node above all others.

    Args:
        up_axis: "y" as glTF wants, or "z" as many scanners write.
        real_size_m: width, height, depth once it stands.
        where: the model's name, for the message.

    Raises:
        BadModel: width or depth then differ from the stated size by more than `TOLERANCE`.
    """
    result = Document(copy.deepcopy(document.head), list(document.accessors), document.pictures)
    if up_axis == "z":
        _above(result, {"name": "upright", "rotation": [-_HALF, 0.0, 0.0, _HALF]})
    low, high = bounds(result)
    size = high - low
    if size[1] <= 0:
        raise BadModel(f"{where}: the model has no height along its {up_axis} axis. Is up_axis right?")
    scale = real_size_m[1] / float(size[1])
    if abs(scale - 1) < 1e-3:
        scale = 1.0
    for side, stated, actual in zip(("width", "height", "depth"), real_size_m, size * scale, strict=True):
        if abs(actual - stated) > TOLERANCE * stated:
            raise BadModel(f"{where}: real_size_m.{side} says {stated:g} m, the model has {actual:.4g} m.")
    foot = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2]) * scale
    if scale != 1.0 or np.abs(foot).max() > 1e-4 * max(real_size_m):
        _above(result, {"name": "standing", "translation": (-foot).tolist(), "scale": [scale] * 3})
    return result


def _above(document: Document, node: dict[str, object]) -> None:
    scene = document.head["scenes"][document.head.get("scene", 0)]
    document.head["nodes"].append(node | {"children": scene["nodes"]})
    scene["nodes"] = [len(document.head["nodes"]) - 1]
