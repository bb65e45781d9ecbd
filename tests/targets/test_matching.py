"""A marker is found in a frame, at its place, and where it is not, nothing is found."""

from itertools import permutations

import numpy as np
import pytest
from PIL import Image, ImageOps

from mangrove_ar.errors import BadMarker
from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.features import count_differences, see
from mangrove_ar.targets.matching import Finder, Found
from mangrove_ar.targets.pyramid import Grey
from tests.journeys.clips import Clip, make_clip
from tests.targets.markers_for_verdicts import STATIONS, station_marker

NAMES = ("crab-condo", "mud-clam-house", "nursery")


def grey_of(frame: np.ndarray) -> Grey:
    return np.asarray(Image.fromarray(frame).convert("L"))


def error_px(found: Found | None, corners: np.ndarray) -> float:
    return float("inf") if found is None else float(np.linalg.norm(found.corners - corners, axis=1).mean())


@pytest.fixture(scope="module")
def markers() -> dict[str, Image.Image]:
    return {path.stem: station_marker(path, 512) for path in STATIONS if path.stem in NAMES}


@pytest.fixture(scope="module")
def finders(markers: dict[str, Image.Image]) -> dict[str, Finder]:
    return {name: Finder(compile_target(marker).mind) for name, marker in markers.items()}


@pytest.fixture(scope="module")
def clips(markers: dict[str, Image.Image]) -> dict[str, Clip]:
    return {name: make_clip(marker, seconds=2, fps=4, seed=3) for name, marker in markers.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_marker_is_found_in_every_frame_of_a_normal_clip(
    finders: dict[str, Finder], clips: dict[str, Clip], name: str
) -> None:
    clip = clips[name]
    seen = [(grey_of(frame), corners) for frame, corners in zip(clip.frames, clip.truth, strict=True)]
    errors = [error_px(finders[name].find(grey), corners) for grey, corners in seen if corners is not None]
    empty = [finders[name].find(grey) for grey, corners in seen if corners is None]
    assert len(errors) == 6
    assert max(errors) < 1.0
    assert empty == [None, None]


def test_a_marker_is_found_in_every_frame_of_a_hard_clip(
    finders: dict[str, Finder], markers: dict[str, Image.Image]
) -> None:
    clip = make_clip(markers["nursery"], seconds=2, fps=4, seed=5, hard=True)
    pairs = zip(clip.frames, clip.truth, strict=True)
    errors = [error_px(finders["nursery"].find(grey_of(frame)), truth) for frame, truth in pairs if truth is not None]
    assert max(errors) < 2.0


@pytest.mark.parametrize("pair", list(permutations(NAMES, 2)), ids="-in-".join)
def test_a_marker_is_not_found_in_the_clip_of_another(
    finders: dict[str, Finder], clips: dict[str, Clip], pair: tuple[str, str]
) -> None:
    sought, shown = pair
    assert [finders[sought].find(grey_of(frame)) for frame in clips[shown].frames] == [None] * 8


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_marker_is_found_however_the_phone_is_turned(
    finders: dict[str, Finder], clips: dict[str, Clip], turn: int
) -> None:
    grey = grey_of(clips["nursery"].frames[2])
    upright = finders["nursery"].find(grey)
    turned = finders["nursery"].find(np.ascontiguousarray(np.rot90(grey, turn // 90)))
    assert upright is not None and turned is not None
    assert turned.inliers > 0.8 * upright.inliers


def test_a_marker_is_found_with_a_third_of_it_covered(finders: dict[str, Finder], clips: dict[str, Clip]) -> None:
    clip = clips["nursery"]
    grey, corners = grey_of(clip.frames[2]), clip.truth[2]
    assert corners is not None
    left, right = corners[:, 0].min(), corners[:, 0].max()
    covered = grey.copy()
    covered[:, : round(left + (right - left) / 3)] = 90
    assert error_px(finders["nursery"].find(covered), corners) < 1.5


def test_a_mirrored_marker_is_another_marker(finders: dict[str, Finder], markers: dict[str, Image.Image]) -> None:
    clip = make_clip(ImageOps.mirror(markers["nursery"]), seconds=1, fps=4, seed=3)
    assert [finders["nursery"].find(grey_of(frame)) for frame in clip.frames] == [None] * 4


@pytest.mark.parametrize("size", [(480, 640), (40, 40), (7, 9)])
@pytest.mark.parametrize("level", [0, 127, 255])
def test_nothing_is_found_in_a_blank_frame(finders: dict[str, Finder], size: tuple[int, int], level: int) -> None:
    assert finders["nursery"].find(np.full(size, level, np.uint8)) is None


def test_a_flat_marker_is_found_nowhere(clips: dict[str, Clip]) -> None:
    finder = Finder(compile_target(Image.new("RGB", (300, 300), "teal")).mind)
    assert finder.find(grey_of(clips["nursery"].frames[2])) is None


def test_the_same_frame_is_always_answered_alike(finders: dict[str, Finder], clips: dict[str, Clip]) -> None:
    grey = grey_of(clips["nursery"].frames[2])
    first, second = finders["nursery"].find(grey), finders["nursery"].find(grey)
    assert first is not None and second is not None
    assert first.homography.tolist() == second.homography.tolist()


def test_what_is_no_target_is_refused() -> None:
    with pytest.raises(BadMarker, match="compile the marker again"):
        Finder(b"nothing of the kind")


def test_descriptions_differ_by_the_bits_that_are_not_the_same() -> None:
    first, second = np.zeros((11, 2), np.uint64), np.zeros((11, 3), np.uint64)
    first[0, 1], second[3, 2], second[0, 2] = 0b111, 0b1, 0b100
    assert count_differences(first, second).tolist() == [[0, 0, 2], [3, 3, 3]]


def test_a_point_is_seen_where_it_lies() -> None:
    y, x = np.mgrid[0:200, 0:200] + 0.5
    spot = 60 + 150 * np.exp(-((x - 80) ** 2 + (y - 121) ** 2) / 30)
    points = see(spot.astype(np.uint8))
    nearest = np.hypot(points.x - 80, points.y - 121).min()
    assert nearest < 0.3
