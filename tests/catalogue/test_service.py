import shutil
from datetime import timedelta, timezone
from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.catalogue.models import Species, Station, StationCode
from mangrove_ar.catalogue.queries import station_posts
from mangrove_ar.catalogue.service import import_content
from mangrove_ar.errors import BadContent
from mangrove_ar.extensions import db
from tests.conftest import NOON, ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def edit(path: Path, **fields: object) -> None:
    record = yaml.safe_load(path.read_text("utf-8"))
    record.update(fields)
    path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")


def test_an_import_with_one_fault_leaves_the_catalogue_empty(app: Flask, content: Path) -> None:
    edit(content / "stations/crab-condo.yaml", colour="red")
    with pytest.raises(BadContent):
        import_content(content, NOON)
    assert db.session.scalar(select(func.count(Species.id))) == 0


def test_a_second_import_of_the_same_files_does_nothing(app: Flask, content: Path) -> None:
    assert import_content(content, NOON) is True
    assert import_content(content, NOON) is False


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
    (content / "stations/nursery.yaml").unlink()
    site = content / "sites/phra-chedi-klang-nam.yaml"
    trail = yaml.safe_load(site.read_text("utf-8"))["trail"]
    trail["stations"].remove("nursery")
    edit(site, trail=trail)
    import_content(content, NOON)
    nursery = db.session.scalars(select(Station).filter_by(slug="nursery")).one()
    assert nursery.is_withdrawn
    assert len(nursery.codes) == 1
