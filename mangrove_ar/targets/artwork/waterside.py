"""On the water: a boat, floating lights, the post that shows the tide, and the river itself."""

import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.surfaces import ripple


def long_boat(pen: Pen) -> None:
    """Draw a wooden river boat with garlands on its high bow.

    Origin on the water line at its middle, 100 units long.
    """
    ink, rng = pen.palette, pen.rng
    for row in range(5):
        px, py = pen.at(rng.uniform(-50, 10), 5 + row * 3)
        ripple(pen.canvas, px, py, pen.scale * rng.uniform(28, 50), 5, ink.ink if row < 2 else ink.shallows)
    shadow = path("-46,7 -20,10 10,10 40,6 50,8 30,17 4,20 -24,18 -42,13")
    pen.shape(shadow, ink.ink, bare=True)
    for row in range(7):
        px, py = pen.at(rng.uniform(-46, 20), 10 + row * 1.7)
        ripple(
            pen.canvas,
            px,
            py,
            pen.scale * rng.uniform(12, 28),
            pen.scale * 1.1,
            rng.choice((ink.coral, ink.shallows, ink.water)),
        )
    _rower(pen, 16)
    _rower(pen, -6)
    hull = pen.shape(path("-60,-25 -50,-14 -34,-7 0,-5 32,-7 48,-12 55,-19 51,-5 38,4 8,7 -24,6 -44,-2"), ink.brick)
    pen.canvas.crescent(hull, (0, -pen.scale * 3.6), ink.earth)
    pen.line(path("-57,-22 -44,-10 -20,-4.4 8,-3 36,-5 52,-15"), 2.6, ink.ochre)
    hatch(pen.canvas, hull, 4, 7, 2.4, ink.sand, 0.4)
    rim_marks(pen.canvas, hull, (0, 1), pen.scale * 4, 4, 2.6, ink.ink)
    for shift, colour in ((0, ink.coral), (2.4, ink.ochre), (4.6, ink.cream)):
        pen.ribbon(
            [(-55 + shift, -20 + shift), (-54 + shift, -12 + shift), (-52 + shift * 1.6, 1 + shift * 0.6)],
            (3.2, 2.4, 0.8),
            colour,
            weight=0.7,
        )
    for step in range(5):
        pen.dot(-58 + step * 2, -23 + step * 2.1, 1.9, (ink.ochre, ink.cream)[step % 2], ringed=True)


def krathong(pen: Pen) -> None:
    """Draw a floating cup of folded leaves with a candle and flowers, set on the water at the festival.

    Origin at its middle, 100 units wide.
    """
    ink, rng = pen.palette, pen.rng
    for row in range(4):
        px, py = pen.at(-46 + rng.uniform(-12, 12), 22 + row * 9)
        ripple(
            pen.canvas,
            px,
            py,
            pen.scale * rng.uniform(60, 100),
            pen.scale * 5,
            (ink.ink, ink.ochre, ink.ink, ink.glow)[row],
        )
    for lean in (-68, 68, -44, 44, -20, 20, 0):
        tip = math.radians(lean)
        petal = pen.shape(
            [
                (math.sin(tip) * 30 - 11, 16),
                (math.sin(tip) * 54, 14 - math.cos(tip) * 44),
                (math.sin(tip) * 30 + 11, 16),
            ],
            ink.lime if lean % 8 else ink.leaf,
            smooth=False,
        )
        rim_marks(pen.canvas, petal, (1, 0.4), pen.scale * 9, 3.4, 2, ink.deep)
    cup = pen.shape(path("-44,10 -36,24 0,30 36,24 44,10 0,16"), ink.leaf)
    rim_marks(pen.canvas, cup, (0, 1), pen.scale * 9, 3.4, 2.2, ink.ink)
    for x, y in ((-24, 6), (-12, 9), (12, 9), (24, 6)):
        pen.dot(x, y, 7, ink.coral if x % 24 else ink.ochre, ringed=True)
        pen.dot(x, y, 2.6, ink.glow)
    pen.ribbon([(0, 10), (0, -44)], (9, 8), ink.cream, smooth=False)
    pen.shape(path("-5.5,-48 0,-70 5.5,-48 0,-43"), ink.ochre)
    pen.shape([(-2, -49), (0, -58), (2, -49)], ink.cream, bare=True)


def tide_post(pen: Pen) -> None:
    """Draw the post on which the tide is read, with weed and barnacles up to the high-water mark."""
    ink, rng = pen.palette, pen.rng
    for row in range(4):
        px, py = pen.at(-24 + rng.uniform(-6, 2), 1 + row * 4)
        ripple(pen.canvas, px, py, pen.scale * rng.uniform(36, 56), 4.5, ink.glow if row % 2 else ink.ink)
    post = pen.ribbon([(0, 5), (0, -100)], (13, 12), ink.cream, smooth=False)
    for mark in range(10):
        y = -6 - mark * 9.4
        if mark % 2:
            pen.shape(
                [(-6, y), (-6, y - 8), (6.1, y - 8), (6.1, y)],
                ink.coral if mark > 5 else ink.deep,
                smooth=False,
                bare=True,
            )
        for tick in (0, 3.1, 6.2):
            pen.gouge(-6, y - tick, 0 if tick else 3, y - tick, 1.2, ink.ink)
    rim_marks(pen.canvas, post, (1, 0), pen.scale * 4, 4, 2.2, ink.ink)
    pen.shape(path("-8,-98 -7,-103 0,-107 7,-103 8,-98"), ink.brick)
    for _ in range(30):
        x, y = rng.uniform(-6, 6), -34 * rng.random() ** 1.6
        pen.shape(
            [(x - 1.7, y + 1.3), (x - 0.6, y - 1.3), (x + 0.6, y - 1.3), (x + 1.7, y + 1.3)],
            ink.glow,
            smooth=False,
            weight=0.6,
        )
        pen.gouge(x - 0.2, y - 1, x + 0.3, y + 0.6, 0.6, ink.ink)
    for _ in range(16):
        x, y = rng.uniform(-7, 7), rng.uniform(-36, -14)
        pen.line(
            [(x, y), (x + rng.uniform(-3, 3), y + 7), (x + rng.uniform(-4, 4), y + 14)],
            1.8,
            rng.choice((ink.leaf, ink.lime)),
        )


def river_view(pen: Pen) -> None:
    """Draw a river that winds away through the trees. Origin at its near end, 100 units to the horizon."""
    ink = pen.palette
    left = path("-38,12 -26,-6 -4,-20 3,-32 -10,-44 -20,-56 -14,-68 -2,-78 4,-90 6,-101")
    right = path("9,-101 8,-90 5,-77 -2,-68 -4,-58 10,-47 26,-34 28,-20 16,-6 12,8")
    pen.shape(
        [(x - (2 if x < 0 else 1), y - 1) for x, y in left] + [(x + 2, y + 1.5) for x, y in right], ink.glow, weight=1.2
    )
    rim = pen.shape(left + right, ink.water, weight=0.8)
    hatch(pen.canvas, rim, 1, 11, 4.4, ink.shallows, 0.5)
    hatch(pen.canvas, rim, -2, 17, 4, ink.deep, 0.5)
    hatch(pen.canvas, rim, 0, 36, 4, ink.cream, 0.4)
    long_boat(pen.within(10, -26, 15))


def _rower(pen: Pen, x: float) -> None:
    ink = pen.palette
    shirt = pen.shape(
        [(x - 6, -5), (x - 5, -16), (x, -19), (x + 5, -16), (x + 6, -4)], ink.blue if x > 0 else ink.coral
    )
    rim_marks(pen.canvas, shirt, (1, 0), pen.scale * 4, 4, 2, ink.ink)
    pen.ribbon([(x - 3, -14), (x - 10, -9), (x - 14, -12)], (3, 2.6, 2), ink.mud, weight=0.8)
    pen.ribbon([(x - 16, -26), (x - 12, -6), (x - 8, 12)], (1.4, 1.4, 3.6), ink.sand, weight=0.8)
    pen.dot(x - 1, -22, 4, ink.mud, ringed=True)
    hat = pen.shape([(x - 9, -22), (x - 1, -31), (x + 8, -22), (x, -21)], ink.glow, smooth=False)
    rim_marks(pen.canvas, hat, (1, 1), pen.scale * 5, 3, 1.8, ink.mud)
