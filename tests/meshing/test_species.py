"""Every species grows as its recipe says: its size, its triangles, its movements, a surface without faults."""

from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from mangrove_ar.meshing.arrays import Floats, Ints, unit
from mangrove_ar.meshing.document import Document, write_glb
from mangrove_ar.meshing.grow import grow
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.recipe import Recipe, read_recipe
from mangrove_ar.meshing.scene import Part, Pose, animation_names, movement, node_places, read_scene
from mangrove_ar.meshing.standing import TOLERANCE

MODELS = Path(__file__).parents[2] / "assets" / "models"
SLUGS = sorted(path.parent.name for path in MODELS.glob("*/model.yaml") if read_recipe(path.parent).generator)
GROWN_TWICE = ("derris-trifoliata", "episesarma-mederi")  # Quick ones: a plant and an animal.
# Shade and pictures take most of the time, and change no shape.
FEW_SKY_RAYS = 3
SMALL_PX = 256
RAYS = 2000


@dataclass(frozen=True)
class Grown:
    """A recipe, what grew from it, and that at rest in metres."""

    recipe: Recipe
    document: Document
    parts: list[Part]

    def positions(self) -> Floats:
        return np.concatenate([part.mesh.positions for part in self.parts])


def quick_recipe(slug: str) -> Recipe:
    recipe = read_recipe(MODELS / slug)
    generator = import_module(f"mangrove_ar.meshing.{recipe.generator}")
    small = {field.name: SMALL_PX for field in fields(generator.Parameters) if field.name.endswith("_px")}
    return replace(recipe, parameters={**recipe.parameters, **small, "sky_rays": FEW_SKY_RAYS})


@cache
def grown(slug: str) -> Grown:
    recipe = quick_recipe(slug)
    document = grow(recipe)
    return Grown(recipe, document, read_scene(document))


@pytest.fixture(params=SLUGS)
def model(request: pytest.FixtureRequest) -> Grown:
    return grown(request.param)


def test_it_is_as_large_as_stated(model: Grown) -> None:
    assert np.ptp(model.positions(), axis=0) == pytest.approx(model.recipe.real_size_m, rel=TOLERANCE)


def test_it_stands_on_the_ground_in_the_middle(model: Grown) -> None:
    positions = model.positions()
    low, high = positions.min(axis=0), positions.max(axis=0)
    size = float((high - low).max())
    assert low[1] == pytest.approx(0, abs=size * 1e-4)
    assert (low + high)[[0, 2]] / 2 == pytest.approx([0, 0], abs=size * 1e-4)


def test_it_stays_within_its_budget_of_triangles(model: Grown) -> None:
    assert sum(len(part.mesh.faces) for part in model.parts) <= model.recipe.most_triangles


def test_its_vertices_are_finite_and_its_faces_use_them(model: Grown) -> None:
    for part in model.parts:
        assert np.isfinite(part.mesh.positions).all()
        assert np.isfinite(part.mesh.uvs).all()
        assert part.mesh.colours.min() >= 0
        assert part.mesh.colours.max() <= 1
        assert part.mesh.faces.min() >= 0
        assert part.mesh.faces.max() < len(part.mesh.positions)


def test_its_normals_have_length_one(model: Grown) -> None:
    for primitive in model.document.primitives():
        lengths = np.linalg.norm(model.document.values(primitive["attributes"]["NORMAL"]), axis=1)
        assert np.abs(lengths - 1).max() < 1e-5


def test_its_bones_share_each_vertex_wholly(model: Grown) -> None:
    document = model.document
    for node in document.head["nodes"]:
        if "skin" in node:
            bones = len(document.head["skins"][node["skin"]]["joints"])
            for primitive in document.head["meshes"][node["mesh"]]["primitives"]:
                weights = document.values(primitive["attributes"]["WEIGHTS_0"])
                assert weights.min() >= 0
                assert np.abs(weights.sum(axis=1) - 1).max() < 1e-5
                assert document.values(primitive["attributes"]["JOINTS_0"]).max() < bones


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_seen_from_outside_is_the_outside(slug: str) -> None:
    positions, faces = solid(grown(slug).parts)
    rng = np.random.default_rng(0)
    corners = positions[faces[rng.integers(0, len(faces), RAYS)]]
    aims = (corners * rng.dirichlet([2, 2, 2], RAYS)[..., None]).sum(axis=1)
    away = unit(rng.normal(size=aims.shape) * [1, 0.3, 1] + [0, 0.6, 0])
    eyes = aims + away * float(np.ptp(positions)) * 2
    hits = RayTarget(positions, faces).first_hits(eyes, -away)
    seen = hits.triangle >= 0
    a, b, c = (positions[faces[hits.triangle[seen], k]] for k in range(3))
    fronts = (np.cross(b - a, c - a) * away[seen]).sum(axis=1) > 0
    # The rest looks into open ends of tubes and the gape of a shell, and on single sheets such as fins.
    assert fronts.mean() > 0.93


def solid(parts: list[Part]) -> tuple[Floats, Ints]:
    """Join what has an inside: thin parts are drawn from both sides."""
    meshes = [part.mesh for part in parts if not part.look.is_thin]
    starts = np.cumsum([0] + [len(mesh.positions) for mesh in meshes[:-1]])
    faces = [mesh.faces + start for mesh, start in zip(meshes, starts, strict=True)]
    return np.concatenate([mesh.positions for mesh in meshes]), np.concatenate(faces)


def test_it_moves_as_stated(model: Grown) -> None:
    assert animation_names(model.document) == model.recipe.animations


def test_its_movements_start_and_end_at_rest(model: Grown) -> None:
    rest = node_places(model.document)
    size = max(model.recipe.real_size_m)
    for name in animation_names(model.document):
        for moment in (0.0, seconds(model.document, name)):
            for node, place in node_places(model.document, movement(model.document, Pose(name, moment))).items():
                assert place[:3, :3] == pytest.approx(rest[node][:3, :3], abs=1e-4)
                assert place[:3, 3] == pytest.approx(rest[node][:3, 3], abs=size * 1e-4)


def seconds(document: Document, name: str) -> float:
    """Tell how long an animation runs."""
    animation = next(entry for entry in document.head["animations"] if entry["name"] == name)
    return max(float(document.values(sampler["input"]).max()) for sampler in animation["samplers"])


@pytest.mark.parametrize("slug", GROWN_TWICE)
def test_the_same_recipe_gives_the_same_bytes(slug: str) -> None:
    assert write_glb(grow(quick_recipe(slug))) == write_glb(grown(slug).document)
