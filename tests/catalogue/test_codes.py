import random

import pytest

from mangrove_ar.catalogue.codes import LENGTH, SYMBOLS, new_code, read_code, spaced
from mangrove_ar.errors import MistypedCode

CODE = new_code(random.Random(7).choice)


def test_a_code_is_eight_plain_symbols_and_reads_back() -> None:
    assert len(CODE) == LENGTH
    assert set(CODE) <= set(SYMBOLS)
    assert read_code(CODE) == CODE


def test_a_code_may_be_typed_small_spaced_and_with_lookalike_letters() -> None:
    code = "10" + "0" * 5
    code = next(code + check for check in SYMBOLS if _is_sound(code + check))
    assert read_code(code.replace("0", "o").replace("1", "l").lower()) == code
    assert read_code(f" {spaced(code)} ") == code


def test_every_wrong_symbol_is_named_a_typo() -> None:
    for place in range(LENGTH):
        for symbol in set(SYMBOLS) - {CODE[place]}:
            assert not _is_sound(CODE[:place] + symbol + CODE[place + 1 :])


def test_every_swap_of_two_different_neighbours_is_named_a_typo() -> None:
    for place in range(LENGTH - 2):
        swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
        assert swapped == CODE or not _is_sound(swapped)


@pytest.mark.parametrize("typed", ["", "K7", "ก" * 8, "U" * 8, "K7QM4T2XX", "'; DROP--", "\0" * 8])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(MistypedCode):
        read_code(typed)


def _is_sound(code: str) -> bool:
    try:
        return read_code(code) == code
    except MistypedCode:
        return False
