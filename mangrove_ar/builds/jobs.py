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

PAGE_PICTURE_PX = 720
POSTER_PX = 640
WEBP_QUALITY = 72


@dataclass(frozen=True)
class Made:
    """What a job made: files by name with their extension and bytes, and facts about them."""

    files: dict[str, tuple[str, bytes]]
    facts: dict[str, Any]


def make_marker(subjects: list[str], zone: str, seed: int, supplied: Path | None) -> Made:
    """Draw a station's marker, or take the supplied picture, and compile it for the tracker."""
    picture = Image.open(supplied) if supplied else draw_marker(subjects, seed=seed, zone=zone)
    target = compile_target(picture)
    small = picture.convert("RGB")
    small.thumbnail((PAGE_PICTURE_PX, PAGE_PICTURE_PX), Image.Resampling.LANCZOS)
    return Made(
        files={
            "target": ("mind", target.mind),
            "picture": ("webp", _webp(small)),
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
    poster = grown.poster.resize((POSTER_PX, POSTER_PX), Image.Resampling.LANCZOS)
    width, height, depth = grown.size_m
    return Made(
        files={"web": ("glb", grown.glb), "poster": ("webp", _webp(poster))},
        facts={
            "name": dict(recipe.name),
            "species": recipe.species,
            "kind": recipe.kind,
            "author": recipe.author,
            "licence": recipe.licence,
            "triangles": grown.triangles,
            "size_m": {"width": width, "height": height, "depth": depth},
            "animations": list(grown.animations),
            "poster_width": poster.width,
            "poster_height": poster.height,
        },
    )


def _webp(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=WEBP_QUALITY, method=6)
    return buffer.getvalue()


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
