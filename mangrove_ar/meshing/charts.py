"""Cut a surface into charts, each flat in its texture already, and pack them so that none overlaps another."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mangrove_ar.meshing.arrays import Floats, Ints
from mangrove_ar.meshing.mesh import Mesh

MARGIN_PX = 2
_LEAST_PX = 3
_ROOM = 0.98


@dataclass(frozen=True)
class Charts:
    """The charts of one mesh: for each vertex its chart; for each chart the corner and the size in the old texture, and
    how many metres one unit of it spans, along u and v, (k, 2) each."""

    chart_of_vertex: Ints
    low: Floats
    span: Floats
    metres: Floats

    def sizes_m(self) -> Floats:
        """Give each chart's size on the model, (k, 2) metres."""
        return self.span * self.metres


def find_charts(mesh: Mesh) -> Charts:
    """Find the pieces of a mesh that hang together by shared vertices."""
    count = len(mesh.positions)
    links = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]]])
    graph = coo_array((np.ones(len(links), np.int8), (links[:, 0], links[:, 1])), shape=(count, count))
    charts, chart_of_vertex = connected_components(graph, directed=False)
    low, high = np.full((charts, 2), np.inf), np.full((charts, 2), -np.inf)
    np.minimum.at(low, chart_of_vertex, mesh.uvs)
    np.maximum.at(high, chart_of_vertex, mesh.uvs)
    return Charts(
        chart_of_vertex.astype(np.int64), low, high - low, _stretch(mesh, chart_of_vertex.astype(np.int64), charts)
    )


def _stretch(mesh: Mesh, chart_of_vertex: Ints, charts: int) -> Floats:
    """Measure how far the surface moves per unit of u and of v: the root mean square over each chart's area."""
    corners, places = mesh.positions[mesh.faces], mesh.uvs[mesh.faces]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    du, dv = places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]
    flat = du[:, 0] * dv[:, 1] - du[:, 1] * dv[:, 0]
    area = np.linalg.norm(np.cross(first, second), axis=1)
    sound = np.abs(flat) > 1e-12
    inverse = np.where(sound, 1 / np.where(sound, flat, 1.0), 0.0)[:, None]
    along_u = (first * dv[:, 1:] - second * du[:, 1:]) * inverse
    along_v = (second * du[:, :1] - first * dv[:, :1]) * inverse
    squares = np.stack([(along_u**2).sum(axis=1), (along_v**2).sum(axis=1)], axis=1)
    chart = chart_of_vertex[mesh.faces[:, 0]]
    weight = np.where(sound, area, 0.0)
    total = np.bincount(chart, weight, charts)
    sums = np.stack([np.bincount(chart, squares[:, k] * weight, charts) for k in range(2)], axis=1)
    return np.sqrt(sums / np.maximum(total, 1e-20)[:, None])


def pack(sizes_m: Floats, edge_px: int) -> tuple[Ints, Ints]:
    """Give every chart a rectangle in a square picture, as large as all can be: corners and sizes in pixels, (k, 2).

    Each rectangle has `MARGIN_PX` free around it.
    """
    low, high = 0.0, edge_px / max(float(np.sqrt(np.prod(sizes_m, axis=1).sum())), 1e-9)
    best = _shelves(_pixels(sizes_m, 0.0, edge_px), edge_px)
    for _ in range(12):
        middle = (low + high) / 2
        sizes = _pixels(sizes_m, middle, edge_px)
        corners = _shelves(sizes, edge_px)
        if corners is None:
            high = middle
        else:
            low, best = middle, corners
    if best is None:
        raise ValueError(f"{len(sizes_m)} charts do not fit into {edge_px} pixels.")
    return best, _pixels(sizes_m, low, edge_px)


def _pixels(sizes_m: Floats, density: float, edge_px: int) -> Ints:
    return np.clip(np.ceil(sizes_m * density), _LEAST_PX, edge_px * _ROOM - 2 * MARGIN_PX).astype(np.int64)


def _shelves(sizes: Ints, edge_px: int) -> Ints | None:
    corners = np.zeros_like(sizes)
    left = top = tallest = 0
    room = sizes + 2 * MARGIN_PX
    for index in np.lexsort((np.arange(len(sizes)), -sizes[:, 1])):
        width, height = int(room[index, 0]), int(room[index, 1])
        if left + width > edge_px:
            left, top, tallest = 0, top + tallest, 0
        if top + height > edge_px:
            return None
        corners[index] = (left + MARGIN_PX, top + MARGIN_PX)
        left, tallest = left + width, max(tallest, height)
    return corners
