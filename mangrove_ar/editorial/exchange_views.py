"""Pages of the exchange with translators: names and texts go out as tables, and come back into drafts."""

from collections.abc import Callable, Iterable, Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from mangrove_ar.catalogue.field_names import field_name_key
from mangrove_ar.catalogue.records import KINDS, Kind
from mangrove_ar.editorial.asked import whole_number
from mangrove_ar.editorial.exchange import NEEDS, TextRow
from mangrove_ar.editorial.exchange_files import SIZE_AT_MOST, read_sheet, write_csv, write_xlsx
from mangrove_ar.editorial.exchange_service import keep_sheet, kept_sheet, preview, take_changes, texts_at_hand
from mangrove_ar.editorial.listing import cut
from mangrove_ar.errors import BadSheet
from mangrove_ar.web.access import current_staff, staff_only, take_from_staff
from mangrove_ar.web.current import now, settings
from mangrove_ar.web.languages import translate as t

exchange = Blueprint("exchange", __name__, url_prefix="/studio/exchange")
FORM_AROUND_FILE = 16 * 1024
CHOICES_AT_MOST = 4000
"""Fields of the form that confirms: one for each doubtful text."""
WRITERS: dict[str, tuple[Callable[[Iterable[Sequence[str]]], bytes], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@exchange.url_value_preprocessor
def _take_more(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let staff send a table, and the form that confirms it; nobody else sends anything here."""
    if endpoint == "exchange.upload":
        take_from_staff(SIZE_AT_MOST + FORM_AROUND_FILE)
    elif endpoint == "exchange.confirm":
        take_from_staff(SIZE_AT_MOST, SIZE_AT_MOST, CHOICES_AT_MOST)
    else:
        take_from_staff()


@exchange.get("/")
@staff_only()
def front() -> str:
    """Show the texts that the chosen table will have, and the form by which one comes back."""
    return _front()


@exchange.get("/texts.<any(csv,xlsx):form>")
@staff_only()
def table(form: str) -> Response:
    """Hand out the texts as a table; the same rows as on the page."""
    write, media_type = WRITERS[form]
    kind, needs = _chosen()
    content = write(_cells(row) for row in texts_at_hand(kind, needs))
    name = "-".join(filter(None, ("texts", kind, needs if needs != "all" else "", f"{now():%Y%m%d}")))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, headers=headers, content_type=media_type)


@exchange.post("/")
@staff_only()
def upload() -> str | tuple[str, int]:
    """Show what a table would change; nothing is changed yet."""
    file = request.files.get("file")
    content = file.read() if file else b""
    if not content:
        return _front(BadSheet("empty")), BadSheet.status
    try:
        found = preview(read_sheet(content))
    except BadSheet as error:
        return _front(error), error.status
    name = keep_sheet(settings().instance / "exchange", content, current_staff().id, now())
    return render_template(
        "editorial/exchange_preview.html", staff=current_staff(), found=found, name=name, field_name=_field_name
    )


@exchange.post("/take")
@staff_only()
def confirm() -> AnyResponse | tuple[str, int]:
    """Put the changes of a table that was shown into drafts."""
    try:
        content = kept_sheet(settings().instance / "exchange", request.form.get("name", ""), current_staff().id)
    except BadSheet as error:
        return _front(error), error.status
    taken = take_changes(read_sheet(content), set(request.form.getlist("take")), current_staff(), now())
    return redirect(url_for(".front", texts=taken.texts, records=taken.records, left=taken.left), 303)


@exchange.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    return _front(BadSheet("too_large", megabytes=SIZE_AT_MOST // 1024**2)), RequestEntityTooLarge.code


def _front(problem: BadSheet | None = None) -> str:
    kind, needs = _chosen()
    rows = texts_at_hand(kind, needs)
    return render_template(
        "editorial/exchange.html",
        staff=current_staff(),
        sheet=cut(rows, request.args.get("page", 1, type=whole_number)),
        chosen={"kind": kind, "needs": needs},
        kinds=KINDS,
        needs=NEEDS,
        problem=problem,
        taken={name: request.args.get(name, type=whole_number) for name in ("texts", "records", "left")},
        megabytes=SIZE_AT_MOST // 1024**2,
        field_name=_field_name,
    )


def _chosen() -> tuple[str, str]:
    """Give the kind and the sort of work that the address asks for; what is unknown means everything."""
    kind, needs = request.args.get("kind", ""), request.args.get("needs", "all")
    return (kind if kind in KINDS else ""), (needs if needs in NEEDS else "all")


def _cells(row: TextRow) -> Sequence[str]:
    name = _field_name(row.kind, row.path)
    return (row.kind, row.slug, row.path, name, row.texts["th"], row.texts["en"], row.state, "", row.check)


def _field_name(kind: Kind, path: str) -> str:
    """Name a field for people, with its place where there are several."""
    places = [str(int(step) + 1) for step in path.split(".") if step.isdecimal()]
    return " ".join([t(field_name_key(kind, path)), *places])
