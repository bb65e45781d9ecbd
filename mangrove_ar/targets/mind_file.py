"""Write and read `.mind`, the file of compiled targets that MindAR reads: one MessagePack document.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim), the document its compiler exports.
"""

from typing import Any

import msgpack
import numpy as np

from mangrove_ar.errors import BadMarker
from mangrove_ar.targets.clusters import grow_tree
from mangrove_ar.targets.descriptors import Described
from mangrove_ar.targets.keypoints import KeyPoints
from mangrove_ar.targets.pyramid import Grey

FORMAT_VERSION = 2

Entry = dict[str, Any]


def write_mind(width: int, height: int, levels: list[Entry], keyframes: list[Entry]) -> bytes:
    """Return the file of one target."""
    target = {
        "targetImage": {"width": width, "height": height},
        "trackingData": levels,
        "matchingData": keyframes,
    }
    return bytes(msgpack.packb({"v": FORMAT_VERSION, "dataList": [target]}))


def read_mind(mind: bytes) -> list[Entry]:
    """Return the targets of a file.

    Raises:
        BadMarker: these are not the bytes of a `.mind` file of version 2.
    """
    try:
        document = msgpack.unpackb(mind)
    except (ValueError, msgpack.UnpackException) as error:
        raise BadMarker("This is not a .mind file: please compile the marker again.") from error
    if not isinstance(document, dict) or document.get("v") != FORMAT_VERSION:
        raise BadMarker("This .mind file is not of version 2: please compile the marker again.")
    targets: list[Entry] = document["dataList"]
    return targets


def tracking_level(grey: Grey, scale: float, points: list[tuple[int, int]]) -> Entry:
    """Return the entry of a level at which the marker is followed."""
    return {
        "data": grey.tobytes(),
        "scale": _number(scale),
        "width": grey.shape[1],
        "height": grey.shape[0],
        "points": [{"x": x, "y": y} for x, y in points],
    }


def unread_level(scale: float) -> Entry:
    """Return a level without pixels: the runtime never reads the first one, but counts it."""
    return tracking_level(np.zeros((0, 0), np.uint8), scale, [])


def keyframe(grey: Grey, scale: float, points: KeyPoints, described: Described) -> Entry:
    """Return the entry of a size at which the marker is recognised."""
    entries = _points(points, described)
    bright, dark = np.flatnonzero(points.is_bright), np.flatnonzero(~points.is_bright)
    return {
        "maximaPoints": [entries[index] for index in bright],
        "minimaPoints": [entries[index] for index in dark],
        "maximaPointsCluster": {"rootNode": grow_tree(described.bits[bright])},
        "minimaPointsCluster": {"rootNode": grow_tree(described.bits[dark])},
        "width": grey.shape[1],
        "height": grey.shape[0],
        "scale": _number(scale),
    }


def _points(points: KeyPoints, described: Described) -> list[Entry]:
    """Return the entry of each point, with its place in pixels of the keyframe."""
    scale = 2.0**points.level
    x = points.x * scale + (scale / 2 - 0.5)
    y = points.y * scale + (scale / 2 - 0.5)
    columns = (
        points.is_bright.tolist(),
        x.tolist(),
        y.tolist(),
        (2**points.level).tolist(),
        described.angle.tolist(),
        described.bits.view(">u4").tolist(),
    )
    return [
        {"maxima": bright, "x": x, "y": y, "scale": scale, "angle": angle, "descriptors": words}
        for bright, x, y, scale, angle, words in zip(*columns, strict=True)
    ]


def _number(value: float) -> float:
    """Write whole numbers as such, like the original, whose language has one kind of number."""
    return int(value) if value.is_integer() else value
