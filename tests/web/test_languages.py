import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from flask import Flask

from mangrove_ar.web.languages import TRANSLATIONS, thai_date
from tests.conftest import ROOT

KEY = re.compile(r"""\bt\(\s*"([a-z0-9_.]+)"[,)]""")
INVISIBLE = re.compile("[​-‏⁠﻿]")
THAI_SLIPS = re.compile("เเ|[ัิ-ฺ][ัิ-ฺ]|[่-๋][ัิ-ฺ]|[่-๋]{2}|ํา")


def leaves(branch: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, str]]]:
    if all(isinstance(value, str) for value in branch.values()):
        yield path, branch
    else:
        for key, value in branch.items():
            yield from leaves(value, f"{path}.{key}")


def all_leaves() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in TRANSLATIONS.glob("*.yaml"):
        found.update(leaves(yaml.safe_load(path.read_text("utf-8")), path.stem))
    return found


def test_no_word_of_the_interface_lacks_a_language() -> None:
    for key, leaf in all_leaves().items():
        assert set(leaf) == {"th", "en"}, key
        assert leaf["th"].strip(), key
        assert leaf["en"].strip(), key
        assert (
            sorted(re.findall(r"\{(\w+)\}", leaf["th"])) == sorted(re.findall(r"\{(\w+)\}", leaf["en"]))
            or "year" in key + leaf["th"] + leaf["en"]
        ), key


def test_every_key_that_a_template_names_exists() -> None:
    known = set(all_leaves())
    for template in (ROOT / "mangrove_ar/templates").rglob("*.html"):
        for key in KEY.findall(template.read_text("utf-8")):
            assert key in known, f"{template.name}: {key}"


def test_thai_has_no_typing_slips_in_the_interface_or_the_content() -> None:
    files = [*TRANSLATIONS.glob("*.yaml"), *(ROOT / "content").rglob("*.yaml")]
    assert len(files) > 150
    for path in files:
        text = path.read_text("utf-8")
        assert not INVISIBLE.search(text), path
        slip = THAI_SLIPS.search(text)
        assert not slip, f"{path}: {text[max(0, slip.start() - 10) : slip.end() + 10]}"


def test_dates_have_the_buddhist_year_in_thai_and_the_common_one_in_english(app: Flask) -> None:
    with app.test_request_context("/?lang=th"):
        app.preprocess_request()
        assert thai_date(date(2024, 2, 29)) == "29 กุมภาพันธ์ พ.ศ. 2567"
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        assert thai_date(date(2026, 12, 31)) == "31 December 2026"
