"""Pictures go into the PDF as they are, each in its own place, and look as they look."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.errors import BadTemplate
from mangrove_ar.packs.pictures import put_pictures, shrunk, stand_in
from mangrove_ar.packs.raster import rasterise
from mangrove_ar.packs.templates import TEMPLATES
from mangrove_ar.packs.typesetting import Prepared, Typesetter
from tests.packs.plaques import make_prepared

A4 = TEMPLATES["a4"]
LEFT_MM, TOP_MM, SIDE_MM = 11, 55, 144
"""Where A4 has its picture."""
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 40), (20, 40, 190), (250, 250, 250)


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(Path("assets"))


def quarters(*colours: tuple[int, int, int], size: tuple[int, int] = (400, 400)) -> Image.Image:
    """A picture of four colours: upper left, upper right, lower left, lower right."""
    picture = Image.new("RGB", (2, 2))
    picture.putdata(colours)
    return picture.resize(size, Image.Resampling.NEAREST)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


FLAG = quarters(RED, GREEN, BLUE, WHITE)
TAKEN = {
    "palette of 8 bits": encoded(FLAG.quantize(256), "PNG", dpi=(300, 300)),
    "palette of 2 bits": encoded(FLAG.quantize(4), "PNG", bits=2),
    "three channels": encoded(FLAG, "PNG"),
    "JPEG": encoded(FLAG, "JPEG", quality=95, subsampling=0),
}
UNPACKED = {
    "transparent": encoded(FLAG.convert("RGBA"), "PNG"),
    "transparent by its palette": encoded(FLAG.quantize(4), "PNG", transparency=0),
    "grey": encoded(FLAG.convert("L"), "PNG"),
    "CMYK": encoded(FLAG.convert("CMYK"), "JPEG"),
    "turned by EXIF": encoded(
        FLAG, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    ),
}


def with_marker(marker: bytes, number: int = 5) -> Prepared:
    one = make_prepared(A4, number=number)
    return replace(one, marker=marker)


def seen_quarters(pdf: bytes, page: int = 0) -> NDArray[np.uint8]:
    """Give the colours in the middle of the picture's quarters, (4, 3)."""
    drawn = rasterise(pdf, 2, page)
    near, far = SIDE_MM // 2, 3 * SIDE_MM // 2
    return np.array([drawn[2 * TOP_MM + y, 2 * LEFT_MM + x] for y in (near, far) for x in (near, far)])


@pytest.mark.parametrize("kind", TAKEN)
def test_a_plain_picture_is_in_the_pdf_byte_for_byte_and_looks_the_same(setter: Typesetter, kind: str) -> None:
    pdf = setter.typeset([with_marker(TAKEN[kind])], A4)
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        (image,) = document.pages[0].get_images().values()
        assert bytes(image.read_raw_bytes()) in TAKEN[kind]
        assert (int(image["/Width"]), int(image["/Height"])) == FLAG.size
    assert np.abs(seen_quarters(pdf).astype(int) - (RED, GREEN, BLUE, WHITE)).max() <= 6


@pytest.mark.parametrize("kind", UNPACKED)
def test_any_other_picture_is_left_to_typst(setter: Typesetter, kind: str) -> None:
    assert stand_in(0, UNPACKED[kind]) == UNPACKED[kind]
    assert len(np.unique(seen_quarters(setter.typeset([with_marker(UNPACKED[kind])], A4)), axis=0)) == 4


def test_every_plaque_gets_its_own_picture(setter: Typesetter) -> None:
    colours = [RED, GREEN, BLUE]
    flat = [encoded(quarters(*[colour] * 4).quantize(4), "PNG") for colour in colours]
    pdf = setter.typeset([with_marker(marker, number) for number, marker in enumerate(flat)], A4)
    seen = [seen_quarters(pdf, page)[0] for page in range(3)]
    assert np.abs(np.array(seen).astype(int) - colours).max() <= 2


def test_a_picture_that_is_not_square_keeps_its_shape(setter: Typesetter) -> None:
    wide = encoded(quarters(RED, RED, RED, RED, size=(1201, 803)).quantize(4), "PNG")
    drawn = rasterise(setter.typeset([with_marker(wide)], A4), 4).astype(int)
    is_red = np.abs(drawn - RED).max(axis=2) < 9
    assert np.ptp(np.flatnonzero(is_red.any(axis=0))) / 4 == pytest.approx(SIDE_MM, abs=0.5)
    assert np.ptp(np.flatnonzero(is_red.any(axis=1))) / 4 == pytest.approx(SIDE_MM * 803 / 1201, abs=0.5)


def test_a_template_that_loses_the_picture_is_refused() -> None:
    with pikepdf.Pdf.new() as empty, pytest.raises(BadTemplate):
        put_pictures(empty, [TAKEN["JPEG"]])


@pytest.mark.parametrize("kind", [*TAKEN, *UNPACKED])
def test_a_picture_for_the_screen_is_never_smaller_than_it_is_shown(kind: str) -> None:
    content = {**TAKEN, **UNPACKED}[kind]
    for side_px in (90, 150, 399, 400, 900):
        small = Image.open(io.BytesIO(shrunk(content, side_px)))
        assert min(side_px, 400) <= small.width == small.height
    assert kind in UNPACKED or Image.open(io.BytesIO(shrunk(content, 90))).width < 180
