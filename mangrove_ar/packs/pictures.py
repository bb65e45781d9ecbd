"""Put pictures into a typeset PDF as they are: Typst unpacks each and packs it anew, which takes most of its time.

So Typst sets stand-ins of the same shape, whose first pixels tell whose they are; then the real bytes take their place.

Source: ISO 32000-2 sections 7.4.4.4 (PNG predictors), 7.4.8 (DCTDecode), 8.6.6.3 (Indexed) and 8.9.5 (images);
PNG, third edition, section 11.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from mangrove_ar.errors import BadTemplate

PNG_START = b"\x89PNG\r\n\x1a\n"
RGB, INDEXED = 2, 3
"""The colour types of PNG that a PDF takes as they are."""
PLAIN_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"sRGB", b"tEXt", b"tIME"}
"""What a PNG may have so that its bytes can be taken: no transparency, and no colours but those of screens."""
EXIF_ORIENTATION = 0x0112
SIGN = b"\x6d\x61\x72"
"""The second pixel of every stand-in; the first is the number of the plaque."""
FINEST_SHAPE = 64
"""The larger denominator of a stand-in's shape: the picture is stretched by less than one in four thousand."""


@dataclass(frozen=True)
class Packed:
    """A picture as a PDF holds it; `palette` has three bytes for each colour, or none if there are three channels."""

    content: bytes
    width: int
    height: int
    bits: int
    filter: str
    palette: bytes = b""


def stand_in(place: int, picture: bytes) -> bytes:
    """Give what Typst sets in place of a picture: a tiny PNG of its shape, or itself where it must be unpacked."""
    packed = _packed(picture)
    if packed is None:
        return picture
    shape = Fraction(packed.width, packed.height).limit_denominator(FINEST_SHAPE)
    drawn = Image.new("RGB", (2 * shape.numerator, 2 * shape.denominator))
    drawn.putpixel((0, 0), tuple(place.to_bytes(3)))
    drawn.putpixel((1, 0), tuple(SIGN))
    return _png(drawn)


def put_pictures(pdf: Pdf, pictures: Sequence[bytes]) -> None:
    """Put the pictures in the places of their stand-ins.

    Raises:
        BadTemplate: a stand-in is nowhere, so its picture would be missing.
    """
    missing = {place: packed for place, picture in enumerate(pictures) if picture and (packed := _packed(picture))}
    for image in _images(pdf):
        pixels = image.read_bytes()[:6]
        if pixels[3:] == SIGN:
            _put(image, missing.pop(int.from_bytes(pixels[:3])))
    if missing:
        raise BadTemplate("A plaque template shows no marker though it has room for one. Please correct the file.")


def shrunk(picture: bytes, side_px: int) -> bytes:
    """Give a picture for the screen, less than twice as large as it is shown: Typst takes long for large ones."""
    with Image.open(io.BytesIO(picture)) as opened:
        if min(opened.size) < 2 * side_px or _packed(picture) is None:
            return picture
        opened.draft("RGB", (side_px, side_px))
        return _png(opened.convert("RGB").reduce(min(opened.size) // side_px))


def _images(pdf: Pdf) -> Iterator[Any]:
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == "/Image" and thing.get("/Filter") == "/FlateDecode":
            yield thing


def _put(image: Any, packed: Packed) -> None:
    colours = image.ColorSpace
    decode = None
    if packed.filter == "/FlateDecode":
        channels = 1 if packed.palette else 3
        decode = Dictionary(Predictor=15, Colors=channels, BitsPerComponent=packed.bits, Columns=packed.width)
    if packed.palette:
        colours = Array([Name.Indexed, colours, len(packed.palette) // 3 - 1, String(packed.palette)])
    image.write(packed.content, filter=Name(packed.filter), decode_parms=decode)
    image.ColorSpace, image.BitsPerComponent = colours, packed.bits
    image.Width, image.Height = packed.width, packed.height


def _png(picture: Image.Image) -> bytes:
    """Write a picture that is read again at once."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=0)
    return buffer.getvalue()


def _packed(picture: bytes) -> Packed | None:
    return _packed_png(picture) if picture.startswith(PNG_START) else _packed_jpeg(picture)


def _packed_jpeg(picture: bytes) -> Packed | None:
    with Image.open(io.BytesIO(picture)) as opened:
        if opened.mode != "RGB" or "icc_profile" in opened.info or opened.getexif().get(EXIF_ORIENTATION, 1) != 1:
            return None
        return Packed(picture, opened.width, opened.height, 8, "/DCTDecode")


def _packed_png(picture: bytes) -> Packed | None:
    chunks = list(_chunks(picture))
    width, height, bits, kind, _, _, interlacing = struct.unpack(">IIBBBBB", chunks[0][1])
    if {name for name, _ in chunks} - PLAIN_CHUNKS or kind not in (RGB, INDEXED) or bits > 8 or interlacing:
        return None
    content, palette = (b"".join(body for name, body in chunks if name == wanted) for wanted in (b"IDAT", b"PLTE"))
    return Packed(content, width, height, bits, "/FlateDecode", palette if kind == INDEXED else b"")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give name and content of each chunk."""
    place = len(PNG_START)
    while place < len(picture):
        (length,) = struct.unpack_from(">I", picture, place)
        yield picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        place += length + 12
