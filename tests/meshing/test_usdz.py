"""A USDZ package holds what the model is: its shape, its movement, its bones; and the validators tell a wrong one."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pxr import Usd, UsdShade

from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.baking import bake
from mangrove_ar.meshing.cleaning import weld
from mangrove_ar.meshing.document import Document
from mangrove_ar.meshing.pictures import JPEG, with_pictures
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene
from mangrove_ar.meshing.usd_motion import FRAMES_PER_SECOND
from mangrove_ar.meshing.usdz import package, write_usdz
from tests.meshing.shapes import make_bending, make_rigid
from tests.meshing.usd import faults_of, meshes_of, misplaced, posed_points, suffixes

MODELS: dict[str, Callable[[], Document]] = {"rigid": make_rigid, "bending": make_bending}
MOMENTS_S = (0.0, 0.5, 1.0, 1.5, 2.0)
MOST_ERROR_M = 0.001


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> Document:
    return with_pictures(bake(weld(MODELS[request.param]()), 128), JPEG, 128, 80)


@pytest.fixture
def packed(model: Document, tmp_path: Path) -> Path:
    return written(write_usdz(model), tmp_path)


def written(content: bytes, folder: Path) -> Path:
    path = folder / "model.usdz"
    path.write_bytes(content)
    return path


def points_of(document: Document, pose: Pose | None) -> Floats:
    return np.concatenate([part.mesh.positions for part in read_scene(document, pose)])


def unpacked(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_a_package_is_valid_stored_and_aligned(packed: Path) -> None:
    assert faults_of(packed) == []
    assert misplaced(packed) == []
    assert suffixes(packed) == [".usdc", ".jpg"]


def test_the_same_model_gives_the_same_package(model: Document) -> None:
    assert write_usdz(model) == write_usdz(model)


def test_the_points_are_where_the_model_has_them_at_every_moment(model: Document, packed: Path) -> None:
    stage = Usd.Stage.Open(str(packed))
    (name,) = animation_names(model)
    assert posed_points(stage, Usd.TimeCode.Default()) == pytest.approx(points_of(model, None), abs=MOST_ERROR_M)
    for seconds in MOMENTS_S:
        carried = posed_points(stage, Usd.TimeCode(seconds * FRAMES_PER_SECOND))
        assert carried == pytest.approx(points_of(model, Pose(name, seconds)), abs=MOST_ERROR_M)


def test_the_movement_is_one_that_shows(model: Document, packed: Path) -> None:
    stage = Usd.Stage.Open(str(packed))
    moved = posed_points(stage, Usd.TimeCode(FRAMES_PER_SECOND)) - posed_points(stage, Usd.TimeCode(0))
    assert np.abs(moved).max() > 0.1


def test_the_picture_lies_the_way_up_that_it_has_in_the_model(model: Document, packed: Path) -> None:
    stage = Usd.Stage.Open(str(packed))
    stored = np.concatenate([np.array(mesh.GetPrim().GetAttribute("primvars:st").Get()) for mesh in meshes_of(stage)])
    places = np.concatenate([part.mesh.uvs for part in read_scene(model)])
    assert stored == pytest.approx(places * [1, -1] + [0, 1], abs=1e-5)


def test_a_deflated_package_is_told(packed: Path, tmp_path: Path) -> None:
    first, *others = unpacked(packed)
    deflated = tmp_path / "deflated.usdz"
    stream = io.BytesIO(package([first]))
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in others:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    deflated.write_bytes(stream.getvalue())
    assert any("compress" in fault.lower() for fault in faults_of(deflated))
    assert misplaced(deflated) != []


def test_a_package_that_is_not_aligned_is_told(packed: Path, tmp_path: Path) -> None:
    loose = tmp_path / "loose.usdz"
    first, *others = unpacked(packed)
    stream = io.BytesIO(package([first]))
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in others:
            archive.writestr(name, content)
    loose.write_bytes(stream.getvalue())
    assert misplaced(loose) != []
    assert any("align" in fault.lower() for fault in faults_of(loose))


def test_a_texture_that_ios_cannot_read_is_told(packed: Path, tmp_path: Path) -> None:
    (_, scene), *textures = unpacked(packed)
    layer = tmp_path / "model.usdc"
    layer.write_bytes(scene)
    stage = Usd.Stage.Open(str(layer))
    for shader in (UsdShade.Shader(prim) for prim in stage.Traverse() if prim.IsA(UsdShade.Shader)):
        if shader.GetIdAttr().Get() == "UsdUVTexture":
            asset = shader.GetInput("file").Get().path
            shader.GetInput("file").Set(asset.replace(".jpg", ".webp"))
    stage.Save()
    files = [("model.usdc", layer.read_bytes())]
    for name, content in textures:
        stream = io.BytesIO()
        Image.open(io.BytesIO(content)).save(stream, "WEBP")
        files.append((name.replace(".jpg", ".webp"), stream.getvalue()))
    path = written(package(files), tmp_path)
    assert any("webp" in fault for fault in faults_of(path))
