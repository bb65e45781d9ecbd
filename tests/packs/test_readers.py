"""Both readers read codes, and say so when one of them is not installed."""

import builtins
import sys
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mangrove_ar.errors import BuildFailure
from mangrove_ar.packs.readers import READERS, Frame, read_zbar
from tests.qr_picture import qr_picture

TEXT = "HTTPS://MANGROVE.TH/S/RA520806"


def street(angle_degrees: float = 0) -> Frame:
    """A grey noisy frame of 640 x 480 with a QR code in it, turned."""
    noise = np.random.default_rng(1).normal(128, 6, (480, 640, 3)).astype(np.uint8)
    frame = Image.fromarray(noise)
    symbol = qr_picture("https://mangrove.th", "RA520806")
    frame.paste(symbol.rotate(angle_degrees, expand=True, fillcolor="white"), (80, 60))
    return np.asarray(frame)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("angle_degrees", [0, 30, 180])
def test_each_reader_reads_a_code_in_a_frame_however_it_is_turned(reader: str, angle_degrees: float) -> None:
    assert READERS[reader](street(angle_degrees)) == [TEXT]


@pytest.mark.parametrize("reader", READERS)
def test_a_frame_may_be_grey_colour_or_a_window_of_a_larger_one(reader: str) -> None:
    read = READERS[reader]
    colour = street()
    assert read(colour[:, :, 0]) == read(colour[20:460, 30:]) == read(colour) == [TEXT]


@pytest.mark.parametrize("reader", READERS)
def test_an_empty_frame_gives_no_text_and_no_warning(reader: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert READERS[reader](np.full((480, 640), 128, dtype=np.uint8)) == []
    assert capfd.readouterr() == ("", "")


def test_a_missing_zbar_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_zbar(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("pyzbar"):
            raise ImportError("Unable to find zbar shared library")
        return real_import(name, *rest, **named)

    for name in [name for name in sys.modules if name.startswith("pyzbar")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without_zbar)
    with pytest.raises(BuildFailure, match="apt-get install libzbar0"):
        read_zbar(street())
