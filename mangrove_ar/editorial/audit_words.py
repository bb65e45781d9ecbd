"""The audit log in plain words of both languages."""

from collections.abc import Mapping
from datetime import datetime

from mangrove_ar.accounts.audit import Detail, Entry
from mangrove_ar.accounts.queries import ROLES
from mangrove_ar.web.languages import strings, translate
from mangrove_ar.web.times import written_out

AREAS = (
    "sign_in", "account", "people", "draft", "station", "release", "content", "media", "upload", "model", "builds",
    "pack", "patrol", "report",
)  # fmt: skip
"""What the part of an action before the dot can be, in the order in which the filter shows it."""
ROLE_DETAILS = {"role", "before"}
MOMENT_DETAILS = {"publish_at"}
ACTIONS = "accounts.audit.actions"


class _Details(dict[str, Detail]):
    """Details that a sentence asks for; one that an older row has not is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def told(entry: Entry) -> str:
    """Tell what was done, without who and to what; an action that nobody put into words yet is told as it is called."""
    words: Mapping[str, str] = strings(ACTIONS)
    if entry.action not in words:
        return entry.action
    return words[entry.action].format_map(_Details({key: _in_words(key, value) for key, value in _given(entry)}))


def _given(entry: Entry) -> list[tuple[str, Detail]]:
    return [(key, value) for key, value in entry.details.items() if value not in (None, "")]


def _in_words(key: str, value: Detail) -> Detail:
    if key in MOMENT_DETAILS:
        return written_out(datetime.fromisoformat(str(value)))
    return translate(f"editorial.roles.{value}") if key in ROLE_DETAILS and value in ROLES else value
