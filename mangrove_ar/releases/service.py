"""Publish: write the documents, then move the pointer in one transaction."""

import hashlib
import json
from datetime import datetime

from sqlalchemy import select

from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.releases.documents import Document, ReleaseDocument
from mangrove_ar.releases.models import LiveRelease, Release
from mangrove_ar.releases.snapshot import take_snapshot
from mangrove_ar.storage.base import Storage

FORMAT = 1


def publish(storage: Storage, now: datetime, note: str) -> str:
    """Make everything approved visible at the next request; return the release's SHA-256.

    Nothing changes when nothing is new. A failure before the last step leaves the public with the release it had.

    Raises:
        StorageFailure: a document could not be written; the pointer has not moved.
    """
    documents = {path: _write(storage, document) for path, document in take_snapshot().items()}
    sha256 = _write(storage, ReleaseDocument(format=FORMAT, documents=documents))
    begin_writing()
    release = db.session.scalar(select(Release).filter_by(sha256=sha256))
    release = release or Release(sha256=sha256, published_at=now, note=note)
    pointer = db.session.get(LiveRelease, 1) or LiveRelease(id=1)
    pointer.release = release
    db.session.add(pointer)
    db.session.commit()
    return sha256


def encode(document: Document) -> bytes:
    """Write a document in its one form: sorted keys, UTF-8, no spaces, so that equal content has equal bytes."""
    content = json.dumps(
        document.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return content.encode()


def _write(storage: Storage, document: Document) -> str:
    content = encode(document)
    storage.put(content, "json")
    return hashlib.sha256(content).hexdigest()
