"""Key points of pictures whose blobs are known."""

import numpy as np
import pytest

from mangrove_ar.targets.descriptors import describe
from mangrove_ar.targets.keypoints import POINTS_PER_CELL, KeyPoints, find_key_points
from mangrove_ar.targets.pyramid import Grey, octaves_of


def make_blob(x: float, y: float, radius: float, level: int = 255, ground: int = 0, side: int = 200) -> Grey:
    rows, columns = np.mgrid[:side, :side]
    height = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * radius**2))
    blob: Grey = np.round(ground + (level - ground) * height).astype(np.uint8)
    return blob


def places_of(points: KeyPoints) -> list[tuple[float, float]]:
    """Return positions in pixels of the picture."""
    scale = 2.0**points.level
    x, y = points.x * scale + scale / 2 - 0.5, points.y * scale + scale / 2 - 0.5
    return list(zip(x.tolist(), y.tolist(), strict=True))


def test_a_bright_blob_is_one_key_point_in_its_middle() -> None:
    points = find_key_points(octaves_of(make_blob(x=101.0, y=77.0, radius=4)))
    assert points.is_bright.all()
    assert places_of(points)[0] == pytest.approx((101.0, 77.0), abs=0.2)


def test_a_dark_blob_is_not_bright() -> None:
    points = find_key_points(octaves_of(make_blob(x=101.0, y=77.0, radius=4, level=0, ground=255)))
    assert points.is_bright.size > 0
    assert not points.is_bright.any()


def test_a_straight_edge_is_no_key_point() -> None:
    picture = np.zeros((200, 200), np.uint8)
    picture[:, 100:] = 255
    assert find_key_points(octaves_of(picture)).x.size == 0


def test_no_cell_has_more_than_five_points() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 300)).astype(np.uint8)
    cells = find_key_points(octaves_of(noise)).cell
    assert cells.size > 200
    assert np.bincount(cells).max() == POINTS_PER_CELL


def test_a_picture_too_small_for_three_octaves_has_no_points() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (12, 12)).astype(np.uint8)
    assert find_key_points(octaves_of(noise)).x.size == 0


@pytest.mark.parametrize(
    ("right", "down", "angle"), [(1, 0, 0.0), (0, 1, np.pi / 2), (0, -1, -np.pi / 2), (1, 1, np.pi / 4)]
)
def test_the_angle_points_to_where_grey_rises(right: int, down: int, angle: float) -> None:
    rows, columns = np.mgrid[-100:100, -100:100]
    octaves = octaves_of((128 + 0.5 * (right * columns + down * rows)).astype(np.uint8))
    assert describe([(octaves, point_in_the_middle())]).angle[0] == pytest.approx(angle, abs=0.03)


def test_the_first_comparison_is_the_leftmost_sample_with_the_one_above_right_of_it() -> None:
    octaves = octaves_of(np.tile(np.arange(200), (200, 1)).astype(np.uint8))
    # At angle 0 the first sample is the leftmost and so the darkest: it is below all 36 others.
    bits = np.unpackbits(describe([(octaves, point_in_the_middle())]).bits[0])
    assert bits[:36].all()
    # The fourth sample is the rightmost of all: its comparisons with the last 33 all fail.
    first_of_fourth = 36 + 35 + 34
    assert not bits[first_of_fourth : first_of_fourth + 33].any()


def point_in_the_middle() -> KeyPoints:
    middle = np.array([50], np.float32)
    return KeyPoints(np.array([1]), middle, middle, np.array([True]), np.array([55]))


def test_the_666_answers_are_followed_by_zeros() -> None:
    octaves = octaves_of(make_blob(100, 100, 4))
    bits = describe([(octaves, find_key_points(octaves))]).bits
    assert bits.shape[1] == 84
    # They fill 83 bytes and two bits.
    assert (bits[:, 83] & 0b00111111 == 0).all()
