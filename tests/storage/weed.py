"""A real S3 server on this machine for the tests: SeaweedFS from its wheel, stopped by its process number."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from mangrove_ar.storage.address import Keys

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

OWNER = Keys(key_id="owner", secret="owner-secret-5up3r")
TRAIL = Keys(key_id="trail", secret="trail-secret-5up3r")
"""Keys as a careful install has them: they read, write and list, and make no buckets."""
BUCKET = "mangrove"
GRPC_STEP = 10_000
"""SeaweedFS opens a second port this far above each."""
TRIES = 300
START_TIMEOUT_S = 0.2


@dataclass(frozen=True)
class Weed:
    """A server that answers, and a client with all rights on it."""

    port: int
    owner: "S3Client"


@contextmanager
def running_weed(folder: Path) -> Iterator[Weed]:
    """Start a server with one bucket; stop it at the end."""
    (folder / "data").mkdir()
    (folder / "s3.json").write_text(json.dumps({"identities": [_identity(OWNER, "Admin"), _identity(TRAIL)]}))
    ports = _free_ports(4)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(_command(folder, ports), stdout=log, stderr=log, cwd=folder)
    try:
        owner = _client(ports[3])
        _wait_for_bucket(process, owner, folder / "log")
        yield Weed(ports[3], owner)
        owner.close()
    finally:
        process.kill()  # Its folder is thrown away; a polite end takes five seconds more.
        process.wait()


def _identity(keys: Keys, *more: str) -> dict[str, object]:
    credentials = [{"accessKey": keys.key_id, "secretKey": keys.secret}]
    return {"name": keys.key_id, "credentials": credentials, "actions": ["Read", "Write", "List", *more]}


def _command(folder: Path, ports: list[int]) -> list[str]:
    weed = Path(sys.executable).parent / "weed"
    names = ("master.port", "volume.port", "filer.port", "s3.port")
    return [
        *(str(weed), "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3"),
        *(f"-{name}={port}" for name, port in zip(names, ports, strict=True)),
        *(
            f"-s3.config={folder / 's3.json'}",
            "-s3.port.lance=0",
            "-s3.port.iceberg=0",
            "-master.volumeSizeLimitMB=64",
            "-volume.max=40",
        ),
        "-volume.preStopSeconds=0",
    ]


def _free_ports(count: int) -> list[int]:
    """Find ports that are free together with the ones that SeaweedFS opens above them."""
    found: set[int] = set()
    while len(found) < count:
        with socket.socket() as lower, socket.socket() as upper:
            lower.bind(("127.0.0.1", 0))
            port = lower.getsockname()[1]
            try:
                upper.bind(("127.0.0.1", port + GRPC_STEP))
            except (OSError, OverflowError):
                continue
            found.add(port)
    return sorted(found)


def _client(port: int) -> "S3Client":
    return boto3.session.Session().client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id=OWNER.key_id,
        aws_secret_access_key=OWNER.secret,
        config=Config(retries={"mode": "standard", "total_max_attempts": 1}),
    )


def _wait_for_bucket(process: subprocess.Popen[bytes], owner: "S3Client", log: Path) -> None:
    for _ in range(TRIES):
        try:
            owner.create_bucket(Bucket=BUCKET)
            return
        except (ClientError, BotoCoreError):
            try:
                process.wait(START_TIMEOUT_S)
                break
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError(f"SeaweedFS did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
