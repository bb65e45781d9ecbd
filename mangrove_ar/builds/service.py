"""Build what the catalogue misses, and note in it what was built."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from mangrove_ar.builds.builder import Builder, BuiltModel, Failed, OpenExecutor
from mangrove_ar.builds.models import FailedBuild
from mangrove_ar.builds.planning import BadRecipe, plan_marker, plan_model, plan_models
from mangrove_ar.catalogue.models import Marker, Model, Station
from mangrove_ar.errors import BadModel
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.steps.executors import open_executor
from mangrove_ar.steps.ledger import Entry, Ledger
from mangrove_ar.storage.base import Storage


def build_missing(
    storage: Storage, ledger: Ledger, assets: Path, sources: Path, tell: Callable[[str], None], now: datetime
) -> int:
    """Build every marker and model that is missing and note all in the catalogue; return how many rows changed.

    Models that staff sent lie below `sources`. What cannot be built is told and noted, and stays as it was.

    Raises:
        BuildFailure, StorageFailure: see `Builder.build`.
    """
    builder = Builder(storage, ledger)
    stations = {row.slug: row for row in db.session.scalars(select(Station))}
    markers = {slug: plan_marker(slug, row.record["marker"], assets) for slug, row in sorted(stations.items())}
    plans, failed = plan_models(assets, sources=sources), dict[str, str]()
    changed = _forget_removed({plan.slug if isinstance(plan, BadRecipe) else plan.recipe.slug for plan in plans})
    for built in builder.build(plans, markers.values()):
        if isinstance(built, BuiltModel):
            if built.steps_run:
                tell(f"model {built.recipe.slug}: {_sizes(built.size_bytes)}")
                for fault in built.faults:
                    tell(f"  over budget: {fault}")
            changed += keep_model(built, now)
        elif isinstance(built, Failed):
            failed[built.slug] = built.message
            tell(f"not built: {built.message}")
        else:
            tell(f"marker {built.slug}")
    for slug, task in markers.items():
        entry = builder.known(task)
        if entry is not None:
            changed += _keep_marker(stations[slug], task.key, _record(entry))
    _note_failures(failed, now)
    return changed


def build_model(storage: Storage, ledger: Ledger, folder: Path, open_pool: OpenExecutor = open_executor) -> BuiltModel:
    """Build one model from its folder, without noting it in the catalogue yet.

    Raises:
        BadModel: its recipe or its source cannot be built.
        BuildFailure, StorageFailure: see `Builder.build`.
    """
    (made,) = Builder(storage, ledger, open_pool).build([plan_model(folder)])
    if isinstance(made, BuiltModel):
        return made
    raise BadModel(made.message if isinstance(made, Failed) else f"{folder.name} was not built.")


def _forget_removed(present: set[str]) -> int:
    """Delete the rows of models whose folder is gone; one whose recipe is only wrong stays as it was."""
    removed = [row for row in db.session.scalars(select(Model)) if row.slug not in present]
    if removed:
        begin_writing()
        for row in removed:
            db.session.delete(row)
        db.session.commit()
    return len(removed)


def _sizes(sizes: dict[str, int]) -> str:
    return ", ".join(f"{role} {sizes[role] // 1024} KiB" for role in ("web", "coarse", "ar", "usdz", "poster"))


def _record(*entries: Entry) -> dict[str, Any]:
    record: dict[str, Any] = {"files": {}, "size_bytes": {}}
    for entry in entries:
        record["files"] |= entry.files
        record["size_bytes"] |= entry.size_bytes
        record |= {name: value for name, value in entry.facts.items() if name not in record}
    return record


def keep_model(built: BuiltModel, now: datetime) -> int:
    """Note in the catalogue what was built; return 1 if that was new. Visitors see it with the next release."""
    recipe, entries = built.recipe, built.entries
    record = _record(entries["master"], *(entries[step] for step in ("web", "coarse", "handoff", "poster")))
    record["coarse_triangles"] = entries["coarse"].facts["triangles"]
    record |= {
        "name": dict(recipe.name),
        "species": recipe.species,
        "kind": recipe.kind,
        "author": recipe.author,
        "licence": recipe.licence,
        "is_supplied": recipe.source is not None,
        "faults": [fault.name for fault in built.broken_budgets],
        "broken_budgets": [asdict(fault) for fault in built.broken_budgets],
    }
    row = db.session.scalar(select(Model).filter_by(slug=recipe.slug))
    # The time of the build is no part of what was built: a build that gives the same changes nothing.
    built_at = row.record.get("built_at") if row else None
    if row and built_at and row.record == record | {"built_at": built_at}:
        return 0
    record["built_at"] = now.isoformat()
    return _write(row or Model(slug=recipe.slug), entries["master"].files["master"].partition(".")[0], record)


def _note_failures(failed: dict[str, str], now: datetime) -> None:
    """Keep why models could not be built; forget what works again."""
    known = {row.slug: row.message for row in db.session.scalars(select(FailedBuild))}
    if known == failed:
        return
    begin_writing()
    db.session.execute(delete(FailedBuild))
    for slug, message in failed.items():
        db.session.add(FailedBuild(slug=slug, message=message, at=now))
    db.session.commit()


def _keep_marker(station: Station, key: str, record: dict[str, Any]) -> int:
    row = db.session.scalar(select(Marker).filter_by(station_id=station.id))
    return _write(row or Marker(station=station), key, record)


def _write(row: Marker | Model, key: str, record: dict[str, Any]) -> int:
    if row.build_key == key and row.record == record:
        return 0
    begin_writing()
    row.build_key, row.record = key, record
    db.session.add(row)
    db.session.commit()
    return 1
