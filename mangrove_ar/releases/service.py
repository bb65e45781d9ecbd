"""Publish and go back: write the documents, then move the pointer in one transaction."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from mangrove_ar.accounts.audit import note_by_id as audit
from mangrove_ar.catalogue.models import Station
from mangrove_ar.catalogue.records import (
    By,
    Key,
    Kind,
    approved_records,
    free_names,
    free_numbers,
    keep_record,
    show_revision,
    shown_revisions,
)
from mangrove_ar.errors import NoSuchRelease, ReleaseMoved
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.releases.documents import CodesDocument, Document, ReleaseDocument
from mangrove_ar.releases.models import LiveRelease, Release
from mangrove_ar.releases.queries import Published, is_anything_live, live_release
from mangrove_ar.releases.rows import Rows, read_codes, read_rows
from mangrove_ar.releases.snapshot import Snapshot
from mangrove_ar.storage.base import Storage

FORMAT = 1
WRITERS = 8
"""Documents that are written at the same time."""
LONGEST_NOTE = 200
RESTORED_IN_ORDER: tuple[Kind, ...] = ("sites", "pages", "species", "quizzes", "stations")
"""Stations last: they name the others."""
Documents = dict[str, str]


def publish(storage: Storage, now: datetime, note: str, by: str = "") -> str:
    """Make everything approved visible at the next request; return the release's SHA-256.

    Nothing changes when nothing is new. A failure before the last step leaves the public with the release it had. The
    documents are written before the lock is taken; if a record was approved meanwhile, they are written again.

    Raises:
        StorageFailure: a document could not be written; the pointer has not moved.
    """
    while True:
        records = shown_revisions()
        snapshot = Snapshot(read_rows())
        db.session.rollback()  # A reader that stays open could keep others from writing while the disk is busy.
        documents = _write_all(storage, snapshot, snapshot.paths())
        with _one_transaction():
            if shown_revisions() == records:
                audit("release.published", "releases", None, now, reason=note, publisher=by)
                return _go_live(storage, documents, records, Release(published_at=now, note=note, by_name=by))


def publish_change(change: Callable[[], Iterable[Key]], storage: Storage, now: datetime, note: str, by: str) -> str:
    """Change records and show just these to the public, in one transaction: both happen or neither.

    `change` keeps records and names them. All documents that these are not part of stay as they are live; in those
    that are written anew, what else is approved and waits for `publish` is shown as it is live. Before the first
    release everything is shown.

    Raises:
        StorageFailure: a document could not be written; no record has changed.
        BadRecord: see `catalogue.records.keep_record`.
    """
    with _one_transaction():
        if not is_anything_live():
            list(change())
            return _show_all(storage, Release(published_at=now, note=note, by_name=by))
        was, live = shown_revisions(), _live_records()
        rows = _as_live(read_rows(), was, live)
        keys = list(change())
        shown = shown_revisions()
        changed = {*keys, *(_key(name) for name in shown if shown[name] != was.get(name))}
        documents = _with_changes(storage, Snapshot(rows), Snapshot(rows.with_approved(changed)), changed)
        live |= {name: shown[name] for name in map("/".join, changed) if name in shown}
        return _go_live(storage, documents, live, Release(published_at=now, note=note, by_name=by))


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
            documents = live_release(storage).documents()
            _go_live(storage, documents, _live_records(), Release(published_at=now, note=note))


def roll_back(release_id: int, storage: Storage, now: datetime, by: By, seen_live_id: int | None = None) -> str:
    """Show an earlier release again, and bring the approved records back to what they were in it.

    What is a matter of today stays as it is today: withdrawn codes, and which stations are closed. Drafts are not
    touched.

    Args:
        seen_live_id: the release that the person saw as live when they decided; None where nobody looked.

    Raises:
        ReleaseMoved: another release went live since.
        NoSuchRelease: there is none with this number, or it is of before records had revisions.
        StorageFailure: a document could not be written; nothing has changed.
    """
    with _one_transaction():
        wanted = db.session.get(Release, release_id)
        if wanted is None or wanted.records is None:
            raise NoSuchRelease(f"There is no release {release_id} to go back to. Please choose one from the list.")
        _check_live(seen_live_id)
        was_closed = dict(db.session.execute(select(Station.slug, Station.is_withdrawn)).all())
        _restore(wanted.records)
        note = f"back to release {wanted.id}"
        kept = _keep_closed(was_closed, wanted.records, by, now, note)
        documents = Published(wanted.sha256, storage).documents()
        if kept:
            snapshot = Snapshot(read_rows())
            touched = {path for slug in kept for path in snapshot.touched_by("stations", slug)}
            documents = documents | _write_all(storage, snapshot, touched)
        audit("release.rolled_back", f"releases/{wanted.id}", by.id, now)
        release = Release(published_at=now, note=note, by_name=by.name, restores_id=wanted.id)
        return _go_live(storage, documents, shown_revisions(), release)


def encode(document: Document) -> bytes:
    """Write a document in its one form: sorted keys, UTF-8, no spaces, so that equal content has equal bytes."""
    content = json.dumps(
        document.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return content.encode()


def _show_all(storage: Storage, release: Release) -> str:
    snapshot = Snapshot(read_rows())
    documents = _write_all(storage, snapshot, snapshot.paths())
    return _go_live(storage, documents, shown_revisions(), release)


def _with_changes(storage: Storage, before: Snapshot, after: Snapshot, changed: Iterable[Key]) -> Documents:
    """Take the live documents, and write anew those that the changed records are or were part of."""
    touched = {path for key in changed for path in before.touched_by(*key) | after.touched_by(*key)}
    touched |= after.touched_beside(before)
    kept = {path: sha for path, sha in live_release(storage).documents().items() if path not in touched}
    return kept | _write_all(storage, after, touched & after.known)


def _as_live(rows: Rows, shown: dict[str, int], live: dict[str, int]) -> Rows:
    """Put what is approved and not live yet back to what visitors see of it.

    Of a release of before records had revisions nobody knows what it shows; its rows stay as they are.
    """
    waiting = [name for name in shown.keys() | live.keys() if shown.get(name) != live.get(name)]
    return rows.with_revisions({_key(name): live.get(name) for name in waiting}) if live and waiting else rows


def _go_live(storage: Storage, documents: Documents, records: dict[str, int], release: Release) -> str:
    """Point to these documents.

    The codes are read here, under the lock: one that was withdrawn while the other documents were written must not
    come back with them. A code whose station is not public yet comes with that station.
    """
    pointer = db.session.get(LiveRelease, 1, with_for_update=True) or LiveRelease(id=1)
    codes = _write(storage, _with_a_page(read_codes(), documents))
    sha256 = _write(storage, ReleaseDocument(format=FORMAT, documents=documents | {"codes": codes}))
    live = pointer.release
    if live is not None and live.sha256 == sha256 and live.records == records:
        return sha256
    release.sha256, release.records, release.note = sha256, records, release.note[:LONGEST_NOTE]
    pointer.release = release
    db.session.add(pointer)
    return sha256


def _with_a_page(codes: CodesDocument, documents: Documents) -> CodesDocument:
    """Keep the codes whose station these documents show."""
    stations = {code: slug for code, slug in codes.stations.items() if f"station/{slug}" in documents}
    withdrawn = {code: moment for code, moment in codes.withdrawn.items() if code in stations}
    return CodesDocument(stations=stations, withdrawn=withdrawn)


def _restore(records: dict[str, int]) -> None:
    """Bring every record that differs back to its revision; one that there was not yet is hidden."""
    shown = shown_revisions()
    keys = [_key(name) for name in shown.keys() | records.keys() if shown.get(name) != records.get(name)]
    free_numbers([slug for kind, slug in keys if kind == "stations"])
    free_names([slug for kind, slug in keys if kind == "species"])
    for kind, slug in sorted(keys, key=lambda key: (RESTORED_IN_ORDER.index(key[0]), key[1])):
        show_revision(kind, slug, records.get(f"{kind}/{slug}"))


def _live_records() -> dict[str, int]:
    pointer = db.session.get(LiveRelease, 1)
    return dict(pointer.release.records or {}) if pointer else {}


def _keep_closed(was_closed: dict[str, bool], shown: dict[str, int], by: By, now: datetime, note: str) -> list[str]:
    """Close and open the restored stations as they are today; return those of which the old release says otherwise."""
    stations = {one.slug: one.record for one in approved_records("stations") if f"stations/{one.slug}" in shown}
    differing = [slug for slug, record in stations.items() if record["withdrawn"] != was_closed[slug]]
    for slug in differing:
        keep_record("stations", slug, stations[slug] | {"withdrawn": was_closed[slug]}, by, now, note)
    return differing


def _check_live(seen_live_id: int | None) -> None:
    live_id = db.session.scalar(select(LiveRelease.release_id))
    if seen_live_id is not None and seen_live_id != live_id:
        raise ReleaseMoved(f"Release {live_id} went live meanwhile. Please look at it before you go back.")


def _key(name: str) -> Key:
    kind, _, slug = name.partition("/")
    return kind, slug  # type: ignore[return-value]  # Names are made of keys.


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Commit what was written inside; a failure leaves nothing of it, and no lock."""
    begin_writing()
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def _write_all(storage: Storage, snapshot: Snapshot, paths: Iterable[str]) -> Documents:
    """Write many documents at once: a disk, or a bucket, takes long to confirm each, and can confirm many together."""
    with ThreadPoolExecutor(WRITERS) as pool:
        written = {path: pool.submit(_write, storage, snapshot.document(path)) for path in paths}
        return {path: sha256.result() for path, sha256 in written.items()}


def _write(storage: Storage, document: Document) -> str:
    content = encode(document)
    storage.put(content, "json")
    return hashlib.sha256(content).hexdigest()
