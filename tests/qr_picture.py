"""The QR code of a station as a picture, for cameras and readers in tests."""

import numpy as np
from PIL import Image

from mangrove_ar.packs.plaque import station_url
from mangrove_ar.packs.qr import QUIET_ZONE_MODULES, symbol_for

MODULE_PX = 8


def qr_picture(public_url: str, code: str) -> Image.Image:
    """Draw it eight pixels a module, with its quiet zone."""
    symbol = symbol_for(station_url(public_url, code), 120, 0.5)
    drawn = Image.fromarray(~np.pad(symbol.modules, QUIET_ZONE_MODULES))
    side_px = drawn.width * MODULE_PX
    return drawn.resize((side_px, side_px), Image.Resampling.NEAREST).convert("RGB")
