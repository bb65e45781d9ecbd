"""From the setting to the place: a folder, or a bucket read through copies in a folder."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mangrove_ar.errors import BadSettings
from mangrove_ar.storage.address import EXAMPLE, is_bucket, read_bucket, read_keys
from mangrove_ar.storage.base import Storage
from mangrove_ar.storage.copies import CopiedStorage
from mangrove_ar.storage.local import LocalStorage

if TYPE_CHECKING:
    from mangrove_ar.storage.s3 import S3Storage


def open_storage(address: str, files: Path, environment: Mapping[str, str] = os.environ) -> Storage:
    """Open the place that the service works with.

    Args:
        address: `STORAGE_URL`; empty means the folder itself.
        files: the folder of built files of this install; it keeps the copies when the place is a bucket.
        environment: where the keys of a bucket are read.

    Raises:
        BadSettings: see `open_place`.
    """
    place = open_place(address or str(files), environment)
    return CopiedStorage(place, LocalStorage(files)) if is_bucket(address) else place


def open_place(address: str, environment: Mapping[str, str] = os.environ) -> Storage:
    """Open a folder or a bucket by its address; nothing is written and no server is asked yet.

    Raises:
        BadSettings: the address is neither, cannot work, or the keys of the bucket are not set.
    """
    return open_bucket(address, environment) if is_bucket(address) else LocalStorage(_folder(address))


def open_bucket(address: str, environment: Mapping[str, str] = os.environ) -> "S3Storage":
    """Open a bucket by its address; no server is asked yet.

    Raises:
        BadSettings: the address cannot work, or the keys are not set.
    """
    # Imported here: boto3 takes half a second to load, which an install without a bucket must not pay.
    from mangrove_ar.storage.s3 import S3Storage

    return S3Storage(read_bucket(address), read_keys(environment))


def _folder(address: str) -> Path:
    if "://" in address:
        raise BadSettings(f"STORAGE_URL: the address is neither a folder nor a bucket; write it like {EXAMPLE}")
    folder = Path(address).resolve()
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise BadSettings(f"STORAGE_URL: {nearest} is not a folder that can be written; name one that is.")
    return folder
