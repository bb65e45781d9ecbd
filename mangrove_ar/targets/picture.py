"""Take a picture as people supply it and give the grey pixels that a target is made of."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mangrove_ar.errors import BadMarker

TARGET_SIDE_PX = 512
LEAST_SIDE_PX = 64
MOST_PIXELS = 60_000_000
WIDE_GREY_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


def flatten(picture: Image.Image) -> Image.Image:
    """Return the picture as it is printed: upright, 8-bit grey or colour, transparency on white paper.

    Raises:
        BadMarker: it is too small, or too large for memory.
    """
    _refuse_sizes(*picture.size)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in WIDE_GREY_MODES:
        return _narrow(upright)
    if upright.has_transparency_data:
        ink = upright.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", ink.size, "white"), ink).convert("RGB")
    return upright if upright.mode in ("L", "RGB") else upright.convert("RGB")


def shrink(picture: Image.Image, side_px: int = TARGET_SIDE_PX) -> Image.Image:
    """Shrink a flat picture until its shorter side has so many pixels; a smaller one stays as it is."""
    shorter = min(picture.size)
    if shorter <= side_px:
        return picture
    size = (round(picture.width * side_px / shorter), round(picture.height * side_px / shorter))
    return picture.resize(size, Image.Resampling.LANCZOS)


def grey_of(picture: Image.Image) -> NDArray[np.uint8]:
    """Return the plain mean of red, green and blue, rounded down, as (height, width) uint8."""
    if picture.mode == "L":
        return np.array(picture)
    colours = np.asarray(picture)
    total = colours[:, :, 0].astype(np.uint16)
    total += colours[:, :, 1]
    total += colours[:, :, 2]
    total //= 3
    return total.astype(np.uint8)


def _refuse_sizes(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE_PX:
        raise BadMarker(
            f"The picture has {width} × {height} pixels; no phone could follow it. "
            "Please supply one with at least 300 pixels on the shorter side."
        )
    if width * height > MOST_PIXELS:
        raise BadMarker(
            f"The picture has {width} × {height} pixels, more than this program takes. "
            "Please reduce it to about 1000 pixels on the shorter side."
        )


def _narrow(picture: Image.Image) -> Image.Image:
    """Bring grey of more than 8 bits down to 8: 0 to 255, 0 to 65535, or 0.0 to 1.0 are recognised by their range."""
    values = np.asarray(picture).astype(np.float64)
    if picture.mode == "F" and values.max() <= 1.0:
        values = values * 255.0
    elif picture.mode.startswith("I;16") or values.max() > 255:
        values = values / 257.0
    return Image.fromarray(np.clip(np.round(values), 0, 255).astype(np.uint8))
