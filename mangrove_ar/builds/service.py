"""Build what is missing: each thing has a key made of everything that shapes it, and a known key is not built again."""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mangrove_ar.catalogue.models import Marker, Model, Station
from mangrove_ar.extensions import begin_writing, db
from mangrove_ar.storage.base import Storage

PACKAGE = Path(__file__).resolve().parent.parent
WORKERS = 2


@dataclass(frozen=True)
class Build:
    """One thing to build: what it is called, its key, the job that makes it and that job's arguments."""

    kind: str
    slug: str
    key: str
    arguments: tuple[Any, ...]


def build_missing(
    storage: Storage,
    assets: Path,
    tell: Callable[[str], None],
    executor: Callable[[], Executor] | None = None,
) -> int:
    """Build every marker and model whose key is new; return how many were built.

    Each result is kept as soon as it is there, so that an interrupted run goes on where it stopped.

    Raises:
        BadMarker, BadModel: a source or recipe is wrong.
        StorageFailure: a file could not be kept.
    """
    missing = [build for build in (*_markers(assets), *_models(assets)) if not _is_built(build, storage)]
    if not missing:
        return 0
    # Imported here: drawing and meshing take a second to load, which a start with nothing to build does not need.
    from mangrove_ar.builds.jobs import Made, make_marker, make_model

    jobs: dict[str, Callable[..., Made]] = {"marker": make_marker, "model": make_model}
    with (executor or _pool)() as pool:
        running = [(build, pool.submit(jobs[build.kind], *build.arguments)) for build in missing]
        for build, future in running:
            made = future.result()
            files = {role: storage.put(content, extension) for role, (extension, content) in made.files.items()}
            sizes = {role: len(content) for role, (_, content) in made.files.items()}
            _keep(build, {"files": files, "size_bytes": sizes, **made.facts})
            tell(
                f"{build.kind} {build.slug}: {', '.join(f'{role} {size // 1024} KiB' for role, size in sizes.items())}"
            )
    return len(missing)


def _pool() -> Executor:
    return ProcessPoolExecutor(max_workers=WORKERS)


def _markers(assets: Path) -> Iterator[Build]:
    for station in db.session.scalars(select(Station).order_by(Station.number)):
        recipe = station.record["marker"]
        supplied = assets / "markers" / f"{station.slug}.png"
        picture = supplied if supplied.exists() else None
        picture_sha256 = hashlib.sha256(supplied.read_bytes()).hexdigest() if picture else ""
        key = _key("marker", json.dumps(recipe, sort_keys=True), picture_sha256, _tools("targets"))
        yield Build("marker", station.slug, key, (recipe["subjects"], recipe["zone"], recipe["seed"], picture))


def _models(assets: Path) -> Iterator[Build]:
    for recipe in sorted((assets / "models").glob("*/model.yaml")):
        key = _key("model", recipe.read_text("utf-8"), _tools("meshing"))
        yield Build("model", recipe.parent.name, key, (recipe.parent,))


def _is_built(build: Build, storage: Storage) -> bool:
    row = _row(build)
    return row is not None and row.build_key == build.key and all(map(storage.has, row.record["files"].values()))


def _row(build: Build) -> Marker | Model | None:
    if build.kind == "marker":
        return db.session.scalar(select(Marker).join(Station).where(Station.slug == build.slug))
    return db.session.scalar(select(Model).filter_by(slug=build.slug))


def _keep(build: Build, record: dict[str, Any]) -> None:
    begin_writing()
    row = _row(build)
    if row is None and build.kind == "marker":
        row = Marker(station=db.session.scalars(select(Station).filter_by(slug=build.slug)).one())
    elif row is None:
        row = Model(slug=build.slug)
    row.build_key, row.record = build.key, record
    db.session.add(row)
    db.session.commit()


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _tools(package: str) -> str:
    """Hash the code that builds: a changed drawing or compiler is a new tool version."""
    digest = hashlib.sha256()
    for path in sorted([*(PACKAGE / package).rglob("*.py"), PACKAGE / "builds" / "jobs.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
