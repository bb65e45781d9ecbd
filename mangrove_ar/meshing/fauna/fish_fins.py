"""Shape fins: thin skins over rays that fan out from a base, cut between the rays. Unit: the fish's length."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.atlas import Paint, Patch, Surface
from mangrove_ar.meshing.curves import profile, smooth_line
from mangrove_ar.meshing.fauna.fish_body import Body, Pairs
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.surfaces import cover, unit_grid
from mangrove_ar.meshing.tubes import tube

_LEAST_COLUMNS = 44
_SINK = 0.008  # How deep a base sits under the skin.


@dataclass(frozen=True)
class Rays:
    """The rays of one fin: roots and tips (n, 3), how far each bends (n, 3), and how deep the skin is cut."""

    roots: Floats
    tips: Floats
    bends: Floats
    notch: float = 0.08
    thickness: float = 0.0016


@dataclass(frozen=True)
class MedianFin:
    """A fin on the middle line: from s to s, ray lengths and lean backwards in degrees along its base."""

    start: float
    end: float
    rays: int
    lengths: Pairs
    lean_deg: tuple[float, float]
    notch: float = 0.08
    is_below: bool = False
    sway: float = 0.006


def median_rays(body: Body, fin: MedianFin) -> Rays:
    """Stand the rays of a fin on the back, or hang them under the belly."""
    share = np.linspace(0, 1, fin.rays)
    s = fin.start + (fin.end - fin.start) * share
    down = -1.0 if fin.is_below else 1.0
    height = (body.belly(s) if fin.is_below else body.back(s)) - down * _SINK
    lean = np.radians(fin.lean_deg[0] + (fin.lean_deg[1] - fin.lean_deg[0]) * share)
    length = profile(fin.lengths)(share) + _SINK
    roots = np.stack([np.zeros_like(s), height, 0.5 - s], axis=1)
    ways = np.stack([np.zeros_like(s), down * np.cos(lean), -np.sin(lean)], axis=1)
    side = fin.sway * np.sin(4.5 * share + 0.6)
    bends = np.stack([side, np.zeros_like(s), 0.04 * length], axis=1)
    return Rays(roots, roots + ways * length[:, None], bends, fin.notch)


def tail_rays(body: Body, rays: int, lengths: Pairs, spread_deg: float, notch: float, turn_deg: float = 0.0) -> Rays:
    """Fan the tail fin's rays out from the end of the body, from the lowest to the highest."""
    share = np.linspace(0, 1, rays)
    s = body.shape.end - 0.012
    low, top = float(body.belly(floats(s))), float(body.back(floats(s)))
    height = low + (top - low) * (0.06 + 0.88 * share)
    angle = np.radians(turn_deg + spread_deg * (2 * share - 1))
    length = profile(lengths)(share) + 0.012
    roots = np.stack([np.zeros(rays), height, np.full(rays, 0.5 - s)], axis=1)
    ways = np.stack([np.zeros(rays), np.sin(angle), -np.cos(angle)], axis=1)
    bends = np.stack([0.008 * np.sin(5 * share), -0.02 * np.sin(angle), np.zeros(rays)], axis=1)
    return Rays(roots, roots + ways * length[:, None], bends, notch)


def fan_rays(
    root: tuple[float, float, float],
    base: tuple[float, float, float],
    first: tuple[float, float, float],
    last: tuple[float, float, float],
    rays: int,
    bend: tuple[float, float, float],
    notch: float = 0.05,
) -> Rays:
    """Fan rays from a short base at `root`: from the tip offset `first` to `last`, longest in the middle."""
    share = np.linspace(0, 1, rays)[:, None]
    roots = floats(root) + floats(base) * (share - 0.5)
    way = unit(floats(first) * (1 - share) + floats(last) * share)
    length = np.linalg.norm(first) * (1 - share) + np.linalg.norm(last) * share
    rounded = length * (1 + 0.22 * np.sin(np.pi * share))
    return Rays(roots, roots + way * rounded, np.broadcast_to(floats(bend), roots.shape), notch)


def _fin_surface(rays: Rays) -> Surface:
    """Give the skin over the rays: u runs from the first ray to the last, v from the base to the edge."""
    count = len(rays.roots)
    dense = (count - 1) * 12 + 1
    roots, tips, bends = (smooth_line(part, dense) for part in (rays.roots, rays.tips, rays.bends))
    across = unit(np.cross(tips - roots, np.gradient(roots + tips, axis=0)))

    def surface(u: Floats, v: Floats) -> Floats:
        at = np.clip(u, 0, 1) * (count - 1)
        root, tip, bend, aside = (_read(part, at * 12) for part in (roots, tips, bends, across))
        between = np.sin(np.pi * at) ** 2
        share = np.clip(v, 0, 1) * (1 - rays.notch * between)
        puffed = rays.thickness * np.cos(2 * np.pi * at) * np.sin(np.pi * np.clip(v, 0, 1) ** 0.7)
        bent = bend * (share * (1 - share) * 4)[..., None]
        return floats(root + (tip - root) * share[..., None] + bent + aside * puffed[..., None])

    return surface


def fin_patch(name: str, rays: Rays, rows: int, size_px: tuple[int, int], paint: Paint) -> Patch:
    """Cover a fin; what lies flat faces up, so that it is lit from above."""
    surface = _fin_surface(rays)
    gaps = len(rays.roots) - 1
    u, v = unit_grid(rows, gaps * max(4, _LEAST_COLUMNS // gaps))
    mesh = cover(surface(u, v), u, v)
    if mesh.normals[:, 1].mean() < -0.2:
        mesh = cover(surface(u, v), u, v, inside_out=True)
    return Patch(name, mesh, surface, size_px, paint)


def thread(rays: Rays, number: int, length: float, radius: float, backwards: float) -> Mesh:
    """Draw a ray out into a free thread beyond the fin's edge; its uvs stay on that ray's root."""
    root, tip = rays.roots[number], rays.tips[number]
    way = unit(tip - root)
    back = floats([0.0, 0.0, -backwards])
    points = [root + (tip - root) * 0.3, tip, tip + (way * 0.5 + back * 0.2) * length, tip + (way + back) * length]
    line = smooth_line(points, 10)
    mesh = tube(line, np.linspace(radius, radius * 0.25, 10), 5)
    place = floats([number / (len(rays.roots) - 1), 0.45])
    return replace(mesh, uvs=np.broadcast_to(place, mesh.uvs.shape).copy())


def _read(values: Floats, at: Floats) -> Floats:
    places = np.arange(len(values))
    return np.stack([np.interp(at, places, values[:, axis]) for axis in range(3)], axis=-1)
