"""A trail of as many stations as a bench wants, made up from the real one: the same for the same seed, no two alike."""

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from mangrove_ar.catalogue.codes import new_code
from mangrove_ar.catalogue.words import Words
from mangrove_ar.packs.plaque import Plaque

ROOT = Path(__file__).resolve().parents[3]
PUBLIC_URL = "https://mangrove.rayong.th"
SITE = Words(th="ป่าชายเลนพระเจดีย์กลางน้ำ", en="Phra Chedi Klang Nam mangrove")
PLACES = (
    ("ริมสะพานไม้", "boardwalk"),
    ("ข้างหอชมวิว", "lookout"),
    ("หน้าศาลาพัก", "shelter"),
    ("ปากคลอง", "creek mouth"),
    ("ริมแม่น้ำระยอง", "river bank"),
    ("แปลงเพาะชำ", "nursery bed"),
    ("ใกล้ท่าเรือ", "jetty"),
    ("ลานเลนกว้าง", "mud bank"),
)
TASKS = (
    (
        "สังเกต{0}ดี ๆ แล้วนับดูว่ามีกี่ตัวหรือกี่ต้น ทำไม{1}ถึงชอบอยู่ใกล้กันตรงนี้",
        "Look closely: how many {0} are there, and what does the {1} do here?",
    ),
    (
        "เวลาน้ำขึ้น {0}ไปอยู่ที่ไหน ลองมองหารอยของ{1}บนเลน",
        "Where does the {0} go at high tide? Look for traces of the {1} on the mud.",
    ),
    ("{0}กับ{1}พึ่งพากันอย่างไร เงี่ยหูฟังเงียบ ๆ หนึ่งนาที", "How do {0} and {1} help each other? Stay quiet for a minute."),
)
LONGEST_TH, LONGEST_EN = 12, 20
"""Letters of a species' name: with longer ones the lines would not fit the plaques."""
PRINT_SIDE_PX = 2400
SMALL_SIDE_PX, SMALL_QUALITY = 1000, 85

Letters = tuple[str, str]


def made_up_plaques(count: int, seed: int, marker_names: list[str] | None = None) -> list[Plaque]:
    """Give stations 1 to `count` with names, lines and codes that depend on the seed."""
    chance = random.Random(seed)
    species, records = _species(), _stations()
    plaques = []
    for number in range(1, count + 1):
        place, task = chance.choice(PLACES), chance.choice(TASKS)
        one, other = chance.sample(species, 2)
        record = records[number % len(records)]
        plaques.append(
            Plaque(
                slug=f"station-{number}",
                number=number,
                name=Words(th=f"{one[0]}{place[0]} {seed}/{number}", en=f"{one[1]} {place[1]} {seed}/{number}"),
                site=SITE,
                zone=record["marker"]["zone"],
                line=Words(th=task[0].format(one[0], other[0]), en=task[1].format(one[1].lower(), other[1].lower())),
                alt=Words(**record["picture_alt"]),
                public_url=PUBLIC_URL,
                code=new_code(chance.choice),
                marker=marker_names[number - 1] if marker_names else "",
                target=f"{seed:032x}{number:032x}",
            )
        )
    return plaques


def real_markers(folder: Path) -> list[bytes]:
    """Give the trail's ten markers as they are printed; they are drawn once and kept in a folder."""
    return [_drawn(record, folder / f"{record['number']}.png") for record in _stations()]


def as_jpeg(marker: bytes, side_px: int = PRINT_SIDE_PX, quality: int = 90) -> bytes:
    """Give a marker as a JPEG, made smaller if asked."""
    picture = Image.open(io.BytesIO(marker)).convert("RGB")
    buffer = io.BytesIO()
    picture.resize((side_px, side_px), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=quality, subsampling=0)
    return buffer.getvalue()


def told_apart(marker: bytes, number: int) -> bytes:
    """Give a picture in other bytes, as if another station had it: its number goes into a comment, or into one ink."""
    if marker.startswith(b"\xff\xd8"):
        return marker[:2] + b"\xff\xfe" + struct.pack(">HI", 6, number) + marker[2:]
    start = marker.index(b"PLTE") + 4
    (length,) = struct.unpack(">I", marker[start - 8 : start - 4])
    inks = marker[start : start + length - 3] + number.to_bytes(3)
    chunk = b"PLTE" + inks
    return marker[: start - 4] + chunk + struct.pack(">I", zlib.crc32(chunk)) + marker[start + length + 4 :]


def _drawn(record: dict[str, Any], file: Path) -> bytes:
    if not file.exists():
        # Imported here: who finds the markers drawn goes without brushes.
        from mangrove_ar.builds.steps import make_marker

        recipe = record["marker"]
        print(f"Drawing marker {record['number']} …", flush=True)
        made = make_marker("the bench", recipe["subjects"], recipe["zone"], recipe["seed"], None)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made.files["print"][1])
    return file.read_bytes()


def _species() -> list[Letters]:
    found = (record["names"] for record in _records("species"))
    return sorted(
        {
            (names["th"], names["en"])
            for names in found
            if names["th"] and len(names["th"]) <= LONGEST_TH and len(names["en"]) <= LONGEST_EN
        }
    )


def _stations() -> list[dict[str, Any]]:
    return sorted(_records("stations"), key=lambda record: int(record["number"]))


def _records(kind: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / "content" / kind).glob("*.yaml"))
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


def thai_names() -> frozenset[str]:
    """Give the Thai names of species, which are never cut."""
    return frozenset(record["names"]["th"] for record in _records("species") if record["names"]["th"])
