"""Read QR codes from a camera frame with two independent readers, as two makes of phone would."""

from collections.abc import Callable

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.errors import BuildFailure

Frame = NDArray[np.uint8]
QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def read_zxing(frame: Frame) -> list[str]:
    """Give the text of every QR code that zxing-cpp finds in a frame of (height, width) or (height, width, 3) uint8."""
    found = zxingcpp.read_barcodes(grey_of(frame), formats=QR_CODES)
    return [symbol.text for symbol in found]


def read_zbar(frame: Frame) -> list[str]:
    """Give the text of every QR code that zbar finds in a frame of (height, width) or (height, width, 3) uint8.

    Raises:
        BuildFailure: the system has no zbar; a proof by one reader alone would be worth half.
    """
    try:  # Importing it loads the system's library, which a service that proves no plaques does not need.
        from pyzbar import pyzbar
    except ImportError as error:
        raise BuildFailure(
            "zbar, the second reader of QR codes, is missing. Please install it: apt-get install libzbar0"
        ) from error
    grey = grey_of(frame)
    height, width = grey.shape
    # Asked for QR codes only, it keeps quiet: its bar code readers write warnings to stderr.
    found = pyzbar.decode((grey.tobytes(), width, height), symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [symbol.data.decode("utf-8", "replace") for symbol in found]


def code_corners(frame: Frame, text: str) -> NDArray[np.float64] | None:
    """Find the QR code that says a text: its corners from its top left one clockwise, (4, 2) pixels, or None."""
    for symbol in zxingcpp.read_barcodes(grey_of(frame), formats=QR_CODES):
        if symbol.text == text:
            at = symbol.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            return np.array([(corner.x, corner.y) for corner in corners], np.float64)
    return None


READERS: dict[str, Callable[[Frame], list[str]]] = {"zxing": read_zxing, "zbar": read_zbar}


def grey_of(frame: Frame) -> Frame:
    """Give luminance by ITU-R BT.601 as (height, width) uint8, the rows one after the other in memory."""
    return np.ascontiguousarray(frame if frame.ndim == 2 else np.asarray(Image.fromarray(frame).convert("L")))
