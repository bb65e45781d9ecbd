"""What staff send as tables: each upload from its first byte to what became of it, and the models that failed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from mangrove_ar.accounts.models import LONGEST_NAME as LONGEST_STAFF_NAME
from mangrove_ar.catalogue.models import SLUG
from mangrove_ar.extensions import Moment, db

LONGEST_FILE_NAME = 120


class Upload(db.Model):
    """A file that somebody sends: a model, a picture or a sound.

    `name` is shown and never a path. `state` goes from receiving over waiting, checking and, for a model, building to
    done, refused or failed; `reason` with `reason_values` says why the last two came to be. `recipe` is what a model
    needs beside its file, `result` the numbers of what was made. `attempts` counts how often work on it began.
    """

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    staff_name: Mapped[str] = mapped_column(String(LONGEST_STAFF_NAME))
    purpose: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME))
    size_bytes: Mapped[int]
    received_bytes: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    reason_values: Mapped[dict[str, Any]] = mapped_column(JSON)
    recipe: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    attempts: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class FailedBuild(db.Model):
    """A model that the last build of everything could not make, and why; what it was before stays in use."""

    slug: Mapped[str] = mapped_column(SLUG, primary_key=True)
    message: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
