"""Finish a typeset PDF for the printer: where to cut, how far the colour runs over, and text that can be searched."""

import io
from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Pdf

from mangrove_ar.packs.pictures import put_pictures
from mangrove_ar.packs.readable_text import make_readable

AROUND_MM = 10
"""Paper on each side of the trimmed plaque: it holds the bleed and the crop marks."""
BLEED_MM = 3
POINTS_PER_MM = 72 / 25.4


def finish(content: bytes, pictures: Sequence[bytes]) -> bytes:
    """Set TrimBox and BleedBox of every page and make the text readable; equal PDFs give equal bytes."""
    finished = io.BytesIO()
    with Pdf.open(io.BytesIO(content)) as pdf:
        make_readable(pdf)
        put_pictures(pdf, pictures)
        for page in pdf.pages:
            page.TrimBox = _inside(page.MediaBox, AROUND_MM)
            page.BleedBox = _inside(page.MediaBox, AROUND_MM - BLEED_MM)
        pdf.save(finished, deterministic_id=True)
    return finished.getvalue()


def _inside(box: Any, distance_mm: float) -> Array:
    left, bottom, right, top = (float(edge) for edge in box)
    step = distance_mm * POINTS_PER_MM
    return Array([round(edge, 3) for edge in (left + step, bottom + step, right - step, top - step)])
