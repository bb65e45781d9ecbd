"""Make a model visible to rays: where they meet it, and what it looks like there."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, unit
from mangrove_ar.meshing.rays import Hits, RayTarget
from mangrove_ar.meshing.scene import Look, Part
from mangrove_ar.meshing.textures import linear, sampled


@dataclass(frozen=True)
class Surface:
    """All that is known of the points hit: each array has one row a point."""

    points: Floats
    normals: Floats
    flat_normals: Floats
    colours: Floats
    roughness: Floats
    thinness: Floats  # 1 for leaves, that glow when the sun is behind them, else 0.


class Stage:
    """All parts of a model as one set of triangles that rays can hit."""

    def __init__(self, parts: list[Part]) -> None:
        sizes = [len(part.mesh.positions) for part in parts]
        starts = np.cumsum([0, *sizes[:-1]])
        self.parts = parts
        self.positions = np.concatenate([part.mesh.positions for part in parts])
        self.normals = np.concatenate([part.mesh.normals for part in parts])
        self.uvs = np.concatenate([part.mesh.uvs for part in parts])
        self.colours = np.concatenate([part.mesh.colours for part in parts])
        pairs = zip(parts, starts, strict=True)
        self.faces: Ints = np.concatenate([part.mesh.faces + start for part, start in pairs])
        self.part_of_face = np.repeat(np.arange(len(parts)), [len(part.mesh.faces) for part in parts])
        self.reach = float(np.ptp(self.positions, axis=0).max())
        self.target = RayTarget(self.positions, self.faces)

    def surface(self, hits: Hits, origins: Floats, directions: Floats) -> Surface:
        """Read position, normal and colour where rays have hit."""
        corners = self.faces[hits.triangle]
        weights = np.stack([1 - hits.u - hits.v, hits.u, hits.v], axis=1)[..., None]
        points = origins + directions * hits.distance[:, None]
        edges = self.positions[corners]
        flat = unit(np.cross(edges[:, 1] - edges[:, 0], edges[:, 2] - edges[:, 0]))
        normals = unit((self.normals[corners] * weights).sum(axis=1))
        colours = (self.colours[corners] * weights).sum(axis=1)
        uvs = (self.uvs[corners] * weights).sum(axis=1)
        roughness, thinness = np.ones(len(points)), np.zeros(len(points))
        part_of_hit = self.part_of_face[hits.triangle]
        for index, part in enumerate(self.parts):
            mine = np.nonzero(part_of_hit == index)[0]
            if len(mine):
                colours[mine] *= _painted(part.look, uvs[mine])
                normals[mine] = _embossed(part.look, uvs[mine], normals[mine], edges[mine], self.uvs[corners[mine]])
                roughness[mine] = part.look.roughness
                thinness[mine] = float(part.look.is_thin)
        away = (flat * directions).sum(axis=1) > 0
        flat[away] *= -1
        normals[(normals * flat).sum(axis=1) < 0] *= -1
        return Surface(points, normals, flat, colours, roughness, thinness)


def _painted(look: Look, uvs: Floats) -> Floats:
    if look.texture is None:
        return np.broadcast_to(look.base_colour, (len(uvs), 3))
    return linear(sampled(look.texture, uvs) / 255) * look.base_colour


def _embossed(look: Look, uvs: Floats, normals: Floats, edges: Floats, corner_uvs: Floats) -> Floats:
    if look.relief is None:
        return normals
    first, second = edges[:, 1] - edges[:, 0], edges[:, 2] - edges[:, 0]
    du = corner_uvs[:, 1:] - corner_uvs[:, :1]
    turn = np.sign(du[:, 0, 0] * du[:, 1, 1] - du[:, 0, 1] * du[:, 1, 0])[:, None]
    along = turn * (first * du[:, 1, 1:2] - second * du[:, 0, 1:2])
    along = unit(along - normals * (along * normals).sum(axis=1, keepdims=True))
    upward = -turn * np.cross(normals, along)  # v runs down the picture, the map's green up.
    tilt = sampled(look.relief, uvs) / 127.5 - 1
    tilt[:, :2] *= look.relief_scale
    return unit(along * tilt[:, :1] + upward * tilt[:, 1:2] + normals * tilt[:, 2:])
