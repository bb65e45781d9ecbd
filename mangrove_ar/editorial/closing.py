"""Close a station at once, and open it again: for a broken boardwalk, without a review and without another release."""

from datetime import datetime

from mangrove_ar.accounts.audit import note as audit
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.records import By, Key, approved, keep_record
from mangrove_ar.errors import NoSuchRecord
from mangrove_ar.releases.service import publish_change
from mangrove_ar.storage.base import Storage


def close_station(slug: str, reason: str, staff: StaffMember, storage: Storage, now: datetime) -> None:
    """Close a station for visitors at their next request; its plaque then says so.

    Raises:
        NoSuchRecord: visitors see no such station.
    """
    _set_withdrawn(slug, True, reason, staff, storage, now)


def reopen_station(slug: str, staff: StaffMember, storage: Storage, now: datetime) -> None:
    """Show a station again as it was.

    Raises:
        NoSuchRecord: visitors see no such station.
    """
    _set_withdrawn(slug, False, "", staff, storage, now)


def _set_withdrawn(
    slug: str, is_withdrawn: bool, reason: str, staff: StaffMember, storage: Storage, now: datetime
) -> None:
    action = "station.closed" if is_withdrawn else "station.reopened"

    def change() -> list[Key]:
        found = approved("stations", slug)
        if found is None or not found.is_shown:
            raise NoSuchRecord(f"There is no station {slug} that visitors see.")
        if found.record["withdrawn"] == is_withdrawn:
            return []
        by = By(staff.id, staff.name)
        keep_record("stations", slug, found.record | {"withdrawn": is_withdrawn}, by, now, reason)
        audit(action, f"stations/{slug}", staff, now, reason=reason)
        return [("stations", slug)]

    publish_change(change, storage, now, _release_note(slug, is_withdrawn, reason), staff.name)


def _release_note(slug: str, is_withdrawn: bool, reason: str) -> str:
    """Say in both languages what the release does; one note is kept for all who read the history."""
    found = approved("stations", slug)
    number = found.record["number"] if found else slug
    done = (
        f"ปิดสถานี {number} · Station {number} closed" if is_withdrawn else f"เปิดสถานี {number} · Station {number} opened"
    )
    return f"{done}: {reason}" if reason else done
