from mangrove_ar.packs.plaque import station_url


def test_the_short_address_is_all_upper_case() -> None:
    assert station_url("https://trail.example", "RA520806") == "HTTPS://TRAIL.EXAMPLE/S/RA520806"
