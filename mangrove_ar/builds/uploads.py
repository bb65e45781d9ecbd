"""The life of an upload until it is whole: begun, received chunk by chunk, given up or swept away.

What is acknowledged is on the disk and in the database, so that a lost connection, a restart or a full disk costs at
most the chunk that was under way.
"""

import os
import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import func, select

from mangrove_ar.accounts.audit import note
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.builds import part_files
from mangrove_ar.builds.magic import HEAD_BYTES, Purpose, check_beginning
from mangrove_ar.builds.models import LONGEST_FILE_NAME, Upload
from mangrove_ar.builds.transaction import writing
from mangrove_ar.errors import BadUpload, NoSuchUpload, UploadMoved, UploadTooLarge
from mangrove_ar.extensions import db

MEBIBYTE = 1024 * 1024
MOST_BYTES: dict[Purpose, int] = {"model": 100 * MEBIBYTE, "picture": 25 * MEBIBYTE, "sound": 30 * MEBIBYTE}
MOST_UNFINISHED_BYTES = 500 * MEBIBYTE
"""For all unfinished files of one person together."""
MOST_UNFINISHED = 200
UNFINISHED = ("receiving", "waiting", "checking", "building")
ABANDONED_AFTER = timedelta(days=7)
WITHOUT_ROW_FOR = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=90)
"""A finished upload is a line in a list; the list must not grow for ever."""
ID_BYTES = 16
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def begin_upload(
    purpose: Purpose,
    name: str,
    size_bytes: int,
    staff: StaffMember,
    folder: Path,
    now: datetime,
    recipe: dict[str, Any] | None = None,
    draw_id: Callable[[int], str] = secrets.token_hex,
) -> str:
    """Begin to receive a file; return the id under which its bytes are sent.

    Raises:
        BadUpload: its name or its size cannot be.
        UploadTooLarge: it is larger than may be, or too much of this person is unfinished.
        UploadDiskFull: there is no room for it.
    """
    shown, upload_id = shown_name(name), draw_id(ID_BYTES)
    _check_size(purpose, size_bytes)
    with writing():
        _check_quota(staff, size_bytes)
        part_files.create(folder, upload_id, size_bytes)
        db.session.add(
            Upload(
                id=upload_id,
                staff_id=staff.id,
                staff_name=staff.name,
                purpose=purpose,
                name=shown,
                size_bytes=size_bytes,
                received_bytes=0,
                state="receiving",
                reason="",
                reason_values={},
                recipe=recipe,
                result={},
                attempts=0,
                created_at=now,
                updated_at=now,
            )
        )
    return upload_id


def receive(upload_id: str, offset: int, chunk: bytes, staff: StaffMember, folder: Path, now: datetime) -> int:
    """Append a chunk and return how many bytes are here now; the last chunk hands the file over to be checked.

    Raises:
        NoSuchUpload: this person has none with this id.
        UploadMoved: the chunk does not begin where the file ends, or somebody else sends the same file.
        UploadTooLarge: there are more bytes than were announced.
        BadUpload: its first bytes show that it is not what is taken here.
        UploadDiskFull: there is no room; what was acknowledged before is kept.
    """
    _own(upload_id, staff)
    with part_files.alone_with(folder, upload_id) as handle:
        upload = _receiving(upload_id, staff)
        here = min(upload.received_bytes, os.fstat(handle).st_size)
        if offset != here:
            raise UploadMoved("moved", f"Byte {here} is wanted next, not byte {offset}; go on from there.")
        if here + len(chunk) > upload.size_bytes:
            raise UploadTooLarge("more_than_said", "More bytes came than were announced; choose the file again.")
        size_bytes, purpose = upload.size_bytes, cast(Purpose, upload.purpose)
        db.session.rollback()  # The disk may be slow, and others want to write.
        part_files.append(folder, handle, offset, chunk)
        here += len(chunk)
        refusal = _refusal(purpose, handle) if here >= min(HEAD_BYTES, size_bytes) and offset < HEAD_BYTES else None
        _note_received(upload_id, staff, here, refusal, now)
    if refusal:
        part_files.remove(folder, upload_id)
        raise refusal
    return here


def received_bytes(upload_id: str, staff: StaffMember, folder: Path) -> tuple[int, int]:
    """Tell how many bytes of an upload are here for sure, and of how many.

    Raises:
        NoSuchUpload: this person has none with this id that still receives.
    """
    upload = _own(upload_id, staff)
    if upload.state != "receiving":
        return upload.size_bytes, upload.size_bytes
    try:
        on_disk = part_files.part_of(folder, upload_id).stat().st_size
    except FileNotFoundError as error:
        raise NoSuchUpload("gone", "What was sent of this file is not here any more; send it again.") from error
    return min(upload.received_bytes, on_disk), upload.size_bytes


def give_up(upload_id: str, staff: StaffMember, folder: Path, now: datetime) -> None:
    """Delete an upload that is not being worked on, with its bytes.

    Raises:
        NoSuchUpload: this person has none with this id.
        UploadMoved: it is being checked or built.
    """
    with writing():
        upload = _own(upload_id, staff)
        if upload.state in ("checking", "building"):
            raise UploadMoved("at_work", "This file is being worked on; wait until that is done.")
        note("upload.deleted", f"upload/{upload_id}", staff, now, name=upload.name, state=upload.state)
        db.session.delete(upload)
    part_files.remove(folder, upload_id)


def sweep(folder: Path, now: datetime) -> int:
    """Delete uploads that nobody went on with, lists of long ago, and files without a row; return how many rows."""
    with writing():
        old = select(Upload).where(
            (Upload.state.in_(["receiving", "failed"]) & (Upload.updated_at < now - ABANDONED_AFTER))
            | (Upload.state.not_in(UNFINISHED) & (Upload.updated_at < now - FORGOTTEN_AFTER))
        )
        swept = list(db.session.scalars(old))
        for upload in swept:
            if upload.state == "receiving":
                note("upload.abandoned", f"upload/{upload.id}", None, now, name=upload.name)
            db.session.delete(upload)
        kept = select(Upload.id).where(Upload.state.in_([*UNFINISHED, "failed"]))
        known = set(db.session.scalars(kept))
    part_files.remove_unknown(folder, known, now - WITHOUT_ROW_FOR)
    return len(swept)


def shown_name(name: str) -> str:
    """Give a file's name as lists show it; it is never used as a path.

    Raises:
        BadUpload: no browser sends such a name: it is empty, overlong, a path, a device or has invisible characters.
    """
    shown = unicodedata.normalize("NFC", name).strip()
    stem = shown.partition(".")[0].strip().lower()
    is_odd = any(unicodedata.category(letter) in {"Cc", "Cs", "Co"} for letter in shown)
    if not stem or len(shown) > LONGEST_FILE_NAME or is_odd or stem in DEVICES or set(shown) & set('/\\:*?"<>|'):
        raise BadUpload("name", "This file has a name that cannot be taken; rename it and send it again.")
    return shown


def _check_size(purpose: Purpose, size_bytes: int) -> None:
    if size_bytes < 1:
        raise BadUpload("empty", "The file is empty; choose another one.")
    most = MOST_BYTES[purpose]
    if size_bytes > most:
        raise UploadTooLarge(
            "too_large",
            f"The file has {size_bytes // MEBIBYTE} MB; a {purpose} may have {most // MEBIBYTE} MB at most.",
            size_mb=-(-size_bytes // MEBIBYTE),
            most_mb=most // MEBIBYTE,
        )


def _check_quota(staff: StaffMember, size_bytes: int) -> None:
    mine = select(func.count(), func.coalesce(func.sum(Upload.size_bytes), 0)).where(
        Upload.staff_id == staff.id, Upload.state.in_(UNFINISHED)
    )
    count, unfinished = db.session.execute(mine).one()
    if unfinished + size_bytes > MOST_UNFINISHED_BYTES or count >= MOST_UNFINISHED:
        most_mb = MOST_UNFINISHED_BYTES // MEBIBYTE
        raise UploadTooLarge(
            "quota", f"Your unfinished files have {most_mb} MB together; finish or delete some first.", most_mb=most_mb
        )


def _own(upload_id: str, staff: StaffMember) -> Upload:
    upload: Upload | None = db.session.scalar(select(Upload).filter_by(id=upload_id, staff_id=staff.id))
    if upload is None:
        raise NoSuchUpload("unknown", "You have no upload with this address; choose the file again.")
    return upload


def _receiving(upload_id: str, staff: StaffMember) -> Upload:
    """Read an upload's row as it is now: another request may have changed it before we were alone with its file."""
    db.session.rollback()
    upload = _own(upload_id, staff)
    if upload.state != "receiving":
        raise UploadMoved("whole", "This file is here already; nothing more is wanted.")
    return upload


def _refusal(purpose: Purpose, handle: int) -> BadUpload | None:
    """Look at the first bytes at once, so that nobody sends 100 MB of what cannot be taken."""
    try:
        check_beginning(purpose, os.pread(handle, HEAD_BYTES, 0))
    except BadUpload as error:
        return error
    return None


def _note_received(upload_id: str, staff: StaffMember, here: int, refusal: BadUpload | None, now: datetime) -> None:
    with writing():
        upload = _own(upload_id, staff)
        upload.received_bytes, upload.updated_at = here, now
        if refusal:
            upload.state, upload.reason, upload.reason_values = "refused", refusal.reason, refusal.values
        elif here == upload.size_bytes:
            upload.state = "waiting"
            note("upload.received", f"upload/{upload_id}", staff, now, name=upload.name, size_bytes=here)
