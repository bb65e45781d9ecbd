import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.catalogue.models import Quiz, Revision, Species, Station, StationCode
from mangrove_ar.catalogue.records import By, Key, Kind, approved, keep_record, shown_revisions
from mangrove_ar.errors import NoSuchRelease, NothingPublished, NotPublished, ReleaseMoved, StorageFailure, UnknownCode
from mangrove_ar.extensions import db
from mangrove_ar.releases.documents import CodesDocument
from mangrove_ar.releases.models import LiveRelease, Release
from mangrove_ar.releases.queries import history, live_release, release
from mangrove_ar.releases.service import publish, publish_change, publish_codes, roll_back
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON

VIPA = By(None, "วิภา")
TRAIL = "trail/phra-chedi-klang-nam"


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
    trail: Flask, instance: Path, codes: dict[int, str]
) -> None:
    def withdraw() -> None:
        db.session.get_one(StationCode, codes[5]).withdrawn_at = NOON

    with pytest.raises(StorageFailure):
        publish_codes(withdraw, FullStorage(instance / "files", 1), NOON, "fails")
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


def change(kind: Kind, slug: str, storage: LocalStorage, **fields: object) -> int:
    """Change a record's fields, show just that, and give the number of the release."""

    def keep() -> list[Key]:
        found = approved(kind, slug)
        assert found
        keep_record(kind, slug, found.record | fields, VIPA, NOON)
        return [(kind, slug)]

    publish_change(keep, storage, NOON, f"{slug} changed", VIPA.name)
    return live_id()


def add_species(slug: str, storage: LocalStorage) -> int:
    """Publish a new species and give the number of the release."""
    known = approved("species", "rhizophora-apiculata")
    assert known
    record = known.record | {"scientific_name": f"Rhizophora {slug}", "names": words(slug)}

    def keep() -> list[Key]:
        keep_record("species", slug, record, VIPA, NOON)
        return [("species", slug)]

    publish_change(keep, storage, NOON, f"{slug} added", VIPA.name)
    return live_id()


def words(text: str) -> dict[str, str]:
    return {"th": f"ไทย {text}", "en": text}


def live_id() -> int:
    return db.session.get_one(LiveRelease, 1).release_id


def touched(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


@pytest.mark.parametrize(
    ("kind", "slug", "fields", "expected"),
    [
        ("species", "excoecaria-agallocha", {"role": words("new")}, {"species/excoecaria-agallocha"}),
        ("stations", "crab-condo", {"body": [words("new")]}, {"station/crab-condo"}),
        ("stations", "crab-condo", {"lead": words("new")}, {"station/crab-condo", TRAIL}),
        ("quizzes", "q001", {"question": words("new")}, {"station/stilt-root-forest"}),
        ("pages", "home", {"title": words("new")}, {"home"}),
        ("sites", "phra-chedi-klang-nam", {"lead": words("new")}, {"home"}),
    ],
)
def test_a_change_rewrites_the_documents_that_show_it_and_no_others(
    trail: Flask, storage: LocalStorage, kind: Kind, slug: str, fields: dict[str, object], expected: set[str]
) -> None:
    before, records = live_release(storage).documents(), shown_revisions()
    change(kind, slug, storage, **fields)
    assert touched(before, live_release(storage).documents()) == expected
    assert release(live_id()).records == records | {f"{kind}/{slug}": records[f"{kind}/{slug}"] + 1}


def test_a_change_shows_what_a_whole_release_would_show(trail: Flask, storage: LocalStorage) -> None:
    change("species", "rhizophora-apiculata", storage, names=words("renamed"), role=words("new"))
    change("stations", "crab-condo", storage, number=99, species=["rhizophora-apiculata"])
    add_species("nova", storage)
    live = live_release(storage).sha256
    assert publish(storage, NOON, "everything") == live


def test_a_change_lets_nothing_slip_out_that_waits_for_a_whole_release(trail: Flask, storage: LocalStorage) -> None:
    known = approved("stations", "stilt-root-forest")
    assert known
    keep_record("stations", "stilt-root-forest", known.record | {"lead": words("waits")}, VIPA, NOON)
    db.session.commit()
    change("stations", "crab-condo", storage, lead=words("new"))
    leads = {card.slug: card.lead.en for card in live_release(storage).trail("phra-chedi-klang-nam").stations}
    assert leads["crab-condo"] == "new"
    assert leads["stilt-root-forest"] == known.record["lead"]["en"]
    publish(storage, NOON, "everything")
    leads = {card.slug: card.lead.en for card in live_release(storage).trail("phra-chedi-klang-nam").stations}
    assert leads["stilt-root-forest"] == "waits"


@pytest.mark.parametrize("room", [0, 1, 2])
def test_a_change_that_cannot_be_shown_is_not_made(trail: Flask, instance: Path, room: int) -> None:
    files = instance / "files"
    before, records = live_release(LocalStorage(files)).sha256, shown_revisions()
    kept = db.session.scalar(select(func.count(Revision.id)))
    with pytest.raises(StorageFailure):
        change("stations", "crab-condo", FullStorage(files, room), lead=words("new"))
    assert live_release(LocalStorage(files)).sha256 == before
    assert shown_revisions() == records
    assert db.session.scalar(select(func.count(Revision.id))) == kept
    assert db.session.scalar(select(func.count(Release.id))) == 1


def test_going_back_restores_documents_and_records(trail: Flask, storage: LocalStorage) -> None:
    first, before, records = live_id(), live_release(storage).documents(), shown_revisions()
    change("stations", "crab-condo", storage, lead=words("new"), species=[])
    change("species", "rhizophora-apiculata", storage, names=words("renamed"))
    roll_back(first, storage, NOON, VIPA)
    assert live_release(storage).documents() == before
    assert shown_revisions() == records
    station = db.session.scalars(select(Station).filter_by(slug="crab-condo")).one()
    assert len(station.species) == len(station.record["species"]) > 0
    back = release(live_id())
    assert (back.restores_id, back.by_name, back.is_live) == (first, "วิภา", True)
    assert [one.is_live for one in history()] == [True, False, False, False]
    assert publish(storage, NOON, "everything") == back.sha256


def test_going_back_is_in_the_audit_log(trail: Flask, storage: LocalStorage) -> None:
    first = live_id()
    change("stations", "crab-condo", storage, lead=words("new"))
    roll_back(first, storage, NOON, VIPA)
    noted = db.session.scalars(select(AuditEntry).filter_by(action="release.rolled_back")).one()
    assert noted.subject == f"releases/{first}"


def test_one_can_go_back_and_forth(trail: Flask, storage: LocalStorage) -> None:
    first = live_id()
    second = change("stations", "crab-condo", storage, lead=words("new"))
    roll_back(first, storage, NOON, VIPA)
    roll_back(second, storage, NOON, VIPA)
    assert live_release(storage).station("crab-condo").lead.en == "new"
    roll_back(live_id() - 1, storage, NOON, VIPA)
    assert live_release(storage).station("crab-condo").lead.en != "new"


def test_going_back_after_stations_changed_places(trail: Flask, storage: LocalStorage) -> None:
    first = live_id()

    def swap() -> list[Key]:
        three, five = approved("stations", "stilt-root-forest"), approved("stations", "crab-condo")
        assert three and five
        keep_record("stations", "crab-condo", five.record | {"number": 99}, VIPA, NOON)
        keep_record("stations", "stilt-root-forest", three.record | {"number": five.record["number"]}, VIPA, NOON)
        keep_record("stations", "crab-condo", five.record | {"number": three.record["number"]}, VIPA, NOON)
        return [("stations", "crab-condo"), ("stations", "stilt-root-forest")]

    publish_change(swap, storage, NOON, "swapped", "")
    assert live_release(storage).station("crab-condo").number == 3
    roll_back(first, storage, NOON, VIPA)
    assert live_release(storage).station("crab-condo").number == 5


def test_a_station_that_is_closed_today_stays_closed(trail: Flask, storage: LocalStorage) -> None:
    first = live_id()
    change("stations", "crab-condo", storage, lead=words("new"))
    change("stations", "crab-condo", storage, withdrawn=True)
    roll_back(first, storage, NOON, VIPA)
    live = live_release(storage)
    assert (live.station("crab-condo").is_withdrawn, live.station("crab-condo").lead.en == "new") == (True, False)
    closed = [card.slug for card in live.trail("phra-chedi-klang-nam").stations if card.is_withdrawn]
    assert closed == ["crab-condo"]
    assert publish(storage, NOON, "everything") == live.sha256


def test_a_code_that_was_withdrawn_stays_withdrawn(trail: Flask, storage: LocalStorage, codes: dict[int, str]) -> None:
    first = live_id()

    def withdraw() -> None:
        db.session.get_one(StationCode, codes[5]).withdrawn_at = NOON

    publish_codes(withdraw, storage, NOON, "withdrawn")
    change("stations", "crab-condo", storage, lead=words("new"))
    roll_back(first, storage, NOON, VIPA)
    assert live_release(storage).replaced_at(codes[5]) == NOON


def test_a_record_that_is_newer_than_the_release_is_hidden_until_its_next_revision(
    trail: Flask, storage: LocalStorage
) -> None:
    first = live_id()
    later = add_species("nova", storage)
    roll_back(first, storage, NOON, VIPA)
    with pytest.raises(NotPublished):
        live_release(storage).species("nova")
    found = approved("species", "nova")
    assert found and not found.is_shown
    change("species", "nova", storage, role=words("again"))
    assert live_release(storage).species("nova").role.en == "again"
    roll_back(later, storage, NOON, VIPA)
    assert live_release(storage).species("nova").role.en != "again"


def test_a_hidden_record_that_is_published_unchanged_shows_again(trail: Flask, storage: LocalStorage) -> None:
    first = live_id()
    add_species("nova", storage)
    roll_back(first, storage, NOON, VIPA)
    change("species", "nova", storage)
    assert live_release(storage).species("nova").name.en == "nova"


@pytest.mark.parametrize("room", [0, 1])
def test_going_back_that_fails_half_way_changes_nothing(trail: Flask, instance: Path, room: int) -> None:
    files = instance / "files"
    first = live_id()
    change("stations", "crab-condo", LocalStorage(files), lead=words("new"))
    change("stations", "crab-condo", LocalStorage(files), withdrawn=True)
    live, records = live_release(LocalStorage(files)).sha256, shown_revisions()
    with pytest.raises(StorageFailure):
        roll_back(first, FullStorage(files, room), NOON, VIPA)
    assert live_release(LocalStorage(files)).sha256 == live
    assert shown_revisions() == records
    station = approved("stations", "crab-condo")
    assert station and station.record["lead"]["en"] == "new"


def test_there_is_no_way_back_to_a_release_that_does_not_exist(trail: Flask, storage: LocalStorage) -> None:
    with pytest.raises(NoSuchRelease):
        roll_back(77, storage, NOON, VIPA)


def keep(kind: Kind, slug: str, record: dict[str, object]) -> list[Key]:
    """Approve a record; for the changes that a publication makes."""
    keep_record(kind, slug, record, VIPA, NOON)
    return [(kind, slug)]


def test_a_closed_station_stays_closed_through_a_release_that_did_not_know_it(
    trail: Flask, storage: LocalStorage
) -> None:
    first = history()[0].id
    found = approved("stations", "crab-condo")
    assert found
    new = found.record | {"number": 11, "names": {"th": "ใหม่", "en": "New"}}
    publish_change(lambda: keep("stations", "new-post", new), storage, NOON, "new", "วิภา")
    publish_change(lambda: keep("stations", "new-post", new | {"withdrawn": True}), storage, NOON, "closed", "วิภา")
    with_it = history()[1].id
    roll_back(first, storage, NOON, VIPA)
    roll_back(with_it, storage, NOON, VIPA)
    assert live_release(storage).station("new-post").is_withdrawn


def test_an_open_station_stays_open_when_the_earlier_release_had_it_closed(trail: Flask, storage: LocalStorage) -> None:
    found = approved("stations", "crab-condo")
    assert found
    closed = found.record | {"withdrawn": True}
    publish_change(lambda: keep("stations", "crab-condo", closed), storage, NOON, "closed", "วิภา")
    while_closed = history()[0].id
    publish_change(lambda: keep("stations", "crab-condo", found.record), storage, NOON, "open", "วิภา")
    roll_back(while_closed, storage, NOON, VIPA)
    assert not live_release(storage).station("crab-condo").is_withdrawn


def test_a_scientific_name_that_went_to_another_species_comes_back(trail: Flask, storage: LocalStorage) -> None:
    first = history()[0].id
    found = approved("species", "avicennia-alba")
    assert found
    name = found.record["scientific_name"]
    renamed = found.record | {"scientific_name": "Avicennia nova"}
    publish_change(lambda: keep("species", "avicennia-alba", renamed), storage, NOON, "renamed", "วิภา")
    publish_change(lambda: keep("species", "another", found.record), storage, NOON, "takes the name", "วิภา")
    roll_back(first, storage, NOON, VIPA)
    assert live_release(storage).species("avicennia-alba").scientific_name == name
    with pytest.raises(NotPublished):
        live_release(storage).species("another")


def test_nobody_goes_back_over_a_release_that_they_have_not_seen(trail: Flask, storage: LocalStorage) -> None:
    first = history()[0].id
    found = approved("species", "avicennia-alba")
    assert found
    publish_change(lambda: keep("species", "avicennia-alba", found.record | {"family": "New"}), storage, NOON, "", "")
    with pytest.raises(ReleaseMoved):
        roll_back(first, storage, NOON, VIPA, seen_live_id=first)
    roll_back(first, storage, NOON, VIPA, seen_live_id=history()[0].id)
