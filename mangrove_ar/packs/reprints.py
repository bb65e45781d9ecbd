"""Which plaques must be printed again: what hangs outdoors, compared with what would be printed now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from mangrove_ar.catalogue.models import Station, StationCode
from mangrove_ar.catalogue.words import Words
from mangrove_ar.extensions import db
from mangrove_ar.packs.models import Pack, PackedPlaque, PatrolCheck, PlaqueReport
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.queries import plaques_of

Reason = Literal[
    "never_printed",
    "code_withdrawn",
    "code_changed",
    "marker_changed",
    "host_changed",
    "reported_missing",
    "reported_wrong",
    "reported_worn",
]
REPORTED: dict[str, Reason] = {
    "missing": "reported_missing",
    "wrong": "reported_wrong",
    "worn": "reported_worn",
}


@dataclass(frozen=True)
class Printed:
    """The plaque of a station that was printed last, as far as we know the one that hangs there."""

    pack_id: int
    printed_at: datetime
    public_url: str
    code: str
    is_code_withdrawn: bool
    target: str
    revision: str


@dataclass(frozen=True)
class Reprint:
    """A station that needs a new plaque, and all reasons why; `printed_revision` is None before the first print."""

    slug: str
    number: int
    name: Words
    reasons: tuple[Reason, ...]
    printed_revision: str | None
    current_revision: str
    pack_id: int | None


def plaques_to_reprint(public_url: str) -> list[Reprint]:
    """List the stations by number whose plaque must be printed again; those that cannot be printed are left out."""
    printed, said = last_printed(), _troubles()
    listed = []
    for plaque in plaques_of(public_url).ready:
        last = printed.get(plaque.slug)
        since = [kind for kind, at in said.get(plaque.slug, []) if last is None or at > last.printed_at]
        reasons = (*what_changed(last, plaque), *(reason for kind, reason in REPORTED.items() if kind in since))
        if reasons:
            listed.append(
                Reprint(
                    plaque.slug,
                    plaque.number,
                    plaque.name,
                    reasons,
                    last.revision if last else None,
                    plaque.revision,
                    last.pack_id if last else None,
                )
            )
    return listed


def what_changed(printed: Printed | None, plaque: Plaque) -> tuple[Reason, ...]:
    """Name what on a printed plaque differs from the plaque as it would be printed now."""
    if printed is None:
        return ("never_printed",)
    changes: dict[Reason, bool] = {
        "code_withdrawn": printed.is_code_withdrawn,
        "code_changed": printed.code != plaque.code and not printed.is_code_withdrawn,
        "marker_changed": printed.target != plaque.target,
        # The QR code holds the address in upper case, so that only other letters are another host.
        "host_changed": printed.public_url.upper() != plaque.public_url.upper(),
    }
    return tuple(reason for reason, is_so in changes.items() if is_so)


def last_printed() -> dict[str, Printed]:
    """Give by station slug the plaque that was printed last; one whose pack was withdrawn still hangs outdoors."""
    rows = db.session.execute(
        select(Station.slug, Pack, PackedPlaque, StationCode.withdrawn_at)
        .join(PackedPlaque, PackedPlaque.station_id == Station.id)
        .join(PackedPlaque.pack)
        .join(StationCode, StationCode.code == PackedPlaque.code)
        .where(Pack.printed_at.is_not(None))
        .order_by(Pack.printed_at, Pack.id)
    )
    found: dict[str, Printed] = {}
    for slug, pack, plaque, withdrawn_at in rows:
        if pack.printed_at is not None:
            found[slug] = Printed(
                pack.id,
                pack.printed_at,
                pack.public_url,
                plaque.code,
                withdrawn_at is not None,
                plaque.target_sha256,
                plaque.revision,
            )
    return found


def _troubles() -> dict[str, list[tuple[str, datetime]]]:
    """Give by station slug what the last patrol found and what open reports of visitors say, each with its moment."""
    checks = db.session.execute(
        select(Station.slug, PatrolCheck.state, PatrolCheck.at)
        .join(PatrolCheck.station)
        .order_by(PatrolCheck.at, PatrolCheck.id)
    )
    found = {slug: [(state, at)] for slug, state, at in checks}  # The last check of a station replaces the others.
    reports = db.session.execute(
        select(Station.slug, PlaqueReport.kind, PlaqueReport.at)
        .join(PlaqueReport.station)
        .where(PlaqueReport.closed_at.is_(None))
    )
    for slug, kind, at in reports:
        found.setdefault(slug, []).append((kind, at))
    return found
