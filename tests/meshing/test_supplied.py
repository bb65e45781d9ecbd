"""What other people's tools write comes through: odd units, odd skins, odd materials."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pxr import Usd, UsdSkel

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.baking import bake
from mangrove_ar.meshing.cleaning import weld
from mangrove_ar.meshing.coarse import encode_coarse
from mangrove_ar.meshing.crumbs import drop_crumbs
from mangrove_ar.meshing.difference import difference
from mangrove_ar.meshing.document import Document, Picture, write_glb
from mangrove_ar.meshing.encoding import encode_web
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.mesh import Mesh, join
from mangrove_ar.meshing.parts import Growth, Material, Node, Skin
from mangrove_ar.meshing.pictures import JPEG, WEBP, with_pictures
from mangrove_ar.meshing.reading import read_glb
from mangrove_ar.meshing.reducing import count_triangles
from mangrove_ar.meshing.scene import read_scene
from mangrove_ar.meshing.sources import read_source
from mangrove_ar.meshing.tidying import tidied
from mangrove_ar.meshing.usdz import write_usdz
from tests.meshing.shapes import make_ball, make_chequers, make_rigid

SKIN = Material("skin", texture=make_chequers())


def shown(*meshes: Mesh) -> Document:
    return document_of(Growth(Node("model", join(meshes), SKIN)))


def test_leaves_of_a_crown_and_an_eye_in_its_socket_are_no_crumbs() -> None:
    rng = np.random.default_rng(1)
    leaves = [make_ball(3, 0.02, tuple(place)) for place in rng.uniform([-0.4, 1.8, -0.4], [0.4, 2.6, 0.4], (900, 3))]
    eye = make_ball(4, 0.01, (0.99, 0.1, 0.0))
    tree = weld(shown(make_ball(20), eye, *leaves))
    assert count_triangles(drop_crumbs(tree)) == count_triangles(tree)


def test_two_meshes_under_one_skin_stay_where_they_are() -> None:
    def carried(name: str, x: float) -> Node:
        ball = make_ball(8, 0.5, (x, 0.0, 0.0))
        count = len(ball.positions)
        skin = Skin(("bone",), np.zeros((count, 4), np.int64), np.tile([1.0, 0, 0, 0], (count, 1)))
        return Node(name, ball, SKIN, skin=skin)

    document = document_of(Growth(Node("model", children=(Node("bone"), carried("body", 0.0), carried("eye", 5.0)))))
    document.head["nodes"][3]["skin"] = document.head["nodes"][2]["skin"]
    assert difference(document, read_glb(encode_web(document))).hausdorff_percent < 0.05


def test_a_model_in_millimetres_is_rounded_as_finely_as_one_in_metres() -> None:
    document = make_rigid()
    for index in {primitive["attributes"]["POSITION"] for primitive in document.primitives()[1:]}:
        document.accessors[index] = replace(
            document.accessors[index], values=(document.values(index) * 1000).astype(np.float32)
        )
    document.head["nodes"][2]["scale"] = [0.001] * 3
    assert difference(document, read_glb(encode_web(document))).hausdorff_percent < 0.02


def test_a_material_with_many_textures_bakes_to_one_that_every_viewer_reads() -> None:
    document = make_rigid()
    document.pictures.append(document.pictures[0])
    document.head["textures"].append({"sampler": 0, "source": 1})
    for material in document.head["materials"]:
        material["pbrMetallicRoughness"]["metallicRoughnessTexture"] = {"index": 1}
        material["emissiveTexture"] = {"index": 0}
        material["extensions"] = {"KHR_materials_specular": {"specularTexture": {"index": 1}}}
    document.head["extensionsUsed"] = ["KHR_materials_specular"]
    baked = with_pictures(bake(weld(document), 256), JPEG, 256, 80)
    assert read_glb(write_glb(baked)).head.get("extensionsUsed") is None
    assert write_usdz(baked)
    assert read_glb(encode_coarse(weld(document)))


def test_holes_stay_holes() -> None:
    picture = Image.new("P", (8, 8), 1)
    picture.putpalette([0, 0, 0, 30, 160, 60])
    picture.paste(0, (0, 0, 4, 8))
    stream = io.BytesIO()
    picture.save(stream, "PNG", transparency=0)
    document = make_rigid()
    document.pictures[0] = Picture("image/png", stream.getvalue())
    document.head["materials"][0]["alphaMode"] = "MASK"
    for result in (with_pictures(document, WEBP, 64, 80), with_pictures(bake(weld(document), 128), WEBP, 128, 80)):
        alpha = np.asarray(Image.open(io.BytesIO(result.pictures[0].content)).convert("RGBA"))[..., 3]
        assert 0.1 < (alpha < 128).mean() < 0.9


def test_a_second_set_of_places_becomes_the_first_and_a_mix_is_refused() -> None:
    document = make_rigid()
    for primitive in document.primitives():
        primitive["attributes"]["TEXCOORD_1"] = primitive["attributes"]["TEXCOORD_0"]
        primitive["attributes"]["TEXCOORD_0"] = primitive["attributes"]["NORMAL"]
    reference = document.head["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
    reference["texCoord"] = 1
    (part, *_) = read_scene(tidied(document))
    assert part.mesh.uvs.shape[1] == 2
    document.head["materials"][0]["emissiveTexture"] = {"index": 0}
    with pytest.raises(BadModel, match="several UV sets"):
        tidied(document)


def test_lines_go_and_what_has_no_material_gets_one() -> None:
    document = make_rigid()
    lines = {"attributes": dict(document.primitives()[0]["attributes"]), "mode": 1}
    document.head["meshes"][0]["primitives"].append(lines)
    del document.primitives()[0]["material"]
    result = tidied(document)
    assert all(primitive.get("mode", 4) == 4 and "material" in primitive for primitive in result.primitives())
    assert bake(weld(result), 128).pictures


def test_bones_in_any_order_make_a_sound_usd_skeleton(tmp_path: Path) -> None:
    ball = make_ball(8)
    count = len(ball.positions)
    skin = Skin(("tip", "base"), np.tile([0, 1, 0, 0], (count, 1)), np.tile([0.5, 0.5, 0, 0], (count, 1)))
    bones = Node("base", children=(Node("tip", translation=(0.0, 0.5, 0.0)),))
    document = document_of(Growth(Node("model", children=(bones, Node("shape", ball, SKIN, skin=skin)))))
    (tmp_path / "ball.usdz").write_bytes(write_usdz(with_pictures(document, JPEG, 64, 80)))
    stage = Usd.Stage.Open(str(tmp_path / "ball.usdz"))
    (skeleton,) = (UsdSkel.Skeleton(prim) for prim in stage.Traverse() if prim.IsA(UsdSkel.Skeleton))
    topology = UsdSkel.Topology(skeleton.GetJointsAttr().Get())
    assert topology.Validate()[0]
    assert list(skeleton.GetJointsAttr().Get()) == ["bone_1", "bone_1/bone_2"]


def test_parts_of_one_name_get_names_of_their_own_in_usd() -> None:
    leaves = tuple(Node(name, make_ball(4), SKIN, translation=(float(x), 0.0, 0.0)) for x, name in enumerate("aaab"))
    document = document_of(Growth(Node("model", children=leaves)))
    for node, name in zip(document.head["nodes"][1:], ("leaf", "leaf", "leaf.1", "leaf_1"), strict=True):
        node["name"] = name
    assert write_usdz(with_pictures(document, JPEG, 64, 80))


def test_a_text_model_is_not_metal_and_its_colours_come_through(tmp_path: Path) -> None:
    (tmp_path / "leaf.mtl").write_text("newmtl green\nKd 0.1 0.6 0.2\n")
    (tmp_path / "leaf.obj").write_text("mtllib leaf.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl green\nf 1 2 3\n")
    document = tidied(read_source(tmp_path / "leaf.obj"), is_from_gltf=False)
    (material,) = document.head["materials"]
    assert material["pbrMetallicRoughness"]["metallicFactor"] == 0
    assert read_scene(document)[0].look.base_colour.argmax() == 1
    assert floats(read_scene(document)[0].mesh.positions).max() == 1
