"""The codes of a PDF font: each shows a glyph and says some letters; a glyph that says several things gets several."""

import re
from typing import Any

from pikepdf import Array, Pdf

CODE_BYTES = 2
SILENT = "\u200b"
"""Zero-width space: what a glyph says that has no letter left to say."""
_SAID = re.compile(r"<([0-9A-Fa-f]{4})> <((?:[0-9A-Fa-f]{4})+)>$", re.MULTILINE)
_MOST_LINES = 100
"""So many a block may have. Source: Adobe Technical Note 5014 section 6."""
_FRAME = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def
/Ordering (Identity) def
/Supplement 0 def
end def
/CMapName /Custom def
/CMapVersion 1 def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class GlyphCodes:
    """A font as Typst embeds it: two-byte codes that are glyph numbers, and a table of what they say.

    Attributes:
        said: by code, the text of the cluster in which Typst met it first.
    """

    def __init__(self, font: Any) -> None:
        self._font = font
        self._descendant = font.DescendantFonts[0]
        self.said = {
            int(code, 16): bytes.fromhex(text).decode("utf-16-be")
            for code, text in _SAID.findall(font.ToUnicode.read_bytes().decode("ascii"))
        }
        self._widths = _widths(self._descendant.W)
        self._glyphs: list[int] = list(range(max(self.said) + 1))
        """By code: the glyph. Codes of our own come after all glyphs."""
        self._codes: dict[tuple[int, str], int] = {}
        self._taken: set[int] = set()

    def code(self, glyph: int, text: str) -> int:
        """Give the code that shows a glyph and says a text."""
        code = self._codes.get((glyph, text))
        if code is None:
            code = glyph
            if glyph in self._taken:
                code = len(self._glyphs)
                self._glyphs.append(glyph)
            self._taken.add(glyph)
            self._codes[glyph, text] = code
        return code

    def width(self, glyph: int) -> Any:
        """Give how far a glyph moves the pen, in thousandths of the font size."""
        return self._widths.get(glyph, 0)

    def write(self, pdf: Pdf) -> None:
        """Put the codes into the font."""
        says = {code: text for (_, text), code in self._codes.items()}
        self._font.ToUnicode = pdf.make_stream(_table(says).encode("ascii"))
        glyphs = b"".join(glyph.to_bytes(CODE_BYTES) for glyph in self._glyphs)
        self._descendant.CIDToGIDMap = pdf.make_stream(glyphs)
        self._descendant.W = Array([0, Array([self.width(glyph) for glyph in self._glyphs])])


def _widths(ranges: Any) -> dict[int, Any]:
    """Read the widths of glyphs: `first [width …]` or `first last width`, again and again."""
    widths: dict[int, Any] = {}
    items = iter(ranges)
    for first in items:
        second = next(items)
        if isinstance(second, Array):
            widths.update(enumerate(second, int(first)))
        else:
            widths.update(dict.fromkeys(range(int(first), int(second) + 1), next(items)))
    return widths


def _table(says: dict[int, str]) -> str:
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(says.items())]
    blocks = (lines[start : start + _MOST_LINES] for start in range(0, len(lines), _MOST_LINES))
    return _FRAME.format(
        blocks="\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    )
