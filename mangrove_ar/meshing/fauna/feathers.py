"""Shape and paint feathers: curved vanes about a shaft, and the scallops of small feathers on a body."""

from collections.abc import Callable

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.curves import profile
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.surfaces import cover

Bend = Callable[[Floats], Floats]
Colour = tuple[float, float, float]
_ROWS = floats([0, 0.12, 0.30, 0.50, 0.70, 0.84, 0.93, 0.98, 1.0])
_COLUMNS = floats([-1.0, -0.45, 0.0, 0.45, 1.0])
_SMALL_ROWS = floats([0, 0.25, 0.55, 0.84, 0.95, 1.0])
_SMALL_COLUMNS = floats([-1.0, 0.0, 1.0])
_OUTLINE = profile(
    [(0, 0.22), (0.12, 0.72), (0.35, 0.96), (0.60, 1.0), (0.84, 0.88), (0.93, 0.66), (0.98, 0.36), (1, 0.10)]
)


def vane(
    length: float, width: float, bend: Bend, camber: float = 0.10, droop: float = 0.0, small: bool = False
) -> Mesh:
    """Make one feather; double-sided materials show both its faces.

    Args:
        length: from the quill to the tip.
        width: across both vanes.
        bend: takes (..., 3) places on a flat feather, across, along and up, to where they belong.
        camber: how far the edges curve down, relative to the width.
        droop: how far the tip bends down, relative to the length.
        small: whether few triangles will do.
    """
    across, along = np.meshgrid(_SMALL_COLUMNS if small else _COLUMNS, _SMALL_ROWS if small else _ROWS)
    wide = across * _OUTLINE(along[:, 0])[:, None] * width / 2
    up = -camber * width * across**2 - droop * length * along**2 + 0.02 * width * (across == 0)
    points = bend(np.stack([wide, along * length, up], axis=-1))
    return cover(points, (across + 1) / 2, 1 - along)


def flat(u: Floats, v: Floats) -> Floats:
    """Give the place (..., 3) of each texel of a feather's picture: across from -1 to 1, along from quill to tip, 0."""
    return np.stack([2 * u - 1, 1 - v, np.zeros_like(u)], axis=-1)


def feather_colour(
    leading: Colour, trailing: Colour, tip: Colour, shaft: float
) -> Callable[[Floats, Floats, Floats], Floats]:
    """Paint a feather: two vanes of their own colours, fine barbs, a shaft darker by a share, a tip."""

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        across, along = place[..., 0], place[..., 1]
        colour = mix(trailing, leading, smoothstep(-0.15, 0.12, across))
        colour = mix(colour, tip, smoothstep(0.80, 1.0, along) * 0.8)
        barbs = 0.5 + 0.5 * np.sin((along * 60 - np.abs(across) * 9) * 2 * np.pi)
        edge = 0.92 + 0.42 * smoothstep(0.60, 1.0, np.maximum(np.abs(across), smoothstep(0.6, 1.0, along)))
        dark = shaft * np.exp(-((across / 0.05) ** 2))
        colour = colour * (0.90 + 0.10 * barbs)[..., None] * edge[..., None]
        return floats(colour * (1 - dark)[..., None])

    return paint


def feather_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss shaft and barbs, in pixels."""
    across, along = place[..., 0], place[..., 1]
    barbs = np.sin((along * 60 - np.abs(across) * 9) * 2 * np.pi)
    return floats(0.45 * barbs + 2.4 * np.exp(-((across / 0.06) ** 2)))


def scallops(u: Floats, v: Floats, around: int, rows: int) -> tuple[Floats, Floats]:
    """Lay small feathers like tiles over a surface whose v runs towards the head.

    Returns:
        Heights (...) from 0 to 1, highest at the free edge, and a number (...) from 0 to 1 for each feather.
    """
    best, number = np.zeros_like(u), np.zeros_like(u)
    for layer in range(2):
        down = (1 - v) * rows / 2 + 0.5 * layer
        row = np.floor(down)
        right = u * around + 0.5 * layer + 0.25 * np.mod(row, 2)
        x, y = np.mod(right, 1.0) * 2 - 1, np.mod(down, 1.0)
        inside = smoothstep(1.02, 0.90, np.sqrt(np.abs(x) ** 2.4 + np.clip(y * 1.6 - 0.6, 0, 1) ** 2.4))
        height = inside * (0.25 + 0.75 * y)
        own = np.mod(np.sin(row * 12.9898 + np.floor(right) * 78.233 + layer * 37.7) * 43758.5453, 1.0)
        number = np.where(height > best, own, number)
        best = np.maximum(best, height)
    return best, number
