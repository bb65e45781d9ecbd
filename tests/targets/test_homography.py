"""A homography is found among wrong matches, and nonsense is told from a plaque."""

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.targets.homography import errors_px, fit_robustly, is_plausible, project, refine

SQUARE = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], np.float64)
ASLANT = np.array([[1.2, 0.1, 40], [-0.1, 1.1, 60], [0.0004, 0.0008, 1]])


def spots(count: int, seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).uniform(0, 100, (count, 2))


def test_a_point_is_mapped_as_worked_out_by_hand() -> None:
    doubled = np.array([[2, 0, 10], [0, 2, 20], [0, 0.01, 1]])
    assert project(doubled, np.array([[5.0, 100.0]])).tolist() == [[10.0, 110.0]]


def test_what_lies_behind_the_horizon_is_nowhere() -> None:
    assert np.isinf(project(np.array([[1, 0, 0], [0, 1, 0], [0, -1, 1.0]]), np.array([[5.0, 5.0]]))).all()


def test_four_exact_matches_give_back_their_homography() -> None:
    fitted = refine(ASLANT * 1.001, SQUARE, project(ASLANT, SQUARE))
    assert fitted is not None
    assert np.allclose(fitted, ASLANT, atol=1e-5)


def test_half_of_the_matches_may_be_wrong() -> None:
    source = spots(40)
    target = project(ASLANT, source)
    target[::2] = spots(20, seed=2) * 5
    fitted = fit_robustly(source, target, seed=1)
    assert fitted is not None
    assert errors_px(fitted, source[1::2], project(ASLANT, source[1::2])).max() < 0.01


def test_too_few_or_lined_up_matches_give_none() -> None:
    line = np.stack([np.arange(20.0), np.arange(20.0)], axis=1)
    assert fit_robustly(spots(3), spots(3), seed=1) is None
    assert fit_robustly(line, line, seed=1) is None


def test_a_mirrored_picture_is_not_fitted() -> None:
    source = spots(30)
    assert fit_robustly(source, source * [-1, 1], seed=1) is None


def test_a_sane_place_is_plausible_and_others_are_not() -> None:
    folded, sliver = np.diag([-1.0, 1.0, 1.0]), np.diag([3.0, 0.45, 1.0])
    tiny, behind = np.diag([0.2, 0.2, 1.0]), np.array([[1, 0, 0], [0, 1, 0], [0, -0.02, 1.0]])
    assert is_plausible(ASLANT, SQUARE)
    assert [is_plausible(wrong, SQUARE) for wrong in (folded, sliver, tiny, behind)] == [False] * 4
