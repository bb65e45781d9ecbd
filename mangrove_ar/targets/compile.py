"""Compile a marker into a target: picture, sizes, key points, descriptions, tracking points, file."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from mangrove_ar.errors import BadMarker, StorageFailure
from mangrove_ar.targets import mind_file, picture
from mangrove_ar.targets.descriptors import Described, describe
from mangrove_ar.targets.keypoints import CELLS_PER_SIDE, KeyPoints, find_key_points
from mangrove_ar.targets.pyramid import Rescaler, keyframe_scales, octaves_of, tracking_scales
from mangrove_ar.targets.tracking_points import choose_tracking_points

FEWEST_TRACKING_POINTS = 8
LEAST_SIDE_PX = 300
LEAST_COVERAGE = 0.3


@dataclass(frozen=True)
class CompiledTarget:
    """A target and what its curator should know of it.

    Attributes:
        mind: the bytes of the `.mind` file.
        width_px, height_px: size of the compiled picture.
        tracking_points: spots by which the phone follows the marker; 0 cannot be followed, under 8 is poor.
        key_points: spots by which the phone recognises the marker, all sizes together.
        cell_coverage: share of the 10 x 10 parts of the picture, at its largest size, that have a key point.
    """

    mind: bytes
    width_px: int
    height_px: int
    tracking_points: int
    key_points: int
    cell_coverage: float

    def doubts(self) -> list[str]:
        """Say what may go wrong with this marker; an empty list means that it should track well."""
        doubts = []
        if self.tracking_points == 0:
            doubts.append("Nothing in this picture can be followed: no phone will show a scene on it.")
        elif self.tracking_points < FEWEST_TRACKING_POINTS:
            doubts.append(f"Only {self.tracking_points} spots can be followed: add irregular detail, less repetition.")
        if self.cell_coverage < LEAST_COVERAGE:
            doubts.append(f"Only {self.cell_coverage:.0%} of the picture has detail: spread it over the whole.")
        if min(self.width_px, self.height_px) < LEAST_SIDE_PX:
            doubts.append(f"The shorter side is under {LEAST_SIDE_PX} pixels: supply a larger picture.")
        return doubts


def compile_target(marker: Image.Image, *, full: bool = False) -> CompiledTarget:
    """Compile a marker.

    The default is what phones need: 512 pixels on the shorter side, without the level that no runtime reads.
    With `full`, the picture keeps its size and everything is written that MindAR's own compiler writes.

    Raises:
        BadMarker: the picture is too small, or too large for memory.
    """
    flat = picture.flatten(marker)
    grey = picture.grey_of(flat if full else picture.shrink(flat))
    height, width = grey.shape
    rescaler = Rescaler(grey)
    keyframes, coverage = _keyframes(rescaler, keyframe_scales(width, height))
    levels = _levels(rescaler, tracking_scales(width, height), full)
    return CompiledTarget(
        mind=mind_file.write_mind(width, height, levels, keyframes),
        width_px=width,
        height_px=height,
        tracking_points=len(levels[1]["points"]),
        key_points=sum(len(frame["maximaPoints"]) + len(frame["minimaPoints"]) for frame in keyframes),
        cell_coverage=coverage,
    )


def compile_file(source: Path, target: Path, *, full: bool = False) -> CompiledTarget:
    """Compile a picture file into a `.mind` file, which appears whole or not at all.

    Raises:
        BadMarker: the file is no picture that can be read, or see `compile_target`.
        StorageFailure: the target cannot be written there.
    """
    compiled = compile_target(_open(source), full=full)
    _write_whole(target, compiled.mind)
    return compiled


def _keyframes(rescaler: Rescaler, scales: list[float]) -> tuple[list[mind_file.Entry], float]:
    """Return the keyframes and the share of cells of the largest one that have a point."""
    greys = [rescaler.at(scale) for scale in scales]
    octaves = [octaves_of(grey) for grey in greys]
    points = [find_key_points(each) for each in octaves]
    described = describe(list(zip(octaves, points, strict=True)))
    entries, start = [], 0
    for grey, scale, found in zip(greys, scales, points, strict=True):
        end = start + found.x.size
        own = Described(described.angle[start:end], described.bits[start:end])
        entries.append(mind_file.keyframe(grey, scale, found, own))
        start = end
    return entries, _coverage(points[0])


def _coverage(points: KeyPoints) -> float:
    return float(np.unique(points.cell).size / CELLS_PER_SIDE**2)


def _levels(rescaler: Rescaler, scales: list[float], full: bool) -> list[mind_file.Entry]:
    """Return the two levels; the first is left empty unless all is wanted."""
    entries = [] if full else [mind_file.unread_level(scales[0])]
    for scale in scales if full else scales[1:]:
        grey = rescaler.at(scale)
        entries.append(mind_file.tracking_level(grey, scale, choose_tracking_points(grey)))
    return entries


def _open(source: Path) -> Image.Image:
    try:
        with Image.open(source) as marker:
            marker.load()
            return marker
    except FileNotFoundError as error:
        raise BadMarker(f"{source}: there is no such file. Please check the name.") from error
    except UnidentifiedImageError as error:
        raise BadMarker(f"{source}: this is not a picture. Please supply a PNG or JPEG file.") from error
    except Image.DecompressionBombError as error:
        raise BadMarker(f"{source}: the picture is too large. Please reduce it to about 1000 pixels.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise BadMarker(f"{source}: cannot be read, or is damaged ({error}). Please save it again as PNG.") from error


def _write_whole(target: Path, content: bytes) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        if part.parent.is_dir():
            part.unlink(missing_ok=True)
        raise StorageFailure(f"{target}: cannot be written ({error}). Please check the folder.") from error
