"""The work itself, run in another process: a marker or a model from its source to the bytes that phones get."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from mangrove_ar.meshing.grow import grow
from mangrove_ar.meshing.recipe import read_recipe
from mangrove_ar.targets.artwork.composition import draw_marker
from mangrove_ar.targets.compile import compile_target
from mangrove_ar.targets.picture import flatten

PAGE_PICTURE_SIDES_PX = (400, 360, 320, 280, 240)
PAGE_PICTURE_BYTES = 6 * 1024
"""A visitor who walks on pays for words, this picture and the stamp: 15 KB in all, the promise of a station page."""
AVIF_QUALITIES = (12, 60)
WEBP_QUALITY = 60


@dataclass(frozen=True)
class Made:
    """What a job made: files by name with their extension and bytes, and facts about them."""

    files: dict[str, tuple[str, bytes]]
    facts: dict[str, Any]


def make_marker(subjects: list[str], zone: str, seed: int, supplied: Path | None) -> Made:
    """Draw a station's marker, or take the supplied picture, and compile it for the tracker."""
    picture = Image.open(supplied) if supplied else draw_marker(subjects, seed=seed, zone=zone)
    target = compile_target(picture)
    small = _small(flatten(picture))
    return Made(
        files={
            "target": ("mind", target.mind),
            "picture": ("avif", _light(small)),
            "picture_fallback": ("webp", _webp(small)),
            "print": ("png", _png(picture)),
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


def make_model(folder: Path) -> Made:
    """Grow a model from its recipe, with its poster."""
    recipe = read_recipe(folder)
    grown = grow(recipe)
    small = _small(grown.poster)
    width, height, depth = grown.size_m
    return Made(
        files={
            "web": ("glb", grown.glb),
            "poster": ("webp", _webp(grown.poster)),
            "picture": ("avif", _light(small)),
            "picture_fallback": ("webp", _webp(small)),
        },
        facts={
            "name": dict(recipe.name),
            "species": recipe.species,
            "kind": recipe.kind,
            "author": recipe.author,
            "licence": recipe.licence,
            "triangles": grown.triangles,
            "size_m": {"width": width, "height": height, "depth": depth},
            "animations": list(grown.animations),
            "poster_width": grown.poster.width,
            "poster_height": grown.poster.height,
            "picture_width": small.width,
            "picture_height": small.height,
        },
    )


def _small(picture: Image.Image) -> Image.Image:
    """Reduce to the largest side whose poorest AVIF keeps the budget of a page; fine leaves need it smaller."""
    for side in PAGE_PICTURE_SIDES_PX:
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        if len(_avif(small, AVIF_QUALITIES[0])) <= PAGE_PICTURE_BYTES:
            break
    return small


def _light(picture: Image.Image) -> bytes:
    """Encode as AVIF, as well as the budget of a page allows: the best quality is found by halving."""
    worst, best = AVIF_QUALITIES
    light = _avif(picture, worst)
    while worst < best:
        middle = (worst + best + 1) // 2
        tried = _avif(picture, middle)
        if len(tried) <= PAGE_PICTURE_BYTES:
            worst, light = middle, tried
        else:
            best = middle - 1
    return light


def _avif(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "AVIF", quality=quality, speed=7, max_threads=1)
    return buffer.getvalue()


def _webp(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=WEBP_QUALITY, method=6)
    return buffer.getvalue()


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
