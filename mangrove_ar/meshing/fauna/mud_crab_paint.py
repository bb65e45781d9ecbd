"""Colour an orange mud crab: brown-green shell, claws brownish orange with a reddish lower side, plain legs.

Places are in half-widths of the shell, in the part's own axes; colours are sRGB; heights are in pixels.
Source: species record of Scylla olivacea, field `identification`.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.crab_coat import Coat
from mangrove_ar.meshing.fauna.crab_marks import long_grooves, on_both_sides, orbit_band
from mangrove_ar.meshing.fauna.grains import grains
from mangrove_ar.meshing.noise import space_noise

_DARK_OLIVE = (0.155, 0.150, 0.080)
_OLIVE = (0.315, 0.290, 0.130)
_BROWN = (0.400, 0.265, 0.120)
_ORANGE = (0.800, 0.400, 0.130)
_RED = (0.720, 0.215, 0.085)
_CREAM = (0.88, 0.76, 0.56)
_BLACK_BROWN = (0.10, 0.075, 0.055)


def _shell_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Cloud the shell in olive and brown, browner to the edge; orange teeth, paler grains."""
    x, z = place[..., 0], place[..., 2]
    sides = on_both_sides(place)
    cloud, grain = space_noise(sides, 2.0, 611, 4), space_noise(place, 16.0, 612, 3)
    colour = mix(_DARK_OLIVE, _OLIVE, smoothstep(0.28, 0.66, cloud * 0.8 + grain * 0.2))
    colour = mix(colour, _BROWN, smoothstep(0.45, 0.72, space_noise(sides, 2.7, 613, 3)) * 0.65)
    edge = smoothstep(0.13, 0.065, place[..., 1]) * smoothstep(0.30, 0.5, np.abs(x) + 0.5 * np.abs(z))
    colour = mix(colour, (0.60, 0.34, 0.13), edge * 0.75 * smoothstep(-0.3, 0.1, z))
    colour = mix(colour, (0.43, 0.37, 0.20), grains(sides, 17.0, 614, 0.55) * 0.35)
    return colour * (1 - 0.34 * _grooves(x, z))[..., None]


def _shell_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a smooth shell: faint grain and the groove."""
    return space_noise(place, 9.0, 615, 3) * 1.6 - 1.6 * _grooves(place[..., 0], place[..., 2])


def _face_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the wall: orange under the teeth, olive-brown cheeks, dark orbits, cream belly."""
    grain, cloud = space_noise(place, 12.0, 621, 3), space_noise(place, 3.0, 622, 3)
    colour = mix(_BROWN, _ORANGE, smoothstep(0.35, 0.65, cloud * 0.6 + grain * 0.4))
    colour = mix(colour, _OLIVE, smoothstep(0.06, 0.0, v) * 0.7)
    front, away = smoothstep(0.38, 0.48, place[..., 2]), np.abs(place[..., 0])
    orbit = orbit_band(v) * front
    orbit = orbit * smoothstep(0.31, 0.35, away) * smoothstep(0.56, 0.53, away)
    colour = mix(colour, _BLACK_BROWN, orbit * 0.9)
    return mix(colour, _CREAM, smoothstep(0.40, 0.62, v + (cloud - 0.5) * 0.2))


def _face_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss fine grain."""
    return space_noise(place, 14.0, 623, 3) * 2.4


def _mouth_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a jaw plate: cream and brown with a groove."""
    colour = mix(_CREAM, (0.62, 0.42, 0.22), space_noise(place, 7.0, 631, 3))
    return floats(colour * (1 - 0.35 * np.exp(-(((u - 0.30) / 0.05) ** 2)))[..., None])


def _eye_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an eye: orange-brown stalk, dark ball."""
    stalk = mix((0.50, 0.30, 0.13), (0.68, 0.46, 0.22), space_noise(place, 14.0, 641, 3))
    return mix(stalk, (0.035, 0.030, 0.030), smoothstep(0.57, 0.62, v))


def _leg_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a leg plainly, without any net: olive brown above, orange below and at the joints, dark tip."""
    cloud, grain = space_noise(place, 3.0, 651, 3), space_noise(place, 13.0, 652, 3)
    colour = mix(_OLIVE, _BROWN, smoothstep(0.32, 0.68, cloud * 0.6 + grain * 0.4))
    below = smoothstep(0.20, 0.05, np.minimum(u, 1 - u))
    colour = mix(colour, _ORANGE, below * 0.65)
    joints = np.exp(-(((v - 0.40) / 0.020) ** 2)) + np.exp(-(((v - 0.545) / 0.018) ** 2))
    colour = mix(colour, (0.84, 0.50, 0.22), np.clip(joints, 0, 1) * 0.7)
    return mix(colour, (0.25, 0.13, 0.07), smoothstep(0.86, 1.0, v) * 0.8)


def _leg_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a fine grain."""
    return space_noise(place, 13.0, 653, 3) * 1.8


def paddle_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a paddle plainly: olive brown, an orange rim of hairs, a long rib."""
    cloud = space_noise(place, 3.4, 661, 3)
    colour = mix(_OLIVE, (0.52, 0.34, 0.14), smoothstep(0.30, 0.70, cloud))
    rim = np.exp(-(((np.mod(u, 0.5) - 0.25) / 0.055) ** 2)) * smoothstep(0.05, 0.15, v)
    colour = mix(colour, (0.83, 0.52, 0.23), rim * 0.75)
    rib = np.exp(-(((np.mod(u + 0.25, 0.5) - 0.25) / 0.03) ** 2)) * smoothstep(0.45, 0.5, v) * smoothstep(0.98, 0.85, v)
    colour = mix(colour, (0.24, 0.17, 0.08), rib * 0.55)
    return mix(colour, (0.84, 0.50, 0.22), np.exp(-(((v - 0.405) / 0.022) ** 2)) * 0.7)


def _arm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint an arm segment: olive brown above, orange to red below."""
    cloud = space_noise(place, 4.0, 671, 3)
    colour = mix(_BROWN, (0.56, 0.36, 0.14), cloud)
    return mix(colour, _RED, smoothstep(0.08, -0.16, place[..., 1] + (cloud - 0.5) * 0.15) * 0.85)


def _palm_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint palm and fixed finger: olive above, brownish orange at the sides, red below, dark tip."""
    x, y = place[..., 0], place[..., 1]
    cloud, grain = space_noise(place, 2.6, 681, 4), space_noise(place, 14.0, 682, 2)
    uneven = (cloud - 0.5) * 0.45
    colour = mix((0.64, 0.345, 0.130), (0.43, 0.30, 0.125), smoothstep(-0.10, 0.26, y + uneven))
    colour = mix(colour, (0.255, 0.245, 0.11), smoothstep(0.12, 0.36, y + uneven) * 0.85)
    colour = mix(colour, _RED, smoothstep(-0.02, -0.34, y + uneven) * 0.9)
    colour = mix(colour, (0.74, 0.46, 0.20), grains(place, 14.0, 683, 0.5) * 0.28)
    colour = colour * (0.90 + 0.2 * grain)[..., None]
    return _tipped(colour, x, y, (1.02, 1.35), (1.62, 1.80))


def _palm_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a smooth palm with a few low grains."""
    return grains(place, 14.0, 683, 0.5) * 0.9 + space_noise(place, 9.0, 684, 3) * 1.4


def _finger_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the moving finger: brownish orange, pale gape, dark tip."""
    x, y, cloud = place[..., 0], place[..., 1], space_noise(place, 3.0, 691, 3)
    colour = mix((0.38, 0.28, 0.12), (0.64, 0.33, 0.13), smoothstep(0.30, 0.70, cloud))
    gape = np.exp(-((np.minimum(u, 1 - u) / 0.10) ** 2)) * smoothstep(0.15, 0.25, v)
    colour = mix(colour, _CREAM, gape * 0.85)
    return _tipped(colour, x, y, (2.0, 3.0), (0.80, 1.0))


def _tipped(colour: Floats, x: Floats, y: Floats, pale: tuple[float, float], dark: tuple[float, float]) -> Floats:
    """Whiten the teeth along the gape and darken the tip of a finger."""
    gape = smoothstep(*pale, x) * smoothstep(-0.26, -0.14, y)
    return mix(mix(colour, _CREAM, gape * 0.8), (0.26, 0.13, 0.08), smoothstep(*dark, x) * 0.85)


def _grooves(x: Floats, z: Floats) -> Floats:
    """Draw the H of the carapace and the arc in front of the gills."""
    long = long_grooves(x, z, 0.042, (0.30, 0.02))
    across = np.exp(-(((z + 0.11 + 0.25 * x * x) / 0.034) ** 2)) * smoothstep(0.32, 0.2, np.abs(x))
    arc = np.exp(-(((z - 0.02 - 0.10 * np.sin((np.abs(x) - 0.35) * 5)) / 0.022) ** 2)) * 0.45
    arc = arc * smoothstep(0.36, 0.45, np.abs(x)) * smoothstep(0.90, 0.75, np.abs(x))
    return np.maximum(np.maximum(long, across) * 0.9, arc)


MUD_CRAB_COAT = Coat(
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
    finger_relief=_leg_relief,
    small_claw=_arm_colour,
)
