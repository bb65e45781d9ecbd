"""Publish: write the documents, then move the pointer in one transaction."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.releases.documents import CodesDocument, Document, ReleaseDocument
from mangrove_ar.releases.models import LiveRelease, Release
from mangrove_ar.releases.queries import is_anything_live, live_release
from mangrove_ar.releases.snapshot import take_codes, take_snapshot
from mangrove_ar.storage.base import Storage

FORMAT = 1


def publish(storage: Storage, now: datetime, note: str) -> str:
    """Make everything approved visible at the next request; return the release's SHA-256.

    Nothing changes when nothing is new. A failure before the last step leaves the public with the release it had.

    Raises:
        StorageFailure: a document could not be written; the pointer has not moved.
    """
    documents = {path: _write(storage, document) for path, document in take_snapshot().items()}
    with _one_transaction():
        return _go_live(storage, documents, now, note)


def publish_codes(change: Callable[[], None], storage: Storage, now: datetime, note: str) -> None:
    """Change codes and show just that to the public, in one transaction: both happen or neither.

    All other documents stay as they are live, so that what nobody has approved yet cannot slip out with a code. Before
    the first release there is nothing to show; the codes come with it.

    Raises:
        StorageFailure: a document could not be written; the codes have not changed.
    """
    with _one_transaction():
        change()
        if is_anything_live():
            _go_live(storage, live_release(storage).documents(), now, note)


def encode(document: Document) -> bytes:
    """Write a document in its one form: sorted keys, UTF-8, no spaces, so that equal content has equal bytes."""
    content = json.dumps(
        document.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return content.encode()


def _go_live(storage: Storage, documents: dict[str, str], now: datetime, note: str) -> str:
    """Point to these documents.

    The codes are read here, under the lock: one that was withdrawn while the other documents were written must not
    come back with them. A code whose station is not public yet comes with that station.
    """
    pointer = db.session.get(LiveRelease, 1, with_for_update=True) or LiveRelease(id=1)
    codes = _write(storage, _with_a_page(take_codes(), documents))
    sha256 = _write(storage, ReleaseDocument(format=FORMAT, documents=documents | {"codes": codes}))
    release = db.session.scalar(select(Release).filter_by(sha256=sha256))
    pointer.release = release or Release(sha256=sha256, published_at=now, note=note)
    db.session.add(pointer)
    return sha256


def _with_a_page(codes: CodesDocument, documents: dict[str, str]) -> CodesDocument:
    """Keep the codes whose station these documents show."""
    stations = {code: slug for code, slug in codes.stations.items() if f"station/{slug}" in documents}
    withdrawn = {code: moment for code, moment in codes.withdrawn.items() if code in stations}
    return CodesDocument(stations=stations, withdrawn=withdrawn)


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Commit what was written inside; a failure leaves nothing of it, and no lock."""
    begin_writing()
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def _write(storage: Storage, document: Document) -> str:
    content = encode(document)
    storage.put(content, "json")
    return hashlib.sha256(content).hexdigest()
