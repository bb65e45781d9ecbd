"""The page on which a visitor says that a plaque is worn, missing or wrong."""

from typing import get_args
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.catalogue.codes import read_code
from mangrove_ar.extensions import limiter
from mangrove_ar.packs.forms import NoteForm
from mangrove_ar.packs.models import LONGEST_NOTE
from mangrove_ar.packs.patrol import Kind, report_plaque
from mangrove_ar.web.current import now, published

plaques = Blueprint("plaques", __name__, url_prefix="/plaque")
GUESSES = "60 per minute"
"""As for the stations' own pages: codes without a station that one address may try."""
REPORTS = "60 per hour"
"""A class of forty behind one address may all report what they see; a station keeps no more than a few anyway."""
NOTHING = NoteForm("", "", None)


def _missed(response: Response) -> bool:
    return response.status_code == 404


@plaques.get("/<code>/report")
@limiter.limit(GUESSES, deduct_when=_missed)
def report(code: str) -> str:
    """Ask what is wrong with the plaque."""
    return _page(code, NOTHING)


@plaques.post("/<code>/report")
@limiter.limit(REPORTS)
def send_report(code: str) -> AnyResponse | tuple[str, int]:
    """Keep what a visitor says; there is no session that a forged form could abuse, and it must come from our page."""
    if not _comes_from_here():
        abort(403, "This report was not sent from our own page; please open the plaque's page and send it there.")
    said = NoteForm.report(request.form)
    if said.problem:
        return _page(code, said), 422
    station = published().station_by_code(code)
    # Thanks also where the station has so many open reports that this one is not kept: the visitor meant well and can
    # do nothing about it, and staff know of the plaque already.
    report_plaque(station.slug, read_code(code), said.choice, said.note, now())
    return redirect(url_for(".thanks", code=read_code(code)), 303)


@plaques.get("/<code>/report/thanks")
@limiter.limit(GUESSES, deduct_when=_missed)
def thanks(code: str) -> str:
    """Thank the visitor."""
    return _page(code, NOTHING, is_sent=True)


def _page(code: str, said: NoteForm, *, is_sent: bool = False) -> str:
    return render_template(
        "packs/report.html",
        station=published().station_by_code(code),
        code=read_code(code),
        said=said,
        is_sent=is_sent,
        kinds=get_args(Kind),
        longest_note=LONGEST_NOTE,
    )


def _comes_from_here() -> bool:
    """Tell whether the browser says that one of our own pages sent this form.

    Browsers send `Sec-Fetch-Site` over HTTPS and `Origin` with every POST; a request with neither is no form of ours.

    Source: OWASP, Cross-Site Request Forgery Prevention, sections on Fetch Metadata and on verifying the origin.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host
