"""Markers, good and deliberately bad, on which the score and the phone's tracker must agree."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from mangrove_ar.targets.artwork.composition import draw_marker

ROOT = Path(__file__).parent.parent.parent
STATIONS = sorted((ROOT / "content" / "stations").glob("*.yaml"))
GOLDEN = Path(__file__).parent / "golden"
SIDE_PX = 600
PAPER = (246, 241, 228)
INK = (40, 45, 40)
SENTENCE = "the tide comes in and the tide goes out while crabs wait under roots for mud to dry"


@dataclass(frozen=True)
class Case:
    """A marker, and the one beside it on the trail if they could be taken for each other."""

    name: str
    marker: Image.Image
    neighbour: Image.Image | None = None


def station_marker(station: Path, side_px: int = 1000) -> Image.Image:
    """Draw the marker of a station file."""
    recipe = yaml.safe_load(station.read_text(encoding="utf-8"))["marker"]
    return draw_marker(recipe["subjects"], seed=recipe["seed"], zone=recipe["zone"], side_px=side_px)


def all_cases() -> list[Case]:
    """Make the set: about half of it can be printed."""
    stations = [Case(station.stem, station_marker(station)) for station in STATIONS]
    pictures = {case.name: case.marker for case in stations}
    return [*stations, *_other_prints(), *drawings(), *spoilt_prints(pictures), *_look_alikes(pictures)]


def drawings() -> list[Case]:
    """Make what is drawn here: nearly all of it no phone can follow."""
    return [Case(name.removeprefix("_").replace("_", "-"), draw()) for name, draw in DRAWINGS.items()]


def spoilt_prints(pictures: dict[str, Image.Image]) -> list[Case]:
    """Spoil the markers of two stations: pale, blurred, small, beside empty paper, repeated."""
    forest, mud = pictures["stilt-root-forest"], pictures["mudskipper-pools"]
    cases = [Case(f"contrast-{share}", _fade(forest, share)) for share in (0.6, 0.3, 0.15)]
    cases += [Case(f"blur-{px}", mud.filter(ImageFilter.GaussianBlur(px))) for px in (5, 12, 25)]
    cases += [Case(f"side-{px}", forest.resize((px, px), Image.Resampling.LANCZOS)) for px in (100, 140)]
    cases.append(Case("quarter", _paste_small(forest, 0.25)))
    cases.append(Case("half", _paste_small(mud, 0.5)))
    cases.append(Case("upper-half", _upper_half(mud)))
    cases.append(Case("tiles-of-a-print", _tiles(_middle(forest, 0.15).resize((75, 75)), 8)))
    cases.append(Case("tiles-2x2", _tiles(forest.resize((300, 300)), 2)))
    return cases


def _other_prints() -> list[Case]:
    recipes = (
        (["rhizophora-apiculata", "austruca-annulipes"], 31, "seaward"),
        (["chedi", "river"], 32, "water"),
        (["tower"], 34, "canopy"),
        (["sun", "tide"], 35, "seaward"),
    )
    cases = [
        Case(f"print-{seed}-{zone}", draw_marker(subjects, seed=seed, zone=zone, side_px=SIDE_PX))
        for subjects, seed, zone in recipes
    ]
    with Image.open(GOLDEN / "plaque1.png") as picture:
        return [*cases, Case("golden-plaque", picture.convert("RGB"))]


def _look_alikes(pictures: dict[str, Image.Image]) -> list[Case]:
    """Near duplicates, each beside the marker that it was made from."""
    gate, clam = pictures["gate-and-safety"], pictures["mud-clam-house"]
    recoloured = ImageEnhance.Brightness(gate).enhance(1.15)
    cropped = clam.crop((60, 40, 980, 960))
    cornered = gate.copy()
    cornered.paste(clam.crop((0, 0, 400, 1000)), (0, 0))
    return [
        Case("brighter-copy", recoloured, gate),
        Case("cropped-copy", cropped, clam),
        Case("copy-with-another-side", cornered, gate),
        Case("mirrored-copy", ImageOps.mirror(gate), gate),
    ]


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGB", (SIDE_PX, SIDE_PX), PAPER)
    return page, ImageDraw.Draw(page)


def _plain_grey() -> Image.Image:
    return Image.new("RGB", (SIDE_PX, SIDE_PX), (128, 128, 128))


def _gradient() -> Image.Image:
    return Image.linear_gradient("L").resize((SIDE_PX, SIDE_PX)).convert("RGB")


def _three_blobs() -> Image.Image:
    page, draw = _blank()
    for x, y, radius in ((180, 200, 70), (420, 260, 40), (300, 450, 90)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
    return page


def _ring_logo() -> Image.Image:
    page, draw = _blank()
    draw.ellipse((100, 100, 500, 500), outline=INK, width=40)
    draw.polygon([(300, 170), (410, 410), (190, 410)], fill=(20, 90, 70))
    return page


def _letter_logo() -> Image.Image:
    page, draw = _blank()
    draw.rectangle((80, 80, 520, 520), fill=(20, 90, 70))
    draw.text((170, 110), "R", fill=PAPER, font=ImageFont.load_default(360))
    return page


def _stripes() -> Image.Image:
    page, draw = _blank()
    for x in range(0, SIDE_PX, 40):
        draw.rectangle((x, 0, x + 19, SIDE_PX), fill=INK)
    return page


def _checkerboard() -> Image.Image:
    page, draw = _blank()
    for row in range(10):
        for column in range(row % 2, 10, 2):
            draw.rectangle((column * 60, row * 60, column * 60 + 59, row * 60 + 59), fill=INK)
    return page


def _text_heading() -> Image.Image:
    page, draw = _blank()
    draw.multiline_text((60, 200), "Mangrove\nTrail", fill=INK, font=ImageFont.load_default(100))
    return page


def _text_lines() -> Image.Image:
    page, draw = _blank()
    words = SENTENCE.split()
    lines = [" ".join(words[start : start + 5]) for start in (0, 5, 10)]
    draw.multiline_text((40, 220), "\n".join(lines), fill=INK, font=ImageFont.load_default(26), spacing=14)
    return page


def _text_small_print() -> Image.Image:
    page, draw = _blank()
    lines = [" ".join(np.roll(SENTENCE.split(), 3 * line)[:14]) for line in range(40)]
    draw.multiline_text((20, 12), "\n".join(lines), fill=INK, font=ImageFont.load_default(11), spacing=3)
    return page


def _detail_in_a_corner() -> Image.Image:
    page, _ = _blank()
    page.paste(_leaves(5).resize((90, 90), Image.Resampling.LANCZOS), (490, 20))
    return page


def _white_noise() -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 256, (SIDE_PX, SIDE_PX), np.uint8)).convert("RGB")


def _coarse_noise() -> Image.Image:
    cells = np.random.default_rng(4).integers(0, 256, (24, 24), np.uint8)
    return Image.fromarray(cells).resize((SIDE_PX, SIDE_PX), Image.Resampling.BICUBIC).convert("RGB")


def _mosaic() -> Image.Image:
    cells = np.random.default_rng(6).integers(40, 230, (16, 16, 3), np.uint8)
    return Image.fromarray(cells).resize((SIDE_PX, SIDE_PX), Image.Resampling.NEAREST)


def _leaves_picture() -> Image.Image:
    return _leaves(7)


def _shapes() -> Image.Image:
    page, draw = _blank()
    rng = np.random.default_rng(8)
    for _ in range(60):
        x, y, size = (int(rng.integers(high)) for high in (SIDE_PX, SIDE_PX, 110))
        colour = tuple(int(value) for value in rng.integers(30, 230, 3))
        draw.regular_polygon((x, y, 12 + size // 2), int(rng.integers(3, 8)), int(rng.integers(90)), fill=colour)
    return page


DRAWINGS: dict[str, Callable[[], Image.Image]] = {
    draw.__name__: draw
    for draw in (
        _plain_grey, _gradient, _three_blobs, _ring_logo, _letter_logo, _stripes, _checkerboard,
        _text_heading, _text_lines, _text_small_print,
        _detail_in_a_corner, _white_noise, _coarse_noise, _mosaic, _leaves_picture, _shapes,
    )
}  # fmt: skip


def _leaves(seed: int) -> Image.Image:
    page, draw = _blank()
    rng = np.random.default_rng(seed)
    for _ in range(260):
        x, y, length, width = (int(rng.integers(high)) for high in (SIDE_PX, SIDE_PX, 70, 40))
        green = int(rng.integers(50, 220))
        draw.ellipse((x - 30, y - 20, x + length, y + width), fill=(green // 2, green, green // 3))
    return page


def _fade(picture: Image.Image, contrast: float) -> Image.Image:
    return Image.eval(picture, lambda value: round(150 + (value - 128) * contrast))


def _paste_small(picture: Image.Image, share: float) -> Image.Image:
    """Lay a picture small into the middle of empty paper."""
    side = round(SIDE_PX * share)
    page = Image.new("RGB", (SIDE_PX, SIDE_PX), PAPER)
    page.paste(picture.resize((side, side), Image.Resampling.LANCZOS), ((SIDE_PX - side) // 2,) * 2)
    return page


def _middle(picture: Image.Image, share: float) -> Image.Image:
    low, high = (round(picture.width * (0.5 + side * share / 2)) for side in (-1, 1))
    return picture.crop((low, low, high, high))


def _upper_half(picture: Image.Image) -> Image.Image:
    half = picture.resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    half.paste(PAPER, (0, SIDE_PX // 2, SIDE_PX, SIDE_PX))
    return half


def _tiles(tile: Image.Image, per_side: int) -> Image.Image:
    page = Image.new("RGB", (tile.width * per_side, tile.height * per_side))
    for row in range(per_side):
        for column in range(per_side):
            page.paste(tile, (column * tile.width, row * tile.height))
    return page
