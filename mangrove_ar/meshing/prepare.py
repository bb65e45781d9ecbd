"""From a recipe to the master: the checked, cleaned, standing model from which every variant is made."""

from pathlib import Path

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.cleaning import weld
from mangrove_ar.meshing.crumbs import drop_crumbs
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.grow import grow
from mangrove_ar.meshing.recipe import Recipe
from mangrove_ar.meshing.reducing import count_triangles, reduce
from mangrove_ar.meshing.scene import animation_names
from mangrove_ar.meshing.standing import stand


def prepare(recipe: Recipe, folder: Path) -> Document:
    """Grow or read the model of a recipe and make it what the recipe says it is.

    Raises:
        BadModel: the source is refused, or size, animations or pieces are not those of the recipe.
    """
    document = grow(recipe) if recipe.generator else _supplied(recipe, folder)
    document = stand(document, recipe.up_axis, recipe.real_size_m, recipe.slug)
    if animation_names(document) != recipe.animations:
        named = ", ".join(animation_names(document)) or "empty"
        raise BadModel(f"{recipe.slug}: animations must be {named}.")
    return document


def _supplied(recipe: Recipe, folder: Path) -> Document:
    # Imported here: a grown model needs neither the bounded reader nor the shading.
    from mangrove_ar.meshing.bounded import read_bounded
    from mangrove_ar.meshing.reading import read_glb
    from mangrove_ar.meshing.shading import shade
    from mangrove_ar.meshing.tidying import tidied

    assert recipe.source is not None
    is_from_gltf = recipe.source.lower().endswith(".glb")
    document = weld(tidied(read_glb(read_bounded(folder / recipe.source)), is_from_gltf))
    names = {entry.get("name") for kind in ("nodes", "meshes") for entry in document.head.get(kind, [])}
    for name in recipe.keep:
        if name not in names:
            raise BadModel(f"{recipe.slug}: keep names {name}, which the source does not have.")
    document = drop_crumbs(document, recipe.keep)
    if count_triangles(document) > recipe.most_triangles:
        document = reduce(document, recipe.most_triangles, most_error=1.0, keep=recipe.keep)
    document.head["asset"] = {"version": "2.0", "copyright": f"{recipe.author}, {recipe.licence}"}
    return shade(document) if recipe.shade else document
