import pytest

from mangrove_ar.accounts import passwords
from mangrove_ar.accounts.passwords import hash_of_new, is_known, known_passwords, matches
from mangrove_ar.errors import BadPassword
from tests.staff import QUICK

GOOD = "ปลาตีนสองตัวบนเลน"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little; what they cost for real is tested with signing in."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)


def refusal(password: str, repeated: str | None = None, name: str = "สมหญิง") -> str:
    with pytest.raises(BadPassword) as caught:
        hash_of_new(password, password if repeated is None else repeated, name)
    return caught.value.problem


def test_a_good_password_is_kept_as_an_argon2id_hash_that_matches_it_alone() -> None:
    kept = hash_of_new(GOOD, GOOD, "สมหญิง")
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert matches(kept, GOOD)
    assert not matches(kept, GOOD + " ")


@pytest.mark.parametrize("password", ["", "x" * 11, "ก" * 129])
def test_a_password_that_is_too_short_or_too_long_is_refused(password: str) -> None:
    assert refusal(password) == "length"


def test_two_different_passwords_are_refused() -> None:
    assert refusal(GOOD, "ปลาตีนสามตัวบนเลน") == "repeat"


@pytest.mark.parametrize(
    "password",
    [
        "Password2026!",
        "passwordpassword",
        "123456789012",
        "๑๒๓๔๕๖๗๘๙๐๑๒",
        "qwertyuiopasdfghjkl",
        "รหัสผ่าน2569!!",
        "aaaaaaaaaaaa",
        "กขคงกขคงกขคง",
        "    Welcome123456    ",
    ],
)
def test_a_password_that_many_people_use_is_refused(password: str) -> None:
    assert refusal(password) == "known"


@pytest.mark.parametrize("password", ["สมหญิง2569สมหญิง", "mangrove-rayong-1", "Rayong Mangrove!"])
def test_a_password_that_says_little_but_a_name_is_refused(password: str) -> None:
    assert refusal(password) == "own"


@pytest.mark.parametrize(
    "password", ["สมหญิงชอบปูก้ามดาบสีส้ม", "mudskippers over mangrove mud", "correct-horse-and-a-crab"]
)
def test_a_phrase_may_hold_a_name_and_common_words(password: str) -> None:
    assert hash_of_new(password, password, "สมหญิง")


def test_the_list_is_read_once_and_holds_no_comment() -> None:
    assert len(known_passwords()) > 200
    assert not any(line.startswith("#") for line in known_passwords())
    assert is_known("รหัสผ่าน")
