"""Lines, tubes, noise and joints do what their formulas say."""

import numpy as np
import pytest

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.curves import evenly, frames, profile, smooth_line, way_along
from mangrove_ar.meshing.noise import sample_tile, space_noise, tile_noise
from mangrove_ar.meshing.surfaces import cover_outward, grid_faces, unit_grid
from mangrove_ar.meshing.tubes import tube
from mangrove_ar.meshing.turns import quaternion, turn_matrix

STRAIGHT = floats([[0, 0, 0], [0, 2, 0], [0, 4, 0]])


def test_a_tube_keeps_its_radius_and_faces_outwards() -> None:
    mesh = tube(STRAIGHT, [0.5, 0.5, 0.5], 4)
    assert len(mesh.faces) == 2 * 2 * 4
    assert np.hypot(mesh.positions[:, 0], mesh.positions[:, 2]) == pytest.approx(0.5)
    a, b, c = (mesh.positions[mesh.faces[:, k]] for k in range(3))
    outwards = (a + b + c) * [1, 0, 1]
    assert ((np.cross(b - a, c - a) * outwards).sum(axis=1) > 0).all()


def test_a_tube_that_ends_in_a_point_has_no_empty_triangles() -> None:
    assert len(tube(STRAIGHT, [0.5, 0.5, 0.0], 4).faces) == 2 * 4 + 4


def test_the_texture_of_a_tube_runs_by_the_metre() -> None:
    mesh = tube(STRAIGHT, [0.5, 0.5, 0.5], 4, texture_per_metre=0.25, texture_start=1.0)
    assert sorted(set(mesh.uvs[:, 1].tolist())) == [1.0, 1.5, 2.0]


def test_a_grid_runs_counter_clockwise() -> None:
    assert grid_faces(1, 1).tolist() == [[0, 1, 2], [1, 3, 2]]


@pytest.mark.parametrize("mirror", [1.0, -1.0])
def test_a_body_shows_its_outside_whichever_way_its_grid_runs(mirror: float) -> None:
    u, v = unit_grid(6, 8)
    around, up = 2 * np.pi * u * mirror, np.pi * v
    ball = cover_outward(
        np.stack([np.cos(around) * np.sin(up), np.cos(up), np.sin(around) * np.sin(up)], axis=-1), u, v
    )
    assert ((ball.normals * ball.positions).sum(axis=1) > 0.9).all()


def test_a_line_keeps_its_ends_and_can_be_spaced_evenly() -> None:
    line = smooth_line([[0, 0, 0], [3, 0, 0], [9, 0, 0]], 50)
    assert line[[0, -1], 0] == pytest.approx([0, 9])
    assert np.diff(way_along(evenly(line, 4))) == pytest.approx(3)


def test_frames_are_right_angled_and_right_handed() -> None:
    tangent, across, beside = frames(smooth_line([[0, 0, 0], [1, 1, 0], [2, 0, 1]], 9))
    assert (tangent * across).sum(axis=1) == pytest.approx(0, abs=1e-12)
    assert np.cross(tangent, across) == pytest.approx(beside)


def test_a_profile_meets_its_points_and_never_overshoots() -> None:
    read = profile([(0, 0), (1, 1), (2, 1), (3, 0)])
    assert read(floats([0, 1, 2, 3])) == pytest.approx([0, 1, 1, 0])
    assert read(np.linspace(0, 3, 61)).max() == pytest.approx(1.0)


def test_smoothstep_rises_or_falls() -> None:
    assert smoothstep(0, 2, [-1, 1, 3]).tolist() == [0, 0.5, 1]
    assert smoothstep(2, 0, [-1, 1, 3]).tolist() == [1, 0.5, 0]


def test_tile_noise_repeats_without_a_seam_and_fills_its_range() -> None:
    field = tile_noise((16, 16), (2, 4), seed=1)
    u: Floats = np.linspace(0, 0.9, 7)
    assert sample_tile(field, u + 1, u) == pytest.approx(sample_tile(field, u, u - 1))
    assert (field.min(), field.max()) == (0, 1)


def test_noise_depends_on_place_and_seed_only() -> None:
    places = np.random.default_rng(0).random((20, 3)) * 9
    assert (space_noise(places, 1.0, 5) == space_noise(places[::-1], 1.0, 5)[::-1]).all()
    assert not np.allclose(space_noise(places, 1.0, 5), space_noise(places, 1.0, 6))


def test_a_quarter_turn_of_yaw_brings_x_to_minus_z() -> None:
    turned = turn_matrix(floats(quaternion(yaw_deg=90))) @ [1, 0, 0]
    assert turned == pytest.approx([0, 0, -1])


def test_roll_comes_before_yaw() -> None:
    turned = turn_matrix(floats(quaternion(yaw_deg=90, roll_deg=90))) @ [1, 0, 0]
    assert turned == pytest.approx([0, 1, 0])
