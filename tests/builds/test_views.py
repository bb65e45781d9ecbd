"""The pages of the builds: models with their verdicts, pictures and sounds with their words, each for its role."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.builds import background, queries, uploads
from mangrove_ar.builds.media import all_media
from mangrove_ar.builds.models import FailedBuild, Upload
from mangrove_ar.builds.work import Workshop, work_off
from mangrove_ar.catalogue.models import Media, Model, Species, Station
from mangrove_ar.catalogue.words import Words
from mangrove_ar.config import Settings
from mangrove_ar.extensions import db
from mangrove_ar.storage.local import LocalStorage
from tests.builds import corpus
from tests.conftest import NOON
from tests.pages import Element, read_page
from tests.staff import form_token, make_staff, signed_in_client

MODELS, MEDIA = "/studio/builds/", "/studio/builds/media"
FILE = "a" * 64
XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "start_work", lambda _lock: None)


@pytest.fixture
def curator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail)


@pytest.fixture
def educator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "educator")


def page(client: FlaskClient, url: str) -> Element:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return read_page(answer.text)


def post(client: FlaskClient, url: str, **form: str) -> tuple[int, Element | None]:
    answer = client.post(url, data={"csrf_token": form_token(client, MEDIA), **form})
    return answer.status_code, read_page(answer.text) if answer.status_code not in (302, 303) else None


def make_model(slug: str, species: str = "avicennia-alba", faults: bool = False, **changed: object) -> None:
    roles = ("web", "coarse", "ar", "usdz", "poster", "picture", "picture_fallback", "card", "card_fallback")
    broken = [{"name": "triangles", "value": 70000, "most": 60000}, {"name": "ar_bytes", "value": 5e6, "most": 4194304}]
    record = {
        "files": {role: f"{slug[0] * 64}.glb" for role in roles},
        "size_bytes": {role: 300_000 for role in roles},
        "triangles": 41_000,
        "coarse_triangles": 900,
        "size_m": {"width": 4.5, "height": 5.7, "depth": 4.6},
        **{f"{size}_{side}": 400 for size in ("poster", "picture", "card") for side in ("width", "height")},
        "name": {"th": f"ต้น {slug}", "en": f"Tree {slug}"},
        "species": species,
        "kind": "illustrative",
        "author": "Museum",
        "licence": "CC-BY-4.0",
        "is_supplied": faults,
        "faults": [one["name"] for one in broken] if faults else [],
        "broken_budgets": broken if faults else [],
        "built_at": NOON.isoformat(),
    }
    db.session.add(Model(slug=slug, build_key="k", record=record | changed))
    db.session.commit()


def make_media(kind: str = "picture", **changed: object) -> int:
    usual: dict[str, object] = {
        "file": f"{FILE}.avif" if kind == "picture" else f"{FILE}.mp3",
        "fallback_file": f"{FILE}.webp" if kind == "picture" else None,
        "kind": kind,
        "name": "IMG_1.jpg",
        "size_bytes": 90_000,
        "width": 1600,
        "height": 1200,
        "duration_s": 12.0,
        "alt": None,
        "credit": "",
        "licence": "",
        "by_name": "วิภา",
        "at": NOON,
    }
    media = Media(**(usual | changed))
    db.session.add(media)
    db.session.commit()
    return media.id


def actions() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_every_model_shows_its_numbers_verdict_and_stations(curator: FlaskClient) -> None:
    make_model("avicennia-alba")
    make_model("scylla-olivacea", "scylla-olivacea", faults=True)
    shown = page(curator, f"{MODELS}?lang=en")
    good, bad = (shown.one("li", id=slug) for slug in ("avicennia-alba", "scylla-olivacea"))
    assert "within budget" in good.text
    assert "41,000" in good.text
    assert "4.5 × 5.7 × 4.6 m" in good.text
    assert "Museum, CC-BY-4.0" in good.text
    assert "23 November 2026" in good.text
    assert "over budget" in bad.text
    assert "70,000 triangles of at most 60,000" in bad.text
    assert "4,883 KB of at most 4,096 KB" in bad.text
    assert any("·" in link.text for link in good.all("a"))
    assert good.one("img").attributes["alt"] == "Picture of the model Tree avicennia-alba"


def test_the_page_is_thai_for_thai_readers(curator: FlaskClient) -> None:
    make_model("avicennia-alba", faults=True)
    assert "เกินเกณฑ์" in page(curator, f"{MODELS}?lang=th").one("li", id="avicennia-alba").text


def test_without_a_model_the_page_says_what_to_do(curator: FlaskClient, educator: FlaskClient) -> None:
    assert "ส่งไฟล์ GLB" in page(curator, f"{MODELS}?lang=th").one("div", class_="empty").text
    assert "ส่งไฟล์ GLB" not in page(educator, f"{MODELS}?lang=th").one("div", class_="empty").text


def test_what_could_not_be_built_says_why(curator: FlaskClient) -> None:
    db.session.add(FailedBuild(slug="broken", message=f"broken: {XSS}", at=NOON))
    db.session.commit()
    failures = page(curator, MODELS).one("section", aria_labelledby="failures-title")
    assert XSS in failures.text
    assert failures.all("script") == []


def test_a_built_model_is_not_public_before_it_is_published(curator: FlaskClient, storage: LocalStorage) -> None:
    station = db.session.scalars(select(Station).order_by(Station.number)).first()
    assert station is not None
    placed = {one["model"] for one in station.record["scene"]["models"]}
    for slug in placed:
        make_model(slug)
    assert {one.slug: one.is_public for one in queries.models(storage)} == dict.fromkeys(placed, False)
    waiting = page(curator, f"{MODELS}?lang=en").one("section", aria_labelledby="publish-title")
    assert f"Not public yet ({len(placed)}): Tree" in waiting.text
    assert post(curator, f"{MODELS}publish")[0] == 303
    assert {one.slug: one.is_public for one in queries.models(storage)} == dict.fromkeys(placed, True)
    done = page(curator, f"{MODELS}?lang=en&published=yes")
    assert done.one("div", role="status").text.startswith("Published.")
    assert [form for form in done.all("form") if form.attributes["action"].endswith("publish")] == []
    assert "builds.published" in actions()


def test_a_model_that_no_scene_can_show_yet_waits_for_nothing(trail: Flask, storage: LocalStorage) -> None:
    make_model("of-no-station")
    assert [one.is_public for one in queries.models(storage)] == [None]


def test_only_curators_publish_and_send_models(educator: FlaskClient) -> None:
    make_model("avicennia-alba")
    shown = page(educator, MODELS)
    assert [form.attributes["action"] for form in shown.all("form") if "publish" in form.attributes["action"]] == []
    assert post(educator, f"{MODELS}publish")[0] == 403
    assert post(educator, f"{MODELS}uploads/model/file")[0] == 403
    assert educator.get(f"{MODELS}uploads/model").status_code == 403


def test_pictures_say_what_is_missing_until_both_languages_are_there(educator: FlaskClient) -> None:
    media_id = make_media()
    assert all_media()[0].missing == ["alt_th", "alt_en", "credit", "licence"]
    url = f"{MEDIA}/{media_id}"
    assert post(educator, url, alt_th="รากแสม", alt_en="", credit="Ana", licence="CC-BY-4.0")[0] == 303
    assert all_media()[0].missing == ["alt_en"]
    assert "English description" in page(educator, f"{url}?saved=yes&lang=en").one("div", role="status").text
    assert post(educator, url, alt_th="รากแสม", alt_en="Roots", credit="Ana", licence="CC-BY-4.0")[0] == 303
    assert all_media()[0].missing == []
    assert page(educator, f"{url}?lang=th").one("textarea", name="alt_th").text == "รากแสม"
    assert actions().count("media.described") == 2


@pytest.mark.parametrize(
    "wrong", [{"alt_th": "x" * 301}, {"credit": "x" * 201}, {"licence": "all mine"}], ids=["alt", "credit", "licence"]
)
def test_what_cannot_be_kept_stays_in_the_form(educator: FlaskClient, wrong: dict[str, str]) -> None:
    media_id = make_media()
    form = {"alt_th": "ราก", "alt_en": "Roots", "credit": "Ana", "licence": "CC0-1.0"} | wrong
    status, shown = post(educator, f"{MEDIA}/{media_id}", **form)
    assert status == 422
    assert shown is not None
    assert shown.one("textarea", name="alt_en").text == "Roots"
    assert all_media()[0].alt == {}


def test_a_picture_in_use_is_named_and_cannot_be_deleted(curator: FlaskClient) -> None:
    media_id = make_media(alt={"th": "ราก", "en": "Roots"}, credit="Ana", licence="CC0-1.0")
    species = db.session.scalars(select(Species).filter_by(slug="avicennia-alba")).one()
    used = {"file": f"{FILE}.avif", "alt": {"th": "ราก", "en": "Roots"}, "credit": "Ana", "licence": "CC0-1.0"}
    species.record = species.record | {"pictures": [used]}
    db.session.commit()
    assert "species avicennia-alba" in page(curator, f"{MEDIA}?lang=en").one("ul", class_="built").text
    status, shown = post(curator, f"{MEDIA}/{media_id}/delete")
    assert status == 409
    assert shown is not None
    assert "Take it out there first" in shown.one("div", role="alert").text or "นำออก" in shown.text
    species.record = {name: value for name, value in species.record.items() if name != "pictures"}
    db.session.commit()
    assert post(curator, f"{MEDIA}/{media_id}/delete")[0] == 303
    assert all_media() == []
    assert actions()[-1] == "media.deleted"


def test_a_picture_in_a_draft_is_in_use(curator: FlaskClient) -> None:
    media_id = make_media()
    drafts = db.metadata.tables["draft"]
    words = dict.fromkeys(("note", "edited_by", "submitted_by", "decided_by", "decision"), "")
    record = {"pictures": [{"file": f"{FILE}.avif"}]}
    row = {"kind": "species", "slug": "new-one", "record": record, "confirmed": [], "version": 1, "state": "editing"}
    db.session.execute(drafts.insert().values(**row, **words, base_revision=0, edited_at=NOON))
    db.session.commit()
    assert post(curator, f"{MEDIA}/{media_id}/delete")[0] == 409


def test_nothing_that_people_write_becomes_script(educator: FlaskClient) -> None:
    media_id = make_media(name=XSS, alt={"th": XSS, "en": XSS}, credit=XSS, licence="CC0-1.0", by_name=XSS)
    make_media("sound", name=XSS, file=f"{'b' * 64}.ogg")
    make_model("avicennia-alba", author=XSS, licence=XSS, name=Words(th=XSS, en=XSS).model_dump(), faults=["triangles"])
    for url in (MODELS, MEDIA, f"{MEDIA}/{media_id}"):
        shown = page(educator, url)
        assert XSS in shown.text or any(XSS in image.attributes["alt"] for image in shown.all("img")), url
        assert [one.attributes.get("src", "") for one in shown.all("script") if "alert" in one.text] == []
        assert [one for one in shown.all("img") if "onerror" in one.attributes] == []


def test_a_picture_goes_from_the_form_to_the_public_files(
    trail: Flask, curator: FlaskClient, settings: Settings, storage: LocalStorage
) -> None:
    form = {"csrf_token": form_token(curator, MEDIA), "file": (io.BytesIO(corpus.photograph()), "ราก.jpg")}
    answer = curator.post(f"{MODELS}uploads/picture/file", data=form)
    shown = page(curator, f"{answer.location}?lang=en")
    assert shown.one("p", role="status").text == "All here; waiting to be checked"
    assert shown.one("main").attributes["data-module"] == "builds/watch"
    state = curator.get(f"{answer.location}/state").json
    assert (state["isOver"], state["url"]) == (False, answer.location)
    assert work_off(Workshop(settings, storage, lambda: NOON)) == 1
    state = curator.get(f"{answer.location}/state").json
    assert (state["isOver"], state["url"]) == (True, f"{MEDIA}/{all_media()[0].id}")
    file = trail.test_client().get(f"/files/{all_media()[0].file}")
    assert (file.status_code, file.mimetype) == (200, "image/avif")
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_without_scripts_takes_a_large_file_whole(curator: FlaskClient) -> None:
    content = corpus.photograph() + b"\r\n" * 150_000
    form = {"csrf_token": form_token(curator, MEDIA), "file": (io.BytesIO(content), "ราก.jpg")}
    assert curator.post(f"{MODELS}uploads/picture/file", data=form).status_code == 303
    sent = db.session.scalars(select(Upload)).one()
    assert (sent.state, sent.received_bytes) == ("waiting", len(content))


def test_sounds_are_served_to_visitors(trail: Flask, storage: LocalStorage) -> None:
    for kind, media_type in (("mp3", "audio/mpeg"), ("m4a", "audio/mp4"), ("ogg", "audio/ogg")):
        name = storage.put(kind.encode(), kind)
        answer = trail.test_client().get(f"/files/{name}", headers={"Range": "bytes=0-0"})
        assert (answer.status_code, answer.mimetype, answer.data) == (206, media_type, kind[:1].encode())


def test_a_refused_file_says_why_in_both_languages(curator: FlaskClient, settings: Settings) -> None:
    staff = make_staff("นก")
    member = StaffMember(staff.id, staff.name, "curator")
    upload_id = uploads.begin_upload("model", "ปู.glb", 10, member, settings.uploads, NOON)
    upload = db.session.get_one(Upload, upload_id)
    upload.state, upload.reason, upload.reason_values = "failed", "bad_model", {"why": f"no {XSS}"}
    upload.updated_at = NOON + timedelta(days=400)
    db.session.commit()
    for language, words in (("en", "No model can be built"), ("th", "สร้างแบบจำลองจากไฟล์นี้ไม่ได้")):
        alert = page(curator, f"{MODELS}uploads/{upload_id}?lang={language}").one("div", role="alert")
        assert words in alert.text
        assert XSS in alert.text
    assert post(curator, f"{MODELS}uploads/{upload_id}/again")[0] == 303
    assert db.session.get_one(Upload, upload_id, populate_existing=True).state == "waiting"


def test_the_form_for_a_model_keeps_what_was_typed(curator: FlaskClient) -> None:
    make_model("avicennia-alba")
    shown = page(curator, f"{MODELS}uploads/model?slug=avicennia-alba&lang=en")
    assert shown.one("input", id="slug").attributes["value"] == "avicennia-alba"
    assert "checked" in shown.one("input", name="replace").attributes
    typed = {"slug": "avicennia-alba", "name_th": "แสม", "author": XSS, "size_m": "tall"}
    status, again = post(curator, f"{MODELS}uploads/model/file?lang=en", **typed)
    assert status == 422
    assert again is not None
    assert again.one("input", id="name_th").attributes["value"] == "แสม"
    assert again.one("input", id="author").attributes["value"] == XSS
    assert again.one("p", id="size_m-problem").text == "It must be a number from 0.005 to 60 metres."
    assert "Tick this to replace it" in again.one("p", id="replace-problem").text
    assert again.one("input", id="slug").attributes.get("aria-invalid") is None


@pytest.mark.parametrize(
    ("files", "status", "words"),
    [
        ([("ปู.glb", corpus.SVG)], 422, "SVG and web pages are not taken"),
        ([("a\tb.glb", b"glTF")], 422, "This file name cannot be used"),
        ([], 422, "No file was chosen"),
    ],
)
def test_the_form_for_a_model_keeps_what_was_typed_when_its_file_is_refused(
    curator: FlaskClient, files: list[tuple[str, bytes]], status: int, words: str
) -> None:
    typed = {
        "slug": "mud-crab", "species": "avicennia-alba", "name_th": "ปู", "name_en": XSS, "kind": "scanned",
        "side": "longest", "size_m": "0.03", "author": "Ana", "licence": "CC0-1.0", "sources": "one\ntwo",
    }  # fmt: skip
    sent = [(io.BytesIO(content), name) for name, content in files]
    form = {"csrf_token": form_token(curator, MEDIA), **typed, "file": sent}
    answer = curator.post(f"{MODELS}uploads/model/file?lang=en", data=form)
    assert answer.status_code == status
    shown = read_page(answer.text)
    told = shown.one("p", id="file-problem").text
    assert words in told and "choose a file again" in told
    field = shown.one("input", id="file")
    assert (field.attributes["aria-invalid"], field.attributes["aria-describedby"]) == ("true", "file-problem")
    for name in ("slug", "name_th", "name_en", "size_m", "author"):
        assert shown.one("input", id=name).attributes["value"] == typed[name]
    for name in ("species", "kind", "side", "licence"):
        (chosen,) = [one for one in shown.one("select", id=name).all("option") if "selected" in one.attributes]
        assert chosen.attributes["value"] == typed[name]
    assert shown.one("textarea", id="sources").text.split() == ["one", "two"]


def test_the_list_of_models_asks_the_database_no_more_often_for_more_models(curator: FlaskClient) -> None:
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def count() -> int:
        statements.clear()
        page(curator, MODELS)
        return len(statements)

    make_model("avicennia-alba")
    first = count()
    for number in range(20):
        make_model(f"model-{number}")
    assert count() == first
