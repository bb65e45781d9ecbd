"""Colour a Thai vinegar crab: dark purplish-brown shell with rows of hairs, purplish-red claws with pale tips.

Places are in half-widths of the shell, in the part's own axes; colours are sRGB; heights are in pixels.
Source: species record of Episesarma mederi, field `identification`.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.crab_marks import long_grooves, on_both_sides, orbit_band
from mangrove_ar.meshing.fauna.grains import grains
from mangrove_ar.meshing.noise import space_noise

_DARK = (0.105, 0.070, 0.085)
_PLUM_BROWN = (0.255, 0.165, 0.165)
_OLIVE_BROWN = (0.375, 0.300, 0.225)
_PURPLE = (0.34, 0.085, 0.155)
_PURPLE_RED = (0.56, 0.115, 0.165)
_ORANGE = (0.86, 0.47, 0.27)
_CREAM = (0.93, 0.86, 0.78)


def _shell_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Cloud the shell in plum and brown; dark groove, paler flecks in short level rows where hairs stand."""
    x, z = place[..., 0], place[..., 2]
    sides = on_both_sides(place)
    cloud, grain = space_noise(sides, 1.9, 411, 4), space_noise(place, 14.0, 412, 3)
    colour = mix(_DARK, _PLUM_BROWN, smoothstep(0.30, 0.62, cloud * 0.75 + grain * 0.25))
    colour = mix(colour, _OLIVE_BROWN, smoothstep(0.48, 0.74, space_noise(sides, 3.4, 413, 4)) * 0.55)
    colour = mix(colour, (0.44, 0.36, 0.29), _tufts(sides) * 0.40)
    return colour * (1 - 0.6 * _grooves(x, z))[..., None]


def _shell_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss grain, the rows of hairs and the deep grooves between the regions."""
    x, z = place[..., 0], place[..., 2]
    sides = on_both_sides(place)
    striae = np.sin((z + 0.25 * np.abs(x)) * 62) * smoothstep(0.62, 0.86, np.abs(x)) * smoothstep(0.3, -0.1, z)
    return space_noise(place, 12.0, 414, 3) * 3.0 + 2.6 * _tufts(sides) - 4.0 * _grooves(x, z) + 0.8 * striae


def _face_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the wall: a net of fine grains on purplish brown cheeks, dark orbits, a paler belly."""
    grain, cloud = space_noise(place, 16.0, 421, 2), space_noise(place, 3.0, 422, 3)
    front = smoothstep(0.40, 0.56, place[..., 2])
    colour = mix(_DARK, _PLUM_BROWN, smoothstep(0.34, 0.62, cloud))
    cheek = mix((0.27, 0.165, 0.17), (0.50, 0.38, 0.33), smoothstep(0.44, 0.62, grain))
    colour = mix(colour, cheek, front * smoothstep(0.16, 0.24, v) * 0.9)
    away = np.abs(place[..., 0])
    orbit = orbit_band(v) * front * smoothstep(0.56, 0.62, away)
    colour = mix(colour, (0.07, 0.05, 0.05), orbit * 0.9)
    return mix(colour, (0.55, 0.46, 0.40), smoothstep(0.60, 0.74, v))


def _face_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the net of grains."""
    return space_noise(place, 16.0, 421, 2) * 3.4


def _mouth_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a jaw plate: brown with a pale slanting crest of hairs."""
    colour = mix((0.30, 0.21, 0.19), (0.47, 0.36, 0.31), space_noise(place, 8.0, 431, 3))
    return mix(colour, (0.66, 0.56, 0.46), np.exp(-(((u - 0.28 - 0.1 * v) / 0.04) ** 2)) * 0.7)


def _eye_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an eye: brown stalk, dark ball with a green-grey glint."""
    stalk = mix((0.30, 0.22, 0.19), (0.48, 0.38, 0.31), space_noise(place, 12.0, 441, 3))
    ball = mix((0.035, 0.030, 0.030), (0.14, 0.15, 0.12), space_noise(place, 20.0, 442, 2) * 0.5)
    return mix(stalk, ball, smoothstep(0.53, 0.58, v))


def _leg_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a leg: plum brown thighs with olive clouds, darker to the tip."""
    cloud, grain = space_noise(place, 3.2, 451, 3), space_noise(place, 13.0, 452, 3)
    colour = mix(_DARK, _PLUM_BROWN, smoothstep(0.30, 0.60, cloud * 0.6 + grain * 0.4))
    colour = mix(colour, (0.42, 0.33, 0.26), smoothstep(0.52, 0.66, space_noise(place, 4.5, 453, 3)) * 0.65)
    joints = np.exp(-(((v - 0.39) / 0.018) ** 2)) + np.exp(-(((v - 0.54) / 0.016) ** 2))
    colour = mix(colour, (0.52, 0.30, 0.26), np.clip(joints, 0, 1) * 0.7)
    return mix(colour, (0.10, 0.075, 0.07), smoothstep(0.80, 0.98, v) * 0.7)


def _leg_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a rough grain, in cross rows on the thigh."""
    rows = np.sin(v * 170 + 3 * space_noise(place, 5.0, 454, 2)) * smoothstep(0.40, 0.30, v)
    return space_noise(place, 15.0, 455, 3) * 2.4 + 0.3 * rows


def _arm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an arm segment: purple above, redder below."""
    grain = space_noise(place, 9.0, 461, 3)
    colour = mix((0.23, 0.075, 0.11), _PURPLE, grain)
    return mix(colour, _PURPLE_RED, smoothstep(0.08, -0.15, place[..., 1]) * 0.7)


def _palm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint palm and fixed finger: purple-red with grains, orange before the pale tip."""
    x, y = place[..., 0], place[..., 1]
    cloud = space_noise(place, 3.0, 472, 3)
    colour = mix(_PURPLE_RED, _PURPLE, smoothstep(-0.12, 0.30, y + (cloud - 0.5) * 0.5))
    colour = mix(colour, (0.76, 0.30, 0.27), _grains(place) * 0.50)
    colour = mix(colour, _ORANGE, smoothstep(0.72, 1.08, x + (cloud - 0.5) * 0.3) * 0.85)
    return mix(colour, _CREAM, smoothstep(1.02, 1.32, x + (cloud - 0.5) * 0.2))


def _palm_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the grains of the palm."""
    return _grains(place) * 2.8 * smoothstep(0.95, 0.6, place[..., 0]) + space_noise(place, 9.0, 473, 2)


def _finger_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the moving finger: purple-red hinge, orange, pale tip; a row of tubercles on its back."""
    x, cloud = place[..., 0], space_noise(place, 3.0, 481, 3)
    colour = mix(_PURPLE_RED, _ORANGE, smoothstep(0.05, 0.42, x + (cloud - 0.5) * 0.3))
    colour = mix(colour, _CREAM, smoothstep(0.42, 0.80, x + (cloud - 0.5) * 0.2))
    return mix(colour, (0.50, 0.16, 0.16), _tubercles(u, v) * 0.6)


def _finger_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the row of tubercles that the crab sings with."""
    return _tubercles(u, v) * 3.5 + space_noise(place, 9.0, 483, 2)


def _tubercles(u: Floats, v: Floats) -> Floats:
    bumps = smoothstep(-0.2, 0.8, np.sin(v * 2 * np.pi * 26))
    return floats(np.exp(-(((u - 0.5) / 0.035) ** 2)) * bumps * smoothstep(0.92, 0.8, v) * smoothstep(0.12, 0.25, v))


def _grains(place: Floats) -> Floats:
    return grains(place, 13.0, 471, 0.7)


def _tufts(flat: Floats) -> Floats:
    """Place short level dashes, as the hairs of the shell stand."""
    return grains(flat * np.array([1.0, 1.0, 2.6]), 10.0, 415, 0.62)


def _grooves(x: Floats, z: Floats) -> Floats:
    """Draw the H of the carapace and the cleft between the lobes behind the front."""
    long = long_grooves(x, z, 0.034, (0.45, 0.25))
    across = np.exp(-(((z + 0.12) / 0.034) ** 2)) * smoothstep(0.32, 0.2, np.abs(x))
    cleft = np.exp(-((x / 0.022) ** 2)) * smoothstep(0.36, 0.5, z)
    side = np.exp(-(((z - 0.22 - 0.5 * (np.abs(x) - 0.6)) / 0.03) ** 2)) * smoothstep(0.40, 0.5, np.abs(x)) * 0.6
    return np.maximum(np.maximum(long, across), np.maximum(cleft, side * smoothstep(0.95, 0.85, np.abs(x))))


VINEGAR_CRAB_COAT = Coat(
    shell=_shell_colour,
    shell_relief=_shell_relief,
    face=_face_colour,
    face_relief=_face_relief,
    mouth=_mouth_colour,
    eye=_eye_colour,
    leg=_leg_colour,
    leg_relief=_leg_relief,
    arm=_arm_colour,
    palm=_palm_colour,
    palm_relief=_palm_relief,
    finger=_finger_colour,
    finger_relief=_finger_relief,
    small_claw=_arm_colour,
)
