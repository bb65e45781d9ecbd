"""Receive files: by the resumable protocol tus 1.0.0 for scripts, and by one ordinary form for whoever has none.

Source: https://tus.io/protocols/resumable-upload, core with the extensions creation and termination.
"""

import base64
import binascii
import errno
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.builds import background, queries, uploads, work
from mangrove_ar.builds.magic import Purpose
from mangrove_ar.builds.supplied import SIDES, ModelForm
from mangrove_ar.errors import BadUpload, UploadDiskFull
from mangrove_ar.meshing.recipe import KINDS, LICENCES
from mangrove_ar.web.access import current_staff, staff_only, take_from_staff
from mangrove_ar.web.current import now, settings
from mangrove_ar.web.errors import error_body
from mangrove_ar.web.languages import language, translate
from mangrove_ar.web.security import LARGEST_BODY_BYTES

sending = Blueprint("uploads", __name__, url_prefix="/studio/builds/uploads")
TUS = "1.0.0"
CHUNK_BYTES = 4 * 1024 * 1024
"""The largest chunk that is taken; whoever is cut off loses less than this."""
FORM_BYTES = 101 * 1024 * 1024
BODIES = {"uploads.append": CHUNK_BYTES, "uploads.send": FORM_BYTES}
OFFSET_TYPE = "application/offset+octet-stream"
WRONG = 422
OUT_OF_DATE = 400
Answer = tuple[str, int] | tuple[Response, int] | AnyResponse


@dataclass(frozen=True)
class Tried:
    """What became of one file of an ordinary form: its upload, or why it is not taken."""

    name: str
    upload_id: str = ""
    refusal: BadUpload | None = None


@sending.url_value_preprocessor
def _take_more(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let staff send more on two routes; nobody else sends anything here."""
    take_from_staff(BODIES.get(endpoint or "", LARGEST_BODY_BYTES))


@sending.after_request
def _speak_tus(response: Response) -> Response:
    response.headers["Tus-Resumable"] = TUS
    return response


@sending.route("/", methods=["OPTIONS"])
@staff_only()
def abilities() -> AnyResponse:
    """Tell a script what this end of the protocol can do."""
    most = str(max(uploads.MOST_BYTES.values()))
    headers = {"Tus-Version": TUS, "Tus-Extension": "creation,termination", "Tus-Max-Size": most}
    return Response(status=204, headers=headers)


@sending.post("/")
@staff_only()
def create() -> AnyResponse:
    """Begin an upload; answers where its bytes go."""
    _check_version()
    told = _metadata()
    purpose = _allowed(told.get("purpose", ""))
    recipe = _recipe(told) if purpose == "model" else None
    size_bytes = _number("Upload-Length")
    staff, folder = current_staff(), settings().uploads
    upload_id = uploads.begin_upload(purpose, told.get("name", ""), size_bytes, staff, folder, now(), recipe)
    return Response(status=201, headers={"Location": url_for(".append", upload_id=upload_id)})


@sending.route("/<upload_id>/bytes", methods=["HEAD"])
@staff_only()
def offset(upload_id: str) -> AnyResponse:
    """Tell how much of an upload is here, so that its sender goes on from there."""
    here, whole = uploads.received_bytes(upload_id, current_staff(), settings().uploads)
    return Response(status=200, headers={"Upload-Offset": str(here), "Upload-Length": str(whole)})


@sending.patch("/<upload_id>/bytes")
@staff_only()
def append(upload_id: str) -> AnyResponse:
    """Take the next chunk of an upload; with the last one the work on it begins."""
    _check_version()
    if request.mimetype != OFFSET_TYPE:
        abort(415, f"Send the bytes as {OFFSET_TYPE}.")
    begins, chunk = _number("Upload-Offset"), request.get_data(cache=False)
    here = uploads.receive(upload_id, begins, chunk, current_staff(), settings().uploads, now())
    background.resume_work()
    return Response(status=204, headers={"Upload-Offset": str(here)})


@sending.delete("/<upload_id>/bytes")
@staff_only()
def terminate(upload_id: str) -> AnyResponse:
    """Give an upload up."""
    _check_version()
    uploads.give_up(upload_id, current_staff(), settings().uploads, now())
    return Response(status=204)


@sending.get("/<upload_id>")
@staff_only()
def show(upload_id: str) -> str:
    """Show one upload: how far it is, what became of it, and what can be done."""
    background.resume_work()
    found = queries.upload(upload_id, current_staff())
    return render_template(
        "builds/upload.html", staff=current_staff(), upload=found, state=_state(found), told=told_state(found)
    )


@sending.get("/<upload_id>/state")
@staff_only()
def state(upload_id: str) -> Response:
    """Tell a page in words how an upload stands; work that was left half-way is taken up here."""
    background.resume_work()
    found = queries.upload(upload_id, current_staff())
    return jsonify(state=_state(found), text=told_state(found), isOver=found.is_over, url=_page_of(found))


@sending.post("/<upload_id>/delete")
@staff_only()
def delete(upload_id: str) -> AnyResponse:
    """Give an upload up, by an ordinary form."""
    found = queries.upload(upload_id, current_staff())
    uploads.give_up(upload_id, current_staff(), settings().uploads, now())
    return redirect(_list_of(found.purpose), 303)


@sending.post("/<upload_id>/again")
@staff_only()
def again(upload_id: str) -> AnyResponse:
    """Try again what failed."""
    queries.upload(upload_id, current_staff())
    work.try_again(upload_id, current_staff(), now())
    background.resume_work()
    return redirect(url_for(".show", upload_id=upload_id), 303)


@sending.get("/model")
@staff_only("curator")
def new_model() -> str:
    """Ask for a model and for what must be known about it; a slug in the address replaces that model."""
    return model_page(ModelForm({"slug": request.args.get("slug", ""), "side": "height"}))


@sending.post("/<asked>/file")
@staff_only()
def send(asked: str) -> Answer:
    """Take whole files from an ordinary form, for browsers without scripts; each of them stands for itself."""
    purpose = _allowed(asked)
    form = _model_form(request.form) if purpose == "model" else None
    if form and form.problems:
        return model_page(form), WRONG
    tried = _try_all(purpose, form.recipe if form else None)
    refusals = [one.refusal for one in tried if one.refusal]
    if form and refusals:
        return model_page(form, told_refusal(refusals[0])), refusals[0].status
    if refusals:
        return _refuse(tried, refusals[0].status)
    return redirect(url_for(".show", upload_id=tried[0].upload_id) if len(tried) == 1 else _list_of(purpose), 303)


@sending.errorhandler(BadUpload)
def refuse(error: BadUpload) -> Answer:
    """Say why a file is not taken."""
    return _refuse([Tried("", refusal=error)], error.status)


@sending.errorhandler(CSRFError)
def out_of_date(_error: CSRFError) -> Answer:
    """Tell a page that outlived its session; a script then asks for a new token and goes on."""
    error = BadUpload("out_of_date", "The page stood open for too long; open it again.")
    return _refuse([Tried("", refusal=error)], OUT_OF_DATE)


@sending.errorhandler(OSError)
def disk_full(error: OSError) -> Answer:
    """A form's file is kept in a temporary file while it is read, for which there may be no room."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        raise error
    return refuse(UploadDiskFull("disk_full", "The server's disk is full; tell an admin to make room."))


def told_refusal(error: BadUpload) -> str:
    """Say in the reader's language why a file is not taken."""
    return translate(f"builds.refusals.{error.reason}", **error.values)


def told_state(found: queries.UploadView) -> str:
    """Say in one sentence how an upload stands."""
    if found.reason:
        return translate(f"builds.refusals.{found.reason}", **found.reason_values)
    values = {"percent": found.percent, "name": found.name}
    return translate(f"builds.states.{found.state}.words", **values)


def model_page(form: ModelForm, refusal: str = "") -> str:
    """Show the form for a model, with what was typed, and why its file was not taken."""
    return render_template(
        "builds/new_model.html",
        staff=current_staff(),
        form=form,
        refusal=refusal,
        slugs=queries.model_slugs(),
        options_of_species=[
            (one.slug, f"{one.scientific_name} · {one.name}") for one in queries.species_choices(language())
        ],
        options_of_kind=_options("kind", KINDS),
        options_of_side=_options("side", SIDES),
        options_of_licence=[(licence, licence) for licence in LICENCES],
        most_mb=uploads.MOST_BYTES["model"] // uploads.MEBIBYTE,
    )


def _options(field: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, translate(f"builds.fields.{field}.{value}")) for value in values]


def _try_all(purpose: Purpose, recipe: dict[str, Any] | None) -> list[Tried]:
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        return [Tried("", refusal=BadUpload("no_file", "No file was chosen; choose one."))]
    try:
        return [_try(purpose, file, recipe) for file in files]
    finally:
        background.resume_work()


def _try(purpose: Purpose, file: FileStorage, recipe: dict[str, Any] | None) -> Tried:
    name = file.filename or ""
    try:
        return Tried(name, _take(purpose, file, recipe))
    except BadUpload as error:
        return Tried(name, refusal=error)


def _refuse(tried: list[Tried], status: int) -> Answer:
    """Say what was refused and what was taken: to a script as JSON, to a person as a page."""
    refused = [(one.name, one.refusal.reason, told_refusal(one.refusal)) for one in tried if one.refusal]
    if request.mimetype == OFFSET_TYPE or request.accept_mimetypes.best == "application/json":
        words = " ".join(": ".join(filter(None, (name, told))) for name, _, told in refused)
        response = jsonify(error_body(refused[0][1], words))
        response.headers["Content-Language"] = language()  # By this a script knows that it may show these words.
        return response, status
    taken = [one for one in tried if one.upload_id]
    return render_template("builds/refused.html", staff=current_staff(), refused=refused, taken=taken), status


def _take(purpose: Purpose, file: FileStorage, recipe: dict[str, Any] | None) -> str:
    staff, folder = current_staff(), settings().uploads
    whole = file.stream.seek(0, 2)
    file.stream.seek(0)
    upload_id = uploads.begin_upload(purpose, file.filename or "", whole, staff, folder, now(), recipe)
    here = 0
    while here < whole:
        here = uploads.receive(upload_id, here, file.stream.read(CHUNK_BYTES), staff, folder, now())
    return upload_id


def _check_version() -> None:
    if request.headers.get("Tus-Resumable") != TUS:
        response = make_response(error_body("tus_version", f"Speak tus {TUS}, with the header Tus-Resumable."), 412)
        response.headers["Tus-Version"] = TUS
        abort(response)


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isascii() or not value.isdigit() or len(value) > 12:
        abort(400, f"The header {header} must be a whole number.")
    return int(value)


def _metadata() -> dict[str, str]:
    told: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            abort(400, f"Upload-Metadata: the value of {key} must be base64 of UTF-8.")
    return told


def _allowed(asked: str) -> Purpose:
    """Give the purpose of a file, if this person may send files for it."""
    if asked not in uploads.MOST_BYTES:
        abort(400, "Upload-Metadata must name a purpose: model, picture or sound.")
    if asked == "model" and current_staff().role == "educator":
        abort(403, "Models are sent by curators; please ask one.")
    return asked


def _model_form(fields: Any) -> ModelForm:
    species = [choice.slug for choice in queries.species_choices(language())]
    return ModelForm.read(fields, species, queries.model_slugs())


def _recipe(told: dict[str, str]) -> dict[str, Any]:
    form = _model_form(told)
    if form.problems:
        field, problem = next(iter(form.problems.items()))
        name = translate(f"builds.fields.{field}.label")
        what = translate(f"builds.problems.{problem}")
        raise BadUpload("form", f"The field {field} cannot be taken as it is.", field=name, what=what)
    return form.recipe


def _state(found: queries.UploadView) -> str:
    return f"{found.state} {found.received_bytes}"


def _page_of(found: queries.UploadView) -> str:
    media_id = found.result.get("media_id")
    if found.state == "done" and media_id:
        return url_for("builds.one_media", media_id=media_id)
    return url_for(".show", upload_id=found.id)


def _list_of(purpose: str) -> str:
    return url_for("builds.models" if purpose == "model" else "builds.media")
