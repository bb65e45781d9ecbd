"""Paint surface patches and pack their pictures into one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.textures import bumps, colour_picture

Surface = Callable[[Floats, Floats], Floats]
Paint = Callable[[Floats, Floats, Floats], Floats]
_MARGIN_PX = 4  # Kept around each patch, so that blurred neighbours do not bleed in.


@dataclass(frozen=True)
class Patch:
    """A piece of surface with its own picture.

    mesh has uvs from 0 to 1 in the patch; surface gives the place of any u, v; paint and relief get
    u, v and place and return sRGB colours or heights in pixels.
    """

    node: str
    mesh: Mesh
    surface: Surface
    size_px: tuple[int, int]  # In a picture of 1024 pixels.
    paint: Paint
    relief: Paint | None = None


@dataclass(frozen=True)
class Atlas:
    """All patches painted: their meshes point into the pictures."""

    colours: Image.Image
    relief: Image.Image
    patches: tuple[Patch, ...]


def paint_atlas(patches: Sequence[Patch], edge_px: int) -> Atlas:
    """Paint all patches into one square picture.

    Raises:
        BadModel: the patches do not fit.
    """
    sizes = [_scaled(patch.size_px, edge_px) for patch in patches]
    corners = _shelves(sizes, edge_px)
    colours = np.full((edge_px, edge_px, 3), 0.4)
    relief = np.broadcast_to(np.array([0.5, 0.5, 1.0]), colours.shape).copy()
    packed = []
    for patch, (width, height), (left, top) in zip(patches, sizes, corners, strict=True):
        u, v = _texel_places(width, height)
        place = patch.surface(u, v)
        area = (slice(top, top + height), slice(left, left + width))
        colours[area] = patch.paint(u, v, place)
        if patch.relief is not None:
            relief[area] = bumps(patch.relief(u, v, place), 1.0)
        room = np.array([width - 2 * _MARGIN_PX, height - 2 * _MARGIN_PX])
        uvs = (np.array([left, top]) + _MARGIN_PX + patch.mesh.uvs * room) / edge_px
        packed.append(replace(patch, mesh=replace(patch.mesh, uvs=uvs)))
    return Atlas(colour_picture(colours), colour_picture(relief), tuple(packed))


def _scaled(size_px: tuple[int, int], edge_px: int) -> tuple[int, int]:
    width, height = (max(px * edge_px // 1024, 2 * _MARGIN_PX + 2) for px in size_px)
    return width, height


def _texel_places(width: int, height: int) -> tuple[Floats, Floats]:
    across = (np.arange(width) + 0.5 - _MARGIN_PX) / (width - 2 * _MARGIN_PX)
    down = (np.arange(height) + 0.5 - _MARGIN_PX) / (height - 2 * _MARGIN_PX)
    u, v = np.meshgrid(across, np.clip(down, 0, 1))
    return u, v


def _shelves(sizes: Sequence[tuple[int, int]], edge_px: int) -> list[tuple[int, int]]:
    corners = [(0, 0)] * len(sizes)
    left = top = tallest = 0
    for index in sorted(range(len(sizes)), key=lambda k: (-sizes[k][1], k)):
        width, height = sizes[index]
        if left + width > edge_px:
            left, top, tallest = 0, top + tallest, 0
        if top + height > edge_px or width > edge_px:
            raise BadModel(f"The painted patches do not fit into {edge_px} pixels.")
        corners[index] = (left, top)
        left, tallest = left + width, max(tallest, height)
    return corners
