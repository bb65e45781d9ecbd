"""The grown models stand, close, move and repeat; tiny parameters keep them quick."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats, unit
from mangrove_ar.meshing.document import Document, write_glb
from mangrove_ar.meshing.fauna import fiddler_crab
from mangrove_ar.meshing.fauna.crab_wave import SECONDS
from mangrove_ar.meshing.flora import rhizophora
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.measure import measure
from mangrove_ar.meshing.prepare import prepare
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.recipe import PosterView, Recipe
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene

TINY_TREE = rhizophora.Parameters(
    shoots=14,
    stilt_roots=4,
    hanging_roots=1,
    propagules=2,
    flower_pairs=2,
    seedlings=1,
    texture_px=64,
    sky_rays=2,
)
TINY_CRAB = fiddler_crab.Parameters(pellets=3, atlas_px=256, sky_rays=2)


@pytest.fixture(scope="module")
def tree() -> Document:
    return document_of(rhizophora.grow(TINY_TREE), "Somebody")


@pytest.fixture(scope="module")
def crab() -> Document:
    return document_of(fiddler_crab.grow(TINY_CRAB), "Somebody")


@pytest.fixture(params=["tree", "crab"])
def model(request: pytest.FixtureRequest) -> Document:
    glb: Document = request.getfixturevalue(request.param)
    return glb


def all_positions(glb: Document, pose: Pose | None = None) -> Floats:
    return np.concatenate([part.mesh.positions for part in read_scene(glb, pose)])


def test_the_same_parameters_give_the_same_bytes(tree: Document, crab: Document) -> None:
    assert write_glb(document_of(rhizophora.grow(TINY_TREE), "Somebody")) == write_glb(tree)
    assert write_glb(document_of(fiddler_crab.grow(TINY_CRAB), "Somebody")) == write_glb(crab)


def test_another_seed_gives_another_tree(tree: Document) -> None:
    assert write_glb(document_of(rhizophora.grow(replace(TINY_TREE, seed=12)))) != write_glb(tree)


def test_models_stand_on_the_ground_in_the_middle(model: Document) -> None:
    positions = all_positions(model)
    low, high = positions.min(axis=0), positions.max(axis=0)
    size = float((high - low).max())
    assert low[1] == pytest.approx(0, abs=size * 2e-5)
    assert (low + high)[[0, 2]] / 2 == pytest.approx([0, 0], abs=size * 2e-5)


def test_another_reader_finds_the_same_size(model: Document) -> None:
    scene = trimesh.load_scene(io.BytesIO(write_glb(model)), file_type="glb")
    assert scene.extents == pytest.approx(measure(model).size_m, rel=1e-4)


def test_what_is_seen_from_outside_is_the_outside(model: Document) -> None:
    parts = [part for part in read_scene(model) if not part.look.is_thin]
    positions = np.concatenate([part.mesh.positions for part in parts])
    starts = np.cumsum([0] + [len(part.mesh.positions) for part in parts[:-1]])
    faces = np.concatenate([part.mesh.faces + start for part, start in zip(parts, starts, strict=True)])
    rng = np.random.default_rng(0)
    corners = positions[faces[rng.integers(0, len(faces), 4000)]]
    aims = (corners * rng.dirichlet([2, 2, 2], 4000)[..., None]).sum(axis=1)
    away = unit(rng.normal(size=aims.shape) * [1, 0.3, 1] + [0, 0.6, 0])
    eyes = aims + away * float(np.ptp(positions)) * 2
    hits = RayTarget(positions, faces).first_hits(eyes, -away)
    seen = hits.triangle >= 0
    a, b, c = (positions[faces[hits.triangle[seen], k]] for k in range(3))
    fronts = (np.cross(b - a, c - a) * away[seen]).sum(axis=1) > 0
    assert fronts.mean() > 0.995


def test_the_shell_of_a_crab_is_as_wide_as_asked(crab: Document) -> None:
    twice = document_of(fiddler_crab.grow(replace(TINY_CRAB, carapace_width_m=0.04)))
    assert measure(twice).size_m == pytest.approx(floats(measure(crab).size_m) * 2, rel=1e-5)


def test_every_foot_of_the_crab_touches_the_mud(crab: Document) -> None:
    scene = trimesh.load_scene(io.BytesIO(write_glb(crab)), file_type="glb")
    placed = {name: scene.graph.get(name) for name in scene.graph.nodes_geometry}
    mud = scene.geometry["mud"]
    target = RayTarget(trimesh.transform_points(mud.vertices, placed["mud"][0]), np.asarray(mud.faces))
    legs = [name for name in placed if name.startswith("leg_")]
    assert len(legs) == 8
    for name in legs:
        matrix, geometry = placed[name]
        points = trimesh.transform_points(scene.geometry[geometry].vertices, matrix)
        foot = points[np.argmin(points[:, 1])]
        ground = target.first_hits(floats([[foot[0], 1.0, foot[2]]]), floats([[0, -1, 0]]))
        assert abs(foot[1] - (1.0 - ground.distance[0])) < 0.0006


def test_the_wave_is_a_loop_that_lifts_the_claw_and_stays_above_the_ground(crab: Document) -> None:
    assert animation_names(crab) == ("wave",)
    assert 2 <= SECONDS <= 3
    start, end = (all_positions(crab, Pose("wave", moment)) for moment in (0.0, SECONDS))
    assert start == pytest.approx(end, abs=1e-7)
    assert start == pytest.approx(all_positions(crab), abs=1e-6)
    tops = [all_positions(crab, Pose("wave", moment)) for moment in np.linspace(0, SECONDS, 9)]
    assert max(moment[:, 1].max() for moment in tops) > 1.5 * start[:, 1].max()
    assert min(moment[:, 1].min() for moment in tops) > -1e-6


def make_recipe(**changes: object) -> Recipe:
    ordinary: dict[str, object] = {
        "slug": "crab",
        "species": "austruca-annulipes",
        "name": {"th": "ปู", "en": "Crab"},
        "kind": "illustrative",
        "author": "Somebody",
        "licence": "CC-BY-4.0",
        "up_axis": "y",
        "real_size_m": (0.0574, 0.0220, 0.0571),
        "generator": "fauna.fiddler_crab",
        "parameters": {"seed": 4, "pellets": 3, "atlas_px": 256, "sky_rays": 1},
        "source": None,
        "animations": ("wave",),
        "keep": (),
        "shade": True,
        "most_triangles": 60_000,
        "most_texture_px": 1024,
        "most_web_bytes": 400_000,
        "sources": (),
        "poster": PosterView(10, 20, "wave", 1.3),
    }
    return Recipe(**(ordinary | changes))


def test_a_recipe_grows_into_a_model_that_names_its_author(tmp_path: Path) -> None:
    grown = prepare(make_recipe(), tmp_path)
    assert animation_names(grown) == ("wave",)
    assert grown.head["asset"]["copyright"] == "Somebody, CC-BY-4.0"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"generator": "fauna.whale"}, "no generator named fauna.whale"),
        ({"parameters": {"legs": 10}}, "no parameter named legs"),
        ({"parameters": {"pellets": 2.5}}, "pellets must be a whole number"),
        ({"parameters": {"pellets": "many"}}, "pellets must be a"),
        ({"animations": ()}, "animations must be wave"),
        ({"real_size_m": (0.0574, 0.0220, 0.5)}, "real_size_m.depth says 0.5"),
    ],
)
def test_a_model_that_breaks_its_recipe_is_refused(tmp_path: Path, changes: dict[str, object], named: str) -> None:
    with pytest.raises(BadModel) as refusal:
        prepare(make_recipe(**changes), tmp_path)
    assert named in refusal.value.message
