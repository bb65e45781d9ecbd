"""Draft, review, publish: nothing goes live unread, unfinished or by accident; everything can be taken back."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from mangrove_ar.accounts.models import AuditEntry
from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.differences import with_value
from mangrove_ar.catalogue.records import By, keep_record, revisions, show_revision
from mangrove_ar.editorial.closing import close_station, reopen_station
from mangrove_ar.editorial.comments import add_comment, comments, resolve_comment
from mangrove_ar.editorial.decisions import approve, cancel_schedule, publish_due, send_back, submit
from mangrove_ar.editorial.drafts import DraftView, begin_record, drafts, open_draft, save_draft
from mangrove_ar.editorial.gate import gate
from mangrove_ar.editorial.models import Draft
from mangrove_ar.errors import BadRecord, DraftMoved, NeedsSecondPerson, NoSuchRecord, NotReady, StorageFailure
from mangrove_ar.extensions import db
from mangrove_ar.releases.queries import history, live_release
from mangrove_ar.releases.service import publish
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import NOON
from tests.editorial.drafting import CRABS, change, changed, in_both, make_member, pretend_models, public
from tests.releases.test_service import FullStorage

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def ready(trail: Flask, storage: LocalStorage) -> None:
    """The trail with its models built, and published so."""
    pretend_models()
    publish(storage, NOON, "with models")


@pytest.fixture
def writer(ready: None) -> StaffMember:
    return make_member("วิภา", "educator")


@pytest.fixture
def reviewer(ready: None) -> StaffMember:
    return make_member("มานพ", "curator")


def submitted(writer: StaffMember, text: str = "New") -> DraftView:
    draft = change(writer, **in_both(text))
    submit("stations", CRABS, draft.version, "a better lead", writer, NOON)
    return open_draft("stations", CRABS)


def public_lead(storage: LocalStorage) -> str:
    return live_release(storage).station(CRABS).lead.en


def test_what_a_second_person_approves_is_public_at_once(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    draft = submitted(writer)
    approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    assert public_lead(storage) == "New English"
    assert drafts() == []
    newest = revisions("stations", CRABS)[0]
    assert (newest.n, newest.by_name, newest.note) == (2, "วิภา", "a better lead")
    live = history()[0]
    assert (live.is_live, live.by_name, live.records[f"stations/{CRABS}"]) == (True, "มานพ", 2)


def test_only_documents_that_the_record_is_part_of_are_written_anew(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    before = live_release(storage).documents()
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON)
    after = live_release(storage).documents()
    assert {path for path in after if after[path] != before[path]} == {
        f"station/{CRABS}",
        "trail/phra-chedi-klang-nam",
    }
    assert after.keys() == before.keys()


def test_nobody_approves_their_own_draft_while_somebody_else_could(
    reviewer: StaffMember, storage: LocalStorage
) -> None:
    admin = make_member("admin", "admin")
    draft = submitted(reviewer)
    with pytest.raises(NeedsSecondPerson):
        approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    approve("stations", CRABS, draft.version, admin, storage, NOON)
    assert public_lead(storage) == "New English"


def test_the_only_person_who_publishes_may_approve_their_own_draft(
    reviewer: StaffMember, storage: LocalStorage
) -> None:
    approve("stations", CRABS, submitted(reviewer).version, reviewer, storage, NOON)
    assert public_lead(storage) == "New English"


def test_pressing_submit_for_somebody_does_not_make_them_the_second_person(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    make_member("ดวงใจ", "admin")
    draft = change(reviewer, **in_both("Mine"))
    submit("stations", CRABS, draft.version, "", writer, NOON)
    with pytest.raises(NeedsSecondPerson):
        approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    for who, note in ((reviewer, ""), (writer, "another note")):
        with pytest.raises(DraftMoved):
            submit("stations", CRABS, draft.version, note, who, NOON)
    before = open_draft("stations", CRABS)
    submit("stations", CRABS, draft.version, "", writer, NOON + timedelta(minutes=1))
    assert open_draft("stations", CRABS) == before, "a button that is pressed twice changes nothing the second time"


def test_a_scheduled_draft_is_not_taken_off_by_submitting_it_again(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON, publish_at=TOMORROW)
    with pytest.raises(DraftMoved):
        submit("stations", CRABS, open_draft("stations", CRABS).version, "", writer, NOON)
    assert publish_due(storage, TOMORROW) == 1


def test_a_name_that_another_species_has_stops_nobody_else_s_publication(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON, publish_at=TOMORROW)
    record = public("species", "avicennia-alba").record
    yours = with_value(record, "scientific_name", public("species", "avicennia-marina").record["scientific_name"])
    draft = save_draft("species", "avicennia-alba", record, yours, writer, NOON).draft
    assert "taken.scientific_name" in [problem.code for problem in gate(draft)]
    row = db.session.scalars(select(Draft).filter_by(slug="avicennia-alba")).one()
    row.state, row.publish_at = "approved", NOON
    db.session.commit()
    assert publish_due(storage, TOMORROW) == 1
    assert public_lead(storage) == "New English"
    assert open_draft("species", "avicennia-alba").state == "sent_back"


def test_a_storage_that_fails_for_a_moment_only_delays_what_is_scheduled(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage, instance: Path
) -> None:
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON, publish_at=TOMORROW)
    assert publish_due(FullStorage(instance / "files", 0), TOMORROW) == 0
    assert open_draft("stations", CRABS).state == "approved"
    assert publish_due(storage, TOMORROW) == 1


def test_closing_what_is_closed_changes_nothing(writer: StaffMember, storage: LocalStorage) -> None:
    close_station(CRABS, "bees", writer, storage, NOON)
    before = history()[0]
    close_station(CRABS, "bees again", writer, storage, NOON)
    assert history()[0] == before
    closed = select(AuditEntry.id).filter_by(action="station.closed")
    assert len(db.session.scalars(closed).all()) == 1


def test_a_reviewer_decides_only_about_what_they_saw(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    seen = submitted(writer)
    newer = change(writer, **in_both("Newer"))
    submit("stations", CRABS, newer.version, "", writer, NOON)
    with pytest.raises(DraftMoved):
        approve("stations", CRABS, seen.version, reviewer, storage, NOON)
    with pytest.raises(DraftMoved):
        send_back("stations", CRABS, seen.version, "no", reviewer, NOON)
    assert public_lead(storage) != "Newer English"


def test_a_draft_that_nobody_submitted_cannot_be_approved(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    draft = change(writer, **in_both("New"))
    with pytest.raises(DraftMoved):
        approve("stations", CRABS, draft.version, reviewer, storage, NOON)


@pytest.mark.parametrize("lack", [{"lead_en": "Only English"}, {"lead_en": ""}, {"question": "q999"}])
def test_the_gate_stops_what_is_not_finished(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage, lack: dict[str, str]
) -> None:
    before = live_release(storage).sha256
    draft = change(writer, **lack)
    submit("stations", CRABS, draft.version, "", writer, NOON)
    with pytest.raises(NotReady):
        approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    assert live_release(storage).sha256 == before
    assert open_draft("stations", CRABS).state == "submitted"


def test_a_draft_sent_back_says_why_and_can_be_submitted_again(writer: StaffMember, reviewer: StaffMember) -> None:
    draft = submitted(writer)
    send_back("stations", CRABS, draft.version, "too long", reviewer, NOON)
    found = open_draft("stations", CRABS)
    assert (found.state, found.decision, found.decided_by) == ("sent_back", "too long", "มานพ")
    submit("stations", CRABS, found.version, "shorter now", writer, NOON)
    assert open_draft("stations", CRABS).state == "submitted"


def test_a_scheduled_draft_goes_live_at_its_time_and_not_before(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON, publish_at=TOMORROW)
    assert publish_due(storage, TOMORROW - timedelta(seconds=1)) == 0
    assert public_lead(storage) != "New English"
    assert publish_due(storage, TOMORROW) == 1
    assert public_lead(storage) == "New English"
    assert publish_due(storage, TOMORROW) == 0


def test_a_cancelled_time_waits_for_a_decision_again(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON, publish_at=TOMORROW)
    cancel_schedule("stations", CRABS, open_draft("stations", CRABS).version, reviewer, NOON)
    assert publish_due(storage, TOMORROW) == 0
    assert open_draft("stations", CRABS).state == "submitted"


def test_editing_a_scheduled_draft_takes_its_time_away(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    approve("stations", CRABS, submitted(writer).version, reviewer, storage, NOON, publish_at=TOMORROW)
    assert change(writer, **in_both("Other")).state == "editing"
    assert publish_due(storage, TOMORROW) == 0


def test_a_scheduled_draft_that_cannot_go_live_any_more_goes_back_with_the_reason(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    begin_record("quizzes", "crabs", writer, NOON)
    question = public("quizzes", "q003").record
    save_draft("quizzes", "crabs", open_draft("quizzes", "crabs").record, question, writer, NOON)
    submit("quizzes", "crabs", open_draft("quizzes", "crabs").version, "", writer, NOON)
    version = open_draft("quizzes", "crabs").version
    approve("quizzes", "crabs", version, reviewer, storage, NOON, publish_at=TOMORROW)
    show_revision("species", question["species"], None)
    db.session.commit()
    assert publish_due(storage, TOMORROW) == 0
    found = open_draft("quizzes", "crabs")
    assert found.state == "sent_back"
    assert "species" in found.decision


def test_a_storage_that_fails_leaves_draft_and_public_as_they_were(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage, instance: Path
) -> None:
    draft, before = submitted(writer), live_release(storage).sha256
    with pytest.raises(StorageFailure):
        approve("stations", CRABS, draft.version, reviewer, FullStorage(instance / "files", 1), NOON)
    assert live_release(storage).sha256 == before
    assert open_draft("stations", CRABS).state == "submitted"
    assert public("stations", CRABS).revision == 1


def test_what_changed_in_public_in_the_same_field_must_be_seen_before_it_is_replaced(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    draft = submitted(writer)
    record = changed(public("stations", CRABS).record, **in_both("Imported"))
    keep_record("stations", CRABS, record, By(None, "content/"), NOON)
    db.session.commit()
    with pytest.raises(DraftMoved):
        approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    seen = open_draft("stations", CRABS)
    assert seen.version == draft.version + 1
    assert seen.record["lead"]["en"] == "New English"
    assert seen.public_record["lead"]["en"] == "Imported English"
    approve("stations", CRABS, seen.version, reviewer, storage, NOON)
    assert public_lead(storage) == "New English"


def test_a_station_closes_and_opens_at_once_whatever_its_draft_says(
    writer: StaffMember, reviewer: StaffMember, storage: LocalStorage
) -> None:
    draft = submitted(writer)
    before = live_release(storage).documents()
    close_station(CRABS, "a broken board", writer, storage, NOON)
    assert live_release(storage).station(CRABS).is_withdrawn
    assert {"species", "home"} & {
        p for p, sha in live_release(storage).documents().items() if sha != before[p]
    } == set()
    approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    assert live_release(storage).station(CRABS).is_withdrawn
    reopen_station(CRABS, reviewer, storage, NOON)
    assert not live_release(storage).station(CRABS).is_withdrawn
    assert public_lead(storage) == "New English"


def test_a_station_that_nobody_sees_cannot_be_closed(writer: StaffMember, storage: LocalStorage) -> None:
    with pytest.raises(NoSuchRecord):
        close_station("nowhere", "", writer, storage, NOON)


def test_remarks_stay_with_the_draft_and_can_be_settled_once(writer: StaffMember, reviewer: StaffMember) -> None:
    submitted(writer)
    add_comment("stations", CRABS, "lead.en", "  Which crab?  ", reviewer, NOON)
    (remark,) = comments("stations", CRABS)
    assert (remark.path, remark.text, remark.by_name, remark.resolved_by) == ("lead.en", "Which crab?", "มานพ", None)
    resolve_comment("stations", CRABS, remark.id, writer, NOON)
    resolve_comment("stations", CRABS, remark.id, reviewer, NOON)
    assert comments("stations", CRABS)[0].resolved_by == "วิภา"
    with pytest.raises(NoSuchRecord):
        resolve_comment("stations", CRABS, remark.id + 1, writer, NOON)
    for text in ("", " ", "x" * 501):
        with pytest.raises(BadRecord):
            add_comment("stations", CRABS, "", text, reviewer, NOON)


def test_every_decision_is_in_the_audit_log(writer: StaffMember, reviewer: StaffMember, storage: LocalStorage) -> None:
    draft = submitted(writer)
    send_back("stations", CRABS, draft.version, "why", reviewer, NOON)
    submit("stations", CRABS, draft.version, "", writer, NOON)
    approve("stations", CRABS, draft.version, reviewer, storage, NOON)
    close_station(CRABS, "flood", writer, storage, NOON)
    reopen_station(CRABS, reviewer, storage, NOON)
    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.staff_name).where(AuditEntry.subject == f"stations/{CRABS}")
    ).all()
    assert [tuple(row) for row in rows] == [
        ("draft.begun", "วิภา"),
        ("draft.submitted", "วิภา"),
        ("draft.sent_back", "มานพ"),
        ("draft.submitted", "วิภา"),
        ("draft.approved", "มานพ"),
        ("station.closed", "วิภา"),
        ("station.reopened", "มานพ"),
    ]
