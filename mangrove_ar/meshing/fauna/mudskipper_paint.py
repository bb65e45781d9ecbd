"""Colour the skin of three mudskippers. Colours are sRGB from 0 to 1; heights are in pixels.

Source: species records, field `identification`; species pages of ecologyasia.com, wildsingapore.com, mudskipper.it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.atlas import Paint
from mangrove_ar.meshing.fauna.fish_body import Body
from mangrove_ar.meshing.fauna.fish_marks import around, line, side_share, specks
from mangrove_ar.meshing.noise import space_noise

Colour = tuple[float, float, float]
_MOUTH = (0.10, 0.065, 0.055)
_BLACK = (0.045, 0.040, 0.042)


@dataclass(frozen=True)
class Ground:
    """The colours under a mudskipper's marks, from the back down to the belly."""

    back: Colour
    flank: Colour
    belly: Colour


@dataclass(frozen=True)
class _Spot:
    """All that the painters of marks ask about a texel."""

    s: Floats
    t: Floats
    arc: Floats
    broad: Floats
    fine: Floats


_GROUNDS = {
    "schlosseri": Ground((0.29, 0.235, 0.175), (0.47, 0.385, 0.285), (0.83, 0.79, 0.70)),
    "boddarti": Ground((0.34, 0.30, 0.205), (0.50, 0.44, 0.33), (0.77, 0.76, 0.70)),
    "chrysospilos": Ground((0.43, 0.38, 0.31), (0.61, 0.56, 0.48), (0.88, 0.85, 0.79)),
}


def body_colour(kind: str, body: Body, seed: int) -> Paint:
    """Paint the whole body: the ground, the species' marks, then mouth and gill cover."""
    ground, marks = _GROUNDS[kind], _MARKS[kind]

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        s = body.way(u)
        spot = _Spot(
            s,
            side_share(v),
            around(body, v, s),
            space_noise(place, 9.0, seed, 3),
            space_noise(place, 60.0, seed + 1, 2),
        )
        low = smoothstep(0.20, 0.42, spot.t + (spot.broad - 0.5) * 0.12)
        high = smoothstep(0.50, 0.88, spot.t + (spot.broad - 0.5) * 0.35)
        colour = mix(mix(ground.belly, ground.flank, low), ground.back, high)
        colour = colour * (0.84 + 0.32 * spot.fine)[..., None]
        colour = marks(colour, spot, seed)
        cover = line(body.distance_to_fold(1, place), 0.009)
        mouth = line(body.distance_to_fold(0, place), 0.0052)
        return mix(mix(colour, colour * 0.45, cover * 0.8), _MOUTH, mouth * 0.92)

    return paint


def body_relief(body: Body, seed: int) -> Paint:
    """Emboss fine warty skin, smoother on the belly, with mouth and gill cover cut in."""

    def relief(u: Floats, v: Floats, place: Floats) -> Floats:
        grain = space_noise(place, 85.0, seed + 2, 2)
        cut = 2.6 * line(body.distance_to_fold(0, place), 0.006) + 1.6 * line(body.distance_to_fold(1, place), 0.007)
        return floats(2.4 * grain * (0.35 + 0.65 * smoothstep(0.1, 0.5, side_share(v))) - cut)

    return relief


def arm_colour(kind: str, seed: int) -> Paint:
    """Paint an arm: skin of the flank and the back, darker towards the wrist."""
    ground = _GROUNDS[kind]

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        grain = space_noise(place, 40.0, seed + 3, 3)
        colour = mix(ground.flank, ground.back, smoothstep(0.4, 0.7, grain)) * (0.85 + 0.35 * grain)[..., None]
        return mix(colour, colour * 0.7, smoothstep(0.55, 1.0, v) * 0.6)

    return paint


def eye_colour(kind: str) -> Paint:
    """Paint an eye: wide dark pupil, golden ring, brown speckled iris, then the skin that holds it."""
    iris: Colour = {"schlosseri": (0.40, 0.22, 0.09), "boddarti": (0.44, 0.29, 0.13)}.get(kind, (0.46, 0.27, 0.11))
    skin = floats(_GROUNDS[kind].back)

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        grain = space_noise(place, 170.0, 31, 2)
        across = 1 - 0.20 * np.abs(np.sin(2 * np.pi * u))  # The pupil is wider than high.
        off = v * across
        colour = mix(iris, (0.16, 0.09, 0.05), smoothstep(0.35, 0.65, grain))
        colour = mix(colour, (0.90, 0.68, 0.28), smoothstep(0.185, 0.165, off) * 0.9)
        colour = mix(colour, (0.012, 0.012, 0.016), smoothstep(0.158, 0.145, off))
        lid = skin * (0.75 + 0.5 * grain)[..., None]
        colour = mix(colour, (0.10, 0.07, 0.05), smoothstep(0.285, 0.315, v))
        return mix(colour, lid, smoothstep(0.325, 0.36, v))

    return paint


def _schlosseri(colour: Floats, spot: _Spot, seed: int) -> Floats:
    saddles = np.sin((spot.s + 0.10 * (1 - spot.t)) * 62 + (spot.broad - 0.5) * 3)
    colour = mix(colour, colour * 0.60, smoothstep(0.25, 0.8, saddles) * smoothstep(0.62, 0.85, spot.t) * 0.55)
    # The stripe: from the eye over the gill cover and the arm to the root of the tail.
    height = np.interp(spot.s, [0.08, 0.14, 0.22, 0.32, 0.50, 0.83], [0.74, 0.72, 0.70, 0.66, 0.60, 0.56])
    thick = np.interp(spot.s, [0.08, 0.12, 0.25, 0.55, 0.83], [0.045, 0.085, 0.105, 0.105, 0.075])
    off = np.abs(spot.t - height + (spot.broad - 0.5) * 0.11 + (spot.fine - 0.5) * 0.03)
    stripe = smoothstep(1.0, 0.55, off / thick) * smoothstep(0.085, 0.11, spot.s)
    colour = mix(colour, (0.62, 0.53, 0.40), smoothstep(2.4, 1.1, off / thick) * 0.30)
    colour = mix(colour, _BLACK, stripe * 0.94)
    head = smoothstep(0.245, 0.215, spot.s)
    dots = specks(spot.s, spot.arc, 0.0140, 0.80, seed) * head * smoothstep(0.17, 0.28, spot.t)
    dots = np.maximum(
        dots, specks(spot.s, spot.arc, 0.0165, 0.32, seed + 1) * (1 - head) * smoothstep(0.2, 0.3, spot.t)
    )
    return mix(colour, (0.74, 0.87, 0.93), dots * smoothstep(0.92, 0.78, spot.t) * 0.92)


def _boddarti(colour: Floats, spot: _Spot, seed: int) -> Floats:
    slant = spot.s + 0.13 * (spot.t - 0.5) + (spot.broad - 0.5) * 0.075
    bars = smoothstep(0.15, 0.75, np.sin(2 * np.pi * (slant - 0.235) / 0.092))
    bars = bars * smoothstep(0.22, 0.27, slant) * smoothstep(0.20, 0.40, spot.t) * smoothstep(1.05, 0.80, spot.t)
    bars = bars * smoothstep(0.30, 0.50, spot.broad + 0.25 * spot.fine)
    colour = mix(colour, (0.16, 0.125, 0.09), bars * 0.78)
    head = smoothstep(0.235, 0.215, spot.s)
    lane = spot.s * 0.94 + spot.arc * 0.34
    rows = specks(spot.arc * 0.94 - spot.s * 0.34, lane, 0.0150, 0.62, seed, 0.35) * (1 - head)
    cheek = specks(spot.s, spot.arc, 0.0130, 0.72, seed + 1, 0.35) * head
    dots = np.maximum(rows, cheek) * smoothstep(0.14, 0.26, spot.t) * smoothstep(1.0, 0.90, spot.t)
    rims = smoothstep(0.05, 0.6, dots)
    return mix(mix(colour, (0.05, 0.15, 0.34), rims * 0.55), (0.32, 0.76, 1.0), smoothstep(0.35, 0.9, dots))


def _chrysospilos(colour: Floats, spot: _Spot, seed: int) -> Floats:
    saddles = np.sin((spot.s + 0.08 * (1 - spot.t)) * 66 + (spot.broad - 0.5) * 4)
    colour = mix(colour, (0.20, 0.17, 0.14), smoothstep(0.2, 0.8, saddles) * smoothstep(0.48, 0.72, spot.t) * 0.50)
    colour = mix(colour, (0.18, 0.155, 0.13), smoothstep(0.60, 0.72, spot.broad) * smoothstep(0.4, 0.6, spot.t) * 0.5)
    head = smoothstep(0.25, 0.22, spot.s)
    dots = specks(spot.s, spot.arc, 0.0265, 0.80, seed, 0.35) * (1 - head)
    dots = np.maximum(dots, specks(spot.s, spot.arc, 0.0205, 0.80, seed + 1, 0.35) * head)
    dots = dots * smoothstep(0.12, 0.24, spot.t) * smoothstep(0.97, 0.82, spot.t)
    colour = mix(colour, (0.60, 0.28, 0.06), smoothstep(0.02, 0.4, dots) * 0.6)
    return mix(colour, (1.0, 0.60, 0.08), smoothstep(0.3, 0.8, dots) * 0.97)


_MARKS: dict[str, Callable[[Floats, _Spot, int], Floats]] = {
    "schlosseri": _schlosseri,
    "boddarti": _boddarti,
    "chrysospilos": _chrysospilos,
}
