"""The scene editor's pages: who may see them, what they give the stage, how scenes are saved and joined."""

import json
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mangrove_ar.catalogue.models import Model
from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.editorial.models import Draft
from mangrove_ar.editorial.scene_stage import MOST_TRIANGLES
from mangrove_ar.extensions import db
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

SLUG = "breathing-root-mud"
URL = f"/studio/stations/{SLUG}/scene"
Scene = dict[str, Any]
FIELDS = {"input", "select", "textarea"}


def make_model(slug: str, triangles: int = 20_000) -> None:
    """Add a built model; its files need not exist for what is tested here."""
    roles = ("web", "coarse", "card_fallback")
    record = {
        "name": {"th": f"โมเดล {slug}", "en": f"Model {slug}"},
        "species": slug,
        "size_m": {"width": 2.0, "height": 4.0, "depth": 1.0},
        "animations": ["wave"],
        "triangles": triangles,
        "files": {role: f"{slug}-{role}.bin" for role in roles},
        "size_bytes": dict.fromkeys(roles, 1000),
    }
    db.session.add(Model(slug=slug, build_key="k", record=record))
    db.session.commit()


@pytest.fixture
def editor(trail: Flask) -> FlaskClient:
    for slug in ("avicennia-alba", "sonneratia-alba", "austruca-annulipes", "nypa-fruticans"):
        make_model(slug)
    return signed_in_client(trail, "educator")


def scene_now() -> Scene:
    return deepcopy(open_draft("stations", SLUG).record["scene"])


def save(client: FlaskClient, base: Scene | None, scene: object) -> TestResponse:
    """Save as the stage does."""
    headers = {"X-CSRFToken": form_token(client, URL), "Accept": "application/json"}
    return client.post(f"{URL}/save", json={"base": base, "scene": scene}, headers=headers)


def page_of(client: FlaskClient, language: str = "en") -> Element:
    return read_page(client.get(f"{URL}?lang={language}").text)


def filled(page: Element) -> dict[str, str]:
    """Read every field of the editor's form as a browser would send it, without a button."""
    return {one.attributes["name"]: value_of(one) for one in fields_of(page.one("form", class_="scene-editor"))}


def fields_of(part: Element) -> list[Element]:
    """Give the named fields in the order of the page; those of templates are no fields yet."""
    inside = [child for child in part.children if isinstance(child, Element) and child.tag != "template"]
    return [
        field
        for child in inside
        for field in ([child] if child.tag in FIELDS and "name" in child.attributes else fields_of(child))
    ]


def page_problems(page: Element) -> int:
    """Count the models of the page that are not built."""
    return sum(
        len(row.all("p", class_="notice notice-problem")) for row in page.one("ol", data_list="models").all("li")
    )


def value_of(field: Element) -> str:
    if field.tag == "textarea":
        return "".join(str(child) for child in field.children)
    if field.tag == "select":
        chosen = [one for one in field.all("option") if "selected" in one.attributes] or field.all("option")
        return chosen[0].attributes["value"]
    return field.attributes.get("value", "")


def test_the_form_shows_the_scene_in_millimetres_degrees_and_per_cent(editor: FlaskClient) -> None:
    fields = filled(page_of(editor))
    wanted = {"x_mm": "-55", "y_mm": "0", "z_mm": "-35", "turn_deg": "0", "scale_percent": "2.35"}
    assert {name: fields[f"models.0.{name}"] for name in wanted} == wanted
    assert fields["models.2.animation"] == "wave"
    assert fields["hotspots.2.x_mm"] == "5.6"
    assert fields["hotspots.0.title.th"] == "รากดินสอ"


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_words_of_a_hotspot_say_which_language_they_are(editor: FlaskClient, language: str) -> None:
    spoken = {one.attributes["name"]: one.attributes.get("lang") for one in fields_of(page_of(editor, language))}
    for at in range(4):
        for field in ("title", "text"):
            for lang in ("th", "en"):
                assert spoken[f"hotspots.{at}.{field}.{lang}"] == lang


def test_a_form_that_nobody_touched_changes_nothing(editor: FlaskClient) -> None:
    before = scene_now()
    assert editor.post(URL, data=filled(page_of(editor)) | {"act": "save"}).status_code == 303
    assert open_draft("stations", SLUG).version == 0
    assert scene_now() == before


def test_numbers_and_words_are_saved_in_the_draft_and_the_public_record_stays(editor: FlaskClient) -> None:
    before = scene_now()
    typed = {
        "models.0.x_mm": "12,5",
        "models.1.turn_deg": "-30",
        "models.2.animation": "",
        "hotspots.3.title.en": "Eyes",
    }
    answer = editor.post(URL, data=filled(page_of(editor)) | typed | {"act": "save"})
    assert answer.status_code == 303
    after = scene_now()
    assert after["models"][0]["position_m"] == [0.0125, *before["models"][0]["position_m"][1:]]
    assert (after["models"][1]["turn_deg"], after["models"][2]["animation"]) == (-30, None)
    assert after["hotspots"][3]["title"] == {"th": before["hotspots"][3]["title"]["th"], "en": "Eyes"}
    draft = open_draft("stations", SLUG)
    assert draft.approved is not None and draft.approved.record["scene"] == before


def test_a_field_that_is_no_number_keeps_its_value_and_the_rest_is_saved(editor: FlaskClient) -> None:
    typed = {"models.0.x_mm": "here", "models.0.scale_percent": "-2", "models.1.turn_deg": "7"}
    answer = editor.post(f"{URL}?lang=en", data=filled(page_of(editor)) | typed)
    assert answer.status_code == 422
    page = read_page(answer.text)
    marked = [one.attributes["name"] for one in fields_of(page) if "aria-invalid" in one.attributes]
    assert marked == ["models.0.x_mm", "models.0.scale_percent"]
    assert (scene_now()["models"][0]["scale"], scene_now()["models"][1]["turn_deg"]) == (0.0235, 7)


@pytest.mark.parametrize(
    ("act", "models", "hotspots"),
    [
        ("add.models", [0, 1, 2, "nypa-fruticans"], [0, 1, 2, 3]),
        ("remove.models.2", [0, 1], [0, 1]),
        ("remove.hotspots.0", [0, 1, 2], [1, 2, 3]),
        ("up.hotspots.2", [0, 1, 2], [0, 2, 1, 3]),
        ("down.hotspots.0", [0, 1, 2], [1, 0, 2, 3]),
        ("up.hotspots.0", [0, 1, 2], [0, 1, 2, 3]),
        ("down.hotspots.9", [0, 1, 2], [0, 1, 2, 3]),
        ("burn.everything.0", [0, 1, 2], [0, 1, 2, 3]),
    ],
)
def test_the_form_alone_adds_removes_and_orders(
    editor: FlaskClient, act: str, models: list[int | str], hotspots: list[int]
) -> None:
    before = scene_now()
    chosen = {"add_model": "nypa-fruticans", "act": act}
    assert editor.post(URL, data=filled(page_of(editor)) | chosen).status_code == 303
    after = scene_now()
    names = [before["models"][one]["model"] if isinstance(one, int) else one for one in models]
    assert [one["model"] for one in after["models"]] == names
    assert after["hotspots"] == [before["hotspots"][one] for one in hotspots]


def test_a_hotspot_that_the_form_adds_stands_on_top_of_its_model(editor: FlaskClient) -> None:
    chosen = {"add_hotspot": "avicennia-alba", "act": "add.hotspots"}
    editor.post(URL, data=filled(page_of(editor)) | chosen)
    assert scene_now()["hotspots"][-1]["position_m"] == [0, 4, 0]


def test_a_station_without_a_scene_gets_one_with_its_first_model_and_loses_it_with_the_last(
    editor: FlaskClient,
) -> None:
    assert save(editor, scene_now(), None).status_code == 200
    assert open_draft("stations", SLUG).record["scene"] is None
    chosen = {"add_model": "nypa-fruticans", "act": "add.models"}
    assert editor.post(URL, data=filled(page_of(editor)) | chosen).status_code == 303
    # Four metres high, it is two fifths of the marker's 200 mm.
    assert [(one["model"], one["scale"]) for one in scene_now()["models"]] == [("nypa-fruticans", 0.02)]
    assert editor.post(URL, data=filled(page_of(editor)) | {"act": "remove.models.0"}).status_code == 303
    assert open_draft("stations", SLUG).record["scene"] is None


def test_the_stage_is_given_the_draft_the_plaque_and_every_built_model(editor: FlaskClient) -> None:
    changed = scene_now()
    changed["models"][0]["turn_deg"] = 45.0
    save(editor, scene_now(), changed)
    stage = editor.get(f"{URL}/stage").get_json()
    assert stage["scene"] == changed
    assert (stage["plaque"]["width_m"], stage["plaque"]["tilt_deg"], stage["plaque"]["picture"]) == (0.2, 60, None)
    (nypa,) = [one for one in stage["models"] if one["slug"] == "nypa-fruticans"]
    assert (nypa["size_bytes"], nypa["triangles"], nypa["animations"]) == (2000, 20_000, ["wave"])
    assert nypa["variants"]["web"] == {"url": "/files/nypa-fruticans-web.bin", "size_bytes": 1000}


def test_many_autosaves_are_one_draft_and_no_revision(editor: FlaskClient) -> None:
    token = form_token(editor, URL)
    base = scene_now()
    for turn in range(10):
        scene = deepcopy(base)
        scene["models"][0]["turn_deg"] = float(turn + 1)
        sent = {"base": base, "scene": scene}
        answer = editor.post(f"{URL}/save", json=sent, headers={"X-CSRFToken": token})
        assert answer.status_code == 200
        base = answer.get_json()["scene"]
    draft = open_draft("stations", SLUG)
    assert draft.record["scene"]["models"][0]["turn_deg"] == 10
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 1
    assert draft.approved is not None and draft.approved.revision == 1


def test_what_two_people_change_in_different_places_is_joined(editor: FlaskClient) -> None:
    shown = scene_now()
    mine, theirs = deepcopy(shown), deepcopy(shown)
    mine["models"][0]["turn_deg"] = 10.0
    theirs["models"][1]["position_m"] = [0.01, 0.0, 0.02]
    save(editor, shown, theirs)
    answer = save(editor, shown, mine)
    assert (answer.status_code, answer.get_json()["conflicts"]) == (200, [])
    joined = answer.get_json()["scene"]
    assert joined["models"][0]["turn_deg"] == 10
    assert joined["models"][1]["position_m"] == [0.01, 0, 0.02]


def test_what_two_people_change_in_the_same_place_is_shown_to_the_second(editor: FlaskClient) -> None:
    shown = scene_now()
    mine, theirs = deepcopy(shown), deepcopy(shown)
    mine["models"][0]["turn_deg"] = 10.0
    theirs["models"][0]["turn_deg"] = 90.0
    save(editor, shown, theirs)
    answer = save(editor, shown, mine)
    assert answer.status_code == 409
    found = answer.get_json()
    assert found["conflicts"] == [{"path": "models.0.turn_deg", "base": 0, "theirs": 90, "yours": 10}]
    assert found["scene"]["models"][0]["turn_deg"] == 90 == scene_now()["models"][0]["turn_deg"]
    again = save(editor, found["scene"], mine)
    assert (again.status_code, scene_now()["models"][0]["turn_deg"]) == (200, 10)


def test_the_form_shows_both_values_of_a_conflict_and_saves_mine_at_the_next_press(editor: FlaskClient) -> None:
    shown = filled(page_of(editor))
    theirs = scene_now()
    theirs["hotspots"][0]["title"]["en"] = "Theirs"
    save(editor, scene_now(), theirs)
    answer = editor.post(f"{URL}?lang=en", data=shown | {"hotspots.0.title.en": "Mine"})
    assert answer.status_code == 409
    page = read_page(answer.text)
    (alert,) = page.all("div", role="alert")
    assert [quoted.text for quoted in alert.all("q")] == ["Theirs", "Mine"]
    fields = filled(page)
    assert fields["hotspots.0.title.en"] == "Mine"
    assert editor.post(URL, data=fields).status_code == 303
    assert scene_now()["hotspots"][0]["title"]["en"] == "Mine"


def full_scene(text: str) -> Scene:
    """A scene with as many hotspots as there may be, each with the longest title and text in two languages."""
    scene = scene_now()
    words = {"title": dict.fromkeys(("th", "en"), text[:200]), "text": dict.fromkeys(("th", "en"), text[:2000])}
    return scene | {"hotspots": [scene["hotspots"][0] | words for _ in range(100)]}


def test_the_longest_scene_is_saved_by_the_stage(editor: FlaskClient) -> None:
    full = full_scene("ก" * 2000)
    assert save(editor, scene_now(), full).status_code == 200
    other = full_scene("ข" * 2000)
    assert save(editor, full, other).status_code == 200
    assert scene_now() == other


@pytest.mark.parametrize("letter", ["ก", "🦀"])
def test_the_longest_scene_is_saved_by_the_form(editor: FlaskClient, letter: str) -> None:
    assert save(editor, scene_now(), full_scene(letter * 2000)).status_code == 200
    form = filled(page_of(editor)) | {"hotspots.99.title.en": "The last"}
    assert editor.post(URL, data=form).status_code == 303
    assert scene_now()["hotspots"][99]["title"]["en"] == "The last"


def test_saving_the_scene_leaves_every_other_field_of_the_draft_alone(editor: FlaskClient) -> None:
    before = open_draft("stations", SLUG).record
    changed = scene_now()
    changed["models"][0]["scale"] = 0.03
    save(editor, scene_now(), changed)
    after = open_draft("stations", SLUG).record
    assert {name for name in before if before[name] != after[name]} == {"scene"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"models": "many", "hotspots": []},
        {"models": [], "hotspots": []},
        {"models": [{"model": "../x", "scale": 1, "position_m": [0, 0, 0], "turn_deg": 0}], "hotspots": []},
        {"models": [{"model": "x", "scale": 0, "position_m": [0, 0, 0], "turn_deg": 0}], "hotspots": []},
        {"models": [{"model": "x", "scale": 1, "position_m": [0, 0], "turn_deg": 0}], "hotspots": []},
        {"models": [{"model": "x", "scale": 1, "position_m": [0, 0, float("nan")], "turn_deg": 0}], "hotspots": []},
        {"models": [{"model": "x", "scale": 1, "position_m": [0, 0, 0], "turn_deg": 0, "on": "fire"}], "hotspots": []},
        ["no scene"],
    ],
)
def test_what_is_no_scene_is_refused_and_nothing_is_saved(editor: FlaskClient, wrong: object) -> None:
    answer = save(editor, scene_now(), wrong)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "bad_record")
    assert open_draft("stations", SLUG).version == 0


@pytest.mark.parametrize("body", ["", "{", "[]", '{"scene": null}'])
def test_a_body_without_scene_and_base_is_refused(editor: FlaskClient, body: str) -> None:
    headers = {"X-CSRFToken": form_token(editor, URL), "Accept": "application/json"}
    answer = editor.post(f"{URL}/save", data=body, content_type="application/json", headers=headers)
    assert answer.status_code in (400, 422)
    assert set(answer.get_json()["error"]) == {"code", "message"}


def test_a_forged_save_is_refused(editor: FlaskClient) -> None:
    sent = json.dumps({"base": scene_now(), "scene": None})
    assert editor.post(f"{URL}/save", data=sent, content_type="application/json").status_code == 400
    assert editor.post(URL, data={"base": "null"}).status_code == 400
    assert open_draft("stations", SLUG).version == 0


def test_nobody_sees_a_scene_without_signing_in(trail: Flask) -> None:
    stranger = trail.test_client()
    assert stranger.get(URL).status_code == 303
    assert stranger.get(f"{URL}/stage", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("role", ["educator", "curator", "admin"])
def test_all_staff_edit_scenes(trail: Flask, role: Any) -> None:
    client = signed_in_client(trail, role)
    assert client.get(URL).status_code == 200
    assert save(client, scene_now(), None).status_code == 200


@pytest.mark.parametrize("path", ["", "/stage"])
def test_a_station_that_does_not_exist_is_not_found(editor: FlaskClient, path: str) -> None:
    assert editor.get(f"/studio/stations/no-such-station/scene{path}").status_code == 404


def test_the_page_tells_what_the_scene_costs_and_which_model_is_not_built(editor: FlaskClient) -> None:
    page = page_of(editor)
    assert page.one("span", data_cost="triangles").text == "60,000 of at most 100,000 triangles"
    assert page.one("span", data_verdict="triangles").text == "fine"
    assert page_problems(page) == 0
    make_model("rhizophora-giant", MOST_TRIANGLES)
    heavy = scene_now()
    for slug in ("rhizophora-giant", "not-built"):
        heavy["models"].append({**heavy["models"][0], "model": slug})
    save(editor, scene_now(), heavy)
    page = page_of(editor)
    assert page.one("span", data_verdict="triangles").text == "too much"
    assert page.one("span", data_verdict="bytes").text == "fine"
    assert page_problems(page) == 1
