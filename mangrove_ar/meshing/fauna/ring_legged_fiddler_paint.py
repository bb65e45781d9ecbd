"""Colour a ring-legged fiddler crab: marbled black and blue-white shell, ringed legs, orange claw.

Places are in centimetres in the part's own axes; colours are sRGB from 0 to 1; heights are in pixels.
Source: species record of Austruca annulipes, field `identification`.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.crab_marks import long_grooves, orbit_band
from mangrove_ar.meshing.noise import space_noise

_BLACK = (0.045, 0.045, 0.055)
_BROWN = (0.17, 0.125, 0.10)
_BLUE_WHITE = (0.62, 0.80, 0.87)
_WHITE = (0.94, 0.95, 0.93)
_CREAM = (0.86, 0.80, 0.70)
_ORANGE = (0.93, 0.40, 0.15)
_RED = (0.78, 0.20, 0.10)
_PINK = (0.97, 0.72, 0.58)
_IVORY = (0.98, 0.94, 0.88)


def _shell_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Marble the top of the carapace: pale bands run across, broken and wavy, on near black."""
    x, z = place[..., 0], place[..., 2]
    flat = place * np.array([1.0, 0.0, 1.0])
    warp, grain = space_noise(flat, 2.3, 11, 3), space_noise(flat, 9.0, 12, 3)
    ground = mix(_BLACK, _BROWN, smoothstep(0.45, 0.75, grain) * 0.5)
    bands = np.sin(z * 15.0 + np.abs(x) * 2.2 + (warp - 0.5) * 15.0 + 0.6)
    gaps = smoothstep(0.30, 0.46, space_noise(flat, 3.2, 13, 3))
    pale = smoothstep(-0.05, 0.40, bands + (grain - 0.5) * 1.3) * gaps
    colour = mix(ground, _BLUE_WHITE, pale * 0.95)
    colour = mix(colour, _WHITE, smoothstep(0.70, 1.0, pale) * smoothstep(0.48, 0.62, grain) * 0.8)
    return colour * (1 - 0.55 * _grooves(x, z))[..., None]


def _shell_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss fine grain and the H-shaped groove between the regions of the carapace."""
    grain = space_noise(place, 9.0, 14, 3)
    return grain * 1.6 - 2.2 * _grooves(place[..., 0], place[..., 2])


def _face_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the wall below the margin: pale rim, dark orbit, cream cheeks speckled with grey."""
    grain = space_noise(place, 7.0, 21, 3)
    cheek = mix(_CREAM, (0.55, 0.53, 0.52), smoothstep(0.52, 0.66, grain) * 0.7)
    sides = mix((0.12, 0.11, 0.12), _BLUE_WHITE, smoothstep(0.50, 0.62, space_noise(place, 4.2, 22, 3)) * 0.9)
    front = smoothstep(0.30, 0.46, place[..., 2])
    colour = mix(sides, cheek, front)
    orbit = orbit_band(v) * front * smoothstep(0.14, 0.20, np.abs(place[..., 0]))
    colour = mix(colour, (0.16, 0.13, 0.12), orbit * 0.9)
    rim = smoothstep(0.05, 0.0, v)
    colour = mix(colour, mix(_BLACK, _BLUE_WHITE, smoothstep(0.4, 0.6, grain)), rim * (1 - 0.3 * front))
    return mix(colour, (0.80, 0.76, 0.70), smoothstep(0.60, 0.72, v))


def _face_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss fine grain."""
    return space_noise(place, 14.0, 23, 3) * 2.4


def _mouth_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a jaw plate: cream with a darker long groove."""
    colour = mix(_CREAM, (0.66, 0.60, 0.52), space_noise(place, 8.0, 31, 3) * 0.8)
    return floats(colour * (1 - 0.35 * np.exp(-(((u - 0.30) / 0.05) ** 2)))[..., None])


def _leg_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Ring a leg: dark brown bands between pale ones, irregular, paler below."""
    warp, grain = space_noise(place, 3.4, 41, 3), space_noise(place, 10.0, 42, 3)
    ground = mix((0.20, 0.145, 0.115), (0.42, 0.32, 0.24), grain)
    rings = np.sin(v * 2 * np.pi * 7.5 + (warp - 0.5) * 5.0)
    pale = mix((0.60, 0.53, 0.44), (0.84, 0.82, 0.77), smoothstep(0.40, 0.60, warp))
    colour = mix(ground, pale, smoothstep(0.15, 0.60, rings + (grain - 0.5) * 1.8) * 0.85)
    colour = mix(colour, (0.33, 0.25, 0.19), smoothstep(0.53, 0.62, space_noise(place, 18.0, 44, 2)) * 0.45)
    return mix(colour, (0.90, 0.70, 0.48), smoothstep(0.88, 1.0, v) * 0.8)


def _leg_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a fine grain."""
    return space_noise(place, 15.0, 43, 3) * 2.0


def _arm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an arm segment of the great claw: dark red-brown with orange."""
    grain = space_noise(place, 5.0, 51, 3)
    spots = smoothstep(0.48, 0.60, space_noise(place, 4.0, 52, 3))
    return mix(mix((0.62, 0.22, 0.12), (0.84, 0.40, 0.18), grain), (0.30, 0.19, 0.15), spots * 0.75)


def _palm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint palm and fixed finger: red-orange with pale grains, fading to ivory along the finger."""
    x, y = place[..., 0], place[..., 1]
    grain, blotch = space_noise(place, 17.0, 61, 2), space_noise(place, 2.5, 62, 3)
    colour = mix(_ORANGE, _RED, smoothstep(0.25, -0.45, y) * 0.55 + (blotch - 0.5) * 0.5)
    colour = mix(colour, _PINK, smoothstep(0.56, 0.70, grain) * 0.65)
    colour = mix(colour, _PINK, smoothstep(0.55, 1.05, x + (blotch - 0.5) * 0.5) * smoothstep(-0.45, 0.1, y) * 0.7)
    finger = smoothstep(1.05, 1.65, x + (blotch - 0.5) * 0.6)
    return mix(colour, _IVORY, finger)


def _palm_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the grains of the palm; the finger is smoother."""
    grain = smoothstep(0.50, 0.70, space_noise(place, 17.0, 61, 2))
    return grain * 2.6 * smoothstep(1.5, 0.9, place[..., 0]) + space_noise(place, 9.0, 63, 2)


def _finger_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the moving finger: pink base, ivory blade."""
    blotch = space_noise(place, 3.0, 71, 3)
    return mix(
        mix(_ORANGE, _PINK, 0.45 + blotch * 0.3),
        _IVORY,
        smoothstep(0.05, 0.55, place[..., 0] + (blotch - 0.5) * 0.5),
    )


def _finger_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a faint grain."""
    return space_noise(place, 10.0, 73, 3) * 1.6


def _small_claw_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the feeding claw: brown-grey with pale spots, pale spoon-shaped tips."""
    grain = space_noise(place, 9.0, 81, 3)
    return mix(mix((0.42, 0.30, 0.22), _CREAM, smoothstep(0.45, 0.65, grain)), _PINK, smoothstep(0.45, 0.9, v) * 0.7)


def _stalk_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an eye: olive stalk, dark ball with a brown foot."""
    stalk = mix((0.52, 0.50, 0.33), (0.74, 0.72, 0.55), space_noise(place, 12.0, 91, 3))
    return mix(stalk, (0.03, 0.027, 0.03), smoothstep(0.765, 0.80, v))


def _grooves(x: Floats, z: Floats) -> Floats:
    """Draw the H of the carapace: two long grooves and one across, each 0 to 1."""
    long = long_grooves(x, z, 0.028, (0.42, 0.25))
    across = np.exp(-(((z + 0.10) / 0.03) ** 2)) * smoothstep(0.30, 0.2, np.abs(x))
    return np.maximum(long, across)


RING_LEGGED_FIDDLER_COAT = Coat(
    shell=_shell_colour,
    shell_relief=_shell_relief,
    face=_face_colour,
    face_relief=_face_relief,
    mouth=_mouth_colour,
    eye=_stalk_colour,
    leg=_leg_colour,
    leg_relief=_leg_relief,
    arm=_arm_colour,
    palm=_palm_colour,
    palm_relief=_palm_relief,
    finger=_finger_colour,
    finger_relief=_finger_relief,
    small_claw=_small_claw_colour,
)
