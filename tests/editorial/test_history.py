from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from mangrove_ar.catalogue.models import StationCode
from mangrove_ar.catalogue.records import By, Key, Kind, approved, keep_record
from mangrove_ar.editorial.release_changes import Differing, counts, differing
from mangrove_ar.extensions import db
from mangrove_ar.releases.models import Release
from mangrove_ar.releases.queries import live_release, release
from mangrove_ar.releases.service import publish_change, publish_codes, roll_back
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

VIPA = By(None, "วิภา")
STATION = "/trail/phra-chedi-klang-nam/5"


@pytest.fixture
def curator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "curator")


@pytest.fixture
def educator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "educator")


def change(storage: LocalStorage, *changes: tuple[Kind, str, dict[str, object]], note: str = "") -> None:
    """Publish changed fields of records."""

    def keep() -> list[Key]:
        for kind, slug, fields in changes:
            found = approved(kind, slug)
            assert found
            keep_record(kind, slug, found.record | fields, VIPA, NOON)
        return [(kind, slug) for kind, slug, _ in changes]

    publish_change(keep, storage, NOON, note, VIPA.name)


def new_lead(storage: LocalStorage, english: str = "Crabs live in towers") -> None:
    found = approved("stations", "crab-condo")
    assert found
    lead = found.record["lead"] | {"en": english}
    change(storage, ("stations", "crab-condo", {"lead": lead}), note="a better lead")


def read(client: FlaskClient, url: str, language: str = "en") -> Element:
    answer = client.get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    return read_page(answer.text)


def lines(page: Element) -> list[Element]:
    return page.one("ol", class_="release-list").all("li", class_="release-line")


def button(client: FlaskClient) -> dict[str, str]:
    """What the button of the first release sends."""
    form = read(client, "/studio/releases/1").one("form", action="/studio/releases/1/roll-back")
    return {name: str(form.one("input", name=name).attributes["value"]) for name in ("csrf_token", "live")}


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Count the statements that the database is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: len(asked)
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_differs_is_told_by_kind_and_slug() -> None:
    before = {"species/a": 1, "species/b": 1, "stations/c": 2}
    after = {"species/a": 2, "stations/c": 2, "sites/d": 1}
    found = differing(before, after)
    assert found == [
        Differing("species", "a", 1, 2),
        Differing("species", "b", 1, None),
        Differing("sites", "d", None, 1),
    ]
    assert [(one.what, one.kind, one.number) for one in counts(found)] == [
        ("changed", "species", 1),
        ("gone", "species", 1),
        ("new", "sites", 1),
    ]


def test_the_history_says_who_changed_which_field_of_what(curator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage)
    newest, first = lines(read(curator, "/studio/releases/"))
    assert "by วิภา" in newest.text
    assert "a better lead" in newest.text
    assert "Station 5: Crab condo – Lead, also on the plaque (English)" in newest.one("ul").text
    assert "Live now" in newest.text
    assert "Live now" not in first.text
    assert "The first release" in first.text
    assert "Stations: 10 new" in first.text


def test_the_history_speaks_thai(curator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage)
    newest = lines(read(curator, "/studio/releases/", "th"))[0]
    assert "สถานี 5: คอนโดปู" in newest.one("ul").text
    assert "ผู้มาเยือนเห็นอยู่ตอนนี้" in newest.text


def test_many_records_are_counted_not_named(curator: FlaskClient, storage: LocalStorage) -> None:
    slugs = [row for row in live_release(storage).documents() if row.startswith("species/")][:6]
    words = {"th": "ใหม่", "en": "New"}
    change(storage, *(("species", slug.partition("/")[2], {"role": words}) for slug in slugs))
    newest = lines(read(curator, "/studio/releases/"))[0]
    assert newest.one("ul").text == "Species: 6 changed"


def test_codes_alone_are_told_as_such(curator: FlaskClient, storage: LocalStorage, codes: dict[int, str]) -> None:
    def withdraw() -> None:
        db.session.get_one(StationCode, codes[5]).withdrawn_at = NOON

    publish_codes(withdraw, storage, NOON, "withdrawn")
    assert "Only the codes of plaques changed" in lines(read(curator, "/studio/releases/"))[0].text


def test_releases_of_before_there_were_revisions_say_so(curator: FlaskClient, storage: LocalStorage) -> None:
    db.session.get_one(Release, 1).records = None
    db.session.commit()
    new_lead(storage)
    assert "older than the records' history" in lines(read(curator, "/studio/releases/"))[0].text
    page = read(curator, "/studio/releases/1")
    assert "no way back" in page.one("main").text
    assert page.all("form", action="/studio/releases/1/roll-back") == []


def test_the_history_is_paged(curator: FlaskClient, storage: LocalStorage) -> None:
    for number in range(22):
        new_lead(storage, f"Crabs {number}")
    page = read(curator, "/studio/releases/")
    assert len(lines(page)) == 20
    older = page.one("nav", class_="pager").one("a", rel="next").attributes["href"]
    rest = lines(read(curator, older))
    assert [line.one("h2").one("a").text for line in rest] == ["Release 3", "Release 2", "Release 1"]


def test_the_history_asks_as_much_for_many_releases_as_for_few(curator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage)
    read(curator, "/studio/releases/")
    with counted() as few:
        read(curator, "/studio/releases/")
    for number in range(8):
        new_lead(storage, f"Crabs {number}")
    read(curator, "/studio/releases/")
    with counted() as many:
        read(curator, "/studio/releases/")
    assert many() == few() < 12


def test_a_release_shows_each_word_that_changed(educator: FlaskClient, storage: LocalStorage) -> None:
    found = approved("stations", "crab-condo")
    assert found
    english = found.record["lead"]["en"]
    new_lead(storage, f"{english} Look closely.")
    page = read(educator, "/studio/releases/2")
    record = page.one("article")
    assert record.one("h3").text == "Station 5: Crab condo changed"
    difference = record.one("p", class_="difference")
    assert difference.attributes["lang"] == "en"
    assert difference.all("del") == []
    assert "Look closely." in difference.one("ins").text
    assert [one.text for one in difference.one("ins").all("span", class_="hidden-text")] == ["[now:", "]"]


def test_numbers_choices_and_pictures_are_told_too(educator: FlaskClient, storage: LocalStorage) -> None:
    file = f"{'a' * 64}.avif"
    words = {"th": "ปู", "en": "A crab"}
    picture = {"file": file, "alt": words, "credit": "Vipa", "licence": "CC-BY-4.0"}
    plaque = {"marker_width_mm": 180.0, "tilt_deg": 60.0}
    change(storage, ("stations", "crab-condo", {"pictures": [picture], "plaque": plaque, "withdrawn": True}))
    article = read(educator, "/studio/releases/2").one("article")
    assert article.one("img", src=f"/files/{file}").attributes["alt"] == "the picture now"
    told = [one.text for one in article.all("p", class_="difference")]
    assert any("180.0" in one for one in told)
    assert any("[was: no ]" in one and "[now: yes ]" in one for one in told)


def test_any_two_releases_can_be_compared(educator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage, "One crab")
    new_lead(storage, "Two crabs")
    change(storage, ("pages", "home", {"title": {"th": "ใหม่", "en": "New"}}))
    page = read(educator, "/studio/releases/compare?from=2&to=4")
    titles = [one.one("h3").text for one in page.all("article")]
    assert len(titles) == 2
    assert "Station 5" in titles[0]
    backwards = read(educator, "/studio/releases/compare?from=4&to=2")
    difference = backwards.all("article")[0].one("p", class_="difference")
    assert "Two crabs" in difference.one("del").text
    assert "Nothing differs" in read(educator, "/studio/releases/compare?from=2&to=2").one("main").text
    assert educator.get("/studio/releases/compare?from=2&to=77").status_code == 404
    assert educator.get("/studio/releases/compare").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("en", "There is no release 99."), ("th", "ไม่มีรุ่นที่ 99")])
def test_comparing_with_a_release_that_does_not_exist_shows_the_list_again(
    educator: FlaskClient, storage: LocalStorage, language: str, words: str
) -> None:
    new_lead(storage)
    answer = educator.get("/studio/releases/compare?from=2&to=99", headers={"Accept-Language": language})
    page = read_page(answer.text)
    assert answer.status_code == 404
    assert words in page.one("div", role="alert").text
    assert len(lines(page)) == 2
    form = page.one("form", action="/studio/releases/compare")
    assert [form.one("input", name=name).attributes["value"] for name in ("from", "to")] == ["2", "99"]


def test_comparing_before_anything_was_published_says_so(app: Flask) -> None:
    page = read_page(signed_in_client(app).get("/studio/releases/compare?from=1&to=2").text)
    assert page.one("div", role="alert").text
    assert page.one("div", class_="empty").text


def test_going_back_is_one_click_and_visitors_see_it_at_the_next_request(
    curator: FlaskClient, storage: LocalStorage
) -> None:
    old = live_release(storage).station("crab-condo").lead.en
    new_lead(storage)
    assert "Crabs live in towers" in read(curator, STATION).one("main").text
    answer = curator.post("/studio/releases/1/roll-back", data=button(curator))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/studio/releases/")
    assert old in read(curator, STATION).one("main").text
    page = read(curator, "/studio/releases/")
    assert "Back to release 1." in page.one("div", role="status").text
    assert "Back to release 1" in lines(page)[0].one("h2").text
    assert "by somebody with the role curator" in lines(page)[0].text


@pytest.mark.parametrize(("role", "forms"), [("educator", 0), ("curator", 1), ("admin", 1)])
def test_the_button_is_for_those_who_may(trail: Flask, storage: LocalStorage, role: str, forms: int) -> None:
    new_lead(storage)
    client = signed_in_client(trail, role)
    page = read(client, "/studio/releases/1")
    assert len(page.all("form", action="/studio/releases/1/roll-back")) == forms
    assert read(client, "/studio/releases/2").all("form", action="/studio/releases/2/roll-back") == []


@pytest.mark.parametrize(("language", "words"), [("en", "release 3 went live"), ("th", "มีการเผยแพร่รุ่นที่ 3")])
def test_going_back_is_refused_when_another_release_went_live_since(
    curator: FlaskClient, storage: LocalStorage, language: str, words: str
) -> None:
    new_lead(storage)
    seen = button(curator)
    new_lead(storage, "Crabs that nobody looked at")
    url = "/studio/releases/1/roll-back"
    answer = curator.post(url, data=seen, headers={"Accept-Language": language})
    assert answer.status_code == 409
    alert = read_page(answer.text).one("div", role="alert")
    assert words in alert.text
    assert alert.one("a").attributes["href"] == "/studio/releases/3"
    assert "Crabs that nobody looked at" in read(curator, STATION).one("main").text
    again = read_page(answer.text).one("form", action=url).one("input", name="live").attributes["value"]
    assert curator.post(url, data=seen | {"live": again}).status_code == 303


@pytest.mark.parametrize("live", ["", "two", "9" * 20])
def test_going_back_without_a_word_of_what_is_live_is_refused(
    curator: FlaskClient, storage: LocalStorage, live: str
) -> None:
    new_lead(storage)
    assert curator.post("/studio/releases/1/roll-back", data=button(curator) | {"live": live}).status_code == 400
    assert release(2).is_live


def test_an_educator_cannot_go_back(educator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage)
    form = {"csrf_token": form_token(educator, "/studio/stations/crab-condo/close")}
    assert educator.post("/studio/releases/1/roll-back", data=form | {"live": "2"}).status_code == 403
    assert release(2).is_live


def test_going_back_needs_the_forms_token(curator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage)
    assert curator.post("/studio/releases/1/roll-back").status_code == 400
    assert release(2).is_live


def test_what_was_hidden_by_going_back_is_told_as_gone(curator: FlaskClient, storage: LocalStorage) -> None:
    known = approved("species", "rhizophora-apiculata")
    assert known

    def add() -> list[Key]:
        record = known.record | {"scientific_name": "Rhizophora nova", "names": {"th": "ใหม่", "en": "Nova"}}
        keep_record("species", "nova", record, VIPA, NOON)
        return [("species", "nova")]

    publish_change(add, storage, NOON, "", "")
    roll_back(1, storage, NOON, VIPA)
    back, added, _ = lines(read(curator, "/studio/releases/"))
    assert back.one("ul").text == "Species: Nova – no longer shown"
    assert added.one("ul").text == "Species: Nova – new"
    assert "Nova" in read(curator, "/studio/releases/2").one("article").one("details").text


def test_an_empty_history_says_what_to_do_first(app: Flask) -> None:
    page = read(signed_in_client(app), "/studio/releases/")
    assert "Nothing was published yet." in page.one("div", class_="empty").text


def close(client: FlaskClient, reason: str) -> int:
    form = {"csrf_token": form_token(client, "/studio/stations/crab-condo/close"), "reason": reason}
    return client.post("/studio/stations/crab-condo/close", data=form).status_code


def test_an_educator_closes_a_station_and_a_curator_opens_it_again(
    trail: Flask, educator: FlaskClient, curator: FlaskClient
) -> None:
    visitor = trail.test_client()
    assert visitor.get(STATION).status_code == 200
    assert close(educator, "งูบนสะพาน") == 303
    assert visitor.get(STATION).status_code == 410
    page = read(educator, "/studio/stations/crab-condo/close")
    assert "Station 5 is closed." in page.one("div", role="status").text
    assert page.all("form", action="/studio/stations/crab-condo/reopen") == []
    form = {"csrf_token": form_token(curator, "/studio/stations/crab-condo/close")}
    assert educator.post("/studio/stations/crab-condo/reopen", data=form).status_code in (400, 403)
    assert visitor.get(STATION).status_code == 410
    assert curator.post("/studio/stations/crab-condo/reopen", data=form).status_code == 303
    assert visitor.get(STATION).status_code == 200
    assert "งูบนสะพาน" in lines(read(curator, "/studio/releases/"))[1].text


@pytest.mark.parametrize("reason", ["", "   ", "ก" * 121])
def test_closing_needs_a_reason_that_fits(trail: Flask, educator: FlaskClient, reason: str) -> None:
    assert close(educator, reason) == 422
    assert trail.test_client().get(STATION).status_code == 200


def test_there_is_nothing_to_close_where_visitors_see_no_station(educator: FlaskClient) -> None:
    assert educator.get("/studio/stations/nothing/close").status_code == 404


HISTORY = "/studio/stations/crab-condo/history"


def test_the_history_of_a_record_tells_who_changed_which_words(educator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage)
    form = read(educator, "/studio/stations/crab-condo")
    assert form.all("a", href=HISTORY)[0].text == "Earlier versions"
    newest, first = lines(read(educator, HISTORY))
    assert "by วิภา" in newest.text
    assert newest.one("h2").text == "Version 2 approved now"
    assert newest.one("p", class_="difference").attributes["lang"] == "en"
    assert "towers" in " ".join(one.text for one in newest.all("ins"))
    assert "The first version." in first.text
    assert first.all("p", class_="difference") == []
    assert "ฉบับที่ 2" in lines(read(educator, HISTORY, "th"))[0].one("h2").text


def test_the_history_of_a_record_is_paged(educator: FlaskClient, storage: LocalStorage) -> None:
    for number in range(21):
        new_lead(storage, f"Crabs {number}")
    page = read(educator, HISTORY)
    assert len(lines(page)) == 20
    assert len(lines(page)[-1].all("p", class_="difference")) == 1
    rest = lines(read(educator, HISTORY + str(page.one("a", rel="next").attributes["href"]).partition("history")[2]))
    assert [line.one("h2").text for line in rest] == ["Version 2", "Version 1"]


def test_a_record_without_approved_versions_says_what_comes_next(educator: FlaskClient) -> None:
    token = form_token(educator, "/studio/species/new")
    educator.post("/studio/species/new", data={"csrf_token": token, "name": "ceriops decandra"})
    assert "No version was approved yet." in read(educator, "/studio/species/ceriops-decandra/history").one("main").text
    assert educator.get("/studio/species/nobody/history").status_code == 404


def test_script_in_a_version_is_shown_as_text(educator: FlaskClient, storage: LocalStorage) -> None:
    new_lead(storage, "<script>alert(1)</script>")
    page = read(educator, HISTORY)
    assert "<script>alert(1)</script>" in lines(page)[0].text
    assert all("alert" not in script.text for script in page.all("script"))
