"""What generators hand over becomes glTF as the standard asks for, and reads back as written."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.document import Document, write_glb
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.measure import measure
from mangrove_ar.meshing.mesh import Mesh, make_mesh
from mangrove_ar.meshing.parts import Animation, Growth, Material, Node, Skin, Track
from mangrove_ar.meshing.reading import read_glb
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene
from mangrove_ar.meshing.turns import quaternions

TRIANGLE = floats([[0, 0, 0], [2, 0, 0], [0, 3, 1]])
RED = Image.new("RGB", (4, 4), (255, 0, 0))
TURN = Animation("turn", (Track("arm", "rotation", floats([0, 1]), quaternions([[0, 0, 0], [0, 90, 0]])),))


def make_triangle() -> Mesh:
    return make_mesh(TRIANGLE, floats([[0, 0], [1, 0], [0, 1]]), np.array([[0, 1, 2]]))


def make_document(**material: Any) -> Document:
    arm = Node("arm", make_triangle(), Material("plain", **material), translation=(1.0, 0.0, 0.0))
    return document_of(Growth(Node("model", children=(arm,)), (TURN,)), credit="Somebody, CC-BY-4.0")


def make_skinned() -> Document:
    """One triangle whose top follows the bone `tip`, a metre above the bone `base`."""
    skin = Skin(("base", "tip"), np.array([[0, 1, 0, 0]] * 3), floats([[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]]))
    bones = Node("base", children=(Node("tip", translation=(0.0, 1.0, 0.0)),))
    shape = Node("shape", make_triangle(), Material("plain"), skin=skin)
    bend = Animation("bend", (Track("tip", "rotation", floats([0, 1]), quaternions([[0, 0, 0], [0, 90, 0]])),))
    return document_of(Growth(Node("model", children=(bones, shape)), (bend,)))


def head_of(glb: bytes) -> dict[str, Any]:
    length = struct.unpack_from("<I", glb, 12)[0]
    head: dict[str, Any] = json.loads(glb[20 : 20 + length])
    return head


def test_header_and_chunks_state_their_lengths() -> None:
    glb = write_glb(make_document())
    magic, version, total, text, kind = struct.unpack_from("<4sIIII", glb)
    binary, binary_kind = struct.unpack_from("<II", glb, 20 + text)
    assert (magic, version, total, kind, binary_kind) == (b"glTF", 2, len(glb), 0x4E4F534A, 0x004E4942)
    assert text % 4 == 0
    assert len(glb) == 28 + text + binary
    assert head_of(glb)["buffers"] == [{"byteLength": binary}]


def test_positions_state_their_bounds() -> None:
    head = head_of(write_glb(make_document()))
    position = head["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    assert head["accessors"][position]["min"] == [0, 0, 0]
    assert head["accessors"][position]["max"] == [2, 3, 1]


def test_everything_lies_inside_the_file_and_needs_no_extension() -> None:
    glb = write_glb(make_document(texture=RED, relief=RED))
    head = head_of(glb)
    assert b'"uri"' not in glb
    assert "extensionsUsed" not in head
    assert [image["mimeType"] for image in head["images"]] == ["image/png"] * 2
    assert head["asset"]["copyright"] == "Somebody, CC-BY-4.0"


def test_each_vertex_starts_at_a_multiple_of_four_bytes() -> None:
    for view in head_of(write_glb(make_skinned()))["bufferViews"]:
        assert view["byteOffset"] % 4 == 0
        assert view.get("byteStride", 4) % 4 == 0


@pytest.mark.parametrize("document", [make_document(texture=RED), make_skinned()], ids=["textured", "skinned"])
def test_what_was_written_reads_back_to_the_same_bytes(document: Document) -> None:
    assert write_glb(read_glb(write_glb(document))) == write_glb(document)


def test_a_scene_shows_places_surfaces_and_colours() -> None:
    (part,) = read_scene(make_document(texture=RED, roughness=0.25, is_double_sided=True))
    assert part.mesh.positions == pytest.approx(TRIANGLE + floats([1, 0, 0]))
    assert part.mesh.normals == pytest.approx(make_triangle().normals, abs=1e-6)
    assert part.mesh.uvs == pytest.approx(make_triangle().uvs)
    assert (part.look.roughness, part.look.is_thin) == (0.25, True)
    assert part.look.texture is not None and part.look.texture[0, 0, 0] == 255


def test_a_pose_turns_the_part_about_its_own_origin() -> None:
    (part,) = read_scene(make_document(), Pose("turn", 1.0))
    assert part.mesh.positions == pytest.approx(floats([[1, 0, 0], [1, 2, 0], [-2, 0, 1]]), abs=1e-6)


def test_bones_carry_the_vertices_that_are_theirs() -> None:
    (rest,) = read_scene(make_skinned())
    (bent,) = read_scene(make_skinned(), Pose("bend", 1.0))
    assert rest.mesh.positions == pytest.approx(TRIANGLE, abs=1e-6)
    # The top lies two metres above the bone's place, which is one above the ground: it turns to the side.
    assert bent.mesh.positions == pytest.approx(floats([[0, 0, 0], [2, 0, 0], [-2, 1, 1]]), abs=1e-6)


def test_an_unknown_animation_is_refused_by_name() -> None:
    assert animation_names(make_document()) == ("turn",)
    with pytest.raises(BadModel, match="swim"):
        read_scene(make_document(), Pose("swim", 0.0))


def test_measures_count_triangles_and_metres() -> None:
    measures = measure(make_document())
    assert measures.triangles == 1
    assert measures.size_m == (2, 3, 1)
