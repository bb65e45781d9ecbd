"""Tracking points: distinct spots, spread out; none where nothing can be followed."""

import numpy as np
import pytest

from mangrove_ar.targets.pyramid import Grey
from mangrove_ar.targets.tracking_points import choose_tracking_points


def make_texture(height: int = 128, width: int = 128) -> Grey:
    """Return soft irregular spots."""
    noise = np.random.default_rng(5).integers(0, 256, (height // 4 + 1, width // 4 + 1)).astype(np.uint8)
    return np.kron(noise, np.ones((4, 4), np.uint8))[:height, :width]


def naive_similarity(grey: Grey, x: int, y: int) -> float:
    """Return the highest correlation of a patch with those further than 2 and at most 10 pixels away."""
    patch = grey[y - 6 : y + 7, x - 6 : x + 7].astype(float).ravel()
    found = [-1.0]
    for dy in range(-10, 11):
        for dx in range(-10, 11):
            other = grey[max(y + dy - 6, 0) : y + dy + 7, max(x + dx - 6, 0) : x + dx + 7].astype(float).ravel()
            if dx * dx + dy * dy > 4 and other.size == 169 and other.std() > 0:
                found.append(float(np.corrcoef(patch, other)[0, 1]))
    return max(found)


def test_a_texture_has_points_all_inside_and_apart() -> None:
    points = choose_tracking_points(make_texture())
    assert len(points) >= 8
    assert all(6 <= x < 122 and 6 <= y < 122 for x, y in points)
    for index, (x, y) in enumerate(points):
        assert all(max(abs(x - ox), abs(y - oy)) > 12 for ox, oy in points[:index])


def test_points_come_in_the_order_of_their_similarity_as_computed_plainly() -> None:
    texture = make_texture()
    similarities = [naive_similarity(texture, x, y) for x, y in choose_tracking_points(texture)]
    assert similarities == sorted(similarities)
    assert similarities[-1] < 0.9


@pytest.mark.parametrize("shape", [(128, 128), (12, 300), (13, 13), (5, 5)])
def test_one_colour_has_no_points(shape: tuple[int, int]) -> None:
    assert choose_tracking_points(np.full(shape, 128, np.uint8)) == []


def test_a_repeated_pattern_has_no_points() -> None:
    tile = np.random.default_rng(2).integers(0, 256, (8, 8)).astype(np.uint8)
    assert choose_tracking_points(np.tile(tile, (16, 16))) == []
