"""Paint a mud clam's valves, unrolled: around is the width, from the edge (top) to the beak (bottom) the height.

Colours are sRGB from 0 to 1, heights in pixels. Source: species record of Geloina expansa, field `identification`.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.shell_paint import Pictures
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture

_RINGS = 30.0
_PAUSES = (0.34, 0.50, 0.63, 0.74, 0.835, 0.915, 0.965)  # Sizes at which growth rested and left a deep line.


def ring_height(grown: Floats) -> Floats:
    """Raise the growth rings at sizes (...) from 0, at the beak, to 1, at the edge; heights are about -1 to 0.6."""
    fine = (0.5 + 0.5 * np.sin(2 * np.pi * (_RINGS * grown + 0.7 * np.sin(grown * 17)))) ** 1.5
    pauses = np.zeros_like(grown)
    for size in _PAUSES:
        pauses = np.maximum(pauses, np.exp(-(((grown - size) / 0.007) ** 2)))
    return floats(0.55 * fine - 1.1 * pauses)


def valve_pictures(edge_px: int, seed: int) -> Pictures:
    """Paint olive to black skin in rings, flaking, and the beak worn white."""
    shape = (edge_px // 2, edge_px)
    row = (np.arange(shape[0]) + 0.5) / shape[0]
    grown = np.broadcast_to((0.02 + 0.98 * (1 - row) ** 0.9)[:, None], shape)
    blotch, grain = tile_noise(shape, (4, 6), seed, 5), tile_noise(shape, (60, 50), seed + 1, 3)
    threads, flakes = tile_noise(shape, (90, 5), seed + 2, 3), tile_noise(shape, (16, 12), seed + 3, 5)
    rings = ring_height(grown + 0.006 * (blotch - 0.5))
    tone = np.clip(0.42 * blotch + 0.33 * threads + 0.16 * np.sin(grown * 41 + 2 * blotch) + 0.20 * rings + 0.05, 0, 1)
    colour = mix((0.115, 0.092, 0.055), (0.385, 0.335, 0.185), smoothstep(0.10, 0.80, tone))
    dark = smoothstep(0.72, 1.0, grown) * 0.55 + 0.45 * smoothstep(-0.2, -0.9, rings)
    colour = mix(colour, (0.085, 0.065, 0.045), dark)
    worn_at = grown + 0.20 * (flakes - 0.5) + 0.08 * (blotch - 0.5)
    chalk = mix((0.56, 0.47, 0.33), (0.87, 0.83, 0.75), smoothstep(0.33, 0.20, worn_at))
    colour = mix(colour, chalk * (0.90 + 0.12 * rings)[..., None], smoothstep(0.37, 0.335, worn_at))
    scars = smoothstep(0.74, 0.80, flakes) * smoothstep(0.95, 0.6, grown)
    colour = mix(colour, (0.70, 0.64, 0.50), scars * 0.7) * (0.84 + 0.32 * grain)[..., None]
    skin = smoothstep(0.32, 0.38, worn_at)
    height = 3.0 * rings + 1.6 * threads * skin + 1.0 * grain + 2.5 * skin - 1.5 * scars
    return colour_picture(colour), colour_picture(bumps(height, edge_px / 1024))


def flesh_pictures(edge_px: int, seed: int) -> Pictures:
    """Paint cream flesh with brown flecks, repeating without a seam."""
    shape = (edge_px, edge_px)
    flecks, folds = tile_noise(shape, (9, 9), seed, 3), tile_noise(shape, (5, 14), seed + 1, 3)
    colour = mix((0.86, 0.74, 0.55), (0.38, 0.25, 0.16), smoothstep(0.52, 0.75, flecks))
    return colour_picture(colour * (0.8 + 0.3 * folds)[..., None]), colour_picture(bumps(folds, edge_px / 30))
