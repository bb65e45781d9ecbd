"""`STORAGE_URL`: what it may say, and how a mistake in it is told."""

from pathlib import Path

import pytest

from mangrove_ar.errors import BadSettings
from mangrove_ar.storage.address import Bucket, read_bucket, read_keys
from mangrove_ar.storage.copies import CopiedStorage
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.storage.open import open_place, open_storage

KEYS = {"AWS_ACCESS_KEY_ID": "trail", "AWS_SECRET_ACCESS_KEY": "s3cret"}


def test_nothing_said_means_the_folder_of_the_install(tmp_path: Path) -> None:
    storage = open_storage("", tmp_path / "files", {})
    name = storage.put(b"mud", "glb")
    assert isinstance(storage, LocalStorage)
    assert (tmp_path / "files" / name[:2] / name).exists()


def test_another_folder_may_be_named_and_is_not_made_before_it_is_needed(tmp_path: Path) -> None:
    storage = open_storage(str(tmp_path / "far" / "away"), tmp_path / "files", {})
    assert list(tmp_path.iterdir()) == []
    storage.put(b"mud", "glb")
    assert [path.name for path in tmp_path.iterdir()] == ["far"]


def test_a_bucket_is_read_through_copies(tmp_path: Path) -> None:
    assert isinstance(open_storage("s3://mangrove", tmp_path, KEYS), CopiedStorage)


def test_an_address_names_bucket_prefix_server_and_region() -> None:
    full = read_bucket("s3://mangrove/trail/files/?endpoint=http://127.0.0.1:8333&region=ap-southeast-7")
    assert full == Bucket(
        name="mangrove", prefix="trail/files", endpoint="http://127.0.0.1:8333", region="ap-southeast-7"
    )
    assert full.key("a.glb") == "trail/files/a.glb"
    bare = read_bucket("s3://mangrove")
    assert bare == Bucket(name="mangrove", prefix="", endpoint=None, region="us-east-1")
    assert bare.key("a.glb") == "a.glb"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("s3://", "not a bucket"),
        ("s3://No_Such_Name", "not a bucket"),
        ("s3://mangrove/a b", "not a prefix"),
        ("s3://mangrove?endpoint=127.0.0.1:8333", "scheme and host"),
        ("s3://mangrove?endpoint=http://127.0.0.1:8333/path", "scheme and host"),
        ("s3://mangrove?endpoint=http://127.0.0.1:port", "cannot be read"),
        ("s3://mangrove?endpoint=", "scheme and host"),
        ("s3://mangrove?region=Bangkok!", "not a region"),
        ("s3://mangrove?secret=s3cret", "secret is not known"),
        ("s3://trail:s3cret@mangrove", "keys do not belong"),
        ("s3://mangrove?endpoint=http://trail:s3cret@127.0.0.1", "keys do not belong"),
        ("gs://trail:s3cret@mangrove", "neither a folder nor a bucket"),
    ],
)
def test_a_wrong_address_stops_the_start_and_repeats_no_secret(address: str, told: str) -> None:
    with pytest.raises(BadSettings, match=f"STORAGE_URL.*{told}") as refused:
        open_place(address, KEYS)
    assert "s3cret" not in refused.value.message


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSettings, match=r"STORAGE_URL.*not a folder"):
        open_place(str(tmp_path / "file" / "inside"), {})


@pytest.mark.parametrize("missing", sorted(KEYS))
def test_a_bucket_without_keys_stops_the_start(missing: str) -> None:
    with pytest.raises(BadSettings, match=missing):
        open_place("s3://mangrove", {name: value for name, value in KEYS.items() if name != missing})


def test_keys_are_never_printed() -> None:
    assert "s3cret" not in repr(read_keys(KEYS))
    assert "s3cret" not in str(read_keys(KEYS))
