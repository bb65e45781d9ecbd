"""Every station gets a picture of its own, that a phone can follow and that is the same on every machine."""

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.errors import BadMarker
from mangrove_ar.targets.artwork.borders import BAND, lay_blocks
from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.composition import draw_marker
from mangrove_ar.targets.artwork.palette import ZONES
from mangrove_ar.targets.artwork.scenery import SCENERIES
from mangrove_ar.targets.artwork.subjects import SUBJECTS
from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.mind_file import read_mind

STATIONS = sorted(Path("content/stations").glob("*.yaml"))
CELLS_PER_SIDE = 4
LEAST_CELL_DEVIATION = 20.0
MOST_ALIKE = 0.7
MOST_ALIKE_BORDERS = 0.45


def draw_station(station: Path, side_px: int = 1000) -> Image.Image:
    recipe = yaml.safe_load(station.read_text(encoding="utf-8"))["marker"]
    return draw_marker(recipe["subjects"], seed=recipe["seed"], zone=recipe["zone"], side_px=side_px)


def grey_of(picture: Image.Image, side_px: int) -> NDArray[np.float64]:
    small = picture.convert("L").resize((side_px, side_px), Image.Resampling.BOX)
    return np.asarray(small, np.float64)


def band_of(picture: Image.Image, side_px: int = 125) -> NDArray[np.float64]:
    """Unroll the border, clockwise from the top left: a grey for each 8 pixels along it."""
    grey, wide = grey_of(picture, side_px), round(side_px * BAND / UNITS)
    sides = (grey[:wide], grey[:, -wide:].T, grey[-wide:, ::-1], grey[::-1, :wide].T)
    return np.concatenate([side.mean(axis=0) for side in sides])


@pytest.fixture(scope="module")
def pictures() -> dict[str, Image.Image]:
    return {station.stem: draw_station(station) for station in STATIONS}


def test_there_are_ten_stations_to_draw() -> None:
    assert len(STATIONS) == 10


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (draw_marker(["rhizophora-apiculata"], seed=3, zone="seaward", side_px=200) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_another_seed_gives_another_print() -> None:
    first, second = (draw_marker(["geloina-expansa"], seed=seed, zone="mid", side_px=200) for seed in (2, 4))
    assert np.abs(grey_of(first, 50) - grey_of(second, 50)).mean() > 5


def test_another_zone_changes_the_inks() -> None:
    first, second = (draw_marker(["chedi"], seed=2, zone=zone, side_px=120) for zone in ("water", "canopy"))
    assert np.abs(np.asarray(first, np.int16) - np.asarray(second, np.int16)).mean() > 10


@pytest.mark.parametrize("side_px", [128, 301])
def test_the_picture_is_a_square_of_the_wanted_size(side_px: int) -> None:
    picture = draw_marker(["sun", "tide"], seed=1, zone="seaward", side_px=side_px)
    assert (picture.mode, picture.size) == ("RGB", (side_px, side_px))


def test_the_printer_gets_the_same_picture_as_the_screen() -> None:
    small, large = (draw_marker(["tower", "river"], seed=2, zone="canopy", side_px=side) for side in (1000, 2400))
    differences = np.abs(grey_of(small, 500) - grey_of(large, 500))
    assert differences.mean() < 4
    assert np.percentile(differences, 99) < 30


@pytest.mark.parametrize("key", list(SUBJECTS))
def test_every_part_of_a_subject_puts_ink_on_paper(key: str) -> None:
    for layer, drawing in SUBJECTS[key].parts.items():
        canvas = Canvas(100, ZONES["mid"], seed=1)
        drawing(canvas.pen(500, 500, 400))
        inked = (np.asarray(canvas.image) != ZONES["mid"].cream).any(axis=2).mean()
        assert 0.008 < inked < 0.9, layer


@pytest.mark.parametrize("key", list(SUBJECTS))
def test_every_subject_names_a_scenery_that_has_room_for_it(key: str) -> None:
    subject = SUBJECTS[key]
    assert any(SCENERIES[subject.scenery].spots.get(layer) for layer in subject.parts)


@pytest.mark.parametrize("zone", list(ZONES))
def test_every_zone_prints_in_dark_and_light(zone: str) -> None:
    picture = draw_marker(["austruca-annulipes"], seed=4, zone=zone, side_px=150)
    darkest, lightest = np.percentile(grey_of(picture, 150), (3, 97))
    assert lightest - darkest > 120


@pytest.mark.parametrize("key", list(SUBJECTS))
def test_every_subject_has_a_motif_that_keeps_to_its_place_in_the_border(key: str) -> None:
    canvas = Canvas(200, ZONES["mid"], seed=1)
    SUBJECTS[key].motif.draw(canvas.pen(500, 500, 500))
    inked = (np.asarray(canvas.image) != ZONES["mid"].cream).any(axis=2)
    y, x = np.nonzero(inked)
    assert inked.mean() > 0.02
    assert max(abs(edge / canvas.scale - 500) for edge in (x.min(), x.max(), y.min(), y.max())) < 0.75 * 500


def test_neighbouring_blocks_of_a_border_differ_in_ground_and_no_two_sides_are_divided_alike() -> None:
    canvas = Canvas(100, ZONES["mid"], seed=5)
    blocks = lay_blocks(canvas, [SUBJECTS["scylla-olivacea"].motif])
    assert all(before.ground != after.ground for before, after in pairwise(blocks))
    cuts = {tuple(block.stop for block in blocks if block.side == side) for side in range(4)}
    assert len(cuts) == 4
    assert {stops[-1] for stops in cuts} == {UNITS - BAND}


def test_an_unknown_subject_is_refused_by_name() -> None:
    with pytest.raises(BadMarker, match="Nobody has drawn dugong-dugon yet"):
        draw_marker(["chedi", "dugong-dugon"], seed=1, zone="water")


def test_no_subject_is_refused() -> None:
    with pytest.raises(BadMarker, match="at least one subject"):
        draw_marker([], seed=1, zone="water")


def test_an_unknown_zone_is_refused_with_the_zones_there_are() -> None:
    with pytest.raises(BadMarker, match=r"no zone 'alpine'.*seaward"):
        draw_marker(["chedi"], seed=1, zone="alpine")


def test_more_subjects_than_there_is_room_for_are_refused() -> None:
    with pytest.raises(BadMarker, match="no room left for river"):
        draw_marker(["chedi", "bridge", "river"], seed=1, zone="water")


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.stem)
def test_a_station_has_detail_everywhere(pictures: dict[str, Image.Image], station: Path) -> None:
    side = 1000 // CELLS_PER_SIDE
    cells = grey_of(pictures[station.stem], 1000).reshape(CELLS_PER_SIDE, side, CELLS_PER_SIDE, side)
    assert cells.std(axis=(1, 3)).min() > LEAST_CELL_DEVIATION


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.stem)
def test_a_phone_can_follow_a_station(pictures: dict[str, Image.Image], station: Path) -> None:
    target = compile_target(pictures[station.stem])
    assert target.tracking_points >= 20
    assert target.cell_coverage >= 0.95
    assert target.doubts() == []


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.stem)
def test_a_phone_finds_spots_in_the_border_too(pictures: dict[str, Image.Image], station: Path) -> None:
    level = read_mind(compile_target(pictures[station.stem]).mind)[0]["trackingData"][1]
    inner = level["width"] * 1.25 * BAND / UNITS  # A spot whose patch of 13 pixels lies half over the border.
    spots = [min(p["x"], p["y"], level["width"] - p["x"], level["height"] - p["y"]) for p in level["points"]]
    assert sum(spot <= inner for spot in spots) >= 4


@pytest.mark.parametrize("pair", list(combinations(STATIONS, 2)), ids=lambda pair: f"{pair[0].stem}+{pair[1].stem}")
def test_no_two_borders_look_alike(pictures: dict[str, Image.Image], pair: tuple[Path, Path]) -> None:
    first, second = (band_of(pictures[station.stem]) for station in pair)
    for turned in (second, second[::-1], np.roll(second, second.size // 4), np.roll(second, second.size // 2)):
        assert np.corrcoef(first, turned)[0, 1] < MOST_ALIKE_BORDERS


@pytest.mark.parametrize("pair", list(combinations(STATIONS, 2)), ids=lambda pair: f"{pair[0].stem}+{pair[1].stem}")
def test_no_two_stations_look_alike(pictures: dict[str, Image.Image], pair: tuple[Path, Path]) -> None:
    first, second = (grey_of(pictures[station.stem], 32) for station in pair)
    for turned in (second, second[:, ::-1]):
        assert np.corrcoef(first.ravel(), turned.ravel())[0, 1] < MOST_ALIKE
