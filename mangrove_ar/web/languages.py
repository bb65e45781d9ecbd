"""Thai and English: which one a visitor reads, the words of the interface, dates in the Buddhist era."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from flask import Flask, Response, g, request

from mangrove_ar.catalogue.words import LANGUAGES, Language, Words

COOKIE = "__Host-language"
COOKIE_SECONDS = 365 * 24 * 3600
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
BUDDHIST_ERA = 543
THAI_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip


def speak(app: Flask) -> None:
    """Give every request its language and every template the words of the interface."""
    app.before_request(_choose)
    app.after_request(_remember)
    app.context_processor(lambda: {"lang": language(), "t": translate, "switch_url": switch_url()})
    app.add_template_filter(in_current_language, "tr")
    app.add_template_filter(thai_date, "thai_date")
    app.add_template_global(strings, "strings")


def language() -> Language:
    """Give the language of this request; Thai where none was chosen."""
    chosen: Language = g.get("language", "th")
    return chosen


def translate(key: str, **values: object) -> str:
    """Give the interface's words for a key such as `visits.station.start_ar`.

    Raises:
        KeyError: there is no such key; a page with a hole in it must not be shown.
    """
    leaf: Any = _catalogue(key.partition(".")[0])
    for part in key.split(".")[1:]:
        leaf = leaf[part]
    return str(leaf[language()]).format(**values) if values else str(leaf[language()])


def strings(key: str) -> dict[str, Any]:
    """Give a whole branch of the interface's words in the current language, for a script of the page."""
    branch: Any = _catalogue(key.partition(".")[0])
    for part in key.split(".")[1:]:
        branch = branch[part]
    one: dict[str, Any] = _one_language(branch)
    return one


def in_current_language(words: Words | Mapping[str, str]) -> str:
    """Give bilingual content in the language of this request."""
    both = words if isinstance(words, Words) else Words.model_validate(words)
    return both.in_language(language())


def thai_date(day: date) -> str:
    """Write a date out: in Thai with the Buddhist year, in English with the common one."""
    if language() == "en":
        return f"{day.day} {day:%B} {day.year}"
    return f"{day.day} {THAI_MONTHS[day.month - 1]} พ.ศ. {day.year + BUDDHIST_ERA}"


def switch_url() -> str:
    """Give the address of the same page in the other language."""
    other = "en" if language() == "th" else "th"
    rest = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.script_root}{request.path}?{urlencode([*rest, ('lang', other)])}"


def catalogues() -> list[str]:
    """Name the files of the interface's words."""
    return sorted(path.stem for path in TRANSLATIONS.glob("*.yaml"))


@cache
def _catalogue(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((TRANSLATIONS / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def _one_language(branch: dict[str, Any]) -> Any:
    if set(branch) == set(LANGUAGES):
        return branch[language()]
    return {key: _one_language(value) for key, value in branch.items()}


def _choose() -> None:
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    if asked in LANGUAGES:
        g.language = asked
    else:
        g.language = request.accept_languages.best_match(LANGUAGES, default="th")


def _remember(response: Response) -> Response:
    if request.endpoint != "static" and response.mimetype == "text/html":
        response.headers.add("Vary", "Accept-Language, Cookie")
        response.headers["Content-Language"] = language()
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(
                COOKIE, language(), max_age=COOKIE_SECONDS, secure=True, httponly=True, samesite="Lax", path="/"
            )
    return response
