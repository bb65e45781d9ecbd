"""Make the text of a typeset PDF come back as it was written, letter by letter.

Typst gives every glyph of a Thai cluster the text of the whole cluster, and sets a raised tone mark as a run of its
own: readers then find "ฝั่ฝั่ง" where "ฝั่ง" is written. Here each glyph says its own share of the cluster, for readers
that look at glyphs; and all glyphs of a cluster stand together in one ActualText span, for readers that look at spans:
they need it, because a mark without width confuses their search for words, and a sara am has two glyphs for one letter.
What is seen on the page stays as it is.

Source: ISO 32000-2 sections 9.4 (text operators), 9.10.3 (ToUnicode) and 14.9.4 (ActualText).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from pikepdf import Pdf, String

from mangrove_ar.packs.glyph_codes import SILENT, GlyphCodes
from mangrove_ar.packs.shown_text import Content, Part, Piece, moved_matrix, shown

SPACE = " "
LEAST_DRIFT = 50
"""Thousandths of the font size; poppler sees a space from 100 on."""


def make_readable(pdf: Pdf) -> None:
    """Give every glyph of all pages its own letters, and every cluster exactly its text."""
    fonts: dict[tuple[int, int], GlyphCodes] = {}
    for page in pdf.pages:
        of_page = dict(page.Resources.get("/Font", {}).items())
        for font in of_page.values():
            if font.objgen not in fonts:
                fonts[font.objgen] = GlyphCodes(font)
        content = Content(page, {name: fonts[font.objgen] for name, font in of_page.items()})
        page.Contents = pdf.make_stream(b"\n".join(_rewritten(content)))
    for codes in fonts.values():
        codes.write(pdf)


def _rewritten(content: Content) -> Iterator[bytes]:
    """Give the page's instructions without Typst's spans, and with show operators of our own."""
    clusters = _joined(content.pieces())
    shows = {piece.show: _Show() for cluster in clusters for piece in cluster}
    for cluster, following in zip_longest(clusters, clusters[1:]):
        # pdfium finds no space after a span that ends with a mark, so the span says it too.
        after = SPACE if following and following[0].text == SPACE else ""
        _put(cluster, after, shows)
    for place, instruction in enumerate(content.instructions):
        if place in shows:
            yield from shows[place].instructions()
        elif place not in content.spans:
            yield instruction


class _Show:
    """What stands in the place of one show operator."""

    def __init__(self) -> None:
        self._done: list[bytes] = []
        self._parts: list[Part] = []

    def add(self, parts: Iterable[Part]) -> None:
        """Show codes that say their own letters."""
        self._parts.extend(parts)

    def do(self, instruction: bytes) -> None:
        """Put another instruction behind what was shown."""
        if self._parts:
            self._done.append(shown(self._parts))
            self._parts = []
        self._done.append(instruction)

    def instructions(self) -> list[bytes]:
        """Give the instructions; none where all glyphs have moved elsewhere."""
        if any(isinstance(part, int) for part in self._parts):
            return [*self._done, shown(self._parts)]
        return self._done


def _joined(pieces: Iterator[Piece]) -> list[list[Piece]]:
    """Put the pieces of each cluster together."""
    clusters: list[list[Piece]] = []
    for piece in pieces:
        if len(piece.text) > 1 and clusters and _continues(clusters[-1], piece):
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
    return clusters


def _continues(cluster: list[Piece], piece: Piece) -> bool:
    """Tell whether a run goes on with a cluster: it does unless it shows the cluster's first glyph again."""
    first = cluster[0]
    return (
        first.font is piece.font
        and first.text == piece.text
        and cluster[-1].show != piece.show
        and first.glyphs[0] != piece.glyphs[0]
        and piece.text_matrix is not None
    )


def _put(cluster: list[Piece], after: str, shows: dict[int, _Show]) -> None:
    """Show a cluster where its first piece stood, the other pieces in their own places on the page."""
    first, *others = cluster
    show = shows[first.show]
    if len(first.glyphs) == 1 and not others:
        return show.add(_coded(first, iter([first.text])))
    letters = _letters(cluster)
    show.do(b"/Span << /ActualText %s >> BDC" % String(first.text + after).unparse())
    show.add(_coded(first, letters))
    for other in others:
        show.do(moved_matrix(other, first))
        show.add(_coded(other, letters))
        shows[other.show].add(_gap(other))
    behind = others[-1].parts if others else first.parts[first.parts.index(first.glyphs[0]) :]
    _return_pen(cluster[-1], behind, show)
    show.do(b"EMC")


def _return_pen(mark: Piece, behind: Sequence[Part], show: _Show) -> None:
    """End a span where its letter ends, and not under a mark: poppler would take the rest for a space.

    Only a glyph moves the end, so the mark is shown again, unseen and silent. `behind` is all that follows the letter.
    """
    drift = sum(float(part) for part in behind if isinstance(part, bytes))
    if abs(drift) > LEAST_DRIFT and not mark.font.width(mark.glyphs[-1]):
        show.add([b"%f" % -drift])
        show.do(b"3 Tr")
        show.add([mark.font.code(mark.glyphs[-1], SILENT)])
        show.do(b"0 Tr")


def _letters(cluster: list[Piece]) -> Iterator[str]:
    """Deal the letters of a cluster to its glyphs: one each, the rest to the last, silence to those that are left."""
    text = cluster[0].text
    last = sum(len(piece.glyphs) for piece in cluster) - 1
    for place in range(last):
        yield text[place : place + 1] or SILENT
    yield text[last:] or SILENT


def _coded(piece: Piece, letters: Iterator[str]) -> Iterator[Part]:
    for part in piece.parts:
        yield piece.font.code(part, next(letters)) if isinstance(part, int) else part


def _gap(piece: Piece) -> Iterator[Part]:
    """Keep the room of glyphs that moved away, so that those behind them stay where they are."""
    for part in piece.parts:
        yield b"%f" % -float(piece.font.width(part)) if isinstance(part, int) else part
