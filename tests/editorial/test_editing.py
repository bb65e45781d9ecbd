"""The forms of the studio, as pages and for a script: nothing typed is lost, nobody's words are overwritten."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from mangrove_ar.catalogue.queries import station_posts
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.editorial import saving
from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.editorial.models import Draft
from mangrove_ar.extensions import db
from tests.editorial.test_forms import posted_of
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

STATION = "/studio/stations/nursery"


@pytest.fixture
def educator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "educator")


@pytest.fixture
def curator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "curator")


def draft(slug: str = "nursery", kind: Kind = "stations") -> Record:
    return open_draft(kind, slug).record


def opened(client: FlaskClient, url: str = STATION) -> Element:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text[:500]
    return read_page(answer.text)


def form(client: FlaskClient, url: str = STATION, **typed: str) -> MultiDict[str, str]:
    """What a browser sends from the form as it is shown now, with something typed; `lead__th` stands for `lead.th`."""
    page = opened(client, url)
    _, _, kind, slug = url.split("/")
    fields = posted_of(kind, draft(slug, kind))
    for name in ("csrf_token", "base"):
        fields[name] = page.one("form", data_module="editorial/editor").one("input", name=name).attributes["value"]
    for name, value in typed.items():
        fields[name.replace("__", ".")] = value
    return fields


def autosave(client: FlaskClient, fields: MultiDict[str, str], url: str = STATION) -> Any:
    token = fields["csrf_token"]
    pairs = [[name, value] for name, value in fields.items(multi=True) if name != "csrf_token"]
    return client.post(
        f"{url}/autosave", json={"fields": pairs}, headers={"X-CSRFToken": token, "Accept": "application/json"}
    )


@pytest.mark.parametrize(
    "url",
    ["species/avicennia-alba", "stations/nursery", "sites/phra-chedi-klang-nam", "quizzes/q004", "pages/home"],
)
def test_every_kind_of_record_has_a_form_in_which_each_field_has_a_label(educator: FlaskClient, url: str) -> None:
    page = opened(educator, f"/studio/{url}").one("form", data_module="editorial/editor")
    labelled = {label.attributes.get("for") for label in page.all("label")}
    boxes = [*page.all("textarea"), *page.all("select"), *page.all("input", type="text")]
    assert len(boxes) > 5
    assert [box.attributes["id"] for box in boxes if box.attributes["id"] not in labelled] == []


def test_a_form_that_is_sent_unchanged_makes_no_draft(educator: FlaskClient) -> None:
    assert educator.post(STATION, data=form(educator)).status_code == 303
    assert open_draft("stations", "nursery").version == 0


def test_what_is_saved_is_a_draft_and_the_public_sees_nothing_of_it(educator: FlaskClient) -> None:
    answer = educator.post(STATION, data=form(educator, lead__th="ต้นกล้าใหม่"))
    assert answer.headers["Location"].startswith(f"{STATION}?saved=")
    assert draft()["lead"]["th"] == "ต้นกล้าใหม่"
    code = next(post.code for post in station_posts() if post.slug == "nursery")
    assert "ต้นกล้าใหม่" not in educator.get(f"/s/{code}").text


def test_the_other_language_is_marked_as_stale_until_a_person_says_it_is_still_right(educator: FlaskClient) -> None:
    educator.post(STATION, data=form(educator, lead__th="ต้นกล้าใหม่"))
    assert "state-stale" in opened(educator).one("span", data_state="lead.en").attributes["class"]
    fields = form(educator, confirmed="lead")
    assert autosave(educator, fields).json["states"]["lead"] == {"th": "current", "en": "current"}


def test_two_people_who_change_different_fields_both_keep_theirs(educator: FlaskClient, curator: FlaskClient) -> None:
    one, other = form(educator, lead__th="ของคนหนึ่ง"), form(curator, names__en="The nursery")
    assert autosave(educator, one).json["conflicts"] == []
    answer = autosave(curator, other).json
    assert answer["conflicts"] == []
    assert answer["colleague"]["name"] == "somebody with the role educator"
    assert (draft()["lead"]["th"], draft()["names"]["en"]) == ("ของคนหนึ่ง", "The nursery")


def test_the_same_field_is_asked_about_and_nothing_is_overwritten(educator: FlaskClient, curator: FlaskClient) -> None:
    mine = form(curator, lead__th="ของอีกคน", names__en="The nursery")
    autosave(educator, form(educator, lead__th="ของคนหนึ่ง"))
    answer = curator.post(STATION, data=mine)
    assert answer.status_code == 409
    assert (draft()["lead"]["th"], draft()["names"]["en"]) == ("ของคนหนึ่ง", "The nursery")
    page = read_page(answer.text)
    assert page.one("textarea", name="text.0").text == "ของอีกคน"
    assert page.one("p", class_="merge-text").text == "ของคนหนึ่ง"
    decided = decision(page)
    undecided = curator.post(f"{STATION}/merge", data=decided)
    assert undecided.status_code == 422
    done = curator.post(f"{STATION}/merge", data={**decided, "choice.0": "yours", "text.0": "ของทั้งสองคน"})
    assert done.status_code == 303
    assert draft()["lead"]["th"] == "ของทั้งสองคน"


def test_who_goes_back_from_the_question_finds_their_words_in_the_form(
    educator: FlaskClient, curator: FlaskClient
) -> None:
    mine = form(curator, lead__th="ของอีกคน")
    autosave(educator, form(educator, lead__th="ของคนหนึ่ง"))
    page = read_page(curator.post(STATION, data=mine).text)
    back = read_page(curator.post(f"{STATION}/merge", data={**decision(page), "act": "back"}).text)
    assert back.one("textarea", name="lead.th").text == "ของอีกคน"
    assert draft()["lead"]["th"] == "ของคนหนึ่ง"


def decision(page: Element) -> dict[str, str]:
    """What the page of two versions sends before anything is chosen."""
    sent = page.one("form", data_module="editorial/merging")
    fields = {one.attributes["name"]: one.attributes["value"] for one in sent.all("input", type="hidden")}
    return fields | {one.attributes["name"]: one.text for one in sent.all("textarea")}


def test_a_dispute_stays_one_while_both_go_on_writing(educator: FlaskClient, curator: FlaskClient) -> None:
    mine = form(curator, lead__th="ของอีกคน")
    autosave(educator, form(educator, lead__th="ของคนหนึ่ง"))
    first = autosave(curator, mine).json
    mine["base"], mine["names.en"] = first["base"], "The nursery"
    second = autosave(curator, mine).json
    assert [one["path"] for one in second["conflicts"]] == ["lead.th"]
    assert (draft()["lead"]["th"], draft()["names"]["en"]) == ("ของคนหนึ่ง", "The nursery")


def test_buttons_of_lists_work_without_javascript_and_keep_what_was_typed(educator: FlaskClient) -> None:
    paragraphs = len(draft()["body"])
    answer = educator.post(STATION, data=form(educator, lead__th="พิมพ์ค้างไว้", act="add:body"))
    assert answer.headers["Location"].endswith(f"#body.{paragraphs}")
    assert (len(draft()["body"]), draft()["lead"]["th"]) == (paragraphs + 1, "พิมพ์ค้างไว้")
    fields = form(educator, act="add:species")
    fields["add.species"] = "avicennia-alba"
    educator.post(STATION, data=fields)
    assert draft()["species"][-1] == "avicennia-alba"


def test_what_was_chosen_is_added_to_an_empty_list_too(educator: FlaskClient) -> None:
    for _ in draft()["species"]:
        educator.post(STATION, data=form(educator, act="remove:species.0"))
    assert draft()["species"] == []
    fields = form(educator, act="add:species")
    fields["add.species"] = "avicennia-alba"
    educator.post(STATION, data=fields)
    assert draft()["species"] == ["avicennia-alba"]


def test_what_was_chosen_is_not_forgotten_when_the_whole_form_is_saved(educator: FlaskClient) -> None:
    before = draft()["species"]
    fields = form(educator, act="save")
    fields["add.species"] = "avicennia-alba"
    educator.post(STATION, data=fields)
    assert draft()["species"] == [*before, "avicennia-alba"]
    script = form(educator)
    script["add.species"] = "sonneratia-alba"
    assert autosave(educator, script).status_code == 200
    assert draft()["species"] == [*before, "avicennia-alba"], "a script saves by itself, before Add is pressed"


def test_every_form_is_sent_to_its_own_record_also_from_another_page(educator: FlaskClient) -> None:
    """The form is shown again, for example, by who goes back from the question which words should stand."""
    sent = opened(educator).one("form", data_module="editorial/editor")
    assert sent.attributes["action"] == STATION


def test_a_station_is_closed_and_opened_from_its_form(educator: FlaskClient) -> None:
    close = f"{STATION}/close"
    assert opened(educator).all("a", href=close)
    token = form_token(educator, close)
    assert educator.post(close, data={"csrf_token": token, "reason": "ผึ้งทำรัง"}).status_code == 303
    page = opened(educator)
    assert "สถานีนี้ปิดอยู่" in page.text
    assert [link.text for link in page.all("a", href=close)] == ["เปิดสถานีอีกครั้ง"]
    assert opened(educator, "/studio/quizzes/q004").all("a", href="/studio/quizzes/q004/close") == []


def test_a_database_that_cannot_write_gives_the_form_back_filled_in(
    educator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = form(educator, lead__th="ดิสก์เต็ม")

    def fail(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(saving, "save_draft", fail)
    answer = educator.post(STATION, data=fields)
    assert answer.status_code == 503
    page = read_page(answer.text)
    assert page.one("textarea", name="lead.th").text == "ดิสก์เต็ม"
    assert page.one("div", role="alert").text
    refused = autosave(educator, fields)
    assert (refused.status_code, refused.json["error"]["code"]) == (503, "not_saved")


def test_who_was_signed_out_gets_the_words_back_and_sends_them_again(trail: Flask, educator: FlaskClient) -> None:
    fields = form(educator, lead__th="พิมพ์นานเกินไป")
    educator.post("/studio/sign-out", data={"csrf_token": fields["csrf_token"]})
    answer = educator.post(STATION, data=fields)
    assert answer.status_code in (400, 401)
    page = read_page(answer.text)
    assert "พิมพ์นานเกินไป" in page.text
    assert page.all("input", name="csrf_token") == [], "nobody is signed in to whom a token could belong"
    again = MultiDict([(one.attributes["name"], one.text) for one in page.all("textarea")])
    admin = signed_in_client(trail, "admin")
    second = read_page(admin.post(STATION, data=again).text)
    token = second.one("form").one("input", name="csrf_token").attributes["value"]
    assert admin.post(STATION, data=again | MultiDict({"csrf_token": token})).status_code == 303
    assert draft()["lead"]["th"] == "พิมพ์นานเกินไป"


def test_a_script_learns_what_is_wrong(trail: Flask, educator: FlaskClient) -> None:
    fields = form(educator, lead__th="x")
    assert autosave(educator, fields | MultiDict({"strange": "x"})).status_code == 400
    assert autosave(educator, MultiDict({**fields, "base": "forged"})).json["error"]["code"] == "bad_request"
    late = autosave(educator, MultiDict({**fields, "csrf_token": "old"}))
    assert (late.status_code, late.json["error"]["code"]) == (400, "out_of_date")
    token = educator.get("/studio/form-token").json
    assert autosave(educator, MultiDict({**fields, "csrf_token": token["csrf_token"]})).status_code == 200
    nobody = trail.test_client()
    assert nobody.get("/studio/form-token", headers={"Accept": "application/json"}).status_code == 401


def test_the_base_of_one_record_is_no_base_of_another(educator: FlaskClient) -> None:
    fields = form(educator)
    assert educator.post("/studio/stations/crab-condo", data=fields).status_code == 400
    assert open_draft("stations", "crab-condo").version == 0


def test_a_new_record_begins_as_a_draft_and_can_be_discarded(educator: FlaskClient) -> None:
    token = form_token(educator, "/studio/species/new")
    begun = educator.post("/studio/species/new", data={"csrf_token": token, "name": "Ceriops decandra"})
    assert begun.headers["Location"] == "/studio/species/ceriops-decandra"
    again = educator.post("/studio/species/new", data={"csrf_token": token, "name": "ceriops DECANDRA"})
    assert (again.status_code, len(read_page(again.text).all("div", role="alert"))) == (409, 1)
    page = opened(educator, "/studio/species/ceriops-decandra/discard")
    version = page.one("input", name="version").attributes["value"]
    gone = educator.post("/studio/species/ceriops-decandra/discard", data={"csrf_token": token, "version": version})
    assert gone.status_code == 303
    assert educator.get("/studio/species/ceriops-decandra").status_code == 404


@pytest.mark.parametrize("kind", ["sites", "pages"])
def test_sites_and_pages_are_not_begun_here(educator: FlaskClient, kind: str) -> None:
    assert educator.get(f"/studio/{kind}/new").status_code == 404


def test_a_plaques_code_opens_the_form_of_its_station(educator: FlaskClient, codes: dict[int, str]) -> None:
    target = educator.get(f"/studio/s/{codes[4].lower()}").headers["Location"]
    assert target == "/studio/stations/breathing-root-mud"
    scanned = educator.get("/studio/scan", query_string={"text": f"https://trail.example/s/{codes[4]}"})
    assert scanned.headers["Location"] == target
    assert educator.get("/studio/scan", query_string={"text": "not a code"}).status_code == 404


def test_script_in_a_text_is_shown_as_text(educator: FlaskClient, curator: FlaskClient) -> None:
    attack = "</textarea><script>alert(1)</script>"
    mine = form(curator, lead__th=attack)
    autosave(educator, form(educator, lead__th=attack + "2", names__th='"><img src=x onerror=alert(1)>'))
    for page in (opened(educator), read_page(curator.post(STATION, data=mine).text)):
        assert [script.text for script in page.all("script") if "alert" in script.text] == []
        assert [image for image in page.all("img") if "onerror" in image.attributes] == []
    assert json.dumps(draft()["lead"]["th"]) == json.dumps(attack + "2")


def test_the_address_of_a_trail_is_shown_and_no_save_changes_it(educator: FlaskClient) -> None:
    url = "/studio/sites/phra-chedi-klang-nam"
    slug = draft("phra-chedi-klang-nam", "sites")["trail"]["slug"]
    page = opened(educator, url)
    assert page.all("input", name="trail.slug") == []
    assert page.one("div", id="trail.slug").one("code").text == slug
    fields = form(educator, url, trail__slug="another", lead__en="Saved by hand")
    assert educator.post(url, data=fields).status_code == 303
    assert autosave(educator, form(educator, url, trail__slug="third", lead__th="บันทึกเอง"), url).status_code == 200
    record = draft("phra-chedi-klang-nam", "sites")
    assert (record["trail"]["slug"], record["lead"]) == (slug, {"th": "บันทึกเอง", "en": "Saved by hand"})


@pytest.mark.parametrize("kind", ["species", "stations", "quizzes"])
def test_a_new_record_on_a_page_that_stood_open_too_long_keeps_its_name(educator: FlaskClient, kind: str) -> None:
    answer = educator.post(f"/studio/{kind}/new", data={"csrf_token": "old", "name": "Ceriops decandra"})
    assert answer.status_code == 400
    page = read_page(answer.text)
    assert page.one("input", id="name").attributes["value"] == "Ceriops decandra"
    assert len(page.all("div", role="alert")) == 1
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    begun = educator.post(f"/studio/{kind}/new", data={"csrf_token": token, "name": "Ceriops decandra"})
    assert begun.headers["Location"] == f"/studio/{kind}/ceriops-decandra"


def test_a_new_record_of_who_was_signed_out_is_given_back(trail: Flask) -> None:
    answer = trail.test_client().post("/studio/species/new", data={"name": "Ceriops decandra"})
    assert answer.status_code == 400
    assert "Ceriops decandra" in read_page(answer.text).one("textarea", name="name").text


def test_an_approved_draft_is_discarded_by_who_could_have_approved_it(
    educator: FlaskClient, curator: FlaskClient
) -> None:
    educator.post(STATION, data=form(educator, lead__en="Waits for its time"))
    row = db.session.query(Draft).one()
    row.state = "approved"
    db.session.commit()
    discard = f"{STATION}/discard"
    assert opened(educator).all("a", href=discard) == []
    assert educator.get(discard).status_code == 403
    version = str(open_draft("stations", "nursery").version)
    fields = {"csrf_token": form_token(educator, STATION), "version": version}
    refused = educator.post(discard, data=fields)
    assert (refused.status_code, "<h1" in refused.text) == (403, True)
    assert draft()["lead"]["en"] == "Waits for its time"
    assert len(opened(curator).all("a", href=discard)) == 1
    fields["csrf_token"] = form_token(curator, discard)
    assert curator.post(discard, data=fields).status_code == 303
    assert open_draft("stations", "nursery").version == 0
