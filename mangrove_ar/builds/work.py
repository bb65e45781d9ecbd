"""Work on the uploads that are whole: check each, keep what visitors may get, build models, and note what became of it.

One worker at a time for an install: it holds a lock that ends with it, however it ends. So whoever gets the lock knows
that nobody works on what is still marked as being worked on, and takes it up again.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.models import Staff
from mangrove_ar.accounts.queries import Role, StaffMember
from mangrove_ar.builds import part_files
from mangrove_ar.builds.builder import BuiltModel, OpenExecutor
from mangrove_ar.builds.inspecting import inspect
from mangrove_ar.builds.magic import Purpose
from mangrove_ar.builds.models import FailedBuild, Upload
from mangrove_ar.builds.service import build_model, keep_model
from mangrove_ar.builds.supplied import put_in_place, write_source
from mangrove_ar.builds.transaction import writing
from mangrove_ar.builds.uploads import sweep
from mangrove_ar.catalogue.models import Media
from mangrove_ar.config import Settings
from mangrove_ar.errors import BadModel, BadUpload, MangroveError, NoSuchUpload, UploadMoved
from mangrove_ar.extensions import db
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.base import Storage

LOCK = "worker.lock"
MOST_ATTEMPTS = 3
"""A file that took its worker down so often is not tried again by itself."""
AT_WORK = ("checking", "building")


@dataclass(frozen=True)
class Workshop:
    """What a worker needs: where everything lies, what time it is, and who does the building."""

    settings: Settings
    storage: Storage
    now: Callable[[], datetime]
    open_pool: OpenExecutor = open_executor


@dataclass(frozen=True)
class Job:
    """An upload as its worker took it."""

    id: str
    purpose: Purpose
    name: str
    recipe: dict[str, Any] | None
    by: StaffMember


def work_off(workshop: Workshop, lock: int | None = None) -> int:
    """Work on all uploads that wait; return how many. One that cannot be used says why and stops no other.

    Args:
        lock: the worker's lock, where whoever started this process holds it already.
    """
    folder = workshop.settings.uploads
    lock = take_lock(folder) if lock is None else lock
    if lock is None:
        return 0
    try:
        take_back(workshop.now())
        sweep(folder, workshop.now())
        return _work_on_all(workshop)
    finally:
        os.close(lock)


def take_lock(folder: Path) -> int | None:
    """Give the worker's lock, as a descriptor that holds it until every copy is closed; None while somebody has it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def take_back(now: datetime) -> int:
    """Let what a worker left half-way wait again; one that was begun too often fails. Only for the only worker."""
    with writing():
        left = list(db.session.scalars(select(Upload).where(Upload.state.in_(AT_WORK))))
        for upload in left:
            if upload.attempts < MOST_ATTEMPTS:
                upload.state = "waiting"
            else:
                _end(upload, "failed", now, "worker_died")
    return len(left)


def claim(now: datetime) -> Job | None:
    """Take the oldest upload that waits, for one worker alone; None when nothing waits."""
    with writing():
        waiting = select(Upload).filter_by(state="waiting").order_by(Upload.updated_at, Upload.id).limit(1)
        upload = db.session.scalar(waiting.with_for_update(skip_locked=True))
        if upload is None:
            return None
        upload.state, upload.updated_at = "checking", now
        upload.attempts += 1
        role = cast(Role, db.session.scalar(select(Staff.role).filter_by(id=upload.staff_id)))
        by = StaffMember(upload.staff_id, upload.staff_name, role)
        return Job(upload.id, cast(Purpose, upload.purpose), upload.name, upload.recipe, by)


def try_again(upload_id: str, staff: StaffMember, now: datetime) -> None:
    """Let a failed upload wait again, since its bytes are still here.

    Raises:
        NoSuchUpload: there is none.
        UploadMoved: it did not fail.
    """
    with writing():
        upload = db.session.get(Upload, upload_id)
        if upload is None:
            raise NoSuchUpload("unknown", "There is no upload with this address; choose the file again.")
        if upload.state != "failed":
            raise UploadMoved("not_failed", "Only an upload that failed can be tried again.")
        upload.state, upload.reason, upload.reason_values, upload.attempts = "waiting", "", {}, 0
        upload.updated_at = now
        note("upload.retried", f"upload/{upload_id}", staff, now, name=upload.name)


def _work_on_all(workshop: Workshop) -> int:
    done = 0
    while (job := claim(workshop.now())) is not None:
        _work_on(job, workshop)
        done += 1
    return done


def _work_on(job: Job, workshop: Workshop) -> None:
    part = part_files.part_of(workshop.settings.uploads, job.id)
    with tempfile.TemporaryDirectory(dir=workshop.settings.uploads, prefix=".out-") as out:
        try:
            facts = inspect(job.purpose, part, Path(out))
            if job.purpose == "model":
                _build(job, part, facts, workshop)
            else:
                _keep_media(job, facts, Path(out), workshop)
        except BadUpload as error:
            if error.status < 500:
                _refuse(job, error, workshop)
            else:
                _fail(job, error.reason, workshop.now(), **error.values)
        except BadModel as error:
            _fail(job, "bad_model", workshop.now(), why=error.message)
        except MangroveError as error:
            _fail(job, "failed", workshop.now(), why=error.message)


def _keep_media(job: Job, facts: dict[str, Any], out: Path, workshop: Workshop) -> None:
    is_picture = job.purpose == "picture"
    main = "picture.avif" if is_picture else f"sound.{facts['extension']}"
    content = (out / main).read_bytes()
    file = workshop.storage.put(content, main.partition(".")[2])
    fallback = workshop.storage.put((out / "picture.webp").read_bytes(), "webp") if is_picture else None
    now = workshop.now()
    with writing():
        media = db.session.scalar(select(Media).filter_by(file=file))
        if media is None:
            media = Media(file=file, fallback_file=fallback, kind=job.purpose, name=job.name, size_bytes=len(content))
            media.width, media.height, media.duration_s = (facts.get(n) for n in ("width", "height", "duration_s"))
            media.alt, media.credit, media.licence = None, "", ""
            media.by_name, media.at = job.by.name, now
            db.session.add(media)
            db.session.flush()
            note("media.added", f"media/{media.id}", job.by, now, name=job.name, file=file)
        _finish(job, now, facts | {"media_id": media.id, "size_bytes": len(content)})
    part_files.remove(workshop.settings.uploads, job.id)


def _build(job: Job, part: Path, facts: dict[str, Any], workshop: Workshop) -> None:
    assert job.recipe is not None
    settings = workshop.settings
    with writing():
        upload = db.session.get_one(Upload, job.id)
        upload.state, upload.result, upload.updated_at = "building", facts, workshop.now()
    half = settings.sources / "half" / job.id
    try:
        made = write_source(job.recipe, facts, part, half)
        # Built before it takes its place: a source that cannot be built must not push out one that can.
        built = build_model(workshop.storage, Ledger(settings.builds), made, workshop.open_pool)
        put_in_place(made, settings.sources / "models")
    finally:
        shutil.rmtree(half, ignore_errors=True)
    now = workshop.now()
    keep_model(built, now)
    with writing():
        failed = db.session.get(FailedBuild, built.recipe.slug)
        if failed is not None:
            db.session.delete(failed)
        slug = built.recipe.slug
        note("model.built", f"models/{slug}", job.by, now, name=job.name, faults=len(built.broken_budgets))
        _finish(job, now, facts | _numbers(built))
    part_files.remove(settings.uploads, job.id)


def _numbers(built: BuiltModel) -> dict[str, Any]:
    return {
        "slug": built.recipe.slug,
        "built_triangles": built.entries["master"].facts["triangles"],
        "web_bytes": built.entries["web"].facts["brotli_bytes"],
        "ar_bytes": built.size_bytes["ar"],
        "faults": [fault.name for fault in built.broken_budgets],
    }


def _finish(job: Job, now: datetime, result: dict[str, Any]) -> None:
    upload = db.session.get_one(Upload, job.id)
    upload.state, upload.result, upload.updated_at = "done", result, now
    upload.reason, upload.reason_values = "", {}


def _refuse(job: Job, error: BadUpload, workshop: Workshop) -> None:
    """Note why a file is not taken, and forget its bytes: sent again, it would be no better."""
    with writing():
        upload = db.session.get_one(Upload, job.id)
        _end(upload, "refused", workshop.now(), error.reason, **error.values)
        note("upload.refused", f"upload/{job.id}", job.by, workshop.now(), name=job.name, reason=error.reason)
    part_files.remove(workshop.settings.uploads, job.id)


def _fail(job: Job, reason: str, now: datetime, **values: str | int) -> None:
    """Note why the work could not be done, and keep the bytes: it may go better the next time."""
    with writing():
        _end(db.session.get_one(Upload, job.id), "failed", now, reason, **values)
        note("upload.failed", f"upload/{job.id}", job.by, now, name=job.name, reason=reason)


def _end(upload: Upload, state: str, now: datetime, reason: str, **values: str | int) -> None:
    upload.state, upload.reason, upload.reason_values, upload.updated_at = state, reason, values, now
