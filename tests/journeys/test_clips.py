"""The clips that prove the tracker are what they say: places are true, pauses are empty, numbers can be read."""

from pathlib import Path

import numpy as np
from PIL import Image

from mangrove_ar.targets.lens import perspective
from tests.journeys.clips import HEIGHT_PX, WIDTH_PX, make_clip, read_number, write_y4m

RED = Image.new("RGB", (300, 300), (230, 0, 0))


def test_the_corners_are_where_the_marker_is_drawn() -> None:
    clip = make_clip(RED, seconds=2)
    for frame, corners in zip(clip.frames, clip.truth, strict=True):
        is_red = frame[:, :, 0].astype(int) - frame[:, :, 1] > 90
        if corners is None:
            assert is_red.mean() < 0.001
            continue
        y, x = np.nonzero(is_red)
        seen = [x.min(), y.min(), x.max() + 1, y.max() + 1]
        edges = np.clip(np.concatenate([corners.min(axis=0), corners.max(axis=0)]), 0, [WIDTH_PX, HEIGHT_PX] * 2)
        assert np.abs(seen - edges).max() < 4


def test_the_marker_is_away_at_the_start_and_in_the_middle() -> None:
    is_away = [corners is None for corners in make_clip(RED, seconds=8, fps=4).truth]
    assert is_away == [True] * 4 + [False] * 12 + [True] * 4 + [False] * 12


def test_a_marker_that_stays_is_in_every_frame() -> None:
    clip = make_clip(RED, seconds=1, fps=4, stays=True)
    assert [corners is None for corners in clip.truth] == [False] * 4


def test_every_frame_carries_its_number() -> None:
    clip = make_clip(None, seconds=3)
    assert [read_number(frame) for frame in clip.frames] == list(range(36))


def test_the_same_seed_films_the_same_clip_and_another_one_does_not() -> None:
    first, again, other = (make_clip(RED, seconds=1, seed=seed).frames[-1] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).mean() > 0.5


def test_a_perspective_maps_the_four_corners() -> None:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
    a, b, c, d, e, f, g, h = perspective(square, np.array([[1, 1], [4, 2], [5, 6], [0, 3]], np.float64))
    assert np.allclose([(a + b + c) / (g + h + 1), (d + e + f) / (g + h + 1)], [5, 6])


def test_a_y4m_file_holds_every_frame_in_half_colour(tmp_path: Path) -> None:
    path = tmp_path / "clip.y4m"
    white = np.full((HEIGHT_PX, WIDTH_PX, 3), 255, np.uint8)
    write_y4m([white, white], path)
    header, rest = path.read_bytes().split(b"\n", 1)
    assert header == b"YUV4MPEG2 W640 H480 F12:1 Ip A1:1 C420jpeg"
    assert len(rest) == 2 * (6 + WIDTH_PX * HEIGHT_PX * 3 // 2)
    assert (rest[6], rest[-1]) == (235, 128)
