"""The community nursery: seedlings in their bags and the propagules they grow from."""

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.fruits import bruguiera_flower, propagule
from mangrove_ar.targets.artwork.leaves import APICULATA, BRUGUIERA, CERIOPS, MUCRONATA, LeafForm, draw_leaf
from mangrove_ar.targets.artwork.marks import hatch
from mangrove_ar.targets.artwork.palette import blend


def seedling_bed(pen: Pen) -> None:
    """Stand seedlings of several kinds and ages on their bed. Origin at its middle, 100 units across."""
    rng = pen.rng
    forms = (MUCRONATA, APICULATA, CERIOPS, BRUGUIERA)
    for y, size, spacing in ((-17, 19, 11), (-5, 25, 15), (10, 33, 21)):
        x = -52 + rng.uniform(0, spacing * 0.7)
        while x < 54:
            tall = size * rng.uniform(0.75, 1.2)
            seedling(
                pen.within(x, y + rng.uniform(-2, 2), tall), pairs=rng.choice((1, 2, 2, 3)), form=rng.choice(forms)
            )
            x += spacing * rng.uniform(0.8, 1.15)


def propagule_fan(pen: Pen) -> None:
    """Lay propagules on a woven tray, each kind with its mark. Origin at the middle, 100 units across."""
    ink, rng = pen.palette, pen.rng
    tray = pen.shape(path("-46,-3 -30,-9 0,-11 30,-9 46,-3 44,8 26,13 0,14 -26,13 -44,8"), ink.sand, weight=1.2)
    hatch(pen.canvas, tray, 28, 13, 5, ink.mud, 0.7)
    hatch(pen.canvas, tray, -31, 15, 5, ink.glow, 0.6)
    inner = pen.shape(
        path("-41,-2 -28,-6.5 0,-8 28,-6.5 41,-2 38,5 22,9 0,9.6 -22,9 -38,5"), blend(ink.sand, ink.mud, 0.6)
    )
    hatch(pen.canvas, inner, 12, 12, 5, ink.earth, 0.6)
    for x, y, size, turn, kind in (
        (-34, -4, 46, -74, 0),
        (-30, 4, 30, -102, 1),
        (-2, -5, 34, -82, 2),
        (2, 4, 44, -64, 0),
        (6, 0, 27, 100, 1),
        (30, -3, 26, 62, 2),
        (14, 5, 30, -96, 1),
    ):
        wobble = rng.uniform(-6, 6)
        if kind == 0:
            propagule(pen, x, y, size, turn + wobble, rough=True)
        elif kind == 1:
            propagule(pen, x, y, size, turn + wobble, ribbed=True)
        else:
            bruguiera_flower(pen, x, y, size * 0.7, turn + wobble)


def seedling(pen: Pen, *, pairs: int = 2, bag: bool = True, form: LeafForm = MUCRONATA) -> None:
    """Draw a young tree on its propagule, in a nursery bag or in the mud. Origin at the foot, 100 high."""
    ink, rng = pen.palette, pen.rng
    lean = rng.uniform(-6, 6)
    stem = pen.ribbon([(0, -8), (lean * 0.3, -30), (lean * 0.7, -52)], (6, 6.4, 4), ink.leaf)
    pen.canvas.crescent(stem, (-pen.scale * 2, 0), ink.deep)
    pen.ribbon([(lean * 0.7, -50), (lean, -66), (lean * 1.2, -84)], (3, 2.2, 1.5), ink.mud, weight=0.8)
    for pair in range(pairs):
        y = -62 - pair * 20 / max(pairs - 1, 1)
        for side in (-1, 1):
            turn = -90 + side * (78 - pair * 24) + rng.uniform(-9, 9)
            draw_leaf(
                pen,
                lean * 1.1,
                y,
                40 - pair * 6 + rng.uniform(-3, 4),
                turn,
                form,
                rng.choice((ink.leaf, ink.lime, ink.leaf)),
            )
    pen.shape([(lean * 1.2 - 2, -84), (lean * 1.4, -103), (lean * 1.2 + 2.4, -84)], ink.coral, weight=0.7, smooth=False)
    if bag:
        _bag(pen)


def _bag(pen: Pen) -> None:
    ink, rng = pen.palette, pen.rng
    colour = rng.choice((ink.ink, ink.earth, ink.deep))
    body = pen.shape(path("-17,-16 -19,-2 -16,20 -8,24 8,24 16,20 18,-2 17,-16 6,-18 -6,-18"), colour, outline=ink.ink)
    hatch(pen.canvas, body, 84 + rng.uniform(-6, 6), 8, 3, blend(colour, ink.shallows, 0.55), 0.35)
    pen.shape(path("-16,-16 -7,-21 0,-19 8,-22 16,-16 6,-12 -6,-12"), ink.sand, weight=0.8)
    for _ in range(8):
        pen.dot(rng.uniform(-13, 13), rng.uniform(-18, -14), rng.uniform(0.8, 1.7), ink.earth)
