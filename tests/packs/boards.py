"""Plaques for tests that need no typesetting: a drawn marker and a QR code on white board, as a PDF."""

import io
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from mangrove_ar.packs.qr import QUIET_ZONE_MODULES, Symbol, symbol_for
from mangrove_ar.packs.templates import Template
from mangrove_ar.targets.compile import compile_target

URL = "HTTPS://MANGROVE.TH/S/RA520806"
BOARD = Template(
    name="test", file="test.typ", width_mm=240, height_mm=140, marker_mm=100, qr_mm=120, reading_distance_m=1.3
)
PX_PER_MM = 5
DPI = 25.4 * PX_PER_MM


@cache
def marker(seed: int = 1) -> Image.Image:
    """A picture that tracks well: leaves of all sizes in many colours."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (500, 500), (235, 228, 200))
    draw = ImageDraw.Draw(picture)
    for size in np.geomspace(90, 8, 260):
        turn = rng.uniform(0, 2 * np.pi)
        along, across = np.array([np.cos(turn), np.sin(turn)]), 0.3 * np.array([-np.sin(turn), np.cos(turn)])
        corners = rng.uniform(0, 500, 2) + size * np.array([along, across, -along, -across])
        draw.polygon(
            [tuple(corner) for corner in corners], fill=tuple(int(level) for level in rng.integers(10, 245, 3))
        )
    return picture


@cache
def mind(seed: int = 1) -> bytes:
    """The target of a marker."""
    return compile_target(marker(seed)).mind


@cache
def symbol() -> Symbol:
    return symbol_for(URL, BOARD.qr_mm, BOARD.reading_distance_m)


def board(seed: int = 1) -> Image.Image:
    """Marker at the left, QR code at the right."""
    drawn = Image.new("RGB", (round(BOARD.width_mm * PX_PER_MM), round(BOARD.height_mm * PX_PER_MM)), "white")
    drawn.paste(marker(seed), (10 * PX_PER_MM, 20 * PX_PER_MM))
    code = Image.fromarray(~np.pad(symbol().modules, QUIET_ZONE_MODULES))
    side = round(BOARD.qr_mm * PX_PER_MM)
    drawn.paste(code.resize((side, side), Image.Resampling.NEAREST).convert("RGB"), (115 * PX_PER_MM, 10 * PX_PER_MM))
    return drawn


def as_pdf(picture: Image.Image) -> bytes:
    """A page of the picture's size."""
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=DPI, quality=95)
    return buffer.getvalue()
