"""`scripts/publish_assets.py`: all files once, whole, however often it is interrupted."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError

from mangrove_ar.storage.address import Bucket, Keys
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.storage.s3 import S3Storage
from scripts.publish_assets import main
from tests.conftest import ROOT
from tests.storage.bad_line import BadLine, answering
from tests.storage.weed import OWNER, TRAIL, Weed

CONTENTS = [bytes([number]) * 50_000 for number in range(24)]
NOTHING_THERE = b"<ListBucketResult><Name>mangrove</Name><IsTruncated>false</IsTruncated></ListBucketResult>"


def address(bucket: Bucket) -> str:
    return f"s3://{bucket.name}/{bucket.prefix}?endpoint={quote(bucket.endpoint or '')}"


def use_keys(monkeypatch: pytest.MonkeyPatch, keys: Keys) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys.key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys.secret)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStorage:
    """The built files of an install, and the environment that leads there."""
    monkeypatch.setenv("MANGROVE_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("STORAGE_URL", raising=False)
    use_keys(monkeypatch, TRAIL)
    files = LocalStorage(tmp_path / "instance" / "files")
    for content in CONTENTS:
        files.put(content, "glb")
    return files


def test_everything_is_copied_once(
    built: LocalStorage, s3: S3Storage, bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--to", address(bucket)]) == 0
    assert capsys.readouterr().out == f"copied 24 files, {24 * 50_000} bytes; 0 were there already\n"
    assert set(s3.names()) == set(built.names())
    assert sorted(map(s3.get, s3.names())) == sorted(CONTENTS)
    assert main(["--to", address(bucket)]) == 0
    assert capsys.readouterr().out == "copied 0 files, 0 bytes; 24 were there already\n"


def test_the_setting_says_where_to(
    built: LocalStorage, s3: S3Storage, bucket: Bucket, weed: Weed, monkeypatch: pytest.MonkeyPatch
) -> None:
    usdz = built.put(b"PK", "usdz")
    monkeypatch.setenv("STORAGE_URL", address(bucket))
    assert main([]) == 0
    found = weed.owner.head_object(Bucket=bucket.name, Key=bucket.key(usdz))
    assert found["ContentType"] == "model/vnd.usdz+zip"
    assert found["CacheControl"] == "public, max-age=31536000, immutable"


def test_files_go_from_the_folder_of_the_setting_to_another(
    built: LocalStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "mine"))
    name = LocalStorage(tmp_path / "mine").put(b"mud", "glb")
    assert main(["--to", str(tmp_path / "other")]) == 0
    assert list(LocalStorage(tmp_path / "other").names()) == [name]


def test_a_dry_run_writes_nothing(
    built: LocalStorage, s3: S3Storage, bucket: Bucket, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for to in (address(bucket), str(tmp_path / "other")):
        assert main(["--dry-run", "--to", to]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said == [*sorted(built.names()), "would copy 24 files; 0 are there already"]
    assert list(s3.names()) == []
    assert not (tmp_path / "other").exists()


def test_a_killed_run_leaves_whole_files_only_and_the_next_goes_on(
    built: LocalStorage, s3: S3Storage, through: Bucket, line: BadLine, capsys: pytest.CaptureFixture[str]
) -> None:
    passed: list[int] = []
    begun: list[int] = []

    def kill_half_way(count: int) -> None:
        passed.append(count)
        if begun and sum(passed) > len(CONTENTS) * 50_000 // 2:
            os.kill(begun[0], signal.SIGKILL)

    line.passed = kill_half_way
    command = [sys.executable, str(ROOT / "scripts/publish_assets.py"), "--to", address(through)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        begun.append(process.pid)
        assert process.wait() == -signal.SIGKILL
    line.passed = lambda count: None
    there = list(s3.names())
    assert 0 < len(there) < len(CONTENTS)
    assert all(s3.get(name) in CONTENTS for name in there)
    capsys.readouterr()
    assert main(["--to", address(through)]) == 0
    already = int(capsys.readouterr().out.split("; ")[1].split()[0])
    assert already >= len(there)
    assert set(s3.names()) == set(built.names())


def test_files_that_failed_are_named_and_the_others_go_on(
    built: LocalStorage, bucket: Bucket, s3: S3Storage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = sorted(built.names())[3]
    (tmp_path / "instance" / "files" / bad[:2] / bad).write_bytes(b"damaged")
    assert main(["--to", address(bucket)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("copied 23 files")
    assert said.err.startswith(f"failed: {bad}: ")
    assert set(s3.names()) == set(built.names()) - {bad}


def test_a_bucket_in_trouble_is_not_asked_for_ever(
    built: LocalStorage, through: Bucket, line: BadLine, capsys: pytest.CaptureFixture[str]
) -> None:
    line.next_faults = [answering("200 OK", NOTHING_THERE, "application/xml")]
    line.usual = answering("503 Slow Down")
    for number in range(20):
        built.put(b"%d" % number, "json")
    assert main(["--to", address(through)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("copied 0 files")
    assert "not tried after so many faults" in said.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        (["--cors", "https://museum.example", "--to", "a-folder"], 2),
        (["--cors", "museum.example", "--to", "s3://mangrove"], 2),
        (["--to", "s3://Wrong_Name"], 1),
        (["--to", "s3://mangrove?endpoint=http://127.0.0.1:9"], 1),
    ],
)
def test_a_mistake_is_told_in_one_sentence(
    built: LocalStorage, arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    said = capsys.readouterr().err
    assert said.startswith("publish_assets: ") and said.count("\n") == 1


def test_an_install_without_built_files_is_told_to_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MANGROVE_INSTANCE", str(tmp_path / "fresh"))
    assert main(["--to", str(tmp_path / "other")]) == 1
    assert "mangrove-ar build" in capsys.readouterr().err


def test_other_sites_may_read_only_when_asked(
    built: LocalStorage, weed: Weed, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    weed.owner.create_bucket(Bucket="handed-off")
    handed_off = replace(bucket, name="handed-off")
    use_keys(monkeypatch, OWNER)
    cors = ["--cors", "https://museum.example"]
    assert main(["--to", address(handed_off)]) == 0
    assert main(["--to", address(handed_off), "--dry-run", *cors]) == 0
    with pytest.raises(ClientError, match="NoSuchCORSConfiguration"):
        weed.owner.get_bucket_cors(Bucket="handed-off")
    assert main(["--to", address(handed_off), *cors]) == 0
    (rule,) = weed.owner.get_bucket_cors(Bucket="handed-off")["CORSRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == (["https://museum.example"], ["GET", "HEAD"])
