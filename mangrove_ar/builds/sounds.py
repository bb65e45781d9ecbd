"""Keep a sound as it is, but without tags, covers and places: only what is heard goes on.

For a bounded process only (see `inspecting`). Source: ISO/IEC 14496-12 (boxes of M4A); RFC 7845 (Opus in Ogg).
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.apev2 import APENoHeaderError
from mutagen.apev2 import delete as delete_ape
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from mangrove_ar.errors import BadUpload

SHORTEST_S, LONGEST_S = 1.0, 600.0
TELLING = {b"udta", b"meta", b"uuid", b"name", b"auth", b"loci"}
"""Boxes of an M4A that tell who recorded it, where, and with which cover."""
PARENTS = {b"moov", b"trak", b"mdia"}
BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"sidx", b"moof", b"mfra", *TELLING}
DEEPEST = 4


def rewrite_sound(content: bytes, kind: str, out: Path) -> dict[str, Any]:
    """Write `sound.<kind>` into a folder and give its duration.

    Raises:
        BadUpload: it is no whole sound of this kind, holds more than sound, or is too short or too long.
    """
    try:
        clean = {"mp3": _mp3, "m4a": _m4a, "ogg": _opus}[kind](content)
        duration_s = _duration(clean, kind)
    except BadUpload:
        raise
    except (MutagenError, ValueError, KeyError, IndexError, TypeError, EOFError, OSError) as error:
        raise _broken() from error
    if not SHORTEST_S <= duration_s <= LONGEST_S:
        minutes = int(LONGEST_S // 60)
        raise BadUpload("duration", f"A sound lasts from 1 second to {minutes} minutes; cut it.", minutes=minutes)
    (out / f"sound.{kind}").write_bytes(clean)
    return {"duration_s": round(duration_s, 2), "extension": kind}


def _mp3(content: bytes) -> bytes:
    sound = _read(MP3, content)
    if sound.info.sketchy:
        raise _broken()
    file = io.BytesIO(content)
    sound.delete(file)
    try:
        file.seek(0)
        delete_ape(file)
    except APENoHeaderError:
        pass
    clean = file.getvalue().lstrip(b"\0")
    if clean[:1] != b"\xff":
        raise _broken()
    return clean


def _opus(content: bytes) -> bytes:
    file = io.BytesIO(content)
    _read(OggOpus, content).delete(file)
    return file.getvalue()


def _m4a(content: bytes) -> bytes:
    sound = _read(MP4, content)
    if not sound.info.codec.startswith("mp4a.40"):
        raise BadUpload("not_aac", "This M4A does not hold AAC sound. Export it as AAC or MP3.")
    clean = bytearray(content)
    tracks = _silence_boxes(clean, 0, len(clean), 0)
    if tracks != [b"soun"]:
        raise BadUpload("more_than_sound", "The file holds more than one track of sound. Export the sound alone.")
    return bytes(clean)


def _silence_boxes(content: bytearray, start: int, end: int, depth: int) -> list[bytes]:
    """Blank the telling boxes where they stand, so that nothing else moves; return the kinds of the tracks."""
    tracks: list[bytes] = []
    for kind, begin, body, finish in _boxes(content, start, end):
        if depth == 0 and kind not in BOXES:
            raise _broken()
        if kind in TELLING:
            content[begin + 4 : begin + 8] = b"free"
            content[body:finish] = bytes(finish - body)
        elif kind in PARENTS and depth < DEEPEST:
            tracks += _silence_boxes(content, body, finish, depth + 1)
        elif kind == b"hdlr" and depth == 3:
            tracks.append(bytes(content[body + 8 : body + 12]))
            content[body + 24 : finish] = bytes(finish - body - 24)  # The name that a program gave the track.
        elif kind in (b"free", b"skip"):
            content[body:finish] = bytes(finish - body)
    return tracks


def _boxes(content: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Give kind, beginning, body and end of each box between two places."""
    while start < end:
        size, kind, body = int.from_bytes(content[start : start + 4], "big"), bytes(content[start + 4 : start + 8]), 8
        if size == 1:
            size, body = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < body or start + size > end:
            raise _broken()
        yield kind, start, start + body, start + size
        start += size


def _duration(content: bytes, kind: str) -> float:
    return float(_read({"mp3": MP3, "m4a": MP4, "ogg": OggOpus}[kind], content).info.length)


def _read(reader: Any, content: bytes) -> Any:
    """Read with one of mutagen's classes, whose types are too loose to help."""
    return reader(io.BytesIO(content))


def _broken() -> BadUpload:
    return BadUpload("broken", "The file cannot be read to its end. Export it again and send that.")
