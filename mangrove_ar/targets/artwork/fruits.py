"""Flowers, fruits and the propagules by which people tell mangroves apart."""

import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import blend


def propagule(
    pen: Pen, x: float, y: float, length: float, turn: float, *, rough: bool = False, ribbed: bool = False
) -> None:
    """Draw a hanging propagule: brown fruit with its calyx on top, green spindle with an ochre tip below.

    Args:
        turn: 0 hangs straight down.
        rough: warty all over, as in *Rhizophora mucronata*.
        ribbed: fluted lengthwise with a yellow collar, as in *Ceriops tagal*.
    """
    ink = pen.palette
    part = pen.within(x, y, length, turn)
    skin = ink.lime if ribbed else ink.leaf
    body = part.shape(path("-2.4,15 -3.2,40 -4.8,66 -4,84 0,101 4,84 4.8,66 3.2,40 2.4,15"), skin, weight=0.9)
    pen.canvas.crescent(body, (-part.scale * 3, 0), blend(skin, ink.ink, 0.5))
    part.shape(path("-4.2,84 0,101 4.2,84 0,86"), ink.ochre if not rough else ink.brick, bare=True)
    if rough:
        for _ in range(26):
            part.dot(pen.rng.uniform(-3.6, 3), pen.rng.uniform(20, 92), pen.rng.uniform(0.5, 1), ink.glow)
    elif ribbed:
        for side in (-2.2, 0.2, 2.4):
            part.line([(side * 0.7, 18), (side * 1.4, 60), (side * 0.5, 94)], 1.1, ink.deep)
    else:
        part.line([(-1.6, 18), (-2.6, 55), (-1.4, 82)], 1.6, ink.glow)
    collar = ink.ochre if ribbed else ink.brick
    part.shape(path("-3.6,12 -3,17 3,17 3.6,12"), collar, weight=0.8)
    part.shape(path("-4.6,3 -5.6,9 -3.6,14 3.6,14 5.6,9 4.6,3 0,0"), ink.mud, weight=0.9)
    part.gouge(-3, 5, -3.4, 11, 1.4, ink.sand)
    for lobe in (-52, -18, 18, 52):
        tip = math.radians(lobe)
        part.shape(
            [(-2, 2), (math.sin(tip) * 9 - 0.5, 1 - math.cos(tip) * 6), (2, 2)], ink.ochre, weight=0.7, smooth=False
        )


def bruguiera_flower(pen: Pen, x: float, y: float, size: float, turn: float = 0) -> None:
    """Draw a nodding red calyx with its narrow lobes and the cigar of a propagule that grows from it."""
    ink = pen.palette
    part = pen.within(x, y, size, turn)
    cigar = part.shape(path("-7,28 -9,58 -8,90 0,103 8,90 9,58 7,28"), ink.leaf)
    pen.canvas.crescent(cigar, (-part.scale * 5, 0), ink.deep)
    part.line([(-4, 40), (-5.5, 66), (-4, 90)], 2, ink.glow)
    for lobe in range(9):
        lean = (lobe - 4) * 0.1
        part.ribbon(
            [(lobe * 2.4 - 9.6, 24), (lobe * 2.9 - 11.6 + math.sin(lean) * 16, 34 + math.cos(lean) * 24)],
            (5, 3.6, 0.6),
            ink.coral,
            weight=0.8,
        )
    cup = part.shape(path("-11,8 -13,26 0,32 13,26 11,8 0,3"), ink.brick)
    pen.canvas.crescent(cup, (part.scale * 3, part.scale * 1), ink.coral)
    part.line([(0, 5), (1, -4), (4, -12)], 4, ink.brick)


def chilli_fruit(pen: Pen, x: float, y: float, size: float, turn: float) -> None:
    """Draw the fruit of *Avicennia alba*: curved, with a beak like a chilli pepper."""
    ink = pen.palette
    part = pen.within(x, y, size, turn)
    rim = part.shape(path("-8,-12 -24,4 -22,34 -4,66 28,98 18,62 22,26 18,0 6,-13"), ink.lime)
    pen.canvas.crescent(rim, (-part.scale * 9, -part.scale * 4), blend(ink.lime, ink.leaf, 0.8))
    rim_marks(pen.canvas, rim, (1, 0.4), part.scale * 14, 5, 2, ink.ink)
    part.line([(-14, 6), (-13, 30), (-2, 55)], 5, ink.cream)
    for side in (-1, 1):
        part.shape([(-14 * side, -15), (-9 * side, 2), (2 * side, -4), (5 * side, -16)], ink.mud, weight=0.8)


def star_fruit(pen: Pen, x: float, y: float, size: float, turn: float = 0) -> None:
    """Draw the green apple of *Sonneratia alba* in its star-shaped calyx, with the style on top."""
    ink = pen.palette
    part = pen.within(x, y, size, turn)
    for lobe in range(6):
        angle = lobe * math.tau / 6 + 0.3
        cos, sin = math.cos(angle), math.sin(angle)
        tip = part.shape(
            [
                (cos * 18 - sin * 14, 16 + sin * 9 + cos * 9),
                (cos * 60, 16 + sin * 36),
                (cos * 18 + sin * 14, 16 + sin * 9 - cos * 9),
            ],
            ink.leaf,
            smooth=False,
        )
        rim_marks(pen.canvas, tip, (0.2, 1), part.scale * 10, 4, 2, ink.lime)
    ball = part.shape(path("-34,0 -30,20 -14,33 14,33 30,20 34,0 24,-22 0,-30 -24,-22"), ink.lime)
    pen.canvas.crescent(ball, (-part.scale * 9, -part.scale * 7), ink.leaf)
    rim_marks(pen.canvas, ball, (1, 0.8), part.scale * 16, 4.5, 2.2, ink.ink)
    part.line([(-22, -6), (-14, -17), (2, -22)], 6, ink.cream)
    part.line([(0, -28), (3, -44), (12, -60)], 4, ink.ink)


def pompom_flower(pen: Pen, x: float, y: float, size: float, turn: float = 0) -> None:
    """Draw the night flower of *Sonneratia alba*: a brush of white stamens out of a green cup."""
    ink, rng = pen.palette, pen.rng
    part = pen.within(x, y, size, turn)
    for ray in range(90):
        angle = math.radians(-172 + 164 * (ray + rng.random()) / 90)
        far = rng.uniform(52, 88)
        px, py = math.cos(angle) * far, math.sin(angle) * far
        part.gouge(0, 6, px, py, 3.6, ink.ink if ray % 4 == 0 else ink.cream)
        part.dot(px, py, 2.7, ink.ochre if rng.random() < 0.75 else ink.cream, ringed=False)
    for lobe in (-70, -35, 0, 35, 70):
        lean = math.radians(lobe)
        part.shape([(-9, 14), (math.sin(lean) * 52, 12 + math.cos(lean) * 22), (9, 14)], ink.leaf, smooth=False)
    cup = part.shape(path("-21,-2 -19,20 -8,34 8,34 19,20 21,-2 0,3"), ink.lime)
    pen.canvas.crescent(cup, (-part.scale * 6, -part.scale * 3), ink.leaf)
