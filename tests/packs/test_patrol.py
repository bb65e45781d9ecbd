from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mangrove_ar.errors import BadReport
from mangrove_ar.extensions import db
from mangrove_ar.packs.models import LONGEST_NOTE, PlaqueReport
from mangrove_ar.packs.patrol import (
    MOST_OPEN_REPORTS,
    Scanned,
    check_plaque,
    close_report,
    last_checks,
    open_reports,
    read_scanned,
    report_plaque,
)
from mangrove_ar.packs.service import withdraw_pack
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.packs.outdoors import URL, build_markers, plaque_of, print_pack, rebuild_marker

CRABS, CLAMS = "crab-condo", "mud-clam-house"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def markers(trail: Flask) -> None:
    build_markers()


def scan(text: str, station: str | None = CRABS, public_url: str = URL) -> Scanned:
    return read_scanned(text, public_url, station)


def test_a_plaque_that_is_as_it_should_be() -> None:
    print_pack()
    crabs = plaque_of(CRABS)
    found = scan(crabs.url)
    assert (found.verdict, found.slug, found.number, found.code) == ("current", CRABS, 5, crabs.code)
    assert found.revision == crabs.revision
    assert (
        scan(crabs.url.lower()).verdict
        == scan(crabs.code).verdict
        == scan(f" {crabs.code[:4]}-{crabs.code[4:]} ").verdict
        == "current"
    )


def test_a_plaque_that_hangs_although_no_pack_knows_it_is_taken_as_it_is() -> None:
    assert scan(plaque_of(CRABS).url).verdict == "current"


def test_a_plaque_whose_marker_changed_since_its_print_is_outdated() -> None:
    print_pack()
    rebuild_marker(CRABS)
    found = scan(plaque_of(CRABS).url)
    assert (found.verdict, found.reasons) == ("outdated", ("marker_changed",))


def test_a_plaque_with_our_former_host_is_outdated_only_if_it_was_printed() -> None:
    address = plaque_of(CRABS).url
    assert scan(address, public_url="https://other.example").verdict == "foreign_host"
    print_pack()
    found = scan(address, public_url="https://other.example")
    assert (found.verdict, found.reasons) == ("outdated", ("host_changed",))


def test_a_withdrawn_code_is_told_apart_from_the_new_one(storage: LocalStorage) -> None:
    old = plaque_of(CRABS).url
    withdraw_pack(print_pack(CRABS), None, storage, NOON)
    assert scan(old).verdict == "withdrawn"
    assert scan(plaque_of(CRABS).url).verdict == "current"


def test_a_plaque_at_the_wrong_post_is_named(storage: LocalStorage) -> None:
    found = scan(plaque_of(CLAMS).url)
    assert (found.verdict, found.slug, found.number) == ("other_station", CLAMS, 6)
    assert scan(plaque_of(CLAMS).url, station=None).verdict == "current"


@pytest.mark.parametrize(
    "host",
    [
        "https://evil.example",
        "https://trail.example.evil.example",
        "https://trail.example@evil.example",
        "https://trail.example:8443",
        "https://evil.example#https://trail.example",
        "https://tra\u0131l.example",
        "http://trail.example",
    ],
)
def test_a_sticker_with_another_host_is_foreign_whatever_code_it_carries(host: str) -> None:
    print_pack()
    found = scan(f"{host}/s/{plaque_of(CRABS).code}")
    assert found.verdict == "foreign_host"
    assert found.host is not None
    assert found.slug is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "WIFI:S:guest;;",
        f"{URL}/",
        f"{URL}/s/",
        f"{URL}/s/XXXXXXXX",
        "x" * 5000,
        "https://",
        "//trail.example/s/",
    ],
)
def test_a_code_that_belongs_to_no_plaque(text: str) -> None:
    assert scan(text) == Scanned("not_a_plaque")


def test_our_host_with_more_than_a_code_is_no_plaque_of_ours() -> None:
    crabs = plaque_of(CRABS)
    for ending in ("?next=//evil.example", "#x", "/report", "\n"):
        assert scan(f"{URL}/s/{crabs.code}{ending}x").verdict == "not_a_plaque"


def test_a_well_formed_code_that_we_never_issued_is_named() -> None:
    found = scan(f"{URL}/s/00000000")
    assert (found.verdict, found.code) == ("unknown_code", "00000000")


def test_the_patrol_sees_every_station_with_its_last_check() -> None:
    check_plaque(CRABS, plaque_of(CRABS).code.lower(), "worn", "  faded \n much ", None, NOON)
    check_plaque(CRABS, "nonsense", "good", "", None, NOON + DAY)
    check_plaque(CLAMS, None, "missing", "", None, NOON)
    states = {check.slug: (check.state, check.code, check.at) for check in last_checks()}
    assert len(states) == 10
    assert states[CRABS] == ("good", None, NOON + DAY)
    assert states[CLAMS] == ("missing", None, NOON)
    assert states["nursery"] == (None, None, None)


@pytest.mark.parametrize(
    ("station", "state", "note"),
    [("atlantis", "good", ""), (CRABS, "eaten", ""), (CRABS, "good", "x" * (LONGEST_NOTE + 1))],
)
def test_a_check_that_makes_no_sense_is_refused(station: str, state: str, note: str) -> None:
    with pytest.raises(BadReport):
        check_plaque(station, None, state, note, None, NOON)
    assert {check.state for check in last_checks()} == {None}


def test_reports_are_kept_without_a_trace_of_who_sent_them_until_they_are_closed() -> None:
    code = plaque_of(CRABS).code
    assert report_plaque(CRABS, code, "worn", " เลือน\nมาก ", NOON)
    assert report_plaque(CLAMS, None, "other", "", NOON + DAY)
    first, second = open_reports()
    assert (first.slug, first.code, first.kind, first.note, first.at) == (CRABS, code, "worn", "เลือน มาก", NOON)
    assert set(PlaqueReport.__table__.columns.keys()) == {
        "id", "station_id", "code", "kind", "note", "at", "closed_at", "closed_by",
    }  # fmt: skip
    close_report(first.id, None, NOON + DAY)
    close_report(first.id, None, NOON + 2 * DAY)
    assert [report.id for report in open_reports()] == [second.id]
    assert db.session.scalar(select(PlaqueReport.closed_at).filter_by(id=first.id)) == NOON + DAY
    with pytest.raises(BadReport):
        close_report(99, None, NOON)


@pytest.mark.parametrize(
    ("station", "kind", "note"),
    [("atlantis", "worn", ""), (CRABS, "good", ""), (CRABS, "worn", "x" * (LONGEST_NOTE + 1))],
)
def test_a_report_that_makes_no_sense_is_refused(station: str, kind: str, note: str) -> None:
    with pytest.raises(BadReport):
        report_plaque(station, None, kind, note, NOON)
    assert open_reports() == []


def test_nobody_can_fill_the_database_with_reports() -> None:
    kept = [report_plaque(CRABS, None, "worn", "", NOON) for _ in range(MOST_OPEN_REPORTS + 5)]
    assert kept.count(True) == len(open_reports()) == MOST_OPEN_REPORTS
    assert report_plaque(CLAMS, None, "worn", "", NOON)
