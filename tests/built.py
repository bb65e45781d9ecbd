"""Every model and marker of the trail, built once for all tests that look at what phones get."""

import os
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

import yaml

from mangrove_ar.builds.builder import Builder, BuiltModel, Failed
from mangrove_ar.builds.planning import plan_marker, plan_models
from mangrove_ar.meshing.recipe import Recipe
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.local import LocalStorage

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
STATIONS = ROOT / "content" / "stations"
SLUGS = sorted(path.parent.name for path in (ASSETS / "models").glob("*/model.yaml"))
KEPT = "MANGROVE_TEST_BUILDS"
"""A folder to keep builds in from one run to the next; what is there already is not built again."""


@dataclass(frozen=True)
class Built:
    """A folder with `files` and `builds`, as an instance has them, and what is in it."""

    folder: Path
    models: dict[str, BuiltModel]
    failures: dict[str, str]

    def model(self, slug: str) -> BuiltModel:
        """Give a model; one that could not be built fails the test that asks for it."""
        assert slug in self.models, self.failures.get(slug, f"{slug} was not built")
        return self.models[slug]

    def recipe(self, slug: str) -> Recipe:
        return self.model(slug).recipe

    def path(self, slug: str, role: str) -> Path:
        """Find the file that plays a role: web, coarse, ar, usdz, master."""
        (name,) = (entry.files[role] for entry in self.model(slug).entries.values() if role in entry.files)
        return self.folder / "files" / name[:2] / name

    def content(self, slug: str, role: str) -> bytes:
        return self.path(slug, role).read_bytes()


def build_all(folder: Path) -> Built:
    """Build every model and marker that is missing in a folder; of two who ask at once, one waits."""
    records = [(path.stem, yaml.safe_load(path.read_text("utf-8"))) for path in sorted(STATIONS.glob("*.yaml"))]
    markers = [plan_marker(slug, record["marker"], ASSETS) for slug, record in records]
    builder = Builder(LocalStorage(folder / "files"), Ledger(folder / "builds"))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        made = list(builder.build(plan_models(ASSETS), markers))
    return Built(
        folder,
        {one.recipe.slug: one for one in made if isinstance(one, BuiltModel)},
        {one.slug: one.message for one in made if isinstance(one, Failed)},
    )


def kept_folder() -> Path | None:
    """Give the folder that the environment names, if it does."""
    named = os.environ.get(KEPT)
    return Path(named).resolve() if named else None
