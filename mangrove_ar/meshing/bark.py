"""Paint a mangrove's grey-brown bark, on trees and on the roots that animals climb."""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import mix, smoothstep
from mangrove_ar.meshing.noise import scattered_dots, tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture


def bark_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint grey-brown bark: long cracks, warty lenticels in short level rows, patches of lichen."""
    shape = (edge_px, edge_px)
    cracks = 1 - np.abs(2 * tile_noise(shape, (3, 13), seed, 5, 0.6) - 1)
    fine = tile_noise(shape, (24, 40), seed + 1, 3)
    broad = tile_noise(shape, (4, 3), seed + 2, 4)
    warts = scattered_dots(edge_px, 190, (0.012, 0.028), (0.005, 0.010), seed + 3, rows=26)
    height = 0.45 * (1 - cracks**6) + 0.22 * fine + 0.30 * broad + 0.75 * warts
    colour = mix((0.40, 0.345, 0.30), (0.60, 0.545, 0.485), smoothstep(0.25, 0.75, broad * 0.6 + fine * 0.4))
    colour = colour * (1 - 0.45 * smoothstep(0.90, 0.99, cracks))[..., None]
    colour = mix(colour, (0.50, 0.35, 0.26), smoothstep(0.55, 0.75, tile_noise(shape, (3, 5), seed + 4, 3)) * 0.40)
    lichen = smoothstep(0.62, 0.72, tile_noise(shape, (5, 5), seed + 5, 5))
    colour = mix(colour, (0.70, 0.71, 0.64), lichen * 0.55)
    colour = mix(colour, (0.74, 0.66, 0.56), warts * 0.75)
    return colour_picture(colour), colour_picture(bumps(height, edge_px / 90))
