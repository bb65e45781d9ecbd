"""The proof of a plaque: what is found through the simulated phone, and the rules by which it passes."""

import io
import json
import pickle
from dataclasses import asdict, replace

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from mangrove_ar.errors import BadPlaque
from mangrove_ar.packs.proof import Proven, prove
from mangrove_ar.packs.proof_rules import HARD, NORMAL, ConditionResult, Proof, read_proof
from mangrove_ar.packs.raster import rasterise
from mangrove_ar.packs.readers import READERS
from mangrove_ar.packs.visit import BOARD_PX_PER_MM, Visit
from mangrove_ar.targets.camera import CONDITIONS
from tests.packs.boards import BOARD, PX_PER_MM, URL, as_pdf, board, mind, symbol

FRAMES = 20


def make_proof(read: int = FRAMES, matched: int = FRAMES, only: str = "", **changed: object) -> Proof:
    """A proof with these counts in one condition, or in all, and everything found elsewhere."""
    results = tuple(
        ConditionResult(
            condition=name,
            frames=FRAMES,
            read=dict.fromkeys(READERS, read if only in ("", name) else FRAMES),
            matched=matched if only in ("", name) else FRAMES,
            both=0,
        )
        for name in (*NORMAL, *HARD)
    )
    usual: dict[str, object] = {
        "url": URL,
        "module_mm": 3.6,
        "reading_distance_m": 1.5,
        "marker_distance_m": 0.35,
        "flat": dict.fromkeys((*READERS, "marker"), True),
        "results": results,
        "worst": (),
    }
    return Proof(**{**usual, **changed})


def codes(proof: Proof) -> list[str]:
    return [fault.code for fault in proof.faults]


@pytest.fixture(scope="module")
def proven() -> Proven:
    """The proof of a good plaque, as long as in earnest."""
    return prove(as_pdf(board()), mind(), symbol(), BOARD)


def test_a_good_plaque_passes(proven: Proven) -> None:
    assert proven.proof.faults == []
    assert proven.proof.flat == {"zxing": True, "zbar": True, "marker": True}


def test_every_condition_of_the_camera_is_tried_and_belongs_to_one_group(proven: Proven) -> None:
    assert sorted((*NORMAL, *HARD)) == sorted(CONDITIONS)
    assert [result.condition for result in proven.proof.results] == [*NORMAL, *HARD]


def test_a_proof_comes_back_whole_from_json_and_from_another_process(proven: Proven) -> None:
    assert read_proof(json.loads(json.dumps(asdict(proven.proof)))) == proven.proof
    assert pickle.loads(pickle.dumps(proven)) == proven


def test_each_worst_frame_has_its_picture_and_is_of_a_condition_that_missed_something(proven: Proven) -> None:
    assert len(proven.pictures) == len(proven.proof.worst) > 0
    missed = {
        result.condition
        for result in proven.proof.results
        if min(*result.read.values(), result.matched) < result.frames
    }
    assert {frame.condition for frame in proven.proof.worst} <= missed
    for picture in proven.pictures:
        assert Image.open(io.BytesIO(picture)).format == "JPEG"


def test_the_marker_is_photographed_from_where_it_fills_half_of_a_frame(proven: Proven) -> None:
    half_frame_m = 2 * 0.1
    assert proven.proof.marker_distance_m == pytest.approx(half_frame_m / (2 * np.tan(np.radians(22.5))), rel=0.02)


def test_the_same_seed_gives_the_same_attempt_and_picture() -> None:
    raster = rasterise(as_pdf(board()), BOARD_PX_PER_MM)
    first, second = (Visit(raster, mind(), symbol(), BOARD) for _ in range(2))
    assert first.attempt("dirt", 3) == second.attempt("dirt", 3)
    assert first.picture("qr", "dirt", 3) == second.picture("qr", "dirt", 3)


def test_a_code_too_far_away_is_not_read_and_the_plaque_does_not_pass() -> None:
    far = replace(BOARD, reading_distance_m=4.0)
    visit = Visit(rasterise(as_pdf(board()), BOARD_PX_PER_MM), mind(), symbol(), far)
    tries = [visit.attempt(name, 0) for name in ("clear", "defocus", "far")]
    assert [one.read_by for one in tries] == [frozenset()] * 3
    assert all(one.matched for one in tries)


def test_a_code_that_is_not_even_read_flat_is_not_photographed() -> None:
    spoilt = board()
    ImageDraw.Draw(spoilt).rectangle((130 * PX_PER_MM, 20 * PX_PER_MM, 180 * PX_PER_MM, 80 * PX_PER_MM), fill="white")
    proof, pictures = prove(as_pdf(spoilt), mind(), symbol(), BOARD)
    assert [fault.values for fault in proof.faults] == [{"reader": "zxing"}, {"reader": "zbar"}]
    assert (proof.results, pictures) == ((), ())


def test_another_stations_marker_is_not_taken_for_this_one() -> None:
    assert codes(prove(as_pdf(board(seed=2)), mind(seed=1), symbol(), BOARD).proof) == ["flat_marker"]


def test_a_template_without_a_picture_is_proven_by_its_code_alone() -> None:
    without = replace(BOARD, marker_mm=None)
    visit = Visit(rasterise(as_pdf(board()), BOARD_PX_PER_MM), None, symbol(), without)
    assert visit.flat == {"zxing": True, "zbar": True}
    assert visit.attempt("clear", 0).read_by == frozenset(READERS)
    assert codes(make_proof(matched=0, flat=dict.fromkeys(READERS, True))) == []


def test_a_sticker_is_cut_out_of_its_sheet() -> None:
    sheet = Image.new("RGB", (1050, 1485), "white")
    small = board().crop((575, 50, 1175, 650)).resize((200, 200))
    sheet.paste(small, (800, 1200))
    sticker = replace(BOARD, marker_mm=None, qr_mm=40, reading_distance_m=0.4, per_sheet=10)
    visit = Visit(np.asarray(sheet), None, symbol(), sticker)
    assert visit.attempt("clear", 0).read_by == frozenset(READERS)


def test_ninety_percent_read_passes_and_one_frame_less_does_not() -> None:
    assert make_proof(read=18).passed
    assert codes(make_proof(read=17)) == ["read", "read"]


def test_every_frame_counts_also_where_something_lies_on_the_code() -> None:
    assert make_proof(read=0, only="dirt").read_share("zbar") == pytest.approx(16 / 17)


def test_normal_conditions_are_photographed_twice_as_often(proven: Proven) -> None:
    assert {(result.hard, result.frames) for result in proven.proof.results} == {(False, 8), (True, 4)}


@pytest.mark.parametrize(
    ("matched", "faults"), [(19, []), (18, ["matched_normal"]), (15, ["matched_normal", "matched_hard"])]
)
def test_the_marker_must_be_found_in_95_percent_of_normal_and_80_of_hard_frames(
    matched: int, faults: list[str]
) -> None:
    assert codes(make_proof(matched=matched)) == faults


def test_a_covered_marker_counts_though_a_covered_code_does_not() -> None:
    assert make_proof(matched=0, only="covered").matched_share(hard=True) == pytest.approx(7 / 8)


def test_the_raster_is_what_is_left_after_trimming() -> None:
    page = Image.new("RGB", (600, 400), "magenta")
    page.paste("black", (100, 50, 500, 350))
    with pikepdf.open(io.BytesIO(as_pdf(page))) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
        pdf.pages[0].TrimBox = [width / 6, height / 8, width * 5 / 6, height * 7 / 8]
        trimmed = io.BytesIO()
        pdf.save(trimmed)
    raster = rasterise(trimmed.getvalue(), PX_PER_MM)
    assert raster.shape == (300, 400, 3)
    assert raster[2:-2, 2:-2].max() < 20


def test_bytes_that_are_no_pdf_are_refused_with_what_to_do() -> None:
    with pytest.raises(BadPlaque, match=r"Page 1 of the plaque's PDF cannot be drawn .* Make it again"):
        rasterise(b"not a PDF", PX_PER_MM)
