"""Colour a collared kingfisher: turquoise above, white collar and underparts, black bill and eye stripe.

Places are in centimetres as in `kingfisher_body`; colours are sRGB from 0 to 1; heights are in pixels.
Source: species record of Todiramphus chloris, field `identification`; the eye stripe, the pale base of the bill and
the white spot before the eye are not in it.
"""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.fauna.feathers import scallops
from mangrove_ar.meshing.noise import space_noise

_CROWN = (0.06, 0.46, 0.56)
MANTLE = (0.06, 0.47, 0.57)
_RUMP = (0.12, 0.62, 0.74)
WING = (0.035, 0.44, 0.66)
WING_DARK = (0.06, 0.19, 0.30)
WING_TIP = (0.04, 0.16, 0.26)
COVERT = (0.05, 0.48, 0.64)
_WHITE = (0.95, 0.945, 0.92)
_BUFF = (0.93, 0.85, 0.73)
_BLACK = (0.035, 0.045, 0.055)
_HORN = (0.055, 0.052, 0.055)
_PALE_HORN = (0.86, 0.72, 0.64)
_FOOT = (0.25, 0.205, 0.195)
_FEATHERS_AROUND, _FEATHER_ROWS = 34, 64


def body_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint trunk and head: cap, eye stripe, collar, back, white below, with an edge to each feather."""
    edges, own = scallops(u, v, _FEATHERS_AROUND, _FEATHER_ROWS)
    ragged = _ragged(place, own)
    x, y, z = np.abs(ragged[..., 0]), ragged[..., 1], ragged[..., 2]
    shade = (0.86 + 0.28 * own)[..., None]
    back = _back(x, y, z)
    colour = mix(_WHITE, mix(_RUMP, MANTLE, smoothstep(1.5, 3.9, y)) * shade, back)
    colour = mix(colour, _BUFF, smoothstep(4.2, 1.6, y) * (1 - back) * 0.45)
    cap = smoothstep(-0.07, 0.07, y - 9.30 - 0.28 * smoothstep(2.15, 2.7, z) + 0.10 * smoothstep(0.8, -0.8, z))
    colour = mix(colour, floats(_CROWN) * shade, cap)
    colour = mix(colour, _BLACK, _eye_stripe(x, y, z))
    spot = smoothstep(0.20, 0.10, np.abs(y - 9.50)) * smoothstep(2.25, 2.55, z) * smoothstep(0.15, 0.4, x)
    colour = mix(colour, _WHITE, spot)
    soft = 1 - 0.75 * np.clip(colour.min(axis=-1) * 1.2, 0, 1)
    return floats(colour * (1 + (0.16 * edges - 0.12) * soft)[..., None])


def body_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the small feathers, softer where they are white and downy."""
    edges, _ = scallops(u, v, _FEATHERS_AROUND, _FEATHER_ROWS)
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    firm = np.maximum(_back(x, y, z), smoothstep(8.9, 9.2, y))
    down = space_noise(place * [3.0, 0.7, 2.0], 3.2, 9, 3)
    return floats(edges * (0.38 + 1.4 * firm) + down * 0.9 * (1 - 0.6 * firm))


def upper_bill_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the upper half of the bill near black."""
    return floats(_HORN) * (0.8 + 0.5 * space_noise(place * [1, 1, 0.2], 4.0, 21, 3))[..., None]


def lower_bill_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint the lower half with its pale, pinkish base."""
    along = v + 0.10 * (space_noise(place * [1, 1, 0.2], 4.0, 22, 3) - 0.5)
    below = smoothstep(0.44, 0.30, np.abs(np.mod(u + 0.5, 1.0) - 0.5))
    pale = smoothstep(0.74, 0.34, along) * (0.55 + 0.45 * below)
    return mix(upper_bill_colour(u, v, place), _PALE_HORN, pale)


def bill_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss a faint grain along the bill."""
    return space_noise(place * [1, 1, 0.15], 9.0, 23, 3) * 0.8


def foot_colour(u: Floats, v: Floats, place: Floats) -> Floats:
    """Paint dark grey scaly feet."""
    return floats(_FOOT) * (0.75 + 0.5 * (0.5 + 0.5 * np.sin(v * 60)))[..., None]


def foot_relief(u: Floats, v: Floats, place: Floats) -> Floats:
    """Emboss the scales."""
    return floats(1.2 * np.sin(v * 60))


def _ragged(place: Floats, own: Floats) -> Floats:
    """Shift places by a little, feather by feather, so that no border is drawn with a ruler."""
    shifts = np.stack([own, np.mod(own * 7.3, 1.0), np.mod(own * 3.1, 1.0)], axis=-1) - 0.5
    return place + shifts * 0.16 + (space_noise(place, 1.2, 5, 2)[..., None] - 0.5) * 0.2


def _back(x: Floats, y: Floats, z: Floats) -> Floats:
    """Say where the blue back is: behind the sides and below the white collar, 0 to 1."""
    return smoothstep(0.25, -0.15, z - (-2.55 + 0.47 * y) + 0.06 * x) * smoothstep(7.75, 7.50, y + 0.06 * x)


def _eye_stripe(x: Floats, y: Floats, z: Floats) -> Floats:
    """A black band from the bill through the eye around the nape, 0 to 1."""
    middle = 9.02 - 0.10 * smoothstep(0.5, -1.2, z)
    half = 0.25 + 0.16 * np.exp(-(((z - 0.6) / 1.3) ** 2))
    away = np.abs(y - middle) - half
    aside = smoothstep(0.05, 0.3, x + 0.6 * smoothstep(1.0, -0.5, z))
    return floats(smoothstep(0.07, -0.07, away) * aside)
