"""The QR code of a plaque: its symbol."""

import io

from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

from mangrove_ar.packs.plaque import station_url

QUIET_ZONE_MODULES = 4
MODULE_PX = 8
MARGIN_PX = 60
PAPER = "#ffffff"


def qr_symbol(public_url: str, code: str) -> QRCode[PilImage]:
    """Make the QR code of a station, error correction Q, in alphanumeric mode."""
    symbol = QRCode(
        error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE_MODULES, box_size=MODULE_PX, image_factory=PilImage
    )
    symbol.add_data(station_url(public_url, code), optimize=0)  # One piece, in the one mode that holds it best.
    symbol.make(fit=True)
    return symbol


def qr_picture(public_url: str, code: str) -> Image.Image:
    """Draw the QR code of a station, eight pixels a module."""
    buffer = io.BytesIO()
    qr_symbol(public_url, code).make_image().save(buffer)
    return Image.open(buffer).convert("RGB")


def trial_plaque(marker_png: bytes, public_url: str, code: str) -> Image.Image:
    """Put marker and QR code below each other on white paper."""
    marker = Image.open(io.BytesIO(marker_png)).convert("RGB")
    symbol = qr_picture(public_url, code)
    width = marker.width + 2 * MARGIN_PX
    plaque = Image.new("RGB", (width, marker.height + symbol.height + 3 * MARGIN_PX), PAPER)
    plaque.paste(marker, (MARGIN_PX, MARGIN_PX))
    plaque.paste(symbol, ((width - symbol.width) // 2, marker.height + 2 * MARGIN_PX))
    return plaque


def show_in_terminal(address: str) -> None:
    """Print the QR code of an address with the letters of a terminal."""
    symbol = QRCode(border=1, image_factory=PilImage)
    symbol.add_data(address)
    symbol.print_ascii(invert=True)
