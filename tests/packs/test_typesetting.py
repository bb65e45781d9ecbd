"""What the printer gets: pages in the right size, pictures untouched, and Thai that can be read and found."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import BadPlaque, BadTemplate, MissingFont
from mangrove_ar.packs.raster import rasterise, trim_mm
from mangrove_ar.packs.readers import READERS
from mangrove_ar.packs.templates import TEMPLATES, Template, template_named
from mangrove_ar.packs.typesetting import Prepared, Typesetter
from tests.packs.plaques import MAGENTA, bare, make_prepared, open_picture, species_names, trail

ASSETS = Path("assets")
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(ASSETS, species_names())


@pytest.fixture(scope="module", params=TEMPLATES)
def printed(request: pytest.FixtureRequest, setter: Typesetter) -> tuple[Template, list[Prepared], bytes]:
    """The whole trail in one PDF, in each template."""
    template = TEMPLATES[request.param]
    plaques = trail(template)
    return template, plaques, setter.typeset(plaques, template, note="note for the printer")


def test_every_page_says_where_to_cut_and_how_far_colour_runs_over(
    printed: tuple[Template, list[Prepared], bytes],
) -> None:
    template, plaques, content = printed
    is_sheet = template.per_sheet > 1
    with pikepdf.open(_file(content)) as pdf:
        assert len(pdf.pages) == -(-len(plaques) // template.per_sheet)
        for page in pdf.pages:
            assert _size_mm(page.MediaBox) == pytest.approx(np.add(_size_mm(page.TrimBox), 20), abs=0.01)
            assert _size_mm(page.BleedBox) == pytest.approx(np.add(_size_mm(page.TrimBox), 6), abs=0.01)
    expected = (210, 297) if is_sheet else (template.width_mm, template.height_mm)
    assert trim_mm(content) == pytest.approx(expected, abs=0.01)


def test_the_pdf_is_tagged_and_says_title_and_languages(printed: tuple[Template, list[Prepared], bytes]) -> None:
    _, plaques, content = printed
    with pikepdf.open(_file(content)) as pdf:
        assert pdf.Root.Lang == "th"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "10 plaques" in str(pdf.docinfo["/Title"])
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        elements = list(_elements(pdf.Root.StructTreeRoot.K))
    kinds = [str(element.S) for element in elements]
    assert kinds.count("/H1") == len(plaques)
    figures = [str(element.Alt) for element in elements if element.S == "/Figure"]
    assert [alt for alt in figures if alt.endswith(plaques[0].plaque.url)] != []
    assert {str(element.Lang) for element in elements if "/Lang" in element} >= {"en"}


def test_only_sarabun_is_used_and_all_of_it_is_embedded(printed: tuple[Template, list[Prepared], bytes]) -> None:
    with pikepdf.open(_file(printed[2])) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        for font in fonts:
            assert re.fullmatch(r"/[A-Z]{6}\+Sarabun-\w+", str(font.BaseFont))
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert fonts != []


def test_picture_and_code_have_the_size_and_the_white_ground_that_the_template_says(
    printed: tuple[Template, list[Prepared], bytes], setter: Typesetter
) -> None:
    template, plaques, _ = printed
    picture = setter.flat_picture(plaques[0], template, ppi=101.6)  # Four pixels a millimetre.
    assert np.divide(picture.size, 4) == pytest.approx((template.width_mm, template.height_mm), abs=0.3)
    pixels = np.asarray(picture).astype(int)
    is_marker = (abs(pixels - MAGENTA) < 60).all(axis=2)
    if template.marker_mm:
        left, top, right, bottom = _box(is_marker)
        assert ((right - left) / 4, (bottom - top) / 4) == pytest.approx((template.marker_mm,) * 2, abs=0.6)
        around = pixels[top - 12 : bottom + 12, left - 12 : right + 12]
        assert (around[~is_marker[top - 12 : bottom + 12, left - 12 : right + 12]] > 200).any(axis=1).all()
    modules = len(plaques[0].symbol.modules)
    side = template.qr_mm * 4
    x, y = _corner_of_code(pixels, side / (modules + 8))
    symbol = pixels[round(y) : round(y + side), round(x) : round(x + side)]
    quiet = round(3.8 * side / (modules + 8))
    assert symbol[quiet:-quiet, quiet:-quiet].min() < 10
    symbol[quiet:-quiet, quiet:-quiet] = 255
    assert symbol.min() > 250


def test_every_code_decodes_from_the_printed_page(printed: tuple[Template, list[Prepared], bytes]) -> None:
    template, plaques, content = printed
    pages = range(-(-len(plaques) // template.per_sheet))
    read = {url for page in pages for url in READERS["zxing"](rasterise(content, 5, page))}
    assert read == {one.plaque.url for one in plaques}


def test_equal_plaques_give_equal_bytes_from_another_typesetter_too(
    printed: tuple[Template, list[Prepared], bytes],
) -> None:
    template, plaques, content = printed
    assert Typesetter(ASSETS, species_names()).typeset(plaques, template, note="note for the printer") == content


def test_the_picture_goes_into_the_pdf_as_it_is(setter: Typesetter) -> None:
    one = make_prepared()
    with pikepdf.open(_file(setter.typeset([one], TEMPLATES["a4"]))) as pdf:
        streams = [item.read_raw_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    assert one.marker in streams


def test_an_eleventh_sticker_begins_a_second_sheet(setter: Typesetter) -> None:
    template = TEMPLATES["stickers"]
    many = [make_prepared(template, slug=f"station-{number}", number=number) for number in range(1, 12)]
    with pypdfium2.PdfDocument(setter.typeset(many, template)) as document:
        assert [page.get_textpage().get_text_range().count("Crab") for page in document] == [10, 1]


def test_signs_of_the_markup_are_letters_like_others(setter: Typesetter) -> None:
    text = '#panic() *b* _i_ $x$ [a] \\u{41} "q" // c @d <e> ~ `f` 1/2 --'
    one = make_prepared(line=Words(th="ก #panic() *ข*", en=text))
    with pypdfium2.PdfDocument(setter.typeset([one], TEMPLATES["a4"])) as document:
        shown = bare(document[0].get_textpage().get_text_range())
    assert bare(text) in shown
    assert "ก#panic()*ข*" in shown


def test_a_title_too_long_for_the_plate_is_refused_with_station_and_language(setter: Typesetter) -> None:
    long = "ศูนย์การเรียนรู้และหอชมวิวป่าชายเลน"
    setter.typeset([make_prepared(name=Words(th=long, en="Tower"))], TEMPLATES["a4"])
    with pytest.raises(BadPlaque, match=r"crab-condo: the Thai name is \d+ % too long for the plaque a4"):
        setter.typeset([make_prepared(name=Words(th=long * 3, en="Tower"))], TEMPLATES["a4"])
    with pytest.raises(BadPlaque, match=r"the English line of text is \d+ % too long .* Please shorten it"):
        setter.typeset([make_prepared(line=Words(th="ก", en="many words " * 40))], TEMPLATES["a4"])


def test_a_single_word_wider_than_its_place_is_refused(setter: Typesetter) -> None:
    with pytest.raises(BadPlaque, match="the English name"):
        setter.typeset([make_prepared(name=Words(th="ก", en="Phrachediklangnammangroveforest" * 2))], TEMPLATES["a4"])


def test_a_long_host_shrinks_and_a_longer_one_is_refused(setter: Typesetter) -> None:
    template = TEMPLATES["a5"]
    host = "trail.phrachediklangnam.example"
    with pypdfium2.PdfDocument(
        setter.typeset([make_prepared(template, public_url=f"https://{host}")], template)
    ) as pdf:
        assert host in pdf[0].get_textpage().get_text_range()
    one = make_prepared(template)
    longer = replace(one, plaque=replace(one.plaque, public_url=f"https://{host * 4}"))
    with pytest.raises(BadPlaque, match="the English host name is"):
        setter.typeset([longer], template)


def test_a_letter_that_the_font_lacks_is_named_with_its_station(setter: Typesetter) -> None:
    with pytest.raises(BadPlaque, match="crab-condo: the font Sarabun has no letter for “漢"):
        setter.typeset([make_prepared(name=Words(th="漢字", en="Han"))], TEMPLATES["a4"])


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFont, match=r"Sarabun is not in .* fontpkg-sarabun"):
        Typesetter(ASSETS, fonts=tmp_path)


def test_a_template_that_asks_for_another_font_is_refused_before_a_wrong_one_is_printed(tmp_path: Path) -> None:
    (tmp_path / "plaques").mkdir()
    for file in (ASSETS / "plaques").glob("*.typ"):
        text = file.read_text(encoding="utf-8").replace("font: job.font", 'font: "Pridi"')
        (tmp_path / "plaques" / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(MissingFont, match=r"a4\.typ asks for the font pridi"):
        Typesetter(tmp_path, species_names()).typeset([make_prepared()], TEMPLATES["a4"])


def test_missing_and_broken_templates_are_named(tmp_path: Path, setter: Typesetter) -> None:
    with pytest.raises(BadTemplate, match="no plaque templates"):
        Typesetter(tmp_path)
    (tmp_path / "plaques").mkdir()
    (tmp_path / "plaques" / "a4.typ").write_text("#let x = ", encoding="utf-8")
    with pytest.raises(BadTemplate, match=r"a4\.typ cannot be typeset"):
        Typesetter(tmp_path, species_names()).typeset([make_prepared()], TEMPLATES["a4"])
    with pytest.raises(BadTemplate, match=r"a5\.typ is missing"):
        Typesetter(tmp_path, species_names()).typeset([make_prepared()], TEMPLATES["a5"])
    with pytest.raises(BadTemplate, match="a4, a5, post, stickers"):
        template_named("a3")


def test_a_preview_is_a_small_picture_of_the_trimmed_plaque(setter: Typesetter) -> None:
    preview = open_picture(setter.preview(make_prepared(), TEMPLATES["a4"]))
    assert preview.format == "PNG"
    assert (preview.width, preview.height) == pytest.approx((720, 720 * 210 / 297), abs=1)


def _elements(item: Any) -> Iterator[Any]:
    """Walk the elements of the structure tree."""
    for kid in item if isinstance(item, pikepdf.Array) else [item]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _elements(kid.K)


def _size_mm(box: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) / POINTS_PER_MM for edge in box)
    return right - left, top - bottom


def _box(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _corner_of_code(pixels: NDArray[np.int_], module_px: float) -> tuple[float, float]:
    """Find the upper left corner of the quiet zone: four modules before the first wholly black square of seven."""
    is_black = (pixels < 12).all(axis=2)
    length = round(7 * module_px) - 2
    starts = [(x, y) for y, row in enumerate(is_black) for x in _runs(row, length)]
    left, top = starts[0]
    return left - 4 * module_px, top - 4 * module_px


def _runs(row: NDArray[np.bool_], length: int) -> list[int]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(int)))
    return [int(start) for start, end in edges.reshape(-1, 2) if end - start >= length]


def _file(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)
