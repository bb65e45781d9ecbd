"""Leaves one by one, shoots and twigs."""

import math
from dataclasses import dataclass

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Point, Points
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import Colour, blend


@dataclass(frozen=True)
class LeafForm:
    """What a leaf looks like: breadth over length, where it is broadest (0 to 1), and its tip."""

    breadth: float
    broadest: float = 0.45
    tip: str = "pointed"


APICULATA = LeafForm(0.34, 0.48, "pointed")

MUCRONATA = LeafForm(0.52, 0.5, "needle")

AVICENNIA = LeafForm(0.27, 0.4, "pointed")

SONNERATIA = LeafForm(0.68, 0.58, "round")

CERIOPS = LeafForm(0.52, 0.66, "round")

BRUGUIERA = LeafForm(0.4, 0.48, "pointed")

EXCOECARIA = LeafForm(0.46, 0.46, "pointed")


def draw_leaf(
    pen: Pen, x: float, y: float, length: float, turn: float, form: LeafForm, colour: Colour, vein: Colour | None = None
) -> None:
    """Draw a leaf from its stalk at (x, y): outline, shaded half, midrib and side veins."""
    ink, rng = pen.palette, pen.rng
    leaf = pen.within(x, y, length, turn)
    half = form.breadth * 50
    bend = rng.uniform(-5, 5)
    upper, lower = _leaf_sides(form, half, bend)
    rim = leaf.shape([(0, 0), *upper, (100, bend), *lower[::-1]], colour, weight=0.9)
    vein = vein or blend(colour, ink.cream, 0.62)
    dark = blend(colour, ink.ink, 0.5)
    leaf.shape([(3, 0), (50, bend * 0.6), (97, bend), *lower[::-1]], dark if rng.random() < 0.85 else colour, bare=True)
    rim_marks(pen.canvas, rim, (0.2, 1), leaf.scale * 9, 5.5, 2, ink.ink)
    leaf.line([(-9, -bend * 0.3), (0, 0), (50, bend * 0.6), (99, bend)], 4.2, vein)
    for step in range(1, 8):
        along = 9 + step * 10.5 + rng.uniform(-2, 2)
        reach = half * math.sin(math.pi * min(along / 100, 0.97)) * 0.86
        middle = bend * 0.6 * along / 50 if along < 50 else bend * (0.6 + 0.4 * (along - 50) / 50)
        leaf.gouge(along, middle, along + reach * 0.8, middle - reach, 2.6, vein)
        leaf.gouge(along - 3, middle, along - 3 + reach * 0.8, middle + reach * 0.95, 2.4, vein)
    if form.tip == "needle":
        leaf.line([(97, bend), (106, bend * 1.1), (117, bend * 1.2)], 3.4, ink.ink)


def whorl(
    pen: Pen,
    x: float,
    y: float,
    length: float,
    turn: float,
    form: LeafForm,
    colours: tuple[Colour, ...],
    pairs: int = 3,
) -> None:
    """Draw the leaves at the end of a shoot: opposite pairs, the youngest on top."""
    rng = pen.rng
    for pair in range(pairs):
        spread = 82 - pair * 62 / max(pairs, 1) + rng.uniform(-6, 6)
        size = length * (1.05 - 0.13 * pair) * rng.uniform(0.92, 1.08)
        for side in (-1, 1):
            lean = turn + side * (spread + rng.uniform(-8, 8))
            draw_leaf(pen, x, y, size, lean, form, rng.choice(colours))
    draw_leaf(pen, x, y, length * 0.72, turn + rng.uniform(-8, 8), form, colours[-1])


def twig(pen: Pen, points: Points, width: float = 5) -> None:
    """Draw a woody branch with a light along it."""
    ink = pen.palette
    rim = pen.ribbon(points, (width, width * 0.85, width * 0.5), ink.mud, weight=0.9)
    rim_marks(pen.canvas, rim, (0.3, 1), width * pen.scale * 0.55, 5, 2.2, ink.ink)
    rim_marks(pen.canvas, rim, (-0.3, -1), width * pen.scale * 0.3, 9, 2, ink.sand)


def _leaf_sides(form: LeafForm, half: float, bend: float) -> tuple[list[Point], list[Point]]:
    """The upper and the lower edge of a leaf 100 units long, from stalk to tip."""
    blunt = form.tip != "pointed"
    upper, lower = [], []
    for share in (0.08, 0.2, 0.34, 0.48, 0.62, 0.76, 0.88, 0.96):
        rise = share / form.broadest if share < form.broadest else (1 - share) / (1 - form.broadest)
        reach = half * math.sin(math.pi / 2 * min(rise, 1)) ** (0.62 if blunt else 0.95)
        middle = bend * 0.6 * share * 2 if share < 0.5 else bend * (0.6 + 0.8 * (share - 0.5))
        upper.append((share * 100, middle - reach))
        lower.append((share * 100, middle + reach))
    return upper, lower
