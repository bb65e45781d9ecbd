"""Make the packs that were ordered, one after the other, and note in the database what became of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import select

from mangrove_ar.catalogue.models import Species
from mangrove_ar.config import Settings
from mangrove_ar.errors import MangroveError, PackNotReady
from mangrove_ar.extensions import db
from mangrove_ar.packs.packing import Order, Packer
from mangrove_ar.packs.queries import pack as pack_of
from mangrove_ar.packs.queries import plaques_of, plaques_of_pack
from mangrove_ar.packs.service import claim_pack, fail_pack, fail_silent_packs, finish_pack, report_progress
from mangrove_ar.packs.steps import Workshop
from mangrove_ar.packs.templates import template_named
from mangrove_ar.steps.keeping import Keeper
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.base import Storage
from mangrove_ar.storage.local import LocalStorage

DRAFT = "ฉบับร่าง ยังไม่ได้ทดสอบ · Draft, not proven"
TRIAL = "ฉบับทดลอง ลิงก์เปิดได้เฉพาะในเครือข่ายของเรา · Trial: the address opens in our own network only"


def make_waiting(settings: Settings, storage: Storage, now: Callable[[], datetime]) -> int:
    """Make all packs that wait; return how many. A pack that cannot be made says why and stops no other."""
    fail_silent_packs(now())
    made = 0
    while (pack_id := claim_pack(now())) is not None:
        try:
            _make(pack_id, settings, storage, now)
        except MangroveError as error:
            fail_pack(pack_id, error.message)
        made += 1
    return made


def packer_for(settings: Settings, storage: Storage, *, is_proven: bool) -> Packer:
    """Give what makes packs of this install; each sheet's margin says what the plaques are not good for."""
    keeper = Keeper(LocalStorage(settings.plaques / "files"), Ledger(settings.plaques / "steps"))
    notes = [*([] if is_proven else [DRAFT]), *([] if settings.is_public_elsewhere else [TRIAL])]
    return Packer(keeper, storage, Workshop(settings.assets, thai_names(), " · ".join(notes)))


def targets_of_trail(public_url: str) -> dict[str, str]:
    """Give the target of every station whose plaque could hang outdoors, by slug."""
    return {plaque.slug: plaque.target for plaque in plaques_of(public_url).ready}


def thai_names() -> frozenset[str]:
    """Collect the Thai names of species: a line never ends inside one."""
    records = db.session.scalars(select(Species.record)).all()
    names = {name for record in records for name in (record["names"]["th"], *record["other_names"]["th"])}
    return frozenset(name for name in names if name)


def _report(pack_id: int, now: Callable[[], datetime], done: int, _total: int) -> None:
    if not report_progress(pack_id, done, "", now()):
        raise PackNotReady(f"Pack {pack_id} was withdrawn or given up while it was made.")


def _make(pack_id: int, settings: Settings, storage: Storage, now: Callable[[], datetime]) -> None:
    ordered = pack_of(pack_id)
    plaques = plaques_of_pack(pack_id)
    template = replace(template_named(ordered.template), reading_distance_m=ordered.reading_distance_m)
    manifest = packer_for(settings, storage, is_proven=True).make(
        Order(template=template),
        plaques,
        targets_of_trail(ordered.public_url),
        settings.packs / str(pack_id) / f"pack-{pack_id}-{template.name}",
        partial(_report, pack_id, now),
    )
    printable = {one["slug"] for one in manifest["plaques"] if one["pdf"]}
    passed = [plaque for plaque in plaques if plaque.slug in printable]
    finish_pack(pack_id, passed, f"{pack_id}/pack-{pack_id}-{template.name}", manifest["key"], now())
