"""Where a bucket is and with which keys: read from `STORAGE_URL` and the environment, checked before the start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from mangrove_ar.errors import BadSettings

EXAMPLE = "s3://mangrove/trail?endpoint=http://127.0.0.1:8333"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[A-Za-z0-9._/-]*")
REGION = re.compile(r"[a-z0-9-]{1,32}")
USUAL_REGION = "us-east-1"
PARAMETERS = {"endpoint", "region"}


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The two halves of a key pair, and the token of one that was lent for a while; never printed."""

    key_id: str = field(repr=False)
    secret: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A bucket, the folder in it, the server it is on (AWS itself when None)."""

    name: str
    prefix: str
    endpoint: str | None
    region: str

    def __str__(self) -> str:
        """Say where it is, for messages."""
        return f"bucket {self.name} at {self.endpoint or 'AWS ' + self.region}"

    def key(self, name: str) -> str:
        """Give the name of a file its place in the bucket."""
        return f"{self.prefix}/{name}" if self.prefix else name


def is_bucket(address: str) -> bool:
    """Tell whether an address means a bucket, not a folder."""
    return address.startswith("s3://")


def read_bucket(address: str) -> Bucket:
    """Read `s3://bucket/prefix?endpoint=http://127.0.0.1:8333&region=us-east-1`; prefix and parameters may be left out.

    Raises:
        BadSettings: a part cannot work; keys in the address are refused without being repeated.
    """
    parts = _split(address)
    parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(parameters) - PARAMETERS):
        raise BadSettings(f"STORAGE_URL: {', '.join(unknown)} is not known; only endpoint and region may follow the ?.")
    return Bucket(
        name=_matching(BUCKET, parts.netloc, "bucket"),
        prefix=_matching(PREFIX, unquote(parts.path).strip("/"), "prefix"),
        endpoint=_endpoint(parameters["endpoint"]) if "endpoint" in parameters else None,
        region=_matching(REGION, parameters.get("region", USUAL_REGION), "region"),
    )


def read_keys(environment: Mapping[str, str]) -> Keys:
    """Take the keys of the bucket from the variables that every S3 tool uses.

    Raises:
        BadSettings: one of the two is missing.
    """
    key_id, secret = environment.get("AWS_ACCESS_KEY_ID"), environment.get("AWS_SECRET_ACCESS_KEY")
    if not key_id or not secret:
        raise BadSettings(
            "STORAGE_URL names a bucket, so AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set to its keys."
        )
    return Keys(key_id=key_id, secret=secret, session_token=environment.get("AWS_SESSION_TOKEN") or None)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise BadSettings(f"STORAGE_URL: the address cannot be read; write it like {EXAMPLE}") from error
    if "@" in parts.netloc:
        raise BadSettings(
            "STORAGE_URL: keys do not belong in the address, which is printed in messages; "
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead."
        )
    return parts


def _endpoint(value: str) -> str:
    parts = _split(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadSettings(f"STORAGE_URL: the endpoint {value!r} is not scheme and host only; write it like {EXAMPLE}")
    return f"{parts.scheme}://{parts.netloc}"


def _matching(pattern: re.Pattern[str], value: str, what: str) -> str:
    if not pattern.fullmatch(value):
        raise BadSettings(f"STORAGE_URL: {value!r} is not a {what}; write the address like {EXAMPLE}")
    return value
