import resource
from pathlib import Path

import pytest

from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.storage.base import is_name, name_of
from mangrove_ar.storage.local import LocalStorage


def test_a_file_is_named_by_its_content_and_written_once(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    name = storage.put(b"mud", "mind")
    before = (tmp_path / name[:2] / name).stat()
    assert storage.put(b"mud", "mind") == name == name_of(b"mud", "mind")
    assert (tmp_path / name[:2] / name).stat().st_mtime_ns == before.st_mtime_ns
    assert storage.get(name) == b"mud"


def test_a_flipped_byte_is_found_and_never_served(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    name = storage.put(b"mud", "glb")
    (tmp_path / name[:2] / name).write_bytes(b"mug")
    with pytest.raises(NoSuchFile):
        storage.get(name)


@pytest.mark.parametrize("name", ["../secret_key", "a.glb", "A" * 64 + ".glb", "0" * 64 + ".glb/../x", "0" * 64])
def test_a_name_that_storage_never_gave_is_not_looked_up(tmp_path: Path, name: str) -> None:
    assert not is_name(name)
    assert not LocalStorage(tmp_path).has(name)
    with pytest.raises(NoSuchFile):
        LocalStorage(tmp_path).get(name)


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
