from io import BytesIO
from urllib.parse import urlsplit

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from mangrove_ar.accounts.models import Staff
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.records import Kind
from mangrove_ar.editorial.drafts import begin_record, open_draft, save_draft
from mangrove_ar.extensions import db
from mangrove_ar.packs.readers import read_zxing
from tests.conftest import NOON
from tests.pages import Element, read_page
from tests.staff import signed_in_client

TRAIL = "/trail/phra-chedi-klang-nam"


@pytest.fixture
def educator(trail: Flask) -> FlaskClient:
    return signed_in_client(trail, "educator")


def staff() -> StaffMember:
    row = db.session.scalars(select(Staff)).one()
    return StaffMember(row.id, row.name, row.role)


def edit(kind: Kind, slug: str, **fields: object) -> None:
    before = open_draft(kind, slug).record
    save_draft(kind, slug, before, before | fields, staff(), NOON)


def read(client: FlaskClient, url: str, language: str = "en") -> Element:
    answer = client.get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200, f"{answer.status_code} {url}"
    return read_page(answer.text)


def paths(page: Element) -> list[str]:
    """Give the visitor's pages that a page leads to, without the prefix of the preview."""
    links = [one.attributes["href"] for one in page.all("a") if "data-phone" in one.attributes]
    return ["/" + link.split("/", 3)[3] for link in links]


@pytest.mark.parametrize(
    ("kind", "slug", "expected"),
    [
        ("species", "rhizophora-apiculata", ["/species/rhizophora-apiculata", "/species/"]),
        ("stations", "crab-condo", [f"{TRAIL}/5"]),
        ("sites", "phra-chedi-klang-nam", ["/", "/about", TRAIL]),
        ("pages", "home", ["/", "/about"]),
        ("quizzes", "q001", [f"{TRAIL}/3#question"]),
    ],
)
def test_each_kind_is_shown_where_visitors_meet_it(
    educator: FlaskClient, kind: Kind, slug: str, expected: list[str]
) -> None:
    page = read(educator, f"/studio/{kind}/{slug}/preview")
    assert paths(page) == expected
    for link in page.all("a"):
        if "data-phone" in link.attributes:
            assert educator.get(link.attributes["href"]).status_code == 200
    assert len(page.all("figure")) == len(expected)


def test_the_link_opens_without_a_session(trail: Flask, educator: FlaskClient) -> None:
    edit("stations", "crab-condo", lead={"th": "ร่างใหม่", "en": "A new draft"})
    page = read(educator, "/studio/stations/crab-condo/preview")
    link = next(one.attributes["href"] for one in page.all("a") if "data-phone" in one.attributes)
    assert "A new draft" in read(trail.test_client(), link).one("main").text


def test_the_page_says_until_when_the_link_works(educator: FlaskClient) -> None:
    page = read(educator, "/studio/stations/crab-condo/preview")
    assert "This link and its QR code end" in page.one("main").text


def test_the_picture_leads_to_the_public_address(trail: Flask, educator: FlaskClient) -> None:
    answer = educator.get("/studio/stations/crab-condo/preview/qr.png")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/png", "no-store")
    said = read_zxing(np.asarray(Image.open(BytesIO(answer.data)).convert("L")))
    address = urlsplit(said[0])
    assert (address.scheme, address.netloc) == ("https", "trail.example")
    assert trail.test_client().get(address.path).status_code == 200


@pytest.mark.parametrize("what", ["preview", "preview/qr.png"])
def test_what_does_not_exist_has_no_preview(educator: FlaskClient, what: str) -> None:
    assert educator.get(f"/studio/species/nothing/{what}").status_code == 404


@pytest.mark.parametrize("what", ["preview", "preview/qr.png"])
def test_previews_are_made_by_staff_alone(trail: Flask, what: str) -> None:
    answer = trail.test_client().get(f"/studio/species/rhizophora-apiculata/{what}")
    assert answer.headers["Location"].startswith("/studio/sign-in")


def test_a_question_that_no_station_asks_says_what_to_do_first(educator: FlaskClient) -> None:
    begin_record("quizzes", "new-question", staff(), NOON)
    page = read(educator, "/studio/quizzes/new-question/preview")
    assert (paths(page), page.all("figure")) == ([], [])
    assert "No station asks this question yet" in page.one("main").text
    assert educator.get("/studio/quizzes/new-question/preview/qr.png").status_code == 404


def test_a_station_without_a_number_says_what_to_do_first(educator: FlaskClient) -> None:
    edit("stations", "crab-condo", number=None)
    assert "no number" in read(educator, "/studio/stations/crab-condo/preview").one("main").text


@pytest.mark.parametrize(("confidence", "warnings"), [("low", 1), ("high", 0)])
def test_a_record_that_visitors_will_not_see_says_so(educator: FlaskClient, confidence: str, warnings: int) -> None:
    edit("species", "excoecaria-agallocha", confidence=confidence)
    page = read(educator, "/studio/species/excoecaria-agallocha/preview")
    assert len(page.all("p", class_="notice notice-warning")) == warnings


def test_a_release_is_looked_at_the_same_way(trail: Flask, educator: FlaskClient) -> None:
    page = read(educator, "/studio/releases/1/preview")
    assert paths(page) == ["/", "/species/", "/about"]
    link = next(one.attributes["href"] for one in page.all("a") if "data-phone" in one.attributes)
    assert read(trail.test_client(), link).one("aside", class_="preview-sign").text
    assert educator.get("/studio/releases/7/preview").status_code == 404
