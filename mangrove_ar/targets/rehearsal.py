"""Show a marker to the simulated camera before it is printed, and count the points by which it is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from PIL import Image

from mangrove_ar.targets import colours, picture, weathering
from mangrove_ar.targets.camera import TRACKER_FIELD_OF_VIEW_DEG, Camera, Conditions
from mangrove_ar.targets.matching import Finder

MARKER_WIDTH_M = 0.2
FRAME_PX = (640, 480)
FOCAL_LENGTH_PX = FRAME_PX[0] / 2 / np.tan(np.radians(TRACKER_FIELD_OF_VIEW_DEG / 2))
SEED = 3
YEARS_OF_SUN = 0.7
"""How far a marker must be able to fade, of 1: what the simulator's own condition "faded" takes away."""


@dataclass(frozen=True)
class Rehearsal:
    """By how many points a marker was recognised in each shot; 0 where it was not found.

    Attributes:
        calm: held still, a little aslant, the marker over half of the frame's height.
        hard: from farther away, aslant, out of focus and grainy, as small as in a hard clip.
    """

    calm: int
    hard: int


def _held(width_px: float, **troubles: float) -> Conditions:
    distance_m = float(FOCAL_LENGTH_PX * MARKER_WIDTH_M / width_px)
    return Conditions(distance_m=distance_m, field_of_view_deg=TRACKER_FIELD_OF_VIEW_DEG, **troubles)


SHOTS: Mapping[str, Conditions] = MappingProxyType(
    {
        "calm": _held(260, tilt_deg=15, turn_deg=10, roll_deg=8, noise_levels=4),
        "hard": _held(168, tilt_deg=25, turn_deg=-20, roll_deg=10, noise_levels=8, defocus_px=1.3),
    }
)


def rehearse(marker: Image.Image, mind: bytes) -> Rehearsal:
    """Photograph a flat marker in each of `SHOTS` and look for its target."""
    camera, finder = Camera(marker, MARKER_WIDTH_M, FRAME_PX), Finder(mind)
    inliers = {}
    for name, conditions in SHOTS.items():
        frame = Image.fromarray(camera.shoot(conditions, SEED).frame)
        found = finder.find(np.asarray(frame.convert("L")))
        inliers[name] = found.inliers if found else 0
    return Rehearsal(**inliers)


def fade(marker: Image.Image) -> Image.Image:
    """Give a flat marker as it will look after years of sun, at the size of a target."""
    values = np.asarray(picture.shrink(marker).convert("RGB")) / 255
    light = np.moveaxis(colours.to_light(values), 2, 0).astype(np.float32)
    faded = colours.to_values(np.moveaxis(weathering.fade(light, YEARS_OF_SUN), 0, 2).astype(np.float64))
    return Image.fromarray(np.round(255 * np.clip(faded, 0, 1)).astype(np.uint8))
