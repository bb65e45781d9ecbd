"""Colour the fins of three mudskippers; u runs along the fin's base, v from the base to the edge. sRGB, 0 to 1.

Source: species pages of ecologyasia.com, wildsingapore.com and mudskipper.it.
"""

from collections.abc import Callable

from mangrove_ar.meshing.arrays import Floats, mix, smoothstep
from mangrove_ar.meshing.atlas import Paint
from mangrove_ar.meshing.fauna.fish_marks import joints, ray_lines, specks
from mangrove_ar.meshing.noise import space_noise

_WHITE = (0.93, 0.92, 0.87)
_BLACK = (0.05, 0.045, 0.045)
_BLUE = (0.32, 0.74, 1.0)
_Ground = Callable[[Floats, Floats, Floats], Floats]


def fin_colour(kind: str, fin: str, rays: int, seed: int) -> Paint:
    """Paint a fin named first_dorsal, second_dorsal, anal, tail, hand or pelvic."""
    ground = _FINS[kind].get(fin, _PLAIN[kind])

    def paint(u: Floats, v: Floats, place: Floats) -> Floats:
        grain = space_noise(place, 45.0, seed, 3)
        colour = ground(u, v, grain)
        lines = ray_lines(u, rays) * (1 - 0.35 * joints(v, 22) * smoothstep(0.2, 0.5, v))
        return mix(colour, colour * 0.62 + 0.04, lines * smoothstep(1.0, 0.75, v) * 0.75)

    return paint


def _plain(dark: tuple[float, float, float], pale: tuple[float, float, float]) -> _Ground:
    def ground(u: Floats, v: Floats, grain: Floats) -> Floats:
        return mix(dark, pale, smoothstep(0.30, 0.70, grain) * 0.6 + 0.4 * smoothstep(0.3, 1.0, v))

    return ground


def _schlosseri_first(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.37, 0.215, 0.16), (0.25, 0.15, 0.12), smoothstep(0.35, 0.65, grain))
    return mix(colour, _WHITE, smoothstep(0.885, 0.915, v))


def _schlosseri_second(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.66, 0.56, 0.43), (0.17, 0.12, 0.095), smoothstep(0.18, 0.36, v + (grain - 0.5) * 0.2))
    colour = mix(colour, _BLACK, smoothstep(0.62, 0.72, v))
    return mix(colour, _WHITE, smoothstep(0.865, 0.90, v))


def _boddarti_first(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.16, 0.17, 0.24), (0.30, 0.29, 0.33), smoothstep(0.35, 0.65, grain))
    return mix(colour, _BLUE, specks(u * 0.55, v, 0.095, 0.75, 5, 0.4) * smoothstep(0.04, 0.12, v))


def _boddarti_second(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.15, 0.16, 0.22), (0.27, 0.26, 0.30), smoothstep(0.35, 0.65, grain))
    # Scattered round spots: neat rows of dashes would be the mark of the related B. pectinirostris.
    return mix(colour, _BLUE, specks(u * 4.6, v, 0.235, 0.72, 7, 0.4) * smoothstep(0.05, 0.15, v))


def _boddarti_tail(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.25, 0.235, 0.22), (0.37, 0.34, 0.31), smoothstep(0.35, 0.65, grain))
    return mix(colour, _BLUE, specks(u * 0.6, v, 0.10, 0.5, 9, 0.4) * 0.8)


def _chrysospilos_first(u: Floats, v: Floats, grain: Floats) -> Floats:
    red = mix((0.76, 0.29, 0.15), (0.60, 0.21, 0.13), smoothstep(0.4, 0.65, grain))
    colour = mix(red, (0.52, 0.43, 0.38), smoothstep(0.22, 0.04, u) * 0.6)
    border = 0.58 - 0.28 * smoothstep(0.45, 1.0, u)
    colour = mix(colour, _BLACK, smoothstep(0.0, 0.07, v - border + (grain - 0.5) * 0.06))
    return mix(colour, _WHITE, smoothstep(0.91, 0.935, v))


def _chrysospilos_second(u: Floats, v: Floats, grain: Floats) -> Floats:
    colour = mix((0.74, 0.70, 0.62), (0.62, 0.57, 0.50), grain)
    colour = mix(colour, (0.22, 0.17, 0.14), specks(u * 2.6, v, 0.20, 0.7, 6) * smoothstep(0.40, 0.30, v))
    band = smoothstep(0.40, 0.47, v) * smoothstep(0.74, 0.67, v)
    colour = mix(colour, _BLACK, band * 0.95)
    return mix(colour, (0.74, 0.32, 0.20), smoothstep(0.78, 0.84, v))


_FINS: dict[str, dict[str, _Ground]] = {
    "schlosseri": {
        "first_dorsal": _schlosseri_first,
        "second_dorsal": _schlosseri_second,
        "tail": _plain((0.17, 0.13, 0.105), (0.25, 0.20, 0.16)),
    },
    "boddarti": {"first_dorsal": _boddarti_first, "second_dorsal": _boddarti_second, "tail": _boddarti_tail},
    "chrysospilos": {
        "first_dorsal": _chrysospilos_first,
        "second_dorsal": _chrysospilos_second,
        "tail": _plain((0.36, 0.33, 0.30), (0.56, 0.52, 0.46)),
    },
}
_PLAIN: dict[str, _Ground] = {
    "schlosseri": _plain((0.33, 0.25, 0.18), (0.52, 0.43, 0.33)),
    "boddarti": _plain((0.36, 0.31, 0.24), (0.58, 0.53, 0.43)),
    "chrysospilos": _plain((0.46, 0.42, 0.36), (0.70, 0.66, 0.58)),
}
