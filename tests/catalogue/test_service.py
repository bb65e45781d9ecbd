import shutil
from datetime import timedelta, timezone
from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.catalogue.import_plan import Imported
from mangrove_ar.catalogue.models import ImportedFile, Revision, Species, Station, StationCode
from mangrove_ar.catalogue.queries import station_posts
from mangrove_ar.catalogue.records import Kind, Record, approved, keep_record, revisions, show_revision
from mangrove_ar.catalogue.service import import_content
from mangrove_ar.errors import BadContent, StorageFailure
from mangrove_ar.extensions import db
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from tests.catalogue.records import CRAB, SOMEBODY
from tests.conftest import NOON, ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def edit(path: Path, **fields: object) -> None:
    record = yaml.safe_load(path.read_text("utf-8"))
    record.update(fields)
    path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")


def file_of(path: Path) -> Record:
    found: Record = yaml.safe_load(path.read_text("utf-8"))
    return found


def record(kind: Kind, slug: str) -> Record:
    found = approved(kind, slug)
    assert found
    return found.record


def edit_in_studio(kind: Kind, slug: str, **fields: object) -> None:
    keep_record(kind, slug, record(kind, slug) | fields, SOMEBODY, NOON)
    db.session.commit()


def remove_nursery(content: Path) -> None:
    (content / "stations/nursery.yaml").unlink()
    site = content / "sites/phra-chedi-klang-nam.yaml"
    trail = file_of(site)["trail"]
    trail["stations"].remove("nursery")
    edit(site, trail=trail)


def add_station(content: Path, slug: str, station: Record) -> None:
    (content / f"stations/{slug}.yaml").write_text(yaml.safe_dump(station, allow_unicode=True), "utf-8")
    site = content / "sites/phra-chedi-klang-nam.yaml"
    trail = file_of(site)["trail"]
    edit(site, trail=trail | {"stations": [*trail["stations"], slug]})


def test_an_import_with_one_fault_leaves_the_catalogue_empty(app: Flask, content: Path) -> None:
    edit(content / "stations/crab-condo.yaml", colour="red")
    with pytest.raises(BadContent):
        import_content(content, NOON)
    assert db.session.scalar(select(func.count(Species.id))) == 0


def test_a_second_import_of_the_same_files_does_nothing(app: Flask, content: Path) -> None:
    assert import_content(content, NOON)
    assert not import_content(content, NOON)


def test_a_station_keeps_its_code_through_every_later_import(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    before = {post.slug: post.code for post in station_posts()}
    edit(content / "stations/crab-condo.yaml", names={"th": "บ้านปู", "en": "Crab house"})
    import_content(content, NOON)
    assert {post.slug: post.code for post in station_posts()} == before
    assert len(set(before.values())) == 10


def test_a_withdrawn_code_is_no_station_s_code_any_more_and_is_not_lost(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    old = station_posts()[4].code
    row = db.session.get_one(StationCode, old)
    row.withdrawn_at = NOON.astimezone(timezone(timedelta(hours=7)))
    db.session.add(StationCode(code="RA520806", station_id=row.station_id, issued_at=NOON))
    db.session.commit()
    edit(content / "stations/crab-condo.yaml", names={"th": "บ้านปู", "en": "Crab house"})
    import_content(content, NOON)
    assert [post.code for post in station_posts() if post.slug == "crab-condo"] == ["RA520806"]
    kept = db.session.get_one(StationCode, old)
    assert (kept.station.slug, kept.withdrawn_at, str(kept.withdrawn_at)) == ("crab-condo", NOON, str(NOON))


def test_two_stations_can_change_places_in_one_import(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit(content / "stations/crab-condo.yaml", number=6)
    edit(content / "stations/mud-clam-house.yaml", number=5)
    import_content(content, NOON)
    assert [post.slug for post in station_posts()][4:6] == ["mud-clam-house", "crab-condo"]


def test_a_station_that_left_the_content_is_withdrawn_and_its_plaque_still_known(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    remove_nursery(content)
    import_content(content, NOON)
    nursery = db.session.scalars(select(Station).filter_by(slug="nursery")).one()
    assert nursery.is_withdrawn
    assert len(nursery.codes) == 1


def test_a_station_opens_again_when_its_file_comes_back(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    kept = shutil.copytree(content, content.parent / "kept")
    remove_nursery(content)
    import_content(content, NOON)
    assert import_content(Path(kept), NOON)
    assert not record("stations", "nursery")["withdrawn"]
    assert "nursery" in record("sites", "phra-chedi-klang-nam")["trail"]["stations"]


def test_the_number_of_a_station_that_left_can_be_given_to_another(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    nursery = file_of(content / "stations/nursery.yaml")
    remove_nursery(content)
    (content / "stations/new-nursery.yaml").write_text(yaml.safe_dump(nursery, allow_unicode=True), "utf-8")
    site = content / "sites/phra-chedi-klang-nam.yaml"
    trail = file_of(site)["trail"]
    edit(site, trail=trail | {"stations": [*trail["stations"], "new-nursery"]})
    imported = import_content(content, NOON)
    assert {(step.what, step.slug) for step in imported.steps if step.kind == "stations"} == {
        ("hidden", "nursery"),
        ("new", "new-nursery"),
    }
    assert not shows("stations", "nursery")
    assert record("sites", "phra-chedi-klang-nam")["trail"]["stations"] == [*trail["stations"], "new-nursery"]


def test_a_number_given_away_leads_to_its_new_station_and_the_old_one_can_come_back_with_another(
    app: Flask, content: Path, storage: LocalStorage
) -> None:
    import_content(content, NOON)
    kept = (content / "stations/nursery.yaml").read_text("utf-8")
    number = file_of(content / "stations/nursery.yaml")["number"]
    remove_nursery(content)
    import_content(content, NOON)  # Withdrawn first, and its number given away later.
    add_station(content, "new-nursery", file_of(content / "stations/crab-condo.yaml") | {"number": number})
    import_content(content, NOON)
    publish(storage, NOON, "a new nursery")
    cards = live_release(storage).trail("phra-chedi-klang-nam").stations
    assert [card.slug for card in cards if card.number == number] == ["new-nursery"]
    assert "nursery" not in {post.slug for post in station_posts()}

    add_station(content, "nursery", yaml.safe_load(kept) | {"number": 11})
    import_content(content, NOON)
    assert shows("stations", "nursery")
    assert [post.number for post in station_posts()] == list(range(1, 12))


def test_a_station_that_staff_closed_is_opened_by_no_file(app: Flask, content: Path) -> None:
    path = content / "stations/crab-condo.yaml"
    edit(path, withdrawn=True)
    import_content(content, NOON)
    edit_in_studio("stations", "crab-condo", withdrawn=False)
    edit_in_studio("stations", "crab-condo", withdrawn=True)
    edit(path, withdrawn=False, lead=CRAB)
    imported = import_content(content, NOON)
    assert (record("stations", "crab-condo")["withdrawn"], record("stations", "crab-condo")["lead"]) == (True, CRAB)
    assert imported.lines[-1] == "  withdrawn: kept the studio's “True”; the file says “False”"


def test_a_station_that_a_file_closed_is_opened_by_its_file_whatever_the_studio_wrote_meanwhile(
    app: Flask, content: Path
) -> None:
    path = content / "stations/crab-condo.yaml"
    edit(path, withdrawn=True)
    import_content(content, NOON)
    edit_in_studio("stations", "crab-condo", lead=CRAB)
    edit(path, withdrawn=False)
    import_content(content, NOON)
    assert not record("stations", "crab-condo")["withdrawn"]


def test_a_species_that_the_studio_changed_stays_though_its_file_is_gone(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit_in_studio("species", "suaeda-maritima", max_height_m=0.7)
    (content / "species/suaeda-maritima.yaml").unlink()
    imported = import_content(content, NOON)
    assert imported.lines == ["kept: species/suaeda-maritima (its file is gone, and the studio has changed it since)"]
    assert shows("species", "suaeda-maritima")
    edit(content / "species/nypa-fruticans.yaml", max_height_m=8)
    assert [step.slug for step in import_content(content, NOON).steps] == ["nypa-fruticans"]


def test_a_change_of_its_file_does_not_bring_back_what_the_studio_hid(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    show_revision("species", "suaeda-maritima", None)
    db.session.commit()
    edit(content / "species/suaeda-maritima.yaml", max_height_m=0.7)
    imported = import_content(content, NOON)
    assert imported.lines == ["kept: species/suaeda-maritima (the studio does not show it any more)"]
    assert not shows("species", "suaeda-maritima")


def test_an_import_that_changes_something_is_noted_once(app: Flask, content: Path) -> None:
    noted: list[Imported] = []
    imported = import_content(content, NOON, note=noted.append)
    import_content(content, NOON, note=noted.append)
    edit(content / "species/nypa-fruticans.yaml", max_height_m=8)
    import_content(content, NOON, note=noted.append, is_dry_run=True)
    assert noted == [imported]


def test_an_import_that_cannot_be_noted_changes_nothing(app: Flask, content: Path) -> None:
    def note(_imported: Imported) -> None:
        raise StorageFailure("The log is full.")

    with pytest.raises(StorageFailure):
        import_content(content, NOON, note=note)
    assert db.session.scalar(select(func.count(Species.id))) == 0


def test_a_species_that_left_the_content_is_shown_no_more_until_it_comes_back(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    path = content / "species/suaeda-maritima.yaml"
    text = path.read_text("utf-8")
    path.unlink()
    assert import_content(content, NOON).lines == ["hidden: species/suaeda-maritima"]
    assert not shows("species", "suaeda-maritima")
    path.write_text(text, "utf-8")
    assert import_content(content, NOON).lines == ["new: species/suaeda-maritima"]
    assert shows("species", "suaeda-maritima")


def test_what_was_made_in_the_studio_is_not_missed_by_an_import(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    palm = record("species", "nypa-fruticans")
    keep_record("species", "made-here", palm | {"scientific_name": "Nypa studio"}, SOMEBODY, NOON)
    keep_record("stations", "made-here", record("stations", "nursery") | {"number": 11}, SOMEBODY, NOON)
    db.session.commit()
    edit(content / "species/nypa-fruticans.yaml", max_height_m=8)
    imported = import_content(content, NOON)
    assert [(step.what, step.slug) for step in imported.steps] == [("changed", "nypa-fruticans")]
    assert shows("species", "made-here")
    assert not record("stations", "made-here")["withdrawn"]
    assert record("sites", "phra-chedi-klang-nam")["trail"]["stations"][-1] == "made-here"


def test_what_only_the_file_changed_becomes_a_revision_of_the_import(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit(content / "stations/crab-condo.yaml", names=CRAB)
    imported = import_content(content, NOON)
    assert imported.lines == [
        "changed: stations/crab-condo",
        "  names.th: “คอนโดปู” -> “ปูดำ”",
        "  names.en: “Crab condo” -> “A mud crab”",
    ]
    assert [(one.n, one.by_name) for one in revisions("stations", "crab-condo")] == [(2, "content/"), (1, "content/")]


def test_what_only_the_studio_changed_stays(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit_in_studio("stations", "crab-condo", names=CRAB)
    edit(content / "species/nypa-fruticans.yaml", max_height_m=8)
    import_content(content, NOON)
    assert record("stations", "crab-condo")["names"] == CRAB
    assert [one.by_name for one in revisions("stations", "crab-condo")] == [SOMEBODY.name, "content/"]


def test_different_fields_of_one_record_are_merged(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit_in_studio("stations", "crab-condo", names=CRAB)
    edit(content / "stations/crab-condo.yaml", lead=CRAB)
    imported = import_content(content, NOON)
    assert (record("stations", "crab-condo")["names"], record("stations", "crab-condo")["lead"]) == (CRAB, CRAB)
    assert imported.kept_studio == ()


def test_where_both_changed_a_field_the_studio_s_words_stay_and_the_import_says_so(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit_in_studio("stations", "crab-condo", names=CRAB)
    edit(content / "stations/crab-condo.yaml", names={"th": "บ้านปู", "en": "Crab house"}, lead=CRAB)
    imported = import_content(content, NOON)
    assert record("stations", "crab-condo")["names"] == CRAB
    assert record("stations", "crab-condo")["lead"] == CRAB
    assert imported.lines[-2:] == [
        "  names.th: kept the studio's “ปูดำ”; the file says “บ้านปู”",
        "  names.en: kept the studio's “A mud crab”; the file says “Crab house”",
    ]


def test_a_conflict_is_told_once_and_no_later_import_overwrites_the_studio_s_words(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    edit_in_studio("stations", "crab-condo", names=CRAB)
    edit(content / "stations/crab-condo.yaml", names={"th": "บ้านปู", "en": "Crab house"})
    told = import_content(content, NOON)
    assert [step.what for step in told.steps] == ["kept"]
    assert not told
    assert import_content(content, NOON).steps == ()
    edit(content / "stations/crab-condo.yaml", lead=CRAB)
    assert import_content(content, NOON).kept_studio == ()
    assert (record("stations", "crab-condo")["names"], record("stations", "crab-condo")["lead"]) == (CRAB, CRAB)


def test_a_mixture_that_breaks_the_rules_leaves_the_studio_s_record_whole(app: Flask, content: Path) -> None:
    path = content / "species/nypa-fruticans.yaml"
    edit(path, confidence="low")
    import_content(content, NOON)
    names = record("species", "nypa-fruticans")["names"]
    edit_in_studio("species", "nypa-fruticans", names=names | {"th": None})
    edit(path, confidence="high", max_height_m=8)
    imported = import_content(content, NOON)
    palm = record("species", "nypa-fruticans")
    assert (palm["confidence"], palm["names"]["th"], palm["max_height_m"]) == ("low", None, 9)
    assert [step.what for step in imported.steps] == ["kept"]
    assert {conflict.path for conflict in imported.steps[0].conflicts} == {"confidence", "names.th", "max_height_m"}


def test_a_station_that_the_studio_edited_is_withdrawn_with_its_file_and_keeps_its_words(
    app: Flask, content: Path
) -> None:
    import_content(content, NOON)
    edit_in_studio("stations", "nursery", lead=CRAB)
    remove_nursery(content)
    import_content(content, NOON)
    assert record("stations", "nursery")["withdrawn"]
    assert record("stations", "nursery")["lead"] == CRAB


def test_a_station_that_the_studio_opened_again_stays_open(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    remove_nursery(content)
    import_content(content, NOON)
    edit_in_studio("stations", "nursery", withdrawn=False)
    edit(content / "species/nypa-fruticans.yaml", max_height_m=8)
    import_content(content, NOON)
    assert not record("stations", "nursery")["withdrawn"]


def test_a_dry_run_tells_the_same_and_writes_nothing(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    before = rows()
    edit(content / "stations/crab-condo.yaml", number=6)
    edit(content / "stations/mud-clam-house.yaml", number=5)
    (content / "species/suaeda-maritima.yaml").unlink()
    told = import_content(content, NOON, is_dry_run=True).lines
    assert rows() == before
    assert import_content(content, NOON).lines == told
    assert rows() != before


def test_a_number_that_the_studio_gave_to_another_station_is_a_fault(app: Flask, content: Path) -> None:
    import_content(content, NOON)
    keep_record("stations", "made-here", record("stations", "nursery") | {"number": 11}, SOMEBODY, NOON)
    db.session.commit()
    edit(content / "stations/nursery.yaml", number=11)
    before = rows()
    with pytest.raises(BadContent, match="11 is made-here's already"):
        import_content(content, NOON)
    assert rows() == before


def test_a_picture_without_its_file_is_a_fault(app: Flask, content: Path, storage: LocalStorage) -> None:
    picture = {"file": f"{'a' * 64}.webp", "alt": CRAB, "credit": "อนันต์", "licence": "CC-BY-4.0"}
    edit(content / "stations/crab-condo.yaml", pictures=[picture])
    with pytest.raises(BadContent, match=r"stations/crab-condo.yaml names a{64}.webp; add it to media/"):
        import_content(content, NOON, storage=storage)


def test_a_picture_whose_bytes_do_not_fit_its_name_is_a_fault(app: Flask, content: Path, storage: LocalStorage) -> None:
    (content / "media").mkdir()
    notes = {"file": f"{'a' * 64}.webp", "kind": "picture", "name": "x", "credit": "x", "licence": "CC-BY-4.0"}
    (content / "media" / f"{'a' * 64}.yaml").write_text(yaml.safe_dump(notes), "utf-8")
    (content / "media" / f"{'a' * 64}.webp").write_bytes(b"something else")
    with pytest.raises(BadContent, match="its name does not fit its bytes"):
        import_content(content, NOON, storage=storage)


def shows(kind: Kind, slug: str) -> bool:
    found = approved(kind, slug)
    return found is not None and found.is_shown


def rows() -> list[object]:
    """All that an import may write, as values."""
    db.session.expire_all()
    revisions = select(Revision.kind, Revision.slug, Revision.n, Revision.sha256).order_by(Revision.id)
    stations = select(Station.slug, Station.number, Station.is_withdrawn, Station.is_shown).order_by(Station.id)
    species = select(Species.slug, Species.is_shown).order_by(Species.id)
    files = select(ImportedFile.kind, ImportedFile.slug, ImportedFile.record)
    codes = select(StationCode.code).order_by(StationCode.code)
    return [list(map(tuple, db.session.execute(query))) for query in (revisions, stations, species, files, codes)]
