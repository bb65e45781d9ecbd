from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.accounts.audit import entries, note, note_by_id
from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.staff import make_staff


def wipha() -> StaffMember:
    return StaffMember(make_staff("วิภา").id, "วิภา", "curator")


def test_a_row_says_who_did_what_to_what_and_when(app: Flask) -> None:
    by = wipha()
    note("draft.submitted", "species/avicennia-alba", by, NOON, note="พร้อมแล้ว", version=3, is_new=False)
    db.session.commit()
    (entry,) = entries().entries
    assert (entry.staff_id, entry.staff_name, entry.at) == (by.id, "วิภา", NOON)
    assert (entry.action, entry.subject) == ("draft.submitted", "species/avicennia-alba")
    assert entry.details == {"note": "พร้อมแล้ว", "version": 3, "is_new": False}


def test_a_row_goes_with_its_transaction(app: Flask) -> None:
    note("draft.submitted", "species/nypa-fruticans", None, NOON)
    db.session.rollback()
    assert entries().entries == ()


def test_a_line_break_cannot_forge_a_second_row(app: Flask) -> None:
    note("draft.submitted", "species/x\n2026 admin did it", None, NOON, note="one\r\ntwo")
    db.session.commit()
    assert entries().entries[0].subject == "species/x 2026 admin did it"
    written = db.session.scalar(select(func.json_extract(AuditEntry.details, "$")))
    assert written is not None
    assert "\n" not in written


def test_rows_are_found_by_subject_by_what_is_below_it_by_person_and_by_action(app: Flask) -> None:
    by = wipha()
    for subject in ("species/nypa", "species/nypa-two", "sites/rayong"):
        note("draft.submitted", subject, by, NOON)
    note_by_id("station.closed", "stations/x", None, NOON)
    db.session.commit()
    assert [one.subject for one in entries(subject="species/nypa").entries] == ["species/nypa"]
    assert [one.subject for one in entries(subject="species/").entries] == ["species/nypa-two", "species/nypa"]
    assert {one.subject for one in entries(staff_id=by.id).entries} == {
        "species/nypa",
        "species/nypa-two",
        "sites/rayong",
    }
    assert [one.subject for one in entries(actions="station.").entries] == ["stations/x"]
    assert entries(subject="%/").entries == ()


def test_pages_follow_each_other_without_a_gap(app: Flask) -> None:
    for number in range(7):
        note("draft.submitted", f"species/{number}", None, NOON + timedelta(minutes=number))
    db.session.commit()
    first = entries(limit=3)
    second = entries(limit=3, before=first.older)
    third = entries(limit=3, before=second.older)
    found = [entry.subject[-1] for page in (first, second, third) for entry in page.entries]
    assert found == list("6543210")
    assert third.older is None


def test_a_name_stays_readable_when_its_account_is_gone(app: Flask) -> None:
    staff = make_staff("วิภา")
    note("draft.submitted", "species/nypa", StaffMember(staff.id, "วิภา", "curator"), NOON)
    db.session.delete(staff)
    db.session.commit()
    (entry,) = entries().entries
    assert (entry.staff_id, entry.staff_name) == (None, "วิภา")
