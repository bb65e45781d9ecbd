"""Turn the lines of trunks, branches and roots into wood that flows from one into the next. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, smoothstep, unit
from mangrove_ar.meshing.curves import way_along
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.noise import space_noise
from mangrove_ar.meshing.tubes import tube

_LONGEST_TILE_M = 0.8
_SHORTEST_TILE_M = 0.26


@dataclass(frozen=True)
class Bough:
    """A piece of wood along a line: line (n, 3), radii (n,), corners of its section, what it grows from."""

    line: Floats
    radii: Floats
    sides: int
    parent: "Bough | None" = None
    is_swollen: bool = True

    def at(self, share: float) -> tuple[Floats, Floats, float]:
        """Give place, direction and radius at a share (0 to 1) of the points of the line."""
        place = share * (len(self.line) - 1)
        k = min(int(place), len(self.line) - 2)
        f = place - k
        point = self.line[k] * (1 - f) + self.line[k + 1] * f
        radius = float(self.radii[k] * (1 - f) + self.radii[k + 1] * f)
        return point, unit(self.line[k + 1] - self.line[k]), radius


def bough_mesh(bough: Bough, seed: int) -> Mesh:
    """Sweep a bough: it leaves its parent with a wide collar, lit there like the parent."""
    radii = _collared(bough)
    swelling = _swelling(bough, seed) if bough.is_swollen else None
    tile_m = float(np.clip(2 * np.pi * bough.radii.mean(), _SHORTEST_TILE_M, _LONGEST_TILE_M))
    mesh = tube(bough.line, radii, bough.sides, 1.0, 1 / tile_m, (seed * 0.37) % 1.0, swelling)
    return _blended(mesh, bough.parent) if bough.parent is not None else mesh


def _collared(bough: Bough) -> Floats:
    if bough.parent is None:
        return bough.radii
    _, nearest = _nearest(bough.parent, bough.line[:1])
    parent_radius = float(bough.parent.radii[nearest[0]])
    way = way_along(bough.line)
    wider = min(0.75, 0.6 * parent_radius / max(float(bough.radii[0]), 1e-6) - 0.2)
    return bough.radii * (1 + max(wider, 0.1) * np.exp(-((way / (2.1 * parent_radius)) ** 2)))


def _swelling(bough: Bough, seed: int) -> Floats:
    angle = np.linspace(0, 2 * np.pi, bough.sides + 1)
    angle[-1] = 0.0
    way = way_along(bough.line)[:, None]
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)[None] * 1.2
    places = np.concatenate(
        [
            np.broadcast_to(ring, (len(way), *ring.shape[1:])),
            np.broadcast_to(way[..., None] * 5, (len(way), len(angle), 1)),
        ],
        axis=2,
    )
    return 0.86 + 0.28 * space_noise(places, 0.9, seed, 2)


def _blended(mesh: Mesh, parent: Bough) -> Mesh:
    away, nearest = _nearest(parent, mesh.positions)
    distance = np.linalg.norm(away, axis=1)
    radius = parent.radii[nearest]
    weight = smoothstep(2.1, 0.9, distance / radius)[:, None] * 0.9
    return replace(mesh, normals=unit(mesh.normals * (1 - weight) + unit(away) * weight))


def _nearest(parent: Bough, points: Floats) -> tuple[Floats, Floats]:
    """Find the nearest place of the parent's line: the vectors away from it, and the point's index."""
    starts, steps = parent.line[:-1], np.diff(parent.line, axis=0)
    offset = points[:, None] - starts[None]
    share = np.clip((offset * steps).sum(-1) / (steps**2).sum(-1), 0, 1)
    away = offset - share[..., None] * steps
    k = np.argmin((away**2).sum(-1), axis=1)
    rows = np.arange(len(points))
    return away[rows, k], np.round(k + share[rows, k]).astype(np.int64)
