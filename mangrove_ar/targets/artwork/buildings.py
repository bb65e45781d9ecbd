"""What people built. Origin at the foot, 100 units high, unless said otherwise."""

import itertools
import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Point, path
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.palette import blend
from mangrove_ar.targets.artwork.surfaces import ripple


def chedi(pen: Pen) -> None:
    """Draw the bell-shaped white chedi with the red cloth of the festival, on the stones of its island."""
    ink, rng = pen.palette, pen.rng
    shade = blend(ink.shallows, ink.water, 0.3)
    for x in range(-46, 47, 7):
        stone = pen.shape(
            [(x - 4, 2), (x - 3, -3 - rng.random() * 2), (x + 2, -4), (x + 5, -1), (x + 4, 4)],
            rng.choice((ink.sand, ink.mud)),
            weight=0.7,
        )
        rim_marks(pen.canvas, stone, (0.5, 1), pen.scale * 2, 4, 2, ink.ink)
    for half, low, high in ((33.0, -1.0, -7.0), (29.0, -7, -13), (25, -13, -20), (22.5, -20, -25)):
        step = pen.shape(
            [
                (-half, low),
                (-half, high + 1),
                (-half - 1.6, high + 1),
                (-half - 1.6, high),
                (half + 1.6, high),
                (half + 1.6, high + 1),
                (half, high + 1),
                (half, low),
            ],
            ink.cream,
            smooth=False,
        )
        right = [(x, y) for x, y in step if x > pen.x]
        rim_marks(pen.canvas, step, (1, 0), pen.scale * 12, 3.2, 2.2, shade)
        rim_marks(pen.canvas, step, (0, 1), pen.scale * 1.6, 5, 2, ink.mud if right else shade)
    for niche in (-16, 0, 16):
        pen.shape(
            [(niche - 3, -13.4), (niche - 3, -17), (niche, -19.4), (niche + 3, -17), (niche + 3, -13.4)],
            ink.deep,
            weight=0.6,
        )
    for half, low, high in ((21, -25, -27.5), (19.5, -27.5, -30), (18, -30, -32)):
        ring = pen.shape(
            [
                (-half, low),
                (-half - 0.8, (low + high) / 2),
                (-half, high),
                (half, high),
                (half + 0.8, (low + high) / 2),
                (half, low),
            ],
            ink.cream,
            smooth=False,
            weight=0.8,
        )
        rim_marks(pen.canvas, ring, (1, 0.4), pen.scale * 8, 3.4, 2, shade)
    bell = pen.shape(
        path("-17.6,-32 -14.4,-39 -12.8,-48 -11,-56 -7,-60 7,-60 11,-56 12.8,-48 14.4,-39 17.6,-32 0,-31"), ink.cream
    )
    pen.canvas.crescent(bell, (-pen.scale * 6, 0), blend(ink.cream, shade, 0.6))
    rim_marks(pen.canvas, bell, (1, 0.1), pen.scale * 9, 3.2, 2.4, shade)
    _red_cloth(pen)
    box = pen.shape(path("-6.4,-60 -6.4,-65 -7.4,-66 7.4,-66 6.4,-65 6.4,-60"), ink.cream, smooth=False)
    rim_marks(pen.canvas, box, (1, 0), pen.scale * 5, 3, 2, shade)
    for post in (-3.6, -1.2, 1.2, 3.6):
        pen.gouge(post, -66, post, -69.5, 1.1, ink.ink)
    level, half = -69.5, 5.4
    while half > 1.1:
        ring = pen.shape(
            [
                (-half, level),
                (-half - 0.5, level - 0.9),
                (-half * 0.9, level - 1.8),
                (half * 0.9, level - 1.8),
                (half + 0.5, level - 0.9),
                (half, level),
            ],
            ink.glow,
            smooth=False,
            weight=0.6,
        )
        rim_marks(pen.canvas, ring, (1, 0), pen.scale * 2.6, 2.6, 1.8, ink.ochre)
        level, half = level - 1.8, half - 0.46
    pen.ribbon([(0, level + 1), (0, level - 7), (0, level - 14)], (2.6, 1.7, 0.3), ink.ochre, weight=0.8)
    pen.dot(0, level - 12.6, 1.0, ink.ochre, ringed=True)


def footbridge(pen: Pen) -> None:
    """Draw the low concrete bridge: a gentle arch on piers. Origin at its middle on the water, 100 units long."""
    ink, rng = pen.palette, pen.rng

    def deck(x: float) -> float:
        return -9 - 6.5 * math.cos(x / 100 * math.pi)

    stations = list(range(-50, 51, 5))
    for x in range(-42, 50, 14):
        pier = pen.shape([(x - 1.5, deck(x)), (x - 2, 3), (x + 2, 3), (x + 1.5, deck(x))], ink.sand, smooth=False)
        rim_marks(pen.canvas, pier, (1, 0), pen.scale * 2.2, 3.4, 2.2, ink.earth)
        px, py = pen.at(x, 4)
        for row in range(4):
            ripple(
                pen.canvas,
                px - rng.uniform(10, 26),
                py + row * 8,
                rng.uniform(28, 46),
                3,
                ink.glow if row % 2 else ink.ink,
            )
    top: list[Point] = [(x, deck(x)) for x in stations]
    slab = pen.shape(top + [(x, y + 3.4) for x, y in top[::-1]], ink.glow, smooth=False)
    rim_marks(pen.canvas, slab, (0, 1), pen.scale * 1.6, 4, 2.2, ink.mud)
    for rail in (-4.2, -7.4):
        pen.ribbon([(x, y + rail) for x, y in top], (0.9, 0.9), ink.cream, weight=0.6)
    for x in range(-48, 50, 4):
        pen.ribbon([(x, deck(x)), (x, deck(x) - 8)], (0.9, 0.8), ink.cream, weight=0.55, smooth=False)
    for x in (-22, 6, 12):
        _walker(pen, x + rng.uniform(-2, 2), deck(x))


def tower(pen: Pen) -> None:
    """Draw the viewing tower: stairs that turn from floor to floor, people at the top, a tiered roof."""
    ink = pen.palette
    floors = (0, -17, -33, -48, -62)
    for low, high in itertools.pairwise(floors):
        a, b = 14 + low * 0.035, 14 + high * 0.035
        for side in (-1, 1):
            pen.ribbon([(side * -a, low), (side * b, high)], (1.1, 1.1), ink.mud, weight=0.7, smooth=False)
        slope = [(-a + 3, low), (b - 4, high)] if floors.index(low) % 2 else [(a - 3, low), (-b + 4, high)]
        pen.ribbon(slope, (3.4, 3.4), ink.sand, weight=0.8, smooth=False)
        for step in range(1, 9):
            x, y = (slope[0][i] + (slope[1][i] - slope[0][i]) * step / 9 for i in (0, 1))
            pen.gouge(x - 1.8, y, x + 1.8, y, 0.9, ink.ink)
    for side in (-1, 1):
        for inner in (1.0, 0.42):
            leg = pen.ribbon(
                [(side * 14 * inner, 2), (side * 11.8 * inner, -64)],
                (2.6, 2),
                ink.cream if inner == 1 else ink.sand,
                smooth=False,
            )
            rim_marks(pen.canvas, leg, (1, 0), pen.scale * 1.5, 4, 2, ink.mud)
    for floor in floors[1:]:
        half = 16.5 + floor * 0.035
        slab = pen.shape(
            [(-half, floor + 1.2), (-half, floor - 1.2), (half, floor - 1.2), (half, floor + 1.2)],
            ink.cream,
            smooth=False,
        )
        rim_marks(pen.canvas, slab, (0, 1), pen.scale * 1.4, 4, 2, ink.mud)
        _railing(pen, half, floor - 1.2)
    for x in (-8, -1.5, 6):
        _walker(pen, x, -63, 11.5)
    _railing(pen, 14.3, -63.2)
    for half, low, high in ((21, -76, -85), (13, -86, -95)):
        for x in (-half + 7, half - 7):
            pen.ribbon(
                [(x, low + 13 if half > 20 else low + 4), (x, low)], (1.8, 1.8), ink.cream, weight=0.8, smooth=False
            )
        roof = pen.shape(
            [
                (-half - 2, low - 1),
                (-half * 0.55, (low + high) / 2 + 1),
                (-half * 0.18, high),
                (half * 0.18, high),
                (half * 0.55, (low + high) / 2 + 1),
                (half + 2, low - 1),
                (half, low + 1.4),
                (-half, low + 1.4),
            ],
            ink.brick,
            smooth=False,
        )
        hatch(pen.canvas, roof, 88, 6, 3, ink.coral, 0.6)
        hatch(pen.canvas, roof, 2, 9, 2.4, ink.ink, 0.6)
    pen.ribbon([(0, -94), (0, -104)], (1.8, 0.6), ink.ochre, weight=0.8)


def boardwalk(pen: Pen) -> None:
    """Draw planks that lead away on stilts to the gate of the forest. Origin at the near edge, 100 units deep."""
    ink, rng = pen.palette, pen.rng

    def row(share: float) -> tuple[float, float, float]:
        """Where a plank lies that is `share` of the way along: middle, level, half width."""
        near = 1 - share
        return 16 * share * share - 6 * math.sin(share * 2.6) * near, -78 * (1 - near**1.9), 34 * near**1.5 + 3.6

    steps = [i / 30 for i in range(31)]
    for side in (-1, 1):
        for share in (0.86, 0.68, 0.5, 0.34, 0.2, 0.08):
            x, y, half = row(share)
            pen.ribbon(
                [(x + side * half, y), (x + side * half, y + half * 0.55 + 2)],
                (half * 0.14 + 0.5, half * 0.13 + 0.5),
                ink.earth,
                weight=0.8,
                smooth=False,
            )
    for far, close in zip(steps[::-1][:-1], steps[::-1][1:], strict=True):
        (ax, ay, ah), (bx, by, bh) = row(far), row(close)
        tone = rng.choice((ink.sand, ink.sand, blend(ink.sand, ink.mud, 0.45), blend(ink.sand, ink.glow, 0.5)))
        over = rng.uniform(0, 0.06) * bh
        plank = pen.shape(
            [(ax - ah, ay), (ax + ah, ay), (bx + bh + over, by), (bx - bh - over, by)], tone, smooth=False, weight=0.8
        )
        if bh > 9:
            hatch(pen.canvas, plank, rng.uniform(-3, 3), 6, 2, ink.mud, 0.5)
    for side in (-1, 1):
        for lift in (0.42, 0.72):
            rail = [(row(s)[0] + side * row(s)[2], row(s)[1] - row(s)[2] * lift) for s in steps]
            pen.ribbon(rail, (3.4, 1.2, 0.7), ink.brick, weight=0.8)
        for share in (0.95, 0.84, 0.7, 0.54, 0.38, 0.24, 0.11):
            x, y, half = row(share)
            post = pen.ribbon(
                [(x + side * half, y + half * 0.04), (x + side * half, y - half * 0.84)],
                (half * 0.13 + 0.4, half * 0.12 + 0.4),
                ink.mud,
                weight=0.8,
                smooth=False,
            )
            rim_marks(pen.canvas, post, (1, 0), pen.scale * half * 0.06, 3.5, 2, ink.ink)
    x, y, half = row(1.0)
    for side in (-1, 1):
        pen.ribbon(
            [(x + side * (half + 2.5), y + 2), (x + side * (half + 2.5), y - 17)],
            (1.8, 1.5),
            ink.brick,
            weight=0.8,
            smooth=False,
        )
    for wide, low in ((half + 7, -15), (half + 3, -20)):
        roof = pen.shape(
            [
                (x - wide, y + low),
                (x - wide * 0.4, y + low - 4),
                (x, y + low - 7),
                (x + wide * 0.4, y + low - 4),
                (x + wide, y + low),
                (x + wide * 0.8, y + low + 1.4),
                (x - wide * 0.8, y + low + 1.4),
            ],
            ink.coral,
            smooth=False,
            weight=0.9,
        )
        hatch(pen.canvas, roof, 88, 6, 3, ink.brick, 0.6)


def _red_cloth(pen: Pen) -> None:
    ink = pen.palette
    cloth = pen.shape(path("-16.2,-35.4 -14.6,-41 0,-39 14.6,-41 16.2,-35.4 0,-33.2"), ink.coral, smooth=False)
    rim_marks(pen.canvas, cloth, (0, 1), pen.scale * 4.4, 3.4, 2.2, ink.brick)
    rim_marks(pen.canvas, cloth, (0, -1), pen.scale * 2.4, 5, 2, ink.ochre)
    pen.ribbon(path("11,-38 15,-31 17,-25 16,-20"), (3.4, 3.4, 3, 2.6), ink.brick, weight=0.8)
    tail = pen.ribbon(path("7,-38 9.5,-30 9,-23 11,-15"), (4.4, 4.8, 4, 3.6), ink.coral, weight=0.9)
    rim_marks(pen.canvas, tail, (1, 0), pen.scale * 2, 4, 2, ink.brick)


def _railing(pen: Pen, half: float, level: float) -> None:
    ink = pen.palette
    for lift in (2.6, 5):
        pen.ribbon([(-half, level - lift), (half, level - lift)], (0.9, 0.9), ink.cream, weight=0.55, smooth=False)
    for step in range(9):
        x = -half + step * half / 4
        pen.ribbon([(x, level), (x, level - 5.4)], (0.9, 0.9), ink.cream, weight=0.5, smooth=False)


def _walker(pen: Pen, x: float, level: float, tall: float = 11) -> None:
    """Draw somebody who looks at the view, standing at (x, level)."""
    ink, rng = pen.palette, pen.rng
    body = pen.within(x, level, tall * 100 / 15)
    shirt = rng.choice((ink.coral, ink.ochre, ink.blue, ink.glow))
    for foot in (-0.9, 1.1):
        body.ribbon([(foot, 0), (foot * 0.4, -4)], (1.3, 1.6), ink.ink, weight=0.5, smooth=False)
    body.shape(path("-1.7,-3.6 -2.1,-8.4 0,-9.4 2.1,-8.4 1.7,-3.6"), shirt, weight=0.9)
    body.dot(0, -11, 1.6, blend(ink.mud, ink.sand, 0.4), ringed=True)
    if rng.random() < 0.6:
        body.shape([(-3, -11.4), (0, -14.4), (3, -11.4)], ink.sand, smooth=False, weight=0.7)
    else:
        body.shape(path("-1.8,-11 -1.2,-13 1.4,-13 1.8,-10.6 0.6,-12"), ink.ink, bare=True)
