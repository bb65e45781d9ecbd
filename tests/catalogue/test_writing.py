import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove_ar.catalogue.models import Media, Species
from mangrove_ar.catalogue.records import approved, keep_record
from mangrove_ar.catalogue.service import import_content
from mangrove_ar.catalogue.writing import export_content, with_remarks
from mangrove_ar.catalogue.yaml_text import LONGEST_LINE, text_of, text_of_fields
from mangrove_ar.errors import NoSuchFile, NoSuchRecord
from mangrove_ar.extensions import db
from mangrove_ar.storage.local import LocalStorage
from tests.catalogue.records import CRAB, SOMEBODY, make_picture
from tests.conftest import NOON, ROOT

CONTENT = ROOT / "content"
ODD = [
    "yes",
    "null",
    "~",
    "1669",
    "0x10",
    "1e3",
    "2026-11-23",
    ": a",
    "a: b",
    "- a",
    "#a",
    "a #b",
    " a",
    "a ",
    "'",
    '"',
]
ODD += [
    "a\nb",
    "\n",
    "a\n\n b",
    "\ta",
    "a\tb " * 30,
    "ๆ",
    "🦀" * 200,
    "ป่าชายเลน" * 60,
    "เล็ก ๆ " * 60,
    "…\x85\u2028\r",
    "%a",
    "@b",
    "---",
]
TEXT = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=400),
    st.lists(st.text("abกข๑ๆ:#-'\"{}[]&*!|>%@` \n", min_size=1, max_size=30), max_size=40).map(" ".join),
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_remarks(folder: Path) -> dict[str, bytes]:
    return {path: b"\n".join(_bare(content)) for path, content in files_of(folder).items()}


def _bare(content: bytes) -> Iterator[bytes]:
    return (line.partition(b"  # ")[0] for line in content.split(b"\n"))


def test_what_is_imported_and_exported_again_is_the_same_byte_for_byte(
    trail: Flask, storage: LocalStorage, content: Path
) -> None:
    exported = export_content(content, storage)
    assert files_of(content) == files_of(CONTENT)
    assert exported.written == exported.strays == exported.remarks_lost == ()


def test_an_empty_folder_gets_every_file_and_only_the_remarks_of_people_are_missing(
    trail: Flask, storage: LocalStorage, tmp_path: Path
) -> None:
    exported = export_content(tmp_path / "out", storage)
    assert files_of(tmp_path / "out") == without_remarks(CONTENT)
    assert len(exported.written) == 74 + 60 + 10 + 1 + 1
    assert export_content(tmp_path / "out", storage).written == ()


def test_a_change_of_the_studio_changes_its_own_file_only_and_there_the_field_only(
    trail: Flask, storage: LocalStorage, content: Path
) -> None:
    palm = approved("species", "nypa-fruticans")
    assert palm
    keep_record("species", "nypa-fruticans", palm.record | {"max_height_m": 8.5}, SOMEBODY, NOON)
    assert export_content(content, storage).written == ("species/nypa-fruticans.yaml",)
    before = (CONTENT / "species/nypa-fruticans.yaml").read_text("utf-8").splitlines()
    after = (content / "species/nypa-fruticans.yaml").read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ["max_height_m: 8.5"]
    assert len(after) == len(before)


def test_what_was_exported_can_be_imported_and_brings_nothing_new(
    trail: Flask, storage: LocalStorage, content: Path
) -> None:
    keep_record("stations", "crab-condo", _crab_condo() | {"lead": CRAB}, SOMEBODY, NOON)
    db.session.commit()
    export_content(content, storage)
    assert not import_content(content, NOON)


def test_a_file_of_a_record_that_is_gone_is_named_and_removed_only_when_asked(
    trail: Flask, storage: LocalStorage, content: Path
) -> None:
    (content / "quizzes/q999.yaml").write_text("topic: roots\n")
    (content / "NOTES.md").write_text("for the editors\n")
    assert export_content(content, storage).strays == ("quizzes/q999.yaml",)
    assert (content / "quizzes/q999.yaml").exists()
    assert export_content(content, storage, prune=True).removed == ("quizzes/q999.yaml",)
    assert files_of(content).keys() - files_of(CONTENT).keys() == {"NOTES.md"}


def test_what_no_export_wrote_is_neither_named_nor_removed(trail: Flask, storage: LocalStorage, content: Path) -> None:
    foreign = ["docker-compose.yaml", "media/holiday.jpg", "media/notes/a.yaml", "stations/Draft 2.yaml"]
    foreign += ["species/old.yaml/inside.txt", "other/q999.yaml"]
    for path in foreign:
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text("mine\n")
    (content / f"media/{'a' * 64}.avif").write_bytes(b"ours")
    assert export_content(content, storage, prune=True).removed == (f"media/{'a' * 64}.avif",)
    assert files_of(content).keys() - files_of(CONTENT).keys() == set(foreign)


def test_an_empty_catalogue_removes_nothing(app: Flask, storage: LocalStorage, content: Path) -> None:
    with pytest.raises(NoSuchRecord, match="import"):
        export_content(content, storage, prune=True)
    assert files_of(content) == files_of(CONTENT)


def test_a_hidden_record_is_not_exported(trail: Flask, storage: LocalStorage, tmp_path: Path) -> None:
    db.session.query(Species).filter_by(slug="nypa-fruticans").one().is_shown = False
    db.session.flush()
    export_content(tmp_path / "out", storage)
    assert not (tmp_path / "out/species/nypa-fruticans.yaml").exists()


def test_pictures_travel_with_the_records_that_name_them(
    trail: Flask, storage: LocalStorage, content: Path, tmp_path: Path
) -> None:
    picture = make_picture(storage, b"a picture", b"the same for older phones")
    make_picture(storage, b"a picture that nobody names")
    keep_record("stations", "crab-condo", _crab_condo() | {"pictures": [picture]}, SOMEBODY, NOON)
    db.session.commit()
    export_content(content, storage)
    there = {path: data for path, data in files_of(content / "media").items() if not path.endswith(".yaml")}
    assert sorted(there.values()) == [b"a picture", b"the same for older phones"]

    db.session.query(Media).delete()
    db.session.commit()
    elsewhere = LocalStorage(tmp_path / "elsewhere")
    import_content(content, NOON, storage=elsewhere)
    brought = db.session.query(Media).filter_by(file=picture["file"]).one()
    assert (brought.alt, brought.width, brought.size_bytes) == (CRAB, 1200, len(b"a picture"))
    assert elsewhere.get(brought.file) == b"a picture"
    assert brought.fallback_file
    assert elsewhere.get(brought.fallback_file) == b"the same for older phones"
    assert export_content(content, elsewhere).written == ()


def test_a_picture_that_storage_lost_stops_the_export_before_any_record_is_written(
    trail: Flask, storage: LocalStorage, content: Path, tmp_path: Path
) -> None:
    picture = make_picture(storage, b"a picture")
    keep_record("stations", "crab-condo", _crab_condo() | {"pictures": [picture]}, SOMEBODY, NOON)
    with pytest.raises(NoSuchFile):
        export_content(content, LocalStorage(tmp_path / "elsewhere"))
    assert files_of(content) == files_of(CONTENT)


def test_empty_pictures_and_sounds_are_left_out(trail: Flask) -> None:
    assert _crab_condo()["pictures"] == []
    assert "pictures" not in text_of("stations", _crab_condo())


@given(th=TEXT, en=TEXT)
@settings(max_examples=300, deadline=None)
def test_any_words_read_back_as_they_were(th: str, en: str) -> None:
    fields = {"names": {"th": th, "en": en}, "sources": [th, en]}
    text = text_of_fields(fields)
    assert yaml.load(text.encode(), yaml.CSafeLoader) == fields
    assert text_of_fields(yaml.load(text, yaml.CSafeLoader)) == text


@given(words=st.lists(st.text("abกขๆ", min_size=1, max_size=20), min_size=1, max_size=60))
def test_long_words_are_folded_at_spaces_and_no_line_begins_with_the_repeat_mark(words: list[str]) -> None:
    lines = text_of_fields({"role": {"th": "ก " * 50 + " ".join(words)}}).splitlines()
    assert lines[:2] == ["role:", "  th: >-"]
    for line in lines[2:-1]:
        assert len(line) > LONGEST_LINE or line == lines[-1]
    assert not any(line.lstrip().startswith("ๆ") for line in lines[3:])


def test_thai_without_any_space_stays_on_one_line() -> None:
    assert text_of_fields({"th": "ป่าชายเลน" * 60}) == f"th: {'ป่าชายเลน' * 60}\n"


def test_a_place_in_space_stands_on_one_line() -> None:
    assert text_of_fields({"position_m": [0.0, 1.5, -0.25]}) == "position_m: [0.0, 1.5, -0.25]\n"


def test_a_remark_stays_as_long_as_its_line_does() -> None:
    before = "zone: mid  # seen by Anan\nseed: 6  # six\n"
    assert with_remarks(before, "zone: mid\nseed: 7\n") == "zone: mid  # seen by Anan\nseed: 7\n"


def test_words_that_look_like_a_remark_are_not_taken_for_one() -> None:
    before = text_of_fields({"th": "one\ntwo # three"})
    assert with_remarks(before, text_of_fields({"th": "one\ntwo"})) == text_of_fields({"th": "one\ntwo"})


def test_an_export_tells_which_file_lost_a_remark(trail: Flask, storage: LocalStorage, content: Path) -> None:
    path = content / "quizzes/q001.yaml"
    path.write_text("# Please keep this one simple.\n" + path.read_text("utf-8"), "utf-8")
    assert export_content(content, storage).remarks_lost == ("quizzes/q001.yaml",)


def _crab_condo() -> dict[str, object]:
    found = approved("stations", "crab-condo")
    assert found
    return found.record
