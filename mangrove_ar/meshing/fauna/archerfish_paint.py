"""Colour a banded archerfish. Colours are sRGB from 0 to 1; heights are in pixels.

Source: species record of Toxotes jaculatrix, field `identification`; the pages named in the recipe.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.atlas import Paint
from mangrove_ar.meshing.fauna.fish_body import Body
from mangrove_ar.meshing.fauna.fish_marks import around, joints, line, ray_lines, scales, side_share
from mangrove_ar.meshing.noise import space_noise

_BACK = (0.40, 0.41, 0.25)
_SILVER = (0.80, 0.82, 0.80)
_BELLY = (0.95, 0.94, 0.91)
_BLACK = (0.035, 0.037, 0.042)
_YELLOW = (0.76, 0.70, 0.40)
_GOLD = (0.88, 0.66, 0.18)
_SCALE = 0.0155
# Each bar: its middle on the back, its half-width there, the t where its wedge ends, and how dark it is.
_BARS = (
    (0.118, 0.016, 0.60, 0.55),
    (0.222, 0.019, 0.50, 0.90),
    (0.375, 0.040, 0.40, 1.0),
    (0.548, 0.042, 0.38, 1.0),
    (0.672, 0.027, 0.36, 1.0),
    (0.772, 0.014, 0.30, 0.80),
)


def body_colour(body: Body, seed: int) -> Paint:
    """Paint silver flanks, an olive back, black wedges, the scales' edges, gill covers and mouth."""

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        s, t = body.way(u), side_share(v)
        broad, fine = space_noise(place, 8.0, seed, 3), space_noise(place, 40.0, seed + 1, 2)
        colour = mix(_BELLY, _SILVER, smoothstep(0.22, 0.50, t))
        colour = mix(colour, (0.66, 0.72, 0.73), smoothstep(0.45, 0.62, t) * (0.35 + 0.5 * broad))
        colour = mix(colour, _BACK, smoothstep(0.70, 0.94, t + (broad - 0.5) * 0.1) * 0.9)
        colour = mix(colour, (0.80, 0.74, 0.45), smoothstep(0.60, 0.74, t) * smoothstep(0.9, 0.76, t) * 0.4)
        tile = scales(s, around(body, v, s), _SCALE) * smoothstep(0.14, 0.20, s)
        colour = colour * (0.88 + 0.10 * fine + 0.09 * tile)[..., None]
        colour = mix(colour, _BLACK, _bars(s, t, broad, fine))
        side = np.interp(s, [0.24, 0.34, 0.45, 0.56, 0.80], [0.66, 0.73, 0.72, 0.62, 0.55])
        lateral = line(t - side, 0.010) * smoothstep(0.24, 0.27, s) * (0.5 + 0.5 * np.sin(s * 400))
        colour = mix(colour, (0.50, 0.50, 0.44), lateral * 0.5)
        for number, strength in ((1, 0.60), (2, 0.16)):
            fold = line(body.distance_to_fold(number, place), 0.007)
            colour = mix(colour, colour * 0.45, fold * strength)
        return mix(colour, (0.16, 0.12, 0.10), line(body.distance_to_fold(0, place), 0.0055) * 0.85)

    return paint


def body_relief(body: Body) -> Paint:
    """Emboss the scales, mouth and gill covers."""

    def relief(u: Floats, v: Floats, place: Floats) -> Floats:
        s = body.way(u)
        tile = scales(s, around(body, v, s), _SCALE) * smoothstep(0.13, 0.19, s)
        cut = sum(line(body.distance_to_fold(number, place), 0.007) for number in range(3))
        return floats(1.3 * tile - 1.8 * cut)

    return relief


def eye_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the large eye: black pupil, golden iris, darker above where the bar crosses."""
    grain = space_noise(place, 120.0, 41, 2)
    colour = mix(_GOLD, (0.60, 0.50, 0.24), smoothstep(0.35, 0.65, grain))
    above = smoothstep(0.72, 0.95, np.cos(2 * np.pi * u)) * 0.75
    colour = mix(colour, (0.14, 0.11, 0.06), above)
    colour = mix(colour, (0.96, 0.88, 0.55), smoothstep(0.142, 0.132, v) * 0.8)
    colour = mix(colour, (0.010, 0.011, 0.014), smoothstep(0.126, 0.116, v))
    return mix(colour, (0.13, 0.12, 0.10), smoothstep(0.235, 0.255, v))


def fin_colour(fin: str, rays: int, seed: int) -> Paint:
    """Paint a fin named spines, soft, anal, tail, pectoral or pelvic."""

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        grain = space_noise(place, 30.0, seed, 3)
        colour = _GROUNDS[fin](u, v, grain)
        lines = ray_lines(u, rays) * (1 - 0.3 * joints(v, 18) * smoothstep(0.25, 0.5, v))
        return mix(colour, colour * 0.66, lines * 0.7)

    return paint


def _bars(s: Floats, t: Floats, broad: Floats, fine: Floats) -> Floats:
    total = np.zeros_like(s)
    for middle, half, end, dark in _BARS:
        share = np.clip((t - end) / (1 - end), 0, 1)
        width = half * (0.25 + 0.95 * share**0.8) * smoothstep(0.0, 0.16, share)
        off = np.abs(s - middle - 0.030 * (1 - share) + (broad - 0.5) * 0.020 + (fine - 0.5) * 0.006)
        wedge = smoothstep(-0.003, 0.003, width - off) * smoothstep(0.0, 0.05, share)
        total = np.maximum(total, wedge * dark)
    return total


def _spines(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.72, 0.68, 0.40), (0.52, 0.50, 0.34), grain)
    return mix(colour, _BLACK, smoothstep(0.62, 0.45, v + (grain - 0.5) * 0.4) * smoothstep(0.25, 0.55, u))


def _soft(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.78, 0.73, 0.45), (0.66, 0.63, 0.40), grain)
    spot = smoothstep(0.34, 0.20, np.hypot((u - 0.30) * 0.8, v - 0.30) + (grain - 0.5) * 0.12)
    spot = np.maximum(spot, smoothstep(0.24, 0.12, np.hypot((u - 0.85) * 0.8, v - 0.2)))
    return mix(colour, _BLACK, np.maximum(spot, smoothstep(0.88, 0.96, v) * 0.8))


def _anal(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.84, 0.84, 0.78), (0.70, 0.70, 0.64), grain)
    return mix(colour, _BLACK, smoothstep(0.22, 0.50, v + (grain - 0.5) * 0.25) * 0.96)


def _tail(u: Floats, v: Floats, grain: Floats) -> Floats:
    return mix(mix((0.62, 0.60, 0.36), _YELLOW, smoothstep(0.05, 0.45, v)), (0.66, 0.60, 0.30), grain * 0.5)


def _clear(u: Floats, v: Floats, grain: Floats) -> Floats:
    return mix((0.70, 0.70, 0.58), (0.84, 0.82, 0.70), grain)


def _pelvic(u: Floats, v: Floats, grain: Floats) -> Floats:
    return mix((0.82, 0.81, 0.75), (0.20, 0.20, 0.20), smoothstep(0.35, 0.8, v) * 0.8)


_GROUNDS = {"spines": _spines, "soft": _soft, "anal": _anal, "tail": _tail, "pectoral": _clear, "pelvic": _pelvic}
