"""Shape jointed limbs: rounded segments that meet in balls, so that no pose opens a gap."""

import numpy as np
from numpy.typing import ArrayLike

from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Surface
from mangrove_ar.meshing.curves import Profile, evenly, frames, profile, smooth_line, way_along
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.surfaces import cover_outward, unit_grid

_SAMPLES = 160


def limb(
    points: ArrayLike,
    widths: ArrayLike,
    heights: ArrayLike,
    ends: tuple[float, float],
    up: ArrayLike = (0.0, 1.0, 0.0),
) -> Surface:
    """Make a segment along points, round at both ends.

    Args:
        points: (n, 3) from joint to joint; the ends reach beyond them by `ends`.
        widths: (m, 2) way from 0 to 1 and half-width to the side.
        heights: (m, 2) way from 0 to 1 and half-height along `up`.
        ends: radii of the balls around the first and the last point.
        up: direction of the height at the start.

    Returns:
        A surface: u goes around, starting below; v goes along.
    """
    line = evenly(_reaching_beyond(smooth_line(points, _SAMPLES), ends), _SAMPLES)
    _, across, beside = frames(line, up)
    way = way_along(line)
    share = way / way[-1]
    rounding = _rounded(way, ends)
    half_width, half_height = profile(widths)(share) * rounding, profile(heights)(share) * rounding

    def surface(u: Floats, v: Floats) -> Floats:
        angle = 2 * np.pi * u - np.pi / 2
        at = np.clip(v, 0, 1)
        middle, upward, sideward = (_along(share, part, at) for part in (line, across, beside))
        wide, high = np.interp(at, share, half_width), np.interp(at, share, half_height)
        return floats(
            middle + upward * (np.sin(angle) * high)[..., None] + sideward * (np.cos(angle) * wide)[..., None]
        )

    return surface


def blade(upper: Profile, lower: Profile, thickness: Profile, bend: Profile, length: tuple[float, float]) -> Surface:
    """Make a claw part in its own x-y plane between two edges, x from length[0] to length[1]."""

    def surface(u: Floats, v: Floats) -> Floats:
        angle = 2 * np.pi * u - np.pi / 2
        x = length[0] + np.clip(v, 0, 1) * (length[1] - length[0])
        top, low = upper(x), lower(x)
        y = (top + low) / 2 + (top - low) / 2 * _squarer(np.sin(angle))
        return np.stack([x, y, bend(x) + thickness(x) * _squarer(np.cos(angle))], axis=-1)

    return surface


def skin(surface: Surface, rows: int, columns: int, crowding: float = 0.5) -> Mesh:
    """Cover a surface with triangles; crowding 0 spaces the rows evenly, 1 gathers them at both ends."""
    u, v = unit_grid(rows, columns)
    v = v * (1 - crowding) + (1 - np.cos(np.pi * v)) / 2 * crowding
    return cover_outward(surface(u, v), u, v)


def _squarer(wave: Floats) -> Floats:
    return floats(np.sign(wave) * np.abs(wave) ** 0.87)


def _along(share: Floats, values: Floats, at: Floats) -> Floats:
    return np.stack([np.interp(at, share, values[:, axis]) for axis in range(3)], axis=-1)


def _reaching_beyond(line: Floats, ends: tuple[float, float]) -> Floats:
    first = line[0] - line[1]
    last = line[-1] - line[-2]
    before = line[0] + first / np.linalg.norm(first) * ends[0]
    after = line[-1] + last / np.linalg.norm(last) * ends[1]
    return np.concatenate([[before], line, [after]])


def _rounded(way: Floats, ends: tuple[float, float]) -> Floats:
    factor = np.ones_like(way)
    for distance, radius in ((way, ends[0]), (way[-1] - way, ends[1])):
        inside = np.clip((radius - distance) / max(radius, 1e-9), 0, 1)
        factor *= np.sqrt(1 - inside**2)
    return factor
