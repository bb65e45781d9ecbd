"""A model that somebody sends: the form that asks for what a recipe needs, and the folder that is made of it."""

import math
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mangrove_ar.builds.part_files import room_or_refusal
from mangrove_ar.meshing.recipe import FILE_NAME, KINDS, LICENCES

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_NAME, LONGEST_AUTHOR, LONGEST_SOURCES = 64, 80, 120, 1000
SIDES = ("height", "longest")
SMALLEST_M, LARGEST_M = 0.005, 60.0
SOURCE_NAME = "source.glb"
BUDGETS = {"triangles": 60_000, "texture_px": 1024, "web_bytes": 400_000}
NAMES = ("slug", "species", "name_th", "name_en", "kind", "side", "size_m", "author", "licence", "sources", "replace")


@dataclass(frozen=True)
class ModelForm:
    """What somebody says about the model they send, as typed; `problems` names what is wrong, by field.

    A problem is a key of `builds.problems`.
    """

    values: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, fields: Mapping[str, str], species: Iterable[str], taken: Iterable[str]) -> "ModelForm":
        """Read the form; `species` are those to choose from, `taken` the slugs of models that there are."""
        values = {name: fields.get(name, "").strip() for name in NAMES}
        return cls(values, dict(_problems(values, set(species), set(taken))))

    @property
    def recipe(self) -> dict[str, Any]:
        """Give what a recipe needs, of a form without problems; sides and animations come from the file itself."""
        values = self.values
        return {
            "slug": values["slug"],
            "species": values["species"],
            "name": {"th": values["name_th"], "en": values["name_en"]},
            "kind": values["kind"],
            "side": values["side"],
            "size_m": _metres(values["size_m"]),
            "author": values["author"],
            "licence": values["licence"],
            "sources": [line.strip() for line in values["sources"].splitlines() if line.strip()],
        }


def write_source(recipe: dict[str, Any], facts: dict[str, Any], part: Path, folder: Path) -> Path:
    """Make a model's folder, with its recipe and its source; return the folder, whose name is the slug.

    Raises:
        UploadDiskFull, StorageFailure: it could not be written.
    """
    made = folder / str(recipe["slug"])
    with room_or_refusal(folder):
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        shutil.copyfile(part, made / SOURCE_NAME)
        text = yaml.safe_dump(_written(recipe, facts), allow_unicode=True, sort_keys=False)
        (made / FILE_NAME).write_text(text, encoding="utf-8")
        for path in (made / SOURCE_NAME, made / FILE_NAME, made):
            _sync(path)
    return made


def put_in_place(made: Path, models: Path) -> None:
    """Move a finished folder among the sources; one of the same name makes room for it.

    Raises:
        StorageFailure: it could not be moved.
    """
    old = made.with_name(f"{made.name}.old")
    with room_or_refusal(models):
        models.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(old, ignore_errors=True)
        if (models / made.name).exists():
            os.replace(models / made.name, old)
        os.replace(made, models / made.name)
        _sync(models)
        shutil.rmtree(old, ignore_errors=True)


def _written(recipe: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    given = {name: recipe[name] for name in ("slug", "species", "name", "kind", "author", "licence", "sources")}
    return {
        **given,
        "up_axis": "y",
        "real_size_m": dict(zip(("width", "height", "depth"), real_size_m(recipe, facts["sides"]), strict=True)),
        "source": SOURCE_NAME,
        "shade": recipe["kind"] == "illustrative",  # Photographs carry their own shade.
        "animations": list(facts["animations"]),
        "budgets": dict(BUDGETS),
    }


def real_size_m(recipe: dict[str, Any], sides: list[float]) -> tuple[float, float, float]:
    """Give width, height and depth in metres: the file's proportions at the size that somebody knows."""
    known = sides[1] if recipe["side"] == "height" else max(sides)
    width, height, depth = (round(side * recipe["size_m"] / known, 6) for side in sides)
    return width, height, depth


def _problems(values: dict[str, str], species: set[str], taken: set[str]) -> Iterable[tuple[str, str]]:
    longest = {"name_th": LONGEST_NAME, "name_en": LONGEST_NAME, "author": LONGEST_AUTHOR, "sources": LONGEST_SOURCES}
    for name, most in longest.items():
        if not values[name] or len(values[name]) > most:
            yield name, "words"
    if not SLUG.fullmatch(values["slug"]) or len(values["slug"]) > LONGEST_SLUG:
        yield "slug", "slug"
    elif values["slug"] in taken and values["replace"] != "yes":
        yield "replace", "taken"
    choices = {"species": species, "kind": set(KINDS), "side": set(SIDES), "licence": set(LICENCES)}
    for name, allowed in choices.items():
        if values[name] not in allowed:
            yield name, "choice"
    if not SMALLEST_M <= _metres(values["size_m"]) <= LARGEST_M:
        yield "size_m", "size"


def _metres(typed: str) -> float:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return math.nan


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
