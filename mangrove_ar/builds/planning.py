"""Say what is to build: each marker and model by its steps, each with a key made of all that shapes its result."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.recipe import FILE_NAME, Recipe, read_recipe
from mangrove_ar.steps.versions import step_version

MARKER_EXTENSIONS = ("png", "jpg", "jpeg", "webp", "tif", "tiff")
VARIANTS = ("web", "coarse", "handoff", "poster")
_STEPS = "mangrove_ar.builds.steps"
_MESHING = "mangrove_ar.meshing"
_READING = f"{_MESHING}.reading"
_TOOLS = {
    "marker": ("mangrove_ar.targets.artwork.composition", "mangrove_ar.targets.compile"),
    "web": (_READING, *(f"{_MESHING}.{name}" for name in ("encoding", "joining", "leaning", "pictures", "difference"))),
    "coarse": (_READING, f"{_MESHING}.coarse"),
    "handoff": (_READING, f"{_MESHING}.baking", f"{_MESHING}.pictures", f"{_MESHING}.usdz"),
    "poster": (_READING, f"{_MESHING}.poster"),
}
_MASTER_RECIPE = ("poster", "sources", "name", "most_texture_px", "most_web_bytes")


@dataclass(frozen=True)
class Task:
    """One step of one thing; `arguments` are for the worker, but a file is given by its name in storage."""

    step: str
    slug: str
    key: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class StoredFile:
    """An argument that is a file in storage; the worker gets its bytes."""

    name: str


@dataclass(frozen=True)
class ModelPlan:
    """A model to build: its first step, and the steps that follow once its master is there."""

    recipe: Recipe
    master: Task

    def variants(self, master: str) -> Iterator[Task]:
        """Give the steps that start from the master, by its name in storage."""
        more = {"web": (self.recipe.most_texture_px,), "poster": (self.recipe.poster,)}
        for step in VARIANTS:
            extra = more.get(step, ())
            key = _key(step, _plain(extra), master, step_version(_STEPS, *_TOOLS[step]))
            yield Task(step, self.recipe.slug, key, (StoredFile(master), *extra))


@dataclass(frozen=True)
class BadRecipe:
    """A folder whose recipe cannot be read, and why; it stops no other model."""

    slug: str
    message: str


def plan_models(assets: Path, only: tuple[str, ...] = (), sources: Path | None = None) -> list[ModelPlan | BadRecipe]:
    """Read every recipe below `assets/models`, or those named, in the order of their names.

    A folder of the same name below `sources/models`, where the studio keeps what staff sent, counts instead.

    Raises:
        BadModel: there is no folder of a name asked for.
    """
    roots = [assets, *([sources] if sources else [])]
    folders = {path.parent.name: path.parent for root in roots for path in (root / "models").glob(f"*/{FILE_NAME}")}
    unknown = set(only) - folders.keys()
    if unknown:
        raise BadModel(f"There is no model named {', '.join(sorted(unknown))} in {assets / 'models'}.")
    return [_plan_or_fault(folder) for name, folder in sorted(folders.items()) if not only or name in only]


def plan_model(folder: Path) -> ModelPlan:
    """Read the recipe of one model's folder.

    Raises:
        BadModel: see `recipe.read_recipe`.
    """
    return _plan(folder)


def plan_marker(slug: str, recipe: dict[str, Any], assets: Path) -> Task:
    """Plan a station's marker, drawn by its recipe unless a picture `assets/markers/<slug>.png` is supplied.

    Other extensions are in `MARKER_EXTENSIONS`; of several the first one there counts.
    """
    files = (assets / "markers" / f"{slug}.{extension}" for extension in MARKER_EXTENSIONS)
    file = next((file for file in files if file.is_file()), None)
    supplied = file.read_bytes() if file else None
    digest = "" if supplied is None else hashlib.sha256(supplied).hexdigest()
    source = file.relative_to(assets.parent).as_posix() if file else f"The marker of {slug}"
    key = _key("marker", _plain(recipe), digest, step_version(_STEPS, *_TOOLS["marker"]))
    return Task("marker", slug, key, (source, recipe["subjects"], recipe["zone"], recipe["seed"], supplied))


def _plan_or_fault(folder: Path) -> ModelPlan | BadRecipe:
    try:
        return _plan(folder)
    except BadModel as error:
        return BadRecipe(folder.name, error.message)


def _plan(folder: Path) -> ModelPlan:
    recipe = read_recipe(folder)
    shaping = {name: value for name, value in asdict(recipe).items() if name not in _MASTER_RECIPE}
    tools = [_STEPS, f"{_MESHING}.prepare"]
    inputs = []
    if recipe.generator:
        tools.append(f"{_MESHING}.{recipe.generator}")
    else:
        # An OBJ asks for its textures by name: every file beside the source counts.
        beside = sorted(path for path in folder.iterdir() if path.is_file() and path.name != FILE_NAME)
        inputs = [f"{path.name}={hashlib.sha256(path.read_bytes()).hexdigest()}" for path in beside]
    key = _key("master", _plain(shaping), *inputs, step_version(*tools))
    return ModelPlan(recipe, Task("master", recipe.slug, key, (recipe, folder)))


def _plain(value: Any) -> str:
    def convert(thing: Any) -> Any:
        return asdict(thing)

    return json.dumps(value, sort_keys=True, default=convert)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
