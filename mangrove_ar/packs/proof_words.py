"""The words of the proof report, in both languages at once: it is read by whoever finds it in the pack."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from mangrove_ar.catalogue.words import LANGUAGES
from mangrove_ar.packs.proof_rules import Fault, WorstFrame
from mangrove_ar.targets.score import Reason
from mangrove_ar.web.languages import TRANSLATIONS

Both = dict[str, str]
"""The same words in Thai and English, as JSON."""


def branch(key: str) -> Any:
    """Give all words below a key such as `packs.proof.columns`."""
    name, *path = key.split(".")
    found = _catalogue(name)
    for part in path:
        found = found[part]
    return found


def say(key: str, **values: object) -> Both:
    """Give the words of a key in both languages; a value may be in both languages too."""
    words = branch(key)
    return {
        language: words[language].format(**{name: _in(language, value) for name, value in values.items()})
        for language in LANGUAGES
    }


def percent(share: float) -> str:
    """Write a share, rounded down, so that 94.9 % never looks like a passed 95 %."""
    return f"{math.floor(100 * share + 1e-9)} %"


def fault_sentence(fault: Fault) -> Both:
    """Say why a plaque did not pass and what to change."""
    shown = {name: percent(value) if isinstance(value, float) else value for name, value in fault.values.items()}
    return say(f"packs.proof.faults.{fault.code}", **shown)


def reason_sentence(reason: Reason, posts: Mapping[str, Both]) -> Both:
    """Say why a marker lost points; another station is named as people know it, if `posts` has it by its slug."""
    values = {name: posts.get(str(value), value) for name, value in reason.values.items()}
    return say(f"score.{reason.code}", **values)


def worst_caption(frame: WorstFrame) -> Both:
    """Say what was not found in a frame."""
    condition = branch(f"packs.proof.conditions.{frame.condition}")
    if frame.subject == "marker":
        return say("packs.proof.worst_marker", condition=condition)
    joiner = branch("packs.proof.and")
    readers = {language: joiner[language].join(frame.missed_by) for language in LANGUAGES}
    return say("packs.proof.worst_qr", condition=condition, readers=readers)


def _in(language: str, value: object) -> object:
    return value[language] if isinstance(value, dict) else value


@cache
def _catalogue(name: str) -> dict[str, Any]:
    text = (TRANSLATIONS / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded
