"""Paint smooth bark that peels off in flakes and leaves a map of pink, green and buff patches."""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import mix, smoothstep
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture

_BUFF, _PINK, _GREEN, _OLD = (0.66, 0.55, 0.42), (0.72, 0.54, 0.43), (0.56, 0.54, 0.38), (0.52, 0.43, 0.33)
_EDGE = (0.36, 0.27, 0.20)
# Each layer of flakes: its colour, lumps down and across, the level above which it still sticks.
_LAYERS = ((_PINK, (5, 4), 0.50), (_GREEN, (4, 4), 0.56), (_OLD, (6, 5), 0.64))


def flaking_bark(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint colour and relief; the tile repeats both ways."""
    shape = (edge_px, edge_px)
    fine, broad = tile_noise(shape, (30, 30), seed, 3), tile_noise(shape, (3, 3), seed + 1, 4)
    colour = mix(_BUFF, (0.72, 0.62, 0.48), broad)
    height = 0.10 * fine
    for k, (tone, cells, level) in enumerate(_LAYERS):
        field = tile_noise(shape, cells, seed + 11 * (k + 1), 4, 0.42)
        sticks = smoothstep(level - 0.008, level + 0.008, field)
        rim = np.exp(-(((field - level) / 0.014) ** 2))
        colour = mix(colour, np.broadcast_to(tone, colour.shape), sticks * 0.92)
        colour = mix(colour, _EDGE, rim * 0.45)
        height = height + 0.60 * sticks + 0.15 * rim
    colour = colour * (0.90 + 0.20 * fine)[..., None]
    return colour_picture(colour), colour_picture(bumps(height, edge_px / 110))
