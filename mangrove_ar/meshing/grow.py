"""Grow a model from its recipe: the GLB, its poster, its measures; refuse what breaks the recipe's word."""

from dataclasses import dataclass, fields
from typing import Any

from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.camera import View
from mangrove_ar.meshing.fauna.fiddler_crab import FiddlerCrab, grow_fiddler_crab
from mangrove_ar.meshing.flora.rhizophora import Rhizophora, grow_rhizophora
from mangrove_ar.meshing.measure import Measures, measure
from mangrove_ar.meshing.poster import EDGE_PX, take_poster
from mangrove_ar.meshing.recipe import Recipe
from mangrove_ar.meshing.scene import Pose, animation_names

_TOLERANCE = 0.05  # Share by which the grown size may differ from the stated one.


@dataclass(frozen=True)
class GrownModel:
    """A model ready to be stored; size_m is width, height, depth at rest."""

    glb: bytes
    poster: Image.Image
    triangles: int
    size_m: tuple[float, float, float]
    animations: tuple[str, ...]


def grow(recipe: Recipe, poster_px: int = EDGE_PX) -> GrownModel:
    """Grow the model that a recipe describes; the same recipe gives the same bytes.

    Raises:
        BadModel: a parameter is unknown, or the model breaks the recipe's budgets, size or animations.
    """
    glb = _grown(recipe)
    measures, animations = measure(glb), animation_names(glb)
    _check(recipe, glb, measures, animations)
    poster = take_poster(glb, _view(recipe), _pose(recipe), poster_px)
    return GrownModel(glb, poster, measures.triangles, measures.size_m, animations)


def _grown(recipe: Recipe) -> bytes:
    credit = f"{recipe.author}, {recipe.licence}"
    if recipe.generator == "fiddler_crab":
        return grow_fiddler_crab(FiddlerCrab(**_known(recipe, FiddlerCrab)), credit)
    return grow_rhizophora(Rhizophora(**_known(recipe, Rhizophora)), credit)


def _known(recipe: Recipe, parameters: type) -> dict[str, Any]:
    kinds = {field.name: field.type for field in fields(parameters)}
    for name, value in recipe.parameters.items():
        if name not in kinds:
            raise BadModel(f"{recipe.slug}: {recipe.generator} has no parameter named {name}.")
        if kinds[name] is int and not isinstance(value, int):
            raise BadModel(f"{recipe.slug}: the parameter {name} must be a whole number, not {value}.")
    return dict(recipe.parameters)


def _check(recipe: Recipe, glb: bytes, measures: Measures, animations: tuple[str, ...]) -> None:
    if measures.triangles > recipe.most_triangles:
        raise BadModel(f"{recipe.slug}: {measures.triangles} triangles break budgets.triangles.")
    if len(glb) > recipe.most_web_bytes:
        raise BadModel(f"{recipe.slug}: {len(glb)} bytes break budgets.web_bytes.")
    if animations != recipe.animations:
        raise BadModel(f"{recipe.slug}: animations must be {', '.join(animations) or 'empty'}.")
    for side, stated, grown in zip(("width", "height", "depth"), recipe.real_size_m, measures.size_m, strict=True):
        if abs(grown - stated) > _TOLERANCE * stated:
            raise BadModel(f"{recipe.slug}: real_size_m.{side} says {stated:g}, the model has {grown:.4g}.")


def _view(recipe: Recipe) -> View:
    return View(turn_deg=recipe.poster.turn_deg, lift_deg=recipe.poster.lift_deg)


def _pose(recipe: Recipe) -> Pose | None:
    poster = recipe.poster
    return None if poster.animation is None else Pose(poster.animation, poster.seconds)
