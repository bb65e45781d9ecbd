from datetime import timedelta

import pytest
from flask import Flask

from mangrove_ar.packs.patrol import check_plaque, close_report, open_reports, report_plaque
from mangrove_ar.packs.reprints import Reason, plaques_to_reprint
from mangrove_ar.packs.service import register_pack, unmark_printed, withdraw_pack
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.packs.outdoors import URL, build_markers, plaque_of, print_pack, rebuild_marker

CRABS, CLAMS = "crab-condo", "mud-clam-house"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def markers(trail: Flask) -> None:
    build_markers()


def reasons(public_url: str = URL) -> dict[str, tuple[Reason, ...]]:
    return {reprint.slug: reprint.reasons for reprint in plaques_to_reprint(public_url)}


def test_what_was_never_printed_is_listed_and_what_hangs_outdoors_is_not() -> None:
    assert len(reasons()) == 10
    assert set(reasons().values()) == {("never_printed",)}
    print_pack(CRABS)
    assert len(reasons()) == 9
    assert CRABS not in reasons()


def test_a_pack_that_is_made_but_not_printed_hangs_nowhere() -> None:
    register_pack([plaque_of(CRABS)], "a4", 1.5, "pack", "a" * 64, None, NOON)
    assert reasons()[CRABS] == ("never_printed",)
    unmark_printed(print_pack(CLAMS, key="b"), None, NOON)
    assert reasons()[CLAMS] == ("never_printed",)


def test_a_changed_marker_is_a_reprint_from_one_revision_to_the_other() -> None:
    pack_id = print_pack()
    before = plaque_of(CRABS).revision
    rebuild_marker(CRABS)
    (reprint,) = plaques_to_reprint(URL)
    assert (reprint.slug, reprint.number, reprint.reasons) == (CRABS, 5, ("marker_changed",))
    assert (reprint.printed_revision, reprint.current_revision) == (before, plaque_of(CRABS).revision)
    assert reprint.pack_id == pack_id
    print_pack(CRABS, key="b", at=NOON + DAY)
    assert reasons() == {}


def test_a_withdrawn_code_is_a_reprint_until_the_new_one_is_printed(storage: LocalStorage) -> None:
    print_pack()
    pack_id = print_pack(CRABS, key="b", at=NOON + DAY)
    withdraw_pack(pack_id, None, storage, NOON + DAY)
    assert reasons() == {CRABS: ("code_withdrawn",)}
    print_pack(CRABS, key="c", at=NOON + 2 * DAY)
    assert reasons() == {}


def test_another_host_is_a_reprint_of_all_and_other_letters_of_the_same_host_are_not() -> None:
    print_pack()
    assert reasons("https://Trail.Example") == {}
    assert set(reasons("https://other.example").values()) == {("host_changed",)}
    assert len(reasons("https://other.example")) == 10
    assert set(reasons("http://trail.example").values()) == {("host_changed",)}


def test_all_reasons_are_told_together(storage: LocalStorage) -> None:
    pack_id = print_pack(CRABS)
    rebuild_marker(CRABS)
    withdraw_pack(pack_id, None, storage, NOON + DAY)
    report_plaque(CRABS, None, "worn", "", NOON + DAY)
    assert reasons("https://other.example")[CRABS] == (
        "code_withdrawn",
        "marker_changed",
        "host_changed",
        "reported_worn",
    )


@pytest.mark.parametrize("state", ["worn", "missing", "wrong"])
def test_what_the_patrol_found_is_a_reprint_until_it_finds_the_plaque_good(state: str) -> None:
    print_pack()
    check_plaque(CRABS, None, state, "", None, NOON + DAY)
    assert reasons() == {CRABS: (f"reported_{state}",)}
    check_plaque(CRABS, None, "good", "", None, NOON + 2 * DAY)
    assert reasons() == {}


@pytest.mark.parametrize("kind", ["worn", "missing", "wrong"])
def test_what_a_visitor_reports_is_a_reprint_until_the_report_is_closed(kind: str) -> None:
    print_pack()
    report_plaque(CRABS, None, kind, "", NOON + DAY)
    report_plaque(CLAMS, None, "other", "", NOON + DAY)
    assert reasons() == {CRABS: (f"reported_{kind}",)}
    for report in open_reports():
        close_report(report.id, None, NOON + DAY)
    assert reasons() == {}


def test_what_was_said_before_the_last_print_is_settled_by_it() -> None:
    report_plaque(CRABS, None, "worn", "", NOON)
    check_plaque(CLAMS, None, "missing", "", None, NOON)
    assert reasons()[CRABS] == ("never_printed", "reported_worn")
    print_pack(at=NOON + DAY)
    assert reasons() == {}
