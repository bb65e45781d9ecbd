"""Report the proofs of a pack, in Thai and English, as a page with its pictures and as a PDF."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import fontpkg_sarabun
import typst
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pikepdf import Pdf
from PIL import Image

from mangrove_ar.catalogue.words import LANGUAGES
from mangrove_ar.packs.line_breaks import cut
from mangrove_ar.packs.plaque import Plaque
from mangrove_ar.packs.proof_rules import (
    LEAST_MATCHED_HARD,
    LEAST_MATCHED_NORMAL,
    LEAST_READ,
    Proof,
)
from mangrove_ar.packs.proof_tables import rate_columns, rate_groups, summary_cells, summary_columns
from mangrove_ar.packs.proof_words import Both, branch, fault_sentence, percent, say, worst_caption
from mangrove_ar.packs.readable_text import make_readable
from mangrove_ar.targets.score import LEAST_POINTS

PAGE = "proof.html"
DOCUMENT = "proof.pdf"
FOLDER = "proof"
LAYOUT = "plaques/proof.typ"
"""Below the assets."""
THUMBNAIL_PX = (480, 480)
NO_TIME = 0
"""The same proofs give the same bytes."""


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A plaque with what the report shows of it.

    Attributes:
        preview: the plaque as it looks after trimming, PNG or JPEG.
        passed: the verdict on it, by its proof, its score and its likeness to other markers.
        proof: what the simulated phone found.
        pictures: JPEG pictures of `proof.worst`, in its order.
        score: 0 to 100 for its marker; None where it has none.
        advice: why the score is not 100, what other marker it is like, and what to change.
    """

    plaque: Plaque
    preview: bytes
    passed: bool
    proof: Proof
    pictures: Sequence[bytes]
    score: int | None = None
    advice: Sequence[Both] = ()


def report_files(plaques: Sequence[Reported], assets: Path, names: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Give the files of the report by their names inside the pack: the page, its sheet and pictures, and the PDF.

    Args:
        names: names of species and places: in the PDF, Thai is never cut inside one.
    """
    pictures = dict(_pictures(plaques))
    shown = _shown(plaques)
    return {
        PAGE: _templates().get_template("packs/proof.html").render(shown).encode(),
        f"{FOLDER}/proof.css": _templates().get_template("packs/proof.css").render().encode(),
        **pictures,
        DOCUMENT: _document(_cut(shown, names), pictures, assets / LAYOUT),
    }


def _pictures(plaques: Sequence[Reported]) -> Iterator[tuple[str, bytes]]:
    for one in plaques:
        yield _thumbnail_name(one), _thumbnail(one.preview)
        yield from zip(_worst_names(one), one.pictures, strict=True)


def _thumbnail_name(one: Reported) -> str:
    return f"{FOLDER}/{one.plaque.slug}.jpg"


def _worst_names(one: Reported) -> list[str]:
    return [f"{FOLDER}/{one.plaque.slug}-worst-{place + 1}.jpg" for place in range(len(one.pictures))]


def _thumbnail(preview: bytes) -> bytes:
    picture = Image.open(io.BytesIO(preview)).convert("RGB")
    picture.thumbnail(THUMBNAIL_PX, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _document(shown: dict[str, Any], pictures: dict[str, bytes], layout: Path) -> bytes:
    with TemporaryDirectory(prefix="proof-") as folder:  # The typesetter takes pictures from files only.
        root = Path(folder)
        (root / FOLDER).mkdir()
        for name, picture in pictures.items():
            (root / name).write_bytes(picture)
        main = root / layout.name
        main.write_bytes(layout.read_bytes())
        content = typst.compile(
            main,
            font_paths=[fontpkg_sarabun.ROOT / "files"],
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(shown, ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=NO_TIME,
        )
    return _readable(content)


def _readable(content: bytes) -> bytes:
    """Let Thai that is searched or copied come back as it is written."""
    readable = io.BytesIO()
    with Pdf.open(io.BytesIO(content)) as pdf:
        make_readable(pdf)
        pdf.save(readable, deterministic_id=True)
    return readable.getvalue()


def _cut(shown: Any, names: frozenset[str]) -> Any:
    """Give the same with all Thai cut into words, between which a line may end."""
    if isinstance(shown, list):
        return [_cut(part, names) for part in shown]
    if not isinstance(shown, dict):
        return shown
    if set(shown) == set(LANGUAGES):
        return {"th": cut(shown["th"], names), "en": shown["en"]}
    return {name: _cut(part, names) for name, part in shown.items()}


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("mangrove_ar"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
    )


def _shown(plaques: Sequence[Reported]) -> dict[str, Any]:
    """Give all words and figures of the report, ready for both layouts."""
    passed = sum(one.passed for one in plaques)
    return {
        "words": branch("packs.proof"),
        "passed_count": say("packs.proof.passed_count", passed=passed, total=len(plaques)),
        "all_passed": passed == len(plaques),
        "how": _how(plaques),
        "least_score": LEAST_POINTS,
        "summary_columns": summary_columns(),
        "plaques": [_plaque(one) for one in plaques],
    }


def _how(plaques: Sequence[Reported]) -> list[Both]:
    results = max((one.proof.results for one in plaques), key=len, default=())
    figures = {
        "conditions": len(results),
        "normal_frames": max((one.frames for one in results if not one.hard), default=0),
        "frames": max((one.frames for one in results if one.hard), default=0),
        "least_read": percent(LEAST_READ),
        "least_normal": percent(LEAST_MATCHED_NORMAL),
        "least_hard": percent(LEAST_MATCHED_HARD),
    }
    return [say(f"packs.proof.how.{part}", **figures) for part in branch("packs.proof.how")]


def _plaque(one: Reported) -> dict[str, Any]:
    plaque, proof = one.plaque, one.proof
    return {
        "slug": plaque.slug,
        "number": plaque.number,
        "name": plaque.name.model_dump(),
        "station": say("packs.proof.station", number=plaque.number),
        "passed": one.passed,
        "verdict": branch(f"packs.proof.{'verdict_passed' if one.passed else 'verdict_not_passed'}"),
        "thumbnail": _thumbnail_name(one),
        "preview_alt": say("packs.proof.preview_alt", number=plaque.number),
        "facts": list(_facts(one)),
        "summary": summary_cells(proof, one.score),
        "faults": [fault_sentence(fault) for fault in proof.faults],
        "score": one.score,
        "score_title": say("packs.proof.score_title", score=one.score, least=LEAST_POINTS),
        "advice": list(one.advice) or [branch("packs.proof.score_fine")],
        "columns": rate_columns(proof),
        "groups": rate_groups(proof),
        "is_photographed": bool(proof.results),
        "worst": [
            {"file": name, "caption": worst_caption(frame)}
            for name, frame in zip(_worst_names(one), proof.worst, strict=True)
        ],
    }


def _facts(one: Reported) -> Iterator[dict[str, Any]]:
    proof = one.proof
    values = {
        "address": proof.url,
        "revision": one.plaque.revision,
        "reading_distance": f"{proof.reading_distance_m:g} m",
        "marker_distance": f"{proof.marker_distance_m:.2f} m" if proof.marker_distance_m else None,
        "module": f"{proof.module_mm:.1f} mm",
    }
    for name, value in values.items():
        if value is not None:
            yield {"label": branch(f"packs.proof.facts.{name}"), "value": value}
