"""Stand a dead, bare young tree in the mud, for climbers and birds. Metres."""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.curves import smooth_line
from mangrove_ar.meshing.flora.boughs import Bough, bough_mesh
from mangrove_ar.meshing.flora.stilt_roots import GOLDEN_ANGLE
from mangrove_ar.meshing.mesh import Mesh, join

_TRUNK_RADIUS_M = 0.020  # For each metre of height.


def dead_tree(foot: Floats, height_m: float, branches: int, rng: np.random.Generator) -> list[Bough]:
    """Grow the leaning trunk first, then its bare branches from low to high."""
    top = foot + floats([0.10, 1.0, 0.04]) * height_m
    bow = floats([-0.05, 0.0, 0.03]) * height_m
    points = [foot - floats([0, 0.08, 0]), foot * 0.6 + top * 0.4 + bow, foot * 0.25 + top * 0.75 + bow * 0.3, top]
    radii = height_m * _TRUNK_RADIUS_M * np.interp(np.linspace(0, 1, 26), [0, 0.08, 0.5, 1], [1.35, 1.0, 0.85, 0.30])
    trunk = Bough(smooth_line(points, 26), radii, 11)
    return [trunk, *(_branch(trunk, k / max(branches - 1, 1), k, height_m, rng) for k in range(branches))]


def _branch(trunk: Bough, share: float, place: int, height_m: float, rng: np.random.Generator) -> Bough:
    start, along, radius = trunk.at(0.42 + 0.46 * share)
    turn = place * GOLDEN_ANGLE + 0.5 + rng.normal(0, 0.15)
    out = floats([np.cos(turn), 0, np.sin(turn)])
    length = height_m * float(np.interp(share, [0, 1], [0.46, 0.30])) * rng.uniform(0.9, 1.1)
    way = unit(out + floats([0, rng.uniform(0.30, 0.65), 0]))
    crook = np.cross(out, along) * rng.normal(0, 0.10) * length
    points = [start, start + (way * 0.75 + along * 0.25) * length * 0.4 + crook, start + way * length]
    return Bough(smooth_line(points, 12), np.linspace(radius * 0.55, radius * 0.22, 12), 7, trunk)


def dead_wood_mesh(boughs: list[Bough], seed: int) -> Mesh:
    """Sweep trunk and branches; each end is broken off in a short point."""
    return join(bough_mesh(_pointed(bough), seed + 7 * k) for k, bough in enumerate(boughs))


def bleached(bark: Image.Image) -> Image.Image:
    """Fade a picture of bark to the silver grey of wood that has long been dead."""
    grey = Image.merge("RGB", [bark.convert("L")] * 3)
    return Image.blend(Image.blend(bark, grey, 0.6), Image.new("RGB", bark.size, (214, 206, 194)), 0.42)


def _pointed(bough: Bough) -> Bough:
    ahead = unit(bough.line[-1] - bough.line[-2])
    ends = [bough.line[-1] + ahead * bough.radii[-1] * 0.4, bough.line[-1] + ahead * bough.radii[-1] * 1.8]
    line = np.concatenate([bough.line, ends])
    radii = np.concatenate([bough.radii, [bough.radii[-1] * 0.8, 0.0]])
    return Bough(line, radii, bough.sides, bough.parent, bough.is_swollen)
