"""Put triangles and vertices into the order that draws and packs best; what is drawn stays the same."""

from dataclasses import replace
from typing import Any

import meshopt
import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.document import Document, Numbers


def reordered(document: Document) -> Document:
    """Put triangles into the order a graphics card likes and vertices into the order of first use."""
    result = Document(dict(document.head), list(document.accessors), document.pictures)
    done: dict[tuple[int, ...], None] = {}
    for primitive in document.primitives():
        streams = [*primitive["attributes"].values(), *(i for t in primitive.get("targets", []) for i in t.values())]
        key = (primitive.get("indices", -1), *streams)
        if key in done or primitive.get("mode", 4) != 4 or "indices" not in primitive:
            continue
        if any(set(key) & set(other) for other in done):
            continue  # Primitives that share vertices keep their order.
        done[key] = None
        faces = document.values(primitive["indices"]).reshape(-1).astype(np.uint32)
        faces, places, used = meshopt.reorder_mesh(faces, triangles=True, optsize=True)
        order = np.argsort(places, kind="stable")[:used]
        result.accessors[primitive["indices"]] = _replaced(document, primitive["indices"], faces.reshape(-1, 1))
        for index in streams:
            result.accessors[index] = _replaced(document, index, document.values(index)[order])
    return result


def _replaced(document: Document, index: int, values: NDArray[Any]) -> Numbers:
    return replace(document.accessors[index], values=values)
