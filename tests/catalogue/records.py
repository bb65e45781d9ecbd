"""People, words and pictures for tests of the catalogue."""

from typing import Any

from mangrove_ar.catalogue.models import Media
from mangrove_ar.catalogue.records import By
from mangrove_ar.extensions import db
from mangrove_ar.storage.base import Storage
from tests.conftest import NOON

SOMEBODY = By(None, "อนันต์")
CRAB = {"th": "ปูดำ", "en": "A mud crab"}


def make_picture(storage: Storage, content: bytes, fallback: bytes | None = None) -> dict[str, Any]:
    """Bring a picture as the studio does, and give how a record names it; the bytes need not be a real one."""
    row = Media(
        file=storage.put(content, "avif"),
        fallback_file=storage.put(fallback, "webp") if fallback else None,
        kind="picture",
        name="crab.jpg",
        size_bytes=len(content),
        width=1200,
        height=800,
        alt=CRAB,
        credit="อนันต์",
        licence="CC-BY-4.0",
        by_name=SOMEBODY.name,
        at=NOON,
    )
    db.session.add(row)
    db.session.flush()
    return {"file": row.file, "alt": CRAB, "credit": row.credit, "licence": row.licence}
