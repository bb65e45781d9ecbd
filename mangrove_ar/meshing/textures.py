"""Turn fields of numbers into pictures and pictures into bytes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, unit


def colour_picture(colours: Floats) -> Image.Image:
    """Make an RGB picture from (rows, columns, 3) sRGB values from 0 to 1."""
    return Image.fromarray(np.clip(colours * 255 + 0.5, 0, 255).astype(np.uint8), "RGB")


def bumps(height: Floats, strength: float) -> Floats:
    """Turn heights into the directions that a normal map stores.

    Args:
        height: (rows, columns), in pixels of height per pixel of width once multiplied by `strength`.
        strength: how steep.

    Returns:
        (rows, columns, 3) sRGB-free values from 0 to 1; x to the right, y up the picture, z out.

    Source: glTF 2.0 section 3.9.3 (green points along +v up, that is up the picture).
    """
    right = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2
    down = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2
    return unit(np.stack([-right * strength, down * strength, np.ones_like(height)], axis=-1)) * 0.5 + 0.5


def linear(colours: Floats) -> Floats:
    """Decode sRGB values from 0 to 1 to light. Source: IEC 61966-2-1."""
    low = colours / 12.92
    high = ((np.maximum(colours, 0.0) + 0.055) / 1.055) ** 2.4
    return floats(np.where(colours <= 0.04045, low, high))


def encoded(light: Floats) -> Floats:
    """Encode light as sRGB values from 0 to 1. Source: IEC 61966-2-1."""
    held = np.clip(light, 0.0, 1.0)
    return floats(np.where(held <= 0.0031308, held * 12.92, 1.055 * held ** (1 / 2.4) - 0.055))


def sampled(picture: NDArray[Any], uvs: Floats) -> Floats:
    """Read a repeating picture (rows, columns, 3) between its pixels, at places (n, 2) with v down: (n, 3)."""
    height, width = picture.shape[:2]
    x, y = uvs[:, 0] * width - 0.5, uvs[:, 1] * height - 0.5
    x0, y0 = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = (x - x0)[:, None], (y - y0)[:, None]
    left, right, top, low = x0 % width, (x0 + 1) % width, y0 % height, (y0 + 1) % height
    upper = picture[top, left] * (1 - fx) + picture[top, right] * fx
    lower = picture[low, left] * (1 - fx) + picture[low, right] * fx
    return floats(upper * (1 - fy) + lower * fy)
