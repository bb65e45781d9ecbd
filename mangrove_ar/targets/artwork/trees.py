"""Trees as they stand: trunk, crown and the roots by which people tell them apart.

The origin of every drawing is the foot of the tree on the mud; 100 units are its height.
"""

import math
from collections.abc import Sequence

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.foliage import draw_crown
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.palette import Colour, blend
from mangrove_ar.targets.artwork.roots import cone_roots, draw_root, foot_shadow, knee_roots, pencil_roots


def apiculata_tree(pen: Pen) -> None:
    """Draw a tall-stilt mangrove: slim trunk on many high arching stilt roots."""
    _stilt_tree(pen, roots=13, reach=52, height=50, girth=8.5, leaf=0.052)


def mucronata_tree(pen: Pen) -> None:
    """Draw a loop-root mangrove: stout trunk, wide loops of stilt roots, big leaves."""
    _stilt_tree(pen, roots=9, reach=60, height=38, girth=11, leaf=0.07)


def avicennia_tree(pen: Pen) -> None:
    """Draw an api-api: smooth dark trunk that forks low, silvery crown, pencil roots all around."""
    ink = pen.palette
    silver = blend(ink.leaf, ink.shallows, 0.6)
    _crown(
        pen,
        ((-26, -84, 28, 17), (24, -88, 30, 18), (0, -103, 26, 15)),
        (ink.deep, blend(ink.leaf, silver, 0.4), silver),
        0.05,
    )
    rims = pen.limbs(
        (
            (path("0,1 2,-26 -6,-52 -22,-84"), (15, 9, 7.5, 3)),
            (path("1,-28 6,-46 14,-62 25,-88"), (8, 7, 5, 2.6)),
            ([(-4, -48), (0, -66), (4, -100)], (5, 4, 2)),
        ),
        blend(ink.earth, ink.mud, 0.35),
    )
    for rim in rims:
        rim_marks(pen.canvas, rim, (-1, -0.3), pen.scale * 3, 6, 2.4, ink.sand)
        rim_marks(pen.canvas, rim, (1, 0.3), pen.scale * 2.6, 6, 2.2, ink.ink)
    _crown(pen, ((-30, -88, 19, 10), (10, -96, 20, 11), (34, -92, 14, 8)), (ink.leaf, silver, ink.shallows), 0.045)
    pencil_roots(pen, 46, 62, 13)


def sonneratia_tree(pen: Pen) -> None:
    """Draw a mangrove apple: broad round crown, thick trunk, cone roots around it."""
    ink = pen.palette
    tones = (ink.deep, ink.leaf, ink.lime)
    _crown(pen, ((-28, -80, 30, 18), (28, -82, 30, 19), (0, -98, 32, 18)), tones, 0.055)
    rims = pen.limbs(
        (
            (path("-2,1 1,-24 4,-50 16,-86"), (21, 13, 10, 4)),
            (path("1,-32 -6,-48 -14,-62 -27,-84"), (10, 8, 6, 3)),
            ([(4, -50), (6, -72), (0, -98)], (6, 5, 2)),
        ),
        ink.mud,
    )
    for rim in rims:
        rim_marks(pen.canvas, rim, (1, 0.2), pen.scale * 4.5, 5, 2.4, ink.ink)
        hatch(pen.canvas, rim, 82, 6, 2.4, ink.sand, 0.35)
    _crown(
        pen,
        ((-34, -86, 17, 10), (6, -90, 19, 10), (38, -88, 15, 10)),
        (ink.leaf, ink.lime, blend(ink.lime, ink.glow, 0.4)),
        0.055,
    )
    cone_roots(pen, 20, 66, 20)


def ceriops_tree(pen: Pen) -> None:
    """Draw a yellow mangrove: small, golden, with a flared foot and low knee roots."""
    ink = pen.palette
    gold = blend(ink.lime, ink.ochre, 0.35)
    _knee_tree(pen, (ink.leaf, ink.lime, gold), 9, 0.05)


def bruguiera_tree(pen: Pen) -> None:
    """Draw a large-leafed orange mangrove: straight, dark, with buttress and tall knee roots."""
    ink = pen.palette
    _knee_tree(pen, (ink.deep, ink.leaf, ink.lime), 13, 0.065)


def great_trunks(pen: Pen) -> None:
    """Draw the lower trunks of big trees, one near and two farther off, with cracked bark and stilt roots."""
    for x, y, size, turn in ((-44, -16, 62, 2), (40, -21, 54, -3), (66, -13, 68, 3)):
        _great_trunk(pen.within(x, y, size, turn))
    _great_trunk(pen)


def nypa_fronds(pen: Pen) -> None:
    """Draw nipa palm: fronds straight from the mud and a ball of brown angular fruits. Origin at the foot."""
    ink, rng = pen.palette, pen.rng
    for lean in (-52, 44, -30, 26, -10, 8):
        frond = pen.within(0, 0, 100, lean)
        tall, sway = rng.uniform(92, 118), lean * 0.55
        rib = [(0, 0), (sway * 0.12, -tall * 0.4), (sway * 0.45, -tall * 0.75), (sway, -tall)]
        for step in range(22):
            share = 0.2 + 0.78 * step / 21
            x, y = sway * share**2, -tall * share
            reach = 34 * math.sin(math.pi * min(0.2 + share * 0.72, 1)) + 4
            for side in (-1, 1):
                tone = rng.choice((ink.leaf, ink.lime, ink.leaf, ink.deep))
                tip = (x + side * reach * 0.75 + rng.uniform(-2, 2), y - reach * 0.62)
                frond.ribbon([(x, y), ((x + tip[0]) / 2, (y + tip[1]) / 2 - 2), tip], (1, 4, 0.2), tone, weight=0.55)
        frond.ribbon(rib, (4.5, 3, 1), ink.sand, weight=0.8)
    for _ in range(24):
        angle, far = rng.uniform(0, math.tau), 11 * math.sqrt(rng.random())
        x, y = far * math.cos(angle), -12 + far * math.sin(angle)
        nut = pen.shape(
            [(x - 4, y + 2), (x - 3, y - 4), (x + 1, y - 5), (x + 4, y - 1), (x + 1, y + 5)],
            ink.brick,
            smooth=False,
            weight=0.7,
        )
        hatch(pen.canvas, nut, 70, 4, 1.6, ink.sand, 0.3)


def _great_trunk(pen: Pen) -> None:
    ink, rng = pen.palette, pen.rng
    for side in (-1, 1):
        for foot, top in ((36, -30), (25, -18)):
            line = [
                (side * 4, top - 3),
                (side * foot * 0.55, top + 1),
                (side * foot * 0.85, top * 0.45),
                (side * foot, 4 + rng.uniform(-2, 3)),
            ]
            foot_shadow(pen, side * foot, 4, 6)
            draw_root(pen, line, 6, ink.mud, ink.sand)
    foot_shadow(pen, 0, 5, 15)
    trunk = pen.ribbon(path("0,4 -1,-20 1,-60 -2,-150"), (34, 21, 18, 17), ink.mud)
    pen.canvas.crescent(trunk, (-pen.scale * 6, 0), blend(ink.mud, ink.earth, 0.6))
    for _ in range(34):
        x, y, far = rng.uniform(-6.6, 6.2), rng.uniform(-140, -4), rng.uniform(5, 15)
        bend = rng.uniform(-1.6, 1.6)
        pen.line([(x, y), (x + bend, y - far * 0.5), (x - bend * 0.4, y - far)], rng.uniform(0.9, 2), ink.ink)
        pen.line([(x - 1.2, y), (x + bend - 1.2, y - far * 0.5), (x - bend * 0.4 - 1, y - far)], 0.8, ink.sand)
    hatch(pen.canvas, trunk, 88, 9, 2.6, ink.earth, 0.4)
    rim_marks(pen.canvas, trunk, (1, 0), pen.scale * 6, 4, 2.6, ink.ink)
    rim_marks(pen.canvas, trunk, (-1, 0), pen.scale * 3.4, 6, 2.6, ink.sand)


def _knee_tree(pen: Pen, tones: tuple[Colour, Colour, Colour], girth: float, leaf: float) -> None:
    ink = pen.palette
    _crown(pen, ((-20, -80, 24, 18), (20, -82, 24, 18), (0, -98, 24, 16)), tones, leaf)
    trunk = pen.ribbon(path("0,1 1,-12 -1,-50 1,-90"), (girth * 2, girth, girth * 0.85, girth * 0.4), ink.mud)
    rim_marks(pen.canvas, trunk, (1, 0.2), pen.scale * girth * 0.5, 5, 2.6, ink.ink)
    hatch(pen.canvas, trunk, 86, 6, 2.4, ink.sand, 0.3)
    _crown(pen, ((-14, -90, 16, 9), (14, -94, 16, 10)), tones, leaf)
    knee_roots(pen)


def _stilt_tree(pen: Pen, *, roots: int, reach: float, height: float, girth: float, leaf: float) -> None:
    ink, rng = pen.palette, pen.rng
    tones = (ink.deep, ink.leaf, ink.lime)
    _crown(pen, ((-27, -90, 26, 15), (25, -92, 27, 15), (-4, -104, 28, 14)), tones, leaf)
    feet = [reach * (-1 + 2 * (i + rng.uniform(0.15, 0.85)) / roots) for i in range(roots)]
    rng.shuffle(feet)
    for x in feet[: roots // 2]:
        top = -height * (0.35 + 0.65 * abs(x) / reach) * rng.uniform(0.85, 1.1)
        _stilt(pen, x * 0.85, top, rng.uniform(-5, 0), girth * 0.34, ink.earth, blend(ink.earth, ink.mud, 0.7))
    for x in sorted(feet[roots // 2 :], key=lambda foot: -abs(foot)):
        top = -height * (0.3 + 0.7 * abs(x) / reach) * rng.uniform(0.85, 1.15)
        _stilt(pen, x, top, rng.uniform(1, 9), girth * 0.5, ink.mud, ink.sand)
    for side, level in ((-1, 4), (1, 7)):
        foot_shadow(pen, side * girth * 0.85, level, girth * 0.5)
    rims = pen.limbs(
        (
            (path("0,-11 1.5,-40 -1.5,-68 1,-98"), (girth * 0.35, girth, girth * 0.85, girth * 0.4)),
            ([(0, -18), (-girth * 0.4, -9), (-girth * 0.75, 4)], (girth * 0.5, girth * 0.45, girth * 0.36)),
            ([(0, -20), (girth * 0.5, -9), (girth * 0.95, 7)], (girth * 0.5, girth * 0.45, girth * 0.36)),
            ([(0, -60), (-10, -74), (-24, -86)], (girth * 0.42, girth * 0.34, girth * 0.15)),
            ([(0, -66), (11, -80), (25, -90)], (girth * 0.42, girth * 0.32, girth * 0.15)),
        ),
        ink.mud,
    )
    for rim in rims:
        rim_marks(pen.canvas, rim, (1, 0.2), pen.scale * girth * 0.4, 4.5, 2.4, ink.ink)
        rim_marks(pen.canvas, rim, (-1, -0.2), pen.scale * girth * 0.24, 7, 2.4, ink.sand)
    hatch(pen.canvas, rims[0], 3, 9, 2.4, ink.sand, 0.3)
    _crown(
        pen,
        ((-34, -92, 17, 9), (6, -95, 18, 10), (36, -94, 15, 9), (-10, -108, 17, 8)),
        (ink.leaf, ink.lime, blend(ink.lime, ink.glow, 0.35)),
        leaf,
    )


def _stilt(pen: Pen, x: float, top: float, foot: float, width: float, colour: Colour, light: Colour) -> None:
    rng = pen.rng
    line = [
        (0.0, top),
        (x * 0.3, top - abs(x) * 0.06 - 1),
        (x * 0.68, top * 0.72 + foot * 0.2),
        (x * 0.94, top * 0.22 + foot),
        (x, foot),
    ]
    foot_shadow(pen, x, foot, width * 1.3)
    if abs(x) > 16 and rng.random() < 0.85:
        split = x * rng.uniform(0.45, 0.75)
        draw_root(
            pen,
            [(x * 0.66, top * 0.74), (split * 0.98, top * 0.4), (split, foot + rng.uniform(-3, 2))],
            width * 0.62,
            colour,
            light,
        )
    draw_root(pen, line, width, colour, light)


def _crown(
    pen: Pen, masses: Sequence[tuple[float, float, float, float]], tones: tuple[Colour, Colour, Colour], leaf: float
) -> None:
    for x, y, rx, ry in masses:
        px, py = pen.at(x + pen.rng.uniform(-3, 3), y + pen.rng.uniform(-2, 2))
        draw_crown(pen.canvas, px, py, rx * pen.scale, ry * pen.scale, tones, max(13.0, leaf * 90 * pen.scale), 1.35)
