"""Take triangles away where they are missed least: meshoptimizer's simplifier, run as WebAssembly.

The module has no way out of its own memory, so a mesh from a stranger can at worst make it stop.

Source: meshoptimizer 1.3, src/meshoptimizer.h (meshopt_simplifyWithUpdate); the quadric error metric of Garland and
Heckbert (1997), with attributes by Hoppe (1999).
"""

import atexit
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.errors import BadModel

if TYPE_CHECKING:
    import wasmtime

_MODULE = Path(__file__).parent / "vendor" / "meshoptimizer" / "meshopt_simplifier.wasm"
LOCK_BORDER, SPARSE, ABSOLUTE, PRUNE, REGULARIZE, PERMISSIVE = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True)
class Simplified:
    """Fewer triangles: faces (m, 3) uint32 of the same vertices, which may have moved, and the error reached."""

    faces: NDArray[np.uint32]
    positions: NDArray[np.float32]
    attributes: NDArray[np.float32]
    error: float


def simplify(
    faces: NDArray[np.uint32],
    positions: NDArray[np.float32],
    attributes: NDArray[np.float32],
    weights: NDArray[np.float32],
    triangles: int,
    most_error: float,
    options: int = 0,
    may_move: bool = True,
) -> Simplified:
    """Reduce a mesh to a number of triangles, or as near to it as the error allows.

    Args:
        faces: (m, 3); positions: (n, 3); attributes: (n, k), k up to 32; weights: (k,) how much each attribute counts.
        triangles: how many to aim for.
        most_error: the largest error, as a share of the mesh's extent.
        options: a sum of the constants above.
        may_move: whether vertices that stay may be moved to where they fit best.

    Raises:
        BadModel: the mesh does not fit into the memory of the module, or broke it.
    """
    heap = _Heap()
    error, source = heap.room(4), heap.put(faces)
    places, values, scale = heap.put(positions), heap.put(attributes), heap.put(weights)
    count, aim, width = faces.size, triangles * 3, attributes.shape[1]
    mesh = (source, count, places, len(positions), 12, values, width * 4, scale, width, 0, aim, most_error, options)
    if may_move:
        left = heap.call("meshopt_simplifyWithUpdate", *mesh, error)
        result = source
    else:
        result = heap.room(faces.nbytes)
        left = heap.call("meshopt_simplifyWithAttributes", result, *mesh, error)
    return Simplified(
        heap.get(result, np.uint32, (left // 3, 3)),
        heap.get(places, np.float32, positions.shape),
        heap.get(values, np.float32, attributes.shape),
        float(heap.get(error, np.float32, (1,))[0]),
    )


class _Heap:
    """A fresh instance of the module, whose memory goes away with it."""

    def __init__(self) -> None:
        import wasmtime

        engine, module = _module()
        self._store = wasmtime.Store(engine)
        exports = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._exports: Any = exports
        self._memory: Any = exports["memory"]
        self.call("__wasm_call_ctors")

    def call(self, name: str, *arguments: float) -> int:
        import wasmtime

        try:
            result = self._exports[name](self._store, *arguments)
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            raise BadModel("The mesh could not be simplified: it is too large, or broken.") from error
        return int(result or 0)

    def room(self, size: int) -> int:
        return self.call("sbrk", (size + 15) & ~15)

    def put(self, values: NDArray[Any]) -> int:
        raw = np.ascontiguousarray(values).tobytes()
        place = self.room(len(raw))
        if place < 0 or place + len(raw) > self._memory.data_len(self._store):
            raise BadModel("The mesh is too large to be simplified.")
        self._memory.write(self._store, raw, place)
        return place

    def get(self, place: int, kind: type, shape: tuple[int, ...]) -> NDArray[Any]:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        raw = self._memory.read(self._store, place, place + size)
        return np.frombuffer(bytes(raw), kind).reshape(shape).copy()


@cache
def _module() -> "tuple[wasmtime.Engine, wasmtime.Module]":
    # Imported here: models that are small enough never need it.
    import wasmtime

    engine = wasmtime.Engine()
    atexit.register(_module.cache_clear)  # Before wasmtime itself is taken down.
    return engine, wasmtime.Module(engine, _MODULE.read_bytes())
