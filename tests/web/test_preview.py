from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.records import IMPORT, Kind, Record, approved, keep_record
from mangrove_ar.editorial.closing import close_station
from mangrove_ar.editorial.drafts import begin_record, open_draft, save_draft
from mangrove_ar.extensions import db
from mangrove_ar.progress.models import Event
from mangrove_ar.releases.models import LiveRelease
from mangrove_ar.releases.queries import live_release
from mangrove_ar.releases.service import publish_change
from mangrove_ar.storage.local import LocalStorage
from mangrove_ar.web.current import now
from mangrove_ar.web.preview import address_of
from mangrove_ar.web.preview_links import LASTS, OfDraft, OfRelease, Preview, Shown, begin_preview, token_of
from tests.conftest import NOON
from tests.pages import Element, read_page
from tests.staff import make_staff

SECRET = "k" * 32
TRAIL = "/trail/phra-chedi-klang-nam"
STATION, NUMBER = "crab-condo", 5
SPECIES = "rhizophora-apiculata"
UNPUBLISHED = "ปูแสมยังไม่เผยแพร่"
SHARED = ("/static/", "tel:", "#", "/files/")


def link(shown: Shown, path: str) -> str:
    """Give the address of a page in a preview that has just begun."""
    return address_of(token_of(begin_preview(shown, now()), SECRET), path)


@pytest.fixture
def staff(trail: Flask) -> StaffMember:
    made = make_staff()
    return StaffMember(made.id, made.name, made.role)


def edit(kind: Kind, slug: str, staff: StaffMember, **fields: object) -> Record:
    """Save a draft with these fields changed."""
    before = open_draft(kind, slug).record
    return save_draft(kind, slug, before, before | fields, staff, NOON).draft.record


@pytest.fixture
def drafted(staff: StaffMember) -> OfDraft:
    """A station with a draft in which the lead is new, and only written in Thai."""
    edit("stations", STATION, staff, lead={"th": UNPUBLISHED, "en": ""})
    return OfDraft("stations", STATION)


def read(client: FlaskClient, url: str, language: str = "th") -> Element:
    answer = client.get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    return read_page(answer.text)


def test_a_preview_shows_the_draft_where_the_public_page_shows_what_is_live(
    client: FlaskClient, drafted: OfDraft
) -> None:
    assert UNPUBLISHED in read(client, link(drafted, f"{TRAIL}/{NUMBER}")).one("main").text
    assert UNPUBLISHED in read(client, link(drafted, TRAIL)).one("main").text
    assert UNPUBLISHED not in read(client, f"{TRAIL}/{NUMBER}").text
    assert UNPUBLISHED not in read(client, TRAIL).text


def test_words_that_are_not_written_yet_show_in_the_other_language(client: FlaskClient, drafted: OfDraft) -> None:
    assert UNPUBLISHED in read(client, link(drafted, f"{TRAIL}/{NUMBER}"), "en").one("main").text


def test_the_scene_of_a_preview_is_the_drafts(client: FlaskClient, staff: StaffMember) -> None:
    edit("stations", STATION, staff, names={"th": UNPUBLISHED, "en": "Not yet"})
    manifest = client.get(link(OfDraft("stations", STATION), f"{TRAIL}/{NUMBER}/manifest")).get_json()
    assert manifest["station"]["name"] == {"th": UNPUBLISHED, "en": "Not yet"}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("path", ["/", TRAIL, f"{TRAIL}/{NUMBER}", "/species/", f"/species/{SPECIES}", "/about"])
def test_every_page_says_that_it_is_a_preview_and_every_link_stays_inside(
    client: FlaskClient, path: str, language: str
) -> None:
    url = link(OfDraft("species", SPECIES), path)
    page = read(client, url, language)
    sign = {"th": "ตัวอย่าง ยังไม่เผยแพร่", "en": "Preview, not published."}[language]
    assert sign in page.one("aside", class_="preview-sign").text
    assert "data-preview" in page.one("html").attributes
    assert page.one("meta", name="robots").attributes["content"] == "noindex, nofollow"
    inside = "/".join(url.split("/")[:3]) + "/"
    addresses = [
        element.attributes[name]
        for tag, name in (("a", "href"), ("form", "action"), ("section", "data-manifest"), ("link", "href"))
        for element in page.all(tag)
        if element.attributes.get(name)
    ]
    assert len(addresses) > 10
    assert [address for address in addresses if not address.startswith((inside, *SHARED))] == []


def test_static_files_keep_the_address_under_which_the_phone_has_them(client: FlaskClient) -> None:
    page = read(client, link(OfDraft("species", SPECIES), "/"))
    scripts = [script.attributes["src"] for script in page.all("script") if "src" in script.attributes]
    assert scripts == [address for address in scripts if address.startswith("/static/")] != []


def test_public_pages_are_no_previews(client: FlaskClient) -> None:
    page = read(client, "/")
    assert page.all("aside", class_="preview-sign") == []
    assert "data-preview" not in page.one("html").attributes
    assert page.all("meta", name="robots") == []


def headers_hold(answer: TestResponse) -> None:
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert answer.headers.getlist("X-Robots-Tag") == ["noindex, nofollow"]
    assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "ETag" not in answer.headers
    assert [cookie for cookie in answer.headers.getlist("Set-Cookie") if "language" not in cookie] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/?lang=en", 200), (f"{TRAIL}/{NUMBER}/manifest", 200), ("/nothing", 404)],
)
def test_nothing_below_a_preview_is_kept_listed_or_told_to_others(client: FlaskClient, path: str, status: int) -> None:
    known = client.get("/").headers["ETag"]
    answer = client.get(link(OfDraft("species", SPECIES), path), headers={"If-None-Match": known})
    assert answer.status_code == status
    headers_hold(answer)


def test_static_files_below_a_preview_are_not_kept_either(client: FlaskClient) -> None:
    icon = read(client, "/").one("link", rel="icon").attributes["href"]
    with client.get(link(OfDraft("species", SPECIES), icon)) as answer:
        assert answer.status_code == 200
        headers_hold(answer)


def test_the_prefix_may_be_in_any_case_but_not_the_token(client: FlaskClient, drafted: OfDraft) -> None:
    address = link(drafted, TRAIL)
    assert client.get(address.replace("/preview/", "/PREVIEW/").replace("/trail/", "/TRAIL/")).status_code == 200
    assert client.get(address.swapcase()).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/progress/booklet", "/studio/", "/studio/sign-in", "/api/v1/progress/events"])
def test_a_preview_has_no_rooms_but_the_visitors(client: FlaskClient, path: str) -> None:
    answer = client.get(link(OfDraft("species", SPECIES), path))
    assert answer.status_code == 404
    headers_hold(answer)


def test_a_preview_takes_no_events(client: FlaskClient) -> None:
    url = link(OfDraft("species", SPECIES), "/api/v1/progress/events")
    assert client.post(url, json={"events": []}, headers={"Authorization": f"Bearer {'a' * 32}"}).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0


def test_the_links_page_says_when_it_has_run_out(client: FlaskClient, drafted: OfDraft) -> None:
    ended = Preview(drafted, now().replace(microsecond=0))
    answer = client.get(address_of(token_of(ended, SECRET), TRAIL), headers={"Accept-Language": "en"})
    assert (answer.status_code, UNPUBLISHED in answer.text) == (410, False)
    page = read_page(answer.text)
    assert page.one("h1").text == "This preview link has run out"
    assert {"/", "/about"} <= {one.attributes["href"] for one in page.all("a")}
    headers_hold(answer)


def test_a_link_lasts_a_day() -> None:
    assert begin_preview(OfRelease("0" * 64), NOON).ends_at - NOON == LASTS == timedelta(hours=24)


def changed_tokens(drafted: Shown) -> Iterator[str]:
    token = token_of(begin_preview(drafted, now()), SECRET)
    payload, _, signature = token.partition(".")
    yield ""
    yield payload
    yield f"{payload}."
    yield f"{payload[:-2]}.{signature}"
    yield token[:-3]
    yield token_of(begin_preview(drafted, now()), "x" * 32)


def test_a_changed_link_shows_nothing(client: FlaskClient, drafted: OfDraft) -> None:
    for token in changed_tokens(drafted):
        answer = client.get(address_of(token, TRAIL))
        assert (answer.status_code, UNPUBLISHED in answer.text) == (404, False), token
        headers_hold(answer)


def test_a_signature_made_for_another_purpose_shows_nothing(client: FlaskClient, drafted: OfDraft) -> None:
    from itsdangerous import URLSafeSerializer  # Only here: to sign as another part of the service would.

    ends = int((now() + LASTS).timestamp())
    token = str(URLSafeSerializer(SECRET, salt="invitation").dumps(["draft", drafted.kind, drafted.slug, ends]))
    assert client.get(address_of(token, TRAIL)).status_code == 404


def test_looking_writes_nothing(client: FlaskClient, drafted: OfDraft, instance: Path, storage: LocalStorage) -> None:
    files, pointer = set((instance / "files").rglob("*")), db.session.get_one(LiveRelease, 1).release_id
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("SELECT", "PRAGMA", "BEGIN")):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for path in ("/", TRAIL, f"{TRAIL}/{NUMBER}", "/species/", f"/species/{SPECIES}"):
        read(client, link(drafted, path))
    event.remove(db.engine, "before_cursor_execute", note)
    assert written == []
    assert set((instance / "files").rglob("*")) == files
    assert db.session.get_one(LiveRelease, 1).release_id == pointer
    assert live_release(storage).station(STATION).lead.th != UNPUBLISHED


def test_an_old_release_shows_as_it_was(client: FlaskClient, trail: Flask, storage: LocalStorage) -> None:
    old = live_release(storage)

    def change() -> list[tuple[Kind, str]]:
        found = approved("stations", STATION)
        assert found
        keep_record("stations", STATION, found.record | {"lead": {"th": "ใหม่", "en": "New"}}, IMPORT, NOON)
        return [("stations", STATION)]

    publish_change(change, storage, NOON, "", "")
    shown = OfRelease(old.sha256)
    page = read(client, link(shown, f"{TRAIL}/{NUMBER}"))
    assert old.station(STATION).lead.th in page.one("main").text
    assert "ตัวอย่างของรุ่นที่เลือก" in page.one("aside", class_="preview-sign").text
    assert "ใหม่" in read(client, f"{TRAIL}/{NUMBER}").one("main").text


def test_a_new_record_is_seen_in_its_preview_alone(client: FlaskClient, staff: StaffMember) -> None:
    begin_record("species", "nypa-nova", staff, NOON)
    edit("species", "nypa-nova", staff, scientific_name="Nypa nova", names={"th": UNPUBLISHED, "en": ""})
    shown = OfDraft("species", "nypa-nova")
    page = read(client, link(shown, "/species/nypa-nova"))
    assert page.one("h1").text == UNPUBLISHED
    assert "…" in page.one("main").text
    assert UNPUBLISHED in read(client, link(shown, "/species/")).text
    assert client.get("/species/nypa-nova").status_code == 404


def test_a_draft_that_cannot_be_shown_lists_what_is_missing(client: FlaskClient, staff: StaffMember) -> None:
    edit("stations", STATION, staff, number=None)
    answer = client.get(link(OfDraft("stations", STATION), TRAIL), headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    page = read_page(answer.text)
    assert page.one("h1").text == "There is no preview yet"
    assert len(page.one("main").one("ul").all("li")) == 1
    headers_hold(answer)


def test_a_station_of_no_known_site_cannot_be_shown(client: FlaskClient, staff: StaffMember) -> None:
    edit("stations", STATION, staff, site="nowhere")
    answer = client.get(link(OfDraft("stations", STATION), f"/species/{SPECIES}"))
    assert answer.status_code == 422


def test_a_closed_station_stands_open_in_its_own_preview(
    client: FlaskClient, staff: StaffMember, storage: LocalStorage, drafted: OfDraft
) -> None:
    close_station(STATION, "งู", staff, storage, NOON)
    assert client.get(f"{TRAIL}/{NUMBER}").status_code == 410
    assert UNPUBLISHED in read(client, link(drafted, f"{TRAIL}/{NUMBER}")).one("main").text
    assert client.get(link(OfDraft("species", SPECIES), f"{TRAIL}/{NUMBER}")).status_code == 410


def test_a_draft_that_was_published_or_discarded_leaves_what_is_approved(client: FlaskClient, trail: Flask) -> None:
    read(client, link(OfDraft("stations", STATION), f"{TRAIL}/{NUMBER}"))


def test_a_record_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    assert client.get(link(OfDraft("species", "nothing"), "/")).status_code == 404


def test_codes_open_their_station_in_the_preview(client: FlaskClient, drafted: OfDraft, codes: dict[int, str]) -> None:
    page = read(client, link(drafted, f"/s/{codes[NUMBER]}"))
    assert UNPUBLISHED in page.one("main").text
    typed = client.get(link(drafted, f"/s?code={codes[NUMBER]}"))
    assert typed.headers["Location"].startswith("/preview/")
    headers_hold(typed)


def test_the_language_switch_stays_in_the_preview(client: FlaskClient, drafted: OfDraft) -> None:
    url = link(drafted, TRAIL)
    assert read(client, url).one("a", class_="language").attributes["href"] == f"{url}?lang=en"
