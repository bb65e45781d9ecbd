"""Put coded numbers into one GLB, packed by meshoptimizer's codec: what is alike shares a buffer view.

Source: KHR_meshopt_compression (the codec's second version), EXT_meshopt_compression.
"""

from dataclasses import dataclass, field
from typing import Any

import meshopt
import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.document import VERTICES, Document, Json, add_bytes, packed

EXTENSION = "KHR_meshopt_compression"
VERSION = 1


@dataclass(frozen=True)
class Kind:
    """What may share a buffer view: rows of one length, packed and read in one way."""

    mode: str
    filter: str
    stride: int
    target: int | None


@dataclass(frozen=True)
class Coded:
    """An accessor ready to be packed: bytes (count, stride), how to pack them, and what the JSON says of them."""

    rows: NDArray[np.uint8]
    kind: Kind
    entry: Json


@dataclass
class _Stream:
    rows: list[NDArray[np.uint8]] = field(default_factory=list)
    count: int = 0


def pack(document: Document, head: Json, coded: list[Coded]) -> bytes:
    """Pack the accessors of a document, in their order, with its pictures and with `head` as its JSON."""
    streams: dict[Kind, _Stream] = {}
    accessors = []
    order: list[Kind] = []
    for numbers, one in zip(document.accessors, coded, strict=True):
        if one.kind not in streams:
            streams[one.kind] = _Stream()
            order.append(one.kind)
        stream = streams[one.kind]
        entry = one.entry | {"type": numbers.shape, "bufferView": order.index(one.kind)}
        if stream.count:
            entry["byteOffset"] = stream.count * one.kind.stride
        accessors.append(entry)
        stream.rows.append(one.rows)
        stream.count += len(one.rows)
    binary, views, plain_length = bytearray(), list[Json](), 0
    for kind in order:
        view, plain_length = _view(kind, streams[kind], binary, plain_length)
        views.append(view)
    images = [
        {"bufferView": add_bytes(binary, views, picture.content), "mimeType": picture.media_type}
        for picture in document.pictures
    ]
    whole = dict(_short(head))
    for key in ("extensionsUsed", "extensionsRequired"):
        whole[key] = sorted({*whole.get(key, []), EXTENSION})
    length = len(binary) + -len(binary) % 4
    whole["buffers"] = [
        {"byteLength": length},
        {"byteLength": plain_length, "extensions": {EXTENSION: {"fallback": True}}},
    ]
    return packed(whole, _short(accessors), views, images, binary)


def _short(value: Any, key: str = "") -> Any:
    """Write fractions with the digits that single precision has, which is what a viewer keeps of them."""
    if isinstance(value, float):
        short = float(str(np.float32(value)))
        return int(short) if short.is_integer() and abs(short) < 2**24 else short
    if isinstance(value, dict) and key != "extras":
        return {name: _short(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_short(one, key) for one in value]
    return value


def _view(kind: Kind, stream: _Stream, binary: bytearray, start: int) -> tuple[Json, int]:
    """Pack one stream, and say where its bytes lie packed and where they would lie plain."""
    rows = np.concatenate(stream.rows)
    raw = meshopt.encode_gltf_buffer(rows, kind.mode, VERSION)
    binary += b"\0" * (-len(binary) % 4)
    codec: Json = {
        "buffer": 0,
        "byteOffset": len(binary),
        "byteLength": len(raw),
        "byteStride": kind.stride,
        "mode": kind.mode,
        "count": len(rows),
    }
    if kind.filter != "NONE":
        codec["filter"] = kind.filter
    binary += raw
    start += -start % 4
    view: Json = {"buffer": 1, "byteOffset": start, "byteLength": len(rows) * kind.stride}
    if kind.target is not None:
        view["target"] = kind.target
    if kind.target == VERTICES:
        view["byteStride"] = kind.stride
    view["extensions"] = {EXTENSION: codec}
    return view, start + len(rows) * kind.stride
