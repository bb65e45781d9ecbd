"""Pictures and sounds in `content/media/`: the file itself, and beside it in YAML what is known about it.

Every file is named by its content, here as in storage; a name that does not fit its bytes is a fault.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from sqlalchemy import select

from mangrove_ar.catalogue.content import Form
from mangrove_ar.catalogue.models import Media
from mangrove_ar.catalogue.records import IMPORT, Record
from mangrove_ar.catalogue.yaml_text import text_of_fields
from mangrove_ar.extensions import db
from mangrove_ar.storage.base import Storage, name_of

FileName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\.(avif|webp|mp3|m4a|ogg)$")]


class MediaForm(Form):
    """One file of `content/media/`: what is known about a picture or sound."""

    file: FileName
    fallback_file: FileName | None = None
    kind: Literal["picture", "sound"]
    name: Annotated[str, StringConstraints(max_length=120)]
    width: int | None = Field(default=None, gt=0)
    height: int | None = Field(default=None, gt=0)
    duration_s: float | None = Field(default=None, ge=0)
    alt: dict[Literal["th", "en"], str] | None = None
    credit: Annotated[str, StringConstraints(max_length=200)]
    licence: Annotated[str, StringConstraints(max_length=16)]

    @property
    def files(self) -> list[str]:
        """The files that belong together."""
        return [name for name in (self.file, self.fallback_file) if name]


def named_files(record: Record) -> list[str]:
    """Give the pictures and sounds that a record names."""
    return [item["file"] for field in ("pictures", "sounds") for item in record.get(field, [])]


def rows_of(files: Collection[str]) -> list[Media]:
    """Give what is known about these files."""
    return [row for row in db.session.scalars(select(Media).order_by(Media.file)) if row.file in files]


def notes_text(row: Media) -> str:
    """Write what is known about a picture or sound."""
    fields = {name: getattr(row, name) for name in MediaForm.model_fields}
    return text_of_fields(MediaForm.model_validate(fields).model_dump(mode="json", exclude_defaults=True))


def notes_path(row: Media) -> str:
    """Name the file of what is known, inside `content/`."""
    return f"media/{row.file.partition('.')[0]}.yaml"


def faults_of_media(folder: Path, media: Mapping[str, MediaForm]) -> list[str]:
    """Name every file of a picture or sound that is missing or was changed."""
    return [
        f"media/{name}: {fault}"
        for form in media.values()
        for name in form.files
        if (fault := _fault(folder / "media" / name))
    ]


def keep_media(folder: Path, media: Mapping[str, MediaForm], storage: Storage, now: datetime) -> None:
    """Bring pictures and sounds that are new into storage; the caller commits."""
    known = {row.file for row in rows_of([form.file for form in media.values()])}
    for form in media.values():
        if form.file in known:
            continue
        for name in form.files:
            storage.put((folder / "media" / name).read_bytes(), name.partition(".")[2])
        size_bytes = (folder / "media" / form.file).stat().st_size
        db.session.add(Media(**form.model_dump(), size_bytes=size_bytes, by_name=IMPORT.name, at=now))
    db.session.flush()


def _fault(path: Path) -> str | None:
    if not path.is_file():
        return "the file is missing; add it"
    is_whole = name_of(path.read_bytes(), path.name.partition(".")[2]) == path.name
    return None if is_whole else "its name does not fit its bytes; export it again"
