"""Write a picture anew from its pixels alone: upright, small enough for a page, without a word about who took it where.

For a bounded process only (see `inspecting`).
"""

import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from mangrove_ar.errors import BadUpload

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 25_000_000
LONGEST_SIDE_PX = 1600
SHORTEST_SIDE_PX = 200
"""Anything smaller is a stamp, not a picture for a page."""
AVIF_QUALITY, AVIF_SPEED, WEBP_QUALITY = 60, 6, 80


def rewrite_picture(content: bytes, out: Path) -> dict[str, Any]:
    """Write `picture.avif` and `picture.webp` into a folder and give the picture's width and height.

    Raises:
        BadUpload: it is no whole picture, is animated, too large or too small.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    picture = _plain(_opened(content))
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # Pixels, and nothing that came with them.
    clean.save(out / "picture.avif", "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
    clean.save(out / "picture.webp", "WEBP", quality=WEBP_QUALITY, method=6)
    return {"width": clean.width, "height": clean.height}


def _opened(content: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _broken() from error
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(picture.size) < SHORTEST_SIDE_PX:
        raise BadUpload("too_small", f"The picture needs {SHORTEST_SIDE_PX} pixels a side.", least=SHORTEST_SIDE_PX)
    if getattr(picture, "n_frames", 1) > 1:
        raise BadUpload("animated", "The picture moves. Send a still picture.")
    try:
        picture.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise _broken() from error
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Turn a picture upright, in the colours that every screen knows."""
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if profile and upright.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(upright, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return changed if changed is not None else upright.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A profile that cannot be read only costs a little colour.
    return upright.convert(mode)


def _broken() -> BadUpload:
    return BadUpload("broken", "The file cannot be read to its end. Export it again and send that.")


def _too_many_pixels() -> BadUpload:
    most = MOST_PIXELS // 1_000_000
    return BadUpload("too_many_pixels", f"The picture has more than {most} megapixels; make it smaller.", most=most)
