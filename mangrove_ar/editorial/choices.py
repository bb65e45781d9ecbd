"""What a form can choose from: other records by their names, pictures and sounds that staff brought."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mangrove_ar.catalogue.models import Media
from mangrove_ar.catalogue.records import KINDS
from mangrove_ar.editorial.shelf import records_at_hand
from mangrove_ar.extensions import db
from mangrove_ar.web.languages import in_current_language

MEDIA = {"pictures": "picture", "sounds": "sound"}


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: what is posted, and what a person reads."""

    value: str
    words: str


def record_options() -> dict[str, list[Option]]:
    """Give all records of every kind, by the names that people call them."""
    options: dict[str, list[tuple[tuple[int, str], Option]]] = {kind: [] for kind in KINDS}
    for (kind, slug), line in records_at_hand().items():
        entry = line.entry
        name = in_current_language(entry.title)
        if entry.scientific_name and entry.scientific_name != name:
            name = f"{name} ({entry.scientific_name})"
        if entry.number:
            name = f"{entry.number} · {name}"
        options[kind].append(((entry.number or 0, name), Option(slug, name)))
    return {kind: [option for _, option in sorted(found, key=lambda pair: pair[0])] for kind, found in options.items()}


def media_options() -> dict[str, list[Option]]:
    """Give the pictures and the sounds, the newest first."""
    rows = list(db.session.execute(select(Media.file, Media.name, Media.kind).order_by(Media.id.desc())))
    return {
        field: [Option(row.file, row.name or row.file[:12]) for row in rows if row.kind == kind]
        for field, kind in MEDIA.items()
    }


def new_item(chosen_from: str, value: str) -> dict[str, Any]:
    """Give what is known of something that was chosen: a record's slug, or a picture with its credit and licence."""
    if not value:
        return {}
    if chosen_from not in MEDIA:
        return {"slug": value}
    row = db.session.scalar(select(Media).filter_by(file=value, kind=MEDIA[chosen_from]))
    if row is None:
        return {}
    known = {"file": row.file, "credit": row.credit, "licence": row.licence}
    return known | {"alt": dict(row.alt)} if row.alt and row.kind == "picture" else known
