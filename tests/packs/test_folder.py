"""A pack's folder is whole or says that it is not, touches nothing of others, and its ZIP holds the same."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from mangrove_ar.catalogue.words import Words
from mangrove_ar.errors import StorageFailure
from mangrove_ar.packs.folder import MANIFEST, PackFolder, codes_csv, read_whole, zip_path
from mangrove_ar.packs.plaque import Plaque

PLAQUE = Plaque(
    slug="nursery",
    number=9,
    name=Words(th="แปลงเพาะชำ", en="=Nursery"),
    site=Words(th="พระเจดีย์กลางน้ำ", en="Phra Chedi Klang Nam"),
    zone="mid",
    line=Words(th="มองหาต้นกล้า", en="Look for a seedling."),
    alt=Words(th="ภาพต้นกล้า", en="A seedling"),
    public_url="https://trail.example",
    code="RA520806",
    marker="a" * 64 + ".jpg",
    target="b" * 64,
)


def fill(path: Path, key: str, files: dict[str, bytes]) -> None:
    folder = PackFolder(path)
    for name, content in files.items():
        folder.write(name, content)
    folder.close(key, {"template": "a4"})


def test_a_folder_that_is_closed_is_whole_and_its_zip_holds_the_same(tmp_path: Path) -> None:
    fill(tmp_path / "pack", "k1", {"plaques/09.pdf": b"%PDF", "codes.csv": b"x"})
    manifest = read_whole(tmp_path / "pack", "k1")
    assert manifest is not None
    assert manifest["template"] == "a4"
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside["pack/plaques/09.pdf"] == b"%PDF"
    assert json.loads(inside[f"pack/{MANIFEST}"]) == manifest


def test_equal_packs_are_equal_byte_by_byte(tmp_path: Path) -> None:
    for place in ("one", "two"):
        fill(tmp_path / place / "pack", "k1", {"codes.csv": b"x"})
    assert (tmp_path / "one/pack.zip").read_bytes() == (tmp_path / "two/pack.zip").read_bytes()


def test_another_pack_in_the_same_folder_removes_what_was_the_formers_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "pack"
    fill(path, "k1", {"plaques/03.pdf": b"old", "codes.csv": b"old"})
    (path / "my-notes.txt").write_text("keep me")
    fill(path, "k2", {"codes.csv": b"new"})
    assert {file.name for file in path.rglob("*") if file.is_file()} == {"codes.csv", MANIFEST, "my-notes.txt"}
    assert (read_whole(path, "k1"), read_whole(path, "k2") is None) == (None, False)


def test_a_folder_is_not_whole_until_it_is_closed_nor_after_a_file_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "pack"
    fill(path, "k1", {"codes.csv": b"old", "a.pdf": b"a"})
    PackFolder(path).write("codes.csv", b"new")
    assert read_whole(path, "k1") is None
    fill(path, "k1", {"codes.csv": b"new", "a.pdf": b"a"})
    (path / "a.pdf").unlink()
    assert read_whole(path, "k1") is None
    fill(path, "k1", {"codes.csv": b"new", "a.pdf": b"a"})
    zip_path(path).unlink()
    assert read_whole(path, "k1") is None


def test_a_pack_stopped_half_way_twice_still_remembers_what_the_first_one_left(tmp_path: Path) -> None:
    path = tmp_path / "pack"
    fill(path, "k1", {"plaques/03.pdf": b"old"})
    PackFolder(path)
    fill(path, "k2", {"codes.csv": b"new"})
    assert not (path / "plaques/03.pdf").exists()


def test_a_manifest_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"files": {"../precious": {}}}')
    with pytest.raises(StorageFailure, match="choose another folder"):
        PackFolder(tmp_path)


def test_a_full_disk_is_told_and_leaves_no_half_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PackFolder(tmp_path / "pack")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(StorageFailure, match="No space left"):
        folder.write("a.pdf", b"a")
    monkeypatch.setattr(zipfile.ZipFile, "_write_end_record", full)
    folder.abandon()
    assert [file.name for file in tmp_path.iterdir()] == ["pack"]


def test_a_cut_zip_is_not_whole(tmp_path: Path) -> None:
    fill(tmp_path / "pack", "k1", {"codes.csv": b"x"})
    content = zip_path(tmp_path / "pack").read_bytes()
    zip_path(tmp_path / "pack").write_bytes(content[:40])
    assert read_whole(tmp_path / "pack", "k1") is None


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailure, match="file"):
        PackFolder(tmp_path / "file" / "pack")


def test_the_table_of_codes_reads_in_a_spreadsheet_and_no_cell_is_a_formula() -> None:
    content = codes_csv([PLAQUE], {"nursery": "passed"})
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["number"], row["code"], row["verdict"]) == ("9", "RA52-0806", "passed")
    assert (row["name_th"], row["name_en"]) == ("แปลงเพาะชำ", "'=Nursery")
    assert row["url"] == "HTTPS://TRAIL.EXAMPLE/S/RA520806"
