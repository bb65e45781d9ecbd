"""Read the recipe of a model: a source or a generator with parameters, how large, by whom, for which budget.

Reading is light on purpose: nothing here loads an array, so a server can list recipes as it starts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mangrove_ar.errors import BadModel

FILE_NAME = "model.yaml"
SOURCE_FORMATS = (".glb", ".obj", ".ply", ".stl")
_GENERATOR = re.compile(r"(flora|fauna)\.[a-z][a-z0-9_]*")
KINDS = ("illustrative", "scanned")
LANGUAGES = ("th", "en")
LICENCES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0")
"""Those under which a city may show, change and hand on a model."""


@dataclass(frozen=True)
class PosterView:
    """Where the poster is taken from, and at which moment of which animation, if any."""

    turn_deg: float = 24.0
    lift_deg: float = 12.0
    animation: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Recipe:
    """Everything a build needs to know about a model.

    real_size_m is width, height, depth with y up; either generator or source is set. Budgets: triangles, the
    longest side of a texture in pixels, and the bytes of `web.glb` after brotli. keep names nodes or meshes that stay
    whole. shade tells whether a source gets baked shade; photographs carry their own.
    """

    slug: str
    species: str
    name: Mapping[str, str]
    kind: str
    author: str
    licence: str
    up_axis: str
    real_size_m: tuple[float, float, float]
    generator: str | None
    parameters: Mapping[str, int | float | str]
    source: str | None
    animations: tuple[str, ...]
    keep: tuple[str, ...]
    shade: bool
    most_triangles: int
    most_texture_px: int
    most_web_bytes: int
    sources: tuple[str, ...]
    poster: PosterView = field(default_factory=PosterView)


def read_recipe(folder: Path) -> Recipe:
    """Read `model.yaml` of a model's folder.

    Raises:
        BadModel: the file is missing, is not YAML, or a field is missing, unknown or of the wrong
            form; the message names file and field.
    """
    path = folder / FILE_NAME
    fields = _Fields(_loaded(path), f"{folder.name}/{FILE_NAME}")
    size, budgets = fields.group("real_size_m"), fields.group("budgets")
    generator, parameters = _generator(fields.group("generator")) if fields.has("generator") else (None, {})
    recipe = Recipe(
        slug=fields.words("slug"),
        species=fields.words("species"),
        name=_names(fields.group("name")),
        kind=fields.words("kind", KINDS),
        author=fields.words("author"),
        licence=fields.words("licence", LICENCES),
        up_axis=fields.words("up_axis", ("y", "z")),
        real_size_m=(size.number("width", 0), size.number("height", 0), size.number("depth", 0)),
        generator=generator,
        parameters=parameters,
        source=fields.words("source") if fields.has("source") else None,
        animations=fields.list_of_words("animations"),
        keep=fields.list_of_words("keep") if fields.has("keep") else (),
        shade=fields.truth("shade") if fields.has("shade") else True,
        most_triangles=int(budgets.number("triangles", 1)),
        most_texture_px=int(budgets.number("texture_px", 1)),
        most_web_bytes=int(budgets.number("web_bytes", 1)),
        sources=fields.list_of_words("sources"),
        poster=_poster(fields.group("poster")) if fields.has("poster") else PosterView(),
    )
    for group in (fields, size, budgets):
        group.refuse_unknown()
    return _agreeing(recipe, folder)


def _loaded(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadModel(f"{path.parent.name}: there is no {FILE_NAME}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadModel(f"{path.parent.name}/{FILE_NAME} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise BadModel(f"{path.parent.name}/{FILE_NAME} must be a list of fields with values.")
    return content


def _generator(fields: "_Fields") -> tuple[str, dict[str, int | float | str]]:
    name, parameters = fields.words("name"), fields.values("parameters")
    if not _GENERATOR.fullmatch(name):
        raise fields.refusal("name", f"must be like flora.rhizophora or fauna.fiddler_crab, not {name}")
    fields.refuse_unknown()
    return name, parameters


def _names(fields: "_Fields") -> dict[str, str]:
    names = {language: fields.words(language) for language in LANGUAGES}
    fields.refuse_unknown()
    return names


def _poster(fields: "_Fields") -> PosterView:
    view = PosterView(
        turn_deg=fields.number("turn_deg", -360),
        lift_deg=fields.number("lift_deg", -90),
        animation=fields.words("animation") if fields.has("animation") else None,
        seconds=fields.number("seconds", 0) if fields.has("seconds") else 0.0,
    )
    fields.refuse_unknown()
    return view


def _agreeing(recipe: Recipe, folder: Path) -> Recipe:
    where = f"{folder.name}/{FILE_NAME}"
    if recipe.slug != folder.name:
        raise BadModel(f"{where}: slug is {recipe.slug}, but the folder is named {folder.name}.")
    if recipe.poster.animation is not None and recipe.poster.animation not in recipe.animations:
        raise BadModel(f"{where}: poster.animation {recipe.poster.animation} is not listed in animations.")
    if (recipe.generator is None) == (recipe.source is None):
        raise BadModel(f"{where}: give either source, a file beside it, or generator.")
    if recipe.source is not None:
        if "/" in recipe.source or Path(recipe.source).suffix.lower() not in SOURCE_FORMATS:
            raise BadModel(f"{where}: source must be a file in this folder that ends in {', '.join(SOURCE_FORMATS)}.")
        if not (folder / recipe.source).is_file():
            raise BadModel(f"{where}: source {recipe.source} is not in this folder.")
    return recipe


class _Fields:
    """Fields of a recipe, taken one by one; what is left over was misspelt."""

    def __init__(self, values: Mapping[str, Any], where: str, prefix: str = "") -> None:
        self._values = values
        self._where = where
        self._prefix = prefix
        self._taken: set[str] = set()

    def has(self, name: str) -> bool:
        return name in self._values

    def words(self, name: str, allowed: tuple[str, ...] = ()) -> str:
        value = self._take(name, lambda value: isinstance(value, str) and value.strip() != "", "a text")
        if allowed and value not in allowed:
            raise self.refusal(name, f"must be one of {', '.join(allowed)}, not {value}")
        return str(value).strip()

    def number(self, name: str, least: float) -> float:
        value = float(self._take(name, _is_number, "a number"))
        if not least <= value < float("inf"):
            raise self.refusal(name, f"must be at least {least:g}, not {value:g}")
        return value

    def values(self, name: str) -> dict[str, int | float | str]:
        group = self.group(name)
        return {key: group._take(key, _is_value, "a number or a text") for key in group._values}

    def truth(self, name: str) -> bool:
        return bool(self._take(name, lambda value: isinstance(value, bool), "true or false"))

    def list_of_words(self, name: str) -> tuple[str, ...]:
        def is_list(value: object) -> bool:
            return isinstance(value, list) and all(isinstance(entry, str) for entry in value)

        return tuple(self._take(name, is_list, "a list of texts"))

    def group(self, name: str) -> "_Fields":
        value = self._take(name, lambda value: isinstance(value, dict), "a group of fields")
        return _Fields(value, self._where, f"{self._prefix}{name}.")

    def refuse_unknown(self) -> None:
        for name in self._values:
            if name not in self._taken:
                raise self.refusal(str(name), "is not a field of a recipe")

    def _take(self, name: str, fits: Callable[[object], bool], form: str) -> Any:
        self._taken.add(name)
        if name not in self._values:
            raise self.refusal(name, f"is missing: write {form}")
        if not fits(self._values[name]):
            raise self.refusal(name, f"must be {form}, not {self._values[name]!r}")
        return self._values[name]

    def refusal(self, name: str, what: str) -> BadModel:
        return BadModel(f"{self._where}: {self._prefix}{name} {what}.")


def _is_value(value: object) -> bool:
    return isinstance(value, str) or _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
