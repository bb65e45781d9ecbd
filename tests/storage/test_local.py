import resource
from pathlib import Path

import pytest

from mangrove_ar.errors import StorageFailure
from mangrove_ar.storage.base import name_of
from mangrove_ar.storage.local import LocalStorage


def test_a_file_is_named_by_its_content_and_written_once(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    name = storage.put(b"mud", "mind")
    before = (tmp_path / name[:2] / name).stat()
    assert storage.put(b"mud", "mind") == name == name_of(b"mud", "mind")
    assert (tmp_path / name[:2] / name).stat().st_mtime_ns == before.st_mtime_ns
    assert storage.get(name) == b"mud"


def test_a_damaged_file_is_healed_by_putting_it_again(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    name = storage.put(b"mud", "glb")
    (tmp_path / name[:2] / name).write_bytes(b"mug")
    assert storage.get(storage.put(b"mud", "glb")) == b"mud"


def test_half_a_file_of_an_interrupted_writer_is_not_listed(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    name = storage.put(b"mud", "glb")
    (tmp_path / name[:2] / ".half-x1y2").write_bytes(b"m")
    assert list(storage.names()) == [name]


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(StorageFailure, match="could not be written"):
            storage.put(b"x" * 5000, "glb")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
