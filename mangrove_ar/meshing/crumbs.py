"""Drop the crumbs that float around a scan: tiny, and near nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.meshing.arrays import Floats, Ints
from mangrove_ar.meshing.cleaning import copied, diagonal, pieces, set_faces, set_vertices, without_empty
from mangrove_ar.meshing.document import Document, Json
from mangrove_ar.meshing.scene import node_places

CRUMB = 0.02
"""What is smaller than this share of the whole model's diagonal, and as far from everything else, is a crumb."""
_SAMPLES = 60_000
_NEIGHBOURS = 1.8  # Cells of a grid that share a corner lie at most the square root of three apart.


@dataclass(frozen=True)
class _Part:
    """A primitive where it stands: corners of its triangles (m, 3, 3), the piece of each, and whether it must stay."""

    primitive: Json
    corners: Floats
    piece_of_face: Ints
    is_kept: bool

    @property
    def count(self) -> int:
        return int(self.piece_of_face.max()) + 1


def drop_crumbs(document: Document, keep: tuple[str, ...] = ()) -> Document:
    """Drop loose pieces that are tiny beside the whole model and near nothing else, unless a name in `keep` holds them.

    Pieces are found on welded positions, so that a seam in the texture does not split a part, and are judged against
    the whole model. Pieces that lie within a crumb's size of each other count as one thing: leaves in a crown and an
    eye in its socket stay. Skins stay whole.
    """
    result = copied(document)
    parts = list(_parts(result, keep))
    if not parts:
        return result
    limit = CRUMB * diagonal(result)
    extent = _extents(parts, limit)
    start = 0
    for part in parts:
        is_crumb = extent[start : start + part.count] < 1.5 * limit
        start += part.count
        if is_crumb.any() and not part.is_kept:
            _without(result, part, is_crumb)
    return without_empty(result)


def _parts(document: Document, keep: tuple[str, ...]) -> Iterator[_Part]:
    done = set[int]()
    for index, place in node_places(document).items():
        node = document.head["nodes"][index]
        if "mesh" not in node or "skin" in node:
            continue
        mesh = document.head["meshes"][node["mesh"]]
        is_kept = bool({node.get("name"), mesh.get("name")} & set(keep))
        for primitive in mesh["primitives"]:
            if primitive.get("mode", 4) != 4 or "indices" not in primitive or id(primitive) in done:
                continue
            done.add(id(primitive))
            positions = document.values(primitive["attributes"]["POSITION"]).astype(np.float64)
            faces = document.values(primitive["indices"]).reshape(-1, 3).astype(np.int64)
            standing = positions @ place[:3, :3].T + place[:3, 3]
            yield _Part(primitive, standing[faces], pieces(positions, faces), is_kept)


def _extents(parts: list[_Part], limit: float) -> Floats:
    """Measure for each piece the diagonal of the box around all that hangs together with it, near things included."""
    # Imported here: grown models have no crumbs, and need not wait for it.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    starts = np.cumsum([0, *(part.count for part in parts)])
    corners = np.concatenate([part.corners for part in parts])
    piece = np.concatenate([part.piece_of_face + start for part, start in zip(parts, starts, strict=False)])
    points, owners = _spread(corners, piece)
    cells, cell = np.unique(np.floor(points / limit).astype(np.int64), axis=0, return_inverse=True)
    near = cKDTree(cells).query_pairs(_NEIGHBOURS, output_type="ndarray")
    count = int(starts[-1])
    first = np.concatenate([owners, near[:, 0] + count])
    second = np.concatenate([cell.reshape(-1) + count, near[:, 1] + count])
    size = count + len(cells)
    _, label = connected_components(coo_array((np.ones(len(first), np.int8), (first, second)), (size, size)), False)
    low, high = np.full((size, 3), np.inf), np.full((size, 3), -np.inf)
    np.minimum.at(low, label[owners], points)
    np.maximum.at(high, label[owners], points)
    extent: Floats = np.linalg.norm(high - low, axis=1)[label[:count]]
    return extent


def _spread(corners: Floats, piece: Ints) -> tuple[Floats, Ints]:
    """Give all corners, and points spread over the triangles by their area, each with the piece it lies on."""
    rng = np.random.default_rng(0)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    chosen = rng.choice(len(corners), _SAMPLES, p=area / area.sum())
    weights = rng.dirichlet([1, 1, 1], _SAMPLES)
    inside = np.einsum("nk,nkc->nc", weights, corners[chosen])
    return np.concatenate([corners.reshape(-1, 3), inside]), np.concatenate([np.repeat(piece, 3), piece[chosen]])


def _without(document: Document, part: _Part, is_crumb: NDArray[np.bool_]) -> None:
    faces = document.values(part.primitive["indices"]).reshape(-1, 3).astype(np.int64)
    used, renumbered = np.unique(faces[~is_crumb[part.piece_of_face]], return_inverse=True)
    set_vertices(document, part.primitive, used)
    set_faces(document, part.primitive, renumbered.reshape(-1, 3))
