"""Trees over descriptors: distances, leaves, and likeness that keeps together."""

import numpy as np

from mangrove_ar.targets.clusters import LARGEST_LEAF, grow_tree, hamming_distances


def some_bits(count: int, seed: int = 3) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.random.default_rng(seed).integers(0, 256, (count, 84)).astype(np.uint8)


def test_distance_counts_the_bits_that_differ() -> None:
    bits = np.zeros((3, 84), np.uint8)
    bits[1, 0], bits[2] = 0b10100000, 255
    assert hamming_distances(bits).tolist() == [[0, 2, 672], [2, 0, 670], [672, 670, 0]]


def test_no_points_are_an_empty_leaf() -> None:
    root = grow_tree(np.zeros((0, 84), np.uint8))
    assert (root["centerPointIndex"], root["leaf"], root["pointIndexes"]) == (None, True, [])


def test_sixteen_points_stay_one_leaf_and_seventeen_are_split() -> None:
    assert grow_tree(some_bits(LARGEST_LEAF))["pointIndexes"] == list(range(LARGEST_LEAF))
    assert grow_tree(some_bits(LARGEST_LEAF + 1))["leaf"] is False


def test_points_that_are_all_alike_stay_one_leaf() -> None:
    assert grow_tree(np.ones((40, 84), np.uint8))["pointIndexes"] == list(range(40))


def test_two_families_never_share_a_child() -> None:
    family = np.arange(40) % 2 == 0
    bits = np.where(family[:, None], 0, 255).astype(np.uint8).repeat(84, axis=1)
    children = grow_tree(bits)["children"]
    assert sorted(child["pointIndexes"] for child in children) == [list(range(0, 40, 2)), list(range(1, 40, 2))]


def test_the_same_points_give_the_same_tree() -> None:
    assert grow_tree(some_bits(120)) == grow_tree(some_bits(120))
