"""The compiler writes what MindAR's own compiler wrote for the same pictures."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.mind_file import read_mind

GOLDEN = Path(__file__).parent / "golden"
NAMES = ["plaque1", "a101x400", "t90x130", "flat"]
LISTS = ("maximaPoints", "minimaPoints")

Entry = dict[str, Any]


@cache
def both(name: str) -> tuple[Entry, Entry]:
    """Return our target and the expected one."""
    with Image.open(GOLDEN / f"{name}.png") as picture:
        ours = read_mind(compile_target(picture, full=True).mind)
    expected = read_mind((GOLDEN / f"{name}.expected.mind").read_bytes())
    assert len(ours) == len(expected) == 1
    return ours[0], expected[0]


def paired_points(name: str) -> list[tuple[Entry, Entry]]:
    ours, expected = both(name)
    frames = zip(ours["matchingData"], expected["matchingData"], strict=True)
    return [pair for frame in frames for key in LISTS for pair in zip(frame[0][key], frame[1][key], strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_the_keyframes_are_the_same(name: str) -> None:
    ours, expected = ([(f["width"], f["height"], f["scale"]) for f in t["matchingData"]] for t in both(name))
    assert ours == expected
    assert both(name)[0]["targetImage"] == both(name)[1]["targetImage"]


@pytest.mark.parametrize("name", NAMES)
def test_both_tracking_levels_have_the_same_size_scale_and_grey_bytes(name: str) -> None:
    keys = ("width", "height", "scale", "data")
    ours, expected = ([[level[key] for key in keys] for level in target["trackingData"]] for target in both(name))
    assert ours == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_tracking_points_are_the_same_in_order(name: str) -> None:
    ours, expected = ([level["points"] for level in target["trackingData"]] for target in both(name))
    assert ours == expected


def test_the_plaque_has_tracking_points_to_compare() -> None:
    assert [len(level["points"]) for level in both("plaque1")[1]["trackingData"]] == [34, 23]


@pytest.mark.parametrize("name", NAMES)
def test_the_key_points_are_the_same_in_order(name: str) -> None:
    for ours, expected in paired_points(name):
        assert (ours["maxima"], ours["scale"]) == (expected["maxima"], expected["scale"])
        assert ours["x"] == pytest.approx(expected["x"], abs=1e-4)
        assert ours["y"] == pytest.approx(expected["y"], abs=1e-4)


@pytest.mark.parametrize(("name", "count"), [("plaque1", 2951), ("a101x400", 227), ("t90x130", 320)])
def test_at_least_99_percent_of_the_descriptors_are_identical(name: str, count: int) -> None:
    same = [ours["descriptors"] == expected["descriptors"] for ours, expected in paired_points(name)]
    assert len(same) == count
    assert sum(same) / len(same) >= 0.99


@pytest.mark.parametrize("name", NAMES)
def test_every_cluster_tree_holds_every_point_once(name: str) -> None:
    for frame in both(name)[0]["matchingData"]:
        for key in LISTS:
            root = frame[f"{key}Cluster"]["rootNode"]
            assert root["centerPointIndex"] is None
            assert sorted(leaves_of(root)) == list(range(len(frame[key])))


def leaves_of(node: Entry) -> list[int]:
    """Return the points of all leaves, and check the order of the children on the way."""
    if node["leaf"]:
        points: list[int] = node["pointIndexes"]
        return points
    centres = [int(child["centerPointIndex"]) for child in node["children"]]
    assert len(centres) > 1
    assert all(before < after for before, after in pairwise(centres))
    return [point for child in node["children"] for point in leaves_of(child)]


@pytest.mark.parametrize("name", ["plaque1", "a101x400", "t90x130"])
def test_identical_descriptors_have_the_very_same_tree(name: str) -> None:
    ours, expected = both(name)
    compared = 0
    for mine, theirs in zip(ours["matchingData"], expected["matchingData"], strict=True):
        for key in LISTS:
            if [point["descriptors"] for point in mine[key]] == [point["descriptors"] for point in theirs[key]]:
                assert mine[f"{key}Cluster"] == theirs[f"{key}Cluster"]
                compared += 1
    assert compared >= len(ours["matchingData"])
