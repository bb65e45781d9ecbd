"""Paint a mangrove's pictures: bark with lenticels, four ages of leaf, wet mud."""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, Ints, floats, mix, smoothstep
from mangrove_ar.meshing.flora.leaves import VARIANTS
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture


def bark_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint grey-brown bark: long cracks, warty lenticels in short level rows, patches of lichen."""
    shape = (edge_px, edge_px)
    cracks = 1 - np.abs(2 * tile_noise(shape, (3, 13), seed, 5, 0.6) - 1)
    fine = tile_noise(shape, (24, 40), seed + 1, 3)
    broad = tile_noise(shape, (4, 3), seed + 2, 4)
    warts = _scattered(edge_px, 190, (0.012, 0.028), (0.005, 0.010), seed + 3, rows=26)
    height = 0.45 * (1 - cracks**6) + 0.22 * fine + 0.30 * broad + 0.75 * warts
    colour = mix((0.40, 0.345, 0.30), (0.60, 0.545, 0.485), smoothstep(0.25, 0.75, broad * 0.6 + fine * 0.4))
    colour = colour * (1 - 0.45 * smoothstep(0.90, 0.99, cracks))[..., None]
    colour = mix(colour, (0.50, 0.35, 0.26), smoothstep(0.55, 0.75, tile_noise(shape, (3, 5), seed + 4, 3)) * 0.40)
    lichen = smoothstep(0.62, 0.72, tile_noise(shape, (5, 5), seed + 5, 5))
    colour = mix(colour, (0.70, 0.71, 0.64), lichen * 0.55)
    colour = mix(colour, (0.74, 0.66, 0.56), warts * 0.75)
    return colour_picture(colour), colour_picture(bumps(height, edge_px / 90))


def leaf_picture(edge_px: int, seed: int) -> Image.Image:
    """Paint the upper sides of leaves, stalk below, one age a column: rib, veins, mottling, a dry tip."""
    width, height = edge_px // VARIANTS, edge_px // 2
    y, x = np.mgrid[0:height, 0:width]
    across, along = (x + 0.5) / width * 2 - 1, 1 - (y + 0.5) / height
    veins = smoothstep(0.55, 1.0, np.sin((along * 15 - np.abs(across) * 4.2) * 2 * np.pi))
    rib = np.exp(-((across / (0.075 - 0.045 * along)) ** 2))
    mottle = tile_noise((height, width), (6, 3), seed, 4)
    shades = [_blade(colour, across, along, veins, rib, mottle) for colour in _LEAF_COLOURS]
    return colour_picture(np.concatenate(shades, axis=1))


_LEAF_COLOURS = ((0.20, 0.375, 0.13), (0.265, 0.475, 0.155), (0.47, 0.645, 0.22), (0.84, 0.70, 0.20))


def _blade(
    colour: tuple[float, float, float],
    across: Floats,
    along: Floats,
    veins: Floats,
    rib: Floats,
    mottle: Floats,
) -> Floats:
    base = floats(colour) * (0.80 + 0.36 * mottle)[..., None] * (1.0 - 0.13 * np.abs(across) ** 3)[..., None]
    base = base * (1 + 0.10 * veins * (1 - rib))[..., None]
    base = mix(base, floats(colour) * 0.5 + floats([0.36, 0.40, 0.16]), rib * 0.85)
    return mix(base, (0.42, 0.24, 0.12), smoothstep(0.965, 1.0, along) * 0.7)


def mud_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint wet grey-brown mud with a film of algae and small holes."""
    shape = (edge_px, edge_px)
    lumps, fine = tile_noise(shape, (7, 7), seed, 5, 0.55), tile_noise(shape, (40, 40), seed + 1, 3)
    colour = mix((0.25, 0.205, 0.165), (0.47, 0.405, 0.335), smoothstep(0.25, 0.8, lumps))
    colour = colour * (0.84 + 0.32 * fine)[..., None]
    film = smoothstep(0.58, 0.72, tile_noise(shape, (5, 5), seed + 2, 4))
    colour = mix(colour, (0.33, 0.35, 0.20), film * 0.45)
    holes = _scattered(edge_px, 90, (0.004, 0.009), (0.004, 0.009), seed + 3)
    colour = colour * (1 - 0.75 * holes)[..., None]
    return colour_picture(colour), colour_picture(bumps(lumps + 0.25 * fine - 0.3 * holes, edge_px / 40))


def _scattered(
    edge_px: int,
    count: int,
    wide: tuple[float, float],
    high: tuple[float, float],
    seed: int,
    rows: int | None = None,
) -> Floats:
    """Scatter soft oval dots over a tile, half-sizes in shares of its edge; with rows, most lie in level rows."""
    rng = np.random.default_rng(seed)
    dots = np.zeros((edge_px, edge_px))
    for _ in range(count):
        down = rng.random() if rows is None else (rng.integers(rows) + rng.normal(0.5, 0.12)) / rows
        right, half_wide, half_high = rng.random(), rng.uniform(*wide), rng.uniform(*high)
        down_px, across_px = _around(down, half_high * 2.5, edge_px), _around(right, half_wide * 2.5, edge_px)
        below, beside = (down_px / edge_px - down) / half_high, (across_px / edge_px - right) / half_wide
        window = np.ix_(down_px % edge_px, across_px % edge_px)
        dots[window] = np.maximum(dots[window], np.exp(-(below[:, None] ** 2) - beside**2))
    return dots


def _around(middle: float, half: float, edge_px: int) -> Ints:
    return np.arange(int((middle - half) * edge_px), int((middle + half) * edge_px) + 2)
