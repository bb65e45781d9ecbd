"""Links that show a draft or an old release to whoever holds them, for a day: signed, so that nobody can make one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from itsdangerous import BadSignature, URLSafeSerializer

from mangrove_ar.catalogue.records import Kind
from mangrove_ar.errors import NoSuchPreview, PreviewEnded

LASTS = timedelta(hours=24)
PURPOSE = "mangrove-ar preview"
"""Keeps these signatures apart from all others that are made with the same secret."""
DRAFT, RELEASE = "draft", "release"


@dataclass(frozen=True)
class OfDraft:
    """A preview of everything public, with one draft among it as it is at the moment of looking."""

    kind: Kind
    slug: str


@dataclass(frozen=True)
class OfRelease:
    """A preview of an old release."""

    sha256: str


Shown = OfDraft | OfRelease


@dataclass(frozen=True)
class Preview:
    """What a link shows, and until when."""

    shown: Shown
    ends_at: datetime

    @property
    def is_of_draft(self) -> bool:
        """Tell a draft from a release."""
        return isinstance(self.shown, OfDraft)


def begin_preview(shown: Shown, now: datetime) -> Preview:
    """Give a preview that lasts from now, to the second."""
    return Preview(shown, (now + LASTS).replace(microsecond=0))


def token_of(preview: Preview, secret: str) -> str:
    """Sign a preview."""
    shown = preview.shown
    what = [DRAFT, shown.kind, shown.slug] if isinstance(shown, OfDraft) else [RELEASE, shown.sha256]
    return str(_signer(secret).dumps([*what, int(preview.ends_at.timestamp())]))


def read_token(token: str, secret: str, now: datetime) -> Preview:
    """Give back what was signed.

    Raises:
        NoSuchPreview: it was signed for something else, changed, or never signed.
        PreviewEnded: its day is over.
    """
    try:
        what, *which, ends = _signer(secret).loads(token)
    except BadSignature as error:
        raise NoSuchPreview("This link shows nothing. Please ask for a new one in the studio.") from error
    ends_at = datetime.fromtimestamp(ends, UTC)
    if now >= ends_at:
        raise PreviewEnded("This link has run out. Please ask for a new one in the studio.")
    return Preview(OfDraft(cast(Kind, which[0]), which[1]) if what == DRAFT else OfRelease(which[0]), ends_at)


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=PURPOSE)
