"""Colour a mangrove horseshoe crab: olive brown, smooth, with a paler brim and a dark tail.

Places are in half-widths of the shell, in the part's own axes; colours are sRGB; heights are in pixels.
Source: species record of Carcinoscorpius rotundicauda, field `identification`.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.grains import grains
from mangrove_ar.meshing.fauna.horseshoe_shapes import SPINES
from mangrove_ar.meshing.noise import space_noise

_DARK = (0.140, 0.118, 0.075)
_OLIVE = (0.285, 0.255, 0.145)
_BROWN = (0.290, 0.195, 0.110)
_BRIM = (0.415, 0.360, 0.220)
_TAN = (0.560, 0.440, 0.260)
_BLACK = (0.045, 0.040, 0.035)


def front_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the front plate: olive clouds, darker on the bowl, a pale brim, dark ridges and two small eyes in front."""
    x, y, z = place[..., 0], place[..., 1], place[..., 2]
    colour = _clouded(place)
    colour = mix(colour, _BRIM, smoothstep(0.20, 0.06, y) * 0.70)
    colour = mix(colour, _DARK, np.exp(-((x / 0.03) ** 2)) * smoothstep(0.95, 0.7, z) * 0.55)
    furrow = np.exp(-(((np.abs(x) - 0.21 + 0.10 * z) / 0.05) ** 2)) * smoothstep(0.85, 0.5, z)
    colour = mix(colour, _DARK, furrow * 0.45)
    simple_eyes = np.exp(-(((np.abs(x) - 0.035) / 0.010) ** 2) - ((z - 0.89) / 0.012) ** 2)
    return mix(colour, _BLACK, np.clip(simple_eyes * 1.6, 0, 1))


def hind_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the hind plate: as the front, with dark pits in two rows and a tan edge."""
    x, y, z = place[..., 0], place[..., 1], place[..., 2]
    colour = mix(_clouded(place + 3.0), _TAN, smoothstep(0.13, 0.05, y) * 0.55)
    pits = np.zeros_like(x)
    for pit in range(SPINES):
        at_z = -0.06 - 0.085 * pit
        pits += np.exp(-(((np.abs(x) - 0.20 + 0.012 * pit) / 0.024) ** 2) - ((z - at_z) / 0.020) ** 2)
    colour = mix(colour, _BLACK, np.clip(pits, 0, 1) * 0.75)
    return mix(colour, _DARK, np.exp(-((x / 0.03) ** 2)) * 0.5)


def plate_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a smooth shell with fine grains and shallow dents."""
    return space_noise(place, 6.0, 715, 3) * 1.8 + grains(place, 34.0, 716, 0.4) * 0.22


def spine_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a movable spine: tan root, red-brown tip."""
    return mix(_TAN, (0.30, 0.16, 0.08), smoothstep(0.1, 0.9, v))


def tail_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the tail: olive brown, plain and smooth, darker to the tip."""
    cloud = space_noise(place, 3.0, 731, 3)
    colour = mix((0.27, 0.225, 0.125), (0.40, 0.335, 0.19), cloud)
    return mix(colour, (0.17, 0.115, 0.065), smoothstep(0.25, 1.0, v) * 0.8)


def tail_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss next to nothing: the tail has neither ridge nor spines."""
    return space_noise(place, 5.0, 732, 2) * 0.8


def eye_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint a compound eye: dark grey facets with a brown rim."""
    facets = grains(place, 95.0, 741, 0.6)
    rim = smoothstep(0.26, 0.05, np.minimum(u, 1 - u) * 2)
    return mix(mix(_BLACK, (0.20, 0.19, 0.17), facets), _BROWN, floats(rim) * 0.8)


def _clouded(place: Floats) -> Floats:
    sides = np.abs(place * np.array([1.0, 0.0, 0.0])) + place * np.array([0.0, 1.0, 1.0])
    cloud, grain = space_noise(sides, 1.7, 711, 4), space_noise(place, 15.0, 712, 3)
    colour = mix(_DARK, _OLIVE, smoothstep(0.22, 0.62, cloud * 0.8 + grain * 0.2))
    colour = mix(colour, _BROWN, smoothstep(0.46, 0.70, space_noise(sides, 2.4, 713, 3)) * 0.65)
    scuffs = smoothstep(0.60, 0.72, space_noise(place * np.array([2.0, 1.0, 0.7]), 9.0, 714, 2))
    return mix(colour, _BRIM, scuffs * 0.22)
