"""A picture that somebody supplies is taken as they see it, or refused with a sentence that says what to supply."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from mangrove_ar.errors import BadMarker
from mangrove_ar.targets.picture import read_supplied

RED = (200, 40, 30)
ADOBE_RED = (176, 40, 31)
"""The same red as Adobe RGB writes it, whose green is greener: read as sRGB it looks dull."""


def make_picture(width: int = 320, height: int = 320) -> Image.Image:
    spots = np.random.default_rng(9).integers(0, 256, (height // 10, width // 10, 3)).astype(np.uint8)
    return Image.fromarray(spots).resize((width, height), Image.Resampling.NEAREST)


def saved(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def colour_of(content: bytes) -> tuple[int, ...]:
    pixel = read_supplied(content).getpixel((160, 160))
    assert isinstance(pixel, tuple)
    return pixel


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bare_png(width: int, height: int, depth: int, colour_type: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def display_with(red: tuple[float, float], green: tuple[float, float], blue: tuple[float, float]) -> bytes:
    """Write the ICC profile of a display with these primaries, white D50 and a gamma of 2.2."""
    matrix = np.array([[x / y, 1, (1 - x - y) / y] for x, y in (red, green, blue)]).T
    white = np.array([0.9642, 1.0, 0.8249])
    columns = matrix * np.linalg.solve(matrix, white)

    def xyz(values: Any) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + b"\0" * 79
    tags = [(b"desc", text), (b"wtpt", xyz(white)), (b"cprt", b"text\0\0\0\0none\0\0\0\0")]
    tags += [(name, xyz(column)) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns.T, strict=True)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    at, table, bodies = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, body in tags:
        table += name + struct.pack(">II", at + len(bodies), len(body))
        bodies += body + b"\0" * (-len(body) % 4)
    size = 128 + len(table) + len(bodies)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += b"".join(struct.pack(">i", round(value * 65536)) for value in white)
    return header.ljust(128, b"\0") + table + bodies


ADOBE_LIKE = display_with((0.6484, 0.3309), (0.2302, 0.7016), (0.1559, 0.0660))


def test_a_plain_picture_comes_through_unchanged() -> None:
    assert read_supplied(saved(make_picture())).tobytes() == make_picture().tobytes()


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "TIFF"])
def test_other_formats_are_taken_whatever_the_file_is_called(form: str) -> None:
    differences = np.abs(np.asarray(read_supplied(saved(make_picture(), form)), int) - np.asarray(make_picture(), int))
    assert differences.mean() < 12


def test_the_colours_of_a_profile_become_those_of_the_web() -> None:
    picture = Image.new("RGB", (320, 320), ADOBE_RED)
    assert np.abs(np.subtract(colour_of(saved(picture, icc_profile=ADOBE_LIKE)), RED)).max() <= 6
    assert colour_of(saved(picture)) == ADOBE_RED


def test_a_profile_that_says_srgb_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.abs(np.subtract(colour_of(saved(Image.new("RGB", (320, 320), RED), icc_profile=profile)), RED)).max() <= 1


@pytest.mark.parametrize("profile", [b"no profile at all", ADOBE_LIKE[:150]])
def test_a_broken_profile_is_left_aside(profile: bytes) -> None:
    assert colour_of(saved(Image.new("RGB", (320, 320), RED), icc_profile=profile)) == RED


def test_a_profile_of_other_inks_than_the_picture_has_is_left_aside() -> None:
    picture = Image.new("CMYK", (320, 320), (0, 255, 255, 0))
    assert colour_of(saved(picture, "TIFF", icc_profile=ADOBE_LIKE)) == (255, 0, 0)


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_printers_inks_become_screen_colours(form: str) -> None:
    content = saved(Image.new("CMYK", (320, 320), (0, 255, 255, 0)), form)
    assert np.abs(np.subtract(colour_of(content), (255, 0, 0))).max() <= 3


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    ramp = np.tile(np.linspace(0, 65535, 320).astype(np.uint16), (320, 1))
    shades = np.asarray(read_supplied(saved(Image.fromarray(ramp))), float)
    assert np.abs(shades[0] - np.linspace(0, 255, 320)).max() <= 1


def test_sixteen_bits_of_colour_keep_their_high_byte() -> None:
    row = b"\0" + struct.pack(">3H", *(value * 257 for value in RED)) * 320
    assert colour_of(bare_png(320, 320, 16, 2, row * 320)) == RED


def test_what_is_transparent_is_white_paper_and_what_is_half_so_is_half_white() -> None:
    assert colour_of(saved(Image.new("RGBA", (320, 320), (*RED, 0)))) == (255, 255, 255)
    half = np.subtract(colour_of(saved(Image.new("RGBA", (320, 320), (*RED, 128)))), (227, 147, 142))
    assert np.abs(half).max() <= 1


def test_a_transparent_picture_keeps_the_colours_of_its_profile() -> None:
    content = saved(Image.new("RGBA", (320, 320), (*ADOBE_RED, 255)), icc_profile=ADOBE_LIKE)
    assert np.abs(np.subtract(colour_of(content), RED)).max() <= 6


def test_a_palette_shows_its_colours() -> None:
    picture = Image.new("P", (320, 320), 1)
    picture.putpalette([0, 0, 0, *RED])
    assert colour_of(saved(picture)) == RED


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_stays_grey(mode: str) -> None:
    picture = Image.new("L", (320, 320), 255).convert(mode)
    assert np.asarray(read_supplied(saved(picture)).convert("L")).min() == 255


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    picture = make_picture(400, 300)
    exif = picture.getexif()
    exif[0x0112] = 6
    assert read_supplied(saved(picture, "JPEG", exif=exif)).size == (300, 400)


@pytest.mark.parametrize("size", [(450, 300), (300, 450)])
def test_a_picture_of_three_to_two_is_taken(size: tuple[int, int]) -> None:
    assert read_supplied(saved(make_picture(*size))).size == size


@pytest.mark.parametrize("size", [(460, 300), (300, 460), (3000, 300)])
def test_a_longer_one_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(BadMarker, match=rf"{size[0]} × {size[1]} pixels, too long.*supply a square picture"):
        read_supplied(saved(make_picture(*size)))


@pytest.mark.parametrize("side", [100, 299])
def test_a_small_picture_is_refused_with_the_size_that_is_wanted(side: int) -> None:
    with pytest.raises(BadMarker, match=rf"only {side} × {side} pixels.*2000 pixels"):
        read_supplied(saved(Image.new("RGB", (side, side), RED)))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_half_a_picture_is_refused(form: str) -> None:
    whole = saved(make_picture(), form)
    with pytest.raises(BadMarker, match=r"Please (save it again|supply)"):
        read_supplied(whole[: len(whole) // 2])


def test_a_picture_with_a_hole_in_it_is_refused() -> None:
    whole = saved(make_picture())
    with pytest.raises(BadMarker, match=r"damaged.*Please save it again as PNG"):
        read_supplied(whole[:300] + bytes(64) + whole[364:])


@pytest.mark.parametrize("content", [b"", b"Nothing to see here.\n" * 50, b"%PDF-1.7\n", b"<svg xmlns='...'/>"])
def test_a_file_that_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadMarker, match=r"not a picture.*Please supply a PNG, JPEG, WebP or TIFF"):
        read_supplied(content)


@pytest.mark.parametrize("side", [8000, 10_000, 40_000])
def test_a_small_file_with_millions_of_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(BadMarker, match="Please reduce it to about 2000 pixels"):
        read_supplied(bare_png(side, side, 8, 2, b""))
