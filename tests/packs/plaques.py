"""Plaques for tests: the stations of the trail, ready to be set."""

import io
import re
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from mangrove_ar.catalogue.words import Words
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.qr import symbol_for
from mangrove_ar.packs.templates import TEMPLATES, Template
from mangrove_ar.packs.typesetting import Prepared, printable_marker

CONTENT = Path("content")
MAGENTA = (255, 0, 255)
"""A colour that no plaque has: so the picture's place can be measured."""


def make_plaque(**changes: Any) -> Plaque:
    ordinary = {
        "slug": "crab-condo",
        "number": 5,
        "name": Words(th="คอนโดปู", en="Crab condo"),
        "site": Words(th="ป่าชายเลนพระเจดีย์กลางน้ำ", en="Phra Chedi Klang Nam mangrove"),
        "zone": "mid",
        "line": Words(th="มองหาคอกไม้", en="Look for a frame of logs."),
        "alt": Words(th="ปู", en="A crab"),
        "public_url": "https://rayong.th",
        "code": "84G7ZWY5",
        "marker": "markers/crab.png",
        "target": "ab" * 32,
    }
    return Plaque(**{**ordinary, **changes})


def make_marker(side_px: int = 60) -> bytes:
    return printable_marker(Image.new("RGB", (side_px, side_px), MAGENTA))


def make_prepared(template: Template = TEMPLATES["a4"], **changes: Any) -> Prepared:
    plaque = make_plaque(**changes)
    return Prepared(
        plaque=plaque,
        marker=make_marker() if template.marker_mm else b"",
        symbol=symbol_for(plaque.url, template.qr_mm, template.reading_distance_m),
    )


def trail(template: Template) -> list[Prepared]:
    """Give the ten stations with the texts that their plaques have."""
    return sorted(
        (_station(file, template) for file in CONTENT.glob("stations/*.yaml")), key=lambda one: one.plaque.number
    )


def species_names() -> frozenset[str]:
    """Give the Thai names of all species, which are never cut."""
    return frozenset(str(name) for file in CONTENT.glob("species/*.yaml") for name in _thai_names(file))


def bare(text: str) -> str:
    """Take white space away, also the one without width: lines end where the plaque has room."""
    return re.sub(r"[\s\u200b]", "", text)


def open_picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _thai_names(file: Path) -> list[str]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [content["names"]["th"], *(content["other_names"]["th"] or [])]


def _station(file: Path, template: Template) -> Prepared:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return make_prepared(
        template,
        slug=file.stem,
        number=content["number"],
        name=Words(**content["names"]),
        line=Words(**content["lead"]),
        zone=content["marker"]["zone"],
        alt=Words(**content["picture_alt"]),
    )
