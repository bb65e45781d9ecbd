"""Markers that a phone could take for each other are found out before they are printed."""

from itertools import permutations

import pytest
from PIL import Image, ImageEnhance, ImageOps

from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.confusion import MOST_CONFUSION, Pair, confusion, most_confused
from tests.targets.markers_for_verdicts import STATIONS, station_marker

NAMES = ("crab-condo", "gate-and-safety", "mud-clam-house")


@pytest.fixture(scope="module")
def markers() -> dict[str, Image.Image]:
    return {path.stem: station_marker(path, 512) for path in STATIONS if path.stem in NAMES}


@pytest.fixture(scope="module")
def pairs(markers: dict[str, Image.Image]) -> dict[Pair, float]:
    gate = markers["gate-and-safety"]
    half_new = gate.copy()
    half_new.paste(markers["crab-condo"].crop((0, 0, 200, 512)), (0, 0))
    doubles = {
        "paler": ImageEnhance.Contrast(gate).enhance(0.7),
        "half-new": half_new,
        "mirrored": ImageOps.mirror(gate),
    }
    return confusion({name: compile_target(marker).mind for name, marker in (markers | doubles).items()})


def test_all_pairs_are_compared_both_ways(pairs: dict[Pair, float]) -> None:
    names = (*NAMES, "paler", "half-new", "mirrored")
    assert set(pairs) == set(permutations(names, 2))


def test_pictures_of_different_stations_share_next_to_nothing(pairs: dict[Pair, float]) -> None:
    assert max(pairs[pair] for pair in permutations(NAMES, 2)) < MOST_CONFUSION / 2


def test_a_paler_copy_and_a_half_new_one_are_confused_with_the_first(pairs: dict[Pair, float]) -> None:
    assert pairs["paler", "gate-and-safety"] > 0.8
    assert pairs["half-new", "gate-and-safety"] > 0.3
    assert pairs["half-new", "crab-condo"] > MOST_CONFUSION


def test_a_mirrored_copy_is_another_picture(pairs: dict[Pair, float]) -> None:
    assert pairs["mirrored", "gate-and-safety"] < MOST_CONFUSION


def test_the_most_confused_is_named_from_either_side() -> None:
    pairs = {("a", "b"): 0.1, ("b", "a"): 0.4, ("a", "c"): 0.2, ("c", "a"): 0.0, ("b", "c"): 0.9, ("c", "b"): 0.0}
    assert most_confused("a", pairs) == ("b", 0.4)
    assert most_confused("c", pairs) == ("b", 0.9)
    assert most_confused("alone", {}) == ("", 0.0)


def test_a_flat_marker_is_confused_with_nothing(markers: dict[str, Image.Image]) -> None:
    flat = compile_target(Image.new("RGB", (300, 300), "teal")).mind
    gate = compile_target(markers["gate-and-safety"]).mind
    assert set(confusion({"flat": flat, "gate": gate}).values()) == {0.0}
