"""Built files in a bucket of any S3-compatible server; the one module that knows boto3."""

import hashlib
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError, SSLError

from mangrove_ar.errors import NoSuchFile, StorageFailure
from mangrove_ar.storage.address import Bucket, Keys
from mangrove_ar.storage.base import is_name, name_of
from mangrove_ar.storage.media_types import FOR_EVER, media_type

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import CORSRuleOutputTypeDef, CORSRuleTypeDef

CONNECTING = Lock()
"""A session makes one client at a time; the clients are safe to share between threads."""
CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 20.0
ATTEMPTS = 3
CONNECTIONS = 8
CORS_RULE = "mangrove-ar"
CORS_KEPT_S = 3600
THERE_ALREADY = {"PreconditionFailed", "412"}
KEYS_REFUSED = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"}
FORBIDDEN = {"AccessDenied", "403"}
ARRIVED_DAMAGED = {"BadDigest", "IncompleteBody", "InvalidDigest", "XAmzContentSHA256Mismatch"}
NOT_S3 = "did not answer like an S3 server; check the endpoint in STORAGE_URL"


class S3Storage:
    """Keep built files below one prefix of a bucket, each put in a single request (servers take up to 5 GB in one)."""

    def __init__(self, bucket: Bucket, keys: Keys, read_timeout_s: float = READ_TIMEOUT_S) -> None:
        self._bucket, self._keys, self._read_timeout_s = bucket, keys, read_timeout_s
        self._clients: dict[int, S3Client] = {}

    def put(self, content: bytes, extension: str) -> str:
        """See `Storage.put`; the server compares the checksums before anything becomes visible.

        Raises:
            StorageFailure: as in `Storage.put`.
        """
        name = name_of(content, extension)
        with self._asking(f"{name} could not be written"):
            try:
                self._put(name, content)
            except ClientError as error:
                if _code(error) not in THERE_ALREADY:
                    raise
        return name

    def get(self, name: str) -> bytes:
        """See `Storage.get`.

        Raises:
            NoSuchFile, StorageFailure: as in `Storage.get`.
        """
        content = self._read(name) if is_name(name) else None
        if content is None:
            raise NoSuchFile(f"There is no file {name} in {self._bucket}; publish it.")
        if hashlib.sha256(content).hexdigest() != name.partition(".")[0]:
            raise NoSuchFile(f"{name} in {self._bucket} was damaged; delete it there and publish it again.")
        return content

    def has(self, name: str) -> bool:
        """See `Storage.has`.

        Raises:
            StorageFailure: the bucket cannot be asked.
        """
        if not is_name(name):
            return False
        with self._asking(f"{name} could not be looked up"):
            try:
                answer = self._client().head_object(Bucket=self._bucket.name, Key=self._bucket.key(name))
            except ClientError as error:
                if _status(error) != 404:
                    raise
                # The same answer means "no such bucket", which is no place to find a file missing in.
                self._client().head_bucket(Bucket=self._bucket.name)
                return False
        self._check_genuine("ETag" in answer)
        return True

    def names(self) -> Iterator[str]:
        """See `Storage.names`; the server lists a thousand at a time.

        Raises:
            StorageFailure: the bucket cannot be listed.
        """
        prefix = self._bucket.key("")
        with self._asking("the files could not be listed"):
            pages = self._client().get_paginator("list_objects_v2").paginate(Bucket=self._bucket.name, Prefix=prefix)
            answers = list(pages)
        self._check_genuine(all("Name" in answer for answer in answers))
        keys = [found.get("Key", "") for answer in answers for found in answer.get("Contents", [])]
        return filter(is_name, (key.removeprefix(prefix) for key in keys))

    def allow_reading_from(self, origin: str) -> None:
        """Let pages of one origin read from the bucket (GET and HEAD only); other rules of the bucket stay.

        S3 knows no rule for some extensions only, so this holds for every file that a reader may see at all.

        Raises:
            StorageFailure: the rules could not be changed.
        """
        ours: CORSRuleTypeDef = {
            "ID": CORS_RULE,
            "AllowedMethods": ["GET", "HEAD"],
            "AllowedOrigins": [origin],
            "AllowedHeaders": ["Range"],
            "ExposeHeaders": ["Content-Length", "Content-Range", "ETag"],
            "MaxAgeSeconds": CORS_KEPT_S,
        }
        with self._asking("the CORS rules could not be changed"):
            others = [rule for rule in self._cors_rules() if rule.get("ID") != CORS_RULE]
            self._client().put_bucket_cors(Bucket=self._bucket.name, CORSConfiguration={"CORSRules": [*others, ours]})

    def _client(self) -> "S3Client":
        """Give the client of this process: connections must not be shared with a worker that was forked."""
        process = os.getpid()
        if process not in self._clients:
            with CONNECTING:
                self._clients[process] = self._clients.get(process) or self._connect()
        return self._clients[process]

    def _connect(self) -> "S3Client":
        return _session().client(
            "s3",
            endpoint_url=self._bucket.endpoint,
            region_name=self._bucket.region,
            aws_access_key_id=self._keys.key_id,
            aws_secret_access_key=self._keys.secret,
            aws_session_token=self._keys.session_token,
            config=Config(
                connect_timeout=CONNECT_TIMEOUT_S,
                read_timeout=self._read_timeout_s,
                retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
                max_pool_connections=CONNECTIONS,
                # We send and check stronger sums ourselves, and not every compatible server knows the newer ones.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path" if self._bucket.endpoint else "auto"},
            ),
        )

    def _put(self, name: str, content: bytes) -> None:
        answer = self._client().put_object(
            Bucket=self._bucket.name,
            Key=self._bucket.key(name),
            Body=content,
            ContentType=media_type(name),
            CacheControl=FOR_EVER,
            ContentMD5=b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode(),
            ChecksumSHA256=b64encode(hashlib.sha256(content).digest()).decode(),
            IfNoneMatch="*",
        )
        self._check_genuine("ETag" in answer)

    def _read(self, name: str) -> bytes | None:
        with self._asking(f"{name} could not be read"):
            attempts_left = ATTEMPTS
            while (body := self._answer(name)) is not None:
                attempts_left -= 1
                try:
                    return body.read()
                except (HTTPClientError, IncompleteReadError):
                    # boto3 asks again for an answer that did not begin, but not for one that broke off.
                    if not attempts_left:
                        raise
            return None

    def _answer(self, name: str) -> "StreamingBody | None":
        try:
            return self._client().get_object(Bucket=self._bucket.name, Key=self._bucket.key(name))["Body"]
        except ClientError as error:
            if _code(error) != "NoSuchKey":
                raise
            return None

    def _check_genuine(self, is_genuine: bool) -> None:
        """Refuse the polite answers of a server that is something else."""
        if not is_genuine:
            raise StorageFailure(f"{self._bucket} {NOT_S3}.")

    def _cors_rules(self) -> "list[CORSRuleOutputTypeDef]":
        try:
            return self._client().get_bucket_cors(Bucket=self._bucket.name).get("CORSRules", [])
        except ClientError as error:
            if _code(error) != "NoSuchCORSConfiguration":
                raise
            return []

    @contextmanager
    def _asking(self, failed: str) -> Iterator[None]:
        """Turn boto3's errors into ours; their own words are left out, since they may repeat what was sent."""
        try:
            yield
        except ClientError as error:
            raise StorageFailure(f"{failed} in {self._bucket}: {_reason(error)}.") from error
        except SSLError as error:
            raise StorageFailure(
                f"{failed} in {self._bucket}: its certificate is not trusted; check the endpoint or AWS_CA_BUNDLE."
            ) from error
        except BotoCoreError as error:
            raise StorageFailure(
                f"{failed} in {self._bucket}: the server could not be reached or broke off ({type(error).__name__}); "
                "check that it runs and that the endpoint in STORAGE_URL is right, then try again."
            ) from error


@cache
def _session() -> boto3.session.Session:
    """Give the one session, which takes a while to load what it knows about S3."""
    return boto3.session.Session()


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def _status(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def _reason(error: ClientError) -> str:
    code, status = _code(error), _status(error)
    if code in KEYS_REFUSED:
        return "the server refused the keys; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if code in FORBIDDEN:
        return "the server forbids this; check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what these keys may do"
    if code == "RequestTimeTooSkewed":
        return "the server's clock and ours differ too much; set the clock of this machine"
    if code in {"NoSuchBucket", "404"}:
        return "there is no such bucket; make it, or correct STORAGE_URL"
    if code in ARRIVED_DAMAGED or "Checksum" in code:
        return "the content arrived damaged and was refused; try again"
    if code == "ConditionalRequestConflict":
        return "the same file is being written by somebody else; try again"
    if status >= 500 or code == "SlowDown":
        return f"the server is in trouble, or is no S3 server ({status} {code}); try again later"
    return f"the server refused with {status} {code}"
