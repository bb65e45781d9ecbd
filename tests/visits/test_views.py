import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.extensions import db
from mangrove_ar.releases.service import publish, publish_codes
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.pages import Element, read_page

TRAIL = "/trail/phra-chedi-klang-nam"
NEW_CODE = "RA520806"
PUBLIC = ["/", TRAIL, f"{TRAIL}/3", "/species/", "/species/rhizophora-apiculata", "/about", "/progress/"]


def withdraw(code: str, storage: LocalStorage) -> None:
    """Withdraw a code and give its station a new one."""

    def change() -> None:
        row = db.session.get_one(StationCode, code)
        row.withdrawn_at = NOON
        db.session.add(StationCode(code=NEW_CODE, station_id=row.station_id, issued_at=NOON))

    publish_codes(change, storage, NOON, "withdrawn")


def page(client: FlaskClient, url: str, language: str = "th") -> Element:
    answer = client.get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200, url
    return read_page(answer.text)


@pytest.mark.parametrize("url", PUBLIC)
@pytest.mark.parametrize("language", ["th", "en"])
def test_each_page_has_its_language_one_heading_a_title_and_no_foreign_address(
    client: FlaskClient, url: str, language: str
) -> None:
    found = page(client, url, language)
    assert found.one("html").attributes["lang"] == language
    assert found.one("h1").text
    assert found.one("title").text
    html = client.get(url, headers={"Accept-Language": language}).text
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", html)


@pytest.mark.parametrize("url", PUBLIC)
def test_no_page_has_inline_script_or_style(client: FlaskClient, url: str) -> None:
    found = page(client, url)
    assert found.all("style") == []
    for script in found.all("script"):
        assert script.attributes.get("type") == "application/json" or script.attributes.get("src")
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", client.get(url).text)


@pytest.mark.parametrize("url", PUBLIC)
def test_every_picture_has_words_and_a_size(client: FlaskClient, url: str) -> None:
    for picture in page(client, url).all("img"):
        assert {"alt", "width", "height"} <= set(picture.attributes)


def test_thai_is_the_default_for_whoever_asks_for_neither_language(client: FlaskClient) -> None:
    assert page(client, "/", "de").one("html").attributes["lang"] == "th"


def test_the_switch_is_remembered_and_leads_to_the_same_page(client: FlaskClient) -> None:
    switch = page(client, f"{TRAIL}/3").one("a", class_="language")
    assert client.get(switch.attributes["href"], base_url="https://trail.example").status_code == 200
    later = client.get(f"{TRAIL}/4", base_url="https://trail.example", headers={"Accept-Language": "th"})
    assert read_page(later.text).one("html").attributes["lang"] == "en"


def test_a_scanned_code_opens_its_station_in_any_case(client: FlaskClient, codes: dict[int, str]) -> None:
    for url in (f"/s/{codes[3]}", f"/S/{codes[3]}", f"/s/{codes[3].lower()}", f"/S/{codes[3][:4]}-{codes[3][4:]}"):
        main = page(client, url).one("main")
        assert (main.attributes["data-station"], main.attributes["data-code"]) == ("stilt-root-forest", codes[3])


def test_a_code_typed_on_the_home_page_leads_to_its_station(client: FlaskClient, codes: dict[int, str]) -> None:
    form = page(client, "/").one("form")
    assert form.attributes["action"].startswith("/s")
    answer = client.get("/s", query_string={form.all("input")[0].attributes["name"]: codes[7].lower()})
    assert answer.status_code == 303
    assert answer.location == f"/s/{codes[7]}"


def test_a_station_read_away_from_its_plaque_gives_no_code_away(client: FlaskClient, codes: dict[int, str]) -> None:
    for url in (TRAIL, f"{TRAIL}/3", "/", "/species/rhizophora-apiculata", f"{TRAIL}/3/manifest"):
        html = client.get(url).text
        assert not [code for code in codes.values() if code in html]


@pytest.mark.parametrize(("language", "words"), [("th", "ป้ายนี้ถูกเปลี่ยนใหม่แล้ว"), ("en", "This plaque was replaced")])
def test_a_replaced_plaque_opens_its_station_with_a_notice_and_without_a_stamp(
    trail: Flask, storage: LocalStorage, codes: dict[int, str], language: str, words: str
) -> None:
    withdraw(codes[3], storage)
    found = page(trail.test_client(), f"/s/{codes[3].lower()}", language)
    assert words in found.one("p", role="note").text
    assert found.one("main").attributes["data-station"] == "stilt-root-forest"
    assert "data-code" not in found.one("main").attributes
    assert found.all("form", action="#question")
    assert "from afar" not in found.text
    assert "อ่านจากที่อื่น" not in found.text


def test_only_the_replaced_plaque_says_so(trail: Flask, storage: LocalStorage, codes: dict[int, str]) -> None:
    withdraw(codes[3], storage)
    for url in (f"/s/{codes[4]}", f"/s/{NEW_CODE}", f"{TRAIL}/3"):
        assert page(trail.test_client(), url).all("p", role="note") == []
    assert page(trail.test_client(), f"/s/{NEW_CODE}").one("main").attributes["data-code"] == NEW_CODE


def test_a_replaced_plaque_still_shows_its_scene(trail: Flask, storage: LocalStorage, codes: dict[int, str]) -> None:
    before = trail.test_client().get(f"/api/v1/stations/{codes[3]}/manifest").json
    withdraw(codes[3], storage)
    assert trail.test_client().get(f"/api/v1/stations/{codes[3]}/manifest").json == before


@pytest.mark.parametrize(("language", "words"), [("th", "แจ้งปัญหาป้ายนี้"), ("en", "Report this plaque")])
def test_a_scanned_plaque_can_be_reported_also_a_replaced_one(
    trail: Flask, storage: LocalStorage, codes: dict[int, str], language: str, words: str
) -> None:
    withdraw(codes[3], storage)
    for code in (codes[3], codes[4]):
        link = page(trail.test_client(), f"/s/{code}", language).one("a", href=f"/plaque/{code}/report")
        assert link.text == words
    assert "/report" not in trail.test_client().get(f"{TRAIL}/3").text


def test_the_question_works_without_javascript(client: FlaskClient, codes: dict[int, str]) -> None:
    asked = page(client, f"/s/{codes[3]}", "en")
    assert "hidden" in asked.one("div", class_="explanation").attributes
    options = [option.attributes["value"] for option in asked.all("input", name="answer")]
    assert options == ["0", "1", "2", "3"]
    for choice, verdict in (("0", "right"), ("2", "wrong")):
        told = page(client, f"/s/{codes[3]}?answer={choice}", "en").one("div", class_="explanation")
        assert "hidden" not in told.attributes
        shown = [
            p.attributes["data-verdict"]
            for p in told.all("p")
            if "data-verdict" in p.attributes and "hidden" not in p.attributes
        ]
        assert shown == [verdict]


@pytest.mark.parametrize("answer", ["9", "-1", "x", "", "99999999999999999999"])
def test_an_answer_that_does_not_exist_is_ignored(client: FlaskClient, codes: dict[int, str], answer: str) -> None:
    found = page(client, f"/s/{codes[3]}?answer={answer}")
    assert "hidden" in found.one("div", class_="explanation").attributes


def test_a_station_without_a_model_says_so(client: FlaskClient) -> None:
    assert page(client, f"{TRAIL}/1").all("section", data_module="visits/scene") == []
    assert "3D model" in page(client, f"{TRAIL}/1", "en").text


def test_a_mistyped_code_is_named_as_a_typo(client: FlaskClient, codes: dict[int, str]) -> None:
    wrong = codes[3][:-2] + ("0" if codes[3][-2] != "0" else "1") + codes[3][-1]
    answer = client.get(f"/s/{wrong}", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "mistyped" in read_page(answer.text).one("h1").text


def test_an_unknown_code_is_told_apart_from_a_typo(client: FlaskClient) -> None:
    answer = client.get("/s/00000000", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "No plaque" in read_page(answer.text).one("h1").text


def test_a_withdrawn_station_says_so_and_shows_nothing_of_itself(
    trail: Flask, storage: LocalStorage, codes: dict[int, str]
) -> None:
    db.session.scalars(select(Station).filter_by(slug="crab-condo")).one().is_withdrawn = True
    db.session.commit()
    publish(storage, NOON, "withdrawn")
    client = trail.test_client()
    for url in (f"/s/{codes[5]}", f"{TRAIL}/5"):
        answer = client.get(url, headers={"Accept-Language": "en"})
        assert answer.status_code == 410
        assert answer.headers["Cache-Control"] == "no-cache"  # It may be open again at the next request.
        assert "closed" in read_page(answer.text).one("h1").text
    refused = client.get(f"/api/v1/stations/{codes[5]}/manifest")
    assert (refused.status_code, refused.json["error"]["code"]) == (410, "station_withdrawn")


def test_a_page_that_the_phone_has_is_not_sent_again(client: FlaskClient, codes: dict[int, str]) -> None:
    first = client.get(f"/s/{codes[3]}")
    again = client.get(f"/s/{codes[3]}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert not first.headers["ETag"].startswith("W/")


@pytest.mark.parametrize(
    "url", ["/nothing", "/species/unicorn", "/trail/nowhere", f"{TRAIL}/99", "/files/x.glb", "/s/%00"]
)
def test_what_does_not_exist_is_a_clear_page(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 404
    assert read_page(answer.text).one("h1").text
    assert "Traceback" not in answer.text


def test_source_lists_name_hosts_as_words_and_link_nowhere(client: FlaskClient) -> None:
    found = page(client, "/species/rhizophora-apiculata")
    assert "gbif.org/species/3086526" in found.text


def test_search_engines_are_kept_out_of_studio_and_previews(client: FlaskClient) -> None:
    told = client.get("/robots.txt")
    assert told.mimetype == "text/plain"
    assert {"Disallow: /studio/", "Disallow: /preview/"} <= set(told.text.splitlines())
