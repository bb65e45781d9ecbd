"""Passwords: what is a good one, and whether one is right. Source: OWASP ASVS 5.0.0, V6.2."""

import secrets
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mangrove_ar.errors import BadPassword

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
SHORTEST_NAME_TO_AVOID = 3
"""A name of one or two letters is in many good passwords by chance."""
HASHER = PasswordHasher()
KNOWN = Path(__file__).with_name("known_passwords.txt")
NAMES_OF_THE_SITE = ("mangrove", "rayong", "ป่าชายเลน", "โกงกาง", "ระยอง", "พระเจดีย์กลางน้ำ")
_one_at_a_time = Lock()
"""A check takes 64 MiB and all cores for a tenth of a second: a crowd at the door must not take the machine down."""


def normalise(typed: str) -> str:
    """Give one form to what looks the same: keyboards send vowel and tone mark of a Thai letter in either order."""
    return unicodedata.normalize("NFC", typed)


def hash_of_new(password: str, repeated: str, name: str) -> str:
    """Check a password that somebody chooses, and give what the database keeps of it.

    Raises:
        BadPassword: its length, its repetition, or how easily it is guessed; see the error's `problem`.
    """
    password, repeated = normalise(password), normalise(repeated)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadPassword("length", f"Please choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} letters.")
    if password != repeated:
        raise BadPassword("repeat", "The two passwords differ; please type the same one twice.")
    if _says_little_but(password, (name, *NAMES_OF_THE_SITE)):
        raise BadPassword("own", "A name, yours or the site's, is the first thing that is tried; please choose others.")
    if is_known(password):
        raise BadPassword("known", "This password stands on the lists of those who guess; please choose another one.")
    with _one_at_a_time:
        return HASHER.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Tell whether a password is right."""
    with _one_at_a_time:
        try:
            return HASHER.verify(password_hash, normalise(password))
        except (VerificationError, InvalidHashError):
            return False


def renewed(password_hash: str, password: str) -> str:
    """Give a right password's hash by today's measure, or the same one where it still is."""
    if not HASHER.check_needs_rehash(password_hash):
        return password_hash
    with _one_at_a_time:
        return HASHER.hash(normalise(password))


@cache
def hash_of_nobody() -> str:
    """Give a hash that no password has, to check in place of one that does not exist."""
    return HASHER.hash(secrets.token_hex(32))


def is_known(password: str) -> bool:
    """Tell whether a password is a known one, bare, repeated, or with figures and signs around it."""
    folded = _folded(password)
    core = folded.strip("0123456789๐๑๒๓๔๕๖๗๘๙ !?.,_-+*#@$%&=/")
    return not core or any(_is_repeated(one, known_passwords()) for one in (folded, core))


@cache
def known_passwords() -> frozenset[str]:
    """Read the list of known passwords and their stems; lines with `#` explain."""
    lines = KNOWN.read_text("utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if line and not line.startswith("# "))


def _folded(password: str) -> str:
    return normalise(password).casefold().strip()


def _is_repeated(text: str, known: frozenset[str]) -> bool:
    """Tell whether a text is a known one or a run of one sign, once or some times in a row."""
    for size in range(1, len(text) + 1):
        part = text[:size]
        if (size == 1 or part in known) and len(text) % size == 0 and part * (len(text) // size) == text:
            return True
    return False


def _says_little_but(password: str, names: tuple[str, ...]) -> bool:
    """Tell whether fewer letters than a third of the least length are left once the names are taken out."""
    rest = _folded(password)
    for name in (_folded(name) for name in names):
        if len(name) >= SHORTEST_NAME_TO_AVOID:
            rest = rest.replace(name, "")
    left = sum(letter.isalpha() for letter in rest)
    return rest != _folded(password) and left < SHORTEST_PASSWORD // 3
