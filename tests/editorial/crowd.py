"""A catalogue with very many made-up records, written row by row in a moment, for tests and benches."""

import copy
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import insert, select

from mangrove_ar.catalogue.content import QuizForm, SiteForm, SpeciesForm, StationForm
from mangrove_ar.catalogue.models import Page, Quiz, Revision, Site, Species, Station, Trail
from mangrove_ar.editorial.models import Draft
from mangrove_ar.extensions import db
from tests.conftest import NOON, ROOT

CONTENT = ROOT / "content"
SITE = "phra-chedi-klang-nam"
ZONES = ("seaward", "mid", "landward", "mudflat", "water", "canopy")
THAI_NAMES = ("แสม", "โกงกาง", "ลำพู", "ตะบูน", "พังกา", "ปลาตีน", "ปูก้ามดาบ", "หอยจุ๊บแจง", "นกกินเปี้ยว", "กุ้งดีดขัน")
THAI_KINDS = ("ขาว", "ดำ", "ทะเล", "ใบเล็ก", "ใบใหญ่", "หัวสุม", "ก้านแดง", "หลังเขียว", "ลายจุด", "ปากแดง")
ENGLISH_KINDS = ("white", "black", "sea", "narrow", "broad", "upriver", "red", "green", "spotted", "scarlet")
ENGLISH_NAMES = (
    "api-api", "stilt mangrove", "apple mangrove", "cannonball", "orange mangrove", "mudskipper", "fiddler crab",
    "mud creeper", "kingfisher", "snapping shrimp",
)  # fmt: skip
GENERA = tuple(
    "".join(parts) for parts in product(("Avi", "Rhi", "Son", "Xylo", "Bru"), ("cen", "zoph", "ner"), ("nia", "ora"))
)
STATES = ("editing", "submitted", "sent_back", "approved")


def make_crowd(species: int = 2_000, stations: int = 500, drafts: int = 0) -> None:
    """Fill an empty catalogue: that many species and stations, one site, a quiz, and drafts of the first species.

    Station codes, markers and models are left out: nobody can visit the crowd, but everybody can list it.
    """
    site = _site(stations)
    _insert(Site, "sites", [{"slug": SITE, "name": site["names"], "record": site}])
    site_id = db.session.scalars(select(Site.id)).one()
    db.session.add(Trail(slug=site["trail"]["slug"], site_id=site_id, name=site["trail"]["names"]))
    db.session.flush()
    trail_id = db.session.scalars(select(Trail.id)).one()
    _insert(Species, "species", [_species_row(number) for number in range(species)])
    _insert(Station, "stations", [_station_row(number, species, trail_id) for number in range(stations)])
    quiz = QuizForm.model_validate(_file("quizzes/q001.yaml") | {"species": None}).model_dump(mode="json")
    _insert(Quiz, "quizzes", [{"slug": "q001", "confidence": "high", "record": quiz}])
    _insert(Page, "pages", [{"slug": "home", "record": _file("home.yaml")}])
    if drafts:
        db.session.execute(insert(Draft), [_draft(number) for number in range(drafts)])
    db.session.commit()


def species_slug(number: int) -> str:
    """Give the slug of a made-up species."""
    return f"{GENERA[number % len(GENERA)]}-species{number}".lower()


def _species_row(number: int) -> dict[str, Any]:
    record = copy.deepcopy(_SPECIES)
    thai, english = number % 10, number // 10 % 10
    record["kingdom"] = "animal" if thai > 4 else "plant"
    epithet = "".join("abcdefghij"[int(digit)] for digit in str(number))
    record["scientific_name"] = f"{GENERA[number % len(GENERA)]} {epithet}ensis"
    record["taxon_ids"] = {"gbif": None, "inaturalist": None}
    record["names"] = {
        "th": f"{THAI_NAMES[thai]}{THAI_KINDS[english]} {number}",
        "en": f"{ENGLISH_KINDS[english].title()} {ENGLISH_NAMES[thai]} {number}",
    }
    record["zone"] = ZONES[number % len(ZONES)]
    record = SpeciesForm.model_validate(record).model_dump(mode="json")
    return {
        "slug": species_slug(number),
        "kingdom": record["kingdom"],
        "scientific_name": record["scientific_name"],
        "confidence": "high",
        "record": record,
    }


def _station_row(number: int, species: int, trail_id: int) -> dict[str, Any]:
    record = copy.deepcopy(_STATION)
    record["number"] = number + 1
    record["names"] = {"th": f"เสาที่ {number + 1} ริมคลอง", "en": f"Post {number + 1} by the canal"}
    record["species"] = [species_slug(number % species)] if species else []
    record["question"] = None
    record = StationForm.model_validate(record).model_dump(mode="json")
    return {
        "slug": f"post-{number + 1}",
        "trail_id": trail_id,
        "number": number + 1,
        "name": record["names"],
        "is_withdrawn": False,
        "record": record,
    }


def _draft(number: int) -> dict[str, Any]:
    record = copy.deepcopy(_species_row(number)["record"])
    record["role"]["th"] += " เพิ่งแก้เมื่อครู่"
    return {
        "kind": "species",
        "slug": species_slug(number),
        "record": record,
        "base": _species_row(number)["record"],
        "base_revision": 1,
        "confirmed": [],
        "version": 1,
        "state": STATES[number % len(STATES)],
        "note": "",
        "edited_by": "วิภา",
        "edited_at": NOON,
        "submitted_by": "วิภา",
        "decided_by": "",
        "decision": "",
    }


def _site(stations: int) -> dict[str, Any]:
    site = _file(f"sites/{SITE}.yaml")
    site["trail"]["stations"] = [f"post-{number + 1}" for number in range(max(stations, 1))]
    return SiteForm.model_validate(site).model_dump(mode="json")


def _insert(model: Any, kind: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    db.session.execute(insert(model), [row | {"revision": 1} for row in rows])
    same = {"kind": kind, "n": 1, "sha256": "0" * 64, "by_name": "content/", "note": "", "at": NOON}
    db.session.execute(insert(Revision), [same | {"slug": row["slug"], "record": row["record"]} for row in rows])


def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(CONTENT / name).read_text("utf-8"))
    return loaded


_SPECIES = _file("species/avicennia-alba.yaml")
_STATION = _file("stations/mudskipper-pools.yaml")
