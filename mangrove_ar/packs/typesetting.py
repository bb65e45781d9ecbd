"""Set plaques: words, pictures and QR codes go into Typst templates, and print-ready PDFs or previews come out."""

import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import fontpkg_sarabun
import typst
from PIL import Image

from mangrove_ar.catalogue.codes import spaced
from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BadPlaque, BadTemplate, MissingFont
from mangrove_ar.packs.line_breaks import cut
from mangrove_ar.packs.pictures import shrunk, stand_in
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.print_boxes import AROUND_MM, finish
from mangrove_ar.packs.qr import QUIET_ZONE_MODULES, Symbol
from mangrove_ar.packs.templates import Template

FONT = "Sarabun"
PDF_STANDARD = "ua-1"
PREVIEW_WIDTH_PX = 720
MM_PER_INCH = 25.4
MARKER_JPEG_QUALITY = 92
FOLDER = "plaques"
"""Where templates lie below the assets."""
PNG_START = b"\x89PNG"
MISFIT = "does not fit|"
"""How a template's message begins when a text has no room, see `assets/plaques/parts.typ`."""
PART_NAMES = {"name": "name", "line": "line of text", "host": "host name"}
LANGUAGE_NAMES = {"th": "Thai", "en": "English"}
UNKNOWN_FONT = "unknown font family: "
UNDISPLAYED = re.compile(r'the text `"(.*?)"` could not be displayed')


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plaque with all that is drawn on it.

    Attributes:
        marker: the picture as JPEG (see `printable_marker`) or PNG; empty where the template has no picture.
    """

    plaque: Plaque
    marker: bytes
    symbol: Symbol


class Typesetter:
    """Templates, fonts and words that are read once and serve for many plaques.

    Args:
        assets: the folder that has `plaques/` with the templates.
        names: names of species and places: Thai is never cut inside one.

    Raises:
        BadTemplate: there are no templates.
        MissingFont: Sarabun is not installed.
    """

    def __init__(self, assets: Path, names: Iterable[str] = (), fonts: Path = fontpkg_sarabun.ROOT / "files") -> None:
        self._names = frozenset(names)
        self._files = _template_files(assets / FOLDER)
        self._compiler = typst.Compiler(font_paths=_fonts(fonts))

    def typeset(self, plaques: Sequence[Prepared], template: Template, note: str = "") -> bytes:
        """Set plaques into one PDF in the order given: a page for each, or as many on a page as stickers do.

        Equal plaques give equal bytes.

        Args:
            note: for the printer, outside the trimmed plaque.

        Raises:
            BadPlaque: a text is too long for its place, or has a letter that Sarabun lacks.
            BadTemplate: the template cannot be typeset.
            MissingFont: the template asks for a font that is not there.
        """
        markers = [one.marker and stand_in(place, one.marker) for place, one in enumerate(plaques)]
        job = self._job(plaques, markers, AROUND_MM, note)
        content = self._compile(plaques, markers, template, job, format="pdf", pdf_standards=[PDF_STANDARD])
        return finish(content, [one.marker for one in plaques])

    def preview(self, plaque: Prepared, template: Template, ppi: float | None = None) -> bytes:
        """Draw a plaque as it is after trimming, as PNG; as wide as a page on a screen if no resolution is given.

        Raises:
            BadPlaque, BadTemplate, MissingFont: as `typeset`.
        """
        ppi = ppi or PREVIEW_WIDTH_PX * MM_PER_INCH / template.width_mm
        side_px = math.ceil((template.marker_mm or 0) * ppi / MM_PER_INCH)
        markers = [plaque.marker and shrunk(plaque.marker, side_px)]
        job = self._job([plaque], markers, 0, "")
        return self._compile([plaque], markers, template, job, format="png", ppi=ppi)

    def flat_picture(self, plaque: Prepared, template: Template, ppi: float) -> Image.Image:
        """Draw a plaque as it is after trimming, as RGB picture.

        Raises:
            BadPlaque, BadTemplate, MissingFont: as `typeset`.
        """
        return Image.open(io.BytesIO(self.preview(plaque, template, ppi))).convert("RGB")

    def _compile(
        self,
        plaques: Sequence[Prepared],
        markers: Sequence[bytes],
        template: Template,
        job: dict[str, Any],
        **options: Any,
    ) -> bytes:
        if template.file not in self._files:
            raise BadTemplate(f"The plaque template {template.file} is missing in {FOLDER}/. Please put it back.")
        texts = {"main.typ": f'#include "{template.file}"'.encode(), **self._files, **_drawings(plaques)}
        inputs = {"job": json.dumps(job, ensure_ascii=False)}
        with TemporaryDirectory(prefix="plaques-") as folder:
            _put_markers(markers, Path(folder))
            try:
                content, warnings = self._compiler.compile_with_warnings(
                    input=texts, root=folder, sys_inputs=inputs, **options
                )
            except typst.TypstError as error:
                raise _refusal(str(error), template, plaques) from error
        _refuse_missing_fonts(warnings, template)
        assert isinstance(content, bytes)
        return content

    def _job(
        self, plaques: Sequence[Prepared], markers: Sequence[bytes], around_mm: float, note: str
    ) -> dict[str, Any]:
        """Give all that a template reads; `assets/plaques/README.md` describes it for designers."""
        names = " · ".join(sorted({one.plaque.site.th for one in plaques}))
        return {
            "title": _title(plaques),
            "author": names,
            "font": FONT,
            "around_mm": around_mm,
            "note": note,
            "plaques": [
                self._page(place, one, marker) for place, (one, marker) in enumerate(zip(plaques, markers, strict=True))
            ],
        }

    def _page(self, place: int, one: Prepared, marker: bytes) -> dict[str, Any]:
        plaque = one.plaque
        return {
            "slug": plaque.slug,
            "number": plaque.number,
            "zone": plaque.zone,
            "name": self._words(plaque.name),
            "line": self._words(plaque.line),
            "site": self._words(plaque.site),
            "alt": plaque.alt.model_dump(),
            "marker": _marker_file(place, marker),
            "qr": _qr_file(place),
            "url": plaque.url,
            "host": plaque.host,
            "code": spaced(plaque.code),
            "revision": plaque.revision,
        }

    def _words(self, words: Words) -> dict[str, Any]:
        return {"th": cut(words.th, self._names), "en": " ".join(words.en.split())}


def printable_marker(picture: Image.Image) -> bytes:
    """Give a flat picture as the JPEG that goes into the PDF as it is."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=MARKER_JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()


def _template_files(folder: Path) -> dict[str, bytes]:
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.typ"))}
    if not files:
        raise BadTemplate(f"{folder} has no plaque templates (*.typ). Please put them back.")
    return files


def _fonts(folder: Path) -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if FONT not in fonts.families():
        raise MissingFont(f"The font {FONT} is not in {folder}. Please install the package fontpkg-sarabun.")
    return fonts


def _drawings(plaques: Sequence[Prepared]) -> dict[str, bytes]:
    return {_qr_file(place): _qr_drawing(one.symbol) for place, one in enumerate(plaques)}


def _put_markers(markers: Sequence[bytes], folder: Path) -> None:
    """Put pictures on the disk: Typst takes only texts from memory."""
    for place, marker in enumerate(markers):
        if marker:
            (folder / _marker_file(place, marker)).write_bytes(marker)


def _marker_file(place: int, marker: bytes) -> str:
    return f"marker-{place}.{'png' if marker.startswith(PNG_START) else 'jpg'}"


def _qr_file(place: int) -> str:
    return f"qr-{place}.svg"


def _qr_drawing(symbol: Symbol) -> bytes:
    """Draw a QR code with its quiet zone as one shape, a module a unit: a printer meets no seams and no pixels."""
    quiet = QUIET_ZONE_MODULES
    side = len(symbol.modules) + 2 * quiet
    bars = "".join(
        f"M{first + quiet} {row + quiet}h{length}v1h-{length}z"
        for row, modules in enumerate(symbol.modules.tolist())
        for first, length in _dark_runs(modules)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{bars}"/></svg>'.encode()


def _dark_runs(modules: list[bool]) -> Iterator[tuple[int, int]]:
    """Give first module and length of each dark run in a row."""
    place = 0
    for is_dark, run in groupby(modules):
        length = len(list(run))
        if is_dark:
            yield place, length
        place += length


def _title(plaques: Sequence[Prepared]) -> str:
    if len(plaques) == 1:
        plaque = plaques[0].plaque
        return f"{plaque.number} {plaque.name.th} · {plaque.name.en}"
    return f"ป้ายสถานี {len(plaques)} ป้าย · {len(plaques)} plaques"


def _refusal(message: str, template: Template, plaques: Sequence[Prepared]) -> BadPlaque | BadTemplate:
    """Say in our words why Typst gave up."""
    _, is_misfit, misfit = message.partition(MISFIT)
    if is_misfit:
        slug, part, language, percent = misfit.splitlines()[0].split("|")
        return BadPlaque(
            f"{slug}: the {LANGUAGE_NAMES[language]} {PART_NAMES[part]} is {percent} % too long for the plaque "
            f"{template.name}, even in its smallest letters. Please shorten it, or take a larger plaque.",
            (part, language),
        )
    if found := UNDISPLAYED.search(message):
        return BadPlaque(
            f"{', '.join(_who_says(found[1], plaques))}: the font {FONT} has no letter for “{found[1]}”. "
            "Please write it in Thai or Latin letters."
        )
    return BadTemplate(f"The plaque template {template.file} cannot be typeset: {message}. Please correct the file.")


def _refuse_missing_fonts(warnings: Iterable[UserWarning], template: Template) -> None:
    """Typst would take another font in its place."""
    missing = [str(warning).partition(UNKNOWN_FONT)[2] for warning in warnings if UNKNOWN_FONT in str(warning)]
    if missing:
        raise MissingFont(
            f"{template.file} asks for the font {missing[0]}, which is not installed. Please write {FONT} there."
        )


def _who_says(text: str, plaques: Sequence[Prepared]) -> list[str]:
    """Name the stations whose plaque has a text."""
    said = {one.plaque.slug: (one.plaque.name, one.plaque.line, one.plaque.site) for one in plaques}
    slugs = [slug for slug, texts in said.items() if any(text in words.th + words.en for words in texts)]
    return slugs or ["A plaque"]
