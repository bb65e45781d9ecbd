"""Rays, shade, pictures and posters show what stands there."""

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import Floats, floats
from mangrove_ar.meshing.atlas import Patch, paint_atlas
from mangrove_ar.meshing.camera import View
from mangrove_ar.meshing.grown import document_of
from mangrove_ar.meshing.mesh import Mesh, make_mesh
from mangrove_ar.meshing.occlusion import sky_seen
from mangrove_ar.meshing.parts import Growth, Material, Node
from mangrove_ar.meshing.poster import take_poster
from mangrove_ar.meshing.rays import RayTarget
from mangrove_ar.meshing.textures import bumps, encoded, linear

FACES = np.array([[0, 1, 2], [0, 2, 3]])


def make_roof(height: float, half: float) -> Mesh:
    corners = floats([[-1, 0, -1], [-1, 0, 1], [1, 0, 1], [1, 0, -1]]) * half
    corners[:, 1] = height
    return make_mesh(corners, floats([[0, 0], [0, 1], [1, 1], [1, 0]]), FACES)


def test_a_ray_meets_the_roof_where_it_stands() -> None:
    roof = make_roof(2.0, 1.0)
    target = RayTarget(roof.positions, roof.faces)
    starts, up = floats([[0.5, 0.0, -0.25], [3.0, 0.0, 0.0]]), floats([[0, 1, 0], [0, 1, 0]])
    hits = target.first_hits(starts, up)
    assert hits.distance[0] == pytest.approx(2.0)
    assert (hits.triangle >= 0).tolist() == [True, False]
    assert target.is_blocked(starts, up, 3.0).tolist() == [True, False]
    assert target.is_blocked(starts, up, 1.0).tolist() == [False, False]


def test_a_roof_hides_the_sky_and_a_far_one_does_not() -> None:
    roof = make_roof(0.1, 50.0)
    target = RayTarget(roof.positions, roof.faces)
    point, up = floats([[0, 0, 0], [0, 5, 0]]), floats([[0, 1, 0], [0, 1, 0]])
    below, above = sky_seen(target, point, up, reach=100.0, rays=32, seed=1, lift=0.001)
    assert below < 0.1
    assert above == 1.0


def make_panel_poster(colour: tuple[float, float, float]) -> Image.Image:
    panel = document_of(Growth(Node("model", make_roof(0.0, 1.0), Material("panel", base_colour=colour))))
    return take_poster(panel, View(turn_deg=0, lift_deg=60), edge_px=48)


def test_a_poster_is_clear_around_the_model_and_solid_on_it() -> None:
    poster = make_panel_poster((0.5, 0.5, 0.5))
    assert (poster.mode, poster.size) == ("RGBA", (48, 48))
    alpha = np.asarray(poster)[..., 3]
    assert alpha[0, 0] == 0
    assert alpha[24, 24] == 255


def test_a_poster_shows_the_colour_of_the_model() -> None:
    red, _, blue, _ = np.asarray(make_panel_poster((0.6, 0.05, 0.05)))[24, 24].tolist()
    assert red > 2 * blue


def test_the_same_model_gives_the_same_poster() -> None:
    assert make_panel_poster((0.2, 0.4, 0.2)).tobytes() == make_panel_poster((0.2, 0.4, 0.2)).tobytes()


def test_srgb_decodes_and_encodes_to_the_same_value() -> None:
    values = floats([0.0, 0.02, 0.5, 1.0])
    assert encoded(linear(values)) == pytest.approx(values)
    assert linear(floats([0.5]))[0] == pytest.approx(0.2140, abs=1e-4)


def test_a_slope_leans_the_normal_map_against_it() -> None:
    flat = bumps(np.zeros((4, 4)), 1.0)
    assert flat[1, 1].tolist() == [0.5, 0.5, 1.0]
    rising_to_the_right = np.tile(floats([0, 1, 2, 3]), (4, 1))
    assert bumps(rising_to_the_right, 1.0)[1, 1, 0] < 0.5
    rising_downwards = rising_to_the_right.T
    assert bumps(rising_downwards, 1.0)[1, 1, 1] > 0.5


def make_patch(size_px: tuple[int, int], colour: tuple[float, float, float]) -> Patch:
    def surface(u: Floats, v: Floats) -> Floats:
        return np.stack([u, v, u * 0], axis=-1)

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        return np.broadcast_to(floats(colour), place.shape)

    return Patch("body", make_roof(0.0, 1.0), surface, size_px, paint)


def test_each_patch_finds_its_own_paint() -> None:
    atlas = paint_atlas([make_patch((400, 400), (1, 0, 0)), make_patch((400, 600), (0, 1, 0))], 1024)
    picture = np.asarray(atlas.colours)
    for patch, colour in zip(atlas.patches, ([255, 0, 0], [0, 255, 0]), strict=True):
        for u, v in patch.mesh.uvs * 1023:
            assert picture[round(v), round(u)].tolist() == colour


def test_patches_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadModel, match="fit"):
        paint_atlas([make_patch((900, 900), (1, 0, 0)), make_patch((900, 900), (1, 0, 0))], 1024)
