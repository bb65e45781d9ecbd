"""The cuts of the border: one small drawing for each kind of subject, within 50 units around its origin."""

import math
from collections.abc import Sequence

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.clams import mud_clam
from mangrove_ar.targets.artwork.crabs import giant_claw, heavy_claw
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.fruits import chilli_fruit, star_fruit
from mangrove_ar.targets.artwork.leaves import MUCRONATA, LeafForm, draw_leaf
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import blend


def leaf(pen: Pen, form: LeafForm, inks: Sequence[str]) -> None:
    """Draw one leaf, in one of the inks."""
    draw_leaf(pen, -50, 0, 100, pen.rng.uniform(-7, 7), form, pen.palette.named(pen.rng.choice(inks)))


def shoot(pen: Pen) -> None:
    """Draw a shoot that has just opened: two leaves on a stalk and the bud between them."""
    ink, rng = pen.palette, pen.rng
    pen.ribbon([(rng.uniform(-6, 6), 52), (0, 20), (0, -4)], (8, 7, 6), ink.brick)
    for side in (-1, 1):
        tone = rng.choice((ink.lime, ink.lime, ink.leaf))
        draw_leaf(pen, 0, 8, rng.uniform(54, 66), -90 + side * rng.uniform(44, 64), MUCRONATA, tone)
    bud = pen.shape(path("-6,4 -5,-24 0,-46 5,-24 6,4"), ink.coral)
    rim_marks(pen.canvas, bud, (1, 0), pen.scale * 6, 4, 2, ink.ink)


def spindle(pen: Pen, skin: str, collar: str, tip: str, marks: str) -> None:
    """Draw a propagule: the fruit with its calyx on top, warts (`dots`) or ribs (`lines`) below."""
    ink, rng = pen.palette, pen.rng
    bend = rng.uniform(-9, 9)
    line = [(-bend, -30), (bend * 0.6, 0), (0, 24), (-bend * 0.5, 54)]
    body = pen.ribbon(line, (13, 19, 24, 21, 2), ink.named(skin))
    rim_marks(pen.canvas, body, (1, 0.2), pen.scale * 11, 4.5, 2.4, ink.ink)
    pen.line(line[2:], 7, ink.named(tip))
    for step in range(9):
        y = -20 + step * 6 + rng.uniform(-2, 2)
        if marks == "dots":
            pen.dot(rng.uniform(-6, 3), y, rng.uniform(1.4, 2.4), ink.glow)
        else:
            pen.gouge(rng.uniform(-5, 1), y - 6, rng.uniform(-6, 2), y + 9, 2.4, ink.glow)
    pen.shape(path("-11,-29 -10,-21 10,-21 11,-29"), ink.named(collar), weight=0.8)
    cap = pen.shape(path("-16,-30 -13,-45 0,-55 13,-45 16,-30 0,-26"), ink.mud)
    rim_marks(pen.canvas, cap, (-1, -0.5), pen.scale * 7, 4, 2, ink.sand)


def frond(pen: Pen) -> None:
    """Draw the end of a palm frond, its blades cut one by one."""
    ink, rng = pen.palette, pen.rng
    for step in range(8):
        x, reach = -40 + step * 11, 34 - abs(step - 2.5) * 3.2
        for side in (-1, 1):
            slant = rng.uniform(9, 19)
            rim = [(x - 3, 0), (x + slant, side * reach), (x + slant + 7, side * reach * 0.94), (x + 6, 0)]
            pen.shape(rim, rng.choice((ink.lime, ink.leaf, ink.lime)), smooth=False, weight=0.8)
    pen.line([(-54, 2), (-10, -2), (50, 0)], 7, ink.ochre)


def calyx(pen: Pen) -> None:
    """Draw the red calyx of *Bruguiera* with its narrow lobes spread."""
    ink, rng = pen.palette, pen.rng
    for lobe in range(9):
        lean = math.radians(-80 + lobe * 20 + rng.uniform(-6, 6))
        tip = (math.sin(lean) * 50, 6 + math.cos(lean) * rng.uniform(42, 52))
        pen.ribbon([(math.sin(lean) * 12, 2), tip], (12, 9, 1), rng.choice((ink.coral, ink.coral, ink.ochre)))
    cup = pen.shape(path("-20,8 -17,-20 -8,-36 8,-36 17,-20 20,8 0,16"), ink.brick)
    rim_marks(pen.canvas, cup, (1, 0.4), pen.scale * 14, 4.5, 2.4, ink.ink)
    rim_marks(pen.canvas, cup, (-1, -0.4), pen.scale * 9, 5, 2.4, ink.ochre)
    pen.ribbon([(0, -34), (rng.uniform(-8, 8), -52)], (8, 6), ink.mud)


def fin(pen: Pen, skin: str, ray: str) -> None:
    """Draw a spread fin with its rays, spotted between them."""
    ink, rng = pen.palette, pen.rng
    angles = [math.radians(-66 + step * 22 + rng.uniform(-5, 5)) for step in range(7)]
    tips = [(math.sin(a) * (46 + 7 * (i % 2)), 40 - math.cos(a) * (78 + 12 * (i % 2))) for i, a in enumerate(angles)]
    rim = pen.shape([(-12, 44), *tips, (12, 44)], ink.named(skin))
    rim_marks(pen.canvas, rim, (0.6, -1), pen.scale * 9, 4.5, 2.4, ink.ink)
    for x, y in tips:
        pen.gouge(x * 0.12, 40 + (y - 40) * 0.1, x * 0.9, 40 + (y - 40) * 0.93, 6.4, ink.ink)
        pen.gouge(x * 0.12 - 1, 40 + (y - 40) * 0.1, x * 0.88 - 1, 40 + (y - 40) * 0.9, 3.8, ink.named(ray))
    for _ in range(7):
        pen.dot(rng.uniform(-24, 24), rng.uniform(-22, 14), rng.uniform(2, 3.4), ink.shallows)
    pen.ribbon([(-13, 45), (0, 41), (13, 46)], (8, 12, 8), ink.mud)


def feather(pen: Pen, vane: str, tip: str) -> None:
    """Draw a feather: two vanes split in places, the quill between."""
    ink, rng = pen.palette, pen.rng
    bend = rng.uniform(-8, 8)
    rim = pen.shape(
        [(-44, 0), (-24, -15), (10, -19 + bend), (40, -10 + bend), (52, bend), (38, 11 + bend), (6, 17), (-26, 13)],
        ink.named(vane),
    )
    pen.shape([(22, -17 + bend), (40, -10 + bend), (52, bend), (38, 11 + bend), (24, 14 + bend)], ink.named(tip))
    for side in (-1, 1):
        for step in range(8):
            x = -30 + step * 10 + rng.uniform(-3, 3)
            pen.gouge(x, side * 2, x + rng.uniform(7, 15), side * rng.uniform(10, 15), 2.8, ink.ink)
    rim_marks(pen.canvas, rim, (0, 1), pen.scale * 8, 5, 2.2, ink.ink)
    pen.line([(-58, 3), (-20, 0), (46, bend)], 5.4, ink.glow)


def wave(pen: Pen) -> None:
    """Draw the crest of a wave as it turns over."""
    ink, rng = pen.palette, pen.rng
    rim = pen.shape(
        path("-54,26 -38,4 -20,-16 4,-28 28,-24 42,-8 40,8 28,14 18,6 24,-4 14,-8 4,4 10,22 30,28 56,27 0,33"),
        ink.water,
    )
    rim_marks(pen.canvas, rim, (-0.5, -1), pen.scale * 11, 4.5, 3, ink.shallows)
    for lift in (0, 9, 18):
        sway = rng.uniform(-5, 5)
        pen.line([(-42 + lift, 22), (-20 + sway, 2 + lift * 0.5), (-6 + lift * 0.4, -4 + lift)], 4.4, ink.cream)
    for x, y in ((46, -16), (52, 2), (34, -34), (12, -40)):
        pen.dot(x + rng.uniform(-4, 4), y + rng.uniform(-4, 4), rng.uniform(3, 5), ink.glow, ringed=True)


def little_sun(pen: Pen) -> None:
    """Draw a sun with rays of uneven length."""
    ink, rng = pen.palette, pen.rng
    for ray in range(13):
        angle = ray * math.tau / 13 + rng.uniform(-0.12, 0.12)
        cos, sin, far = math.cos(angle), math.sin(angle), rng.uniform(38, 54)
        pen.gouge(cos * 20, sin * 20, cos * far, sin * far, 11, ink.ochre if ray % 2 else ink.coral)
    disc = pen.shape([(math.cos(a) * 23, math.sin(a) * 23) for a in (i * math.tau / 9 for i in range(9))], ink.ochre)
    rim_marks(pen.canvas, disc, (1, 1), pen.scale * 14, 4.5, 2.6, ink.brick)
    rim_marks(pen.canvas, disc, (-1, -1), pen.scale * 9, 5, 2.6, ink.glow)


def drop(pen: Pen) -> None:
    """Draw three slanting drops of rain."""
    ink, rng = pen.palette, pen.rng
    for x, y, size in ((-24, -14, 0.8), (22, -22, 0.66), (4, 22, 1.0)):
        lean = rng.uniform(2, 12)
        rim = [
            (x + lean, y - 26 * size),
            (x + 12 * size, y + 4),
            (x + 5, y + 20 * size),
            (x - 11 * size, y + 14 * size),
        ]
        body = pen.shape([*rim, (x - 12 * size, y + 2)], rng.choice((ink.shallows, ink.sky)))
        rim_marks(pen.canvas, body, (1, 0.6), pen.scale * 9, 4, 2.4, ink.water)


def plank(pen: Pen) -> None:
    """Draw two boards with their grain and nails."""
    ink, rng = pen.palette, pen.rng
    for y in (-18, 15):
        x, lean = rng.uniform(-9, 9), rng.uniform(-4, 4)
        board = [(x - 44, y - 12 + lean), (x + 42, y - 13 - lean), (x + 45, y + 11 - lean), (x - 43, y + 13 + lean)]
        rim = pen.shape(board, rng.choice((ink.sand, ink.ochre)), smooth=False)
        rim_marks(pen.canvas, rim, (0, 1), pen.scale * 8, 5, 2.4, ink.mud)
        for _ in range(4):
            start, level = rng.uniform(-38, 8), y + rng.uniform(-8, 8)
            pen.gouge(x + start, level, x + start + rng.uniform(14, 34), level + rng.uniform(-3, 3), 2.8, ink.earth)
        pen.dot(x + rng.choice((-36, 35)), y + rng.uniform(-5, 5), 3, ink.ink)


def roof(pen: Pen) -> None:
    """Draw the two-tiered roof of the tower."""
    pen, ink = pen.within(0, 5, 88), pen.palette
    pen.gouge(0, -26, 0, -64, 6, ink.ochre)
    for outline in (path("-52,36 -30,2 30,2 52,36 0,28"), path("-32,4 0,-40 32,4 0,-2")):
        rim = pen.shape(outline, ink.brick, smooth=False)
        rim_marks(pen.canvas, rim, (0, 1), pen.scale * 16, 4.2, 3, ink.coral)
        rim_marks(pen.canvas, rim, (1, -0.5), pen.scale * 12, 5, 2.4, ink.ink)
    for x in (-26, -8, 10, 27):
        pen.ribbon([(x, 30), (x + pen.rng.uniform(-2, 2), 52)], (7, 6), ink.cream, weight=0.8)


def tape_curl(pen: Pen) -> None:
    """Draw a curl of the measuring tape with its marks."""
    ink, rng = pen.palette, pen.rng
    turn, tall = rng.uniform(0.0, 1.2), rng.uniform(16, 24)
    line = [(x, math.sin(x / 19 + turn) * tall) for x in range(-50, 55, 10)]
    rim = pen.ribbon(line, (22, 22), ink.ochre)
    rim_marks(pen.canvas, rim, (0, 1), pen.scale * 4, 5, 2.2, ink.brick)
    for step in range(17):
        x = -48 + step * 6
        y = math.sin(x / 19 + turn) * tall
        pen.gouge(x, y - 10, x, y + (6 if step % 4 == 0 else -2), 2.6, ink.ink)


def bell(pen: Pen) -> None:
    """Draw a small chedi: the bell on its steps, the spire above."""
    pen, ink = pen.within(0, 7, 86), pen.palette
    steps = pen.shape(path("-44,50 -44,38 -32,38 -32,28 32,28 32,38 44,38 44,50"), ink.cream, smooth=False)
    rim_marks(pen.canvas, steps, (1, 0), pen.scale * 12, 4.5, 2.2, ink.mud)
    body = pen.shape(path("-28,29 -24,8 -18,-8 -8,-16 8,-16 18,-8 24,8 28,29 0,33"), ink.cream)
    rim_marks(pen.canvas, body, (1, 0.2), pen.scale * 15, 4, 2.4, ink.mud)
    pen.ribbon([(-27, 20), (0, 25), (27, 19)], (8, 10, 8), ink.coral, weight=0.8)
    spire = pen.shape(path("-9,-15 -3,-40 0,-66 3,-40 9,-15"), ink.ochre, smooth=False)
    rim_marks(pen.canvas, spire, (1, 0), pen.scale * 7, 4, 2, ink.brick)


def arch(pen: Pen) -> None:
    """Draw one span of the bridge."""
    ink, rng = pen.palette, pen.rng
    span = path("-52,-18 -26,-26 0,-29 26,-26 52,-18 52,40 34,40 34,14 16,0 0,-3 -16,0 -34,14 -34,40 -52,40")
    rim = pen.shape(span, ink.sand, smooth=False)
    rim_marks(pen.canvas, rim, (1, 0.4), pen.scale * 11, 4.2, 2.6, ink.earth)
    for x in (-44, -22, 1, 23, 44):
        pen.ribbon([(x, -20), (x + rng.uniform(-2, 2), -42)], (6, 5), ink.cream, weight=0.8)
    pen.ribbon([(-52, -38), (0, -49), (52, -38)], (6, 7, 6), ink.cream, weight=0.8)


def hull(pen: Pen) -> None:
    """Draw a long boat on its ripple."""
    ink, rng = pen.palette, pen.rng
    rim = pen.shape(path("-58,-26 -46,-4 -26,4 0,6 28,3 46,-8 56,-30 46,12 24,26 -22,26 -44,14"), ink.brick)
    rim_marks(pen.canvas, rim, (0, 1), pen.scale * 12, 4.2, 2.8, ink.ochre)
    pen.line([(-46, 8), (0, 15), (46, 4)], 5, ink.glow)
    for y in (35, 44):
        x = rng.uniform(-10, 10)
        pen.line([(x - 44, y), (x - 8, y + rng.uniform(-5, 1)), (x + 40, y)], 6, ink.shallows)


def fiddle(pen: Pen) -> None:
    """Draw the great claw of the fiddler crab, brought from the crab's measure to the border's."""
    giant_claw(pen.within(36, 4, 150, pen.rng.uniform(-26, 26)))


def violet_claw(pen: Pen) -> None:
    """Draw the claw of *Episesarma*."""
    ink = pen.palette
    claw = pen.within(-36, 4, 212, pen.rng.uniform(-26, 26))
    heavy_claw(claw, blend(ink.violet, ink.coral, 0.35), ink.coral, ink.cream)


def mud_claw(pen: Pen) -> None:
    """Draw the claw of the mud crab."""
    ink = pen.palette
    claw = pen.within(-36, 4, 212, pen.rng.uniform(-26, 26))
    heavy_claw(claw, blend(ink.coral, ink.brick, 0.3), ink.ochre, ink.cream)


def shell(pen: Pen) -> None:
    """Draw a closed mud clam, lying as it fell."""
    mud_clam(pen.within(0, 0, 92, pen.rng.uniform(-50, 50)))


def chilli(pen: Pen) -> None:
    """Draw the fruit of *Avicennia alba*."""
    chilli_fruit(pen, 0, -34, 82, pen.rng.uniform(-12, 12))


def star(pen: Pen) -> None:
    """Draw the fruit of *Sonneratia alba*."""
    star_fruit(pen, 0, -4, 84, pen.rng.uniform(-12, 12))
