"""Place a camera so that a model fills a square picture, and point rays through its pixels."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, unit


@dataclass(frozen=True)
class View:
    """Where the photographer stands, in degrees around the model and above the horizon."""

    turn_deg: float = 24.0
    lift_deg: float = 12.0
    lens_deg: float = 22.0
    sun_turn_deg: float = -42.0
    sun_lift_deg: float = 52.0
    fill: float = 0.94


@dataclass(frozen=True)
class Camera:
    """A square window on the model: eye (3,) in metres, three unit vectors, middle of the picture."""

    eye: Floats
    right: Floats
    up: Floats
    ahead: Floats
    tangent: float  # Half the picture's edge at distance one.
    centre: tuple[float, float]


def aim(positions: Floats, view: View) -> Camera:
    """Step back along the view until all positions (n, 3) fill the picture."""
    ahead = -direction(view.turn_deg, view.lift_deg)
    right = unit(np.cross(ahead, [0.0, 1.0, 0.0]))
    up = np.cross(right, ahead)
    tangent = float(np.tan(np.radians(view.lens_deg / 2)))
    middle = (positions.min(axis=0) + positions.max(axis=0)) / 2
    offsets = positions - middle
    sideways, upward, depth = offsets @ right, offsets @ up, offsets @ ahead
    far = float(np.abs(depth).max()) * 3
    for _ in range(12):  # Step back until the model fills the picture.
        x, y = sideways / (depth + far), upward / (depth + far)
        half = max(float(np.ptp(x)), float(np.ptp(y))) / 2
        far = max(far * half / (tangent * view.fill), float(np.abs(depth).max()) * 1.1)
    x, y = sideways / (depth + far), upward / (depth + far)
    centre = (float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2)
    return Camera(middle - ahead * far, right, up, ahead, tangent, centre)


def rays(camera: Camera, edge_px: int, pixels: Ints, offset: tuple[float, float]) -> Floats:
    """Point rays through pixels, counted row by row: (n, 3) unit vectors."""
    scale = 2 / edge_px * camera.tangent
    x = (pixels % edge_px + offset[0]) * scale - camera.tangent + camera.centre[0]
    y = camera.tangent - (pixels // edge_px + offset[1]) * scale + camera.centre[1]
    return unit(np.stack([x, y, np.ones_like(x)], axis=1) @ np.stack([camera.right, camera.up, camera.ahead]))


def direction(turn_deg: float, lift_deg: float) -> Floats:
    """Give the unit vector to a place around the model: turn 0 is the front (z), lift 90 straight above."""
    turn, lift = np.radians(turn_deg), np.radians(lift_deg)
    return np.array([np.sin(turn) * np.cos(lift), np.sin(lift), np.cos(turn) * np.cos(lift)])
