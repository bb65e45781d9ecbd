"""The desk: what waits for whom, and what the trail needs."""

from datetime import timedelta
from uuid import UUID

from flask import Flask

from mangrove_ar.accounts.queries import StaffMember
from mangrove_ar.catalogue.models import Model
from mangrove_ar.editorial.dashboard import Desk, desk_of
from mangrove_ar.editorial.models import Draft, DraftComment
from mangrove_ar.editorial.shelf import Line, records_at_hand
from mangrove_ar.extensions import db
from mangrove_ar.progress.models import Event, Learner
from tests.conftest import NOON
from tests.editorial.drafting import CRABS, change, make_member, pretend_models
from tests.pages import read_page
from tests.staff import signed_in_client

GATE = "gate-and-safety"


def desk(staff: StaffMember) -> Desk:
    return desk_of(staff, list(records_at_hand().values()), NOON)


def slugs(lines: list[Line]) -> list[str]:
    return [line.entry.slug for line in lines]


def set_state(slug: str, state: str, **more: object) -> Draft:
    """Bring a draft into a state, as a decision about it would."""
    draft = db.session.query(Draft).filter_by(slug=slug).one()
    for name, value in {"state": state, **more}.items():
        setattr(draft, name, value)
    db.session.commit()
    return draft


def test_my_drafts_lie_on_my_desk_and_not_on_others(trail: Flask) -> None:
    wipha, somchai = make_member("วิภา"), make_member("สมชาย")
    change(wipha, lead_th="ของวิภา")
    change(somchai, GATE, lead_th="ของสมชาย")
    assert slugs(desk(wipha).mine) == [CRABS]
    assert slugs(desk(somchai).mine) == [GATE]


def test_what_was_submitted_waits_for_those_who_review_but_not_for_who_sent_it(trail: Flask) -> None:
    author, educator = make_member("มะลิ", "curator"), make_member("สมชาย")
    reviewer = make_member("วิภา", "curator")
    change(author, lead_th="เปลี่ยน")
    set_state(CRABS, "submitted", submitted_by_id=author.id, submitted_by=author.name, submitted_at=NOON)
    assert slugs(desk(reviewer).to_review) == [CRABS]
    assert desk(author).to_review == desk(educator).to_review == []
    assert slugs(desk(author).mine) == [CRABS]


def test_what_was_sent_back_comes_first_with_its_open_remarks(trail: Flask) -> None:
    author = make_member("สมชาย")
    change(author, lead_th="เปลี่ยน")
    draft = set_state(CRABS, "sent_back", submitted_by_id=author.id, decided_by="วิภา", decision="ช่วยเติมแหล่งอ้างอิง")
    for resolved_at in (None, None, NOON):
        db.session.add(
            DraftComment(draft_id=draft.id, path="lead", text="?", by_name="วิภา", at=NOON, resolved_at=resolved_at)
        )
    db.session.commit()
    [back] = desk(author).sent_back
    assert (back.line.entry.slug, back.remarks) == (CRABS, 2)
    assert desk(author).mine == []
    assert desk(make_member("มะลิ")).sent_back == []


def test_what_waits_for_its_time_is_listed_by_its_time(trail: Flask) -> None:
    staff = make_member()
    for hours, slug in ((5, CRABS), (2, GATE)):
        change(staff, slug, lead_th="เปลี่ยน")
        set_state(slug, "approved", publish_at=NOON + timedelta(hours=hours))
    assert slugs(desk(staff).scheduled) == [GATE, CRABS]


def test_languages_that_need_work_are_counted(trail: Flask) -> None:
    staff = make_member()
    before = desk(staff).untranslated
    change(staff, lead_th="เปลี่ยนเฉพาะภาษาไทย")
    after = desk(staff).untranslated
    assert (after["th"], after["en"]) == (before["th"], before["en"] + 1)


def test_models_that_are_missing_or_too_heavy_are_named(trail: Flask) -> None:
    staff = make_member()
    assert {broken.what for broken in desk(staff).broken} == {"model"}
    pretend_models()
    assert desk(staff).broken == []
    model = db.session.query(Model).order_by(Model.slug).first()
    assert model
    model.record = {**model.record, "faults": ["triangles"]}
    db.session.commit()
    assert {(broken.what, *broken.names) for broken in desk(staff).broken} == {("heavy", model.slug)}


def test_links_that_lead_nowhere_are_named(trail: Flask) -> None:
    staff = make_member()
    pretend_models()
    change(staff, lead_th="เปลี่ยน")
    draft = db.session.query(Draft).filter_by(slug=CRABS).one()
    draft.record = {**draft.record, "species": ["no-such-crab", "scylla-olivacea"], "question": "q999"}
    draft.version += 1
    db.session.commit()
    assert [(broken.what, broken.names) for broken in desk(staff).broken] == [
        ("species", ["no-such-crab"]),
        ("quiz", ["q999"]),
    ]


def test_a_station_counts_as_visited_for_ninety_days(trail: Flask) -> None:
    staff = make_member()
    assert not desk(staff).visits.has_any and len(desk(staff).visits.unvisited) == 10
    visit(CRABS, days_ago=89)
    visit(GATE, days_ago=91)
    visits = desk(staff).visits
    assert visits.has_any
    assert CRABS not in slugs(visits.unvisited) and GATE in slugs(visits.unvisited)


def visit(station: str, days_ago: int) -> None:
    """Somebody's phone opened a station."""
    at = NOON - timedelta(days=days_ago)
    learner = Learner(key_sha256=f"{days_ago:064}", expires_at=NOON)
    db.session.add(learner)
    db.session.flush()
    db.session.add(
        Event(
            learner_id=learner.id,
            event_id=UUID(int=days_ago),
            kind="station_opened",
            station=station,
            body={},
            occurred_at=at,
            stored_at=at,
        )
    )
    db.session.commit()


def test_the_latest_change_is_first_among_the_latest(trail: Flask) -> None:
    staff = make_member()
    change(staff, now=NOON + timedelta(hours=1), lead_th="เปลี่ยน")
    assert slugs(desk(staff).latest)[0] == CRABS


def test_the_page_shows_what_waits_and_leads_there(trail: Flask) -> None:
    author = make_member("สมชาย")
    change(author, lead_th="เปลี่ยน")
    set_state(
        CRABS, "submitted", submitted_by_id=author.id, submitted_by=author.name, submitted_at=NOON, note="ดูให้หน่อย"
    )
    page = read_page(signed_in_client(trail).get("/studio/?lang=en").text)
    waiting = page.one("section", aria_labelledby="to_review-title")
    assert waiting.one("a", href=f"/studio/stations/{CRABS}/review")
    assert "ดูให้หน่อย" in waiting.text and "สมชาย" in waiting.text


def test_an_empty_install_says_what_to_do_first(app: Flask) -> None:
    page = read_page(signed_in_client(app).get("/studio/?lang=en").text)
    steps = page.one("section", aria_labelledby="first-title").one("ol")
    assert len(steps.all("li")) == 4
    assert not page.all("section", aria_labelledby="latest-title")


def test_an_install_with_records_needs_no_first_steps(trail: Flask) -> None:
    page = read_page(signed_in_client(trail).get("/studio/?lang=en").text)
    assert not page.all("section", aria_labelledby="first-title")
    assert page.one("p", class_="lead").text == "Nothing waits for you."
