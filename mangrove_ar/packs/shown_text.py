"""Read the text operators of a page as Typst writes them: which glyphs stand where, and what they say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Matrix, Object, Page, parse_content_stream, unparse_content_stream

from mangrove_ar.packs.glyph_codes import CODE_BYTES, SILENT, GlyphCodes

Part = int | bytes
"""What a show operator shows: the code of a glyph, or a distance in thousandths of the font size, to the left."""
_CODE_LETTERS = 2 * CODE_BYTES
_SHOWN = re.compile(rb"<([0-9a-f]*)>|([-+.0-9]+)")
_SAID = re.compile(rb"/ActualText (<[0-9a-f]*>|\(.*\)) >> BDC$")
_OPERATOR = re.compile(rb"(?:^| )(BDC|BMC|EMC|q|Q|cm|Tf|Tm|Tj|TJ)$")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Glyphs of one cluster in one show operator.

    Attributes:
        show: the operator's place among the page's instructions.
        parts: its glyphs, and the distances before each.
        glyphs: its glyphs alone.
        text: of the whole cluster, of which other operators may show more.
        text_matrix: where the operator begins in its text object; None where it begins at the end of another.
        page_matrices: from the text object to the page, the last first.
    """

    font: GlyphCodes
    show: int
    parts: Sequence[Part]
    glyphs: Sequence[int]
    text: str
    text_matrix: bytes | None
    page_matrices: tuple[bytes, ...]


class Content:
    """The instructions of a page, one a line, strings in hexadecimal: so qpdf writes them.

    Attributes:
        spans: where ActualText spans begin and end; known when all pieces are read.
    """

    def __init__(self, page: Page, fonts: dict[str, GlyphCodes]) -> None:
        self.instructions: list[bytes] = unparse_content_stream(parse_content_stream(page)).split(b"\n")
        self.spans: set[int] = set()
        self._fonts = fonts

    def pieces(self) -> Iterator[Piece]:
        """Give the pieces in the order in which they are shown."""
        begun: list[int] = []
        said = ""
        font: GlyphCodes | None = None
        matrices: tuple[bytes, ...] = ()
        kept: list[tuple[bytes, ...]] = []
        text_matrix: bytes | None = None
        for place, instruction in enumerate(self.instructions):
            operator = _OPERATOR.search(instruction)
            if operator is None:
                continue
            match operator[1]:
                case b"BDC" | b"BMC":
                    begun.append(place)
                    if span := _SAID.search(instruction):
                        said = str(Object.parse(span[1]))
                        self.spans.add(place)
                case b"EMC":
                    if begun.pop() in self.spans:
                        said = ""
                        self.spans.add(place)
                case b"q":
                    kept.append(matrices)
                case b"Q":
                    matrices = kept.pop()
                case b"cm":
                    matrices = (instruction, *matrices)
                case b"Tf":
                    font = self._fonts[instruction.split()[0].decode()]
                case b"Tm":
                    text_matrix = instruction
                case _:
                    assert font is not None, "Typst chooses a font before it shows text"
                    for parts, glyphs, text in _told_apart(_parts(instruction), said, font):
                        yield Piece(font, place, parts, glyphs, text, text_matrix, matrices)
                        text_matrix = None


def moved_matrix(piece: Piece, to: Piece) -> bytes:
    """Give the Tm instruction that shows a piece at its place on the page from within the text object of another."""
    assert piece.text_matrix is not None, "only a piece with a place of its own can move"
    matrix = _product(piece.text_matrix, *piece.page_matrices) @ _product(*to.page_matrices).inverse()
    return b"%s Tm" % b" ".join(b"%.6f" % number for number in matrix.shorthand)


def shown(parts: Sequence[Part]) -> bytes:
    """Write the operator that shows these parts."""
    content = b"".join(b"%04x" % part if isinstance(part, int) else b"> %s <" % part for part in parts)
    return b"[<%s>] TJ" % content


def _product(*instructions: bytes) -> Matrix:
    product = Matrix()
    for instruction in instructions:
        product = product @ Matrix(*(float(number) for number in instruction.split()[:6]))
    return product


def _parts(instruction: bytes) -> Iterator[Part]:
    for codes, distance in _SHOWN.findall(instruction):
        if distance:
            yield distance
        for place in range(0, len(codes), _CODE_LETTERS):
            yield int(codes[place : place + _CODE_LETTERS], 16)


def _told_apart(
    parts: Iterator[Part], said: str, font: GlyphCodes
) -> Iterator[tuple[Sequence[Part], Sequence[int], str]]:
    """Give the clusters of one operator: in a span it is one, else each glyph is its own."""
    if said:
        whole = tuple(parts)
        yield whole, tuple(part for part in whole if isinstance(part, int)), said.replace(SILENT, "") or SILENT
        return
    waiting: tuple[Part, ...] = ()
    for part in parts:
        waiting = (*waiting, part)
        if isinstance(part, int):
            yield waiting, (part,), font.said[part]
            waiting = ()
