"""Walk a snaking line over the mud, as creeping roots do. Metres."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.flora.mangrove_mud import ground_height

_STEP_M = 0.05
_FEWEST_STEPS = 8


@dataclass(frozen=True)
class Snaking:
    """How a line snakes: the swing of its heading in degrees, the length of one swing."""

    swing_deg: float
    wave_m: float


def snaking_path(
    start: Floats, turn: float, reach: float, snaking: Snaking, mud_radius_m: float, rng: np.random.Generator
) -> Floats:
    """Walk from `start` with a heading that swings around `turn` until the reach is used up: (n, 3), on the ground."""
    phase = rng.uniform(0, 2 * np.pi)
    most = max(int(reach / _STEP_M * 1.6), _FEWEST_STEPS)
    way = np.arange(most) * _STEP_M
    calm = smoothstep(0.0, 0.35, way) * np.radians(snaking.swing_deg)
    wave = np.sin(2 * np.pi * way / (snaking.wave_m * rng.uniform(0.85, 1.2)) + phase)
    heading = turn + calm * (wave + 0.35 * np.sin(way * 7.1 + phase * 2)) + rng.normal(0, 0.12) * way
    steps = np.stack([np.cos(heading), np.zeros(most), np.sin(heading)], axis=1) * _STEP_M
    path = start + np.concatenate([np.zeros((1, 3)), np.cumsum(steps, axis=0)])[:-1]
    outwards = (path - start) @ floats([np.cos(turn), 0, np.sin(turn)])
    past = np.nonzero((outwards > reach) | (np.hypot(path[:, 0], path[:, 2]) > mud_radius_m * 0.9))[0]
    path = path[: max(int(past[0]), _FEWEST_STEPS)] if len(past) else path
    path[:, 1] = ground_height(path[:, 0], path[:, 2], mud_radius_m)
    return floats(path)
