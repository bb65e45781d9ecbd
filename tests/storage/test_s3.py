"""What a bucket adds to the promises: headers, refusals in words, a bad line."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.storage.address import Bucket, Keys
from mangrove_ar.storage.base import name_of
from mangrove_ar.storage.media_types import MEDIA_TYPES as IN_BUCKET
from mangrove_ar.storage.s3 import ATTEMPTS, S3Storage
from mangrove_ar.visits.api import MEDIA_TYPES as SERVED
from tests.storage.bad_line import SOUND, BadLine, Fault, answering
from tests.storage.weed import OWNER, TRAIL, Weed

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CORSRuleTypeDef

BIG = b"mangrove" * 32 * 1024
HALF = len(BIG) // 2


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("glb", "model/gltf-binary"),
        ("usdz", "model/vnd.usdz+zip"),
        ("avif", "image/avif"),
        ("json", "application/json"),
        ("mind", "application/octet-stream"),
        ("what", "application/octet-stream"),
    ],
)
def test_a_file_tells_its_type_and_may_be_kept_for_ever(
    weed: Weed, bucket: Bucket, s3: S3Storage, extension: str, media_type: str
) -> None:
    found = weed.owner.head_object(Bucket=bucket.name, Key=bucket.key(s3.put(b"mud", extension)))
    assert found["ContentType"] == media_type
    assert found["CacheControl"] == "public, max-age=31536000, immutable"


def test_bucket_and_pages_call_a_file_the_same_type() -> None:
    assert {extension: IN_BUCKET[extension] for extension in SERVED} == SERVED


def test_a_file_is_not_written_over_even_by_its_own_name(weed: Weed, bucket: Bucket, s3: S3Storage) -> None:
    key = bucket.key(name_of(b"mud", "glb"))
    weed.owner.put_object(Bucket=bucket.name, Key=key, Body=b"somebody else's")
    s3.put(b"mud", "glb")
    assert weed.owner.get_object(Bucket=bucket.name, Key=key)["Body"].read() == b"somebody else's"


def test_prefixes_do_not_see_each_other(bucket: Bucket, s3: S3Storage) -> None:
    name = s3.put(b"mud", "glb")
    inner = S3Storage(replace(bucket, prefix=f"{bucket.prefix}/inner"), TRAIL)
    inner.put(b"sand", "glb")
    assert not inner.has(name)
    assert list(s3.names()) == [name]


@pytest.mark.parametrize("keys", [replace(TRAIL, secret="wr0ng-secret"), Keys(key_id="nobody", secret="wr0ng-secret")])
def test_wrong_keys_are_refused_in_words_that_do_not_repeat_them(bucket: Bucket, keys: Keys) -> None:
    stranger = S3Storage(bucket, keys)
    said = []
    for ask in (lambda: stranger.put(b"mud", "glb"), lambda: list(stranger.names())):
        with pytest.raises(StorageFailure, match="AWS_SECRET_ACCESS_KEY") as refused:
            ask()
        said.append(refused.value.message)
    for look in (stranger.get, stranger.has):
        with pytest.raises(StorageFailure, match="AWS_SECRET_ACCESS_KEY") as refused:
            look(name_of(b"mud", "glb"))
        said.append(refused.value.message)
    assert not any(keys.secret in message for message in said)
    assert keys.secret not in repr(keys)


def test_a_missing_bucket_is_named_by_every_verb(bucket: Bucket) -> None:
    nowhere = S3Storage(replace(bucket, name="no-such-bucket"), TRAIL)
    name = name_of(b"mud", "glb")
    for ask in (
        lambda: nowhere.get(name),
        lambda: nowhere.has(name),
        lambda: list(nowhere.names()),
        lambda: nowhere.put(b"mud", "glb"),
    ):
        with pytest.raises(StorageFailure, match="bucket no-such-bucket"):
            ask()


def test_a_host_that_cannot_be_reached_is_named(bucket: Bucket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = S3Storage(replace(bucket, endpoint=f"http://127.0.0.1:{port}"), TRAIL)
    for ask in (lambda: gone.put(b"mud", "glb"), lambda: gone.get(name_of(b"mud", "glb")), lambda: gone.names()):
        with pytest.raises(StorageFailure, match=rf"127\.0\.0\.1:{port}.*could not be reached"):
            ask()


def test_a_silent_host_is_given_up(through: Bucket, line: BadLine) -> None:
    line.usual = Fault(answer=b"")
    with pytest.raises(StorageFailure, match="could not be reached"):
        S3Storage(through, TRAIL, read_timeout_s=0.1).get(name_of(b"mud", "glb"))
    assert line.connections == ATTEMPTS


@pytest.mark.parametrize("body", [b"<html><p>It works!</p></html>", b""])
def test_a_web_site_that_says_yes_to_everything_is_not_taken_for_a_bucket(
    through: Bucket, line: BadLine, body: bytes
) -> None:
    line.usual = answering("200 OK", body, "text/html")
    site = S3Storage(through, TRAIL)
    for ask in (site.names, lambda: site.put(b"mud", "glb"), lambda: site.has(name_of(b"mud", "glb"))):
        with pytest.raises(StorageFailure, match="not answer like an S3 server"):
            ask()
    with pytest.raises(NoSuchFile):
        site.get(name_of(b"mud", "glb"))


def test_a_put_that_is_always_cut_shows_nothing_and_can_be_repeated(
    s3: S3Storage, through: Bucket, line: BadLine
) -> None:
    line.usual = Fault(cut_after=HALF)
    far = S3Storage(through, TRAIL)
    with pytest.raises(StorageFailure, match="could not be written"):
        far.put(BIG, "glb")
    assert line.connections == ATTEMPTS
    assert not s3.has(name_of(BIG, "glb"))
    assert list(s3.names()) == []
    line.usual = SOUND
    assert s3.get(far.put(BIG, "glb")) == BIG


def test_a_put_that_is_cut_once_succeeds(s3: S3Storage, through: Bucket, line: BadLine) -> None:
    line.next_faults = [Fault(cut_after=HALF)]
    assert s3.get(S3Storage(through, TRAIL).put(BIG, "glb")) == BIG
    assert line.connections == 2


def test_a_put_whose_answer_is_lost_is_not_done_twice(s3: S3Storage, through: Bucket, line: BadLine) -> None:
    # The server says "continue" in 25 bytes; what comes after that is lost.
    line.next_faults = [Fault(cut_answer_after=25)]
    assert S3Storage(through, TRAIL).put(BIG, "glb") == name_of(BIG, "glb")
    assert s3.get(name_of(BIG, "glb")) == BIG


def test_a_put_that_is_spoilt_on_the_way_is_refused_by_the_server(
    s3: S3Storage, through: Bucket, line: BadLine
) -> None:
    line.usual = Fault(spoil=(b"tide comes", b"tide c0mes"))
    with pytest.raises(StorageFailure, match="arrived damaged"):
        S3Storage(through, TRAIL).put(b"The tide comes in.", "json")
    assert list(s3.names()) == []


def test_an_answer_that_breaks_off_is_asked_for_again(s3: S3Storage, through: Bucket, line: BadLine) -> None:
    name = s3.put(BIG, "glb")
    line.next_faults = [Fault(cut_answer_after=HALF)]
    assert S3Storage(through, TRAIL).get(name) == BIG
    line.usual = Fault(cut_answer_after=HALF)
    with pytest.raises(StorageFailure, match="could not be read"):
        S3Storage(through, TRAIL).get(name)


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Slow Down"])
def test_trouble_that_passes_is_not_noticed(s3: S3Storage, through: Bucket, line: BadLine, status: str) -> None:
    line.next_faults = [answering(status)] * (ATTEMPTS - 1)
    assert s3.get(S3Storage(through, TRAIL).put(b"mud", "glb")) == b"mud"
    assert line.connections == ATTEMPTS


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Slow Down"])
def test_trouble_that_stays_is_told_and_fails_closed(
    s3: S3Storage, through: Bucket, line: BadLine, status: str
) -> None:
    name = s3.put(b"mud", "glb")
    line.usual = answering(status)
    far = S3Storage(through, TRAIL)
    for ask in (lambda: far.put(b"sand", "glb"), lambda: far.get(name), lambda: far.has(name), lambda: far.names()):
        with pytest.raises(StorageFailure, match=rf"in trouble.*\({status[:3]}.*try again later"):
            ask()
    assert list(s3.names()) == [name]


def test_a_forked_worker_opens_its_own_connection(
    s3: S3Storage, through: Bucket, line: BadLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = s3.put(b"mud", "glb")
    far = S3Storage(through, TRAIL)
    assert far.has(name) and far.has(name)
    assert line.connections == 1
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert far.has(name)
    assert line.connections == 2


def test_reading_from_other_sites_is_allowed_beside_the_rules_of_others(weed: Weed, bucket: Bucket) -> None:
    theirs: CORSRuleTypeDef = {"ID": "theirs", "AllowedMethods": ["PUT"], "AllowedOrigins": ["https://theirs.example"]}
    weed.owner.create_bucket(Bucket="shared")
    weed.owner.put_bucket_cors(Bucket="shared", CORSConfiguration={"CORSRules": [theirs]})
    shared = S3Storage(replace(bucket, name="shared"), OWNER)
    for origin in ("https://old.example", "https://museum.example"):
        shared.allow_reading_from(origin)
    rules = {rule["ID"]: rule for rule in weed.owner.get_bucket_cors(Bucket="shared")["CORSRules"]}
    assert set(rules) == {"theirs", "mangrove-ar"}
    assert rules["mangrove-ar"]["AllowedOrigins"] == ["https://museum.example"]
    assert rules["mangrove-ar"]["AllowedMethods"] == ["GET", "HEAD"]


def test_an_install_without_a_bucket_does_not_load_boto3() -> None:
    code = "import sys, mangrove_ar.storage.open; print('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
