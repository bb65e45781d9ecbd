"""The page with the link and the QR code by which staff look at a draft, or at a release, as visitors would."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template

from mangrove_ar.catalogue.records import Kind, Record, title_of
from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.editorial.preview_pages import ShownPage, pages_showing, release_pages
from mangrove_ar.releases.queries import release
from mangrove_ar.web.access import current_staff, staff_only
from mangrove_ar.web.current import now, settings
from mangrove_ar.web.preview import address_of
from mangrove_ar.web.preview_links import OfDraft, OfRelease, Preview, begin_preview, token_of
from mangrove_ar.web.qr import qr_data_url, qr_png

previews = Blueprint("previews", __name__, url_prefix="/studio")
RECORD = "/<any(species,stations,sites,quizzes,pages):kind>/<slug>/preview"


@dataclass(frozen=True)
class Link:
    """A visitor's page inside a preview; the picture leads there from a phone."""

    page: ShownPage
    address: str
    qr: str


@previews.get(RECORD)
@staff_only()
def show(kind: Kind, slug: str) -> str:
    """Give the link to the draft's pages, for this screen and for a phone."""
    draft = open_draft(kind, slug)
    preview = begin_preview(OfDraft(kind, slug), now())
    return render_template(
        "editorial/preview.html",
        staff=current_staff(),
        draft=draft,
        title=title_of(kind, draft.record, slug),
        preview=preview,
        links=_links(preview, pages_showing(kind, slug, draft.record)),
        is_hidden=draft.record.get("confidence") == "low",
    )


@previews.get(f"{RECORD}/qr.png")
@staff_only()
def qr(kind: Kind, slug: str) -> Response:
    """Draw the QR code of a link to the draft's first page."""
    draft = open_draft(kind, slug)
    pages = pages_showing(kind, slug, draft.record)
    if not pages:
        abort(404, f"No page shows {kind}/{slug} yet.")
    address = _address(begin_preview(OfDraft(kind, slug), now()), pages[0])
    return make_response(qr_png(settings().public_url + address), {"Content-Type": "image/png"})


@previews.get("/releases/<int(max=2147483647):release_id>/preview")
@staff_only()
def show_release(release_id: int) -> str:
    """Give the link to the pages of a release, for this screen and for a phone."""
    found = release(release_id)
    preview = begin_preview(OfRelease(found.sha256), now())
    links = _links(preview, release_pages())
    return render_template(
        "editorial/preview_release.html", staff=current_staff(), release=found, preview=preview, links=links
    )


def draft_record(kind: Kind, slug: str) -> Record:
    """Give what a preview shows of a record: its draft, or what is approved where there is none."""
    return open_draft(kind, slug).record


def _links(preview: Preview, pages: list[ShownPage]) -> list[Link]:
    public_url = settings().public_url
    addresses = [(page, _address(preview, page)) for page in pages]
    return [Link(page, address, qr_data_url(public_url + address)) for page, address in addresses]


def _address(preview: Preview, page: ShownPage) -> str:
    return address_of(token_of(preview, settings().secret_key), page.path)
