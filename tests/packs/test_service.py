import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.catalogue.models import Station
from mangrove_ar.catalogue.queries import station_posts
from mangrove_ar.catalogue.records import free_numbers, show_revision
from mangrove_ar.errors import BadPlaque, NoSuchPack, PackNotReady, StorageFailure
from mangrove_ar.extensions import db
from mangrove_ar.packs import queries
from mangrove_ar.packs.models import Pack
from mangrove_ar.packs.patrol import last_checks
from mangrove_ar.packs.queries import Sharing, codes_sharing, packed_plaques, plaques_of, plaques_of_pack
from mangrove_ar.packs.service import (
    SILENT,
    claim_pack,
    fail_pack,
    fail_silent_packs,
    finish_pack,
    mark_printed,
    order_pack,
    register_pack,
    report_progress,
    unmark_printed,
    withdraw_pack,
)
from mangrove_ar.releases.models import LiveRelease
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.packs.outdoors import URL, build_markers, codes_of, plaque_of, print_pack, rebuild_marker

CRABS, CLAMS = "crab-condo", "mud-clam-house"
LATER = NOON + timedelta(days=30)


@pytest.fixture(autouse=True)
def markers(trail: Flask) -> None:
    build_markers()


class FullStorage(LocalStorage):
    """Storage that takes no file."""

    def put(self, content: bytes, extension: str) -> str:
        raise StorageFailure("full")


def order(*slugs: str) -> int:
    return order_pack(slugs, "a4", 1.5, URL, None, NOON)


def finish(pack_id: int) -> None:
    finish_pack(pack_id, plaques_of_pack(pack_id), "pack-1", "c" * 64, NOON)


def status(pack_id: int) -> str:
    db.session.rollback()
    return queries.pack(pack_id).status


def test_every_station_with_a_built_marker_has_a_plaque_with_its_code() -> None:
    found = plaques_of(URL)
    assert [plaque.number for plaque in found.ready] == list(range(1, 11))
    assert found.left_out == []
    crabs = plaque_of(CRABS)
    assert (crabs.name.en, crabs.target, crabs.marker) == ("Crab condo", f"{5:064x}", f"{5:064x}.png")
    assert crabs.code == station_posts()[4].code
    assert crabs.line.en.startswith("Look for")


def test_a_station_that_cannot_be_printed_is_named_with_the_reason() -> None:
    closed, unbuilt = (db.session.scalars(select(Station).filter_by(slug=slug)).one() for slug in (CRABS, CLAMS))
    closed.is_withdrawn = True
    db.session.delete(unbuilt.marker)
    db.session.commit()
    found = plaques_of(URL)
    assert [(left.slug, left.reason) for left in found.left_out] == [
        (CRABS, "station_withdrawn"),
        (CLAMS, "marker_not_built"),
    ]
    assert {CRABS, CLAMS}.isdisjoint(plaque.slug for plaque in found.ready)
    with pytest.raises(BadPlaque, match="mud-clam-house"):
        order(CLAMS)


@pytest.mark.parametrize("slugs", [(), ("atlantis",), (CRABS, "atlantis")])
def test_an_order_of_nothing_or_of_what_is_not_there_is_refused(slugs: tuple[str, ...]) -> None:
    with pytest.raises(BadPlaque):
        order(*slugs)
    assert queries.packs() == []


def test_a_pack_is_ordered_claimed_made_and_printed() -> None:
    pack_id = order(CRABS, CLAMS, CRABS)
    assert (queries.pack(pack_id).status, queries.pack(pack_id).total) == ("waiting", 2)
    assert claim_pack(NOON) == pack_id
    assert report_progress(pack_id, 1, "crab-condo", NOON)
    assert (queries.pack(pack_id).done, queries.pack(pack_id).message) == (1, "crab-condo")
    finish(pack_id)
    mark_printed(pack_id, None, NOON)
    mark_printed(pack_id, None, LATER)
    made = queries.pack(pack_id)
    assert (made.status, made.done, made.folder, made.printed_at) == ("made", 2, "pack-1", NOON)
    assert [plaque.slug for plaque in packed_plaques(pack_id)] == [CRABS, CLAMS]
    assert [plaque.revision for plaque in packed_plaques(pack_id)] == [plaque_of(s).revision for s in (CRABS, CLAMS)]


def test_a_pack_notes_what_was_made_not_what_was_ordered() -> None:
    pack_id = order(CRABS)
    ordered = packed_plaques(pack_id)[0].revision
    claim_pack(NOON)
    rebuild_marker(CRABS)
    finish(pack_id)
    assert packed_plaques(pack_id)[0].revision == plaque_of(CRABS).revision != ordered


def test_many_makers_claim_a_waiting_pack_once(trail: Flask) -> None:
    waiting = {order(CRABS), order(CLAMS)}
    claimed: list[int | None] = []

    def maker() -> None:
        with trail.app_context():
            claimed.append(claim_pack(NOON))

    threads = [threading.Thread(target=maker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 6
    assert sorted(pack_id for pack_id in claimed if pack_id) == sorted(waiting)


def test_a_maker_that_fell_silent_is_given_up_and_may_not_finish() -> None:
    silent, busy = order(CRABS), order(CLAMS)
    claim_pack(NOON)
    claim_pack(NOON)
    report_progress(busy, 0, "", NOON + SILENT)
    assert fail_silent_packs(NOON + SILENT + timedelta(seconds=1)) == 1
    assert (status(silent), status(busy)) == ("failed", "making")
    assert not report_progress(silent, 1, "", LATER)
    with pytest.raises(PackNotReady):
        finish(silent)


def test_a_failure_says_why_and_a_pack_that_is_made_cannot_fail() -> None:
    failed, made = order(CRABS), order(CLAMS)
    claim_pack(NOON)
    fail_pack(failed, "x" * 1000)
    assert claim_pack(NOON) == made
    finish(made)
    fail_pack(made, "too late")
    assert (status(failed), status(made)) == ("failed", "made")
    assert queries.pack(failed).message == "x" * 400


def test_only_a_made_pack_that_is_not_withdrawn_can_be_printed(storage: LocalStorage) -> None:
    waiting = order(CRABS)
    with pytest.raises(PackNotReady, match="waiting"):
        mark_printed(waiting, None, NOON)
    made = print_pack(CLAMS)
    withdraw_pack(made, None, storage, LATER)
    with pytest.raises(PackNotReady):
        mark_printed(made, None, LATER)
    with pytest.raises(NoSuchPack):
        mark_printed(99, None, NOON)


def test_a_slip_can_be_taken_back() -> None:
    pack_id = print_pack(CRABS)
    unmark_printed(pack_id, None, NOON)
    assert queries.pack(pack_id).printed_at is None


def test_the_same_content_made_outside_the_studio_is_one_pack() -> None:
    plaques = plaques_of(URL).ready
    first = register_pack(plaques, "a4", 1.5, "pack", "a" * 64, None, NOON)
    assert register_pack(plaques, "a4", 1.5, "pack", "a" * 64, None, LATER) == first
    assert register_pack(plaques, "a4", 1.5, "moved", "a" * 64, None, LATER) == first
    assert queries.pack(first).folder == "moved"
    assert register_pack(plaques[:1], "a4", 1.5, "pack", "b" * 64, None, LATER) != first
    with pytest.raises(BadPlaque):
        register_pack([], "a4", 1.5, "pack", "e" * 64, None, NOON)


def test_withdrawing_a_pack_withdraws_its_codes_alone_and_draws_new_ones(storage: LocalStorage) -> None:
    old, other = plaque_of(CRABS).code, plaque_of(CLAMS).code
    pack_id = print_pack(CRABS)
    withdraw_pack(pack_id, None, storage, LATER)
    new = plaque_of(CRABS).code
    assert codes_of(CRABS) == {old: True, new: False}
    assert codes_of(CLAMS) == {other: False}
    assert station_posts()[4].code == new != old
    release = live_release(storage)
    assert (release.replaced_at(old), release.replaced_at(new)) == (LATER, None)
    assert release.station_by_code(old).slug == release.station_by_code(new).slug == CRABS


def test_withdrawing_again_changes_nothing(storage: LocalStorage) -> None:
    pack_id = print_pack(CRABS)
    withdraw_pack(pack_id, None, storage, LATER)
    before = codes_of(CRABS)
    release = live_release(storage).sha256
    withdraw_pack(pack_id, None, storage, LATER + timedelta(days=1))
    assert codes_of(CRABS) == before
    assert live_release(storage).sha256 == release
    assert queries.pack(pack_id).withdrawn_at == LATER


def test_many_who_withdraw_at_once_draw_one_new_code(trail: Flask, storage: LocalStorage) -> None:
    pack_id = print_pack(CRABS)
    faults: list[Exception] = []

    def staff() -> None:
        with trail.app_context():
            try:
                withdraw_pack(pack_id, None, storage, LATER)
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=staff) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert list(codes_of(CRABS).values()) == [True, False]


def test_a_withdrawal_that_cannot_be_published_has_not_happened(storage: LocalStorage, instance: Path) -> None:
    pack_id = print_pack(CRABS)
    code, release = plaque_of(CRABS).code, live_release(storage).sha256

    with pytest.raises(StorageFailure):
        withdraw_pack(pack_id, None, FullStorage(instance / "files"), LATER)
    assert codes_of(CRABS) == {code: False}
    assert queries.pack(pack_id).withdrawn_at is None
    assert live_release(storage).sha256 == release


def test_a_withdrawal_publishes_nothing_but_the_codes(storage: LocalStorage) -> None:
    station = db.session.scalars(select(Station).filter_by(slug=CLAMS)).one()
    station.record = {**station.record, "names": {"th": "ยังไม่เผยแพร่", "en": "Not published"}}
    db.session.commit()
    withdraw_pack(print_pack(CRABS), None, storage, LATER)
    assert live_release(storage).station(CLAMS).name.en != "Not published"


def test_a_code_withdrawn_while_a_release_is_written_does_not_come_back(
    trail: Flask, storage: LocalStorage, instance: Path
) -> None:
    app, code = trail, plaque_of(CRABS).code
    pack_id = print_pack(CRABS)
    station = db.session.scalars(select(Station).filter_by(slug=CLAMS)).one()
    station.record = {**station.record, "names": {"th": "ใหม่", "en": "New"}}
    db.session.commit()

    class Slow(LocalStorage):
        """Storage in which a withdrawal overtakes a release that is being written."""

        turn = threading.Lock()

        def put(self, content: bytes, extension: str) -> str:
            if self.turn.acquire(blocking=False):  # Documents are written by several threads; the first one is late.
                with app.app_context():
                    withdraw_pack(pack_id, None, storage, LATER)
            return super().put(content, extension)

    without_markers()
    publish(Slow(instance / "files"), LATER, "overtaken")
    assert live_release(storage).station(CLAMS).name.en == "New"
    assert live_release(storage).replaced_at(code) == LATER


def test_a_pack_that_is_not_made_has_no_plaque_outdoors_to_withdraw(storage: LocalStorage) -> None:
    failed, making, waiting = order(CRABS), order(CRABS), order(CRABS)
    claim_pack(NOON)
    fail_pack(failed, "full")
    claim_pack(NOON)
    before = codes_of(CRABS)
    for pack_id, state in {failed: "failed", making: "making", waiting: "waiting"}.items():
        with pytest.raises(PackNotReady, match=f"is {state}"):
            withdraw_pack(pack_id, None, storage, NOON)
        assert (status(pack_id), queries.pack(pack_id).withdrawn_at) == (state, None)
    assert codes_of(CRABS) == before


def test_a_pack_whose_code_was_withdrawn_with_another_pack_cannot_be_printed(storage: LocalStorage) -> None:
    code = plaque_of(CRABS).code
    shelved = register_pack([plaque_of(CRABS), plaque_of(CLAMS)], "a4", 1.5, "pack-1", "b" * 64, None, NOON)
    outdoors = print_pack(CRABS, key="c")
    withdraw_pack(print_pack(CRABS), None, storage, LATER)
    with pytest.raises(PackNotReady, match=f"the codes {code} were withdrawn with another pack; please order it again"):
        mark_printed(shelved, None, LATER)
    assert queries.pack(shelved).printed_at is None
    mark_printed(outdoors, None, LATER)
    assert queries.pack(outdoors).printed_at == NOON


def test_a_pack_whose_code_is_withdrawn_while_it_is_made_has_failed(storage: LocalStorage) -> None:
    printed = print_pack(CRABS)
    making = order(CRABS)
    claim_pack(NOON)
    plaques = plaques_of_pack(making)
    withdraw_pack(printed, None, storage, LATER)
    with pytest.raises(PackNotReady, match="Withdrawn while"):
        finish_pack(making, plaques, "pack-2", "d" * 64, LATER)
    assert status(making) == "failed"
    with pytest.raises(PackNotReady, match="withdrawn"):
        register_pack(plaques, "a4", 1.5, "pack-3", "e" * 64, None, LATER)


def test_packs_that_lose_codes_with_a_pack_are_named(storage: LocalStorage) -> None:
    first, second, third = print_pack(CRABS, CLAMS), print_pack(CRABS, key="b"), print_pack("nursery", key="c")
    assert codes_sharing(first) == [Sharing(second, [5], True)]
    assert codes_sharing(third) == []
    withdraw_pack(first, None, storage, LATER)
    assert [plaque.is_code_withdrawn for plaque in packed_plaques(second)] == [True]
    fresh = print_pack(CRABS, key="d", at=LATER)
    assert codes_sharing(fresh) == []
    assert [sharing.pack_id for sharing in codes_sharing(second)] == []


def test_a_withdrawal_before_the_first_release_waits_for_it(storage: LocalStorage) -> None:
    db.session.delete(db.session.get_one(LiveRelease, 1))
    db.session.commit()
    code = plaque_of(CRABS).code
    withdraw_pack(print_pack(CRABS), None, storage, LATER)
    without_markers()
    publish(storage, LATER, "first")
    assert live_release(storage).replaced_at(code) == LATER


def without_markers() -> None:
    """Take away the rows that no build made, so that a release can be written."""
    for station in db.session.scalars(select(Station)):
        if station.marker is not None:
            db.session.delete(station.marker)
    db.session.commit()


def test_packs_are_listed_newest_first() -> None:
    numbers = [print_pack(CRABS, key=key) for key in "abc"]
    assert [pack.id for pack in queries.packs()] == numbers[::-1]
    assert db.session.scalar(select(func.count(Pack.id))) == 3
    with pytest.raises(NoSuchPack):
        packed_plaques(99)


def test_a_station_that_is_not_shown_any_more_is_on_no_list_of_plaques_and_keeps_its_number_in_its_pack() -> None:
    pack_id = print_pack(CRABS, CLAMS)
    other = print_pack(CRABS, key="other")
    free_numbers([CRABS])
    show_revision("stations", CRABS, None)
    db.session.commit()
    found = plaques_of(URL)
    assert CRABS not in {*(one.slug for one in found.ready), *(one.slug for one in found.left_out)}
    assert CRABS not in {post.slug for post in station_posts()}
    assert CRABS not in {check.slug for check in last_checks()}
    assert [(plaque.slug, plaque.number) for plaque in packed_plaques(pack_id)] == [(CRABS, 5), (CLAMS, 6)]
    assert codes_sharing(pack_id) == [Sharing(other, [5], True)]
