"""A recipe is read whole or refused with the name of the field that is wrong."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.recipe import PosterView, read_recipe

MODELS = Path(__file__).parents[2] / "assets" / "models"
ORDINARY: dict[str, Any] = {
    "slug": "crab",
    "species": "austruca-annulipes",
    "name": {"th": "ปู", "en": "Crab"},
    "kind": "illustrative",
    "author": "Somebody",
    "licence": "CC-BY-4.0",
    "up_axis": "y",
    "real_size_m": {"width": 0.06, "height": 0.02, "depth": 0.05},
    "generator": {"name": "fauna.fiddler_crab", "parameters": {"seed": 4}},
    "animations": ["wave"],
    "budgets": {"triangles": 60000, "texture_px": 1024, "web_bytes": 400000},
    "sources": ["https://example.org/crabs"],
}


def make_folder(tmp_path: Path, changes: dict[str, Any]) -> Path:
    folder = tmp_path / "crab"
    folder.mkdir()
    fields = {name: value for name, value in (ORDINARY | changes).items() if value is not None}
    (folder / "model.yaml").write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    return folder


def test_an_ordinary_recipe_is_read(tmp_path: Path) -> None:
    recipe = read_recipe(make_folder(tmp_path, {}))
    assert recipe.name == {"th": "ปู", "en": "Crab"}
    assert recipe.real_size_m == (0.06, 0.02, 0.05)
    assert (recipe.generator, recipe.parameters) == ("fauna.fiddler_crab", {"seed": 4})
    assert (recipe.animations, recipe.most_triangles) == (("wave",), 60000)
    assert recipe.poster == PosterView()


def test_a_poster_may_be_taken_in_the_middle_of_a_movement(tmp_path: Path) -> None:
    poster = {"turn_deg": 10, "lift_deg": 20, "animation": "wave", "seconds": 1.5}
    assert read_recipe(make_folder(tmp_path, {"poster": poster})).poster == PosterView(10, 20, "wave", 1.5)


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in MODELS.glob("*/model.yaml")))
def test_every_recipe_of_the_project_is_sound(folder: str) -> None:
    recipe = read_recipe(MODELS / folder)
    assert recipe.sources
    assert recipe.most_triangles <= 60_000
    assert recipe.most_texture_px <= 1024
    assert recipe.most_web_bytes <= 400 * 1024


@pytest.mark.parametrize("name", sorted(set(ORDINARY) - {"generator"}))
def test_a_missing_field_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadModel, match=f"crab/model.yaml: {name} is missing"):
        read_recipe(make_folder(tmp_path, {name: None}))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"kind": "guessed"}, "kind must be one of"),
        ({"up_axis": "x"}, "up_axis must be one of y, z"),
        ({"slug": "lobster"}, "slug is lobster"),
        ({"author": " "}, "author must be a text"),
        ({"name": {"th": "ปู"}}, "name.en is missing"),
        ({"name": {"th": "ปู", "en": "Crab", "fr": "Crabe"}}, "name.fr is not a field"),
        ({"real_size_m": {"width": 1, "height": -1, "depth": 1}}, "real_size_m.height must be at least"),
        ({"real_size_m": {"width": "wide", "height": 1, "depth": 1}}, "real_size_m.width must be a number"),
        ({"generator": {"name": "os.path", "parameters": {}}}, "generator.name must be like flora.rhizophora"),
        ({"generator": {"name": "fauna.crab", "parameters": {"seed": [1]}}}, "generator.parameters.seed"),
        ({"generator": {"name": "fauna.crab", "parameters": {"seed": True}}}, "generator.parameters.seed"),
        ({"source": "crab.glb"}, "give either source"),
        ({"generator": None}, "give either source"),
        ({"generator": None, "source": "../crab.glb"}, "source must be a file in this folder"),
        ({"generator": None, "source": "crab.exe"}, "source must be a file in this folder"),
        ({"generator": None, "source": "crab.glb"}, "source crab.glb is not in this folder"),
        ({"shade": "yes"}, "shade must be true or false"),
        ({"budgets": {"triangles": 0, "web_bytes": 1}}, "budgets.triangles must be at least"),
        ({"animations": "wave"}, "animations must be a list"),
        ({"colour": "orange"}, "colour is not a field"),
        ({"poster": {"turn_deg": 0, "lift_deg": 0, "zoom": 2}}, "poster.zoom is not a field"),
        ({"poster": {"turn_deg": 0, "lift_deg": 0, "animation": "swim"}}, "poster.animation swim"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(BadModel) as refusal:
        read_recipe(make_folder(tmp_path, changes))
    assert named in refusal.value.message
    assert refusal.value.status == 422


def test_a_folder_without_recipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=r"there is no model.yaml"):
        read_recipe(tmp_path)


@pytest.mark.parametrize("text", ["slug: [", "- a\n- b\n", ""])
def test_text_that_is_no_recipe_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadModel, match=r"model\.yaml"):
        read_recipe(tmp_path)


def test_reading_recipes_loads_no_arrays() -> None:
    check = "import sys, mangrove_ar.meshing.recipe as r; sys.exit('numpy' in sys.modules or 'PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=MODELS.parents[1], check=False).returncode == 0
