"""The QR code of a plaque: what it says, and whether it is large enough for the distance."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mangrove_ar.errors import BadPlaque
from mangrove_ar.packs.qr import QUIET_ZONE_MODULES, symbol_for
from mangrove_ar.packs.readers import READERS

URL = "HTTPS://MANGROVE.TH/S/RA520806"
LONG_URL = "HTTPS://TRAIL.RAYONG-MANGROVE.GO.TH/S/RA520806"


def drawn(modules: NDArray[np.bool_], module_px: int = 4) -> NDArray[np.uint8]:
    """The matrix as a picture with its quiet zone."""
    light = np.where(np.pad(modules, QUIET_ZONE_MODULES), 0, 255).astype(np.uint8)
    return np.kron(light, np.ones((module_px, module_px), dtype=np.uint8))


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_reads_the_matrix_that_is_drawn_on_the_plaque(reader: str) -> None:
    assert READERS[reader](drawn(symbol_for(URL, 120, 1.5).modules)) == [URL]


def test_an_address_all_in_upper_case_needs_fewer_modules() -> None:
    assert symbol_for(LONG_URL, 150, 0.5).version < symbol_for(LONG_URL.lower(), 150, 0.5).version


def test_the_symbol_that_mends_most_is_taken_where_there_is_room() -> None:
    assert [symbol_for(URL, side_mm, 1.5).level for side_mm in (120, 150)] == ["M", "H"]


def test_larger_modules_go_before_mending_where_room_is_scarce() -> None:
    tight = symbol_for(URL, 120, 1.5)
    assert (tight.level, tight.version) == ("M", 2)
    assert tight.module_mm == pytest.approx(120 / 33)


def test_the_largest_distance_named_is_accepted_and_a_centimetre_more_is_not() -> None:
    farthest_m = symbol_for(URL, 120, 1.5).largest_distance_m
    assert farthest_m == 1.51
    assert symbol_for(URL, 120, farthest_m).largest_distance_m == farthest_m
    with pytest.raises(BadPlaque):
        symbol_for(URL, 120, farthest_m + 0.01)


def test_a_symbol_too_small_for_the_distance_is_refused_with_figures_and_three_ways_out() -> None:
    with pytest.raises(BadPlaque) as refused:
        symbol_for(LONG_URL, 120, 1.5)
    assert refused.value.message == (
        "HTTPS://TRAIL.RAYONG-MANGROVE.GO.TH/S/RA520806: in a QR code of 120 mm a module is 3.24 mm, and to be read "
        "from 1.5 m it needs 3.60 mm. Please take a template with a QR code of 134 mm, or a host name that is "
        "8 letters shorter, or a reading distance of 1.35 m at most."
    )


def test_each_way_out_that_the_refusal_names_works() -> None:
    assert symbol_for(LONG_URL, 134, 1.5).largest_distance_m >= 1.5
    assert symbol_for("HTTPS://ONG-MANGROVE.GO.TH/S/RA520806", 120, 1.5).version == 2
    assert symbol_for(LONG_URL, 120, 1.35).version == 3


def test_no_shorter_host_is_advised_where_none_could_help() -> None:
    with pytest.raises(BadPlaque) as refused:
        symbol_for(URL, 50, 1.5)
    assert "shorter" not in refused.value.message


def test_an_address_that_no_qr_code_holds_is_refused() -> None:
    with pytest.raises(BadPlaque, match="An address of 6030 letters fits no QR code"):
        symbol_for(URL + "A" * 6000, 150, 0.5)
