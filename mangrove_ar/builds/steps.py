"""The work itself, run in another process: from sources to the bytes that phones get."""

import io
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops, ImageStat

from mangrove_ar.errors import BadMarker
from mangrove_ar.meshing.recipe import PosterView, Recipe
from mangrove_ar.steps.keeping import Made

if TYPE_CHECKING:
    from mangrove_ar.meshing.document import Document

PRINT_SIDE_PX = 2400
PRINT_DPI = PRINT_SIDE_PX / (200 / 25.4)
"""Markers are 200 mm wide on the trail; a smaller supplied picture keeps its pixels."""
PRINT_QUALITY = 90
PALETTE, SAMPLE_PX, MOST_LOST_LEVELS = 256, 480, 0.6
"""How far off, of 255 and on average, the 256 colours of a palette may be: a JPEG of the same look is 2 or more off."""
POSTER_PX = 768
PAGE_PICTURE_SIDES_PX = (400, 360, 320, 280, 240)
PAGE_PICTURE_BYTES = 6 * 1024
"""A visitor who walks on pays for words, this picture and the stamp: 15 KB in all, the promise of a station page."""
CARD_PICTURE_SIDES_PX = (192, 160, 128)
CARD_PICTURE_BYTES = 1536
"""A card in a list shows its species at the size of a thumb; a station lists up to five."""
AVIF_QUALITIES = (12, 60)
POSTER_QUALITY = 80
WEBP_QUALITY = 60
ALPHA_QUALITY = 90
"""Not 100: then the outline alone takes forty times as long, for no byte less."""
TEXTURE_QUALITY = 78
HANDOFF_TEXTURE_PX = 2048
HANDOFF_QUALITY = 80
BROTLI_QUALITY = 9


def run_step(name: str, *arguments: Any) -> Made:
    """Run a step by its name; this is what goes to the workers."""
    return STEPS[name](*arguments)


def make_marker(source: str, subjects: list[str], zone: str, seed: int, supplied: bytes | None) -> Made:
    """Draw a station's marker, or take the supplied picture, as it is printed, and compile the same for the tracker.

    Raises:
        BadMarker: it cannot be drawn or taken; the sentence begins with `source`, which names the file.
    """
    from mangrove_ar.targets.compile import compile_target
    from mangrove_ar.targets.picture import shrink

    try:
        picture = shrink(_marker(subjects, zone, seed, supplied), PRINT_SIDE_PX)
        target = compile_target(picture)
    except BadMarker as error:
        raise BadMarker(f"{source}: {error.message}") from error
    small = _small(shrink(picture, 2 * PAGE_PICTURE_SIDES_PX[0]))
    return Made(
        files={
            "target": ("mind", target.mind),
            "picture": ("avif", _light(small)),
            "picture_fallback": ("webp", _webp(small, WEBP_QUALITY)),
            "print": _print(picture),
        },
        facts={
            "width_px": target.width_px,
            "height_px": target.height_px,
            "picture_width": small.width,
            "picture_height": small.height,
            "tracking_points": target.tracking_points,
            "key_points": target.key_points,
            "cell_coverage": target.cell_coverage,
        },
    )


def make_master(recipe: Recipe, folder: Path) -> Made:
    """Grow or read a model, check it and stand it up: one plain GLB that every other step starts from."""
    from mangrove_ar.meshing.document import write_glb
    from mangrove_ar.meshing.measure import measure
    from mangrove_ar.meshing.prepare import prepare
    from mangrove_ar.meshing.scene import animation_names

    document = prepare(recipe, folder)
    measures = measure(document)
    width, height, depth = measures.size_m
    facts = {
        "triangles": measures.triangles,
        "size_m": {"width": width, "height": height, "depth": depth},
        "animations": list(animation_names(document)),
    }
    return Made({"master": ("glb", write_glb(document))}, facts)


def make_web(master: bytes, texture_px: int) -> Made:
    """Encode for our page, and measure what the rounding cost."""
    import brotli

    from mangrove_ar.meshing.difference import difference
    from mangrove_ar.meshing.encoding import encode_web
    from mangrove_ar.meshing.joining import join
    from mangrove_ar.meshing.leaning import lean, nameless
    from mangrove_ar.meshing.pictures import WEBP, with_pictures
    from mangrove_ar.meshing.reading import read_glb

    document = read_glb(master)
    # Nobody looks for a part by its name on a page; joined parts are fewer to send and to draw.
    joined = join(lean(nameless(document)))
    content = encode_web(with_pictures(joined, WEBP, texture_px, TEXTURE_QUALITY))
    packed = len(brotli.compress(content, quality=BROTLI_QUALITY))
    return Made({"web": ("glb", content)}, {"brotli_bytes": packed, **asdict(difference(document, read_glb(content)))})


def make_coarse(master: bytes) -> Made:
    """Encode the level that appears first."""
    from mangrove_ar.meshing.cleaning import weld
    from mangrove_ar.meshing.coarse import encode_coarse
    from mangrove_ar.meshing.reading import read_glb
    from mangrove_ar.meshing.reducing import count_triangles

    content = encode_coarse(weld(read_glb(master)))
    return Made({"coarse": ("glb", content)}, {"triangles": count_triangles(read_glb(content))})


def make_handoff(master: bytes) -> Made:
    """Bake for the viewers that phones bring: core glTF for Android, USDZ for iOS."""
    from mangrove_ar.meshing.baking import bake, needs_baking
    from mangrove_ar.meshing.document import write_glb
    from mangrove_ar.meshing.pictures import JPEG, with_pictures
    from mangrove_ar.meshing.reading import read_glb
    from mangrove_ar.meshing.usdz import write_usdz

    document = read_glb(master)
    if needs_baking(document):
        document = bake(document, HANDOFF_TEXTURE_PX)
    document = with_pictures(document, JPEG, HANDOFF_TEXTURE_PX, HANDOFF_QUALITY)
    return Made({"ar": ("glb", write_glb(document)), "usdz": ("usdz", write_usdz(document))}, {})


def make_poster(master: bytes, view: PosterView) -> Made:
    """Photograph the model for the page."""
    from mangrove_ar.meshing.reading import read_glb

    poster = photograph(read_glb(master), view, POSTER_PX)
    small = _small(poster)
    card = _small(poster, CARD_PICTURE_SIDES_PX, CARD_PICTURE_BYTES)
    return Made(
        files={
            "card": ("avif", _light(card, CARD_PICTURE_BYTES)),
            "card_fallback": ("webp", _webp(card, WEBP_QUALITY)),
            "poster": ("webp", _webp(poster, POSTER_QUALITY)),
            "poster_avif": ("avif", _avif(poster, AVIF_QUALITIES[1])),
            "picture": ("avif", _light(small)),
            "picture_fallback": ("webp", _webp(small, WEBP_QUALITY)),
        },
        facts={
            "poster_width": poster.width,
            "poster_height": poster.height,
            "picture_width": small.width,
            "picture_height": small.height,
            "card_width": card.width,
            "card_height": card.height,
        },
    )


def photograph(document: "Document", view: PosterView, side_px: int) -> Image.Image:
    """Photograph a model as its recipe says; returns a square RGBA picture."""
    from mangrove_ar.meshing.camera import View
    from mangrove_ar.meshing.poster import take_poster
    from mangrove_ar.meshing.scene import Pose

    pose = Pose(view.animation, view.seconds) if view.animation else None
    return take_poster(document, View(turn_deg=view.turn_deg, lift_deg=view.lift_deg), pose, side_px)


STEPS: dict[str, Callable[..., Made]] = {
    "marker": make_marker,
    "master": make_master,
    "web": make_web,
    "coarse": make_coarse,
    "handoff": make_handoff,
    "poster": make_poster,
}


def _small(
    picture: Image.Image, sides_px: tuple[int, ...] = PAGE_PICTURE_SIDES_PX, most_bytes: int = PAGE_PICTURE_BYTES
) -> Image.Image:
    """Reduce to the largest side whose poorest AVIF keeps the budget; fine leaves need it smaller."""
    for side in sides_px:
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        if len(_avif(small, AVIF_QUALITIES[0])) <= most_bytes:
            break
    return small


def _light(picture: Image.Image, most_bytes: int = PAGE_PICTURE_BYTES) -> bytes:
    """Encode as AVIF, as well as the budget allows: the best quality is found by halving."""
    worst, best = AVIF_QUALITIES
    light = _avif(picture, worst)
    while worst < best:
        middle = (worst + best + 1) // 2
        tried = _avif(picture, middle)
        if len(tried) <= most_bytes:
            worst, light = middle, tried
        else:
            best = middle - 1
    return light


def _avif(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "AVIF", quality=quality, speed=7, max_threads=1)
    return buffer.getvalue()


def _webp(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, alpha_quality=ALPHA_QUALITY, method=6)
    return buffer.getvalue()


def _marker(subjects: list[str], zone: str, seed: int, supplied: bytes | None) -> Image.Image:
    from mangrove_ar.targets.artwork.composition import draw_marker
    from mangrove_ar.targets.picture import read_supplied

    if supplied is not None:
        return read_supplied(supplied)
    return draw_marker(subjects, seed=seed, zone=zone, side_px=PRINT_SIDE_PX)


def _print(picture: Image.Image) -> tuple[str, bytes]:
    """Encode for the printer: art of few inks as PNG with a palette, which is smaller and truer; a photo as JPEG."""
    buffer = io.BytesIO()
    if _has_few_inks(picture):
        inks = picture.quantize(PALETTE, dither=Image.Dither.NONE)
        # Level 9 takes seven times as long for 7 % fewer bytes.
        inks.save(buffer, "PNG", compress_level=7, dpi=(PRINT_DPI, PRINT_DPI))
        return "png", buffer.getvalue()
    picture.save(buffer, "JPEG", quality=PRINT_QUALITY, subsampling=0, dpi=(PRINT_DPI, PRINT_DPI))
    return "jpg", buffer.getvalue()


def _has_few_inks(picture: Image.Image) -> bool:
    """Try a palette on a sample of the pixels: on all those of a photo it takes long."""
    sample = picture.convert("RGB").resize((SAMPLE_PX, SAMPLE_PX), Image.Resampling.NEAREST)
    thinned = sample.quantize(PALETTE, dither=Image.Dither.NONE).convert("RGB")
    return max(ImageStat.Stat(ImageChops.difference(sample, thinned)).mean) <= MOST_LOST_LEVELS
