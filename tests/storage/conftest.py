"""Places to keep files in: a folder, and a bucket of a real server that starts once for all tests here."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from mangrove_ar.storage.address import Bucket
from mangrove_ar.storage.base import Storage
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.storage.s3 import S3Storage
from tests.storage.bad_line import BadLine, bad_line
from tests.storage.weed import BUCKET, TRAIL, Weed, running_weed

PREFIXES = count(1)


@pytest.fixture(scope="session")
def weed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weed]:
    with running_weed(tmp_path_factory.mktemp("weed")) as server:
        yield server


@pytest.fixture
def bucket(weed: Weed) -> Bucket:
    """A prefix of the bucket that no other test uses."""
    prefix = f"trail/{next(PREFIXES)}"
    return Bucket(name=BUCKET, prefix=prefix, endpoint=f"http://127.0.0.1:{weed.port}", region="us-east-1")


@pytest.fixture
def s3(bucket: Bucket) -> S3Storage:
    return S3Storage(bucket, TRAIL)


@pytest.fixture
def line(weed: Weed) -> Iterator[BadLine]:
    """A line to the server, sound until the test says otherwise."""
    with bad_line(weed.port) as opened:
        yield opened


@pytest.fixture
def through(bucket: Bucket, line: BadLine) -> Bucket:
    """The same prefix, reached through the line."""
    return Bucket(name=bucket.name, prefix=bucket.prefix, endpoint=f"http://127.0.0.1:{line.port}", region="us-east-1")


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Each kind of place in turn."""
    if request.param == "folder":
        return LocalStorage(tmp_path / "files")
    found: S3Storage = request.getfixturevalue("s3")
    return found


@pytest.fixture
def damage(place: Storage, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Give a file of the place other bytes, behind its back."""
    files = tmp_path / "files"

    def in_folder(name: str, content: bytes) -> None:
        (files / name[:2] / name).write_bytes(content)

    def in_bucket(name: str, content: bytes) -> None:
        weed: Weed = request.getfixturevalue("weed")
        bucket: Bucket = request.getfixturevalue("bucket")
        weed.owner.put_object(Bucket=BUCKET, Key=bucket.key(name), Body=content)

    return in_folder if isinstance(place, LocalStorage) else in_bucket
