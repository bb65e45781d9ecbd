"""Birds of the mangrove; each says where its origin is."""

import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.leaves import APICULATA, draw_leaf, twig
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.palette import blend


def collared_kingfisher(pen: Pen) -> None:
    """Draw *Todiramphus chloris* on its twig: turquoise back, white collar, heavy bill.

    Origin at its feet, looking left.
    """
    ink = pen.palette
    turquoise = blend(ink.blue, ink.shallows, 0.3)
    twig(pen, path("-62,12 -30,3 4,3 38,-4 78,-14"), 7)
    for x, y, turn, size in (
        (-48, 8, 150, 34),
        (-44, 6, 215, 30),
        (44, -5, -62, 34),
        (58, -8, 24, 38),
        (30, -2, 66, 32),
    ):
        draw_leaf(pen, x, y, size, turn, APICULATA, ink.leaf if size > 31 else ink.lime)
    tail = pen.shape(path("11,-12 22,-8 33,24 30,34 22,33 13,8"), ink.blue)
    hatch(pen.canvas, tail, 72, 6, 2.4, ink.shallows, 0.5)
    for foot in (-7, 1):
        pen.ribbon([(foot + 3, -6), (foot, 1), (foot - 4, 4)], (3.4, 3, 2), ink.coral, weight=0.8)
        pen.gouge(foot + 2, 2, foot + 5, 6, 2, ink.coral)
    body = pen.shape(path("-11,-43 -20,-30 -20,-14 -11,-3 3,0 15,-6 20,-22 17,-42 6,-52 -6,-52"), ink.cream)
    hatch(pen.canvas, body, 62, 8, 2.4, ink.sand, 0.4)
    rim_marks(pen.canvas, body, (-0.6, 1), pen.scale * 6, 4.5, 2.2, blend(ink.sand, ink.mud, 0.4))
    wing = pen.shape(path("2,-46 12,-48 21,-36 25,-14 26,12 19,6 10,-8 3,-22 -1,-36"), turquoise)
    pen.canvas.crescent(wing, (pen.scale * 5, -pen.scale * 2), blend(ink.blue, ink.ink, 0.3))
    for step in range(8):
        left, top = 4 + step * 1.9, -38 + step * 4.4
        pen.line([(left, top), (left + 8, top + 9), (left + 11, top + 22)], 1.5, ink.ink)
        pen.line([(left + 1.6, top), (left + 9.4, top + 9), (left + 12, top + 20)], 1.0, ink.shallows)
    collar = pen.shape(path("-14,-50 -6,-47 8,-46 16,-52 14,-59 0,-55 -14,-57"), ink.cream, weight=0.8)
    rim_marks(pen.canvas, collar, (0, 1), pen.scale * 3, 4.5, 2, ink.sand)
    head = pen.shape(path("-17,-60 -15,-70 -6,-76 6,-76 15,-70 18,-60 10,-57 0,-57 -10,-58"), turquoise)
    rim_marks(pen.canvas, head, (-0.2, -1), pen.scale * 6, 4.5, 2.2, ink.shallows)
    pen.shape(path("-19,-60 -8,-64 6,-63 16,-60 18,-54 8,-56 -8,-56 -19,-57"), ink.ink, bare=True)
    lower = pen.shape(path("-16,-57 -34,-55 -52,-58 -36,-51 -17,-52.5"), ink.sand)
    rim_marks(pen.canvas, lower, (0, 1), pen.scale * 3, 4, 2, ink.ink)
    upper = pen.shape(path("-15,-65 -30,-63.5 -45,-60.5 -56,-57 -36,-56.4 -15,-56.4"), ink.ink)
    rim_marks(pen.canvas, upper, (0, -1), pen.scale * 2.4, 5, 2, ink.shallows)
    pen.shape(path("-16,-67 -11,-68 -8,-65 -13,-64"), ink.cream, bare=True)
    pen.dot(-7, -62.5, 3.4, ink.earth, ringed=True)
    pen.dot(-8, -63.6, 1.1, ink.cream)


def brahminy_kite(pen: Pen) -> None:
    """Draw *Haliastur indus* on the wing: chestnut body, white head and breast, dark fingers. Origin at its middle."""
    ink = pen.palette
    chestnut = blend(ink.coral, ink.brick, 0.55)
    fan = path("-5,10 -15,36 -8,41 0,43 8,41 15,36 5,10")
    tail = pen.shape(fan, blend(chestnut, ink.ochre, 0.35))
    for x in (-11, -7, -3.5, 0, 3.5, 7, 11):
        pen.gouge(x * 0.3, 12, x, 40, 1.3, ink.ink)
        pen.gouge(x * 0.3 + 1, 14, x * 0.96 + 1.2, 38, 0.9, ink.glow)
    rim_marks(pen.canvas, tail, (0, 1), pen.scale * 3, 4, 2, ink.cream)
    for side in (-1, 1):
        _kite_wing(pen, side)
    body = pen.shape(path("-8,-10 -10,2 -7,16 0,24 7,16 10,2 8,-10 0,-14"), chestnut)
    rim_marks(pen.canvas, body, (0.5, 1), pen.scale * 6, 4, 2.2, ink.ink)
    breast = pen.shape(path("-9,-14 -10,-3 -6,5 -2,1 0,9 3,1 6,5 10,-3 9,-14 0,-20"), ink.cream, smooth=False)
    hatch(pen.canvas, breast, 86, 4, 1.7, ink.mud, 0.4)
    head = pen.shape(path("-7,-14 -8.4,-21 -8,-26 -4,-30 2,-30 6.4,-26 7.4,-20 7,-14 0,-12"), ink.cream)
    rim_marks(pen.canvas, head, (1, 0.6), pen.scale * 4, 4, 2, ink.sand)
    hatch(pen.canvas, head, 78, 4, 1.4, ink.sand, 0.3)
    pen.shape(path("-7,-28 -11.5,-28 -15,-25.4 -15.4,-20.6 -13,-22.8 -9.6,-22.6 -7,-23"), ink.ochre, weight=0.9)
    pen.shape(path("-13.4,-26.6 -15,-25.2 -15.4,-20.8 -13.2,-23"), ink.ink, bare=True)
    pen.line([(-12.6, -23.6), (-9, -24), (-6, -22.8)], 0.7, ink.ink)
    pen.line([(-8, -27.6), (-4.4, -28), (-1, -26.4)], 1.3, ink.mud)
    pen.dot(-4, -25.2, 1.7, ink.brick, ringed=True)
    pen.dot(-4.2, -25.2, 1.0, ink.ink)


def little_egret(pen: Pen) -> None:
    """Draw *Egretta garzetta* wading: white, thin black bill, black legs, yellow feet.

    Origin at its feet, looking left.
    """
    ink = pen.palette
    shade = blend(ink.shallows, ink.water, 0.35)
    for hip, knee, foot in (((6, -36), (11, -20), (4, -1)), ((-1, -36), (-3, -18), (-10, 0))):
        pen.ribbon([hip, knee, foot], (2.6, 2.2, 2), ink.ink)
        for toe in (-8, -3, 3):
            pen.ribbon([(foot[0], foot[1] - 1), (foot[0] + toe, foot[1] + 2)], (2, 1), ink.ochre, weight=0.7)
        pen.dot(*knee, 1.7, ink.ink)
    for drop in ((30, -26), (36, -30), (26, -23)):
        pen.ribbon([(14, -52), (24, -42), drop], (5, 4, 0.4), ink.cream, weight=0.8)
    body = pen.shape(path("-15,-58 -17,-47 -9,-38 4,-33 18,-34 31,-36 24,-44 14,-54 0,-62"), ink.cream)
    rim_marks(pen.canvas, body, (0.1, 1), pen.scale * 7, 4.5, 2.4, shade)
    pen.ribbon(path("-9,-50 -19,-60 -12,-70 -2,-77 -4,-87 -12,-92"), (11, 8.5, 6.5, 5.6, 5.4, 6), ink.cream)
    pen.shape(path("-15,-60 -14,-50 -6,-42 2,-48 0,-60 -8,-62"), ink.cream, bare=True)
    for x, y in ((-13, -50), (-9, -47), (-15, -54)):
        pen.line([(x, y), (x - 1, y + 8), (x + 2, y + 15)], 1.4, ink.cream)
        pen.line([(x + 1.6, y), (x + 0.6, y + 7), (x + 3.4, y + 12)], 0.9, ink.ink)
    wing = pen.shape(path("-3,-57 8,-57 20,-47 29,-36 14,-38 2,-44"), ink.cream, weight=0.8)
    pen.canvas.crescent(wing, (-pen.scale * 1.5, -pen.scale * 3.5), shade)
    for step in range(5):
        pen.line(
            [(2 + step * 3, -53 + step * 1.6), (12 + step * 2, -44 + step), (20 + step * 2, -39 + step * 0.4)],
            1.1,
            ink.ink if step % 2 else shade,
        )
    pen.shape(path("-6,-92 -10,-97 -17,-96 -20,-92 -15,-88.5 -8,-88"), ink.cream)
    pen.ribbon([(-18, -92.6), (-32, -90), (-44, -86.4)], (4.2, 2.8, 0.6), ink.ink, weight=0.7)
    pen.gouge(-18, -92, -40, -87.4, 0.6, ink.shallows)
    pen.shape(path("-17.5,-94 -20.5,-92.6 -17.5,-91.4 -14,-92.4"), ink.ochre, bare=True)
    pen.dot(-14.2, -93.4, 1.7, ink.ink)
    pen.dot(-14.6, -93.8, 0.6, ink.cream)
    for end in ((10, -86), (12, -80)):
        pen.line([(-6, -94), (3, -93), end], 1.5, ink.cream)


def flying_egret(pen: Pen) -> None:
    """Draw an egret far off on slow wings, looking left. Origin at its middle, 100 units from wing to wing."""
    ink = pen.palette
    pen.ribbon([(10, 4), (30, 10), (46, 11)], (3, 2, 1), ink.ink, bare=True)
    pen.ribbon([(-18, 0), (-34, -3), (-46, -1)], (7, 5, 1), ink.ochre, weight=0.8)
    body = pen.shape(path("-28,-5 -20,3 0,9 20,6 8,-4 -14,-8"), ink.cream)
    far = pen.shape(path("-6,-3 -14,-24 -30,-44 -6,-40 10,-24 14,-4"), ink.cream)
    near = pen.shape(path("-4,-2 12,-22 44,-40 40,-24 26,-6 12,3"), ink.cream)
    for rim in (body, far, near):
        rim_marks(pen.canvas, rim, (1, 1), max(5.0, pen.scale * 8), 4, 2.2, ink.water)


def _kite_wing(pen: Pen, side: int) -> None:
    """Draw one spread wing: long dark-tipped primaries, paler secondaries, chestnut coverts in scales."""
    ink, rng = pen.palette, pen.rng
    chestnut = blend(ink.coral, ink.brick, 0.55)
    rufous = blend(ink.coral, ink.ochre, 0.4)
    for feather in range(9):
        x = 7 + feather * 4.2
        tip_y = 21 + 3 * math.sin(feather / 2.5) - feather * 0.4
        rim = pen.ribbon(
            [(side * x, -4), (side * (x + 1.5), 10), (side * (x + 2.6), tip_y)], (6.4, 7, 4.6), rufous, weight=0.8
        )
        rim_marks(pen.canvas, rim, (0, 1), pen.scale * 5, 3, 2, ink.ink)
        pen.gouge(side * x, 2, side * (x + 2.2), tip_y - 2, 0.8, ink.glow)
    for finger in range(7):
        angle = math.radians(58 - finger * 11.5)
        far = 30 + finger * 3.1 - max(0, finger - 4) * 3
        root = (side * (42 + finger * 0.9), -1 - finger * 1.9)
        tip = (root[0] + side * math.cos(angle) * far, root[1] + math.sin(angle) * far)
        middle = ((root[0] + tip[0]) / 2, (root[1] + tip[1]) / 2 - 1.5)
        pen.ribbon([root, middle, tip], (6, 7.4, 5.6, 1.4), rufous, weight=0.9)
        half = ((middle[0] + tip[0]) / 2 - side * 2, (middle[1] + tip[1]) / 2)
        pen.ribbon([half, tip], (5.6, 5, 1.2), ink.ink, bare=True)
        pen.gouge(*root, *half, 1, ink.glow)
        pen.gouge(*half, *tip, 0.8, ink.sand)
    rim = pen.shape(
        [
            (side * x, y)
            for x, y in (
                (3, -11),
                (13, -17),
                (25, -21),
                (37, -19),
                (48, -13),
                (55, -6),
                (49, 0),
                (40, 5),
                (28, 8),
                (15, 9),
                (5, 10),
            )
        ],
        chestnut,
    )
    rim_marks(pen.canvas, rim, (0, -1), pen.scale * 5, 4, 2.2, ink.ochre)
    for row, (level, count) in enumerate(((-9, 9), (-3.5, 10), (2, 10))):
        for step in range(count):
            x = 8 + step * 40 / count + row * 1.2 + rng.uniform(-0.6, 0.6)
            y = level - 6.5 * math.sin(x / 17) + 3
            pen.line([(side * (x - 2), y), (side * x, y + 3.6), (side * (x + 2.4), y + 0.6)], 1.4, ink.ink)
            pen.gouge(side * (x + 0.2), y - 1.6, side * (x + 0.4), y + 1.8, 0.9, ink.ochre)
