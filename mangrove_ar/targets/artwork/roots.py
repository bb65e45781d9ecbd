"""Roots out of the mud: pencils, cones, knees, and stilts that come down from above."""

import math
from collections.abc import Sequence

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Point
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import Colour, blend
from mangrove_ar.targets.artwork.surfaces import ripple


def pencil_roots(pen: Pen, count: int, reach: float, height: float) -> None:
    """Stand thin pencil roots in the mud around the origin."""
    ink, rng = pen.palette, pen.rng
    feet = sorted((rng.uniform(-3, 15), rng.uniform(-reach, reach)) for _ in range(count))
    for y, x in feet:
        if abs(x) < 9 and y < 3:
            continue
        tall, lean = height * rng.uniform(0.45, 1.15), rng.uniform(-1.6, 1.6)
        foot_shadow(pen, x, y, 3.4)
        peg = pen.ribbon(
            [(x, y), (x + lean * 0.5, y - tall * 0.6), (x + lean, y - tall)], (2.2, 1.9, 0.7), ink.sand, weight=0.7
        )
        rim_marks(pen.canvas, peg, (1, 0), pen.scale * 1.1, 4, 2, ink.earth)


def cone_roots(pen: Pen, count: int, reach: float, height: float) -> None:
    """Stand thick cone roots in the mud around the origin."""
    ink, rng = pen.palette, pen.rng
    feet = sorted((rng.uniform(-3, 16), rng.uniform(-reach, reach)) for _ in range(count))
    for y, x in feet:
        if abs(x) < 13 and y < 3:
            continue
        tall, wide = height * rng.uniform(0.5, 1.2), rng.uniform(3.2, 5)
        foot_shadow(pen, x, y, wide * 1.3)
        cone = pen.shape(
            [
                (x - wide, y + 1),
                (x - wide * 0.75, y - tall * 0.4),
                (x - 0.8, y - tall),
                (x + 1, y - tall),
                (x + wide * 0.75, y - tall * 0.4),
                (x + wide, y + 1),
                (x, y + 2),
            ],
            blend(ink.mud, ink.coral, 0.2),
            weight=0.8,
        )
        rim_marks(pen.canvas, cone, (1, 0.1), pen.scale * wide * 0.9, 4, 2.2, ink.ink)
        for ring in range(4):
            level = y - tall * (0.15 + 0.2 * ring)
            half = wide * (0.75 - 0.17 * ring)
            pen.gouge(x - half * 0.9, level, x + half * 0.2, level + 0.8, 0.9, ink.glow)


def knee_roots(pen: Pen) -> None:
    """Loop knee roots out of the mud, as *Bruguiera* does."""
    ink, rng = pen.palette, pen.rng
    for _ in range(6):
        x, y, wide, tall = rng.uniform(-46, 46), rng.uniform(-4, 12), rng.uniform(6, 11), rng.uniform(9, 17)
        foot_shadow(pen, x, y, wide * 1.4)
        draw_root(
            pen,
            [
                (x - wide, y),
                (x - wide * 0.6, y - tall),
                (x, y - tall * 1.15),
                (x + wide * 0.55, y - tall * 0.8),
                (x + wide * 0.8, y + 1),
            ],
            4.4,
            ink.mud,
            ink.sand,
        )


def hanging_roots(pen: Pen, count: int, width: float = 100, drop: float = 70) -> None:
    """Let stilt roots come down from above and fork towards the mud. Origin at the middle of their top."""
    ink, rng = pen.palette, pen.rng
    for index in range(count):
        x = -width / 2 + width * (index + rng.uniform(0.2, 0.8)) / count
        end, sway = x + rng.uniform(-16, 16), rng.uniform(-8, 8)
        far = drop * rng.uniform(0.75, 1.1)
        back = index % 3 == 1
        tones = (ink.earth, ink.mud) if back else (ink.mud, ink.sand)
        foot_shadow(pen, end, far, 5)
        draw_root(
            pen,
            [(x, 0), (x + sway, far * 0.4), (end + sway * 0.4, far * 0.75), (end, far)],
            3.2 if back else 5.2,
            *tones,
        )
        if not back:
            draw_root(pen, [(x + sway, far * 0.42), (x + sway + 9, far * 0.62), (x + sway + 12, far * 0.98)], 3, *tones)


def draw_root(pen: Pen, line: Sequence[Point], width: float, colour: Colour, light: Colour) -> None:
    ink = pen.palette
    rim = pen.ribbon(line, (width, width * 0.95, width * 0.8, width * 0.7), colour, weight=0.85)
    thick = width * pen.scale
    rim_marks(pen.canvas, rim, (0.3, 1), thick * 0.55, 4.5, max(1.6, thick * 0.1), ink.ink)
    rim_marks(pen.canvas, rim, (-0.3, -1), thick * 0.45, 6, max(1.8, thick * 0.12), light)


def foot_shadow(pen: Pen, x: float, y: float, width: float) -> None:
    px, py = pen.at(x, y)
    far = width * pen.scale * 2.2
    ripple(pen.canvas, px - far * 0.3, py + 1.5, far, max(3.0, far * 0.16), pen.palette.ink)
    if pen.rng.random() < 0.5:
        ripple(pen.canvas, px - far * 0.4, py + 5, far * 0.7, 2.4, pen.palette.shallows)
    pen.canvas.dot(px, py, math.sqrt(far) * 0.4, pen.palette.ink)
