"""Scan to edit: who stands at a post with a phone opens its form by the code of its plaque."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from mangrove_ar.catalogue.codes import read_code
from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.errors import MistypedCode, UnknownCode
from mangrove_ar.extensions import db
from mangrove_ar.web.access import current_staff, staff_only

scanning = Blueprint("scanning", __name__, url_prefix="/studio")
LONGEST_SCAN = 300
PLAQUE = re.compile(r"(?:https?://[^/?#\\\s]+)?/s/([^/?#]+)", re.IGNORECASE)


@scanning.get("/scan")
@staff_only()
def scan() -> str | Response | tuple[str, int]:
    """Show the camera; with a scanned address or a typed code, go to the form of its station."""
    text = request.args.get("text", "").strip()[:LONGEST_SCAN]
    if not text:
        return _page()
    plaque = PLAQUE.fullmatch(text)
    try:
        return redirect(_form_of(plaque[1] if plaque else text), 303)
    except (MistypedCode, UnknownCode) as refusal:
        return _page(text), refusal.status


@scanning.get("/s/<code>")
@staff_only()
def by_code(code: str) -> Response:
    """Go to the form of the station that has this code."""
    return redirect(_form_of(code), 303)


def _form_of(code: str) -> str:
    return url_for("editing.edit", kind="stations", slug=station_of(code))


def station_of(typed: str) -> str:
    """Give the slug of the station that a code belongs to, also one that was withdrawn from print.

    Raises:
        MistypedCode: see `read_code`.
        UnknownCode: no plaque carries it.
    """
    code = read_code(typed)
    slug = db.session.scalar(select(Station.slug).join(StationCode.station).where(StationCode.code == code))
    if slug is None:
        raise UnknownCode("No plaque carries this code; please compare it with the plaque, letter by letter.")
    return slug


def _page(text: str = "") -> str:
    return render_template("editorial/edit_scan.html", text=text, staff=current_staff())
