"""Each step changes what it is for and keeps everything else: movement, bones, morph targets, looks to choose."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats
from mangrove_ar.meshing.baking import bake, needs_baking
from mangrove_ar.meshing.camera import View
from mangrove_ar.meshing.charts import MARGIN_PX, pack
from mangrove_ar.meshing.cleaning import bounds, weld
from mangrove_ar.meshing.coarse import MOST_BYTES, encode_coarse
from mangrove_ar.meshing.crumbs import drop_crumbs
from mangrove_ar.meshing.difference import difference
from mangrove_ar.meshing.document import Document, write_glb
from mangrove_ar.meshing.encoding import encode_web
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.parts import Growth, Material, Node
from mangrove_ar.meshing.pictures import JPEG, WEBP, with_pictures
from mangrove_ar.meshing.poster import take_poster
from mangrove_ar.meshing.reading import read_glb
from mangrove_ar.meshing.reducing import count_triangles, reduce
from mangrove_ar.meshing.scene import Pose, animation_names, read_scene
from mangrove_ar.meshing.shading import shade
from mangrove_ar.meshing.standing import stand
from tests.meshing.shapes import make_ball, make_bending, make_morphing, make_rigid, make_scan, make_variants

MODELS: dict[str, Callable[[], Document]] = {
    "rigid": make_rigid,
    "bending": make_bending,
    "morphing": make_morphing,
    "variants": make_variants,
}


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> Document:
    return MODELS[request.param]()


def cloud(document: Document, pose: Pose | None = None) -> Floats:
    """Give the middle of every triangle, in an order that does not depend on how they are stored."""
    middles = np.concatenate([part.mesh.positions[part.mesh.faces].mean(axis=1) for part in read_scene(document, pose)])
    return middles[np.lexsort(np.round(middles, 2).T)]


def reach(document: Document, pose: Pose | None = None) -> Floats:
    """Give the box of a posed model, (6,)."""
    positions = np.concatenate([part.mesh.positions for part in read_scene(document, pose)])
    return np.concatenate([positions.min(axis=0), positions.max(axis=0)])


def test_the_web_variant_shows_the_same_and_moves_the_same(model: Document) -> None:
    again = read_glb(encode_web(model))
    assert animation_names(again) == animation_names(model)
    assert count_triangles(again) == count_triangles(model)
    assert difference(model, again).hausdorff_percent < 0.02
    for name in animation_names(model):
        for seconds in (0.0, 0.5, 1.0):
            pose = Pose(name, seconds)
            assert reach(again, pose) == pytest.approx(reach(model, pose), abs=0.004)


def test_the_web_variant_is_the_same_each_time_and_small(model: Document) -> None:
    content = encode_web(with_pictures(model, WEBP, 64, 70))
    assert content == encode_web(with_pictures(model, WEBP, 64, 70))
    assert len(content) < len(write_glb(model)) / 2


def test_the_web_variant_keeps_places_colours_and_normals() -> None:
    (large, _), (same, _) = (
        sorted(read_scene(d), key=lambda p: -len(p.mesh.faces))
        for d in (make_rigid(), read_glb(encode_web(make_rigid())))
    )
    order, other = (np.lexsort(np.round(part.mesh.positions, 2).T) for part in (large, same))
    assert np.abs(large.mesh.colours[order].mean() - same.mesh.colours[other].mean()) < 0.01
    assert same.mesh.uvs.min(axis=0) == pytest.approx(large.mesh.uvs.min(axis=0), abs=0.001)
    assert same.mesh.uvs.max(axis=0) == pytest.approx(large.mesh.uvs.max(axis=0), abs=0.001)
    outward = same.mesh.positions - same.mesh.positions.mean(axis=0)
    agreement = (same.mesh.normals * outward).sum(axis=1) / np.linalg.norm(outward, axis=1)
    assert agreement.min() > 0.97


def test_morph_targets_and_variants_survive_every_step() -> None:
    for step in (lambda d: read_glb(encode_web(d)), weld, lambda d: reduce(weld(d), 200)):
        morphing, variants = step(make_morphing()), step(make_variants())
        (primitive,) = morphing.primitives()
        base, target = (
            morphing.values(place["POSITION"]) for place in (primitive["attributes"], primitive["targets"][0])
        )
        assert len(base) == len(target)
        assert np.abs(target).max() == pytest.approx(0.5, abs=0.01)
        assert morphing.head["animations"][0]["channels"][0]["target"]["path"] == "weights"
        names = variants.head["extensions"]["KHR_materials_variants"]["variants"]
        assert [entry["name"] for entry in names] == ["wet", "dry"]
        assert len(variants.primitives()[0]["extensions"]["KHR_materials_variants"]["mappings"]) == 2


def test_welding_joins_equal_points_and_drops_what_has_no_area() -> None:
    scan = make_scan(crumbs=0)
    welded = weld(scan)
    (before,), (after,) = scan.primitives(), welded.primitives()
    count = len(scan.values(before["attributes"]["POSITION"]))
    assert len(welded.values(after["attributes"]["POSITION"])) < count / 4
    assert count_triangles(welded) == count_triangles(scan) - 1
    assert difference(scan, welded).hausdorff_percent < 1e-6


def test_crumbs_go_and_seams_and_kept_pieces_stay() -> None:
    scan = weld(make_scan(crumbs=5))
    clean = drop_crumbs(scan)
    assert reach(clean) == pytest.approx([-1, -1, -1, 1, 1, 1], abs=1e-5)
    assert count_triangles(clean) == count_triangles(weld(make_scan(crumbs=0)))
    assert count_triangles(drop_crumbs(scan, keep=("scan",))) == count_triangles(scan)


def test_reducing_keeps_the_shape_and_comes_near_the_number(model: Document) -> None:
    before = weld(model)
    wanted = count_triangles(before) // 4
    after = reduce(before, wanted, most_error=0.05)
    assert wanted * 0.8 <= count_triangles(after) <= wanted * 1.1
    assert difference(before, after).hausdorff_percent < 1.5
    assert animation_names(after) == animation_names(model)
    for part in read_scene(after):
        assert np.linalg.norm(part.mesh.normals, axis=1) == pytest.approx(1.0, abs=0.02)


def test_reducing_stops_where_the_error_is_reached_and_leaves_what_is_to_keep() -> None:
    before = weld(make_rigid())
    assert count_triangles(reduce(before, 10, most_error=0.0005)) > count_triangles(before) * 0.3
    kept = reduce(before, count_triangles(before) // 3, keep=("moon",))
    sizes = [len(part.mesh.faces) for part in read_scene(before)], [len(part.mesh.faces) for part in read_scene(kept)]
    assert min(sizes[0]) in sizes[1]


def test_a_model_is_turned_scaled_and_set_on_the_ground() -> None:
    stood = stand(make_rigid(), "z", (2.8 * 3, 2.0 * 3, 2.0 * 3), "ball")
    low, high = bounds(stood)
    assert high - low == pytest.approx([2.8 * 3, 6, 6], rel=1e-3)
    assert low[1] == pytest.approx(0, abs=1e-6)
    assert (low + high)[[0, 2]] == pytest.approx([0, 0], abs=1e-5)
    # What pointed up along z points up along y now: the balls lie side by side in x all the same.
    assert animation_names(stood) == ("swing",)


def test_a_model_that_is_not_as_large_as_stated_is_refused() -> None:
    with pytest.raises(BadModel, match=r"ball: real_size_m\.depth says 9"):
        stand(make_rigid(), "y", (2.8, 2.0, 9.0), "ball")


def test_shade_darkens_what_is_hidden() -> None:
    document = make_scan(crumbs=0)
    del document.primitives()[0]["attributes"]["COLOR_0"]
    (part,) = read_scene(shade(weld(document)))
    assert part.mesh.colours.min() > 0.9  # An open ball has no folds.
    within = Node("inner", make_ball(12, 0.9), Material("skin"))
    nested = document_of(Growth(Node("model", make_ball(12), Material("shell"), children=(within,))))
    inner = min(read_scene(shade(nested)), key=lambda part: float(np.ptp(part.mesh.positions)))
    assert inner.mesh.colours.max() < 0.7


def test_baking_shows_the_same_with_one_texture_and_no_colours(model: Document) -> None:
    assert needs_baking(model)
    baked = read_glb(write_glb(with_pictures(bake(weld(model), 512), JPEG, 512, 90)))
    assert not needs_baking(baked)
    assert len(baked.pictures) == 1
    assert "extensionsUsed" not in baked.head or baked.head["extensionsUsed"] == ["KHR_materials_variants"]
    for primitive in baked.primitives():
        assert not any(name.startswith(("COLOR", "TEXCOORD_1")) for name in primitive["attributes"])
    before, after = (np.asarray(take_poster(d, View(), None, 96)).astype(float) for d in (model, baked))
    seen = (before[..., 3] == 255) & (after[..., 3] == 255)
    assert np.abs(before[seen][:, :3] - after[seen][:, :3]).mean() < 9
    assert np.abs(before[..., 3] - after[..., 3]).mean() < 3


def test_charts_never_overlap() -> None:
    rng = np.random.default_rng(5)
    corners, sizes = pack(rng.uniform(0.01, 1.0, (300, 2)), 256)
    taken = np.zeros((256, 256), int)
    for (x, y), (width, height) in zip(corners, sizes, strict=True):
        taken[y - MARGIN_PX : y + height + MARGIN_PX, x - MARGIN_PX : x + width + MARGIN_PX] += 1
        assert min(x, y) >= MARGIN_PX and x + width + MARGIN_PX <= 256 and y + height + MARGIN_PX <= 256
    assert taken.max() == 1
    assert taken.mean() > 0.6


def test_the_coarse_level_is_small_and_stands_where_the_model_stands(model: Document) -> None:
    content = encode_coarse(weld(model))
    level = read_glb(content)
    assert len(content) <= MOST_BYTES
    assert animation_names(level) == ()
    assert reach(level) == pytest.approx(reach(model), abs=0.12)


def test_textures_get_the_size_and_format_asked_for() -> None:
    small = with_pictures(make_rigid(), WEBP, 32, 70)
    (picture, *_) = small.pictures
    assert picture.media_type == "image/webp"
    assert Image.open(io.BytesIO(picture.content)).size == (32, 32)
