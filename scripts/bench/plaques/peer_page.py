"""Write plaques as the page that WeasyPrint sets: the same layout as `assets/plaques/*.typ`, in HTML and CSS."""

import html
import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import pypdfium2
from pypdfium2 import raw

from mangrove_ar.catalogue.codes import spaced
from mangrove_ar.packs.qr import QUIET_ZONE_MODULES, Symbol
from mangrove_ar.packs.templates import Template
from mangrove_ar.packs.typesetting import Prepared

SECTION = Path(__file__).parents[1] / "peer-packs" / "plaque.html"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold", 800: "ExtraBold"}
PLACES_MM: dict[str, dict[str, tuple[float, ...]]] = {
    "a4": {"name": (54, 4.5, 108, 38), "line": (182, 4.5, 104, 38)},
    "a5": {"name": (41, 3, 161, 29), "line": (115, 39, 87, 40)},
}
"""Where texts stand whose size depends on their length: left, top, width and height, see `assets/plaques/`."""
ZONES = {
    "seaward": "#0f6470",
    "mid": "#2c7045",
    "landward": "#5a5c10",
    "mudflat": "#6b4226",
    "water": "#1f4e8c",
    "canopy": "#96450b",
}
BAND_HEIGHTS_MM = {"a4": 45, "a5": 34}
BLEED_MM = 3
WAVES = 12
AROUND_MM = 10
POINTS_PER_MM = 72 / 25.4
THAI, LATIN = re.compile(r"[ก-๏]"), re.compile(r"[A-Za-z]")
Sizes = dict[str, float]


def write_page(path: Path, plaques: Sequence[Prepared], kind: str, template: Template, ours: Path) -> None:
    """Write the page, with each text in the size that our PDF of the same plaques found for it."""
    section = string.Template(SECTION.read_text(encoding="utf-8"))
    found = zip(plaques, _sizes_found(ours, template), strict=True)
    body = "".join(
        section.substitute(_values(one, template) | sizes, marker=f"{one.plaque.number}.{kind}") for one, sizes in found
    )
    head = f'<html lang="th"><head><meta charset="utf-8"><title>{len(plaques)} plaques</title></head>'
    path.write_text(f"<!doctype html>{head}<body>{body}</body></html>", encoding="utf-8")


def write_fonts(path: Path) -> None:
    """Write the style that names the files of our letters."""
    files = {weight: fontpkg_sarabun.ROOT / "files" / f"Sarabun-{name}.ttf" for weight, name in WEIGHTS.items()}
    rule = '@font-face {{ font-family: Sarabun; font-weight: {}; src: url("{}") }}\n'
    path.write_text("".join(rule.format(weight, file.as_uri()) for weight, file in files.items()), encoding="utf-8")


def _values(one: Prepared, template: Template) -> dict[str, Any]:
    """Give what a section of the page is filled with."""
    plaque = one.plaque
    texts = {
        "name_th": plaque.name.th,
        "name_en": plaque.name.en,
        "line_th": plaque.line.th,
        "line_en": plaque.line.en,
        "alt": f"{one.plaque.alt.th} / {one.plaque.alt.en}",
        "url": plaque.url,
        "code": spaced(plaque.code),
        "host": plaque.host,
        "site": one.plaque.site.en,
        "revision": plaque.revision,
    }
    return {
        **{name: html.escape(text) for name, text in texts.items()},
        **_band(template),
        "colour": ZONES[one.plaque.zone],
        "number": plaque.number,
        "side": len(one.symbol.modules) + 2 * QUIET_ZONE_MODULES,
        "modules": _modules(one.symbol),
    }


def _band(template: Template) -> dict[str, str]:
    """Draw the band behind the title in millimetres, with a lower edge like the tide."""
    width, height = template.width_mm + 2 * BLEED_MM, BAND_HEIGHTS_MM[template.name] + BLEED_MM
    wave = width / (2 * WAVES)
    crest, trough = height - wave * 0.16, height + wave * 0.16
    edge = "".join(
        f"C{right - wave / 2:g} {trough:g} {right - wave / 2:g} {crest:g} {right - wave:g} {crest:g}"
        f"S{right - 2 * wave + wave / 2:g} {trough:g} {right - 2 * wave:g} {trough:g}"
        for right in (width - step * 2 * wave for step in range(WAVES))
    )
    box = {"band_width": f"{width:g}mm", "band_height": f"{trough:g}mm", "band_box": f"{width:g} {trough:g}"}
    return {**box, "band": f"M0 0H{width:g}V{trough:g}{edge}Z"}


def _modules(symbol: Symbol) -> str:
    """Draw a QR code as one path, a module a unit, as ours is drawn."""
    return "".join(
        f"M{first + QUIET_ZONE_MODULES} {row + QUIET_ZONE_MODULES}h{length}v1h-{length}z"
        for row, modules in enumerate(symbol.modules.tolist())
        for first, length in _dark_runs(modules)
    )


def _dark_runs(modules: list[bool]) -> Iterator[tuple[int, int]]:
    place = 0
    for is_dark, run in groupby(modules):
        length = len(list(run))
        if is_dark:
            yield place, length
        place += length


def _sizes_found(pdf: Path, template: Template) -> Iterator[Sizes]:
    """Read from our PDF, page by page, in which size the texts stand in their places."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            letters = list(_letters(page))
            yield {
                f"{part}_{language}_pt": _commonest(letters, place, kind)
                for part, place in PLACES_MM[template.name].items()
                for language, kind in (("th", THAI), ("en", LATIN))
            }


def _letters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float]]:
    """Give each letter with its left and top in the trimmed plaque, in mm, and its size in points."""
    text, height = page.get_textpage(), page.get_height()
    for index in range(text.count_chars()):
        left, _, _, top = text.get_charbox(index)
        x, y = left / POINTS_PER_MM - AROUND_MM, (height - top) / POINTS_PER_MM - AROUND_MM
        yield chr(raw.FPDFText_GetUnicode(text, index)), x, y, raw.FPDFText_GetFontSize(text, index)


def _commonest(letters: list[tuple[str, float, float, float]], place: Sequence[float], kind: re.Pattern[str]) -> float:
    left, top, width, height = place
    sizes = Counter(
        round(size, 2)
        for letter, x, y, size in letters
        if kind.match(letter) and 0 <= x - left <= width and 0 <= y - top <= height
    )
    return sizes.most_common(1)[0][0]
