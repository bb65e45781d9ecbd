"""The one draft of a record: what two people type is merged, nothing typed is lost, nothing public moves."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.accounts.audit import entries
from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.catalogue.models import Revision
from mangrove_ar.catalogue.records import By, approved, keep_record
from mangrove_ar.editorial.drafts import begin_record, discard_draft, drafts, open_draft, save_draft
from mangrove_ar.editorial.models import Draft
from mangrove_ar.errors import BadRecord, DraftMoved, NoSuchRecord, RecordExists
from mangrove_ar.extensions import db
from mangrove_ar.releases.queries import live_release
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.editorial.drafting import CRABS, change, changed, in_both, make_member, public


def test_looking_at_a_record_makes_no_draft(trail: Flask) -> None:
    found = open_draft("stations", CRABS)
    assert (found.version, found.state) == (0, "none")
    assert drafts() == []


def test_a_record_that_nobody_knows_is_named(trail: Flask) -> None:
    with pytest.raises(NoSuchRecord, match="stations/nowhere"):
        open_draft("stations", "nowhere")


def test_a_draft_moves_and_the_public_does_not(trail: Flask, storage: LocalStorage) -> None:
    before = live_release(storage).sha256
    change(make_member(), lead_en="Something new")
    assert open_draft("stations", CRABS).record["lead"]["en"] == "Something new"
    assert live_release(storage).sha256 == before
    assert public("stations", CRABS).record["lead"]["en"] != "Something new"


def test_a_hundred_autosaves_are_one_draft_and_no_revision(trail: Flask) -> None:
    staff = make_member()
    before = db.session.scalar(select(func.count(Revision.id)))
    for count in range(100):
        change(staff, lead_en=f"Typing {count}")
    assert db.session.scalar(select(func.count(Draft.id))) == 1
    assert db.session.scalar(select(func.count(Revision.id))) == before
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"stations/{CRABS}")).all()
    assert actions == ["draft.begun"]


def test_saving_what_is_there_already_changes_nothing(trail: Flask) -> None:
    staff = make_member()
    first = change(staff, lead_en="Once")
    again = save_draft("stations", CRABS, first.record, first.record, staff, NOON + timedelta(hours=1)).draft
    assert (again.version, again.edited_at) == (first.version, first.edited_at)


def test_two_people_in_different_fields_both_keep_their_words(trail: Flask) -> None:
    opened = open_draft("stations", CRABS).record
    one, two = make_member("one"), make_member("two")
    save_draft("stations", CRABS, opened, changed(opened, lead_th="หนึ่ง"), one, NOON)
    saved = save_draft("stations", CRABS, opened, changed(opened, lead_en="Two"), two, NOON)
    assert saved.conflicts == ()
    assert saved.draft.record["lead"] == {"th": "หนึ่ง", "en": "Two"}


def test_two_people_in_the_same_field_get_both_texts_to_choose_from(trail: Flask) -> None:
    opened = open_draft("stations", CRABS).record
    one, two = make_member("one"), make_member("two")
    save_draft("stations", CRABS, opened, changed(opened, lead_en="From one"), one, NOON)
    yours = changed(opened, lead_en="From two", lead_th="ของสอง")
    saved = save_draft("stations", CRABS, opened, yours, two, NOON)
    (conflict,) = saved.conflicts
    assert (conflict.path, conflict.theirs, conflict.yours) == ("lead.en", "From one", "From two")
    assert saved.draft.record["lead"] == {"th": "ของสอง", "en": "From one"}
    assert saved.draft.edited_by == "two"


def test_a_change_while_it_waits_for_review_takes_it_back(trail: Flask) -> None:
    staff = make_member()
    change(staff, lead_en="First")
    row = db.session.scalars(select(Draft)).one()
    row.state = "submitted"
    db.session.commit()
    assert change(staff, lead_en="Second").state == "editing"
    assert "draft.taken_back" in db.session.scalars(select(AuditEntry.action)).all()


def test_what_was_approved_meanwhile_is_merged_into_an_open_draft(trail: Flask) -> None:
    change(make_member(), lead_en="From the draft")
    record = public("stations", CRABS).record
    keep_record("stations", CRABS, record | {"withdrawn": True}, By(None, "วิภา"), NOON)
    db.session.commit()
    found = open_draft("stations", CRABS).record
    assert found["withdrawn"] is True
    assert found["lead"]["en"] == "From the draft"


def test_a_translation_once_confirmed_is_doubted_again_when_a_text_changes(trail: Flask) -> None:
    staff = make_member()
    opened = open_draft("stations", CRABS).record
    yours = changed(opened, lead_th="ใหม่")
    first = save_draft("stations", CRABS, opened, yours, staff, NOON, confirmed=["lead"]).draft
    assert first.confirmed == {"lead"}
    second = save_draft("stations", CRABS, first.record, changed(first.record, lead_th="ใหม่กว่า"), staff, NOON).draft
    assert second.confirmed == frozenset()


def test_a_draft_is_discarded_only_as_it_was_seen(trail: Flask) -> None:
    staff = make_member()
    seen = change(staff, **in_both("seen"))
    change(staff, **in_both("newer"))
    with pytest.raises(DraftMoved):
        discard_draft("stations", CRABS, seen.version, staff, NOON)
    discard_draft("stations", CRABS, seen.version + 1, staff, NOON)
    assert open_draft("stations", CRABS).version == 0
    with pytest.raises(NoSuchRecord):
        discard_draft("stations", CRABS, 1, staff, NOON)


def test_a_new_record_begins_as_a_draft_under_a_name_of_its_own(trail: Flask) -> None:
    staff = make_member()
    assert begin_record("stations", "hermit-crabs", staff, NOON).record["number"] == 11
    assert approved("stations", "hermit-crabs") is None
    for taken in ("hermit-crabs", CRABS):
        with pytest.raises(RecordExists):
            begin_record("stations", taken, staff, NOON)


@pytest.mark.parametrize("slug", ["", "new", "Crab", "ปู", "a--b", "-a", "../a", "a/b", "a b", "a" * 65])
def test_a_short_name_that_cannot_be_part_of_an_address_is_refused(trail: Flask, slug: str) -> None:
    with pytest.raises(BadRecord):
        begin_record("species", slug, make_member(), NOON)


def test_the_words_of_a_discarded_draft_stay_in_the_audit_log(trail: Flask) -> None:
    staff = make_member()
    seen = change(staff, **in_both("kept"))
    discard_draft("stations", CRABS, seen.version, staff, NOON)
    newest = entries("stations/crab-condo").entries[0]
    assert newest.action == "draft.discarded"
    assert json.loads(str(newest.details["words"])) == {"lead.th": "kept ไทย", "lead.en": "kept English"}


def test_the_log_keeps_no_more_words_than_it_has_room_for(trail: Flask) -> None:
    staff = make_member()
    seen = change(staff, lead_th="ก" * 9_000, lead_en="short")
    discard_draft("stations", CRABS, seen.version, staff, NOON)
    words = str(entries("stations/crab-condo").entries[0].details["words"])
    assert json.loads(words) == {"lead.en": "short"}
