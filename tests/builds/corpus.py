"""Files that staff might send, good and hostile, each made here: nothing of it lies in the repository."""

import io
import struct
import zipfile
import zlib
from typing import Any

from mutagen import id3
from mutagen.mp3 import MP3
from mutagen.ogg import OggPage
from PIL import Image

from mangrove_ar.meshing.document import write_glb
from tests.meshing.shapes import make_rigid

GPS_IFD, ORIENTATION, ARTIST = 0x8825, 0x0112, 0x013B
_TAGS: Any = id3  # mutagen's types are too loose to help.
_PAGE: Any = OggPage
_MP3: Any = MP3
PAYLOAD = b"<script>alert(1)</script>"
SECRET = b"Somchai at home"
"""Stands wherever a file may tell who made it; nothing of it may reach a visitor."""


def picture(kind: str = "JPEG", width: int = 640, height: int = 480, **options: object) -> bytes:
    """A picture with a different colour in each corner."""
    made = Image.new("RGB", (width, height), "white")
    for column, row, colour in ((0, 0, "red"), (1, 0, "green"), (0, 1, "blue")):
        made.paste(colour, (column * width // 2, row * height // 2, (column + 1) * width // 2, (row + 1) * height // 2))
    buffer = io.BytesIO()
    made.save(buffer, kind, **options)
    return buffer.getvalue()


def photograph(orientation: int = 6) -> bytes:
    """A JPEG as a phone writes it: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, SECRET.decode()
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (12.0, 40.0, 30.0), 3: "E", 4: (101.0, 16.0, 20.0)})
    return picture("JPEG", exif=exif)


def archive(names: tuple[str, ...] = ("crab.obj",)) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(name, "v 0 0 0")
    return buffer.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises very many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def zipped_text_png() -> bytes:
    """A PNG with a text chunk that unpacks to 20 MB."""
    plain = picture("PNG")
    bomb = b"Comment\0\0" + zlib.compress(b"a" * 20_000_000, 9)
    return plain[:33] + png_chunk(b"zTXt", bomb) + plain[33:]


def commented_jpeg(comment: bytes) -> bytes:
    plain = picture("JPEG")
    return plain[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + plain[2:]


def mp3(seconds: float = 2.0, tagged: bool = False) -> bytes:
    """Silence as MPEG-1 Layer III, 128 kbit/s, 44.1 kHz; perhaps with the tags that a phone writes."""
    frame = b"\xff\xfb\x90\x64" + bytes(413)
    content = frame * round(seconds / (1152 / 44100))
    if not tagged:
        return content
    file = io.BytesIO(content)
    sound = _MP3(file)
    sound.add_tags()
    sound.tags.add(_TAGS.TIT2(encoding=3, text=SECRET.decode()))
    sound.tags.add(_TAGS.COMM(encoding=3, lang="eng", desc="", text=SECRET.decode()))
    sound.tags.add(_TAGS.APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=picture()))
    sound.save(file)
    return file.getvalue()


def opus(seconds: float = 2.0, comment: bytes = b"ARTIST=" + SECRET) -> bytes:
    """Silence as Opus in Ogg, 20 ms a packet."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(comment)) + comment
    pages, count = [], round(seconds * 50)
    for number, packets in enumerate([[head], [tags], *([b"\xf8\xff\xfe"] for _ in range(count))]):
        page = _PAGE()
        page.packets, page.sequence, page.serial = packets, number, 7
        page.position = max(0, number - 1) * 960
        page.first, page.last = number == 0, number == count + 1
        pages.append(page.write())
    return b"".join(pages)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def m4a(seconds: float = 2.0, handlers: tuple[bytes, ...] = (b"soun",), codec: bytes = b"mp4a") -> bytes:
    """An M4A that is sane outside, with a track for each handler; its frames are empty, since nobody here listens."""
    rate = 44100
    length = round(seconds * rate)
    times = struct.pack(">IIIII", 0, 0, 0, rate, length)
    specific = b"\x05\x02\x12\x10"
    config = b"\x04\x11\x40\x15\0\0\0" + struct.pack(">II", 128000, 128000) + specific
    stream = b"\x03" + bytes([3 + len(config) + 3]) + b"\0\0\0" + config + b"\x06\x01\x02"
    esds = box(b"esds", b"\0\0\0\0", stream)
    entry = box(codec, bytes(6), b"\0\x01", bytes(8), struct.pack(">HHHHI", 2, 16, 0, 0, rate << 16), esds)
    table = box(b"stbl", box(b"stsd", struct.pack(">II", 0, 1), entry))
    owner = box(b"udta", box(b"\xa9xyz", SECRET))
    tracks = [
        box(
            b"trak",
            box(
                b"mdia",
                box(b"mdhd", times, bytes(4)),
                box(b"hdlr", bytes(8), handler, bytes(12), b"Recorder of " + SECRET + b"\0"),
                box(b"minf", table),
            ),
            owner,
        )
        for handler in handlers
    ]
    movie = box(b"moov", box(b"mvhd", times, bytes(80)), *tracks, owner)
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + movie + box(b"mdat", bytes(4000))


def glb(rows: int = 8) -> bytes:
    """A model of two balls, of which one swings."""
    return write_glb(make_rigid(rows))


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "a GIF that is also JavaScript": ("picture", b"GIF89a/*" + bytes(60) + b"*/=1;alert(1)", "not_picture"),
    "a PNG with a ZIP behind it": ("picture", picture("PNG") + archive(), "hidden"),
    "a JPEG that is also a PDF": ("picture", commented_jpeg(b"%PDF-1.7 1 0 obj"), "hidden"),
    "a JPEG with a page in its comment": ("picture", commented_jpeg(PAYLOAD), "hidden"),
    "a picture of vectors with a script": ("picture", SVG, "svg"),
    "a page": ("picture", b"<!DOCTYPE html><html><body>" + PAYLOAD, "svg"),
    "a picture cut off": ("picture", picture("PNG")[:-200], "broken"),
    "a JPEG cut off": ("picture", picture("JPEG", 900, 900, quality=95)[:3000], "broken"),
    "a header of a million by a million pixels": ("picture", huge_png(1_000_000, 1_000_000), "too_many_pixels"),
    "a header just over the limit": ("picture", huge_png(5001, 5000), "too_many_pixels"),
    "a header that promises more than there is": ("picture", huge_png(4000, 4000), "broken"),
    "a text chunk that unpacks to 20 MB": ("picture", zipped_text_png(), "broken"),
    "a stamp": ("picture", picture("PNG", 32, 32), "too_small"),
    "a moving picture": (
        "picture",
        picture("WEBP", save_all=True, append_images=[Image.new("RGB", (640, 480), "black")]),
        "animated",
    ),
    "an HEIC": ("picture", b"\0\0\0\x18ftypheic" + bytes(100), "heic"),
    "nothing but zeros": ("picture", bytes(5000), "not_picture"),
    "a picture as a sound": ("sound", picture(), "not_sound"),
    "a WAV": ("sound", b"RIFF\0\0\0\0WAVEfmt " + bytes(100), "not_sound"),
    "an MP3 with an archive behind it": ("sound", mp3() + archive(), "hidden"),
    "an MP3 with a page in its tag": (
        "sound",
        b"ID3\x03\0\0\0\0\0\x40TXXX\0\0\0\x36\0\0\0" + PAYLOAD.ljust(54, b" ") + mp3(),
        "hidden",
    ),
    "a tag without a sound": ("sound", b"ID3\x03\0\0\0\0\0\0" + bytes(3000), "broken"),
    "a click": ("sound", mp3(0.4), "duration"),
    "a sound of eleven minutes": ("sound", mp3(660), "duration"),
    "a video as M4A": ("sound", m4a(handlers=(b"vide",)), "not_aac"),
    "a sound with a video beside it": ("sound", m4a(handlers=(b"soun", b"vide")), "more_than_sound"),
    "a sound with places beside it": ("sound", m4a(handlers=(b"soun", b"meta")), "more_than_sound"),
    "an M4A whose box reaches beyond the file": ("sound", m4a()[:-100], "broken"),
    "an Ogg cut off in its head": ("sound", opus()[:40], "broken"),
    "an OBJ": ("model", b"# Blender\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "not_glb"),
    "a USDZ": ("model", archive(("model.usdc", "0/texture.png")), "not_glb"),
    "an archive with a name that climbs": ("model", archive(("../../etc/passwd",)), "not_glb"),
    "a glTF in parts": ("model", b'{"asset": {"version": "2.0"}, "buffers": [{"uri": "a.bin"}]}', "not_glb"),
    "a GLB cut off": ("model", glb()[:-500], "bad_model"),
    "a GLB with something behind it": ("model", glb() + b"\0" * 64, "hidden"),
    "a GLB that is also an archive": ("model", glb() + archive(), "hidden"),
    "a GLB whose JSON nests for ever": (
        "model",
        struct.pack("<4sIIII", b"glTF", 2, 20 + 200_000, 200_000, 0x4E4F534A) + b"[" * 200_000,
        "bad_model",
    ),
    "a GLB that points elsewhere": (
        "model",
        struct.pack("<4sIIII", b"glTF", 2, 20 + 60, 60, 0x4E4F534A)
        + b'{"asset":{"version":"2.0"},"buffers":[{"uri":"/etc/passwd"}]}'.ljust(60)[:61][:60],
        "bad_model",
    ),
}
"""What is refused: what it is sent as, its bytes, and the reason."""

BAD_NAMES = [
    "",
    "   ",
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd",
    "C:\\crab.glb",
    "crab\0.glb",
    "crab\n.glb",
    "CON",
    "nul.png",
    "Com1.jpg",
    "crab.glb:stream",
    "a" * 121,
    "crab\x1b[31m.png",
    "\ud800.png",
]
GOOD_NAMES = ["ต้นแสม ริมน้ำ.jpg", "IMG_2041 (1).JPG", "console.png", "crab.final.v2.glb", "a" * 120]
