import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from mangrove_ar.config import Settings
from mangrove_ar.packs import background, queries
from mangrove_ar.packs.folder import PackFolder, codes_csv
from mangrove_ar.packs.patrol import check_plaque, report_plaque
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.queries import plaques_of
from mangrove_ar.packs.service import claim_pack, fail_pack, order_pack, register_pack, report_progress
from mangrove_ar.packs.templates import TEMPLATES
from mangrove_ar.web.current import now
from mangrove_ar.web.security import policy
from tests.conftest import NOON
from tests.packs.outdoors import URL, build_markers, codes_of, print_pack, rebuild_marker
from tests.pages import Element, read_page
from tests.staff import form_token, signed_in_client

PACKS = "/studio/packs/"
CRABS, CLAMS = "crab-condo", "mud-clam-house"
ORDER = {"which": "chosen", "station": [CRABS, CLAMS], "template": "a4", "distance": ""}
KEY = "k" * 64
FILES = {
    "made.zip": ("application/zip", "attachment"),
    "combined.pdf": ("application/pdf", "attachment"),
    "codes.csv": ("text/csv", "attachment"),
    "manifest.json": ("application/json", "attachment"),
    "previews/crab-condo.png": ("image/png", "inline"),
    "proof.html": ("text/html", "inline"),
}
STRANGERS = [
    "../../secret_key",
    "..%2f..%2fsecret_key",
    "%2e%2e/%2e%2e/secret_key",
    "..%5c..%5csecret_key",
    "previews/../../../secret_key",
    "/etc/passwd",
    "%2fetc/passwd",
    "previews",
    "previews/",
    "",
    ".",
    "stranger.txt",
    "other.zip",
    "combined.pdf%00",
]
"""What is no file of the pack, though some of it is there."""


@pytest.fixture(autouse=True)
def markers(trail: Flask) -> None:
    build_markers()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The newest pack at each start of the maker; nothing is made here."""
    numbers: list[int] = []
    monkeypatch.setattr(background, "start_making", lambda: numbers.append(queries.packs()[0].id))
    return numbers


@pytest.fixture
def curator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "curator")


@pytest.fixture
def made(settings: Settings) -> int:
    """A pack of two plaques that is made: one of them passed."""
    plaques = [plaque for plaque in plaques_of(URL).ready if plaque.slug in (CRABS, CLAMS)]
    folder = PackFolder(settings.packs / "made")
    facts = [write_plaque(folder, plaque, plaque.slug == CRABS) for plaque in plaques]
    folder.write("combined.pdf", b"%PDF-1.7")
    folder.write("proof.html", b"<!doctype html><title>proof</title>")
    folder.write("codes.csv", codes_csv(plaques, {plaque.slug: "passed" for plaque in plaques}))
    folder.close(KEY, {"is_proven": True, "plaques": facts})
    passed = [plaque for plaque in plaques if plaque.slug == CRABS]
    return register_pack(passed, "a4", 1.5, "made", KEY, None, NOON)


def write_plaque(folder: PackFolder, plaque: Plaque, passed: bool) -> dict[str, Any]:
    slug = plaque.slug
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    folder.write(f"previews/{slug}.png", picture.getvalue())
    if passed:
        folder.write(f"plaques/{slug}.pdf", b"%PDF-1.7")
    pdf, verdict = (f"plaques/{slug}.pdf", "passed") if passed else (None, "not_passed")
    return {
        "slug": slug,
        "number": plaque.number,
        "name": plaque.name.model_dump(),
        "code": plaque.code,
        "revision": plaque.revision,
        "target_sha256": plaque.target,
        "verdict": verdict,
        "score": 83,
        "pdf": pdf,
        "preview": f"previews/{slug}.png",
        "message": "",
        "why": [] if passed else [{"th": "จับภาพไม่ได้", "en": "The picture is not found."}],
    }


def show(client: FlaskClient, url: str = PACKS) -> Element:
    answer = client.get(url, query_string={"lang": "en"})
    assert answer.status_code == 200
    return read_page(answer.text)


def send(client: FlaskClient, url: str, page: str = PACKS, **fields: Any) -> TestResponse:
    return client.post(url, data={"csrf_token": form_token(client, page), **fields}, query_string={"lang": "en"})


def status(client: FlaskClient, url: str) -> int:
    with client.get(url, follow_redirects=True) as answer:
        return answer.status_code


def ticked(page: Element) -> list[str]:
    boxes = page.all("input", name="station")
    return [box.attributes["value"] for box in boxes if "checked" in box.attributes]


def part(page: Element, name: str) -> Element:
    return page.one("section", aria_labelledby=f"{name}-title")


def test_only_curators_and_admins_see_packs(trail: Flask, made: int) -> None:
    pages = [
        PACKS,
        f"{PACKS}{made}",
        f"{PACKS}{made}/state",
        f"{PACKS}{made}/withdraw",
        f"{PACKS}{made}/files/codes.csv",
    ]
    educator, admin = signed_in_client(trail, "educator"), signed_in_client(trail, "admin")
    assert {status(educator, page) for page in pages} == {403}
    assert {status(admin, page) for page in pages} == {200}
    assert {trail.test_client().get(page).location.partition("?")[0] for page in pages} == {"/studio/sign-in"}


def test_what_must_be_printed_again_is_listed_with_the_reason(curator: FlaskClient) -> None:
    print_pack()
    assert part(show(curator), "reprint").all("p")[0].text == "Every plaque outdoors is the current one."
    old = queries.packed_plaques(1)[4].revision
    rebuild_marker(CRABS)
    report_plaque(CRABS, None, "worn", "", NOON.replace(hour=23))
    row = part(show(curator), "reprint").one("li", class_="row")
    assert row.one("h3").text == "Station 5: Crab condo"
    assert [reason.text for reason in row.all("li")] == [
        "The picture has changed; phones will not find the old one",
        "Reported worn",
    ]
    new = next(plaque.revision for plaque in plaques_of(URL).ready if plaque.slug == CRABS)
    assert row.one("p", class_="quiet").text == f"Last printed {old}, now {new}"


def test_the_stations_to_print_again_are_ticked(curator: FlaskClient) -> None:
    print_pack()
    rebuild_marker(CRABS)
    page = show(curator)
    assert ticked(page) == [CRABS]
    assert len(page.all("input", name="station")) == 10


def test_what_visitors_alone_report_is_listed_and_not_ticked_until_staff_have_looked(curator: FlaskClient) -> None:
    print_pack()
    report_plaque(CRABS, None, "worn", "", NOON.replace(hour=23))
    assert (ticked(show(curator)), len(part(show(curator), "reprint").all("li", class_="row"))) == ([], 1)
    check_plaque(CRABS, None, "good", "", None, NOON.replace(hour=23))
    assert ticked(show(curator)) == []
    check_plaque(CRABS, None, "worn", "", None, NOON.replace(hour=23))
    assert ticked(show(curator)) == [CRABS]


def test_a_station_that_can_no_longer_be_printed_is_refused_with_a_sentence(
    curator: FlaskClient, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, calls = queries.plaques_of(URL), iter(range(99))

    def closed_after_the_first_look(_url: str) -> queries.Printable:
        return found if next(calls) == 0 else queries.Printable(found.ready[5:], [])

    page = form_token(curator, PACKS)
    monkeypatch.setattr(queries, "plaques_of", closed_after_the_first_look)
    answer = curator.post(PACKS, data={**ORDER, "csrf_token": page}, query_string={"lang": "en"})
    assert answer.status_code == 422
    assert "crab-condo cannot be printed any more" in read_page(answer.text).one("div", role="alert").text
    assert (queries.packs(), started) == ([], [])


@pytest.mark.parametrize(("which", "numbers"), [("chosen", [5, 6]), ("reprint", [5]), ("all", list(range(1, 11)))])
def test_each_button_orders_its_stations_and_the_making_begins(
    curator: FlaskClient, started: list[int], which: str, numbers: list[int]
) -> None:
    print_pack()
    rebuild_marker(CRABS)
    answer = send(curator, PACKS, **{**ORDER, "which": which})
    pack_id = queries.packs()[0].id
    assert (answer.status_code, answer.location, started) == (303, f"{PACKS}{pack_id}", [pack_id])
    assert [plaque.number for plaque in queries.packed_plaques(pack_id)] == numbers


def test_the_distance_is_the_templates_or_what_was_typed(curator: FlaskClient, started: list[int]) -> None:
    send(curator, PACKS, **ORDER)
    send(curator, PACKS, **{**ORDER, "distance": "0,8"})
    distances_m = [pack.reading_distance_m for pack in queries.packs()]
    assert distances_m == [0.8, TEMPLATES["a4"].reading_distance_m]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"station": []}, "No station is chosen"),
        ({"station": ["nowhere"]}, "No station is chosen"),
        ({"template": "a0"}, "choose a template"),
        ({"distance": "far"}, "must be a number from 0.2 to 5.0"),
        ({"distance": "nan"}, "must be a number from 0.2 to 5.0"),
        ({"distance": "99"}, "must be a number from 0.2 to 5.0"),
        ({"distance": "4.9"}, "it needs"),
    ],
)
def test_an_order_that_cannot_be_made_says_why_and_keeps_what_was_chosen(
    curator: FlaskClient, started: list[int], fields: dict[str, Any], reason: str
) -> None:
    answer = send(curator, PACKS, **{**ORDER, **fields})
    page = read_page(answer.text)
    assert answer.status_code == 422
    assert reason in page.one("div", role="alert").text
    assert ticked(page) == ([] if "station" in fields else [CRABS, CLAMS])
    assert (queries.packs(), started) == ([], [])


def test_a_form_without_its_token_changes_nothing(curator: FlaskClient, made: int, started: list[int]) -> None:
    urls = [PACKS, f"{PACKS}{made}/printed", f"{PACKS}{made}/withdraw"]
    assert [curator.post(url, data=ORDER).status_code for url in urls] == [400, 400, 400]
    found = queries.pack(made)
    assert (len(queries.packs()), found.printed_at, found.withdrawn_at, started) == (1, None, None, [])


def test_a_pack_that_is_being_made_shows_how_far_it_is(curator: FlaskClient, started: list[int]) -> None:
    pack_id = order_pack([CRABS, CLAMS], "a4", 1.5, URL, None, NOON)
    page = show(curator, f"{PACKS}{pack_id}").one("main")
    assert started == []
    assert page.attributes["data-state"] == curator.get(page.attributes["data-state-url"]).json["state"]
    assert started == [pack_id]  # Nobody was at work, so that who looks has started a maker.
    claim_pack(now())
    report_progress(pack_id, 1, "", now())
    assert curator.get(page.attributes["data-state-url"]).json["state"] != page.attributes["data-state"]
    assert "1 of 2 plaques are ready" in show(curator, f"{PACKS}{pack_id}").one("p", role="status").text


def test_a_pack_s_page_promises_to_change_by_itself_only_where_a_script_keeps_the_promise(
    curator: FlaskClient, started: list[int]
) -> None:
    pack_id = order_pack([CRABS, CLAMS], "a4", 1.5, URL, None, NOON)
    for _ in ("waiting", "making"):
        page = show(curator, f"{PACKS}{pack_id}").one("main")
        promises = [one for one in page.all("p") if "by itself" in one.text]
        assert promises == page.all("p", data_watched="")
        assert "hidden" in promises[0].attributes
        claim_pack(now())


def test_a_pack_that_failed_says_why_and_offers_no_files(curator: FlaskClient) -> None:
    pack_id = order_pack([CRABS], "a4", 1.5, URL, None, NOON)
    fail_pack(pack_id, "The name is too long. Please shorten it.")
    page = show(curator, f"{PACKS}{pack_id}")
    assert "The name is too long." in page.one("div", role="alert").text
    assert not page.all("section", aria_labelledby="downloads-title")
    assert "data-module" not in page.one("main").attributes


def test_a_made_pack_shows_verdicts_and_scores_and_all_its_files_open(curator: FlaskClient, made: int) -> None:
    page = show(curator, f"{PACKS}{made}")
    assert part(page, "state").all("p")[1].text.startswith("1 of 2 plaques passed.")
    tags = [
        row.one("span", class_="tag").text for row in part(page, "plaques").all("li") if row.all("span", class_="tag")
    ]
    assert tags == ["Passed"]
    assert part(page, "plaques").one("span", class_="tag tag-bad").text == "Not passed"
    assert "The picture is not found." in part(page, "plaques").text
    files = [link.attributes["href"] for link in page.all("a") if "/files/" in link.attributes["href"]]
    assert len(files) == 6
    previews = [picture.attributes["src"] for picture in part(page, "plaques").all("img")]
    assert len(previews) == 2
    assert {status(curator, file) for file in [*files, *previews]} == {200}


def test_files_have_their_media_types_and_our_policy(curator: FlaskClient, made: int) -> None:
    for name, (mimetype, way) in FILES.items():
        with curator.get(f"{PACKS}{made}/files/{name}") as answer:
            assert answer.mimetype == mimetype
            assert answer.headers["Content-Disposition"] == f"{way}; filename={name.rpartition('/')[2]}"
            assert answer.headers["Content-Security-Policy"] == policy()
            assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_but_the_files_of_the_pack_is_handed_out(curator: FlaskClient, settings: Settings, made: int) -> None:
    (settings.instance / "secret_key").write_text("secret")
    (settings.packs / "made" / "stranger.txt").write_text("secret")
    (settings.packs / "other.zip").write_text("secret")
    for name in STRANGERS:
        assert status(curator, f"{PACKS}{made}/files/{name}") == 404, name


def test_a_pack_whose_files_are_gone_says_how_to_get_them_back(
    curator: FlaskClient, settings: Settings, made: int
) -> None:
    (settings.packs / "made" / "combined.pdf").unlink()
    assert "no longer on this machine" in part(show(curator, f"{PACKS}{made}"), "state").text
    assert curator.get(f"{PACKS}{made}/files/codes.csv").status_code == 404


def test_a_pack_is_marked_as_printed_and_a_slip_is_taken_back(curator: FlaskClient, made: int) -> None:
    url = f"{PACKS}{made}"
    assert part(show(curator, url), "next").one("button", name="printed").text == "This pack was printed"
    assert send(curator, f"{url}/printed", url, printed="yes").location == url
    assert queries.pack(made).printed_at is not None
    assert part(show(curator, url), "next").one("button", name="printed").attributes["value"] == "no"
    assert send(curator, f"{url}/printed", url, printed="no").location == url
    assert queries.pack(made).printed_at is None


def test_before_codes_are_withdrawn_the_page_names_what_happens_and_who_else_loses_them(
    curator: FlaskClient, made: int
) -> None:
    other = print_pack(CRABS, key="b")
    page = show(curator, f"{PACKS}{made}/withdraw")
    assert len(page.one("section", class_="cautions").all("li")) == 4
    assert [item.text for item in part(page, "stations").all("li")] == ["Station 5: Crab condo"]
    assert part(page, "sharing").one("li").text == f"Pack {other}, stations 5 (printed)"


def test_withdrawn_codes_are_replaced_and_the_pack_can_no_longer_be_printed(curator: FlaskClient, made: int) -> None:
    url = f"{PACKS}{made}"
    (before,) = codes_of(CRABS)
    assert send(curator, f"{url}/withdraw", f"{url}/withdraw").location == url
    assert codes_of(CRABS)[before] is True
    assert len(codes_of(CRABS)) == 2
    page = show(curator, url)
    assert not page.all("section", aria_labelledby="next-title")
    assert "This code was withdrawn" in part(page, "plaques").text
    assert send(curator, f"{url}/printed", url).status_code == 409
    assert not [form for form in show(curator, f"{url}/withdraw").all("form") if "action" not in form.attributes]


def test_a_pack_that_does_not_exist_is_not_found(curator: FlaskClient) -> None:
    assert {status(curator, f"{PACKS}99{page}") for page in ("", "/state", "/withdraw", "/files/codes.csv")} == {404}


def test_the_page_says_what_to_do_before_anything_is_built(
    curator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "plaques_of", lambda _url: queries.Printable([], []))
    monkeypatch.setattr("mangrove_ar.packs.views.plaques_to_reprint", lambda _url: [])
    page = show(curator)
    assert "mangrove-ar prepare" in part(page, "reprint").text
    assert not page.all("section", aria_labelledby="make-title")
    assert "There is no pack yet" in part(page, "packs").text
