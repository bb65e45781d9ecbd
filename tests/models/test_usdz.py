"""What iOS gets of every model: the library's own validators find nothing, and Quick Look's limits are kept."""

import numpy as np
import pytest
from pxr import Usd, UsdGeom, UsdSkel

from tests.built import SLUGS, Built
from tests.meshing.usd import faults_of, meshes_of, misplaced, posed_points, suffixes
from tests.models.glb import head_of

MOST_TRIANGLES = 100_000
LONGEST_S = 10.0

pytestmark = pytest.mark.parametrize("slug", SLUGS)


@pytest.fixture
def stage(built: Built, slug: str) -> Usd.Stage:
    return Usd.Stage.Open(str(built.path(slug, "usdz")))


def test_the_validators_find_nothing(built: Built, slug: str) -> None:
    assert faults_of(built.path(slug, "usdz")) == []


def test_the_package_is_as_usdz_wants_it(built: Built, slug: str) -> None:
    path = built.path(slug, "usdz")
    assert misplaced(path) == []
    first, *others = suffixes(path)
    assert first == ".usdc"
    assert set(others) <= {".jpg", ".png"}


def test_the_scene_is_in_metres_with_y_up(stage: Usd.Stage) -> None:
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.y
    assert stage.GetDefaultPrim()


def test_the_scene_is_light_enough_for_quick_look(stage: Usd.Stage) -> None:
    assert sum(len(mesh.GetFaceVertexCountsAttr().Get()) for mesh in meshes_of(stage)) <= MOST_TRIANGLES
    assert stage.GetEndTimeCode() - stage.GetStartTimeCode() <= LONGEST_S * stage.GetTimeCodesPerSecond()


def test_the_model_is_as_large_as_the_recipe_says(built: Built, slug: str, stage: Usd.Stage) -> None:
    points = posed_points(stage, Usd.TimeCode.Default())
    assert np.ptp(points, axis=0) == pytest.approx(built.recipe(slug).real_size_m, rel=0.05)
    assert points[:, 1].min() == pytest.approx(0, abs=1e-3 * np.ptp(points, axis=0).max())


def test_an_animated_model_moves(built: Built, slug: str, stage: Usd.Stage) -> None:
    if not built.recipe(slug).animations:
        assert stage.GetEndTimeCode() == stage.GetStartTimeCode()
        return
    middle = (stage.GetStartTimeCode() + stage.GetEndTimeCode()) / 3
    moved = posed_points(stage, Usd.TimeCode(middle)) - posed_points(stage, Usd.TimeCode.Default())
    assert np.abs(moved).max() > 0.005 * max(built.recipe(slug).real_size_m)


def test_what_has_bones_keeps_them(built: Built, slug: str, stage: Usd.Stage) -> None:
    skinned = [node for node in head_of(built.content(slug, "ar"))["nodes"] if "skin" in node]
    bound = [mesh for mesh in meshes_of(stage) if mesh.GetPrim().HasAPI(UsdSkel.BindingAPI)]
    assert bool(skinned) == bool(bound)
    for mesh in bound:
        binding = UsdSkel.BindingAPI(mesh.GetPrim())
        assert binding.GetInheritedSkeleton()
        assert binding.GetJointWeightsPrimvar().HasValue()
