"""Tables for translators as CSV and XLSX, written for Excel and read back without trusting a byte of them.

Source: OWASP, CSV Injection: a cell that begins with one of these signs may run as a formula where it is opened.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mangrove_ar.catalogue.words import LANGUAGES
from mangrove_ar.editorial.exchange import COLUMNS, SentRow, plain
from mangrove_ar.errors import BadSheet

if TYPE_CHECKING:
    from openpyxl.cell import Cell

SIZE_AT_MOST = 2 * 1024 * 1024
"""Bytes of a file that comes back."""
UNPACKED_AT_MOST = 24 * 1024 * 1024
PARTS_AT_MOST = 60
"""Files inside an XLSX; Excel makes about a dozen."""
ROWS_AT_MOST = 30_000
LONGEST_CELL = 32_767
"""Excel cuts what is longer."""
NEEDED = {"kind", "slug", "path", "check", *LANGUAGES}
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
"""How an XLSX begins a letter that XML cannot hold; an underscore that is meant as one is written so itself."""
SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?(?:\r?\n|$)', re.IGNORECASE)
"""The line by which Excel is told the separator; it does not show it, so that it does not count."""
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What openpyxl and its parsers raise over a broken file: they have no error of their own for it."""
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the computer, and Thai for noise."""
WIDTHS = {"slug": 24, "path": 22, "field": 24, "th": 60, "en": 60, "state": 18, "note": 30, "check": 20}


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows below the heading."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def write_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows below a heading that stays in sight."""
    # Imported here: a start of the server must not wait for it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("texts")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + place)].width = WIDTHS.get(column, 12)

    def cells(*, is_heading: bool) -> list["Cell"]:
        found = [WriteOnlyCell(sheet, value=column) for column in COLUMNS]
        for cell in found:
            cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=is_heading)
        return found

    sheet.append(cells(is_heading=True))
    # A row is written as soon as it is appended, so one row of cells serves for all: styles cost more than words.
    reused = cells(is_heading=False)
    for row in rows:
        for cell, text in zip(reused, row, strict=True):
            cell.value = ESCAPE.sub("_x005F_x", _harmless(text))
        sheet.append(reused)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_sheet(content: bytes) -> list[SentRow]:
    """Read a table that somebody sent, CSV or XLSX by its first bytes.

    Raises:
        BadSheet: it is too large, is neither, or lacks a column.
    """
    if len(content) > SIZE_AT_MOST:
        raise BadSheet("too_large", megabytes=SIZE_AT_MOST // 1024**2)
    lines = list(_lines_of_xlsx(content) if content.startswith(b"PK") else _lines_of_csv(content))
    if len(lines) > ROWS_AT_MOST:
        raise BadSheet("too_many_rows", rows=ROWS_AT_MOST)
    heading = [name.strip().casefold() for name in lines[0]] if lines else []
    missing = sorted(NEEDED - set(heading))
    if missing:
        raise BadSheet("columns", columns=", ".join(missing))
    places = {name: heading.index(name) for name in COLUMNS if name in heading}
    return [_sent(number, line, places) for number, line in enumerate(lines[1:], 2) if any(line)]


def _sent(number: int, line: list[str], places: dict[str, int]) -> SentRow:
    cells = {name: line[place] if place < len(line) else "" for name, place in places.items()}
    return SentRow(
        line=number,
        kind=cells["kind"].strip(),
        slug=cells["slug"].strip(),
        path=cells["path"].strip(),
        texts={language: _meant(cells[language]) for language in LANGUAGES},
        note=_meant(cells.get("note", "")),
        check=cells["check"].strip(),
    )


def _harmless(text: str) -> str:
    """Put a sign in front of what a table program might run; Excel takes the sign for "this is text"."""
    return f"'{text}" if FORMULA.match(text) else text


def _meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _lines_of_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSheet("not_utf8") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # Excel writes the one of its country.
    if named := SEPARATOR_LINE.match(text):
        delimiter, text = named[1], text[named.end() :]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise BadSheet("not_a_table") from error


def _lines_of_xlsx(content: bytes) -> Iterator[list[str]]:
    # Imported here: a start of the server must not wait for it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_parts(content)
        # Read-only, no macros, no links to other files; formulas come as they are written and are refused below.
        book = load_workbook(io.BytesIO(content), read_only=True, keep_vba=False, keep_links=False)
        sheet = book[book.sheetnames[0]]
        for row in sheet.iter_rows(max_row=ROWS_AT_MOST + 2, max_col=2 * len(COLUMNS)):
            yield [_cell_text(cell.data_type, cell.value) for cell in row]
    except (InvalidFileException, *UNREADABLE) as error:
        raise BadSheet("not_a_table") from error


def _check_parts(content: bytes) -> None:
    """Refuse an archive that is not a plain workbook before anything reads its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
            raise BadSheet("too_large", megabytes=SIZE_AT_MOST // 1024**2)
        for part in parts:
            if part.filename.startswith("xl/externalLinks"):
                raise BadSheet("has_links")
            # A declaration is how XML grows when it is read; Excel writes none. UTF-16 has a zero beside each letter.
            if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b"").upper():
                raise BadSheet("not_a_table")


def _cell_text(data_type: str, value: object) -> str:
    # Imported here: a start of the server must not wait for it.
    from openpyxl.utils.escape import unescape

    if data_type == "f":
        raise BadSheet("formula")
    # Half of a pair of UTF-16 can be written so too, which is no letter and which no database takes.
    return plain(unescape(str(value)).encode(errors="ignore").decode()) if value is not None else ""
