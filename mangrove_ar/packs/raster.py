"""Turn a plaque's PDF into the picture that stands outdoors: what is left of the page after it was cut."""

import io

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.errors import BadPlaque

POINTS_PER_MM = 72 / 25.4
PREVIEW_COLOURS = 256


def rasterise(pdf: bytes, px_per_mm: float, page: int = 0) -> NDArray[np.uint8]:
    """Draw a page inside its TrimBox, as (height, width, 3) uint8 RGB.

    Raises:
        BadPlaque: these bytes are no PDF, or it has no such page.
    """
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            sheet = document[page]
            drawn = sheet.render(scale=px_per_mm / POINTS_PER_MM, crop=_trimmings(sheet), rev_byteorder=True)
            return np.array(drawn.to_numpy()[:, :, :3])
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise BadPlaque(f"Page {page + 1} of the plaque's PDF cannot be drawn ({error}). Make it again.") from error


def seen(pdf: bytes, px_per_mm: float) -> bytes:
    """Draw a plaque from the very PDF that goes to the printer, as PNG; few colours need no more than a palette.

    Raises:
        BadPlaque: see `rasterise`.
    """
    drawn = Image.fromarray(rasterise(pdf, px_per_mm))
    buffer = io.BytesIO()
    drawn.quantize(PREVIEW_COLOURS, Image.Quantize.FASTOCTREE).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def trim_mm(pdf: bytes, page: int = 0) -> tuple[float, float]:
    """Give width and height of a page's TrimBox."""
    with pypdfium2.PdfDocument(pdf) as document:
        left, bottom, right, top = document[page].get_trimbox()
    return (right - left) / POINTS_PER_MM, (top - bottom) / POINTS_PER_MM


def _trimmings(sheet: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Give what lies outside the TrimBox at the left, bottom, right and top, in points."""
    outer, inner = sheet.get_cropbox(), sheet.get_trimbox()
    return inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]
