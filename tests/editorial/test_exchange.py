import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.records import By, Record, approved, keep_record
from mangrove_ar.catalogue.thai_typing import MARK
from mangrove_ar.editorial import exchange_files, exchange_service, exchange_views
from mangrove_ar.editorial.comments import comments
from mangrove_ar.editorial.drafts import open_draft, save_draft
from mangrove_ar.editorial.exchange import COLUMNS, Read, read_changes, text_rows
from mangrove_ar.editorial.exchange_files import SIZE_AT_MOST, read_sheet, write_csv, write_xlsx
from mangrove_ar.editorial.exchange_service import KEPT_FOR, keep_sheet, kept_sheet
from mangrove_ar.editorial.models import LONGEST_NOTE
from mangrove_ar.editorial.shelf import records_at_hand
from mangrove_ar.errors import BadSheet
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.pages import read_page
from tests.staff import form_token, make_staff, signed_in_client

FRONT = "/studio/exchange/"
PALM = ("species", "nypa-fruticans")
DANGEROUS = ["=1+1", "+66 38", "-5 ม.", "@home", "\t=1", "'=1", "''@x", "＝1", "-"]
Cells = dict[str, str]


@pytest.fixture
def educator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "educator")


def exported(client: FlaskClient, query: str = "") -> list[Cells]:
    """The rows of a CSV as a table program reads them."""
    answer = client.get(f"{FRONT}texts.csv{query}")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def row_of(rows: list[Cells], slug: str, path: str) -> Cells:
    return next(row for row in rows if (row["slug"], row["path"]) == (slug, path))


def as_csv(rows: list[Cells]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def send(client: FlaskClient, content: bytes, name: str = "texts.csv") -> TestResponse:
    form = {"csrf_token": form_token(client, FRONT), "file": (io.BytesIO(content), name)}
    return client.post(FRONT, data=form, content_type="multipart/form-data")


def confirm(client: FlaskClient, preview: TestResponse, take: list[str] | None = None) -> TestResponse:
    page = read_page(preview.text)
    form = page.one("form", action="/studio/exchange/take")
    fields = {name: form.one("input", name=name).attributes["value"] for name in ("csrf_token", "name")}
    return client.post("/studio/exchange/take", data=fields | {"take": take or []})


def draft_of(kind: str, slug: str) -> Record:
    return open_draft(kind, slug).record


def change_in_studio(**fields: object) -> None:
    palm = approved(*PALM)
    assert palm
    keep_record(*PALM, palm.record | fields, By(None, "อนันต์"), NOON)
    db.session.commit()


def test_the_table_has_every_name_and_text_once(educator: FlaskClient) -> None:
    rows = exported(educator)
    palm = row_of(rows, "nypa-fruticans", "names")
    assert (palm["kind"], palm["th"], palm["en"], palm["state"]) == ("species", "จาก", "Nipa palm", "current")
    assert len({(row["kind"], row["slug"], row["path"]) for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} == {"species", "stations", "sites", "quizzes", "pages"}
    assert row_of(rows, "avicennia-alba", "other_names")["th"] == "พีพีเล; แหม; แหมเล"


@pytest.mark.parametrize("query", ["?kind=stations", "?needs=open"])
def test_page_csv_and_xlsx_show_the_same_texts(educator: FlaskClient, query: str) -> None:
    rows = exported(educator, query)
    sheet = load_workbook(io.BytesIO(educator.get(f"{FRONT}texts.xlsx{query}").data)).active
    assert sheet
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert cells == [list(row.values()) for row in rows]
    page = read_page(educator.get(f"{FRONT}{query}&lang=en" if query else f"{FRONT}?lang=en").text)
    shown = page.all("td", data_label="Thai")
    assert [cell.text for cell in shown] == [" ".join(row["th"].split()) or "nothing yet" for row in rows][:50]
    assert f"{len(rows)} texts" in page.text or not rows


def test_a_table_begins_with_the_mark_by_which_excel_knows_utf8(educator: FlaskClient) -> None:
    answer = educator.get(f"{FRONT}texts.csv?kind=pages")
    assert answer.data.startswith(b"\xef\xbb\xbfkind,slug,")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="texts-pages-')


def test_what_comes_back_unchanged_changes_nothing(educator: FlaskClient) -> None:
    for form, kind in (("csv", ""), ("xlsx", "stations")):
        sheet = read_sheet(educator.get(f"{FRONT}texts.{form}?kind={kind}").data)
        read = read_changes(sheet, {ref: line.entry.record for ref, line in records_at_hand().items()})
        assert len(sheet) == len(text_rows(records_at_hand().values(), kind))
        assert (read.changes, read.refused, read.remarks) == ((), (), ())


def test_the_whole_table_can_be_sent_back(educator: FlaskClient) -> None:
    table = educator.get(f"{FRONT}texts.csv").data
    assert len(table) > 200_000
    answer = send(educator, table)
    assert answer.status_code == 200
    assert "ตารางนี้ไม่เปลี่ยนข้อความใด" in read_page(answer.text).one("main").text


def test_a_translated_text_goes_into_a_draft_and_the_public_keeps_what_it_sees(educator: FlaskClient) -> None:
    palm = row_of(exported(educator), "nypa-fruticans", "role")
    preview = send(educator, as_csv([palm | {"en": "Fronds become roofs."}]))
    assert "Fronds become roofs." in read_page(preview.text).one("ins").text
    assert open_draft(*PALM).version == 0

    answer = confirm(educator, preview)
    assert answer.location == "/studio/exchange/?texts=1&records=1&left=0"
    assert draft_of(*PALM)["role"] == {"th": palm["th"], "en": "Fronds become roofs."}
    public = approved(*PALM)
    assert public
    assert public.record["role"]["en"] == palm["en"]


def test_an_xlsx_comes_back_as_a_csv_does(educator: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(educator.get(f"{FRONT}texts.xlsx?kind=species").data))
    sheet = book.active
    assert sheet
    found = next(row for row in sheet.iter_rows(min_row=2) if (row[1].value, row[2].value) == (PALM[1], "role"))
    found[4].value = "ใบใช้มุงหลังคา"
    out = io.BytesIO()
    book.save(out)
    confirm(educator, send(educator, out.getvalue(), "texts.xlsx"))
    assert draft_of(*PALM)["role"]["th"] == "ใบใช้มุงหลังคา"


def test_a_list_of_names_is_one_cell(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "avicennia-alba", "other_names")
    confirm(educator, send(educator, as_csv([row | {"en": "White mangrove;  Api-api ;"}])))
    assert draft_of("species", "avicennia-alba")["other_names"]["en"] == ["White mangrove", "Api-api"]
    assert draft_of("species", "avicennia-alba")["other_names"]["th"] == ["พีพีเล", "แหม", "แหมเล"]


def test_an_empty_cell_deletes_nothing(educator: FlaskClient) -> None:
    palm = row_of(exported(educator), "nypa-fruticans", "role")
    page = read_page(send(educator, as_csv([palm | {"en": ""}])).text)
    assert page.all("form", action="/studio/exchange/take") == []


def test_what_the_studio_changed_meanwhile_stays_unless_it_is_chosen(educator: FlaskClient) -> None:
    palm = row_of(exported(educator), "nypa-fruticans", "role")
    change_in_studio(role={"th": palm["th"], "en": "The studio's new words."})
    preview = send(educator, as_csv([palm | {"en": "The translator's words."}]))
    choice = read_page(preview.text).one("input", name="take").attributes["value"]

    assert confirm(educator, preview).location == "/studio/exchange/?texts=0&records=0&left=1"
    assert draft_of(*PALM)["role"]["en"] == "The studio's new words."
    confirm(educator, preview, [choice])
    assert draft_of(*PALM)["role"]["en"] == "The translator's words."


def test_a_translation_of_words_that_changed_since_is_doubtful(educator: FlaskClient) -> None:
    palm = row_of(exported(educator), "nypa-fruticans", "role")
    change_in_studio(role={"th": "ใหม่ทั้งหมด", "en": palm["en"]})
    preview = send(educator, as_csv([palm | {"en": "A translation of the old words."}]))
    assert len(read_page(preview.text).all("input", name="take")) == 1


def test_a_text_that_the_translator_left_alone_is_not_turned_back(educator: FlaskClient) -> None:
    rows = exported(educator, "?kind=species")
    change_in_studio(role={"th": "ใหม่", "en": "New."})
    page = read_page(send(educator, as_csv(rows)).text)
    assert page.all("form", action="/studio/exchange/take") == []


def test_a_choice_does_not_hold_for_words_that_nobody_saw(educator: FlaskClient) -> None:
    palm = row_of(exported(educator), "nypa-fruticans", "role")
    change_in_studio(role={"th": palm["th"], "en": "Seen in the preview."})
    preview = send(educator, as_csv([palm | {"en": "The translator's words."}]))
    choice = read_page(preview.text).one("input", name="take").attributes["value"]
    change_in_studio(role={"th": palm["th"], "en": "Newer than the preview."})
    confirm(educator, preview, [choice])
    assert draft_of(*PALM)["role"]["en"] == "Newer than the preview."


def test_a_draft_of_somebody_else_is_what_goes_out_and_what_is_changed(educator: FlaskClient) -> None:
    anan = make_staff("อนันต์", "educator")
    before = draft_of(*PALM)
    half = before | {"presence": {"th": "เขียนอยู่", "en": "Being written."}}
    save_draft(*PALM, before, half, StaffMember(anan.id, anan.name, "educator"), NOON)
    rows = exported(educator, "?kind=species")
    assert row_of(rows, "nypa-fruticans", "presence")["en"] == "Being written."
    confirm(educator, send(educator, as_csv([row_of(rows, "nypa-fruticans", "role") | {"en": "Roofs."}])))
    assert (draft_of(*PALM)["presence"]["en"], draft_of(*PALM)["role"]["en"]) == ("Being written.", "Roofs.")


def test_only_what_needs_work_is_handed_out_when_asked(educator: FlaskClient) -> None:
    anan = make_staff("อนันต์", "educator")
    before = draft_of(*PALM)
    half = before | {"role": {"th": "เขียนใหม่", "en": before["role"]["en"]}, "presence": {"th": "", "en": "Here."}}
    save_draft(*PALM, before, half, StaffMember(anan.id, anan.name, "educator"), NOON)
    found = {need: exported(educator, f"?needs={need}") for need in ("open", "stale", "missing")}
    states = {need: [(row["slug"], row["path"], row["state"]) for row in rows] for need, rows in found.items()}
    assert states["stale"] == [("nypa-fruticans", "role", "stale en")]
    assert ("nypa-fruticans", "presence", "missing th") in states["missing"]
    assert {row[2].split()[0] for row in states["missing"]} == {"missing"}
    assert set(states["open"]) == {*states["stale"], *states["missing"]}


def test_the_preview_shows_what_the_checks_say_of_the_new_words(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "crab-condo", "names")
    page = read_page(send(educator, as_csv([row | {"th": "ปูู" + "ก" * 60}])).text)
    warned = page.all("p", class_="field-warning") + page.all("p", class_="field-problem")
    assert warned


def test_a_table_sent_after_the_session_ended_leads_to_the_sign_in_page(trail: Flask) -> None:
    client = trail.test_client()
    form = {"csrf_token": form_token(client), "file": (io.BytesIO(b"k" * 300_000), "texts.csv")}
    answer = client.post(FRONT, data=form, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, "/studio/sign-in")


def test_lines_that_name_nothing_are_told_with_their_number(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "nypa-fruticans", "role")
    strangers = [row | {"slug": "unicorn"}, row | {"path": "zone"}, row, row, row | {"kind": "staff"}]
    page = read_page(send(educator, as_csv(strangers)).text)
    told = page.one("section", aria_labelledby="refused-title").all("li")
    lines = [item.text.split("(")[0] for item in told]
    assert lines == ["บรรทัดที่ 2 ", "บรรทัดที่ 3 ", "บรรทัดที่ 5 ", "บรรทัดที่ 6 "]


def test_a_remark_of_the_translator_becomes_a_comment_once(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "nypa-fruticans", "role") | {"en": "Roofs.", "note": "Is “roofs” right?"}
    for _ in range(2):
        confirm(educator, send(educator, as_csv([row])))
    assert [(one.path, one.text) for one in comments(*PALM)] == [("role", "Is “roofs” right?")]


WORDS = "Is “roofs” right here? "
LONG_NOTES = {
    "words": WORDS * 50,
    "lines": f"{'a' * 400}\r\n{'b' * 300}\r\n{'c' * 50}",
    "no spaces": "ท" * 499 + "ี่" * 2 + "นี่" * 300,
    "the same again": "x" * 1_200,
    "nothing but marks": "่" * 700,
}


@pytest.mark.parametrize("name", LONG_NOTES)
def test_a_long_remark_becomes_several_and_loses_nothing(educator: FlaskClient, name: str) -> None:
    note = LONG_NOTES[name]
    row = row_of(exported(educator), "nypa-fruticans", "role") | {"en": "Roofs.", "note": note}
    for _ in range(2):
        assert confirm(educator, send(educator, as_csv([row]))).status_code == 303
    texts = [one.text for one in comments(*PALM)]
    assert len(texts) > 1
    assert "".join("".join(texts).split()) == "".join(note.split())
    assert max(map(len, texts)) <= LONGEST_NOTE


def test_a_long_remark_is_cut_between_words_and_never_before_a_thai_mark(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "nypa-fruticans", "role") | {"en": "Roofs."}
    for note, ends in ((LONG_NOTES["words"], WORDS.split()), (LONG_NOTES["lines"], ["a" * 400, "c" * 50])):
        confirm(educator, send(educator, as_csv([row | {"note": note}])))
        assert {one.text.split()[-1] for one in comments(*PALM)} <= {*WORDS.split(), *ends}
    confirm(educator, send(educator, as_csv([row | {"note": LONG_NOTES["no spaces"]}])))
    assert all(one.text[0] not in MARK for one in comments(*PALM))


def test_a_note_of_nothing_but_spaces_is_no_remark(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "nypa-fruticans", "role") | {"en": "Roofs.", "note": "  "}
    assert confirm(educator, send(educator, as_csv([row]))).status_code == 303
    assert comments(*PALM) == []


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_table_program_might_run_is_defused_and_comes_back_as_it_was(text: str) -> None:
    row = ["species", "x", "role", "Role", text, f"a {text}", "current", "", "0-0"]
    line = list(csv.reader(io.StringIO(write_csv([row]).decode("utf-8-sig"), newline="")))[1]
    assert line[4] == f"'{text}"
    for content in (write_csv([row]), write_xlsx([row])):
        back = read_sheet(content)[0].texts
        assert {language: words.strip() for language, words in back.items()} == {"th": text.strip(), "en": f"a {text}"}


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_comes_back_from_csv_as_it_went_out(text: str) -> None:
    content = write_csv([["species", "x", "role", "Role", text, "", "", "", "0-0"]])
    assert read_sheet(content)[0].texts["th"].strip() == text.strip()


@given(text=st.text(st.sampled_from("_x05Fd ก"), max_size=40) | st.from_regex("(_x[0-9A-F]{4}_?){1,4}", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_any_text_comes_back_from_xlsx_as_it_went_out(text: str) -> None:
    content = write_xlsx([["species", "x", "role", "Role", text, "", "", "", "0-0"]])
    assert read_sheet(content)[0].texts["th"] == text.strip()


@pytest.mark.parametrize(
    ("cell", "text"),
    [("one_x000D_\ntwo", "one\ntwo"), ("one_x000d_two", "one\ntwo"), ("a_x0000__xD83D_b", "ab"), ("_x0E01_", "ก")],
)
def test_a_letter_as_excel_escapes_it_is_that_letter(cell: str, text: str) -> None:
    content = workbook([*COLUMNS], ["species", "x", "role", "Role", "ก", cell, "", "", "0-0"])
    assert read_sheet(content)[0].texts["en"] == text


@pytest.mark.parametrize("line", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "sep=|\r\n"])
def test_the_line_that_tells_excel_the_separator_is_no_heading(line: str) -> None:
    separator = line[line.index("=") + 1]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([COLUMNS, ["species", "x", "role", "Role", "ก", "a; b, c", "", "", "0-0"]])
    for begin in ("", "\ufeff"):
        row = read_sheet(f"{begin}{line}{out.getvalue()}".encode())[0]
        assert (row.line, row.slug, row.texts["en"]) == (2, "x", "a; b, c")


def test_a_table_of_another_country_s_excel_is_read(educator: FlaskClient) -> None:
    row = row_of(exported(educator), "nypa-fruticans", "role") | {"en": "Roofs, and more."}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerow(row)
    confirm(educator, send(educator, out.getvalue().encode()))
    assert draft_of(*PALM)["role"]["en"] == "Roofs, and more."


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part more, or another in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for other in before.namelist():
            if other != name:
                after.writestr(other, before.read(other))
        after.writestr(name, part)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
BAD_SHEETS = {
    "not UTF-8": ("kind,slug\nราก".encode("cp874"), "not_utf8"),
    "an open quote": (b'kind,slug,path,th,en,check\n"never closed', "not_a_table"),
    "no columns": (b"a,b\n1,2\n", "columns"),
    "nothing but a separator": (b"sep=;", "columns"),
    "nothing but a heading mark": (b"\xef\xbb\xbf", "columns"),
    "a broken archive": (b"PK\x03\x04 and then nothing", "not_a_table"),
    "an archive of something else": (packed(a=b"b"), "not_a_table"),
    "a workbook with broken XML": (with_part(workbook(["kind"]), "xl/worksheets/sheet1.xml", b"<"), "not_a_table"),
    "an entity": (with_part(workbook(["kind"]), "xl/other.xml", BOMB), "not_a_table"),
    "an entity in UTF-16": (with_part(workbook(["kind"]), "xl/o.xml", BOMB.decode().encode("utf-16")), "not_a_table"),
    "a bomb": (packed(a=b"\0" * 30_000_000), "too_large"),
    "too many parts": (packed(**{f"n{number}": b"" for number in range(100)}), "too_large"),
    "a link to another book": (
        with_part(workbook(["kind"]), "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "has_links",
    ),
    "a formula": (workbook([*COLUMNS], ["species", "x", "role", "", "=1+1", "", "", "", ""]), "formula"),
    "more than 2 MB": (b"k" * (SIZE_AT_MOST + 1), "too_large"),
    "too many rows": (b"kind,slug,path,th,en,check\n" + b"a,b,c,d,e,f\n" * 30_001, "too_many_rows"),
}


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_a_file_that_is_no_table_of_ours_is_refused(name: str) -> None:
    content, problem = BAD_SHEETS[name]
    with pytest.raises(BadSheet) as refused:
        read_sheet(content)
    assert refused.value.problem == problem


@given(junk=st.binary(max_size=200), place=st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_refused_or_read_and_never_breaks_the_studio(junk: bytes, place: float) -> None:
    whole = workbook([*COLUMNS], ["species", "x", "role", "Role", "ก", "a", "", "", "0-0"])
    at = int(place * len(whole))
    damaged = whole[:at] + junk + whole[at + len(junk) :]
    try:
        assert isinstance(read_sheet(damaged), list)
    except BadSheet as refused:
        assert refused.problem


@pytest.mark.parametrize(("size", "status"), [(0, 422), (5, 422), (1_500, 422), (100_000, 413)])
def test_a_refused_file_leaves_the_page_with_a_reason(
    educator: FlaskClient, monkeypatch: pytest.MonkeyPatch, size: int, status: int
) -> None:
    for place in (exchange_files, exchange_views):
        monkeypatch.setattr(place, "SIZE_AT_MOST", 1_000)
    for language in ("th", "en"):
        educator.get(f"{FRONT}?lang={language}")
        answer = send(educator, b"k" * size)
        assert answer.status_code == status
        assert read_page(answer.text).one("div", role="alert").text


def test_a_table_is_kept_for_its_sender_only_and_for_a_day(tmp_path: Path) -> None:
    name = keep_sheet(tmp_path, b"words", 1, NOON)
    assert kept_sheet(tmp_path, name, 1) == b"words"
    for stranger, asked in ((2, name), (1, "../1-" + name), (1, "0" * 64)):
        with pytest.raises(BadSheet):
            kept_sheet(tmp_path, asked, stranger)
    written = next(tmp_path.iterdir()).stat().st_mtime
    later = NOON.fromtimestamp(written, NOON.tzinfo) + KEPT_FOR * 1.5
    keep_sheet(tmp_path, b"newer words", 1, later)
    with pytest.raises(BadSheet):
        kept_sheet(tmp_path, name, 1)


def test_only_staff_get_the_table(client: FlaskClient) -> None:
    for address in (FRONT, f"{FRONT}texts.csv", f"{FRONT}texts.xlsx"):
        assert client.get(address).status_code == 303


def test_a_table_without_the_form_s_token_is_refused(educator: FlaskClient) -> None:
    form = {"file": (io.BytesIO(b"kind"), "texts.csv")}
    assert educator.post(FRONT, data=form, content_type="multipart/form-data").status_code == 400
    assert educator.post("/studio/exchange/take", data={"name": "0" * 64}).status_code == 400


def test_what_an_editor_saves_while_a_table_is_taken_stays_and_is_counted_as_left(
    educator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = exported(educator)
    row_of(rows, "nypa-fruticans", "role")["en"] = "From the table"
    row_of(rows, "nypa-fruticans", "identification")["en"] = "Also from the table"
    preview = send(educator, as_csv(rows))
    anan = make_staff("อนันต์", "educator")
    editor = StaffMember(anan.id, anan.name, "educator")

    def compare(*asked: Any) -> Read:
        """Compare as ever; the editor saves right after it."""
        found = read_changes(*asked)
        before = draft_of(*PALM)
        save_draft(*PALM, before, before | {"role": before["role"] | {"en": "From the editor"}}, editor, NOON)
        return found

    monkeypatch.setattr(exchange_service, "read_changes", compare)
    taken = confirm(educator, preview)
    assert taken.status_code == 303
    assert "texts=1&records=1&left=1" in taken.headers["Location"]
    record = draft_of(*PALM)
    assert record["role"]["en"] == "From the editor"
    assert record["identification"]["en"] == "Also from the table"
