"""Take a picture as people supply it and give the grey pixels that a target is made of."""

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from mangrove_ar.errors import BadMarker

TARGET_SIDE_PX = 512
LEAST_SIDE_PX = 64
MOST_PIXELS = 60_000_000
LEAST_SUPPLIED_PX = 300
"""On a plaque 200 mm wide that is already coarse; below it phones lose points too."""
MOST_OBLONG = 1.5
"""The tracker takes any shape, but the plaques keep a square for the marker: a strip would print small in it."""
FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
WIDE_GREY_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
_ADVICE = "Please supply a square picture, best of 2000 pixels a side or more."


def read_supplied(content: bytes) -> Image.Image:
    """Read a picture that somebody supplied for a plaque, as it is printed: see `flatten`.

    Raises:
        BadMarker: it is no picture, damaged, too small, too large, or too long and narrow.
    """
    flat = flatten(_opened(content))
    width, height = flat.size
    if min(width, height) < LEAST_SUPPLIED_PX:
        raise BadMarker(f"The picture has only {width} × {height} pixels; printed, it would be a blur. {_ADVICE}")
    if max(width, height) > MOST_OBLONG * min(width, height):
        raise BadMarker(f"The picture has {width} × {height} pixels, too long for a plaque (3:2 at most). {_ADVICE}")
    return flat


def flatten(picture: Image.Image) -> Image.Image:
    """Return the picture as it is printed: upright, 8-bit grey or sRGB, transparency on white paper.

    Raises:
        BadMarker: it is too small, or too large for memory.
    """
    _refuse_sizes(*picture.size)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in WIDE_GREY_MODES:
        return _narrow(upright)
    if upright.has_transparency_data:
        inks = upright.convert("RGBA")
        paper = Image.new("RGB", inks.size, "white")
        paper.paste(_in_srgb(inks.convert("RGB"), upright), mask=inks.getchannel("A"))
        return paper
    flat = _in_srgb(upright, upright)
    return flat if flat.mode in ("L", "RGB") else flat.convert("RGB")


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


def _opened(content: bytes) -> Image.Image:
    """Read a picture whole; its size is looked at before its pixels are unpacked, as a small file may hold millions."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Odd notes in a file that can be read are nobody's concern here.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            _refuse_sizes(*picture.size)
            picture.load()
            # Loading overlooks the check sums of a PNG; looking at them alone unpacks nothing.
            Image.open(io.BytesIO(content), formats=FORMATS).verify()
    except UnidentifiedImageError as error:
        raise BadMarker("This is not a picture that can be read. Please supply a PNG, JPEG, WebP or TIFF.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadMarker("The picture has far too many pixels. Please reduce it to about 2000 pixels a side.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadMarker(f"The picture is damaged ({error}). Please save it again as PNG.") from error
    return picture


def _refuse_sizes(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE_PX:
        raise BadMarker(
            f"The picture has {width} × {height} pixels; no phone could follow it. "
            "Please supply one with at least 300 pixels on the shorter side."
        )
    if width * height > MOST_PIXELS:
        raise BadMarker(
            f"The picture has {width} × {height} pixels, more than this program takes. "
            "Please reduce it to about 2000 pixels on the shorter side."
        )


def _in_srgb(inks: Image.Image, source: Image.Image) -> Image.Image:
    """Convert colours from the profile that the source carries; without one, or with a broken one, leave them."""
    profile = source.info.get("icc_profile")
    if not profile:
        return inks
    try:
        carried = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(inks, carried, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return inks  # What a wrong profile says of the colours cannot be known; the picture itself is whole.
    return converted or inks


def _narrow(picture: Image.Image) -> Image.Image:
    """Bring grey of more than 8 bits down to 8: 0 to 255, 0 to 65535, or 0.0 to 1.0 are recognised by their range."""
    values = np.asarray(picture).astype(np.float64)
    if picture.mode == "F" and values.max() <= 1.0:
        values = values * 255.0
    elif picture.mode.startswith("I;16") or values.max() > 255:
        values = values / 257.0
    return Image.fromarray(np.clip(np.round(values), 0, 255).astype(np.uint8))
