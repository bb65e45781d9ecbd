"""Water and mud: the large surfaces, cut so that no two hands' breadths are alike."""

import itertools
import math
from collections.abc import Sequence

from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.curves import Point, Points, closed_curve
from mangrove_ar.targets.artwork.palette import Colour, blend


def draw_water(canvas: Canvas, top: float, bottom: float, *, calm: float = 0.5, shine: float = 0) -> None:
    """Fill water and cut its ripples, longer and bolder towards the reader.

    Args:
        calm: share of ripples that are left out.
        shine: 0 is deep water, 1 is a mirror of the sky.
    """
    ink, rng = canvas.palette, canvas.rng
    base = blend(ink.water, blend(ink.shallows, ink.sky, 0.4), shine)
    canvas.polygon([(0, top), (UNITS, top), (UNITS, bottom), (0, bottom)], base)
    tones = (ink.shallows, ink.shallows, ink.glow, ink.deep, ink.water, blend(base, ink.ink, 0.5))
    y = top + 3
    while y < bottom:
        depth = (y - top) / max(bottom - top, 1)
        x = -40 * rng.random()
        while x < UNITS:
            length = rng.uniform(14, 46) * (0.45 + 1.9 * depth)
            if rng.random() > calm * 0.75:
                lift = rng.uniform(-1, 1) * (1 + 3 * depth)
                ripple(
                    canvas,
                    x,
                    y + lift,
                    length,
                    1.8 + 5 * depth * rng.uniform(0.5, 1),
                    ink.deep if rng.random() > 0.45 + 2 * depth else rng.choice(tones),
                )
            x += length + rng.uniform(4, 50) * (0.5 + depth)
        y += rng.uniform(5, 8) + 11 * depth
    for _ in range(int((bottom - top) / 11)):
        y = rng.uniform(top + 0.06 * (bottom - top), bottom)
        depth = (y - top) / max(bottom - top, 1)
        x, length = rng.uniform(-60, UNITS), rng.uniform(50, 150) * (0.35 + depth)
        _swell(canvas, x - length * 0.05, y + 6 + 7 * depth, length * 1.15, 8 + 13 * depth, ink.ink)
        _swell(
            canvas, x, y, length, 7 + 12 * depth, rng.choice((ink.shallows, ink.glow, blend(ink.sky, ink.glow, 0.3)))
        )


def ripple(canvas: Canvas, x: float, y: float, length: float, width: float, colour: Colour) -> None:
    """Cut one ripple: a low wave, thick in the middle."""
    rise = width * canvas.rng.uniform(0.3, 1.2)
    top = [
        (x, y),
        (x + length * 0.25, y - rise - width / 2),
        (x + length * 0.5, y - width * 0.7),
        (x + length * 0.78, y + rise * 0.5 - width / 2),
        (x + length, y),
        (x + length * 0.7, y + rise * 0.5 + width * 0.4),
        (x + length * 0.42, y + width * 0.1),
        (x + length * 0.2, y - rise * 0.4 + width * 0.3),
    ]
    canvas.polygon(top, colour)


def draw_mud(canvas: Canvas, edge: Points, *, wet: float = 0.35, sheens: int = 0, dryness: float = 0) -> None:
    """Fill the mud below a shore line and cut it with swells, gleams, pebbles and casts.

    Args:
        edge: the upper edge from left to right, in picture units.
        wet: share of marks that shine with water.
        sheens: how many films of water hold the light of the sky.
        dryness: 0 is dark wet mud, 1 is sand.
    """
    ink, rng = canvas.palette, canvas.rng
    bottom, base = UNITS, blend(ink.mud, ink.sand, dryness)
    ground = [*edge, (UNITS + 10, bottom), (-10, bottom)]
    canvas.polygon([(x, y - 3) for x, y in edge] + ground[len(edge) :], ink.ink)
    canvas.polygon(ground, base)
    _swells(canvas, edge, bottom, base)
    light, dark = blend(ink.sand, ink.glow, dryness * 0.8), blend(ink.earth, ink.mud, dryness * 0.8)
    y = min(y for _, y in edge) + 4
    while y < bottom:
        depth = min(1.0, max(0.0, (y - 300) / 700))
        x = -30 * rng.random()
        while x < UNITS:
            length = rng.uniform(12, 60) * (0.5 + depth)
            if y > level_at(edge, x + length / 2) + 5:
                tone = ink.shallows if rng.random() < wet * 0.4 else rng.choice((light, light, dark, dark, ink.ink))
                if rng.random() < 0.88:
                    ripple(canvas, x, y + rng.uniform(-3, 3), length, rng.uniform(2, 4) + 5 * depth, tone)
                else:
                    _pebbles(canvas, x, y, 4 + 7 * depth)
            x += length + rng.uniform(5, 40)
        y += rng.uniform(9, 15) + 12 * depth
    for _ in range(sheens):
        _sheen(canvas, edge, bottom)


def level_at(edge: Sequence[Point], x: float) -> float:
    """Tell how high a line that runs from left to right is at x."""
    for (ax, ay), (bx, by) in itertools.pairwise(edge):
        if ax <= x <= bx and bx > ax:
            return ay + (by - ay) * (x - ax) / (bx - ax)
    return edge[0][1] if x < edge[0][0] else edge[-1][1]


def _swells(canvas: Canvas, edge: Points, bottom: float, base: Colour) -> None:
    """Lay broad wet and dry bands into the mud, so that it rises and falls."""
    ink, rng = canvas.palette, canvas.rng
    tones = (
        blend(base, ink.earth, 0.6),
        blend(base, ink.glow, 0.4),
        blend(base, ink.earth, 0.4),
        blend(base, ink.glow, 0.25),
    )
    for _ in range(70):
        x, y = rng.uniform(-200, UNITS), rng.uniform(min(y for _, y in edge), bottom)
        depth = max(0.2, (y - 250) / 750)
        length, thick = rng.uniform(110, 380) * (0.4 + 0.6 * depth), rng.uniform(18, 52) * depth
        middle = y + rng.uniform(-14, 14)
        blob = [
            (x, y),
            (x + length * 0.25, middle - thick),
            (x + length * 0.55, y - thick * 0.5),
            (x + length * 0.8, middle - thick * 0.7),
            (x + length, y),
            (x + length * 0.7, middle + thick * 0.6),
            (x + length * 0.45, y + thick * 0.2),
            (x + length * 0.2, middle + thick * 0.8),
        ]
        if min(py - level_at(edge, px) for px, py in blob) > 3:
            canvas.polygon(closed_curve(blob, 4), rng.choice(tones))


def _swell(canvas: Canvas, x: float, y: float, length: float, width: float, colour: Colour) -> None:
    """Cut one broad, soft wave."""
    rng = canvas.rng
    lift = width * rng.uniform(0.3, 0.9)
    blob = [
        (x, y),
        (x + length * 0.22, y - lift - width * 0.3),
        (x + length * 0.5, y - width * 0.5),
        (x + length * 0.78, y - lift * 0.3 - width * 0.2),
        (x + length, y + lift * 0.2),
        (x + length * 0.75, y + width * 0.3),
        (x + length * 0.48, y + width * 0.25),
        (x + length * 0.2, y + width * 0.15 - lift * 0.4),
    ]
    canvas.polygon(closed_curve(blob, 4), colour)


def _sheen(canvas: Canvas, edge: Points, bottom: float) -> None:
    """Leave a film of water on the mud: pale as the sky, dark at its far edge, with ripples of mud through it."""
    ink, rng = canvas.palette, canvas.rng
    top = max(y for _, y in edge)
    y = top + (bottom - top) * rng.random() ** 1.25
    depth = max(0.15, (y - 250) / 750)
    x, length, thick = (
        rng.uniform(-80, UNITS - 20),
        rng.uniform(70, 190) * (0.45 + 0.75 * depth),
        rng.uniform(10, 19) * (0.5 + depth),
    )
    if y - thick < top:
        return
    corners = 11
    around = [
        (x + length / 2 * (1 + math.cos(a) * rng.uniform(0.75, 1.1)), y + thick * math.sin(a) * rng.uniform(0.6, 1.25))
        for a in (i * math.tau / corners for i in range(corners))
    ]
    tone = rng.choice((ink.glow, blend(ink.sky, ink.glow, 0.5), ink.shallows))
    rim = closed_curve(around, 4)
    canvas.polygon([(px + 1.5, py - 3 - 2 * depth) for px, py in rim], ink.ink)
    canvas.polygon(rim, tone)
    canvas.crescent(rim, (0, thick * 0.45), blend(tone, ink.water, 0.6))
    for _ in range(3):
        ripple(
            canvas,
            x + rng.uniform(0, 0.6) * length,
            y + rng.uniform(-0.3, 0.6) * thick,
            length * rng.uniform(0.2, 0.45),
            3 + 3 * depth,
            rng.choice((ink.mud, ink.water)),
        )


def _pebbles(canvas: Canvas, x: float, y: float, reach: float) -> None:
    ink, rng = canvas.palette, canvas.rng
    for _ in range(rng.randint(2, 6)):
        px, py, size = x + rng.uniform(-2, 4) * reach, y + rng.uniform(-1, 1) * reach, rng.uniform(0.2, 0.55) * reach
        canvas.dot(px + 1, py + 1, size + 0.8, ink.ink)
        canvas.dot(px, py, size, rng.choice((ink.sand, ink.earth, ink.sand, ink.glow)))
