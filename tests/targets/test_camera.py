"""The simulated phone: its corners are true, and each condition does what its name says."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mangrove_ar.targets.camera import (
    CONDITIONS,
    TRACKER_FIELD_OF_VIEW_DEG,
    Camera,
    Conditions,
    Shot,
    at_distance,
    photograph,
    vary,
)
from mangrove_ar.targets.lens import carry, line_kernel, perspective

SMALL = (640, 480)
WIDTH_M, HEIGHT_M = 0.2, 0.15
RED, BLACK = (220, 20, 20), (0, 0, 0)
SIDE_PX = np.array([800, 600])


def plain(colour: tuple[int, int, int] | str = "white") -> Image.Image:
    return Image.new("RGB", (800, 600), colour)


def board_with(boxes: dict[tuple[int, int, int, int], tuple[int, int, int]]) -> Image.Image:
    board = plain()
    for box, colour in boxes.items():
        ImageDraw.Draw(board).rectangle(box, fill=colour)
    return board


def speckled() -> Image.Image:
    spots = np.random.default_rng(5).integers(0, 256, (150, 200, 3), np.uint8)
    return Image.fromarray(spots).resize((800, 600), Image.Resampling.NEAREST)


def take(board: Image.Image, seed: int = 1, **conditions: float) -> Shot:
    return photograph(board, WIDTH_M, Conditions(**conditions), seed, SMALL)


def seen_board(shot: Shot, margin: float = 0.03) -> NDArray[np.float64]:
    """Return the pixels of the board, (n, 3), without its edge."""
    mask = Image.new("1", (shot.frame.shape[1], shot.frame.shape[0]))
    middle = shot.corners.mean(axis=0)
    inner = middle + (shot.corners - middle) * (1 - 2 * margin)
    ImageDraw.Draw(mask).polygon([tuple(corner) for corner in inner.tolist()], fill=1)
    pixels: NDArray[np.float64] = shot.frame[np.asarray(mask)].astype(np.float64)
    return pixels


def is_red(shot: Shot) -> NDArray[np.bool_]:
    """Tell which pixels show a red board: nothing of the forest is as red, (h, w)."""
    red, green, blue = np.moveaxis(shot.frame.astype(int), 2, 0)
    return np.asarray(red - np.maximum(green, blue) > 60, np.bool_)


def roughness(shot: Shot) -> tuple[float, float]:
    """Return the energy of the finest detail of the board, along rows and along columns."""
    (left, top), (right, bottom) = shot.corners[0].astype(int) + 20, shot.corners[2].astype(int) - 20
    grey = shot.frame[top:bottom, left:right].astype(np.float64).mean(axis=2)
    return float(np.square(np.diff(grey, axis=1)).mean()), float(np.square(np.diff(grey, axis=0)).mean())


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(),
        Conditions(tilt_deg=35, turn_deg=-25, roll_deg=15),
        Conditions(roll_deg=70, right=0.08, down=-0.05),
        Conditions(distance_m=0.9, turn_deg=40),
        Conditions(motion_px=4, motion_angle_deg=30, defocus_px=1),
    ],
    ids=["straight", "tilted", "rolled aside", "far from the side", "blurred"],
)
def test_the_corners_are_true(conditions: Conditions) -> None:
    places = np.array([[120, 100], [680, 100], [680, 500], [120, 500]])
    board = board_with({(x - 20, y - 20, x + 19, y + 19): BLACK for x, y in places.tolist()})
    shot = photograph(board, WIDTH_M, conditions, 1, SMALL)
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * SIDE_PX
    for expected in carry(perspective(flat, shot.corners), places.astype(np.float64)):
        column, row = expected.astype(int)
        reach = 10 if conditions.distance_m < 0.6 else 7
        part = shot.frame[row - reach : row + reach + 1, column - reach : column + reach + 1].mean(axis=2)
        ink = np.clip(180 - part, 0, None)
        rows, columns = np.mgrid[row - reach : row + reach + 1, column - reach : column + reach + 1] + 0.5
        found = np.array([(ink * columns).sum(), (ink * rows).sum()]) / ink.sum()
        assert np.hypot(*(found - expected)) < 0.35


@pytest.mark.parametrize("distortion", [-0.2, 0.12])
def test_the_corners_are_true_behind_a_lens_that_bends_lines(distortion: float) -> None:
    conditions = Conditions(distance_m=0.32, tilt_deg=20, roll_deg=-12, distortion=distortion)
    shot = photograph(plain(RED), WIDTH_M, conditions, 1, SMALL)
    straight = photograph(plain(RED), WIDTH_M, replace(conditions, distortion=0.0), 1, SMALL)
    assert np.abs(shot.corners - straight.corners).max() > 3.5
    rows, columns = np.nonzero(is_red(shot))
    middle = shot.corners.mean(axis=0)
    for corner in shot.corners:
        outwards = (corner - middle) / np.hypot(*(corner - middle))
        reach = ((np.column_stack([columns, rows]) + 0.5 - middle) @ outwards).max()
        assert abs(reach - np.hypot(*(corner - middle))) < 1.2


def test_a_frame_of_full_size_has_0_97_pixels_a_millimetre_at_one_and_a_half_metres() -> None:
    shot = photograph(plain(RED), WIDTH_M, Conditions(distance_m=1.5), 1)
    assert shot.frame.shape == (1080, 1920, 3)
    assert np.hypot(*(shot.corners[1] - shot.corners[0])) / (WIDTH_M * 1000) == pytest.approx(0.97, abs=0.005)
    assert is_red(shot).sum() == pytest.approx(WIDTH_M * HEIGHT_M * 970**2, rel=0.02)


def test_the_small_frame_can_be_what_the_tracker_assumes() -> None:
    height_m = 2 * 0.5 * np.tan(np.radians(45 / 2))
    conditions = Conditions(field_of_view_deg=TRACKER_FIELD_OF_VIEW_DEG)
    shot = photograph(plain(), height_m * 800 / 600, conditions, 1, SMALL)
    assert np.ptp(shot.corners[:, 1]) == pytest.approx(480, abs=1)


def test_the_same_seed_takes_the_same_photograph() -> None:
    conditions = vary(replace(CONDITIONS["dirt"], drops=0.05, glare=1.0, covered=0.1, leaf_shadow=0.4), 3)
    first, again = (photograph(speckled(), WIDTH_M, conditions, 3, SMALL) for _ in range(2))
    assert np.array_equal(first.frame, again.frame)
    assert np.array_equal(first.corners, again.corners)
    other = photograph(speckled(), WIDTH_M, conditions, 4, SMALL)
    assert not np.array_equal(first.frame, other.frame)


def test_a_camera_remembers_nothing_between_shots() -> None:
    camera = Camera(speckled(), WIDTH_M, SMALL)
    camera.shoot(CONDITIONS["drops"], 9)
    kept = camera.shoot(CONDITIONS["tilted"], 2)
    fresh = photograph(speckled(), WIDTH_M, CONDITIONS["tilted"], 2, SMALL)
    assert np.array_equal(kept.frame, fresh.frame)


def test_no_two_seeds_vary_a_condition_alike() -> None:
    for conditions in CONDITIONS.values():
        varied = {vary(conditions, seed) for seed in range(40)}
        assert len(varied) == 40
        assert vary(conditions, 7) == vary(conditions, 7)


def test_varied_conditions_keep_their_trouble_and_bring_no_other() -> None:
    troubles = ("motion_px", "defocus_px", "glare", "leaf_shadow", "fading", "dirt", "drops", "covered", "night")
    for conditions in CONDITIONS.values():
        for seed in range(10):
            varied = vary(conditions, seed)
            for trouble in troubles:
                before, after = getattr(conditions, trouble), getattr(varied, trouble)
                assert 0.55 * before <= after <= 1.25 * before


def test_what_is_far_stays_far_beside_the_distance_it_is_made_for() -> None:
    assert at_distance(CONDITIONS["clear"], 1.5).distance_m == pytest.approx(1.5)
    assert at_distance(CONDITIONS["far"], 1.5).distance_m == pytest.approx(1.875)


@pytest.mark.parametrize("name", [name for name in CONDITIONS if name != "clear"])
def test_every_condition_shows(name: str) -> None:
    camera = Camera(speckled(), WIDTH_M, SMALL)
    clear, other = camera.shoot(CONDITIONS["clear"], 1), camera.shoot(CONDITIONS[name], 1)
    difference = np.abs(clear.frame.astype(int) - other.frame).mean(axis=2)
    assert (difference > 12).sum() > 0.04 * len(seen_board(clear))


def test_far_detail_turns_grey_and_never_into_waves() -> None:
    rows, columns = np.mgrid[0:600, 0:800]
    checks = np.repeat((((rows + columns) % 2) * 255).astype(np.uint8)[..., None], 3, axis=2)
    seen = seen_board(photograph(Image.fromarray(checks), WIDTH_M, Conditions(noise_levels=0, tilt_deg=30), 1, SMALL))
    assert np.ptp(seen) <= 4
    assert seen.mean() == pytest.approx(176, abs=3)  # Half the light of white board, not half its number 233.


def test_white_board_is_light_grey_and_black_ink_is_not_black() -> None:
    assert seen_board(take(plain(), noise_levels=0)).mean() == pytest.approx(233, abs=1)
    assert seen_board(take(plain(BLACK), noise_levels=0)).mean() == pytest.approx(52, abs=2)


def test_fading_takes_contrast_step_by_step() -> None:
    halves = board_with({(0, 0, 399, 599): BLACK})
    spreads = [seen_board(take(halves, fading=share)).std() for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] < 0.7 * spreads[0]


def test_reds_fade_more_than_blues_and_blacks() -> None:
    def paling(colour: tuple[int, int, int]) -> float:
        new, old = (seen_board(take(plain(colour), fading=share)).mean(axis=0) for share in (0.0, 0.7))
        paper = seen_board(take(plain())).mean(axis=0)
        return float(1 - np.abs(old - paper).sum() / np.abs(new - paper).sum())

    assert paling((200, 30, 40)) > paling((30, 90, 200)) > paling((20, 20, 20)) > 0


@pytest.mark.parametrize("seed", range(5))
def test_leaves_cover_a_third_of_the_board(seed: int) -> None:
    colours = seen_board(take(plain("white"), seed, covered=1 / 3, noise_levels=0), margin=0.0)
    is_leaf = colours[:, 1] > 1.25 * colours[:, 0]
    assert is_leaf.mean() == pytest.approx(1 / 3, abs=0.03)


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_dirt_covers_its_share(share: float) -> None:
    colours = seen_board(take(plain(), dirt=share, noise_levels=0), margin=0.0)
    assert (colours.mean(axis=1) < 180).mean() == pytest.approx(share, rel=0.25)


def test_weather_hits_the_same_spots_from_near_and_from_far() -> None:
    def spots(distance_m: float) -> NDArray[np.float64]:
        shot = take(plain(), distance_m=distance_m, dirt=0.15, noise_levels=0)
        (left, top), (right, bottom) = shot.corners[0], shot.corners[2]
        board = Image.fromarray(shot.frame).resize((80, 60), Image.Resampling.BOX, (left, top, right, bottom))
        return np.asarray(board.convert("L"), np.float64)[3:-3, 3:-3]

    assert np.corrcoef(spots(0.4).ravel(), spots(0.7).ravel())[0, 1] > 0.9


def test_drops_bend_the_print_and_leave_the_rest_alone() -> None:
    dry, wet = (take(speckled(), drops=share, noise_levels=0).frame.astype(int) for share in (0.0, 0.12))
    share = (np.abs(dry - wet).max(axis=2) > 8).sum() / len(seen_board(take(speckled()), margin=0.0))
    assert 0.05 < share < 0.16


def test_motion_takes_detail_along_its_way_and_leaves_it_across() -> None:
    still, moved = take(speckled(), noise_levels=0), take(speckled(), noise_levels=0, motion_px=5)
    upright = take(speckled(), noise_levels=0, motion_px=5, motion_angle_deg=90)
    kept = [after / before for after, before in zip(roughness(moved), roughness(still), strict=True)]
    assert kept[0] < 0.3 * kept[1]
    turned = [after / before for after, before in zip(roughness(upright), roughness(still), strict=True)]
    assert turned[1] < 0.3 * turned[0]


def test_a_line_kernel_is_as_long_as_told() -> None:
    kernel = line_kernel(6.0, 0.0)
    assert kernel.sum() == pytest.approx(1)
    assert kernel.max(axis=1).argmax() == len(kernel) // 2
    assert np.sqrt(12 * (kernel.sum(axis=0) * (np.arange(len(kernel)) - len(kernel) // 2) ** 2).sum()) == pytest.approx(
        6, abs=0.6
    )


def test_more_defocus_leaves_less_detail() -> None:
    left = [sum(roughness(take(speckled(), noise_levels=0, defocus_px=blur))) for blur in (0.0, 0.7, 1.5, 3.0)]
    assert left == sorted(left, reverse=True)
    assert left[1] < 0.8 * left[0]


def test_noise_is_as_strong_as_told_on_a_middle_grey() -> None:
    middle = plain((122, 122, 122))  # As seen about 18 % of white light.
    for levels in (3.0, 9.0):
        assert seen_board(take(middle, noise_levels=levels)).std(axis=0).mean() == pytest.approx(levels, rel=0.15)


def test_bright_places_have_more_noise_in_their_light() -> None:
    def noise_of_light(colour: tuple[int, int, int] | str) -> float:
        values = seen_board(take(plain(colour), noise_levels=6.0, exposure=0.8)) / 255
        return float((((values + 0.055) / 1.055) ** 2.4).std(axis=0).mean())

    assert noise_of_light("white") > 1.5 * noise_of_light((122, 122, 122)) > 1.5 * noise_of_light(BLACK)


def test_exposure_makes_all_darker_or_brighter() -> None:
    means = [take(speckled(), exposure=gain).frame.mean() for gain in (0.15, 0.5, 1.0, 2.0)]
    assert means == sorted(means)
    assert (seen_board(take(plain(), exposure=2.2)) == 255).mean() > 0.99


def test_glare_blinds_a_spot_of_the_board_and_nothing_else() -> None:
    dull, glossy = take(speckled()), take(speckled(), glare=3.0)
    blind = (seen_board(glossy) == 255).all(axis=1).mean()
    assert 0.02 < blind < 0.35
    assert (seen_board(dull) == 255).all(axis=1).mean() < 0.001
    assert np.array_equal(dull.frame[:60], glossy.frame[:60])


def test_leaf_shadow_darkens_stripes_and_brightens_nothing() -> None:
    sunny, shaded = (take(plain(), leaf_shadow=depth, noise_levels=0) for depth in (0.0, 0.8))
    assert (shaded.frame.astype(int) - sunny.frame).max() <= 1
    tones = seen_board(shaded)[:, 0]
    assert 0.15 < (tones < 150).mean() < 0.8
    assert (tones > 220).mean() > 0.1


def test_at_night_the_torch_lights_the_board_and_not_the_forest() -> None:
    day, night = take(plain()), take(plain(), night=1.0)
    assert night.frame[:40].mean() < 0.3 * day.frame[:40].mean()
    assert seen_board(night).mean() < seen_board(day).mean()
    assert seen_board(night).mean() > 120
    x, y = SMALL[0] // 2, SMALL[1] // 2
    corner = night.corners[0].astype(int) + 8
    assert night.frame[y - 5 : y + 5, x - 5 : x + 5].mean() > 1.1 * night.frame[corner[1], corner[0]].mean()


def test_a_board_larger_than_the_frame_fills_it() -> None:
    shot = photograph(plain(RED), 2.0, Conditions(roll_deg=20), 1, SMALL)
    assert is_red(shot).all()
    assert shot.corners.min() < 0


def test_a_board_beside_the_frame_is_not_seen() -> None:
    beside = take(plain(RED), right=1.5)
    assert beside.corners[:, 0].min() > SMALL[0]
    assert not is_red(beside).any()


def test_transparent_parts_of_a_board_are_white_board() -> None:
    clear = Image.new("RGBA", (800, 600), (0, 0, 0, 0))
    assert np.array_equal(take(clear).frame, take(plain()).frame)
