"""Paint coiled shells, unrolled: once around is the picture's width, and each whorl lies one strip below the last.

The picture repeats without a seam, see `shells`. Colours are sRGB from 0 to 1, heights in pixels.
"""

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.shells import WHORLS_A_TILE
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture

Colour = tuple[float, float, float]
Pictures = tuple[Image.Image, Image.Image]
_CORDS = (0.135, 0.375, 0.615, 0.865)  # Middles of a telescope snail's four cords on the flank.
_CORD_HALVES = (0.105, 0.105, 0.085, 0.105)
_HORN_CORDS = (0.10, 0.29, 0.48, 0.67, 0.86)
_RIBS = 24  # Of a horn shell, on one whorl.


def cord_height(place: Floats) -> Floats:
    """Raise four flat spiral cords (...) on the flank, 0 in the grooves to 1, and finer ones on the base."""
    height = np.zeros_like(place)
    for middle, half in zip(_CORDS, _CORD_HALVES, strict=True):
        height = np.maximum(height, smoothstep(half + 0.022, half - 0.03, np.abs(place - middle)))
    on_base = 0.5 + 0.5 * np.cos((place - 1.0) * 2 * np.pi * 7)
    return floats(np.where(place > 1.0, on_base * 0.7, height))


def rib_height(turn: Floats, place: Floats) -> Floats:
    """Raise a horn shell's axial ribs crossed by spiral cords: (...) from 0 in the pits to 1 on the beads."""
    lean = 0.012 * np.sin(place * np.pi)
    ribs = smoothstep(-0.75, 0.85, np.cos(2 * np.pi * _RIBS * (turn + lean)))
    cords = np.zeros_like(place)
    for middle in _HORN_CORDS:
        cords = np.maximum(cords, np.exp(-(((place - middle) / 0.055) ** 2)))
    base = 0.5 + 0.5 * np.cos((place - 1.0) * 2 * np.pi * 6)
    fading = smoothstep(1.25, 0.98, place) * smoothstep(0.0, 0.06, place)
    return floats(ribs * fading * (0.70 + 0.30 * cords) + np.where(place > 1, 0.5 * base, 0.16 * cords))


def telescope_pictures(width_px: int, seed: int) -> Pictures:
    """Paint near-black chocolate cords, grey grooves, one pale band a whorl, and a coat of dry mud."""
    _, place, shape = _unrolled(width_px)
    blotch, streak = tile_noise(shape, (6, 3), seed, 5), tile_noise(shape, (3, 40), seed + 1, 3)
    grain, mud = tile_noise(shape, (48, 96), seed + 2, 2), tile_noise(shape, (4, 5), seed + 3, 5, 0.58)
    cords = cord_height(place)
    colour = mix((0.145, 0.095, 0.07), (0.27, 0.175, 0.12), smoothstep(0.25, 0.8, 0.6 * blotch + 0.4 * streak))
    band = smoothstep(0.05, 0.02, np.abs(place - 0.50))
    colour = mix(colour, (0.70, 0.61, 0.47), band * (0.45 + 0.55 * streak))
    colour = mix(colour, (0.075, 0.05, 0.04), (1 - cords) * (1 - band) * 0.85)
    colour = colour * (0.82 + 0.36 * grain)[..., None]
    coat = smoothstep(0.50, 0.70, mud + 0.16 * (1 - cords) + 0.10 * (grain - 0.5))
    colour = mix(colour, mix((0.40, 0.355, 0.29), (0.55, 0.49, 0.40), grain), coat * 0.72)
    height = 5.0 * cords + 1.3 * streak + 1.2 * grain + 2.6 * coat * mud
    return colour_picture(colour), colour_picture(bumps(height, width_px / 1024))


def horn_pictures(width_px: int, seed: int) -> Pictures:
    """Paint grey-brown whorls with pale beads on the ribs and a dark band below the middle."""
    turn, place, shape = _unrolled(width_px)
    blotch, grain = tile_noise(shape, (6, 4), seed, 5), tile_noise(shape, (40, 80), seed + 1, 2)
    relief = rib_height(turn, place)
    colour = mix((0.33, 0.245, 0.175), (0.50, 0.40, 0.30), smoothstep(0.2, 0.8, blotch))
    band = smoothstep(0.17, 0.08, np.abs(place - 0.60)) + smoothstep(0.10, 0.03, np.abs(place - 0.05))
    colour = mix(colour, (0.215, 0.145, 0.10), np.clip(band, 0, 1) * 0.70)
    colour = mix(colour, (0.72, 0.64, 0.53), smoothstep(0.45, 1.05, relief) * (0.85 - 0.45 * np.clip(band, 0, 1)))
    worn = smoothstep(0.62, 0.76, tile_noise(shape, (9, 7), seed + 2, 4))
    colour = mix(colour, (0.66, 0.63, 0.57), worn * 0.6) * (0.86 + 0.28 * grain)[..., None]
    height = 6.5 * relief + 1.0 * grain
    return colour_picture(colour), colour_picture(bumps(height, width_px / 1024))


def skin_pictures(edge_px: int, seed: int, dark: Colour, pale: Colour) -> Pictures:
    """Paint a snail's wrinkled skin: dark, with pale flecks in wavy level rows; the tile repeats."""
    shape = (edge_px, edge_px)
    wrinkles, flecks = tile_noise(shape, (16, 7), seed, 3), tile_noise(shape, (9, 9), seed + 1, 3)
    colour = mix(dark, pale, smoothstep(0.55, 0.80, 0.55 * flecks + 0.45 * wrinkles))
    colour = colour * (0.85 + 0.30 * wrinkles)[..., None]
    return colour_picture(colour), colour_picture(bumps(wrinkles + 0.4 * flecks, edge_px / 24))


def inside_colours(way: Floats, dark: Colour, lip: Colour) -> Floats:
    """Give linear colours (n, 3) of a shell's inside for ways in from 0, at the lip, to 1, as far as one sees."""
    return mix(lip, dark, smoothstep(0.02, 0.35, way)) * (1 - 0.8 * smoothstep(0.1, 1.0, way))[..., None]


def _unrolled(width_px: int) -> tuple[Floats, Floats, tuple[int, int]]:
    shape = (width_px // 2, width_px)
    turn, strip = np.meshgrid((np.arange(shape[1]) + 0.5) / shape[1], (np.arange(shape[0]) + 0.5) / shape[0])
    return turn, np.mod(strip * WHORLS_A_TILE - turn, 1.0), shape
