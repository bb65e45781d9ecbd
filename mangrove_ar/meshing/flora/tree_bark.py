"""Paint the bark of broad-crowned mangroves, smooth or cracked, dark or pale."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import mix, smoothstep
from mangrove_ar.meshing.flora.leaf_sides import Colour
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture


@dataclass(frozen=True)
class BarkLook:
    """Colours in sRGB, strengths from 0 to 1: long cracks, small level lenticels, pale blotches."""

    dark: Colour
    pale: Colour
    blotch: Colour
    cracks: float
    lenticels: float
    blotches: float


def bark_look_pictures(look: BarkLook, edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint colour and relief of a tile of bark, grain upright."""
    shape = (edge_px, edge_px)
    broad, fine = tile_noise(shape, (4, 4), seed, 4), tile_noise(shape, (20, 40), seed + 1, 2)
    cracks = 1 - np.abs(2 * tile_noise(shape, (3, 14), seed + 2, 5, 0.6) - 1)
    crack = smoothstep(0.88, 0.99, cracks) * look.cracks
    lenticels = smoothstep(0.66, 0.80, tile_noise(shape, (56, 18), seed + 3, 2)) * look.lenticels
    colour = mix(look.dark, look.pale, smoothstep(0.2, 0.8, broad * 0.55 + fine * 0.45))
    blotch = smoothstep(0.56, 0.68, tile_noise(shape, (5, 5), seed + 4, 5)) * look.blotches
    colour = mix(colour, look.blotch, blotch)
    colour = mix(colour * (1 - 0.6 * crack)[..., None], look.blotch, lenticels * 0.5)
    height = 0.12 * fine + 0.25 * broad - 0.8 * crack + 0.45 * lenticels
    return colour_picture(colour), colour_picture(bumps(height, edge_px / 95))
