"""Work on uploads in a process of its own: the service goes on answering, and a restart loses nothing."""

import os
import subprocess
import sys

from sqlalchemy import select

from mangrove_ar.builds.models import Upload
from mangrove_ar.builds.work import AT_WORK, take_lock
from mangrove_ar.config import Settings
from mangrove_ar.extensions import db
from mangrove_ar.web.current import settings

COMMAND = "build-uploads"
"""Of `mangrove-ar`; it works on whatever waits and then ends."""


def resume_work() -> None:
    """Start a worker if something waits, or was left half-way, and nobody is at work.

    Whoever finishes an upload or looks at one calls this, and the server at its start; it writes nothing.
    """
    waits = select(Upload.id).where(Upload.state.in_(["waiting", *AT_WORK])).limit(1)
    if db.session.scalar(waits) is None:
        return
    lock = take_lock(settings().uploads)
    if lock is not None:
        try:
            start_work(lock)
        finally:
            os.close(lock)


def start_work(lock: int) -> None:
    """Start a worker and hand it the lock, so that nobody starts another one while it is still loading."""
    spawn(settings(), lock)


def spawn(found: Settings, lock: int | None = None) -> "subprocess.Popen[bytes]":
    """Start the worker for an install; what it says goes to `uploads/work.log` in the instance folder."""
    found.uploads.mkdir(parents=True, exist_ok=True)
    with (found.uploads / "work.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "mangrove_ar.cli", COMMAND, *([] if lock is None else [f"--lock={lock}"])],
            env=os.environ | found.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=() if lock is None else (lock,),
        )
