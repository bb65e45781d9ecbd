"""What every file of `content/` said when it was read or written last: what the next import compares it with."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from mangrove_ar.catalogue.models import ContentImport, ImportedFile
from mangrove_ar.catalogue.records import Key, Record
from mangrove_ar.extensions import db

Bases = Mapping[Key, Record]


def bases() -> Bases:
    """Give what every file said when it was read or written last."""
    rows = db.session.execute(select(ImportedFile.kind, ImportedFile.slug, ImportedFile.record))
    return {(kind, slug): record for kind, slug, record in rows}


def remember_files(files: Bases) -> None:
    """Note what every file says now; the caller commits."""
    db.session.execute(delete(ImportedFile))
    rows = [{"kind": kind, "slug": slug, "record": record} for (kind, slug), record in files.items()]
    db.session.execute(insert(ImportedFile), rows)


def last_tree() -> str | None:
    """Give the hash of the folder as it was when there was nothing in it to read any more."""
    return db.session.scalar(select(ContentImport.tree_sha256).order_by(ContentImport.id.desc()).limit(1))


def remember_tree(tree_sha256: str, now: datetime) -> None:
    """Note that there is nothing to read in this folder until it changes; the caller commits."""
    db.session.add(ContentImport(tree_sha256=tree_sha256, at=now))
