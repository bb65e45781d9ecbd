"""A QR code on a screen, to be photographed by a phone."""

from base64 import b64encode
from io import BytesIO

from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

PIXELS_PER_MODULE = 8
QUIET_ZONE_MODULES = 4


def qr_data_url(text: str) -> str:
    """Give a picture that says this text, as an address that the picture itself is in: no further request."""
    return f"data:image/png;base64,{b64encode(qr_png(text)).decode()}"


def qr_png(text: str) -> bytes:
    """Draw a picture that says this text."""
    symbol = QRCode(error_correction=ERROR_CORRECT_M, box_size=PIXELS_PER_MODULE, border=QUIET_ZONE_MODULES)
    symbol.add_data(text)
    drawn = BytesIO()
    symbol.make_image(image_factory=PilImage).save(drawn, "PNG")
    return drawn.getvalue()
