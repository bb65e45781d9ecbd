"""What was exported into the folder that imports read, and what a start makes of it after more work in the studio."""

import shutil
from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy import select

from mangrove_ar import cli
from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.catalogue.records import Kind, Record, approved, keep_record
from mangrove_ar.config import Settings
from mangrove_ar.errors import BadContent
from mangrove_ar.extensions import db
from mangrove_ar.releases.queries import history, live_release
from mangrove_ar.releases.service import publish, roll_back
from mangrove_ar.storage.local import LocalStorage
from tests.catalogue.records import CRAB, SOMEBODY
from tests.conftest import NOON, ROOT, make_settings, running

SITE = "phra-chedi-klang-nam"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


@pytest.fixture
def settings(instance: Path, content: Path) -> Settings:
    """Settings of a trail with a content/ of its own."""
    return make_settings(instance, content=content)


@pytest.fixture
def started(trail: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A trail at which a start neither migrates nor builds."""
    monkeypatch.setattr(cli, "upgrade", lambda: None)
    monkeypatch.setattr(cli, "_build_missing", lambda: 0)
    return trail


def record(kind: Kind, slug: str) -> Record:
    found = approved(kind, slug)
    assert found
    return found.record


def change(kind: Kind, slug: str, storage: LocalStorage, **fields: object) -> None:
    """Approve a change in the studio and publish it."""
    keep_record(kind, slug, record(kind, slug) | fields, SOMEBODY, NOON)
    db.session.commit()
    publish(storage, NOON, "a change")


def add_species(storage: LocalStorage) -> None:
    palm = record("species", "nypa-fruticans") | {"scientific_name": "Nypa studio"}
    keep_record("species", "made-here", palm, SOMEBODY, NOON)
    db.session.commit()
    publish(storage, NOON, "a new species")


def export(app: Flask, *arguments: str) -> str:
    return run(app, "content", "export", *arguments)


def run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(cli.group, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def write(path: Path, found: Record) -> None:
    path.write_text(yaml.safe_dump(found, allow_unicode=True), "utf-8")


def test_a_station_closed_again_after_an_export_stays_closed_at_a_start(started: Flask, storage: LocalStorage) -> None:
    change("stations", "crab-condo", storage, withdrawn=True)
    export(started)
    cli.bring_up_to_date()
    change("stations", "crab-condo", storage, withdrawn=False)
    export(started)
    change("stations", "crab-condo", storage, withdrawn=True)
    cli.bring_up_to_date()
    assert record("stations", "crab-condo")["withdrawn"]
    assert live_release(storage).station("crab-condo").is_withdrawn


def test_words_that_were_exported_and_rolled_back_do_not_come_back_at_a_start(
    started: Flask, storage: LocalStorage
) -> None:
    change("stations", "crab-condo", storage, names=CRAB)
    export(started)
    roll_back(history()[-1].id, storage, NOON, SOMEBODY)
    cli.bring_up_to_date()
    assert live_release(storage).station("crab-condo").name.en == "Crab condo"


@pytest.mark.parametrize("is_exported_again", [False, True])
def test_a_new_record_that_was_exported_and_rolled_back_does_not_come_back_at_a_start(
    started: Flask, storage: LocalStorage, content: Path, is_exported_again: bool
) -> None:
    add_species(storage)
    export(started)
    roll_back(history()[-1].id, storage, NOON, SOMEBODY)
    if is_exported_again:
        export(started)
    write(content / "quizzes/q001.yaml", record("quizzes", "q001") | {"topic": "other"})
    cli.bring_up_to_date()
    assert record("quizzes", "q001")["topic"] == "other"
    assert "made-here" not in {one.slug for one in live_release(storage).species_list().species}


def test_an_export_to_another_folder_is_no_import(started: Flask, storage: LocalStorage, tmp_path: Path) -> None:
    change("stations", "crab-condo", storage, names=CRAB)
    export(started, str(tmp_path / "elsewhere"))
    change("stations", "crab-condo", storage, names={"th": "บ้านปู", "en": "Crab house"})
    cli.bring_up_to_date()
    assert record("stations", "crab-condo")["names"]["en"] == "Crab house"


def test_a_file_that_no_import_read_yet_is_read_after_an_export(
    started: Flask, storage: LocalStorage, content: Path
) -> None:
    palm = record("species", "nypa-fruticans") | {"scientific_name": "Nypa filed"}
    write(content / "species/brought.yaml", palm)
    export(started)
    cli.bring_up_to_date()
    assert record("species", "brought")["scientific_name"] == "Nypa filed"


def test_a_station_off_its_site_s_list_is_exported_on_it_so_that_the_next_start_can_read_it(
    started: Flask, storage: LocalStorage, content: Path
) -> None:
    trail = record("sites", SITE)["trail"]
    listed = [slug for slug in trail["stations"] if slug != "nursery"]
    change("sites", SITE, storage, trail=trail | {"stations": listed})
    assert "left:" not in export(started)
    written = yaml.safe_load((content / f"sites/{SITE}.yaml").read_text("utf-8"))
    assert written["trail"]["stations"] == [*listed, "nursery"]
    assert (content / "stations/nursery.yaml").exists()
    write(content / "quizzes/q001.yaml", record("quizzes", "q001") | {"topic": "other"})
    cli.bring_up_to_date()
    assert record("quizzes", "q001")["topic"] == "other"


def test_a_start_goes_on_with_what_is_live_when_content_is_wrong(
    started: Flask, storage: LocalStorage, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_record("stations", "made-here", record("stations", "nursery") | {"number": 11}, SOMEBODY, NOON)
    db.session.commit()
    write(content / "stations/nursery.yaml", record("stations", "nursery") | {"number": 11})
    before = live_release(storage).sha256
    cli.bring_up_to_date()
    told = capsys.readouterr().err
    assert "11 is made-here's already" in told
    assert "goes on with what is approved" in told
    assert live_release(storage).sha256 == before
    with pytest.raises(BadContent):
        run(started, "import")


def test_the_first_start_stops_when_content_is_wrong(
    settings: Settings, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "upgrade", lambda: None)
    (content / "home.yaml").unlink()
    with running(settings), pytest.raises(BadContent, match=r"home\.yaml"):
        cli.bring_up_to_date()


def test_the_audit_log_tells_of_an_import_and_of_what_visitors_lose_by_it(started: Flask, content: Path) -> None:
    (content / "species/suaeda-maritima.yaml").unlink()
    write(content / "stations/nursery.yaml", record("stations", "nursery") | {"withdrawn": True})
    cli.bring_up_to_date()
    rows = select(AuditEntry.action, AuditEntry.subject, AuditEntry.details).order_by(AuditEntry.id)
    noted = [tuple(row) for row in db.session.execute(rows.where(AuditEntry.action.startswith("content.")))]
    assert noted == [
        ("content.imported", "content/", {"records": 2}),
        ("content.hidden", "species/suaeda-maritima", {}),
        ("content.withdrawn", "stations/nursery", {}),
    ]
