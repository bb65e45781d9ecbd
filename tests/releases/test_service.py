import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.catalogue.models import Quiz, Species, Station, StationCode
from mangrove_ar.errors import NothingPublished, NotPublished, StorageFailure, UnknownCode
from mangrove_ar.extensions import db
from mangrove_ar.releases.documents import CodesDocument
from mangrove_ar.releases.models import Release
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish, publish_codes
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON


class FullStorage(LocalStorage):
    """Storage that is full after some files."""

    def __init__(self, folder: Path, room: int) -> None:
        super().__init__(folder)
        self.room = room

    def put(self, content: bytes, extension: str) -> str:
        self.room -= 1
        if self.room < 0:
            raise StorageFailure("full")
        return super().put(content, extension)


def rename(slug: str, thai: str) -> None:
    station = db.session.scalars(select(Station).filter_by(slug=slug)).one()
    station.record = {**station.record, "names": {"th": thai, "en": "Renamed"}}
    db.session.commit()


def test_nothing_can_be_read_before_the_first_release(app: Flask, storage: LocalStorage) -> None:
    with pytest.raises(NothingPublished):
        live_release(storage)


def test_an_edit_shows_only_after_publishing(trail: Flask, storage: LocalStorage) -> None:
    rename("crab-condo", "บ้านปู")
    assert live_release(storage).station("crab-condo").name.th == "คอนโดปู"
    publish(storage, NOON, "renamed")
    assert live_release(storage).station("crab-condo").name.th == "บ้านปู"


def test_publishing_without_a_change_makes_no_new_release(trail: Flask, storage: LocalStorage) -> None:
    publish(storage, NOON, "again")
    assert db.session.scalar(select(func.count(Release.id))) == 1


def test_publishing_that_fails_half_way_leaves_the_old_release_live(trail: Flask, tmp_path: Path) -> None:
    before = live_release(LocalStorage(tmp_path)).sha256
    rename("crab-condo", "บ้านปู")
    with pytest.raises(StorageFailure):
        publish(FullStorage(tmp_path / "full", 5), NOON, "fails")
    assert live_release(LocalStorage(tmp_path)).sha256 == before


def test_going_back_to_an_earlier_state_is_the_earlier_release(trail: Flask, storage: LocalStorage) -> None:
    before = live_release(storage).sha256
    rename("crab-condo", "บ้านปู")
    publish(storage, NOON, "renamed")
    station = db.session.scalars(select(Station).filter_by(slug="crab-condo")).one()
    station.record = {**station.record, "names": {"th": "คอนโดปู", "en": "Crab condo"}}
    db.session.commit()
    assert publish(storage, NOON, "back") == before


def test_low_confidence_records_are_in_no_document(trail: Flask, instance: Path) -> None:
    hidden = set(db.session.scalars(select(Species.slug).filter_by(confidence="low")))
    assert hidden == {"telescopium-telescopium", "tubuca-paradussumieri"}
    everything = "".join(path.read_text("utf-8") for path in (instance / "files").rglob("*.json"))
    assert "austruca-annulipes" in everything
    assert not [slug for slug in hidden if slug in everything]


def test_a_low_confidence_question_is_not_asked(trail: Flask, storage: LocalStorage) -> None:
    assert live_release(storage).station("stilt-root-forest").question is not None
    db.session.scalars(select(Quiz).filter_by(slug="q001")).one().confidence = "low"
    db.session.commit()
    publish(storage, NOON, "doubtful")
    assert live_release(storage).station("stilt-root-forest").question is None


def test_a_status_without_a_checked_year_is_not_shown(trail: Flask, storage: LocalStorage) -> None:
    assert live_release(storage).species("lates-calcarifer").status is None
    status = live_release(storage).species("rhizophora-apiculata").status
    assert status is not None
    assert (status.category, status.year) == ("LC", 2010)


def test_only_surveyed_positions_are_shown(trail: Flask, storage: LocalStorage) -> None:
    cards = live_release(storage).trail("phra-chedi-klang-nam").stations
    assert [card.number for card in cards if card.position] == [2, 10]
    station = db.session.scalars(select(Station).filter_by(slug="crab-condo")).one()
    guess = {"latitude": 12.6, "longitude": 101.2, "confidence": "low"}
    station.record = {**station.record, "position": guess}
    db.session.commit()
    publish(storage, NOON, "a guess")
    assert live_release(storage).station("crab-condo").position is None


def test_documents_are_small_readable_json_named_by_their_content(trail: Flask, instance: Path) -> None:
    documents = [json.loads(path.read_bytes()) for path in (instance / "files").rglob("*.json")]
    assert len(documents) > 80


def test_withdrawn_codes_are_in_the_release_and_still_lead_to_their_station(
    trail: Flask, storage: LocalStorage, codes: dict[int, str]
) -> None:
    before = live_release(storage)

    def withdraw() -> None:
        db.session.get_one(StationCode, codes[5]).withdrawn_at = NOON

    publish_codes(withdraw, storage, NOON, "withdrawn")
    release = live_release(storage)
    assert [code for code in codes.values() if release.replaced_at(code)] == [codes[5]]
    assert release.replaced_at(codes[5]) == NOON
    assert release.station_by_code(codes[5]).slug == "crab-condo"
    assert before.replaced_at(codes[5]) is None
    assert {path for path, sha256 in release.documents().items() if sha256 != before.documents()[path]} == {"codes"}


def test_changing_codes_leaves_unpublished_edits_unpublished(trail: Flask, storage: LocalStorage) -> None:
    rename("crab-condo", "บ้านปู")
    publish_codes(lambda: None, storage, NOON, "nothing")
    assert live_release(storage).station("crab-condo").name.th == "คอนโดปู"


def test_the_code_of_a_station_that_is_not_public_yet_waits_for_it(trail: Flask, storage: LocalStorage) -> None:
    known = db.session.scalars(select(Station).filter_by(slug="crab-condo")).one()
    new = Station(
        trail=known.trail,
        slug="new-post",
        number=11,
        name=known.name,
        is_withdrawn=False,
        record={**known.record, "number": 11},
    )
    db.session.add(StationCode(code="RA520806", station=new, issued_at=NOON))
    db.session.commit()
    publish_codes(lambda: None, storage, NOON, "nothing")
    with pytest.raises(UnknownCode):
        live_release(storage).station_by_code("RA520806")
    publish(storage, NOON, "a new post")
    assert live_release(storage).station_by_code("RA520806").slug == "new-post"


def test_a_change_of_codes_that_cannot_be_shown_is_not_made(
    trail: Flask, tmp_path: Path, codes: dict[int, str]
) -> None:
    def withdraw() -> None:
        db.session.get_one(StationCode, codes[5]).withdrawn_at = NOON

    with pytest.raises(StorageFailure):
        publish_codes(withdraw, FullStorage(tmp_path / "instance/files", 1), NOON, "fails")
    assert db.session.get_one(StationCode, codes[5]).withdrawn_at is None


def test_releases_from_before_codes_could_be_withdrawn_are_still_read() -> None:
    assert CodesDocument.model_validate_json('{"stations": {"RA520806": "crab-condo"}}').withdrawn == {}


def test_a_code_leads_to_its_station_and_no_other_code_does(
    trail: Flask, storage: LocalStorage, codes: dict[int, str]
) -> None:
    release = live_release(storage)
    assert release.station_by_code(codes[5].lower()).slug == "crab-condo"
    with pytest.raises(UnknownCode):
        release.station_by_code("00000000")
    with pytest.raises(NotPublished):
        release.station_by_number("phra-chedi-klang-nam", 11)
