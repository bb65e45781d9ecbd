"""Measuring the forest: its roof, a trunk in a tape, a slice with its rings, what has fallen."""

import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Point, path
from mangrove_ar.targets.artwork.foliage import draw_crown
from mangrove_ar.targets.artwork.leaves import BRUGUIERA, draw_leaf
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import blend


def canopy(pen: Pen) -> None:
    """Draw the roof of the forest, crown behind crown. Origin at its near edge, 100 units across."""
    ink, rng = pen.palette, pen.rng
    gold = blend(ink.lime, ink.ochre, 0.35)
    teal = blend(ink.leaf, ink.water, 0.5)
    pale = blend(ink.lime, ink.glow, 0.35)
    choices = (
        (ink.deep, ink.leaf, ink.lime),
        (ink.deep, teal, blend(teal, ink.shallows, 0.6)),
        (ink.leaf, ink.lime, gold),
        (ink.deep, ink.leaf, gold),
        (blend(ink.deep, ink.water, 0.4), teal, ink.lime),
        (ink.ink, ink.deep, ink.leaf),
        (ink.deep, ink.deep, ink.leaf),
        (ink.leaf, gold, pale),
    )
    y = -58.0
    while y < 8:
        near = (y + 60) / 66
        x = -62 + rng.uniform(-6, 6)
        while x < 62:
            rx = (3.4 + 12 * near) * rng.uniform(0.75, 1.3)
            px, py = pen.at(x, y + rng.uniform(-2, 2) * (0.4 + near))
            draw_crown(
                pen.canvas,
                px,
                py,
                rx * pen.scale,
                rx * 0.74 * pen.scale,
                rng.choice(choices),
                9 + 17 * near * rng.uniform(0.7, 1.3),
                0.95,
            )
            x += rx * rng.uniform(1.15, 1.5)
        y += 3.4 + 7 * near


def tape(pen: Pen) -> None:
    """Draw a measuring tape round a trunk, its end hanging to the roll. Origin at breast height, 100 units wide."""
    ink = pen.palette
    band = path("-41,-2 -24,5 0,8 24,5 41,-2")
    rim = pen.ribbon(band, (13, 14, 14, 13), ink.ochre, weight=1.2)
    tail = path("30,9 42,26 36,48 50,66")
    pen.ribbon(tail, (12, 12, 11, 11), ink.ochre, weight=1.2)
    for step in range(32):
        x = -38 + step * 2.45
        y = 8 - (x / 43) ** 2 * 11
        pen.gouge(x, y - 6.4, x, y - (0.6 if step % 5 else -4.6), 1.0, ink.ink)
    for step in range(12):
        y = 16 + step * 4.2
        x = 38 + 3 * math.sin(step / 2) + step * 0.2
        pen.gouge(x - 5.4, y, x - (0.6 if step % 3 else -4), y, 1, ink.ink)
    rim_marks(pen.canvas, rim, (0, 1), pen.scale * 3, 4, 2.2, ink.brick)
    reel = pen.shape(
        [(50 + 17 * math.cos(a), 76 + 17 * math.sin(a)) for a in (i * math.tau / 14 for i in range(14))],
        ink.coral,
        weight=1.2,
    )
    pen.canvas.crescent(reel, (-pen.scale * 4, -pen.scale * 4), ink.brick)
    pen.dot(50, 76, 9, ink.glow, ringed=True)
    pen.dot(50, 76, 3.4, ink.ink)
    pen.shape(path("-9,-3 9,-2 9,18 -9,17"), ink.cream, smooth=False)
    for y in (2, 6, 10):
        pen.gouge(-6, y, 6, y + 0.6, 1.3, ink.earth)


def rings(pen: Pen) -> None:
    """Draw a slice of a trunk with its growth rings and bark. Origin at its middle, 100 units across."""
    ink, rng = pen.palette, pen.rng
    bumps = [rng.uniform(0.94, 1.05) for _ in range(18)]

    def ring(radius: float) -> list[Point]:
        soft = 1 - radius / 50
        return [
            (
                math.cos(i * math.tau / 18) * radius * (b + (1 - b) * soft) - 5 * soft,
                math.sin(i * math.tau / 18) * radius * 0.94 * (b + (1 - b) * soft) + 3 * soft,
            )
            for i, b in enumerate(bumps)
        ]

    bark = pen.shape(ring(50), ink.earth, weight=1.4)
    rim_marks(pen.canvas, bark, (-1, -1), pen.scale * 4, 3.6, 3, ink.sand)
    rim_marks(pen.canvas, bark, (1, 1), pen.scale * 4, 3.6, 3, ink.mud)
    radius, pale = 45.0, True
    while radius > 3:
        tone = rng.choice((ink.sand, ink.glow)) if pale else rng.choice((ink.coral, ink.brick, ink.mud))
        if radius < 19 and pale:
            tone = blend(ink.coral, ink.sand, 0.4)
        pen.shape(ring(radius), tone, weight=0.5)
        radius -= rng.uniform(1.6, 4.6) if pale else rng.uniform(0.9, 1.6)
        pale = not pale
    for crack in (0.4, 2.3, 3.9, 5.2):
        far = rng.uniform(24, 44)
        pen.line(
            [
                (-5, 3),
                (math.cos(crack) * far * 0.5, math.sin(crack) * far * 0.5 + 2),
                (math.cos(crack) * far, math.sin(crack) * far),
            ],
            1.6,
            ink.ink,
        )


def fallen_leaves(pen: Pen) -> None:
    """Scatter fallen leaves over the ground. Origin at the middle, 100 units across."""
    ink, rng = pen.palette, pen.rng
    for _ in range(30):
        tone = rng.choice((ink.ochre, ink.coral, ink.lime, ink.leaf, ink.brick))
        draw_leaf(
            pen, rng.uniform(-52, 52), rng.uniform(-19, 9), rng.uniform(5.5, 10.5), rng.uniform(0, 360), BRUGUIERA, tone
        )
