"""Where a model must appear when the camera sees its marker in a known place, and where it does appear."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mangrove_ar.meshing.reading import read_glb
from mangrove_ar.meshing.scene import read_scene
from mangrove_ar.targets.lens import perspective
from tests.journeys.clips import FOCAL_LENGTH_PX, HEIGHT_PX, MIDDLE_PX, WIDTH_PX, Corners

Mask = NDArray[np.bool_]
CHANGED = 12
"""Levels of 255 by which a pixel must change in one channel to count as drawn."""


def picture(png: bytes) -> NDArray[np.int16]:
    """Read a screenshot as (rows, columns, 3) int16, so that differences do not wrap."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), np.int16)


def changed(one: bytes, other: bytes) -> Mask:
    """Tell for each pixel whether two screenshots differ."""
    return np.asarray(np.abs(picture(one) - picture(other)).max(axis=2) > CHANGED)


def overlap(one: Mask, other: Mask) -> float:
    """Return the intersection of two areas over their union; 0 when both are empty."""
    return float((one & other).sum() / max(1, (one | other).sum()))


def centre(mask: Mask) -> NDArray[np.float64]:
    """Return the (x, y) of the middle of an area, pixels."""
    return np.asarray(np.argwhere(mask).mean(axis=0)[::-1], np.float64)


def on_screen(points: NDArray[np.float64], screen: tuple[int, int]) -> NDArray[np.float64]:
    """Map (n, 2) pixels of the clip to pixels of a screen that the clip covers, cut evenly at its sides."""
    size = np.array(screen, np.float64)
    scale = float(np.max(size / [WIDTH_PX, HEIGHT_PX]))
    return np.asarray((points - MIDDLE_PX) * scale + size / 2, np.float64)


def marker_area(corners: Corners, screen: tuple[int, int], *, grown: float = 1.0) -> Mask:
    """Return the area of the marker on the screen, grown about its middle."""
    seen = on_screen(corners, screen)
    middle = seen.mean(axis=0)
    return _fill([middle + grown * (seen - middle)], screen)


def scene_area(glbs: list[bytes], manifest: dict[str, Any], corners: Corners, screen: tuple[int, int]) -> Mask:
    """Return the area that a manifest's models cover when they stand on the marker as the clip was filmed."""
    width_m = manifest["target"]["width_m"]
    pose = _pose(corners, width_m, width_m * manifest["target"]["height_px"] / manifest["target"]["width_px"])
    tilt = np.radians(90 - manifest["plaque_tilt_deg"])
    triangles = []
    for model, glb in zip(manifest["models"], glbs, strict=True):
        turn = np.radians(model["turn_deg"])
        for part in read_scene(read_glb(glb)):
            scene = model["scale"] * part.mesh.positions @ _about_y(turn).T + model["position_m"]
            plaque = scene @ _about_x(tilt).T
            seen = np.c_[plaque, np.ones(len(plaque))] @ pose.T
            points = FOCAL_LENGTH_PX * seen[:, :2] / seen[:, 2:] + MIDDLE_PX
            triangles.append(on_screen(points, screen)[part.mesh.faces])
    return _fill(np.concatenate(triangles), screen)


def _pose(corners: Corners, width_m: float, height_m: float) -> NDArray[np.float64]:
    """Return (3, 4): plaque metres (x right, y up, z to the reader, origin in the middle) to the camera of the clip."""
    x, y = width_m / 2, height_m / 2
    flat = np.array([[-x, y], [x, y], [x, -y], [-x, -y]])
    plane = np.append(perspective(flat, corners - MIDDLE_PX), 1).reshape(3, 3)
    plane[:2] /= FOCAL_LENGTH_PX
    plane /= np.sqrt(np.linalg.norm(plane[:, 0]) * np.linalg.norm(plane[:, 1]))
    right, up, middle = plane.T
    return np.asarray(np.c_[right, up, np.cross(right, up), middle], np.float64)


def _about_x(angle: float) -> NDArray[np.float64]:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def _about_y(angle: float) -> NDArray[np.float64]:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def _fill(polygons: Sequence[NDArray[np.float64]] | NDArray[np.float64], screen: tuple[int, int]) -> Mask:
    area = Image.new("1", screen)
    draw = ImageDraw.Draw(area)
    for polygon in polygons:
        draw.polygon([(float(x), float(y)) for x, y in polygon], fill=1)
    return np.asarray(area, np.bool_)
