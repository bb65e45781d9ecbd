"""A pack ordered in the studio is made by a process of its own, and what cannot be made says why."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from mangrove_ar.config import Settings
from mangrove_ar.extensions import db
from mangrove_ar.packs import background, queries
from mangrove_ar.packs.making import make_waiting
from mangrove_ar.packs.service import SILENT, claim_pack, order_pack
from mangrove_ar.packs.shelf import made_pack
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.web.current import now
from tests.conftest import NOON
from tests.packs import boards
from tests.packs.outdoors import URL, build_markers, store_marker

CRABS, CLAMS = "crab-condo", "mud-clam-house"


@pytest.fixture(autouse=True)
def markers(trail: Flask, storage: LocalStorage) -> None:
    """Every station has a marker and a target of its own."""
    build_markers()
    for seed, slug in enumerate(plaque.slug for plaque in queries.plaques_of(URL).ready):
        buffer = io.BytesIO()
        boards.marker(seed).save(buffer, "PNG")
        store_marker(slug, buffer.getvalue(), boards.mind(seed), storage)


def test_the_maker_makes_what_waits_and_the_studio_shows_it(settings: Settings) -> None:
    number = order_pack([CRABS], "a4", 1.3, URL, None, now())
    db.session.remove()
    assert background.spawn(settings).wait(timeout=300) == 0, (settings.packs / "making.log").read_text()
    pack = queries.pack(number)
    assert (pack.status, pack.message) == ("made", "")
    made = made_pack(settings.packs, pack)
    assert made is not None
    assert {slug: one.verdict for slug, one in made.plaques.items()} == {CRABS: "passed"}
    assert [one.slug for one in queries.packed_plaques(number)] == [CRABS]


def test_an_order_that_cannot_be_made_says_why_and_the_next_is_still_made(
    settings: Settings, storage: LocalStorage
) -> None:
    bad = order_pack([CLAMS], "a4", 4.0, URL, None, NOON)
    assert make_waiting(settings, storage, now) == 1
    pack = queries.pack(bad)
    made = made_pack(settings.packs, pack)
    assert made is not None
    assert made.plaques[CLAMS].verdict == "refused"
    assert "to be read from 4 m" in made.plaques[CLAMS].message
    assert queries.packed_plaques(bad) == []


def test_after_a_restart_what_waits_is_made_and_what_was_left_half_way_is_given_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(background, "start_making", lambda: started.append("maker"))
    background.resume_making(NOON)
    assert started == []
    left = order_pack([CRABS], "a4", 1.3, URL, None, NOON)
    assert claim_pack(NOON) == left
    order_pack([CRABS], "a4", 1.3, URL, None, NOON)
    background.resume_making(NOON + SILENT + timedelta(seconds=1))
    assert started == ["maker"]
    assert queries.pack(left).status == "failed"
