"""Bake colours, tints and shade into one picture with one set of places: what every viewer of core glTF can show.

Vertex colours, repeating textures and further sets of places are not safe in the viewers of phones; a texture is.
"""

import copy
import io
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import distance_transform_edt

from mangrove_ar.meshing.arrays import Floats, Ints, floats
from mangrove_ar.meshing.charts import find_charts, pack
from mangrove_ar.meshing.cleaning import set_faces, used_only
from mangrove_ar.meshing.document import Document, Json, Picture
from mangrove_ar.meshing.mesh import Mesh
from mangrove_ar.meshing.pictures import opened
from mangrove_ar.meshing.scene import primitive_mesh
from mangrove_ar.meshing.textures import encoded, linear, sampled

_PALETTE_STEPS = 24
_BATCH_PX = 2_000_000
Corners = NDArray[np.float32]


@dataclass(frozen=True)
class _Piece:
    """A primitive on its way into the picture: its mesh, its material, and where its charts go."""

    primitive: Json
    mesh: Mesh
    colour: NDArray[np.float32] | None  # Linear light.
    relief: NDArray[np.float32] | None
    base: Floats
    relief_scale: float
    opacity: NDArray[np.float32] | None


def needs_baking(document: Document) -> bool:
    """Tell whether a document has vertex colours, or places outside its textures."""
    for primitive in document.primitives():
        attributes = primitive["attributes"]
        if "COLOR_0" in attributes:
            return True
        if "TEXCOORD_0" in attributes:
            places = document.values(attributes["TEXCOORD_0"])
            if places.min() < -1e-3 or places.max() > 1.001:
                return True
    return False


def bake(document: Document, edge_px: int) -> Document:
    """Bake every material's colour into one picture; triangles, bones and movements stay as they are."""
    result = Document(copy.deepcopy(document.head), list(document.accessors))
    pieces = [_piece(document, primitive) for primitive in result.primitives()]
    pieces = [_with_palette(piece) if _is_plain(piece) else piece for piece in pieces]
    charts = [find_charts(piece.mesh) for piece in pieces]
    sizes = [chart.sizes_m() * (0.25 if _is_plain(piece) else 1.0) for piece, chart in zip(pieces, charts, strict=True)]
    corners, spans = pack(np.concatenate(sizes), edge_px)
    has_relief, has_holes = (
        any(getattr(piece, name) is not None for piece in pieces) for name in ("relief", "opacity")
    )
    canvas = _Canvas(edge_px, has_relief, has_holes)
    start = 0
    for piece, chart in zip(pieces, charts, strict=True):
        mine = slice(start, start + len(chart.low))
        share = (piece.mesh.uvs - chart.low[chart.chart_of_vertex]) / np.maximum(chart.span, 1e-12)[
            chart.chart_of_vertex
        ]
        places = corners[mine][chart.chart_of_vertex] + share * spans[mine][chart.chart_of_vertex]
        canvas.paint(piece, places)
        _store(result, piece, places / edge_px)
        start += len(chart.low)
    _one_picture(result, canvas)
    _forget_extensions(result.head)
    return used_only(result)


def _piece(document: Document, primitive: Json) -> _Piece:
    material = document.head["materials"][primitive["material"]] if "material" in primitive else {}
    surface = material.get("pbrMetallicRoughness", {})
    relief = material.get("normalTexture")
    return _Piece(
        primitive,
        primitive_mesh(document, primitive),
        _pixels(document, surface.get("baseColorTexture"), linear(np.arange(256) / 255)),
        _pixels(document, relief, np.arange(256) / 255),
        floats(surface.get("baseColorFactor", [1, 1, 1, 1])[:3]),
        float((relief or {}).get("scale", 1.0)),
        _opacity(document, surface.get("baseColorTexture"))
        if material.get("alphaMode", "OPAQUE") != "OPAQUE"
        else None,
    )


def _pixels(document: Document, reference: Json | None, meaning: Floats) -> NDArray[np.float32] | None:
    """Read a texture as (rows, columns, 3), each byte replaced by what it means."""
    if reference is None:
        return None
    picture = document.pictures[document.head["textures"][reference["index"]]["source"]]
    return np.asarray(meaning.astype(np.float32)[np.asarray(opened(picture).convert("RGB"))])


def _opacity(document: Document, reference: Json | None) -> NDArray[np.float32] | None:
    """Read how solid a texture is, as (rows, columns, 1) from 0 to 1."""
    if reference is None:
        return None
    picture = document.pictures[document.head["textures"][reference["index"]]["source"]]
    return np.asarray(np.asarray(opened(picture).convert("RGBA"), np.float32)[..., 3:] / 255, np.float32)


def _is_plain(piece: _Piece) -> bool:
    return piece.colour is None and piece.relief is None


def _with_palette(piece: _Piece) -> _Piece:
    """Give a surface without a texture a chart of its own for each colour: every triangle gets one even colour."""
    mesh = piece.mesh
    mean = np.round(encoded(mesh.colours[mesh.faces].mean(axis=1)) * _PALETTE_STEPS).astype(np.int64)
    colours, colour_of_face = np.unique(mean, axis=0, return_inverse=True)
    keys = mesh.faces * len(colours) + colour_of_face.reshape(-1, 1)
    wanted, renumbered = np.unique(keys, return_inverse=True)
    vertex, colour = wanted // len(colours), wanted % len(colours)
    even = linear(colours[colour] / _PALETTE_STEPS)
    faces = renumbered.reshape(-1, 3)
    split = Mesh(mesh.positions[vertex], mesh.normals[vertex], np.zeros((len(vertex), 2)), even, faces)
    primitive = piece.primitive
    primitive["palette_vertices"] = vertex
    return replace(piece, mesh=split)


class _Canvas:
    """Pictures that fill up with what the triangles show."""

    def __init__(self, edge_px: int, has_relief: bool, has_holes: bool) -> None:
        self.edge_px = edge_px
        self.opacity = np.ones((edge_px, edge_px, 1), np.float32) if has_holes else None
        self.colour = np.zeros((edge_px, edge_px, 3), np.float32)
        self.relief = np.zeros((edge_px, edge_px, 3), np.float32) if has_relief else None
        self.done = np.zeros((edge_px, edge_px), bool)

    def paint(self, piece: _Piece, places: Floats) -> None:
        """Fill the triangles of a piece, whose vertices lie at `places` (n, 2) pixels."""
        corners = places[piece.mesh.faces].astype(np.float32)
        low = np.floor(corners.min(axis=1) - 0.5)
        size = np.ceil(corners.max(axis=1) + 0.5) - low
        block = 2 ** np.ceil(np.log2(np.maximum(size, 4))).astype(np.int64)
        for shape in np.unique(block, axis=0):
            chosen = np.nonzero((block == shape).all(axis=1))[0]
            batch = max(_BATCH_PX // int(shape.prod()), 1)
            for start in range(0, len(chosen), batch):
                self._fill(piece, corners, low, chosen[start : start + batch], shape)

    def _fill(self, piece: _Piece, corners: Corners, low: Corners, chosen: Ints, shape: Ints) -> None:
        """Fill triangles whose boxes all fit into one shape, (width, height) pixels, at once."""
        x = low[chosen, 0, None] + np.arange(shape[0], dtype=np.float32) + np.float32(0.5)
        y = low[chosen, 1, None] + np.arange(shape[1], dtype=np.float32) + np.float32(0.5)
        a, b, c = (corners[chosen, k] for k in range(3))
        doubled = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
        area = np.where(np.abs(doubled) < 1e-9, np.float32(np.nan), doubled)

        def weight(p: Corners, q: Corners) -> Corners:
            """Give the share of the corner opposite to an edge: linear in x and in y."""
            by_x, by_y = (p[:, 1] - q[:, 1]) / area, (q[:, 0] - p[:, 0]) / area
            start = (p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]) / area
            rows = (start[:, None] + by_x[:, None] * x)[:, None, :] + (by_y[:, None] * y)[:, :, None]
            return np.asarray(rows, np.float32)

        first, second = weight(b, c), weight(c, a)
        # A little over the edges, so that no pixel of a seam stays empty.
        over = -1.0 / np.sqrt(np.maximum(np.abs(area), 1.0))[:, None, None]
        inside = (first >= over) & (second >= over) & (1 - first - second >= over)
        which, row, column = np.nonzero(inside)
        near, far = first[inside], second[inside]
        px = (low[chosen[which], 0] + column).astype(np.int64)
        py = (low[chosen[which], 1] + row).astype(np.int64)
        fits = (px >= 0) & (py >= 0) & (px < self.edge_px) & (py < self.edge_px)
        weights = np.stack([near, far, 1 - near - far], axis=1)[fits]
        self._set(piece, chosen[which[fits]], np.clip(weights, 0, 1), px[fits], py[fits])

    def _set(self, piece: _Piece, faces: Ints, weights: Floats, px: Ints, py: Ints) -> None:
        corners = piece.mesh.faces[faces]
        weights = weights / weights.sum(axis=1, keepdims=True)
        light = np.einsum("nkc,nk->nc", piece.mesh.colours[corners], weights) * piece.base
        uvs = np.einsum("nkc,nk->nc", piece.mesh.uvs[corners], weights)
        if piece.colour is not None:
            light = light * sampled(piece.colour, uvs)
        self.colour[py, px] = encoded(light)
        self.done[py, px] = True
        if self.opacity is not None and piece.opacity is not None:
            self.opacity[py, px] = sampled(piece.opacity, uvs)
        if self.relief is not None:
            tilt = np.broadcast_to(np.array([0.5, 0.5, 1.0]), light.shape)
            if piece.relief is not None:
                tilt = sampled(piece.relief, uvs)
                tilt = np.concatenate([(tilt[:, :2] - 0.5) * piece.relief_scale + 0.5, tilt[:, 2:]], axis=1)
            self.relief[py, px] = tilt

    def pictures(self) -> tuple[Image.Image, Image.Image | None]:
        """Give colour and relief, with what is empty filled from the nearest pixel."""
        if not self.done.all():
            _, (row, column) = distance_transform_edt(~self.done, return_indices=True)
            self.colour = self.colour[row, column]
            if self.relief is not None:
                self.relief = self.relief[row, column]
            if self.opacity is not None:
                self.opacity = self.opacity[row, column]
        if self.opacity is not None:
            return _image(np.concatenate([self.colour, self.opacity], axis=2)), self._relief_picture()
        return _image(self.colour), self._relief_picture()

    def _relief_picture(self) -> Image.Image | None:
        return None if self.relief is None else _image(self.relief)


def _image(values: NDArray[np.float32]) -> Image.Image:
    return Image.fromarray(
        np.round(np.clip(values, 0, 1) * 255).astype(np.uint8), "RGBA" if values.shape[2] == 4 else "RGB"
    )


def _store(document: Document, piece: _Piece, places: Floats) -> None:
    attributes = piece.primitive["attributes"]
    vertices = piece.primitive.pop("palette_vertices", None)
    if vertices is not None:
        for target in (attributes, *piece.primitive.get("targets", [])):
            for name, index in target.items():
                numbers = document.accessors[index]
                target[name] = document.add(numbers.values[vertices], numbers.shape)
        set_faces(document, piece.primitive, piece.mesh.faces)
    for name in [name for name in attributes if name.startswith(("COLOR", "TEXCOORD", "TANGENT"))]:
        del attributes[name]
    attributes["TEXCOORD_0"] = document.add(places.astype(np.float32), "VEC2")


def _one_picture(document: Document, canvas: _Canvas) -> None:
    colour, relief = canvas.pictures()
    document.pictures[:] = [Picture("image/png", _png(picture)) for picture in (colour, relief) if picture is not None]
    document.head["textures"] = [{"sampler": 0, "source": source} for source in range(len(document.pictures))]
    document.head["samplers"] = [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}]
    for material in document.head.get("materials", []):
        surface: dict[str, Any] = material.setdefault("pbrMetallicRoughness", {})
        factor = surface.pop("baseColorFactor", [1, 1, 1, 1])
        if factor[3] != 1:
            surface["baseColorFactor"] = [1, 1, 1, factor[3]]
        has_relief = "normalTexture" in material
        # Other textures lie by places that are gone now; a viewer on a phone shows few of them anyway.
        for owner in (material, surface):
            for name in [name for name in owner if name.endswith("Texture")]:
                del owner[name]
        material.pop("extensions", None)
        if "emissiveFactor" in material:
            del material["emissiveFactor"]
        surface["baseColorTexture"] = {"index": 0}
        if has_relief and relief is not None:
            material["normalTexture"] = {"index": 1}


def _forget_extensions(head: Json) -> None:
    """Leave only what a core viewer may skip: looks to choose from."""
    for key in ("extensionsUsed", "extensionsRequired"):
        kept = [name for name in head.pop(key, []) if name == "KHR_materials_variants"]
        if kept:
            head[key] = kept


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()
