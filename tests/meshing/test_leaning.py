"""What is left out is not missed: the same is drawn from fewer parts, numbers and bytes."""

import json
import struct
from collections.abc import Callable

import numpy as np
import pytest

from mangrove_ar.meshing.cleaning import distinct, weld
from mangrove_ar.meshing.difference import difference
from mangrove_ar.meshing.document import Document, Json, Picture, write_glb
from mangrove_ar.meshing.encoding import Precision, encode_web
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.joining import join
from mangrove_ar.meshing.leaning import lean, nameless
from mangrove_ar.meshing.parts import Growth, Material, Node
from mangrove_ar.meshing.pictures import WEBP, with_pictures
from mangrove_ar.meshing.reading import read_glb
from mangrove_ar.meshing.reducing import count_triangles, reduce, reduce_measured
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene
from tests.meshing.shapes import make_ball, make_bending, make_morphing, make_rigid, make_scan, make_variants

MODELS = [make_rigid, make_bending, make_morphing, make_variants]


def make_still() -> Document:
    """Make three balls that never move, two of one look, the last mirrored by its node."""
    bright, dark = Material("bright"), Material("dark", base_colour=(0.2, 0.2, 0.2))
    far = Node("far", make_ball(12, 0.5), bright, translation=(3.0, 0.0, 0.0), rotation=(0.0, 0.6, 0.0, 0.8))
    flipped = Node("flipped", make_ball(12, 0.4), dark, translation=(-2.0, 1.0, 0.0))
    document = document_of(Growth(Node("near", make_ball(12), bright, children=(far, flipped))))
    document.head["nodes"][2]["scale"] = [-1.0, 1.0, 1.0]
    return document


def written_json(glb: bytes) -> Json:
    head: Json = json.loads(glb[20 : 20 + struct.unpack_from("<I", glb, 12)[0]])
    return head


@pytest.mark.parametrize("make", MODELS)
def test_lean_nameless_and_joined_models_look_and_move_the_same(make: Callable[[], Document]) -> None:
    model = make()
    again = read_glb(write_glb(join(lean(nameless(model)))))
    assert count_triangles(again) == count_triangles(model)
    assert animation_names(again) == animation_names(model)
    for pose in (None, *(Pose(name, 0.7) for name in animation_names(model))):
        before, after = (np.concatenate([p.mesh.positions for p in read_scene(d, pose)]) for d in (model, again))
        np.testing.assert_allclose(np.ptp(after, axis=0), np.ptp(before, axis=0), atol=1e-5)
    assert difference(model, again).hausdorff_percent < 1e-4


def test_parts_that_never_move_become_one_mesh_with_a_primitive_for_each_look() -> None:
    model = make_still()
    joined = join(nameless(model))
    assert (len(joined.head["nodes"]), len(joined.head["meshes"]), len(joined.primitives())) == (1, 1, 2)
    assert difference(model, joined).hausdorff_percent < 1e-4
    for part in read_scene(joined):
        a, b, c = (part.mesh.positions[part.mesh.faces[:, k]] for k in range(3))
        outwards = np.cross(b - a, c - a) * part.mesh.normals[part.mesh.faces[:, 0]]
        assert (outwards.sum(axis=1) > -1e-9).all()


def test_named_and_moving_parts_are_not_joined() -> None:
    assert len(join(make_still()).head["nodes"]) == 3
    swinging = join(nameless(make_rigid()))
    arm = swinging.head["animations"][0]["channels"][0]["target"]["node"]
    assert "mesh" in swinging.head["nodes"][arm]
    assert len(swinging.head["meshes"]) == 2


def test_equal_pictures_become_one_and_unused_ones_go() -> None:
    model = make_rigid()
    textures = model.head["textures"]
    textures += [{**textures[0], "source": model.add_picture(model.pictures[0])}]
    model.head["materials"].append(
        json.loads(json.dumps(model.head["materials"][0]).replace('"index": 0', '"index": 1'))
    )
    model.primitives()[1]["material"] = 1
    model.add_picture(Picture("image/png", b"nobody shows this"))
    slim = lean(model)
    counts = [len(slim.head[kind]) for kind in ("textures", "materials", "samplers")]
    assert (len(slim.pictures), counts) == (1, [1, 1, 1])


def test_a_vertex_keeps_what_shows_and_loses_what_does_not() -> None:
    plain, textured = make_still().primitives()[0], make_rigid().primitives()[0]
    assert "TEXCOORD_0" not in plain["attributes"] and "TEXCOORD_0" in textured["attributes"]
    model = make_rigid()
    for material in model.head["materials"]:
        del material["pbrMetallicRoughness"]["baseColorTexture"]
    attributes = model.primitives()[0]["attributes"]
    attributes["COLOR_0"] = model.add(np.ones((len(model.values(attributes["POSITION"])), 3), np.float32), "VEC3")
    slim = lean(model)
    assert [sorted(primitive["attributes"]) for primitive in slim.primitives()] == [
        ["NORMAL", "POSITION"],
        ["COLOR_0", "NORMAL", "POSITION"],
    ]
    assert slim.pictures == []


def test_vertices_that_round_to_one_are_sent_once() -> None:
    model = make_rigid()
    own = model.primitives()[0]
    count = len(model.values(own["attributes"]["POSITION"]))
    for name, index in own["attributes"].items():
        twice = np.concatenate([model.values(index), model.values(index) + np.float32(1e-7)])
        own["attributes"][name] = model.add(twice.astype(np.float32), model.accessors[index].shape)
    faces = model.values(own["indices"]).copy()
    faces[::2] += count
    own["indices"] = model.add(faces, "SCALAR")
    again = read_glb(encode_web(model))
    sent = len(again.values(again.primitives()[0]["attributes"]["POSITION"]))
    assert sent < 1.2 * count  # A few lie on the border between two steps.
    assert difference(model, again).hausdorff_percent < 0.02


def test_distinct_rows_keep_their_order() -> None:
    rows = np.array([[7, 1], [3, 3], [7, 1], [0, 9], [3, 3]], np.uint8)
    first, same = distinct(rows)
    assert first.tolist() == [0, 1, 3]
    assert same.tolist() == [0, 1, 0, 2, 1]


def test_webp_is_announced_and_png_is_not() -> None:
    webp, png = (written_json(encode_web(m)) for m in (with_pictures(make_rigid(), WEBP, 64, 80), make_rigid()))
    assert webp["textures"][0]["extensions"] == {"EXT_texture_webp": {"source": 0}}
    assert "source" not in webp["textures"][0]
    assert "EXT_texture_webp" in webp["extensionsRequired"]
    assert "EXT_texture_webp" not in png["extensionsUsed"]


def test_what_is_far_from_its_source_gets_fewer_bits() -> None:
    assert [Precision.worth(error).position for error in (0.0, 1e-4, 4e-4, 8e-4, 1e-2)] == [14, 14, 13, 12, 11]
    scan = weld(make_scan(crumbs=0))
    reduced = reduce_measured(scan, count_triangles(scan) // 2)
    coarse, fine = (encode_web(reduced.document, one) for one in (Precision.worth(reduced.error), Precision()))
    assert reduced.error > 0 and len(coarse) < len(fine)
    assert reduce_measured(scan, count_triangles(scan)).error == 0


def test_a_dense_mesh_comes_down_to_few_triangles_near_its_shape() -> None:
    dense = document_of(Growth(Node("ball", make_ball(160), Material("skin"))))
    few = reduce(weld(dense), 1000)
    assert count_triangles(few) == pytest.approx(1000, rel=0.02)
    assert difference(dense, few).hausdorff_percent < 0.6


def test_turns_take_the_short_way_whatever_their_signs() -> None:
    model = make_rigid()
    sampler = model.head["animations"][0]["samplers"][0]
    before = read_scene(model, Pose("swing", 0.5))[1].mesh.positions
    turned = model.values(sampler["output"]).copy()
    turned[1] *= -1
    sampler["output"] = model.add(turned, "VEC4")
    np.testing.assert_allclose(read_scene(model, Pose("swing", 0.5))[1].mesh.positions, before, atol=1e-6)
