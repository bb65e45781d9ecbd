"""Colour a spined fiddler crab: blue-black shell with pale marks, brownish-orange claw with pale fingers.

Places are in centimetres in the part's own axes; colours are sRGB from 0 to 1; heights are in pixels.
Source: species record of Tubuca paradussumieri, field `identification`.
"""

from dataclasses import replace

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.crab_marks import long_grooves, on_both_sides, orbit_band
from mangrove_ar.meshing.fauna.grains import grains
from mangrove_ar.meshing.fauna.ring_legged_fiddler_paint import RING_LEGGED_FIDDLER_COAT
from mangrove_ar.meshing.noise import space_noise

_BLUE_BLACK = (0.065, 0.075, 0.092)
_BLUE_GREY = (0.185, 0.215, 0.245)
_PALE = (0.55, 0.58, 0.565)
_DARK_BROWN = (0.15, 0.12, 0.105)
_ORANGE = (0.74, 0.41, 0.18)
_BROWN_ORANGE = (0.45, 0.235, 0.125)
_YELLOW = (0.93, 0.70, 0.38)
_IVORY = (0.985, 0.945, 0.865)
_PEARLS_PER_CM = 14.0


def _shell_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Cover the shell in blue-black, cloud it with blue-grey and strew few pale marks, more towards the back."""
    x, z = place[..., 0], place[..., 2]
    flat = place * np.array([1.0, 0.0, 1.0])
    sides = on_both_sides(place)
    cloud, grain = space_noise(sides, 2.1, 311, 4), space_noise(flat, 12.0, 312, 3)
    colour = mix(_BLUE_BLACK, _BLUE_GREY, smoothstep(0.36, 0.66, cloud + (grain - 0.5) * 0.3))
    spots = smoothstep(0.575, 0.72, space_noise(sides, 6.4, 313, 3) + 0.07 * smoothstep(0.2, -0.6, z))
    colour = mix(colour, _PALE, spots * 0.85)
    rim = smoothstep(0.035, 0.0, np.abs(z - 0.545 + 0.05 * np.abs(x))) * smoothstep(0.1, 0.2, np.abs(x))
    colour = mix(colour, (0.50, 0.56, 0.60), rim * 0.7)
    return colour * (0.86 + 0.28 * grain)[..., None] * (1 - 0.6 * _grooves(x, z))[..., None]


def _shell_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss fine grain and the deep groove between the regions."""
    return space_noise(place, 11.0, 314, 3) * 2.2 - 3.0 * _grooves(place[..., 0], place[..., 2])


def _face_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the wall: blue-grey cheeks under a pale edge, dark orbits, brownish sides, paler belly."""
    grain, cloud = space_noise(place, 9.0, 321, 3), space_noise(place, 3.0, 322, 3)
    front = smoothstep(0.30, 0.46, place[..., 2])
    cheek = mix((0.27, 0.30, 0.33), (0.50, 0.52, 0.52), smoothstep(0.40, 0.64, grain * 0.5 + cloud * 0.5))
    sides = mix(_BLUE_BLACK, (0.30, 0.30, 0.31), smoothstep(0.40, 0.62, cloud))
    colour = mix(sides, cheek, front)
    away = np.abs(place[..., 0])
    orbit = orbit_band(v) * front * smoothstep(0.06, 0.11, away)
    colour = mix(colour, (0.10, 0.085, 0.085), orbit * 0.9)
    crest = np.exp(-(((v - 0.25) / 0.02) ** 2)) * front
    colour = mix(colour, (0.60, 0.62, 0.61), crest * 0.75)
    colour = mix(colour, _BLUE_BLACK, smoothstep(0.04, 0.0, v) * 0.7)
    return mix(colour, (0.62, 0.60, 0.58), smoothstep(0.60, 0.72, v))


def _mouth_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a jaw plate: grey with a darker long groove."""
    colour = mix((0.62, 0.60, 0.57), (0.44, 0.42, 0.42), space_noise(place, 8.0, 331, 3))
    return floats(colour * (1 - 0.4 * np.exp(-(((u - 0.30) / 0.05) ** 2)))[..., None])


def _leg_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a leg: dark grey-brown with an ochre bloom, no rings."""
    cloud, grain = space_noise(place, 3.2, 341, 3), space_noise(place, 12.0, 342, 3)
    colour = mix(_DARK_BROWN, (0.36, 0.315, 0.28), smoothstep(0.32, 0.68, cloud * 0.6 + grain * 0.4))
    colour = mix(colour, (0.47, 0.38, 0.25), smoothstep(0.58, 0.70, space_noise(place, 6.0, 343, 2)) * 0.55)
    return mix(colour, (0.13, 0.10, 0.09), smoothstep(0.88, 1.0, v) * 0.7)


def _arm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an arm segment of the great claw: brownish orange, darker above."""
    grain, cloud = space_noise(place, 6.0, 351, 3), space_noise(place, 2.6, 352, 3)
    colour = mix(_BROWN_ORANGE, _ORANGE, smoothstep(0.35, 0.65, grain * 0.5 + cloud * 0.5))
    return mix(colour, (0.24, 0.19, 0.17), smoothstep(-0.02, 0.14, place[..., 1]) * 0.55)


def _palm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint palm and fixed finger: brownish orange with paler pearls; the finger turns yellow, then ivory."""
    x, y = place[..., 0], place[..., 1]
    cloud = space_noise(place, 2.5, 362, 3)
    colour = mix(_ORANGE, _BROWN_ORANGE, smoothstep(-0.25, 0.40, y) * 0.75 + (cloud - 0.5) * 0.6)
    colour = mix(colour, _YELLOW, _pearls(place) * 0.45)
    colour = mix(colour, _YELLOW, smoothstep(0.95, 1.45, x + (cloud - 0.5) * 0.4 - y * 0.25) * 0.9)
    return mix(colour, _IVORY, smoothstep(1.35, 2.1, x + (cloud - 0.5) * 0.5))


def _palm_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the pearls of the palm; the finger is smooth."""
    return _pearls(place) * 2.8 * smoothstep(1.55, 1.0, place[..., 0]) + space_noise(place, 10.0, 363, 2)


def _finger_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the moving finger: yellow at the hinge, then ivory."""
    cloud = space_noise(place, 3.0, 371, 3)
    colour = mix(_ORANGE, _YELLOW, smoothstep(-0.1, 0.25, place[..., 0] + (cloud - 0.5) * 0.4))
    return mix(colour, _IVORY, smoothstep(0.15, 0.85, place[..., 0] + (cloud - 0.5) * 0.5))


def _small_claw_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the feeding claw: dark grey-brown, orange towards the pale spoons."""
    colour = mix((0.24, 0.20, 0.18), (0.46, 0.38, 0.32), space_noise(place, 9.0, 381, 3))
    return mix(colour, (0.90, 0.62, 0.34), smoothstep(0.45, 0.9, v) * 0.75)


def _pearls(place: Floats) -> Floats:
    """Strew round grains over the palm: 0 between them, 1 on their tops."""
    return grains(place, _PEARLS_PER_CM, 361, 0.68)


def _grooves(x: Floats, z: Floats) -> Floats:
    long = long_grooves(x, z, 0.030, (0.45, 0.25))
    across = np.exp(-(((z + 0.16) / 0.03) ** 2)) * smoothstep(0.32, 0.2, np.abs(x))
    return np.maximum(long, across)


SPINED_FIDDLER_COAT = replace(
    RING_LEGGED_FIDDLER_COAT,
    shell=_shell_colour,
    shell_relief=_shell_relief,
    face=_face_colour,
    mouth=_mouth_colour,
    leg=_leg_colour,
    arm=_arm_colour,
    palm=_palm_colour,
    palm_relief=_palm_relief,
    finger=_finger_colour,
    small_claw=_small_claw_colour,
)
