"""Staff and drafts for the tests of the studio."""

from copy import deepcopy
from datetime import datetime

from mangrove_ar.accounts.queries import Role, StaffMember
from mangrove_ar.catalogue.differences import with_value
from mangrove_ar.catalogue.models import Model
from mangrove_ar.catalogue.records import Approved, Kind, Record, approved, approved_records
from mangrove_ar.editorial.drafts import DraftView, open_draft, save_draft
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.staff import make_staff

CRABS = "crab-condo"


def make_member(name: str = "วิภา", role: Role = "educator") -> StaffMember:
    """A person who is known to the studio."""
    staff = make_staff(name, role)
    return StaffMember(staff.id, staff.name, role)


def change(
    staff: StaffMember, slug: str = CRABS, kind: Kind = "stations", now: datetime = NOON, **texts: str
) -> DraftView:
    """Save new texts into a record's draft: `lead_th="…"` stands for the path `lead.th`."""
    before = open_draft(kind, slug)
    yours = changed(before.record, **texts)
    return save_draft(kind, slug, before.record, yours, staff, now).draft


def changed(record: Record, **texts: str) -> Record:
    """The same record with other texts."""
    record = deepcopy(record)
    for name, text in texts.items():
        record = with_value(record, name.replace("_", "."), text)
    return record


def in_both(text: str) -> dict[str, str]:
    """The texts of a lead in both languages, so that neither is stale."""
    return {"lead_th": f"{text} ไทย", "lead_en": f"{text} English"}


def pretend_models() -> None:
    """Note in the catalogue that every model of every scene was built, within its budgets; the files do not exist."""
    records = [one.record for one in approved_records("stations")]
    placed = {model["model"] for record in records if record["scene"] for model in record["scene"]["models"]}
    db.session.add_all(Model(slug=slug, build_key="0" * 64, record=_made(slug)) for slug in placed)
    db.session.commit()


def _made(slug: str) -> Record:
    files = {
        **{role: f"{'a' * 64}.glb" for role in ("web", "coarse", "ar")},
        **{size: f"{'b' * 64}.avif" for size in ("picture", "card")},
        **{size: f"{'c' * 64}.webp" for size in ("poster", "picture_fallback", "card_fallback")},
        "usdz": f"{'d' * 64}.usdz",
    }
    pixels = {f"{size}_{side}": 400 for size in ("poster", "picture", "card") for side in ("width", "height")}
    return {
        "name": {"th": slug, "en": slug},
        "species": slug,
        "kind": "illustrative",
        "author": "Mangrove AR contributors",
        "licence": "CC-BY-4.0",
        "size_m": {"height": 1.0, "width": 1.0, "depth": 1.0},
        "triangles": 1000,
        "coarse_triangles": 100,
        "animations": [],
        "files": files,
        "size_bytes": {role: 1000 for role in files},
        "faults": [],
        **pixels,
    }


def public(kind: Kind, slug: str) -> Approved:
    """A record that is there, as it was last approved."""
    found = approved(kind, slug)
    assert found is not None
    return found
