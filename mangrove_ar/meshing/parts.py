"""What a generator hands over: a tree of named parts with surfaces, bones and movements. Metres, y up."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from mangrove_ar.meshing.arrays import Floats, Ints
from mangrove_ar.meshing.mesh import Mesh


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


@dataclass(frozen=True)
class Skin:
    """Which bones carry each vertex: names of nodes, (n, 4) places in that list, (n, 4) weights that sum to 1."""

    bones: tuple[str, ...]
    indices: Ints
    weights: Floats


@dataclass(frozen=True)
class Node:
    """A part of a model that may turn about its own origin; the rotation is a quaternion x, y, z, w.

    The mesh is in the node's own metres; a mesh with a skin is in the model's, at rest.
    """

    name: str
    mesh: Mesh | None = None
    material: Material | None = None
    translation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    children: tuple["Node", ...] = ()
    skin: Skin | None = None


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


@dataclass(frozen=True)
class Growth:
    """A grown model: its tree of parts and how they move."""

    root: Node
    animations: tuple[Animation, ...] = ()


def all_nodes(root: Node) -> Iterator[Node]:
    """Walk a tree of nodes, parents first."""
    yield root
    for child in root.children:
        yield from all_nodes(child)
