"""Pages of the visitor: home, trail, station, species, about."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.catalogue.codes import read_code
from mangrove_ar.errors import StationWithdrawn
from mangrove_ar.extensions import limiter
from mangrove_ar.releases.documents import StationDocument
from mangrove_ar.web.conditional import with_etag
from mangrove_ar.web.current import published
from mangrove_ar.web.security import policy

visits = Blueprint("visits", __name__)
TRACKER_NEEDS = "'wasm-unsafe-eval'"
"""The tracker asks whether the phone knows WebAssembly; without this the question alone is a violation."""
NOT_FOR_SEARCH = "User-agent: *\nDisallow: /studio/\nDisallow: /preview/\n"
GUESSES = "60 per minute"
"""Codes without a station that one address may try; a school class behind one address mistypes less."""


def _missed(response: Response) -> bool:
    return response.status_code == 404


@visits.get("/")
def home() -> Response:
    """Welcome: what this is, where to type a code, the trail's stations."""
    home_page = published().home()
    return _page("visits/home.html", home=home_page, trail=published().trail(home_page.trail))


@visits.get("/trail/<trail>")
def trail(trail: str) -> Response:
    """Show the walk: all its stations in order."""
    return _page("visits/trail.html", trail=published().trail(trail))


@visits.get("/s/<code>")
@limiter.limit(GUESSES, deduct_when=_missed)
def station(code: str) -> Response:
    """Show the station whose plaque was scanned; this page stamps the booklet, unless the plaque was replaced."""
    found = published().station_by_code(code)
    scanned = read_code(code)
    return _station(found, scanned, is_replaced=published().replaced_at(scanned) is not None)


@visits.get("/s")
def enter_code() -> AnyResponse:
    """Lead a code typed by hand to its station."""
    typed = request.args.get("code", "")
    return redirect(url_for("visits.station", code=read_code(typed)), code=303)


@visits.get("/trail/<trail>/<int:number>")
def trail_station(trail: str, number: int) -> Response:
    """Read a station away from its plaque: all of it but the stamp."""
    return _station(published().station_by_number(trail, number), None)


@visits.get("/species/")
def species_list() -> Response:
    """List the plants and animals of the trail."""
    return _page("visits/species_list.html", species_list=published().species_list().species)


@visits.get("/species/<slug>")
def species(slug: str) -> Response:
    """Tell about one plant or animal."""
    return _page("visits/species.html", species=published().species(slug))


@visits.get("/about")
def about() -> Response:
    """Say who makes this, on what terms, and what becomes of a visitor's traces: almost none."""
    return _page("visits/about.html", home=published().home())


@visits.get("/robots.txt")
def robots() -> Response:
    """Tell search engines what is not for them: the studio, and previews of what is not published."""
    return Response(NOT_FOR_SEARCH, mimetype="text/plain")


def _station(found: StationDocument, scanned: str | None, *, is_replaced: bool = False) -> Response:
    if found.is_withdrawn:
        return make_response(render_template("visits/withdrawn.html", station=found), StationWithdrawn.status)
    cards = published().trail(found.trail.slug).stations
    place = next(index for index, card in enumerate(cards) if card.slug == found.slug)
    page = _page(
        "visits/station.html",
        station=found,
        code=None if is_replaced else scanned,
        scanned_code=scanned,
        is_replaced=is_replaced,
        answered=_answered(found),
        previous_station=cards[place - 1] if place > 0 else None,
        next_station=cards[place + 1] if place + 1 < len(cards) else None,
    )
    page.headers["Content-Security-Policy"] = policy(script_src=TRACKER_NEEDS)
    return page


def _answered(found: StationDocument) -> int | None:
    """Read the option that a visitor without JavaScript chose."""
    chosen = request.args.get("answer", type=int)
    options = len(found.question.options) if found.question else 0
    return chosen if chosen is not None and 0 <= chosen < options else None


def _page(template: str, **values: object) -> Response:
    return with_etag(make_response(render_template(template, **values)))
