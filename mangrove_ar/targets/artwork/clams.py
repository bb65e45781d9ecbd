"""Mud clams and a snail. Origin at the middle of the shell, 100 units wide."""

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Point, closed_curve, path
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.palette import blend
from mangrove_ar.targets.artwork.surfaces import ripple

_SHELL: tuple[Point, ...] = path("-8,-37 6,-37 22,-29 38,-13 46,7 38,25 18,36 -10,38 -34,28 -45,9 -41,-10 -25,-28")

_BEAK: Point = (-5, -33)


def clam_bed(pen: Pen) -> None:
    """Draw a bed of *Geloina expansa* in the mud: one in front, others around it, each turned its own way."""
    for x, y, size, turn, flip in (
        (-33, -17, 25, -24, False),
        (31, -20, 29, 16, True),
        (42, 9, 23, 48, False),
        (-46, 1, 19, 62, True),
        (3, -25, 16, -58, False),
    ):
        mud_clam(pen.within(x, y, size, turn, flip))
    open_clam(pen.within(-27, 20, 33, -10))
    mud_clam(pen.within(10, 9, 47, 9))
    mud_clam(pen.within(35, 32, 21, -38, True))
    mud_clam(pen.within(3, 37, 15, 30))


def mud_clam(pen: Pen) -> None:
    """Draw one closed shell: olive to black in growth rings, the beak worn white."""
    ink, rng = pen.palette, pen.rng
    _hollow(pen)
    olive = blend(ink.leaf, ink.mud, 0.42)
    pen.shape([(x * 0.97 + 5, y * 0.97 + 7) for x, y in _SHELL], ink.earth)
    shell = pen.shape(_SHELL, blend(olive, ink.ink, 0.72))
    tones = (
        blend(olive, ink.ink, 0.45),
        olive,
        blend(olive, ink.ink, 0.25),
        blend(olive, ink.lime, 0.35),
        blend(olive, ink.ochre, 0.3),
    )
    for ring, share in enumerate((0.9, 0.79, 0.66, 0.52, 0.38)):
        pen.shape(_toward_beak(share + rng.uniform(-0.02, 0.02)), tones[ring], weight=0.55)
    for step in range(19):
        share = 0.98 - step * 0.037 + rng.uniform(-0.008, 0.008)
        _growth_line(pen, share, ink.ink if step % 3 else ink.ochre)
    for _ in range(60):
        start = _toward_beak(rng.uniform(0.45, 0.97))[rng.randrange(2, 10)]
        pen.gouge(
            start[0],
            start[1],
            start[0] + (start[0] - _BEAK[0]) * 0.09,
            start[1] + (start[1] - _BEAK[1]) * 0.09,
            0.9,
            rng.choice((ink.lime, ink.ink, ink.sand)),
        )
    worn = pen.shape(path("-13,-36 -2,-39 8,-35 11,-27 4,-21 -5,-24 -12,-20 -17,-28"), ink.cream, weight=0.6)
    hatch(pen.canvas, worn, 20, 5, 1.8, ink.sand, 0.5)
    rim_marks(pen.canvas, shell, (0.6, 1), pen.scale * 9, 4, 2.4, ink.ink)
    rim_marks(pen.canvas, shell, (-1, -0.7), pen.scale * 5, 6, 2.2, ink.shallows)


def open_clam(pen: Pen) -> None:
    """Draw a clam a little open, with its pale foot and the two short siphons that breathe."""
    ink = pen.palette
    _hollow(pen)
    back = pen.shape([(x, y * 0.92 + 9) for x, y in _SHELL], ink.earth)
    rim_marks(pen.canvas, back, (0, 1), pen.scale * 7, 4, 2.2, ink.ink)
    inner = pen.shape(path("-40,10 -34,30 -10,42 18,40 38,28 43,10 20,16 -14,18"), ink.cream)
    hatch(pen.canvas, inner, 4, 5, 2, ink.violet, 0.35)
    foot = pen.shape(path("-26,26 -38,40 -56,49 -60,58 -44,58 -24,46 -10,34"), ink.glow)
    rim_marks(pen.canvas, foot, (0.2, 1), pen.scale * 7, 4, 2.2, ink.coral)
    for x, y in ((40, 24), (47, 15)):
        siphon = pen.ribbon([(x - 8, y), (x + 4, y + 1), (x + 13, y - 4)], (8, 7.5, 8.5), ink.sand)
        rim_marks(pen.canvas, siphon, (0, 1), pen.scale * 3.5, 3.5, 2, ink.brick)
        pen.shape([(x + 10, y - 7), (x + 15, y - 5), (x + 14, y + 1), (x + 10, y - 1)], ink.brick, weight=0.8)
    mud_clam(pen.within(0, -6, 96, 0))


def _toward_beak(share: float) -> list[Point]:
    return [(_BEAK[0] + (x - _BEAK[0]) * share, _BEAK[1] + (y - _BEAK[1]) * share) for x, y in _SHELL]


def _growth_line(pen: Pen, share: float, colour: tuple[int, int, int]) -> None:
    ring = closed_curve(_toward_beak(share), 4)
    start = pen.rng.randrange(6, 14)
    pen.line(ring[start : start + pen.rng.randrange(12, 26)], 1.1, colour, smooth=False)


def _hollow(pen: Pen) -> None:
    ink = pen.palette
    rim = pen.shape([(x * 1.13 + 1, y * 1.13 + 3) for x, y in _SHELL], ink.ink, bare=True)
    rim_marks(pen.canvas, rim, (-0.3, -1), -pen.scale * 3, 4, 2.2, ink.mud)
    x, y = pen.at(0, 44)
    ripple(pen.canvas, x - pen.scale * 40, y, pen.scale * 80, 3.5, ink.sand)


def horn_snail(pen: Pen) -> None:
    """Draw a horn snail: a tall cone of beaded whorls. Origin at its middle, 100 units long, tip to the left."""
    ink = pen.palette
    whorls = [(-50 + 84 * (i / 7) ** 0.85, 5 + 21 * i / 7) for i in range(8)]
    pen.shape(path("34,24 46,18 50,4 44,-12 32,-20"), ink.sand)
    pen.shape(path("38,16 44,8 42,-4 36,-8"), ink.ink, bare=True)
    for index, (x, half) in enumerate(whorls):
        tone = (ink.mud, ink.cream)[index % 2]
        rim = pen.shape(
            [
                (x - 5, -half * 0.8),
                (x + 6, -half * 1.05),
                (x + 11, 0),
                (x + 6, half * 1.05),
                (x - 5, half * 0.8),
                (x - 8, 0),
            ],
            tone,
            weight=0.7,
        )
        rim_marks(pen.canvas, rim, (0.2, 1), pen.scale * half * 0.8, 3.4, 2, ink.ink)
    pen.shape([(-62, 1), (-52, -5), (-50, 5)], ink.cream, weight=0.7, smooth=False)
