"""Meshes are joined, moved and lit as one can check by hand."""

import numpy as np
import pytest

from mangrove_ar.errors import BadModel
from mangrove_ar.meshing.arrays import floats
from mangrove_ar.meshing.mesh import Mesh, ground_point, join, make_mesh, moved, shaded, smooth_normals

SQUARE = floats([[0, 0, 0], [0, 0, 1], [1, 0, 1], [1, 0, 0]])
FACES = np.array([[0, 1, 2], [0, 2, 3]])


def make_square() -> Mesh:
    return make_mesh(SQUARE, SQUARE[:, [0, 2]], FACES)


def test_a_model_stands_on_the_ground_in_the_middle() -> None:
    vertices = floats([[1, 2, 3], [3, 6, 9]])
    assert (vertices - ground_point(vertices)).tolist() == [[-1, 0, -3], [1, 4, 3]]


@pytest.mark.parametrize("vertices", [np.empty((0, 3)), floats([[0, np.nan, 0]])])
def test_a_model_without_sound_vertices_is_refused(vertices: np.typing.NDArray[np.float64]) -> None:
    with pytest.raises(BadModel, match="vertex"):
        ground_point(vertices)


def test_a_flat_square_shines_straight_up() -> None:
    assert make_square().normals.tolist() == [[0, 1, 0]] * 4


def test_doubled_vertices_share_their_normal() -> None:
    roof = floats([[0, 1, 0], [1, 0, 0], [0, 1, 1], [0, 1, 0], [0, 1, 1], [-1, 0, 0]])
    normals = smooth_normals(roof, np.array([[0, 2, 1], [3, 5, 4]]))
    assert normals[0] == pytest.approx([0, 1, 0])
    assert normals[3] == pytest.approx(normals[0])


def test_joined_faces_point_at_their_own_vertices() -> None:
    both = join([make_square(), make_square()])
    assert both.faces.tolist() == [[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]]


def test_a_moved_mesh_turns_its_normals_but_does_not_shift_them() -> None:
    on_its_side = floats([[0, -1, 0, 5], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    mesh = moved(make_square(), on_its_side)
    assert mesh.normals[0] == pytest.approx([-1, 0, 0])
    assert mesh.positions[3] == pytest.approx([5, 1, 0])


def test_shade_multiplies_colours() -> None:
    assert shaded(make_square(), floats([1, 0.5, 0, 2])).colours[:, 0].tolist() == [1, 0.5, 0, 1]
