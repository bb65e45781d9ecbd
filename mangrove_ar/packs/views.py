"""Pages of the printer: what must be printed again, the packs, and the patrol at the posts."""

from datetime import date, datetime, timedelta, timezone
from typing import get_args

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.catalogue.codes import spaced
from mangrove_ar.errors import BadPlaque
from mangrove_ar.packs import background, queries
from mangrove_ar.packs.forms import LEAST_DISTANCE_M, MOST_DISTANCE_M, NoteForm, OrderForm
from mangrove_ar.packs.models import LONGEST_NOTE
from mangrove_ar.packs.patrol import (
    LastCheck,
    Scanned,
    State,
    check_plaque,
    close_report,
    last_checks,
    open_reports,
    read_scanned,
)
from mangrove_ar.packs.qr import symbol_for
from mangrove_ar.packs.reprints import Reprint, plaques_to_reprint
from mangrove_ar.packs.service import mark_printed, order_pack, unmark_printed, withdraw_pack
from mangrove_ar.packs.shelf import MEDIA_TYPES, TO_KEEP, made_pack
from mangrove_ar.packs.templates import TEMPLATES
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now, settings, storage

packs = Blueprint("packs", __name__, url_prefix="/studio/packs")
TRAIL_TIME = timezone(timedelta(hours=7))
"""Thailand, all year: the patrol's day begins at its midnight."""
SUGGESTED: dict[str, State] = {
    "current": "good",
    "other_station": "wrong",
    "unknown_code": "wrong",
    "foreign_host": "wrong",
    "not_a_plaque": "wrong",
}
"""What the patrol will mostly note after a scan; where a plaque is old, its eyes decide."""


@packs.get("/", endpoint="packs")
@staff_only("curator")
def show_packs() -> str:
    """Show what must be printed again and why, the form for a new pack, and the packs that there are."""
    return _packs_page(None)


@packs.post("/")
@staff_only("curator")
def order() -> AnyResponse | tuple[str, int]:
    """Order a pack and begin to make it."""
    public_url = settings().public_url
    ready = [plaque.slug for plaque in queries.plaques_of(public_url).ready]
    form = OrderForm.read(request.form, ready, [one.slug for one in plaques_to_reprint(public_url)])
    if form.problem:
        return _packs_page(form), 422
    try:
        pack_id = _order(form, public_url)
    except BadPlaque as error:
        return _packs_page(form, error.message), error.status
    background.resume_making(now())
    return redirect(url_for(".pack", pack_id=pack_id), 303)


@packs.get("/<int(max=2147483647):pack_id>")
@staff_only("curator")
def pack(pack_id: int) -> str:
    """Show one pack: how far it is, the verdict on each plaque, its files, and what can be done with it."""
    found = queries.pack(pack_id)
    made = made_pack(settings().packs, found)
    packed = queries.packed_plaques(pack_id)
    plaques = made.with_left_out(packed) if made else packed
    return _page("packs/pack.html", pack=found, state=_state(found), plaques=plaques, made=made)


@packs.get("/<int(max=2147483647):pack_id>/state")
@staff_only("curator")
def state(pack_id: int) -> Response:
    """Tell the page whether there is something new to show; a maker that has died is noticed here."""
    background.resume_making(now())
    return jsonify(state=_state(queries.pack(pack_id)))


@packs.get("/<int(max=2147483647):pack_id>/files/<path:name>")
@staff_only("curator")
def file(pack_id: int, name: str) -> Response:
    """Hand out one file of a pack: only what its manifest lists, so that no path leads out of its folder."""
    made = made_pack(settings().packs, queries.pack(pack_id))
    found = made.find(name) if made else None
    if found is None:
        abort(404, f"Pack {pack_id} has no file {name}.")
    kind = name.rpartition(".")[2]
    return send_from_directory(*found, mimetype=MEDIA_TYPES.get(kind), as_attachment=kind in TO_KEEP, max_age=0)


@packs.post("/<int(max=2147483647):pack_id>/printed")
@staff_only("curator")
def printed(pack_id: int) -> AnyResponse:
    """Note that a pack was printed, or take that back."""
    if request.form.get("printed") == "no":
        unmark_printed(pack_id, current_staff().id, now())
    else:
        mark_printed(pack_id, current_staff().id, now())
    return redirect(url_for(".pack", pack_id=pack_id), 303)


@packs.get("/<int(max=2147483647):pack_id>/withdraw")
@staff_only("curator")
def ask_to_withdraw(pack_id: int) -> str:
    """Tell what becomes of the plaques before their codes are withdrawn."""
    return _page(
        "packs/withdraw.html",
        pack=queries.pack(pack_id),
        plaques=queries.packed_plaques(pack_id),
        sharing=queries.codes_sharing(pack_id),
    )


@packs.post("/<int(max=2147483647):pack_id>/withdraw")
@staff_only("curator")
def withdraw(pack_id: int) -> AnyResponse:
    """Withdraw the codes of a pack."""
    withdraw_pack(pack_id, current_staff().id, storage(), now())
    return redirect(url_for(".pack", pack_id=pack_id), 303)


@packs.get("/patrol")
@staff_only()
def patrol() -> str:
    """Show the stations to whoever walks from post to post, each with its last check."""
    checks = last_checks()
    return _page(
        "packs/patrol.html",
        checks=checks,
        today=[check.slug for check in checks if check.at and _day(check.at) == _day(now())],
        noted=next((check for check in checks if check.slug == request.args.get("noted")), None),
        reports=open_reports(),
    )


@packs.get("/patrol/scan")
@staff_only()
def scan() -> str:
    """Tell what a QR code or a typed code at a post is, and ask how the plaque looks."""
    at = request.args.get("at") or None
    scanned = read_scanned(request.args.get("text", ""), settings().public_url, at)
    note = f"QR: {scanned.host}"[:LONGEST_NOTE] if scanned.host else ""
    return _check_page(at or scanned.slug, NoteForm(SUGGESTED.get(scanned.verdict, ""), note, None), scanned)


@packs.get("/patrol/<station>")
@staff_only()
def check(station: str) -> str:
    """Ask how the plaque at a station looks."""
    return _check_page(_post(station).slug, NoteForm("", "", None))


@packs.post("/patrol/<station>")
@staff_only()
def note_check(station: str) -> AnyResponse | tuple[str, int]:
    """Keep what the patrol found, and go back to the list."""
    slug, found = _post(station).slug, NoteForm.check(request.form)
    if found.problem:
        return _check_page(slug, found), 422
    check_plaque(slug, request.form.get("code"), found.choice, found.note, current_staff().id, now())
    return redirect(url_for(".patrol", noted=slug), 303)


@packs.post("/reports/<int(max=2147483647):report_id>/close")
@staff_only()
def close(report_id: int) -> AnyResponse:
    """Note that a visitor's report was dealt with."""
    close_report(report_id, current_staff().id, now())
    return redirect(url_for(".patrol", _anchor="reports"), 303)


def _page(template: str, **values: object) -> str:
    return render_template(template, staff=current_staff(), day=_day, spaced=spaced, **values)


def _packs_page(form: OrderForm | None, refusal: str = "") -> str:
    public_url = settings().public_url
    to_reprint = plaques_to_reprint(public_url)
    return _page(
        "packs/packs.html",
        form=form or OrderForm(stations=_surely_to_reprint(to_reprint)),
        problem=form.problem if form else None,
        refusal=refusal,
        to_reprint=to_reprint,
        printable=queries.plaques_of(public_url),
        packs=queries.packs(),
        reports=len(open_reports()),
        templates=TEMPLATES.values(),
        distances={"least": LEAST_DISTANCE_M, "most": MOST_DISTANCE_M},
        is_trial=not settings().is_public_elsewhere,
    )


def _surely_to_reprint(listed: list[Reprint]) -> tuple[str, ...]:
    """Name the stations to tick: not those of which visitors alone say so, since anybody can report anything."""
    seen = {(check.slug, f"reported_{check.state}") for check in last_checks()}
    return tuple(
        one.slug
        for one in listed
        if any(not reason.startswith("reported_") or (one.slug, reason) in seen for reason in one.reasons)
    )


def _order(form: OrderForm, public_url: str) -> int:
    """Order a pack whose QR codes can be read from the distance asked for; all addresses of a trail are as long."""
    template = TEMPLATES[form.template]
    first = form.stations[0]
    plaque = next((one for one in queries.plaques_of(public_url).ready if one.slug == first), None)
    if plaque is None:
        raise BadPlaque(f"The station {first} cannot be printed any more. Please choose again.")
    symbol_for(plaque.url, template.qr_mm, form.reading_distance_m)
    return order_pack(form.stations, template.name, form.reading_distance_m, public_url, current_staff().id, now())


def _check_page(station: str | None, found: NoteForm, scanned: Scanned | None = None) -> str:
    posts = last_checks()
    post = next((one for one in posts if one.slug == station), None)
    return _page(
        "packs/check.html",
        post=post,
        posts=posts,
        found=found,
        scanned=scanned,
        states=get_args(State),
        reports=[one for one in open_reports() if post and one.slug == post.slug],
        longest_note=LONGEST_NOTE,
    )


def _post(slug: str) -> LastCheck:
    found = next((check for check in last_checks() if check.slug == slug), None)
    return found or abort(404, f"There is no station {slug} to patrol.")


def _state(found: queries.PackView) -> str:
    return f"{found.status} {found.done}"


def _day(moment: datetime) -> date:
    return moment.astimezone(TRAIL_TIME).date()
