"""A service whose files are in a bucket: pages are answered from copies, also while the bucket is away."""

from pathlib import Path

import pytest
from flask import Flask

from mangrove_ar.app import create_app
from mangrove_ar.catalogue.service import import_content
from mangrove_ar.config import Settings
from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.extensions import db
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.address import Bucket
from mangrove_ar.storage.base import name_of
from mangrove_ar.storage.copies import CopiedStorage
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.storage.s3 import S3Storage
from tests.conftest import NOON
from tests.storage.bad_line import BadLine, answering
from tests.storage.weed import TRAIL

DOWN = answering("503 Service Unavailable")


def test_what_was_read_once_is_given_while_the_bucket_is_away(
    s3: S3Storage, through: Bucket, line: BadLine, tmp_path: Path
) -> None:
    read, unread = s3.put(b"mud", "glb"), s3.put(b"sand", "glb")
    storage = CopiedStorage(S3Storage(through, TRAIL), LocalStorage(tmp_path))
    assert storage.get(read) == b"mud"
    storage = CopiedStorage(S3Storage(through, TRAIL), LocalStorage(tmp_path))
    line.usual = DOWN
    assert storage.get(read) == b"mud"
    with pytest.raises(StorageFailure):
        storage.get(unread)


def test_a_file_is_kept_only_when_the_bucket_has_it(through: Bucket, line: BadLine, tmp_path: Path) -> None:
    line.usual = DOWN
    with pytest.raises(StorageFailure):
        CopiedStorage(S3Storage(through, TRAIL), LocalStorage(tmp_path)).put(b"mud", "glb")
    assert list(LocalStorage(tmp_path).names()) == []


def test_a_damaged_copy_is_fetched_anew(s3: S3Storage, tmp_path: Path) -> None:
    copies = LocalStorage(tmp_path)
    name = CopiedStorage(s3, copies).put(b"mud", "glb")
    (tmp_path / name[:2] / name).write_bytes(b"mug")
    assert CopiedStorage(s3, copies).get(name) == b"mud"
    assert copies.get(name) == b"mud"


def test_a_copy_alone_does_not_count_as_there(s3: S3Storage, tmp_path: Path) -> None:
    name = LocalStorage(tmp_path).put(b"mud", "glb")
    storage = CopiedStorage(s3, LocalStorage(tmp_path))
    assert not storage.has(name)
    assert list(storage.names()) == []
    with pytest.raises(NoSuchFile):
        storage.get(name_of(b"sand", "glb"))


def test_copies_that_cannot_be_written_do_not_stop_the_reading(s3: S3Storage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    storage = CopiedStorage(s3, LocalStorage(tmp_path / "file"))
    assert storage.get(storage.put(b"mud", "glb")) == b"mud"


def test_a_service_publishes_to_a_bucket_and_serves_under_its_own_addresses(s3: S3Storage, settings: Settings) -> None:
    model = s3.put(b"glTF" * 500, "glb")
    app: Flask = create_app(settings, CopiedStorage(s3, LocalStorage(settings.files)))
    with app.app_context():
        db.create_all()
        import_content(settings.content, NOON)
        publish(app.extensions["mangrove_storage"], NOON, "for the test")
        answer = app.test_client().get(f"/files/{model}", base_url="https://trail.example")
        page = app.test_client().get("/about", base_url="https://trail.example")
        db.session.remove()
        db.engine.dispose()
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "model/gltf-binary", b"glTF" * 500)
    assert page.status_code == 200
    assert len(list(s3.names())) > 10
