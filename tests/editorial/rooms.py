"""Every page of the studio with something on it, as addresses: for tests that look at all of them."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from mangrove_ar.builds.models import Upload
from mangrove_ar.catalogue.models import Media, StationCode
from mangrove_ar.editorial.comments import add_comment
from mangrove_ar.editorial.decisions import submit
from mangrove_ar.editorial.drafts import open_draft
from mangrove_ar.extensions import db
from mangrove_ar.packs.models import Pack
from tests.conftest import NOON
from tests.editorial.drafting import CRABS, change, in_both, make_member
from tests.routes import address, routes

NO_PAGES = {
    "editing.form_token": "JSON for a script of a page",
    "packs.file": "a file",
    "packs.state": "JSON for a script of a page",
    "previews.qr": "a picture",
    "scenes.stage": "JSON for a script of a page",
    "uploads.state": "JSON for a script of a page",
    "exchange.table": "a file",
    "scanning.by_code": "leads to another page",
    "history.compare": "asks for two releases, which `pages` names",
    "sign_in.ask_code": "leads to another page unless somebody is half signed in",
}
"""GET routes of the studio that show no page, each with what it gives instead."""
LEADS_ON = (302, 303)


def furnish(word: str = "") -> None:
    """Put a draft in every state, a remark, a picture and a comment into the studio, all of them with this word."""
    writer = make_member(f"writer {word}"[:80], "educator")
    for slug in (CRABS, "mud-clam-house"):
        change(writer, slug, **in_both(f"New {word}"))
    change(writer, "avicennia-alba", "species", role_th=f"ใหม่ {word}", role_en=f"New {word}")
    change(writer, "q003", "quizzes", question_th=f"อะไร {word}")
    change(writer, "phra-chedi-klang-nam", "sites", lead_en=f"New {word}")
    change(writer, "home", "pages", title_en=f"New {word}")
    add_comment("stations", CRABS, "lead.en", f"Why? {word}", writer, NOON)
    submit("stations", CRABS, open_draft("stations", CRABS).version, f"better {word}", writer, NOON)
    staff_id = writer.id
    db.session.add(
        Upload(
            id="1",
            staff_id=staff_id,
            staff_name=f"writer {word}"[:80],
            purpose="picture",
            name=f"crab {word}"[:120],
            size_bytes=1,
            received_bytes=1,
            state="done",
            reason="",
            reason_values={},
            recipe=None,
            result={"media_id": 1},
            attempts=1,
            created_at=NOON,
            updated_at=NOON,
        )
    )
    db.session.add(
        Pack(
            template="a4",
            reading_distance_m=1.3,
            public_url="https://trail.example",
            status="waiting",
            done=0,
            message="",
            heard_at=NOON,
            ordered_at=NOON,
            ordered_by=staff_id,
        )
    )
    db.session.add(
        Media(
            file=f"{'5' * 64}.avif", fallback_file=f"{'6' * 64}.webp", kind="picture", name=f"crab {word}"[:120],
            size_bytes=1, width=4, height=3, alt={"th": f"ปู {word}", "en": f"crab {word}"}, credit=f"Me {word}"[:200],
            licence="CC0-1.0", by_name=f"writer {word}"[:80], at=NOON - timedelta(days=1),
        )
    )  # fmt: skip
    db.session.commit()


def pages(app: Flask) -> list[str]:
    """Give the address of every page of the studio that can be opened, with real names in the place of parameters."""
    known: dict[str, str | int] = {
        "slug": CRABS,
        "kind": "stations",
        "release_id": 1,
        "staff_id": 1,
        "step": 1,
        "code": str(db.session.scalar(select(StationCode.code))),
        "station": CRABS,
        "media_id": 1,
    }
    found = [
        address(app, rule, known)
        for rule, method in routes(app, "/studio/")
        if method == "GET" and rule.endpoint not in NO_PAGES
    ]
    others = [("species", "avicennia-alba"), ("quizzes", "q003"), ("sites", "phra-chedi-klang-nam"), ("pages", "home")]
    for kind, slug in others:
        found += [f"/studio/{kind}/", f"/studio/{kind}/{slug}", f"/studio/{kind}/{slug}/review"]
    return sorted({*found, "/studio/search?q=crab", "/studio/releases/compare?from=1&to=1"})
