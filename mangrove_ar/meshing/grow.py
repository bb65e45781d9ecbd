"""Grow the model that a recipe describes."""

from dataclasses import fields
from importlib import import_module
from typing import Any

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.recipe import Recipe


def grow(recipe: Recipe) -> Document:
    """Run the recipe's generator; the same recipe gives the same document.

    A generator is a module of `flora` or `fauna` with a frozen dataclass `Parameters` and a function
    `grow(parameters) -> Growth`.

    Raises:
        BadModel: the generator or a parameter is unknown, or a value is of the wrong kind.
    """
    assert recipe.generator is not None
    try:
        module = import_module(f"mangrove_ar.meshing.{recipe.generator}")
    except ModuleNotFoundError as error:
        raise BadModel(f"{recipe.slug}: there is no generator named {recipe.generator}.") from error
    parameters = module.Parameters(**_known(recipe, module.Parameters))
    return document_of(module.grow(parameters), f"{recipe.author}, {recipe.licence}")


def _known(recipe: Recipe, parameters: type) -> dict[str, Any]:
    kinds: dict[str, Any] = {field.name: field.type for field in fields(parameters)}
    for name, value in recipe.parameters.items():
        if name not in kinds:
            raise BadModel(f"{recipe.slug}: {recipe.generator} has no parameter named {name}.")
        if kinds[name] is int and not isinstance(value, int):
            raise BadModel(f"{recipe.slug}: the parameter {name} must be a whole number, not {value}.")
        if (kinds[name] is str) != isinstance(value, str):
            raise BadModel(f"{recipe.slug}: the parameter {name} must be a {kinds[name].__name__}, not {value!r}.")
    return dict(recipe.parameters)
