"""Invitations, and what admins change about people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mangrove_ar.accounts import passwords, people
from mangrove_ar.accounts.audit import entries
from mangrove_ar.accounts.models import Invitation, Staff, StaffSession
from mangrove_ar.accounts.queries import ROLES, Role, StaffMember, member, open_invitations, person, staff_of_session
from mangrove_ar.accounts.queries import people as everybody
from mangrove_ar.accounts.service import (
    accept_invitation,
    check_invitation,
    invite,
    invite_first_admin,
    revoke_invitation,
)
from mangrove_ar.accounts.sign_in import open_session
from mangrove_ar.errors import BadPassword, InvitationSpent, LastAdmin, NoSuchPerson, WrongPassword
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.staff import PASSWORD, QUICK, make_staff

OTHER_PASSWORD = "ปูก้ามดาบห้าตัวกลางแดด"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little; what they cost for real is tested with signing in."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


def admin(name: str = "ผู้ดูแล") -> StaffMember:
    return member(make_staff(name, "admin").id)


def actions() -> list[str]:
    """What was noted, the oldest first."""
    return [entry.action for entry in reversed(entries().entries)]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_is_invited_chooses_a_name_and_a_password_and_has_that_role(app: Flask, role: Role) -> None:
    by = admin()
    token = invite(role, "  ครู วิภา ", by, NOON)
    assert check_invitation(token, NOON).name_hint == "ครู วิภา"
    accept_invitation(token, "วิภา", PASSWORD, PASSWORD, NOON)
    made = db.session.scalars(select(Staff).filter_by(name="วิภา")).one()
    assert made.role == role
    assert open_session("วิภา", PASSWORD, NOON)
    assert actions()[:2] == ["people.invited", "people.joined"]
    assert entries(subject="people/วิภา").entries[-1].details == {"role": role}


def test_a_link_works_once_and_for_seven_days(app: Flask) -> None:
    by = admin()
    token, late = invite("curator", "", by, NOON), invite("curator", "", by, NOON)
    accept_invitation(token, "วิภา", PASSWORD, PASSWORD, NOON + timedelta(days=7))
    with pytest.raises(InvitationSpent):
        accept_invitation(token, "สมชาย", PASSWORD, PASSWORD, NOON)
    with pytest.raises(InvitationSpent):
        check_invitation(late, NOON + timedelta(days=7, seconds=1))


def test_the_token_itself_is_not_kept(app: Flask) -> None:
    token = invite("curator", "", admin(), NOON)
    assert token not in db.session.scalars(select(Invitation.token_sha256)).one()


def test_a_revoked_link_does_not_work_and_leaves_the_list(app: Flask) -> None:
    by = admin()
    token, other = invite("curator", "หนึ่ง", by, NOON), invite("educator", "สอง", by, NOON)
    assert [(one.name_hint, one.invited_by) for one in open_invitations(NOON)] == [("หนึ่ง", "ผู้ดูแล"), ("สอง", "ผู้ดูแล")]
    revoke_invitation(open_invitations(NOON)[0].id, by, NOON)
    with pytest.raises(InvitationSpent):
        check_invitation(token, NOON)
    assert [one.name_hint for one in open_invitations(NOON)] == ["สอง"]
    assert check_invitation(other, NOON).role == "educator"
    assert open_invitations(NOON + timedelta(days=8)) == []


def test_revoking_twice_or_after_use_changes_and_notes_nothing(app: Flask) -> None:
    by = admin()
    token = invite("curator", "", by, NOON)
    (waiting,) = open_invitations(NOON)
    accept_invitation(token, "วิภา", PASSWORD, PASSWORD, NOON)
    revoke_invitation(waiting.id, by, NOON)
    assert "people.invitation_revoked" not in actions()


@pytest.mark.parametrize("name", ["", " ", "ก" * 81, "two\nlines", "a\u200bb"])
def test_a_name_that_cannot_be_read_is_refused_and_the_link_still_works(app: Flask, name: str) -> None:
    token = invite("curator", "", admin(), NOON)
    with pytest.raises(BadPassword) as caught:
        accept_invitation(token, name, PASSWORD, PASSWORD, NOON)
    assert caught.value.problem == "name"
    assert check_invitation(token, NOON)


def test_a_name_that_somebody_has_is_refused(app: Flask) -> None:
    make_staff("วิภา")
    token = invite("curator", "", admin(), NOON)
    with pytest.raises(BadPassword) as caught:
        accept_invitation(token, " วิภา", PASSWORD, PASSWORD, NOON)
    assert caught.value.problem == "taken"
    assert check_invitation(token, NOON)


def test_the_first_admin_is_an_invitation_like_any_other(app: Flask) -> None:
    token = invite_first_admin(NOON)
    assert token
    assert check_invitation(token, NOON).role == "admin"
    assert open_invitations(NOON)[0].invited_by is None
    accept_invitation(token, "วิภา", PASSWORD, PASSWORD, NOON)
    assert invite_first_admin(NOON) is None


def test_another_role_counts_at_once_in_open_sessions(app: Flask) -> None:
    by, staff = admin(), make_staff("วิภา", "educator")
    opened = open_session("วิภา", PASSWORD, NOON)
    assert opened
    people.change_role(staff.id, "curator", by, NOON)
    people.change_role(staff.id, "curator", by, NOON)
    found = staff_of_session(opened.token, NOON)
    assert found
    assert found.role == "curator"
    noted = entries(actions="people.role_changed").entries
    assert [entry.details for entry in noted] == [{"role": "curator", "before": "educator"}]


def test_disabling_ends_all_sessions_and_keeps_the_name(app: Flask) -> None:
    by, staff = admin(), make_staff("วิภา")
    sessions = [open_session("วิภา", PASSWORD, NOON), open_session("วิภา", PASSWORD, NOON)]
    people.disable(staff.id, by, NOON)
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0
    assert all(session and staff_of_session(session.token, NOON) is None for session in sessions)
    assert open_session("วิภา", PASSWORD, NOON) is None
    assert person(staff.id, NOON).disabled_at == NOON
    assert [one.name for one in everybody(NOON)] == ["ผู้ดูแล", "วิภา"]
    people.enable(staff.id, by, NOON)
    assert open_session("วิภา", PASSWORD, NOON)
    assert [one for one in actions() if one.startswith("people.")] == ["people.disabled", "people.enabled"]


def test_a_session_that_outlived_the_disabling_would_open_nothing(app: Flask) -> None:
    staff = make_staff("วิภา")
    opened = open_session("วิภา", PASSWORD, NOON)
    assert opened
    staff.disabled_at = NOON
    db.session.commit()
    assert staff_of_session(opened.token, NOON) is None


LOSSES: list[Callable[[int, StaffMember], None]] = [
    lambda staff_id, by: people.disable(staff_id, by, NOON),
    lambda staff_id, by: people.change_role(staff_id, "curator", by, NOON),
]


@pytest.mark.parametrize("lose", LOSSES, ids=["disabled", "demoted"])
def test_the_last_admin_who_can_sign_in_stays(app: Flask, lose: Callable[[int, StaffMember], None]) -> None:
    first, second = admin("หนึ่ง"), admin("สอง")
    people.disable(second.id, first, NOON)
    with pytest.raises(LastAdmin):
        lose(first.id, first)
    assert person(first.id, NOON).role == "admin"
    assert person(first.id, NOON).disabled_at is None
    people.enable(second.id, first, NOON)
    lose(first.id, first)
    assert (person(first.id, NOON).role, person(first.id, NOON).disabled_at) != ("admin", None)


def test_a_password_link_gives_that_account_a_new_password_and_ends_its_sessions(app: Flask) -> None:
    by, staff = admin(), make_staff("วิภา", "educator")
    open_session("วิภา", PASSWORD, NOON)
    earlier = people.invite_to_new_password(staff.id, by, NOON)
    token = people.invite_to_new_password(staff.id, by, NOON)
    with pytest.raises(InvitationSpent):
        check_invitation(earlier, NOON)
    assert check_invitation(token, NOON).for_name == "วิภา"
    accept_invitation(token, "somebody else", OTHER_PASSWORD, OTHER_PASSWORD, NOON)
    assert db.session.scalar(select(func.count(StaffSession.id))) == 0
    assert open_session("วิภา", PASSWORD, NOON) is None
    assert open_session("วิภา", OTHER_PASSWORD, NOON)
    assert {one.name for one in everybody(NOON)} == {"ผู้ดูแล", "วิภา"}
    assert "account.password_reset" in actions()


def test_disabling_ends_a_password_link_too(app: Flask) -> None:
    by, staff = admin(), make_staff("วิภา")
    token = people.invite_to_new_password(staff.id, by, NOON)
    people.disable(staff.id, by, NOON)
    with pytest.raises(InvitationSpent):
        check_invitation(token, NOON)
    with pytest.raises(NoSuchPerson):
        people.invite_to_new_password(staff.id, by, NOON)


def test_only_the_own_password_is_right(app: Flask) -> None:
    by = admin()
    people.check_password(by, PASSWORD)
    with pytest.raises(WrongPassword):
        people.check_password(by, OTHER_PASSWORD)


@pytest.mark.parametrize("change", [people.disable, people.enable, people.forget_second_factor])
def test_somebody_who_is_not_there_cannot_be_changed(app: Flask, change: Callable[..., None]) -> None:
    by = admin()
    with pytest.raises(NoSuchPerson):
        change(4711, by, NOON)


@pytest.mark.parametrize(
    "lose",
    [
        lambda staff_id, by: people.disable(staff_id, by, NOON),
        lambda staff_id, by: people.change_role(staff_id, "educator", by, NOON),
    ],
    ids=["disabled", "demoted"],
)
def test_the_links_of_who_is_no_admin_any_more_stop_working(
    app: Flask, lose: Callable[[int, StaffMember], None]
) -> None:
    by, gone = admin(), admin("คนที่ไป")
    forgetful = make_staff("คนลืม", "educator")
    ours = invite("curator", "ของเรา", by, NOON)
    links = [invite("admin", "เพื่อน", gone, NOON), people.invite_to_new_password(forgetful.id, gone, NOON)]
    used = invite("educator", "วิภา", gone, NOON)
    accept_invitation(used, "วิภา", PASSWORD, PASSWORD, NOON)
    lose(gone.id, by)
    for link in links:
        with pytest.raises(InvitationSpent):
            check_invitation(link, NOON)
    assert check_invitation(ours, NOON).name_hint == "ของเรา"
    revoked = [entry for entry in entries().entries if entry.action == "people.invitation_revoked"]
    assert {(entry.subject, entry.staff_name) for entry in revoked} == {
        ("people/เพื่อน", by.name),
        ("people/คนลืม", by.name),
    }


def test_an_admin_who_stays_one_keeps_the_links_that_they_made(app: Flask) -> None:
    by, other = admin(), admin("อีกคน")
    link = invite("educator", "วิภา", other, NOON)
    people.change_role(other.id, "admin", by, NOON)
    assert check_invitation(link, NOON).role == "educator"
