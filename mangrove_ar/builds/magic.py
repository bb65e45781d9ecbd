"""Say what a file is by its bytes, never by its name, and find what hides in it beside what it says it is."""

import io
import re
import zipfile
from typing import Literal

from mangrove_ar.errors import BadUpload

Purpose = Literal["model", "picture", "sound"]
HEAD_BYTES = 64
"""So many bytes are enough to tell every kind below."""
ACCEPTED: dict[Purpose, frozenset[str]] = {
    "model": frozenset({"glb"}),
    "picture": frozenset({"png", "jpeg", "webp"}),
    "sound": frozenset({"mp3", "m4a", "ogg"}),
}
BEGINNINGS = (
    (b"glTF", "glb"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"fLaC", "flac"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
)
RIFF = {b"WEBP": "webp", b"WAVE": "wav"}
STILLS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
SPECIAL = {"svg": "svg", "archive": "archive"}
"""Kinds with a sentence of their own."""
SCRIPT = re.compile(rb"<(?:script|html|!doctype|svg|\?php)[\s>/]", re.IGNORECASE)
PDF_WITHIN = 1024
"""Readers of PDF look for its beginning so far into a file."""


def check_beginning(purpose: Purpose, head: bytes) -> str:
    """Give the kind of a file that begins so, such as `png`.

    Raises:
        BadUpload: it is not of a kind that is taken for this purpose.
    """
    found = kind_of(head)
    if found in ACCEPTED[purpose]:
        return found
    if purpose == "model" and found in {"archive", "text"}:
        raise BadUpload("not_glb", "Models are taken as one GLB file. OBJ, USDZ and archives are not; export a GLB.")
    if found == "heic":
        raise BadUpload("heic", "HEIC and AVIF pictures are not taken; save it as JPEG and send that.")
    reason = SPECIAL.get(found, f"not_{purpose}")
    raise BadUpload(reason, f"A {purpose} was expected, but the file looks like {found}. Export it in another format.")


def kind_of(head: bytes) -> str:
    """Name what begins with these bytes, such as `jpeg`; `unknown` where nothing fits."""
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in STILLS else "m4a"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "mp3"
    return _text_kind(head)


def refuse_hidden(content: bytes) -> None:
    """Refuse a file that is also an archive, a PDF or a page with a script.

    What visitors get is written anew, so nothing hidden would come through; but a file that is two things at once was
    made to deceive, and its source may be kept.

    Raises:
        BadUpload: see above.
    """
    found = (
        "PDF"
        if b"%PDF-" in content[:PDF_WITHIN]
        else "ZIP"
        if zipfile.is_zipfile(io.BytesIO(content))
        else "script"
        if SCRIPT.search(content)
        else ""
    )
    if found:
        raise BadUpload("hidden", f"The file also holds a {found}. Export it anew from your program.", found=found)


def _text_kind(head: bytes) -> str:
    try:
        text = head.decode("utf-8-sig").lstrip().lower()
    except UnicodeDecodeError as error:
        if error.end < len(head):
            return "unknown"
        text = head[: error.start].decode("utf-8-sig").lstrip().lower()
    if text.startswith(("<svg", "<?xml", "<!doctype", "<html", "<script", "<!--")):
        return "svg"
    return "text" if (text and text.isprintable()) or "\n" in text else "unknown"
