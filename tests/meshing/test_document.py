"""GLB files have the structure the standard asks for, and read back as written."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.glb import Animation, Material, Node, Track, write_glb
from mangrove_ar.meshing.measure import measure
from mangrove_ar.meshing.mesh import Mesh, make_mesh
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene
from mangrove_ar.meshing.turns import quaternions

TRIANGLE = floats([[0, 0, 0], [2, 0, 0], [0, 3, 1]])
RED = Image.new("RGB", (4, 4), (255, 0, 0))
TURN = Animation("turn", (Track("arm", "rotation", floats([0, 1]), quaternions([[0, 0, 0], [0, 90, 0]])),))


def make_triangle() -> Mesh:
    return make_mesh(TRIANGLE, floats([[0, 0], [1, 0], [0, 1]]), np.array([[0, 1, 2]]))


def make_glb(**material: Any) -> bytes:
    arm = Node("arm", make_triangle(), Material("plain", **material), translation=(1.0, 0.0, 0.0))
    return write_glb(Node("model", children=(arm,)), (TURN,), credit="Somebody, CC-BY-4.0")


def head_of(glb: bytes) -> dict[str, Any]:
    length = struct.unpack_from("<I", glb, 12)[0]
    head: dict[str, Any] = json.loads(glb[20 : 20 + length])
    return head


def test_header_and_chunks_state_their_lengths() -> None:
    glb = make_glb()
    magic, version, total, text, kind = struct.unpack_from("<4sIIII", glb)
    binary, binary_kind = struct.unpack_from("<II", glb, 20 + text)
    assert (magic, version, total, kind, binary_kind) == (b"glTF", 2, len(glb), 0x4E4F534A, 0x004E4942)
    assert text % 4 == 0
    assert len(glb) == 28 + text + binary
    assert head_of(glb)["buffers"] == [{"byteLength": binary}]


def test_positions_state_their_bounds() -> None:
    head = head_of(make_glb())
    position = head["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    assert head["accessors"][position]["min"] == [0, 0, 0]
    assert head["accessors"][position]["max"] == [2, 3, 1]


def test_everything_lies_inside_the_file() -> None:
    glb = make_glb(texture=RED, relief=RED)
    head = head_of(glb)
    assert b'"uri"' not in glb
    assert [image["mimeType"] for image in head["images"]] == ["image/webp"] * 2
    assert head["asset"]["copyright"] == "Somebody, CC-BY-4.0"


def test_used_extensions_are_declared() -> None:
    assert head_of(make_glb())["extensionsRequired"] == ["KHR_mesh_quantization"]
    assert head_of(make_glb(texture=RED))["extensionsUsed"] == ["EXT_texture_webp", "KHR_mesh_quantization"]


def test_each_vertex_starts_at_a_multiple_of_four_bytes() -> None:
    for view in head_of(make_glb(texture=RED))["bufferViews"]:
        assert view["byteOffset"] % 4 == 0
        assert view.get("byteStride", 4) % 4 == 0


def test_what_was_written_reads_back() -> None:
    (part,) = read_scene(make_glb(texture=RED, roughness=0.25, is_double_sided=True))
    assert part.mesh.positions == pytest.approx(TRIANGLE + floats([1, 0, 0]))
    assert part.mesh.normals == pytest.approx(make_triangle().normals, abs=0.01)
    assert part.mesh.uvs == pytest.approx(make_triangle().uvs)
    assert (part.look.roughness, part.look.is_thin) == (0.25, True)
    assert part.look.texture is not None and part.look.texture[0, 0, 0] > 240


def test_positions_on_a_grid_stay_within_a_step() -> None:
    glb = write_glb(Node("model", make_triangle(), Material("plain"), (1.0, 0.0, 0.0), is_on_grid=True))
    (part,) = read_scene(glb)
    assert part.mesh.positions == pytest.approx(TRIANGLE + floats([1, 0, 0]), abs=3 / 65534)
    assert head_of(glb)["accessors"][0]["componentType"] == 5122


def test_a_pose_turns_the_part_about_its_own_origin() -> None:
    (part,) = read_scene(make_glb(), Pose("turn", 1.0))
    assert part.mesh.positions == pytest.approx(floats([[1, 0, 0], [1, 2, 0], [-2, 0, 1]]), abs=1e-6)


def test_an_unknown_animation_is_refused_by_name() -> None:
    assert animation_names(make_glb()) == ("turn",)
    with pytest.raises(BadModel, match="swim"):
        read_scene(make_glb(), Pose("swim", 0.0))


def test_other_files_are_refused() -> None:
    with pytest.raises(BadModel, match="GLB"):
        read_scene(b"<svg></svg>")


def test_measures_count_triangles_and_metres() -> None:
    measures = measure(make_glb())
    assert measures.triangles == 1
    assert measures.size_m == (2, 3, 1)
