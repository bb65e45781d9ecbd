"""A score says of a marker what to change before it is printed."""

from string import Formatter

import numpy as np
import pytest
import yaml
from PIL import Image

from mangrove_ar.errors import BadMarker
from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.score import (
    FULL_POINTS,
    LEAST_POINTS,
    MarkerScore,
    Ramp,
    Reason,
    is_printable,
    look_alike,
    score_marker,
)
from tests.targets.markers_for_verdicts import ROOT, STATIONS, drawings, spoilt_prints, station_marker

SENTENCES = yaml.safe_load((ROOT / "mangrove_ar/translations/score.yaml").read_text("utf-8"))
PRINTS = ("mudskipper-pools", "stilt-root-forest")
BAD = {
    "plain-grey": {"low_contrast", "few_tracking_points", "few_key_points", "sparse"},
    "three-blobs": {"few_tracking_points", "few_key_points", "sparse"},
    "checkerboard": {"repeated_structure"},
    "tiles-of-a-print": {"repeated_structure"},
    "tiles-2x2": {"repeated_structure"},
    "text-heading": {"few_tracking_points", "sparse"},
    "text-lines": {"few_tracking_points", "few_key_points", "sparse"},
    "white-noise": {"few_tracking_points", "lost_from_afar"},
    "detail-in-a-corner": {"few_tracking_points", "few_key_points", "sparse"},
    "contrast-0.15": {"low_contrast", "few_tracking_points", "fades"},
    "upper-half": {"empty_lower_half"},
    "side-100": {"too_small", "few_tracking_points"},
}


@pytest.fixture(scope="module")
def prints() -> dict[str, Image.Image]:
    return {path.stem: station_marker(path, 600) for path in STATIONS if path.stem in PRINTS}


@pytest.fixture(scope="module")
def bad_markers(prints: dict[str, Image.Image]) -> dict[str, Image.Image]:
    return {case.name: case.marker for case in (*drawings(), *spoilt_prints(prints))}


@pytest.fixture(scope="module")
def scores(bad_markers: dict[str, Image.Image]) -> dict[str, MarkerScore]:
    return {name: score_marker(bad_markers[name]) for name in BAD}


@pytest.mark.parametrize("name", PRINTS)
def test_the_marker_of_a_station_loses_no_points(prints: dict[str, Image.Image], name: str) -> None:
    score = score_marker(prints[name])
    assert (score.points, score.reasons) == (FULL_POINTS, ())
    assert is_printable(score)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_marker_is_refused_with_its_reasons(scores: dict[str, MarkerScore], name: str) -> None:
    score = scores[name]
    assert score.points < LEAST_POINTS
    assert not is_printable(score)
    assert {reason.code for reason in score.reasons} >= BAD[name]


def test_reasons_come_the_greatest_loss_first_and_add_up(bad_markers: dict[str, Image.Image]) -> None:
    score = score_marker(bad_markers["half"])
    lost = [reason.points_lost for reason in score.reasons]
    assert len(lost) > 1
    assert lost == sorted(lost, reverse=True)
    assert score.points == FULL_POINTS - sum(lost)


def test_the_empty_half_is_named_whichever_it_is(prints: dict[str, Image.Image]) -> None:
    codes = set()
    for box in ((0, 0, 300, 600), (300, 0, 600, 600), (0, 0, 600, 300)):
        marker = prints["mudskipper-pools"].copy()
        marker.paste("white", box)
        codes |= {reason.code for reason in score_marker(marker).reasons if reason.code.startswith("empty")}
    assert codes == {"empty_left_half", "empty_right_half", "empty_upper_half"}


def test_a_target_that_was_compiled_before_gives_the_same_score(prints: dict[str, Image.Image]) -> None:
    marker = prints["mudskipper-pools"]
    assert score_marker(marker, compile_target(marker)) == score_marker(marker)


def test_art_with_transparency_is_scored_as_printed_on_white(prints: dict[str, Image.Image]) -> None:
    clear = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    half = prints["mudskipper-pools"].convert("RGBA")
    half.paste(clear.crop((0, 300, 600, 600)), (0, 300))
    assert [reason.code for reason in score_marker(half).reasons] == ["empty_lower_half"]


def test_art_in_inks_or_in_16_bits_is_scored(prints: dict[str, Image.Image]) -> None:
    marker = prints["mudskipper-pools"]
    deep = Image.fromarray(np.asarray(marker.convert("L")).astype(np.uint16) * 257)
    assert deep.mode == "I;16"
    assert is_printable(score_marker(marker.convert("CMYK")))
    assert is_printable(score_marker(deep))


def test_a_picture_too_small_to_compile_is_refused() -> None:
    with pytest.raises(BadMarker, match="at least 300 pixels"):
        score_marker(Image.new("RGB", (40, 40)))


def test_a_ramp_costs_nothing_when_good_all_when_bad_and_half_in_between() -> None:
    ramp = Ramp(bad=10, good=20, most=60)
    assert [ramp.lost(value) for value in (25, 20, 15, 10, 0)] == [0, 0, 30, 60, 60]


def test_a_look_alike_is_named_and_forbids_printing(prints: dict[str, Image.Image]) -> None:
    pairs = {("new", "old"): 0.3, ("old", "new"): 0.25, ("new", "other"): 0.01, ("other", "new"): 0.0}
    reason = look_alike("new", pairs)
    assert reason is not None
    assert (reason.code, reason.values) == ("looks_like_another", {"other": "old", "percent": 30})
    assert look_alike("other", pairs) is None
    assert not is_printable(score_marker(prints["mudskipper-pools"]), reason)


def test_every_reason_has_a_sentence_that_takes_its_values(scores: dict[str, MarkerScore]) -> None:
    reasons = {reason.code: reason for score in scores.values() for reason in score.reasons}
    reasons["looks_like_another"] = Reason("looks_like_another", FULL_POINTS, {"other": "old", "percent": 30})
    for code, reason in reasons.items():
        for sentence in SENTENCES[code].values():
            assert {field for _, field, _, _ in Formatter().parse(sentence) if field} == set(reason.values), code
    halves = {f"empty_{half}_half" for half in ("upper", "left", "right")}
    assert set(SENTENCES) == set(reasons) | halves
