"""Whoever enters the studio finds every page of it by links and forms alone: nobody types addresses."""

from urllib.parse import urljoin, urlsplit

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from mangrove_ar.extensions import db
from mangrove_ar.packs.models import Pack
from mangrove_ar.storage.local import LocalStorage
from tests.editorial.rooms import NO_PAGES, furnish
from tests.pages import read_page
from tests.routes import routes
from tests.staff import signed_in_client

ELSEWHERE = {
    "invitations.invitation": "is opened by the link that a new colleague was given",
    "sign_in.ask": "is where somebody arrives who is not signed in",
}
"""Pages to which no page of the studio leads, each with why not."""
ROOM = "/studio/"


def test_every_page_of_the_studio_is_reached_by_links(trail: Flask, storage: LocalStorage) -> None:
    furnish()
    for pack in db.session.scalars(select(Pack)):
        pack.status = "made"  # Only then can its codes be withdrawn.
    db.session.commit()
    client = signed_in_client(trail, "admin")
    places = trail.url_map.bind("localhost")
    seen: set[tuple[str, str]] = set()
    waiting = [ROOM]
    while waiting:
        address = waiting.pop()
        try:
            endpoint, values = places.match(urlsplit(address).path, "GET")
        except HTTPException:
            continue
        place = (endpoint, str(values.get("kind", "")))  # One record of a kind stands for all of them.
        if place in seen or endpoint in NO_PAGES:
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        seen.add(place)
        page = read_page(answer.text)
        links = [link.attributes.get("href", "") for link in page.all("a")]
        links += [
            one.attributes.get("action", "") for one in page.all("form") if one.attributes.get("method") != "post"
        ]
        found = [urljoin(address, link) for link in links]
        waiting += [one for one in found if urlsplit(one).path.startswith(ROOM) and not urlsplit(one).netloc]
    wanted = (
        {rule.endpoint for rule, method in routes(trail, ROOM) if method == "GET"} - NO_PAGES.keys() - ELSEWHERE.keys()
    )
    assert wanted - {endpoint for endpoint, _kind in seen} == set()
