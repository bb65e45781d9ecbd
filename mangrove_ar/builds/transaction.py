"""One transaction of a writer: everything inside is committed together, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from mangrove_ar.extensions import begin_writing, db


@contextmanager
def writing() -> Iterator[None]:
    """Commit what was written inside; a refusal or a failure leaves nothing of it, and no lock."""
    begin_writing()
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
