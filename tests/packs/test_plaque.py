import zxingcpp

from mangrove_ar.packs.plaque import station_url
from mangrove_ar.packs.qr import qr_picture, qr_symbol

URL = "https://trail.example"
CODE = "RA520806"


def test_the_qr_code_holds_the_short_address_in_upper_case() -> None:
    read = zxingcpp.read_barcodes(qr_picture(URL, CODE))
    assert [found.text for found in read] == ["HTTPS://TRAIL.EXAMPLE/S/RA520806"]
    assert station_url(URL, CODE) == "HTTPS://TRAIL.EXAMPLE/S/RA520806"


def test_the_address_fits_a_small_symbol_since_it_is_all_alphanumeric() -> None:
    assert qr_symbol("https://mangrove.th", CODE).version <= 3
