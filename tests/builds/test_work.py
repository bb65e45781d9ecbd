"""A worker makes of whole files what visitors may get; it may die at any moment, and nothing is lost."""

import io
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from flask import Flask
from PIL import Image
from sqlalchemy import select

from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.builds import background, part_files, uploads, work
from mangrove_ar.builds.models import FailedBuild, Upload
from mangrove_ar.builds.planning import ModelPlan, plan_models
from mangrove_ar.builds.service import build_missing
from mangrove_ar.builds.supplied import ModelForm, put_in_place, real_size_m, write_source
from mangrove_ar.builds.work import MOST_ATTEMPTS, Workshop, claim, take_back, take_lock, try_again, work_off
from mangrove_ar.catalogue.models import Media, Model, Station
from mangrove_ar.config import Settings
from mangrove_ar.errors import BadModel, StorageFailure, UploadMoved
from mangrove_ar.extensions import db
from mangrove_ar.steps.ledger import Ledger
from mangrove_ar.storage.local import LocalStorage
from tests.builds import corpus
from tests.builds.small import open_small
from tests.conftest import NOON
from tests.staff import make_staff

RECIPE = {
    "slug": "swinging-balls",
    "species": "avicennia-alba",
    "name": {"th": "ลูกบอล", "en": "Balls"},
    "kind": "illustrative",
    "side": "height",
    "size_m": 4.0,
    "author": "Tests",
    "licence": "CC-BY-4.0",
    "sources": ["https://trail.example/balls"],
}
Send = Callable[..., str]


@pytest.fixture
def workshop(app: Flask, settings: Settings, storage: LocalStorage) -> Workshop:
    return Workshop(settings, storage, lambda: NOON, open_small)


@pytest.fixture
def send(app: Flask, settings: Settings) -> Send:
    staff = make_staff()
    member = StaffMember(staff.id, staff.name, "curator")

    def sent(purpose: str, content: bytes, recipe: dict[str, object] | None = None) -> str:
        upload_id = uploads.begin_upload(
            purpose,
            f"a file.{purpose}",
            len(content),
            member,
            settings.uploads,
            NOON,
            recipe,
        )
        uploads.receive(upload_id, 0, content, member, settings.uploads, NOON)
        return upload_id

    return sent


def row(upload_id: str) -> Upload:
    db.session.rollback()
    return db.session.get_one(Upload, upload_id)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_picture_becomes_two_files_without_the_place(workshop: Workshop, send: Send, storage: LocalStorage) -> None:
    upload_id = send("picture", corpus.photograph())
    assert work_off(workshop) == 1
    assert row(upload_id).state == "done", row(upload_id).reason
    media = db.session.get_one(Media, row(upload_id).result["media_id"])
    assert (media.kind, media.width, media.height, media.alt) == ("picture", 480, 640, None)
    assert media.fallback_file
    for name, kind in ((media.file, "AVIF"), (media.fallback_file, "WEBP")):
        content = storage.get(name)
        assert Image.open(io.BytesIO(content)).format == kind
        assert corpus.SECRET not in content
    assert media.size_bytes == len(storage.get(media.file))
    assert list(workshop.settings.uploads.glob("*.part")) == []
    assert actions()[-1] == "media.added"


def test_the_same_picture_again_is_the_same_medium(workshop: Workshop, send: Send) -> None:
    first, second = send("picture", corpus.picture()), send("picture", corpus.picture())
    assert work_off(workshop) == 2
    assert row(first).result["media_id"] == row(second).result["media_id"]
    assert len(list(db.session.scalars(select(Media)))) == 1


def test_a_sound_is_kept_without_its_tags(workshop: Workshop, send: Send, storage: LocalStorage) -> None:
    upload_id = send("sound", corpus.mp3(tagged=True))
    work_off(workshop)
    media = db.session.get_one(Media, row(upload_id).result["media_id"])
    assert (media.kind, media.file[-4:], media.fallback_file) == ("sound", ".mp3", None)
    assert media.duration_s == pytest.approx(2, abs=0.05)
    assert corpus.SECRET not in storage.get(media.file)


def test_what_is_refused_says_why_and_stops_no_other(workshop: Workshop, send: Send) -> None:
    bad, good = send("picture", corpus.picture("PNG") + corpus.archive()), send("picture", corpus.picture())
    assert work_off(workshop) == 2
    assert (row(bad).state, row(bad).reason, row(bad).reason_values) == ("refused", "hidden", {"found": "ZIP"})
    assert row(good).state == "done"
    assert list(workshop.settings.uploads.glob("*.part")) == []


def test_what_the_disk_does_not_take_can_be_tried_again(
    workshop: Workshop, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_any: object) -> str:
        raise StorageFailure("x could not be written: No space left on device.")

    upload_id = send("picture", corpus.picture())
    with monkeypatch.context() as patched:
        patched.setattr(LocalStorage, "put", full)
        work_off(workshop)
    assert (row(upload_id).state, row(upload_id).reason) == ("failed", "failed")
    assert "No space left" in row(upload_id).reason_values["why"]
    staff = StaffMember(row(upload_id).staff_id, "วิภา", "curator")
    try_again(upload_id, staff, NOON)
    with pytest.raises(UploadMoved):
        try_again(upload_id, staff, NOON)
    assert work_off(workshop) == 1
    assert row(upload_id).state == "done"


def test_a_model_is_built_and_its_source_kept(workshop: Workshop, send: Send, storage: LocalStorage) -> None:
    upload_id = send("model", corpus.glb(), RECIPE)
    work_off(workshop)
    upload = row(upload_id)
    assert upload.state == "done", upload.reason_values
    assert upload.result["faults"] == []
    assert upload.result["built_triangles"] > 0
    assert upload.result["animations"] == ["swing"]
    made = db.session.scalars(select(Model).filter_by(slug="swinging-balls")).one().record
    assert (made["author"], made["licence"], made["is_supplied"], made["faults"]) == ("Tests", "CC-BY-4.0", True, [])
    assert made["size_m"]["height"] == pytest.approx(4.0, rel=1e-3)
    assert all(storage.has(name) for name in made["files"].values())
    folder = workshop.settings.sources / "models" / "swinging-balls"
    assert (folder / "source.glb").read_bytes() == corpus.glb()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["swinging-balls"]
    assert list((workshop.settings.sources / "half").iterdir()) == []
    assert "model.built" in actions()


def test_a_source_that_cannot_be_built_does_not_push_out_the_one_before(
    workshop: Workshop, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_any: object) -> None:
        raise BadModel("swinging-balls: this was not to be.")

    models = workshop.settings.sources / "models"
    (models / "swinging-balls").mkdir(parents=True)
    (models / "swinging-balls" / "before").touch()
    monkeypatch.setattr(work, "build_model", refuse)
    upload_id = send("model", corpus.glb(), RECIPE)
    work_off(workshop)
    assert (row(upload_id).state, row(upload_id).reason) == ("failed", "bad_model")
    assert [path.name for path in (models / "swinging-balls").iterdir()] == ["before"]


def test_an_uploaded_source_wins_over_the_grown_model(settings: Settings, tmp_path: Path) -> None:
    part = tmp_path / "sent.part"
    part.write_bytes(corpus.glb())
    recipe = RECIPE | {"slug": "avicennia-alba"}
    facts = {"sides": [1.0, 2.0, 1.0], "animations": ["swing"]}
    put_in_place(write_source(recipe, facts, part, settings.sources / "half" / "x"), settings.sources / "models")
    plans = {
        plan.recipe.slug: plan.recipe
        for plan in plan_models(settings.assets, sources=settings.sources)
        if isinstance(plan, ModelPlan)
    }
    grown = [plan.recipe.slug for plan in plan_models(settings.assets) if isinstance(plan, ModelPlan)]
    assert sorted(plans) == grown
    assert (plans["avicennia-alba"].source, plans["avicennia-alba"].generator) == ("source.glb", None)
    assert plans["avicennia-alba"].real_size_m == (2.0, 4.0, 2.0)
    assert plans["scylla-olivacea"].generator


def test_a_start_builds_what_was_uploaded_and_notes_what_cannot_be(
    app: Flask, settings: Settings, storage: LocalStorage, tmp_path: Path
) -> None:
    assets = tmp_path / "assets"
    (assets / "models" / "broken").mkdir(parents=True)
    (assets / "models" / "broken" / "model.yaml").write_text("slug: broken")
    assert db.session.scalar(select(Station.id)) is None
    told: list[str] = []
    arguments = (storage, Ledger(settings.builds), assets, settings.sources, told.append, NOON)
    assert build_missing(*arguments) == 0
    assert [(one.slug, one.at) for one in db.session.scalars(select(FailedBuild))] == [("broken", NOON)]
    assert told == ["not built: broken/model.yaml: real_size_m is missing: write a group of fields."]
    shutil.rmtree(assets / "models" / "broken")
    build_missing(*arguments)
    assert list(db.session.scalars(select(FailedBuild))) == []


@pytest.mark.parametrize(
    ("side", "size", "expected"), [("height", 4.0, (2.0, 4.0, 6.0)), ("longest", 3.0, (1.0, 2.0, 3.0))]
)
def test_the_other_sides_follow_from_the_file(side: str, size: float, expected: tuple[float, float, float]) -> None:
    assert real_size_m({"side": side, "size_m": size}, [1.0, 2.0, 3.0]) == expected


FIELDS = {
    "slug": "mud-crab",
    "species": "scylla-olivacea",
    "name_th": "ปูดำ",
    "name_en": "Mud crab",
    "kind": "scanned",
    "side": "longest",
    "size_m": "0,12",
    "author": "Museum",
    "licence": "CC0-1.0",
    "sources": "https://a.example\n\n a book \n",
}


def read(**changed: str) -> ModelForm:
    return ModelForm.read(FIELDS | changed, ["scylla-olivacea"], ["taken"])


def test_a_model_form_gives_what_a_recipe_needs() -> None:
    form = read()
    assert form.problems == {}
    assert form.recipe["size_m"] == 0.12
    assert form.recipe["sources"] == ["https://a.example", "a book"]


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"slug": "../etc"}, {"slug": "slug"}),
        ({"slug": "Mud"}, {"slug": "slug"}),
        ({"slug": "a" * 65}, {"slug": "slug"}),
        ({"slug": "taken"}, {"replace": "taken"}),
        ({"slug": "taken", "replace": "yes"}, {}),
        ({"species": "dugong"}, {"species": "choice"}),
        ({"kind": "", "side": "depth"}, {"kind": "choice", "side": "choice"}),
        ({"licence": "all mine"}, {"licence": "choice"}),
        ({"size_m": "nan"}, {"size_m": "size"}),
        ({"size_m": "1e9"}, {"size_m": "size"}),
        ({"size_m": "tall"}, {"size_m": "size"}),
        ({"name_th": " "}, {"name_th": "words"}),
        ({"author": "x" * 121}, {"author": "words"}),
        ({"sources": ""}, {"sources": "words"}),
    ],
)
def test_a_model_form_names_every_field_that_is_wrong(changed: dict[str, str], problems: dict[str, str]) -> None:
    assert read(**changed).problems == problems


def test_words_of_people_stay_words_in_the_recipe(settings: Settings, tmp_path: Path) -> None:
    part = tmp_path / "sent.part"
    part.write_bytes(b"x")
    nasty = "!!python/object/apply:os.system ['true']\n- &a [*a]: {% raw %}"
    made = write_source(RECIPE | {"author": nasty}, {"sides": [1, 1, 1], "animations": []}, part, tmp_path / "half")
    assert yaml.safe_load((made / "model.yaml").read_text("utf-8"))["author"] == nasty


def test_one_upload_is_claimed_by_one_worker(send: Send) -> None:
    first, second = send("picture", corpus.picture()), send("picture", corpus.picture())
    taken = [job.id for job in (claim(NOON), claim(NOON)) if job]
    assert sorted(taken) == sorted([first, second])
    assert claim(NOON) is None


def test_what_a_dead_worker_left_is_done_by_the_next(workshop: Workshop, send: Send) -> None:
    upload_id = send("picture", corpus.picture())
    assert claim(NOON)  # And then the power fails.
    assert work_off(workshop) == 1
    assert (row(upload_id).state, row(upload_id).attempts) == ("done", 2)


def test_a_file_that_takes_its_worker_down_is_not_tried_for_ever(workshop: Workshop, send: Send) -> None:
    upload_id = send("picture", corpus.picture())
    for _ in range(MOST_ATTEMPTS):
        assert claim(NOON)
        take_back(NOON)
    assert (row(upload_id).state, row(upload_id).reason) == ("failed", "worker_died")
    assert work_off(workshop) == 0
    assert part_files.part_of(workshop.settings.uploads, upload_id).exists()


def test_two_workers_do_not_work_at_once(workshop: Workshop, send: Send) -> None:
    upload_id = send("picture", corpus.picture())
    lock = take_lock(workshop.settings.uploads)
    assert lock is not None
    assert work_off(workshop) == 0
    assert row(upload_id).state == "waiting"
    os.close(lock)
    assert work_off(workshop) == 1


def test_a_page_starts_a_worker_only_where_one_is_missing(
    app: Flask, workshop: Workshop, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    monkeypatch.setattr(background, "start_work", lambda lock: started.append(os.dup(lock)))
    background.resume_work()
    assert started == []
    send("picture", corpus.picture())
    background.resume_work()
    assert len(started) == 1
    background.resume_work()  # The lock went with the worker, which may still be loading.
    assert len(started) == 1
    assert work_off(workshop, started.pop()) == 1
    background.resume_work()
    assert started == []


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_finishes(
    workshop: Workshop, send: Send, settings: Settings
) -> None:
    upload_id = send("picture", corpus.picture("PNG", 2000, 1500))
    lock = take_lock(settings.uploads)
    assert lock is not None
    db.session.remove()
    killed = background.spawn(settings, lock)
    os.close(lock)
    _wait_for(lambda: row(upload_id).state == "checking", killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert row(upload_id).state == "checking"
    db.session.remove()
    second = background.spawn(settings)
    assert second.wait(timeout=120) == 0, (settings.uploads / "work.log").read_text()
    assert row(upload_id).state == "done"
    assert db.session.get_one(Media, row(upload_id).result["media_id"]).width == 1600


def _wait_for(is_so: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + 120
    while not is_so():
        assert process.poll() is None, "the worker ended"
        assert time.monotonic() < give_up
        time.sleep(0.01)
