"""Sizes and blurs, on arrays small enough to work out by hand."""

import numpy as np
import pytest

from mangrove_ar.targets.pyramid import Rescaler, keyframe_scales, octaves_of, tracking_scales


def grey(rows: list[list[int]]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.array(rows, np.uint8)


def test_half_size_averages_four_pixels_and_rounds_down() -> None:
    picture = grey([[10, 20, 0, 1], [30, 43, 1, 1], [255, 255, 7, 7], [255, 255, 7, 7]])
    assert Rescaler(picture).at(0.5).tolist() == [[25, 0], [255, 7]]


def test_a_size_that_does_not_divide_takes_unequal_boxes() -> None:
    # Three columns to two: edges at 0, round(1.5) = 2 and 3, so the first box is two pixels wide.
    picture = grey([[10, 20, 90]] * 3)
    assert Rescaler(picture).at(2 / 3).tolist() == [[15, 90], [15, 90]]


def test_full_size_is_the_picture_itself() -> None:
    picture = grey([[1, 2], [3, 4]])
    assert Rescaler(picture).at(1.0).tolist() == [[1, 2], [3, 4]]


def test_enlarging_leaves_black_where_no_source_pixel_falls() -> None:
    assert Rescaler(grey([[9, 9], [9, 9]])).at(2.0).tolist() == [
        [9, 0, 9, 0],
        [0, 0, 0, 0],
        [9, 0, 9, 0],
        [0, 0, 0, 0],
    ]


def test_a_white_picture_stays_white_at_every_scale() -> None:
    picture = np.full((301, 517), 255, np.uint8)
    rescaler = Rescaler(picture)
    assert all((rescaler.at(scale) == 255).all() for scale in keyframe_scales(517, 301))


def test_a_thousand_pixels_give_eleven_keyframes() -> None:
    scales = keyframe_scales(1000, 1400)
    assert scales == pytest.approx([1, 0.8, 0.635, 0.504, 0.4, 0.3175, 0.252, 0.2, 0.1587, 0.126, 0.1], abs=0.0005)


def test_a_picture_under_100_pixels_is_also_enlarged() -> None:
    assert keyframe_scales(50, 80) == [1.0, 2.0]


def test_the_tracking_levels_have_shorter_sides_of_256_and_128() -> None:
    assert tracking_scales(512, 1024) == [0.5, 0.25]


def test_the_middle_of_a_blurred_dot_is_its_binomial_weight() -> None:
    picture = np.zeros((64, 64), np.uint8)
    picture[32, 32] = 255
    octave = octaves_of(picture)[0]
    # The dot is blurred twice with [1 4 6 4 1] / 16, that is [1 8 28 56 70 ...] / 256; its 2 x 2 mean follows.
    mean = 255 * ((70 + 56) / 2 / 256) ** 2
    assert (octave.smooth + octave.difference)[16, 16] == pytest.approx(mean, rel=1e-6)


def test_one_colour_has_no_difference_anywhere() -> None:
    octaves = octaves_of(np.full((200, 160), 77, np.uint8))
    assert [octave.level for octave in octaves] == [1, 2, 3, 4]
    assert [octave.smooth.shape for octave in octaves] == [(100, 80), (50, 40), (25, 20), (12, 10)]
    assert all((octave.difference == 0).all() and (octave.finer == 0).all() for octave in octaves)
    assert all((octave.smooth == 77).all() for octave in octaves)
