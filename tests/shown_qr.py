"""Read a QR code off a page, as a phone does."""

from base64 import b64decode
from io import BytesIO

import zxingcpp
from PIL import Image


def read_qr(data_url: str) -> str:
    """Give what a picture that stands in its own address says."""
    head, _, encoded = data_url.partition(",")
    assert head == "data:image/png;base64"
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(b64decode(encoded))))
    return str(found.text)
