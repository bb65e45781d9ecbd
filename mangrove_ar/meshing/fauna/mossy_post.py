"""Set up a mossy mangrove post for a bird: bark, a moss cushion that creeps down from the top, mud at the foot.

Centimetres; the middle of the post's top is the origin.
"""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.oval_mud_bed import mud_bed, rolling
from mangrove_ar.meshing.mesh import Mesh, moved, shaded
from mangrove_ar.meshing.noise import space_noise, tile_noise
from mangrove_ar.meshing.surfaces import cover
from mangrove_ar.meshing.textures import bumps, colour_picture

_SIDES = 56
_BARK_TILE_CM = 12.0
_MUD_SIZE = 10.0  # Millimetres a centimetre, for the bed of mud.


def post(radius: float, height: float, seed: int) -> Mesh:
    """Make the post with a wider foot and a worn top."""
    points, down, around = _surface(radius, height, seed, 0.0)
    mesh = cover(points, around, down / _BARK_TILE_CM)
    damp = smoothstep(-height * 0.45, -height * 0.95, mesh.positions[:, 1])
    return shaded(mesh, mix((0.92, 0.90, 0.84), (0.50, 0.47, 0.40), damp))


def moss(radius: float, height: float, seed: int) -> Mesh:
    """Lay moss over the top and in tongues down the sides; where there is none it hides under the bark."""
    bare, _, _ = _surface(radius, height, seed, 0.0)
    grown, down, around = _surface(radius, height, seed, 0.30)
    reach = 0.55 + 0.9 * (space_noise(bare, 0.42, seed + 3, 3) - 0.5) - 0.085 * np.clip(-bare[..., 1], 0, None)
    reach += 0.25 * np.exp(-((bare[..., 1] / 1.2) ** 2))
    thick = smoothstep(0.36, 0.60, reach)[..., None] * (0.55 + 0.9 * space_noise(bare, 2.2, seed + 4, 2))[..., None]
    points = bare + (grown - bare) * (thick * 1.25 - 0.25)
    mesh = cover(points, around * 6.0, down / 2.4)
    return shaded(mesh, mix((0.60, 0.66, 0.42), (1.0, 1.0, 0.86), np.clip(thick.reshape(-1), 0, 1)))


def post_mud(radius: float, height: float) -> Mesh:
    """Lay the bed of mud around the foot of the post."""

    def mound(x: Floats, z: Floats) -> Floats:
        return rolling(x, z, 18.0, 2.5, 91) + 6.0 * np.exp(-((x**2 + z**2) / (radius * 16.0) ** 2))

    scale = np.eye(4) / _MUD_SIZE
    scale[3, 3], scale[1, 3] = 1.0, -height
    return moved(mud_bed((52.0, 50.0), 9.0, mound, 34.0), scale)


def wood_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint weathered wood that repeats without a seam: grey-brown fibres, long cracks, stains."""
    shape = (edge_px, edge_px)
    fibres, stains = tile_noise(shape, (2, 44), seed, 4, 0.6), tile_noise(shape, (4, 5), seed + 1, 4)
    cracks = smoothstep(0.90, 0.985, 1 - np.abs(2 * tile_noise(shape, (2, 9), seed + 2, 4, 0.5) - 1))
    colour = mix((0.30, 0.245, 0.195), (0.62, 0.555, 0.47), smoothstep(0.2, 0.85, 0.55 * fibres + 0.45 * stains))
    colour = colour * (1 - 0.65 * cracks)[..., None]
    return colour_picture(colour), colour_picture(bumps(fibres * 0.6 + stains * 0.5 - cracks, edge_px / 70))


def moss_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint a cushion of moss that repeats without a seam: tips of many small stems, yellow to deep green."""
    shape = (edge_px, edge_px)
    stems, lumps = tile_noise(shape, (34, 34), seed, 3, 0.7), tile_noise(shape, (6, 6), seed + 1, 3)
    colour = mix((0.13, 0.19, 0.05), (0.44, 0.52, 0.16), smoothstep(0.25, 0.75, 0.65 * stems + 0.35 * lumps))
    colour = mix(colour, (0.62, 0.60, 0.24), smoothstep(0.68, 0.85, stems) * 0.6)
    return colour_picture(colour), colour_picture(bumps(stems + lumps, edge_px / 40))


def _surface(radius: float, height: float, seed: int, thicker: float) -> tuple[Floats, Floats, Floats]:
    """Run from the middle of the top over its rounded edge down to the ground."""
    flat = np.stack([np.linspace(0, 0.93, 7), np.zeros(7)], axis=1) * radius
    edge = np.linspace(0.2, 1, 4)[:, None] * np.pi / 2
    rounded = radius * np.concatenate([0.93 + 0.07 * np.sin(edge), -0.07 * (1 - np.cos(edge))], axis=1)
    drops = np.linspace(0.07 * radius, height, 24)[1:]
    foot = radius * (1 + 0.55 * smoothstep(0.6, 1.05, drops / height) ** 2)
    outline = np.concatenate([flat, rounded, np.stack([foot, -drops], axis=1)])
    around = np.linspace(0, 1, _SIDES + 1)
    angle = 2 * np.pi * np.where(around == 1.0, 0.0, around)
    x, z = (outline[:, :1] * wave for wave in (np.cos(angle), np.sin(angle)))
    y = np.repeat(outline[:, 1:], _SIDES + 1, axis=1)
    bare = np.stack([x, y, z], axis=-1)
    rugged = smoothstep(0.3, 1.0, np.hypot(x, z) / radius)
    ridges = 1 + 0.16 * (space_noise(bare * [1, 0.25, 1], 0.8, seed, 4) - 0.5) * rugged
    points = bare * np.stack([ridges, np.ones_like(ridges), ridges], axis=-1)
    points[..., 1] += 0.20 * (space_noise(bare, 0.9, seed + 1, 3) - 0.5) * (outline[:, 1:] > -0.1 * radius)
    outward = np.stack([x, np.where(outline[:, 1:] > -0.05 * radius, radius, 0) + 0 * x, z], axis=-1)
    outward /= np.maximum(np.linalg.norm(outward, axis=-1, keepdims=True), 1e-9)
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(outline, axis=0), axis=1))])
    down = np.repeat(way[:, None], _SIDES + 1, axis=1)
    return floats(points + outward * thicker), floats(down), np.broadcast_to(around, x.shape)
