"""A workshop: two crabs to build quickly, and a place to keep what was built."""

import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from mangrove_ar.builds.builder import Builder, BuiltModel, Failed
from mangrove_ar.builds.planning import plan_models
from mangrove_ar.meshing.cleaning import bounds
from mangrove_ar.meshing.grow import grow
from mangrove_ar.meshing.recipe import read_recipe
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.local import LocalStorage
from tests.builds.small import open_small

SEEDS = {"crab-a": 4, "crab-b": 5}


def open_nothing() -> AbstractContextManager[Executor]:
    """Open no executor: a build that has nothing to do asks for none."""
    pytest.fail("an executor was opened")


@dataclass(frozen=True)
class Workshop:
    """A folder with `assets` and an instance, as the builds see them."""

    folder: Path

    @property
    def assets(self) -> Path:
        return self.folder / "assets"

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def storage(self) -> LocalStorage:
        return LocalStorage(self.instance / "files")

    def builder(self, open_pool: Callable[[], AbstractContextManager[Executor]] = open_small) -> Builder:
        return Builder(self.storage, Ledger(self.instance / "builds"), open_pool)

    def build(
        self, open_pool: Callable[[], AbstractContextManager[Executor]] = open_small, only: tuple[str, ...] = ()
    ) -> tuple[dict[str, BuiltModel], dict[str, str]]:
        """Build what is missing: models and, of those that could not be built, the message; by slug."""
        made = list(self.builder(open_pool).build(plan_models(self.assets, only)))
        failures = {one.slug: one.message for one in made if isinstance(one, Failed)}
        return {one.recipe.slug: one for one in made if isinstance(one, BuiltModel)}, failures

    def missing(self) -> list[tuple[str, str]]:
        return [(task.slug, task.step) for task in self.builder().missing(plan_models(self.assets))]

    def change(self, slug: str, **changed: Any) -> None:
        """Change fields of a recipe; a group's fields are changed one by one."""
        path = self.assets / "models" / slug / "model.yaml"
        recipe = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, value in changed.items():
            recipe[name] = {**recipe.get(name, {}), **value} if isinstance(value, dict) else value
        path.write_text(yaml.safe_dump(recipe), encoding="utf-8")

    def reseed(self, slug: str, seed: int) -> None:
        self.change(slug, generator=crab(seed))

    def add(self, slug: str, seed: int) -> None:
        """Write the recipe of a crab."""
        folder = self.assets / "models" / slug
        folder.mkdir(parents=True)
        recipe = {
            "slug": slug,
            "species": "austruca-annulipes",
            "name": {"th": "ปู", "en": "Crab"},
            "kind": "illustrative",
            "author": "Tests",
            "licence": "CC-BY-4.0",
            "up_axis": "y",
            "real_size_m": {"width": 1.0, "height": 1.0, "depth": 1.0},
            "generator": crab(seed),
            "animations": ["wave"],
            "budgets": {"triangles": 60000, "texture_px": 1024, "web_bytes": 400000},
            "sources": ["https://trail.example/crab"],
        }
        (folder / "model.yaml").write_text(yaml.safe_dump(recipe), encoding="utf-8")
        # Whoever gives the crab another stance should not have to measure it here.
        low, high = bounds(grow(read_recipe(folder)))
        sides = zip(("width", "height", "depth"), (high - low).tolist(), strict=True)
        self.change(slug, real_size_m={side: round(length, 5) for side, length in sides})


def crab(seed: int) -> dict[str, Any]:
    parameters = {"seed": seed, "pellets": 3, "atlas_px": 256, "sky_rays": 1}
    return {"name": "fauna.fiddler_crab", "parameters": parameters}


@pytest.fixture(scope="session")
def two_crabs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, dict[str, BuiltModel]]:
    """A workshop with two crabs, built once; not to be changed."""
    workshop = Workshop(tmp_path_factory.mktemp("workshop"))
    for slug, seed in SEEDS.items():
        workshop.add(slug, seed)
    built, failures = workshop.build()
    assert failures == {}
    return workshop, built


@pytest.fixture
def first(two_crabs: tuple[Workshop, dict[str, BuiltModel]]) -> dict[str, BuiltModel]:
    """What the first build gave."""
    return two_crabs[1]


@pytest.fixture
def workshop(two_crabs: tuple[Workshop, dict[str, BuiltModel]], tmp_path: Path) -> Workshop:
    """A workshop in which the two crabs are built."""
    shutil.copytree(two_crabs[0].folder, tmp_path / "workshop")
    return Workshop(tmp_path / "workshop")


@pytest.fixture
def empty(two_crabs: tuple[Workshop, dict[str, BuiltModel]], tmp_path: Path) -> Workshop:
    """A workshop with the recipes of the two crabs, of which nothing is built."""
    shutil.copytree(two_crabs[0].assets, tmp_path / "empty" / "assets")
    return Workshop(tmp_path / "empty")
