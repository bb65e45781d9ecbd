"""Files arrive by tus and by a plain form: nothing that was acknowledged is lost, whatever breaks on the way."""

import base64
import errno
import io
import os
import resource
import shutil
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mangrove_ar.accounts.models import AuditEntry, Staff
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.builds import background, part_files, uploads
from mangrove_ar.builds.models import Upload
from mangrove_ar.builds.upload_views import CHUNK_BYTES
from mangrove_ar.config import Settings
from mangrove_ar.errors import UploadMoved, UploadTooLarge
from mangrove_ar.extensions import db
from tests.builds import corpus
from tests.conftest import NOON
from tests.pages import read_page
from tests.staff import form_token, make_staff, signed_in_client

URL = "/studio/builds/uploads/"
TUS = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}
PICTURE = corpus.picture("PNG", 600, 500)
FIRST = 700
"""Bytes of the first chunk of most tests."""
LARGEST_FILE = 3 * 1024 * 1024
"""In the test of a limit: more than the database needs."""


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes instead of workers: what a worker does is tested elsewhere."""
    noted: list[str] = []
    monkeypatch.setattr(background, "start_work", lambda _lock: noted.append("worker"))
    return noted


class Sender:
    """A browser in which somebody is signed in, and which speaks tus."""

    def __init__(self, app: Flask, role: str = "curator", client: FlaskClient | None = None) -> None:
        self.client = client or signed_in_client(app, role)
        self.token = form_token(self.client, "/studio/builds/media")

    def ask(self, method: str, url: str, headers: dict[str, str] | None = None, data: bytes = b"") -> TestResponse:
        return self.client.open(
            url, method=method, data=data, headers={**TUS, "X-CSRFToken": self.token, **(headers or {})}
        )

    def begin(self, size: int, name: str = "ภาพ.png", **told: str) -> TestResponse:
        metadata = {"purpose": "picture", "name": name, **told}
        encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
        return self.ask("POST", URL, {"Upload-Length": str(size), "Upload-Metadata": encoded})

    def append(self, where: str, offset: int, chunk: bytes) -> TestResponse:
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return self.ask("PATCH", where, headers, chunk)

    def offset(self, where: str) -> int:
        return int(self.ask("HEAD", where).headers["Upload-Offset"])


@pytest.fixture
def sender(app: Flask) -> Sender:
    return Sender(app)


def begun(sender: Sender, content: bytes = PICTURE) -> str:
    """Begin an upload, send its first chunk, and return its address."""
    where = sender.begin(len(content)).location
    assert sender.append(where, 0, content[:FIRST]).status_code == 204
    return where


def row(where: str) -> Upload:
    db.session.rollback()
    return db.session.get_one(Upload, where.split("/")[-2])


def on_disk(settings: Settings, where: str) -> bytes:
    return part_files.part_of(settings.uploads, where.split("/")[-2]).read_bytes()


def reason(answer: TestResponse) -> str:
    return str(answer.json["error"]["code"])


def test_a_file_arrives_in_chunks_and_is_handed_to_the_worker(
    sender: Sender, settings: Settings, started: list[str]
) -> None:
    answer = sender.begin(len(PICTURE))
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (201, "1.0.0")
    where = answer.location
    first = sender.append(where, 0, PICTURE[:FIRST])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(FIRST))
    assert (row(where).state, started) == ("receiving", [])
    last = sender.append(where, FIRST, PICTURE[FIRST:])
    assert last.headers["Upload-Offset"] == str(len(PICTURE))
    assert on_disk(settings, where) == PICTURE
    assert (row(where).state, row(where).name, started) == ("waiting", "ภาพ.png", ["worker"])


def test_the_abilities_are_told(sender: Sender) -> None:
    headers = sender.ask("OPTIONS", URL).headers
    assert (headers["Tus-Version"], headers["Tus-Extension"]) == ("1.0.0", "creation,termination")
    assert int(headers["Tus-Max-Size"]) == 100 * 1024 * 1024


def test_head_tells_where_to_go_on_also_after_a_restart(sender: Sender) -> None:
    where = begun(sender)
    db.session.remove()
    db.engine.dispose()
    answer = sender.ask("HEAD", where)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, str(FIRST))
    assert answer.headers["Upload-Length"] == str(len(PICTURE))
    assert answer.headers["Cache-Control"] == "no-store"
    assert sender.append(where, FIRST, PICTURE[FIRST:]).status_code == 204


@pytest.mark.parametrize("wrong", [0, FIRST - 1, FIRST + 1])
def test_a_chunk_for_another_place_is_refused_and_changes_nothing(
    sender: Sender, settings: Settings, wrong: int
) -> None:
    where = begun(sender)
    answer = sender.append(where, wrong, b"x" * 100)
    assert (answer.status_code, reason(answer)) == (409, "moved")
    assert on_disk(settings, where) == PICTURE[:FIRST]


def test_a_kill_between_writing_and_acknowledging_costs_only_that_chunk(sender: Sender, settings: Settings) -> None:
    where = begun(sender)
    with part_files.part_of(settings.uploads, where.split("/")[-2]).open("ab") as file:
        file.write(b"half of a chunk that was never acknowledged")
    assert sender.offset(where) == FIRST
    assert sender.append(where, FIRST, PICTURE[FIRST:]).status_code == 204
    assert on_disk(settings, where) == PICTURE


def test_a_file_that_lost_its_end_with_the_power_goes_on_from_what_is_there(sender: Sender, settings: Settings) -> None:
    where = begun(sender)
    os.truncate(part_files.part_of(settings.uploads, where.split("/")[-2]), 100)
    assert sender.offset(where) == 100
    assert sender.append(where, FIRST, PICTURE[FIRST:]).status_code == 409
    assert sender.append(where, 100, PICTURE[100:]).status_code == 204
    assert on_disk(settings, where) == PICTURE


def test_two_who_send_at_once_do_not_mix(sender: Sender, settings: Settings) -> None:
    where = begun(sender)
    with part_files.alone_with(settings.uploads, where.split("/")[-2]):
        answer = sender.append(where, FIRST, PICTURE[FIRST:])
    assert (answer.status_code, reason(answer)) == (409, "busy")
    assert on_disk(settings, where) == PICTURE[:FIRST]


def test_of_many_equal_chunks_one_is_taken(app: Flask, settings: Settings) -> None:
    staff = _member(make_staff("สมชาย"))
    upload_id = uploads.begin_upload("picture", "a.png", len(PICTURE), staff, settings.uploads, NOON)
    taken: list[int] = []
    refused: list[UploadMoved] = []

    def send() -> None:
        with app.app_context():
            try:
                taken.append(uploads.receive(upload_id, 0, PICTURE, staff, settings.uploads, NOON))
            except UploadMoved as error:
                refused.append(error)

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (taken, len(refused)) == ([len(PICTURE)], 5)
    assert part_files.part_of(settings.uploads, upload_id).read_bytes() == PICTURE


@pytest.mark.parametrize("broken", ["write", "fsync"])
def test_a_full_disk_is_told_and_loses_nothing(
    sender: Sender, settings: Settings, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    where = begun(sender)
    real = getattr(os, broken)
    half: list[int] = []

    def full(handle: int, *content: bytes) -> int:
        if content and not half:
            half.append(real(handle, content[0][:50]))
            return half[0]
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, broken, full)
        answer = sender.append(where, FIRST, PICTURE[FIRST:])
    assert (answer.status_code, reason(answer)) == (507, "disk_full")
    assert "ดิสก์" in answer.json["error"]["message"] or "disk" in answer.json["error"]["message"]
    assert on_disk(settings, where) == PICTURE[:FIRST]
    assert sender.offset(where) == FIRST
    assert sender.append(where, FIRST, PICTURE[FIRST:]).status_code == 204
    assert on_disk(settings, where) == PICTURE


def test_a_real_limit_of_the_disk_loses_nothing(sender: Sender, settings: Settings) -> None:
    content = PICTURE.ljust(LARGEST_FILE + 10, b"x")
    where = sender.begin(len(content)).location
    assert sender.append(where, 0, content[:FIRST]).status_code == 204
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, most))
    try:
        answer = sender.append(where, FIRST, content[FIRST:])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
    assert (answer.status_code, on_disk(settings, where)) == (507, PICTURE[:FIRST])


def test_a_file_for_which_there_is_no_room_is_not_begun(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = part_files.SPARE_BYTES

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage)
    answer = sender.begin(len(PICTURE))
    assert (answer.status_code, reason(answer)) == (507, "disk_full")
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 0


def test_the_first_bytes_show_what_is_not_taken(sender: Sender, settings: Settings) -> None:
    where = sender.begin(5_000_000, "photo.jpg").location
    answer = sender.append(where, 0, b"PK\x03\x04" + bytes(10_000))
    assert (answer.status_code, reason(answer)) == (422, "archive")
    assert (row(where).state, row(where).reason) == ("refused", "archive")
    assert list(settings.uploads.glob("*.part")) == []


@pytest.mark.parametrize(
    ("size", "told", "expected"),
    [
        (0, {}, (422, "empty")),
        (25 * 1024**2 + 1, {}, (413, "too_large")),
        (10, {"name": "../../etc/passwd"}, (422, "name")),
        (10, {"name": "a\0b"}, (422, "name")),
        (10, {"name": "x" * 200}, (422, "name")),
        (10, {"purpose": "virus"}, (400, "bad_request")),
    ],
)
def test_what_cannot_be_is_not_begun(
    sender: Sender, size: int, told: dict[str, str], expected: tuple[int, str]
) -> None:
    answer = sender.begin(size, **told)
    assert (answer.status_code, reason(answer)) == expected


def test_more_bytes_than_announced_are_refused(sender: Sender, settings: Settings) -> None:
    where = begun(sender)
    answer = sender.append(where, FIRST, PICTURE[FIRST:] + b"more")
    assert (answer.status_code, reason(answer)) == (413, "more_than_said")
    assert on_disk(settings, where) == PICTURE[:FIRST]


def test_unfinished_files_of_a_person_have_a_limit_together(app: Flask, settings: Settings) -> None:
    ana, ben = _member(make_staff("ana")), _member(make_staff("ben"))
    for number in range(5):
        uploads.begin_upload("model", f"{number}.glb", 100 * 1024**2, ana, settings.uploads, NOON)
    with pytest.raises(UploadTooLarge) as refused:
        uploads.begin_upload("picture", "one more.png", 1, ana, settings.uploads, NOON)
    assert (refused.value.reason, refused.value.values) == ("quota", {"most_mb": 500})
    assert uploads.begin_upload("picture", "mine.png", 1, ben, settings.uploads, NOON)
    assert len(list(settings.uploads.glob("*.part"))) == 6


def test_a_chunk_that_is_too_large_is_refused_before_it_is_read(sender: Sender) -> None:
    where = sender.begin(20 * 1024**2).location
    answer = sender.append(where, 0, bytes(CHUNK_BYTES + 1))
    assert answer.status_code == 413
    assert row(where).received_bytes == 0


@pytest.mark.parametrize("url", [f"{URL}x/bytes", f"{URL}picture/file"])
def test_whoever_is_not_signed_in_cannot_send_much(app: Flask, url: str) -> None:
    client = app.test_client()
    headers = {**TUS, "X-CSRFToken": form_token(client)}
    method = "PATCH" if url.endswith("bytes") else "POST"
    assert client.open(url, method=method, data=b"x" * 100_000, headers=headers).status_code == 401
    assert client.open(url, method=method, data=b"x", headers=headers).status_code == 401


def test_nothing_is_taken_without_a_token(sender: Sender) -> None:
    where = begun(sender)
    for method, url in (("POST", URL), ("PATCH", where), ("DELETE", where)):
        answer = sender.ask(method, url, {"X-CSRFToken": ""})
        assert (answer.status_code, reason(answer)) == (400, "out_of_date")
    assert sender.offset(where) == FIRST


def test_an_upload_belongs_to_who_began_it(app: Flask, sender: Sender) -> None:
    where = begun(sender)
    other = Sender(app, "educator")
    assert other.ask("HEAD", where).status_code == 404
    assert other.append(where, FIRST, PICTURE[FIRST:]).status_code == 404
    assert other.ask("DELETE", where).status_code == 404
    assert other.client.get(where.removesuffix("/bytes")).status_code == 404
    assert sender.offset(where) == FIRST


def test_educators_send_pictures_but_no_models(app: Flask) -> None:
    educator = Sender(app, "educator")
    assert educator.begin(10).status_code == 201
    assert educator.begin(10, purpose="model", name="a.glb").status_code == 403
    assert educator.client.get(f"{URL}model").status_code == 403


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_another_version_of_the_protocol_is_told_which_one(sender: Sender, method: str) -> None:
    url = URL if method == "POST" else begun(sender)
    answer = sender.ask(method, url, {"Tus-Resumable": "2.0.0"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_chunk_says_what_it_is(sender: Sender) -> None:
    where = begun(sender)
    answer = sender.ask("PATCH", where, {"Upload-Offset": str(FIRST), "Content-Type": "image/png"}, b"x")
    assert answer.status_code == 415
    for wrong in ("", "-1", "x", "9" * 30):
        headers = {"Upload-Offset": wrong, "Content-Type": "application/offset+octet-stream"}
        assert sender.ask("PATCH", where, headers, b"x").status_code == 400


def test_giving_up_deletes_the_bytes(sender: Sender, settings: Settings) -> None:
    where = begun(sender)
    assert sender.ask("DELETE", where).status_code == 204
    assert sender.ask("HEAD", where).status_code == 404
    assert list(settings.uploads.glob("*.part")) == []
    assert _actions()[-1] == "upload.deleted"


def test_what_nobody_goes_on_with_is_swept_away_after_a_week(app: Flask, settings: Settings) -> None:
    staff = _member(make_staff())
    uploads.begin_upload("picture", "old.png", 10, staff, settings.uploads, NOON)
    young = uploads.begin_upload("picture", "young.png", 10, staff, settings.uploads, NOON + timedelta(days=6))
    stray = part_files.part_of(settings.uploads, "0" * 32)
    stray.write_bytes(b"of nobody")
    os.utime(stray, (0, 0))
    assert uploads.sweep(settings.uploads, NOON + uploads.ABANDONED_AFTER + timedelta(seconds=1)) == 1
    assert [one.id for one in db.session.scalars(select(Upload))] == [young]
    assert not stray.exists()
    assert [path.stem for path in settings.uploads.glob("*.part")] == [young]


def test_a_plain_form_sends_several_files_at_once(sender: Sender, settings: Settings, started: list[str]) -> None:
    files = [("a.png", PICTURE), ("b.png", corpus.picture("PNG", 300, 300))]
    answer = _send_form(sender, "picture", files)
    assert (answer.status_code, answer.location) == (303, "/studio/builds/media")
    rows = list(db.session.scalars(select(Upload).order_by(Upload.name)))
    assert [(one.name, one.state) for one in rows] == [("a.png", "waiting"), ("b.png", "waiting")]
    assert part_files.part_of(settings.uploads, rows[0].id).read_bytes() == PICTURE
    assert started


@pytest.mark.parametrize(("language", "words"), [("en", "SVG and web pages are not taken"), ("th", "ไม่รับ SVG")])
def test_a_plain_form_says_in_the_readers_language_why_not(sender: Sender, language: str, words: str) -> None:
    answer = _send_form(sender, "picture", [("a.svg", corpus.SVG)], f"?lang={language}")
    assert answer.status_code == 422
    assert words in read_page(answer.text).one("div", role="alert").text


def test_words_for_the_reader_say_their_language(sender: Sender) -> None:
    told = sender.begin(0)
    assert (reason(told), told.headers["Content-Language"]) == ("empty", "th")
    raw = sender.begin(10, purpose="virus")
    assert (reason(raw), raw.headers.get("Content-Language")) == ("bad_request", None)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_plain_form_takes_the_files_around_one_that_is_refused(
    sender: Sender, started: list[str], language: str
) -> None:
    files = [
        ("a.png", PICTURE),
        ("evil.png", corpus.SVG),
        ("none.png", b""),
        ("b.png", corpus.picture("PNG", 300, 300)),
    ]
    answer = _send_form(sender, "picture", files, f"?lang={language}")
    assert answer.status_code == 422
    page = read_page(answer.text)
    evil, none = page.one("div", role="alert").all("p")
    svg, empty = {"th": ("ไม่รับ SVG", "ไฟล์นี้ว่างเปล่า"), "en": ("SVG and web pages", "The file is empty")}[language]
    assert evil.one("strong").text == "evil.png" and svg in evil.text
    assert none.one("strong").text == "none.png" and empty in none.text
    taken = page.one("section", aria_labelledby="taken-title").all("a")
    assert [one.text for one in taken] == ["a.png", "b.png"]
    assert [sender.client.get(one.attributes["href"]).status_code for one in taken] == [200, 200]
    states = {one.name: one.state for one in db.session.scalars(select(Upload))}
    assert states == {"a.png": "waiting", "evil.png": "refused", "b.png": "waiting"}
    assert started


def test_a_script_that_sends_a_form_is_told_every_file_that_is_refused(sender: Sender) -> None:
    data = {"file": [(io.BytesIO(corpus.SVG), "evil.png"), (io.BytesIO(b""), "none.png")]}
    headers = {"Accept": "application/json", "X-CSRFToken": sender.token}
    answer = sender.client.post(f"{URL}picture/file?lang=en", data=data, headers=headers)
    assert (answer.status_code, reason(answer)) == (422, "svg")
    message = answer.json["error"]["message"]
    assert "evil.png: SVG and web pages are not taken" in message
    assert "none.png: The file is empty" in message


def test_work_begins_also_when_something_unforeseen_ends_the_form(
    sender: Sender, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = uploads.begin_upload

    def begin(purpose: str, name: str, *rest: object) -> str:
        if name == "b.png":
            raise RuntimeError("nobody thought of this")
        return real(purpose, name, *rest)

    monkeypatch.setattr(uploads, "begin_upload", begin)
    with pytest.raises(RuntimeError):
        _send_form(sender, "picture", [("a.png", PICTURE), ("b.png", PICTURE)])
    assert started


def test_a_plain_form_without_a_file_says_so(sender: Sender) -> None:
    assert _send_form(sender, "picture", []).status_code == 422


def test_every_step_of_an_upload_is_noted(sender: Sender) -> None:
    where = begun(sender)
    sender.append(where, FIRST, PICTURE[FIRST:])
    assert "upload.received" in _actions()


def _send_form(sender: Sender, purpose: str, files: list[tuple[str, bytes]], query: str = "") -> TestResponse:
    data = {"csrf_token": sender.token, "file": [(io.BytesIO(content), name) for name, content in files]}
    return sender.client.post(f"{URL}{purpose}/file{query}", data=data)


def _member(staff: Staff | None) -> StaffMember:
    assert staff is not None
    return StaffMember(staff.id, staff.name, staff.role)


def _actions() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
