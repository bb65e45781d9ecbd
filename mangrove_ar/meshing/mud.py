"""Paint mud in its kinds, and close a piece of it down to the table it lies on."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.noise import scattered_dots, tile_noise
from mangrove_ar.meshing.textures import bumps, colour_picture


def mud_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint wet grey-brown mud with a film of algae and small holes."""
    shape = (edge_px, edge_px)
    lumps, fine = tile_noise(shape, (7, 7), seed, 5, 0.55), tile_noise(shape, (40, 40), seed + 1, 3)
    colour = mix((0.25, 0.205, 0.165), (0.47, 0.405, 0.335), smoothstep(0.25, 0.8, lumps))
    colour = colour * (0.84 + 0.32 * fine)[..., None]
    film = smoothstep(0.58, 0.72, tile_noise(shape, (5, 5), seed + 2, 4))
    colour = mix(colour, (0.33, 0.35, 0.20), film * 0.45)
    holes = scattered_dots(edge_px, 90, (0.004, 0.009), (0.004, 0.009), seed + 3)
    colour = colour * (1 - 0.75 * holes)[..., None]
    return colour_picture(colour), colour_picture(bumps(lumps + 0.25 * fine - 0.3 * holes, edge_px / 40))


def sandy_mud_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint sandy mud that repeats without a seam: pale and dark lumps, grains, a film of algae."""
    shape = (edge_px, edge_px)
    lumps, grain = tile_noise(shape, (5, 5), seed, 5, 0.55), tile_noise(shape, (48, 48), seed + 1, 2)
    colour = mix((0.30, 0.255, 0.205), (0.57, 0.50, 0.41), smoothstep(0.20, 0.80, lumps))
    colour = colour * (0.80 + 0.36 * grain)[..., None]
    film = smoothstep(0.60, 0.74, tile_noise(shape, (3, 3), seed + 2, 4))
    colour = mix(colour, (0.38, 0.38, 0.25), film * 0.35)
    return colour_picture(colour), colour_picture(bumps(lumps + 0.14 * grain, edge_px / 24))


def fine_mud_pictures(edge_px: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """Paint fine wet mud that repeats without a seam: grey-brown, with a golden film of diatoms."""
    shape = (edge_px, edge_px)
    lumps, grain = tile_noise(shape, (6, 6), seed, 4, 0.5), tile_noise(shape, (64, 64), seed + 1, 2)
    colour = mix((0.315, 0.285, 0.250), (0.445, 0.408, 0.360), smoothstep(0.20, 0.80, lumps))
    film = smoothstep(0.50, 0.75, tile_noise(shape, (4, 4), seed + 2, 4))
    colour = mix(colour, (0.42, 0.36, 0.23), film * 0.40) * (0.88 + 0.22 * grain)[..., None]
    return colour_picture(colour), colour_picture(bumps(lumps + 0.10 * grain, edge_px / 24))


def with_side(top: Floats, steps: Sequence[tuple[float, float, float]], thickness: float) -> tuple[Floats, Floats]:
    """Lead the outermost ring of a piece of mud down to the table.

    Args:
        top: (rings, spokes, 3), from the middle to the shore; y = 0 is the mean surface.
        steps: for each ring of the side: way out and share of the way down, spread of the picture.
        thickness: from the mean surface down to the table, in the units of `top`.

    Returns:
        The points and the places their picture is read at, each (rings + steps, spokes, 3).
    """
    rows, flat = [top], [top]
    for out, down, spread in steps:
        row = top[-1:] * floats([out, 0, out])
        row[..., 1] = top[-1:, :, 1] * (1 - down) - thickness * down
        rows.append(row)
        flat.append(top[-1:] * spread)
    return np.concatenate(rows), np.concatenate(flat)
