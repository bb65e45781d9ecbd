"""Bring textures to the size and the format that a phone gets."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from PIL import Image, WebPImagePlugin

from mangrove_ar.meshing.document import Document, Picture
from mangrove_ar.meshing.scene import PICTURE_FORMATS

WEBP, JPEG, PNG = "image/webp", "image/jpeg", "image/png"
_AT_ONCE = 4
# Named here so that Pillow finds it without looking through all the formats it knows.
assert WebPImagePlugin.WebPImageFile.format == "WEBP"


def with_pictures(document: Document, media_type: str, side_px: int, quality: int) -> Document:
    """Encode every texture anew, none longer than `side_px`; JPEG becomes PNG where a texture is see-through."""
    relief = _reliefs(document)

    def encoded(place: int) -> Picture:
        own = min(quality + 6, 95) if place in relief else quality
        return _encoded(document.pictures[place], media_type, side_px, own)

    with ThreadPoolExecutor(min(os.cpu_count() or 1, _AT_ONCE)) as pool:
        return replace(document, pictures=list(pool.map(encoded, range(len(document.pictures)))))


def opened(picture: Picture) -> Image.Image:
    """Unpack a texture."""
    return Image.open(io.BytesIO(picture.content), formats=PICTURE_FORMATS)


def _reliefs(document: Document) -> set[int]:
    textures = document.head.get("textures", [])
    used = [m["normalTexture"]["index"] for m in document.head.get("materials", []) if "normalTexture" in m]
    return {textures[index].get("source", -1) for index in used}


def _encoded(picture: Picture, media_type: str, side_px: int, quality: int) -> Picture:
    image = opened(picture)
    is_clear = image.has_transparency_data and bool(np.asarray(image.convert("RGBA"))[..., 3].min() < 255)
    image = image.convert("RGBA" if is_clear else "RGB")
    image.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    if media_type == WEBP:
        image.save(stream, "WEBP", quality=quality, method=4, exact=False)
    elif media_type == JPEG and not is_clear:
        image.save(stream, "JPEG", quality=quality, optimize=True, progressive=False)
        return Picture(JPEG, stream.getvalue())
    else:
        image.save(stream, "PNG", optimize=True)
        return Picture(PNG, stream.getvalue())
    return Picture(media_type, stream.getvalue())
