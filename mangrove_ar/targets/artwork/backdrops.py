"""The places where subjects stand: what is painted behind them, and what before them."""

import math

from mangrove_ar.targets.artwork.birds import flying_egret, little_egret
from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.crabs import tree_climbing_crab
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.foliage import blade, draw_crown, draw_far_forest
from mangrove_ar.targets.artwork.ground import (
    burrows,
    ellipse,
    islet,
    pool,
    puddle,
    rootlets,
    shoreline,
    small_life,
    strata,
)
from mangrove_ar.targets.artwork.leaves import APICULATA, MUCRONATA, draw_leaf
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.nursery import seedling
from mangrove_ar.targets.artwork.palette import blend
from mangrove_ar.targets.artwork.roots import cone_roots, hanging_roots, pencil_roots
from mangrove_ar.targets.artwork.sky import SkyCut, draw_cloud, draw_sky, low_sun
from mangrove_ar.targets.artwork.surfaces import draw_mud, draw_water, ripple
from mangrove_ar.targets.artwork.trees import apiculata_tree, mucronata_tree, nypa_fronds
from mangrove_ar.targets.artwork.waterside import krathong


def shore_behind(canvas: Canvas) -> None:
    """Paint the water before the forest, an islet on each side, the sun behind."""
    ink = canvas.palette
    draw_sky(canvas, 440, (215, 195), SkyCut.RAYS)
    draw_far_forest(canvas, 452, 120, ink.leaf)
    draw_far_forest(canvas, 462, 62, ink.deep)
    draw_water(canvas, 455, UNITS, calm=0.35, shine=0.15)
    islet(canvas, 70, 640, 150)
    islet(canvas, 930, 560, 120)
    apiculata_tree(canvas.pen(60, 640, 310))
    nypa_fronds(canvas.pen(975, 600, 170))
    mucronata_tree(canvas.pen(950, 562, 230))


def shore_before(canvas: Canvas) -> None:
    """Stand pencil roots in the near water."""
    pencil_roots(canvas.pen(885, 975, 520), 16, 24, 22)


def overlook_behind(canvas: Canvas) -> None:
    """Paint clouds over a forest that reaches to the horizon."""
    ink = canvas.palette
    draw_sky(canvas, 372, (780, 120), SkyCut.BANDS)
    draw_cloud(canvas, 170, 150, 300, ink.cream, ink.glow)
    draw_cloud(canvas, 470, 262, 210, ink.cream, ink.glow)
    draw_cloud(canvas, 430, 74, 230, ink.cream, ink.glow)
    draw_cloud(canvas, 45, 330, 170, ink.cream, ink.glow)
    for x, y, size, turn in ((610, 70, 76, -6), (345, 190, 62, 8), (905, 40, 70, 4), (560, 250, 52, -10)):
        flying_egret(canvas.pen(x, y, size, turn))
    draw_cloud(canvas, 905, 318, 230, ink.cream, ink.glow)
    draw_far_forest(canvas, 392, 46, blend(ink.leaf, ink.sky, 0.35))
    canvas.polygon([(0, 386), (UNITS, 386), (UNITS, UNITS), (0, UNITS)], ink.deep)


def overlook_before(canvas: Canvas) -> None:
    """Raise the nearest crowns over the foot of the view."""
    ink = canvas.palette
    gold = blend(ink.lime, ink.ochre, 0.35)
    tones = ((ink.deep, ink.leaf, ink.lime), (ink.deep, ink.leaf, gold), (ink.leaf, ink.lime, gold))
    for index, (x, y, rx) in enumerate(
        ((30, 905, 130), (390, 925, 120), (235, 985, 140), (930, 930, 140), (640, 1005, 120), (790, 985, 100))
    ):
        draw_crown(canvas, x, y, rx, rx * 0.68, tones[index % 3], 30 + 4 * (index % 3), 1.25)


def forest_behind(canvas: Canvas) -> None:
    """Paint trees behind trees in the haze, and bright water between their roots."""
    ink, rng = canvas.palette, canvas.rng
    draw_sky(canvas, 560, (520, 330))
    draw_far_forest(canvas, 565, 330, blend(ink.leaf, ink.sky, 0.5))
    draw_far_forest(canvas, 588, 150, blend(ink.leaf, ink.sky, 0.2))
    for step in range(9):
        x = step * 125 + rng.uniform(-50, 50)
        apiculata_tree(canvas.pen(x, 585 + rng.uniform(-6, 8), rng.uniform(200, 300)))
    canvas.veil(0, 600, blend(ink.sky, ink.glow, 0.5), 0.42)
    draw_water(canvas, 590, UNITS, calm=0.4, shine=0.72)


def forest_before(canvas: Canvas) -> None:
    """Lay the near bank with its seedlings and crabs."""
    draw_mud(canvas, shoreline(canvas, path("-10,935 180,950 330,984 520,996 700,978 860,945 1010,930")), wet=0.5)
    for x, y, size, form in (
        (70, 985, 190, MUCRONATA),
        (150, 1000, 140, APICULATA),
        (905, 990, 170, APICULATA),
        (965, 975, 130, MUCRONATA),
    ):
        seedling(canvas.pen(x, y, size), bag=False, form=form)
    small_life(canvas, ((560, 972, 80), (330, 968, 66)), ((690, 965, 56, 14), (230, 968, 46, 170)))
    tree_climbing_crab(canvas.pen(505, 600, 118, 12))


def mudflat_behind(canvas: Canvas) -> None:
    """Paint the open mud at low water under a level sky."""
    ink = canvas.palette
    draw_sky(canvas, 350, (500, 250), SkyCut.BANDS)
    draw_far_forest(canvas, 350, 70, blend(ink.leaf, ink.sky, 0.35))
    draw_water(canvas, 348, 440, calm=0.2)
    draw_mud(canvas, shoreline(canvas, path("-10,418 160,430 350,398 560,424 760,392 1010,412")), sheens=30)
    little_egret(canvas.pen(55, 452, 118, 0, True))
    puddle(canvas, 520, 520, 210, 24)
    puddle(canvas, 830, 640, 150, 22)
    puddle(canvas, 120, 700, 150, 24)
    small_life(
        canvas,
        ((330, 610, 92), (880, 735, 100), (120, 800, 84)),
        ((640, 900, 66, 20), (95, 610, 50, 160), (945, 560, 52, -30), (420, 560, 48, 10)),
    )


def mudflat_before(canvas: Canvas) -> None:
    """Stand pencil and cone roots in the corners."""
    pencil_roots(canvas.pen(120, 930, 560), 17, 22, 26)
    cone_roots(canvas.pen(890, 930, 560), 8, 20, 30)
    burrows(canvas, 6, (330, 925, 680, 985))


def pools_behind(canvas: Canvas) -> None:
    """Paint the bank with its trees and the walled pools before it."""
    ink = canvas.palette
    draw_sky(canvas, 230, (840, 60), SkyCut.BANDS)
    draw_far_forest(canvas, 236, 140, blend(ink.leaf, ink.sky, 0.3))
    draw_far_forest(canvas, 244, 66, ink.deep)
    draw_water(canvas, 240, 320, calm=0.2)
    for x, size in ((60, 230), (215, 170), (400, 210), (560, 160), (735, 240), (930, 200)):
        apiculata_tree(canvas.pen(x + canvas.rng.uniform(-25, 25), 268, size))
    canvas.veil(0, 300, ink.glow, 0.2)
    draw_mud(
        canvas, shoreline(canvas, path("-10,270 170,292 380,262 600,296 820,268 1010,286")), sheens=34, dryness=0.8
    )
    pool(canvas, 270, 800, 330, 112)
    pool(canvas, 770, 480, 300, 74)
    pool(canvas, 150, 400, 170, 30)
    little_egret(canvas.pen(105, 398, 165, 0, True))
    burrows(canvas, 3, (30, 520, 170, 600))
    small_life(
        canvas,
        ((905, 690, 112), (835, 590, 80), (260, 480, 76)),
        ((930, 800, 72, -20), (965, 590, 52, 170), (95, 560, 56, 20), (330, 350, 44, 0), (700, 905, 66, 30)),
    )


def pools_before(canvas: Canvas) -> None:
    """Stand pencil roots and dig burrows in front."""
    pencil_roots(canvas.pen(880, 950, 560), 12, 20, 21)
    burrows(canvas, 4, (560, 920, 760, 985))


def thicket_behind(canvas: Canvas) -> None:
    """Paint a wall of leaves with light through it, stilt roots, and the mud below."""
    ink, rng = canvas.palette, canvas.rng
    canvas.polygon([(0, 0), (UNITS, 0), (UNITS, UNITS), (0, UNITS)], ink.deep)
    gaps: list[tuple[float, float, float, float]] = []
    for _ in range(26):
        x, y, size = rng.uniform(0, UNITS), rng.uniform(0, 440), rng.uniform(24, 62)
        gap = ellipse(canvas, size, size * 0.8, 0.2, 12)
        canvas.pen(x, y).shape(gap, rng.choice((ink.glow, ink.glow, ink.shallows)), bare=True)
        gaps += [(x + px, y + py, px, py) for px, py in gap]
    for _ in range(1000):
        x, y = rng.uniform(-20, UNITS), rng.uniform(-20, 560)
        tone = rng.choice((ink.leaf, ink.leaf, ink.ink, blend(ink.leaf, ink.lime, 0.4), ink.water))
        blade(canvas, x, y, rng.uniform(24, 58), rng.uniform(0, 6.28), tone)
    for x, y, px, py in gaps:
        tone = rng.choice((ink.leaf, blend(ink.leaf, ink.lime, 0.5), ink.deep, ink.lime))
        blade(
            canvas,
            x + px * 0.35,
            y + py * 0.35,
            rng.uniform(26, 46),
            math.atan2(-py, -px) + rng.uniform(-1.2, 1.2),
            tone,
        )
    canvas.veil(0, 480, blend(ink.sky, ink.glow, 0.4), 0.3)
    draw_water(canvas, 470, 640, calm=0.3, shine=0.7)
    hanging_roots(canvas.pen(250, -30, 520), 3, 100, 124)
    hanging_roots(canvas.pen(770, -30, 520), 5, 100, 124)
    draw_mud(
        canvas, shoreline(canvas, path("-10,590 180,560 380,600 600,572 820,604 1010,566")), sheens=18, dryness=0.62
    )
    burrows(canvas, 5, (60, 620, 960, 700))
    small_life(
        canvas,
        ((95, 650, 84), (110, 800, 112)),
        ((965, 900, 74, 20), (200, 640, 52, 160), (960, 960, 60, -30), (90, 950, 70, 200), (800, 640, 52, -10)),
    )


def thicket_before(canvas: Canvas) -> None:
    """Dig burrows in front."""
    burrows(canvas, 3, (40, 930, 330, 975))


def underground_behind(canvas: Canvas) -> None:
    """Paint the forest above and the ground cut open below."""
    ink, rng = canvas.palette, canvas.rng
    draw_sky(canvas, 150, (170, 60), SkyCut.RAYS)
    draw_far_forest(canvas, 165, 120, ink.leaf)
    draw_water(canvas, 158, 250, calm=0.25)
    edge = shoreline(canvas, path("-10,236 150,214 330,240 520,220 700,248 870,222 1010,238"))
    draw_mud(canvas, edge, wet=0.15)
    strata(canvas)
    rootlets(canvas)
    for x, y, size, turn in ((130, -30, 300, 0), (520, -30, 300, 3), (880, -30, 300, -3)):
        hanging_roots(canvas.pen(x, y, size, turn), 3, 84, rng.uniform(92, 104))
    pencil_roots(canvas.pen(320, 238, 330), 9, 30, 26)
    pencil_roots(canvas.pen(705, 244, 330), 8, 26, 24)


def nursery_behind(canvas: Canvas) -> None:
    """Paint the poles and beams of the nursery and the forest behind it."""
    ink, rng = canvas.palette, canvas.rng
    draw_sky(canvas, 420, (520, 300), SkyCut.RAYS)
    draw_far_forest(canvas, 430, 190, blend(ink.leaf, ink.sky, 0.25))
    draw_far_forest(canvas, 442, 80, ink.deep)
    draw_mud(canvas, shoreline(canvas, path("-10,436 240,446 520,432 780,448 1010,436")))
    puddle(canvas, 700, 520, 260, 22)
    for x, lean in ((60, 6), (945, -8)):
        post = canvas.pen(x, 640).ribbon([(0, 0), (lean, -320), (lean * 2, -700)], (26, 22, 20), ink.mud)
        rim_marks(canvas, post, (1, 0), 12, 5, 3, ink.ink)
        rim_marks(canvas, post, (-1, 0), 7, 9, 3, ink.sand)
    for level in (46, 96):
        beam = canvas.pen(500, level + rng.uniform(-5, 5)).ribbon([(-520, 8), (0, -6), (520, 6)], (17, 15, 17), ink.mud)
        rim_marks(canvas, beam, (0, 1), 9, 6, 3, ink.ink)


def nothing_before(canvas: Canvas) -> None:
    """Leave the foreground to the subjects."""


def plot_behind(canvas: Canvas) -> None:
    """Paint a grown forest in the haze under a roof of leaves."""
    ink, rng = canvas.palette, canvas.rng
    draw_sky(canvas, 600, (330, 240))
    draw_far_forest(canvas, 610, 330, blend(ink.leaf, ink.sky, 0.3))
    draw_far_forest(canvas, 632, 170, ink.leaf)
    for step in range(7):
        mucronata_tree(canvas.pen(step * 160 + rng.uniform(-40, 40), 640 + rng.uniform(-8, 4), rng.uniform(230, 340)))
    canvas.veil(0, 660, blend(ink.sky, ink.glow, 0.6), 0.36)
    for x, y, rx in ((80, 50, 150), (330, 16, 170), (640, 30, 180), (900, 60, 160)):
        draw_crown(canvas, x, y, rx, 84, (ink.deep, ink.leaf, ink.lime), 34, 1.4)
    draw_mud(canvas, shoreline(canvas, path("-10,610 200,630 420,606 680,634 1010,612")), wet=0.2, sheens=8)


def plot_before(canvas: Canvas) -> None:
    """Stand pencil roots in front."""
    pencil_roots(canvas.pen(110, 950, 460), 10, 26, 20)


def island_behind(canvas: Canvas) -> None:
    """Paint the river at evening with the low sun behind the island."""
    ink, rng = canvas.palette, canvas.rng
    draw_sky(canvas, 560, (380, 250))
    low_sun(canvas, 380, 300, 225)
    draw_cloud(canvas, 655, 440, 230, ink.cream, blend(ink.sky, ink.coral, 0.6))
    draw_cloud(canvas, 120, 345, 270, ink.cream, blend(ink.sky, ink.coral, 0.6))
    for x, y, size, turn in (
        (100, 130, 128, -8),
        (205, 225, 96, 6),
        (65, 470, 88, -4),
        (560, 70, 108, 10),
        (950, 480, 92, -6),
    ):
        flying_egret(canvas.pen(x + rng.uniform(-12, 12), y + rng.uniform(-8, 8), size, turn))
    draw_far_forest(canvas, 566, 96, blend(ink.leaf, ink.sky, 0.2))
    draw_far_forest(canvas, 574, 60, ink.deep)
    draw_water(canvas, 568, UNITS, calm=0.3, shine=0.12)
    for step in range(11):
        y = 656 + step * 21
        for _ in range(3):
            ripple(
                canvas,
                385 + rng.uniform(-170, 70) * (1 - step / 16),
                y + rng.uniform(-8, 8),
                rng.uniform(60, 130),
                12,
                ink.ink if step % 4 == 3 else ink.cream if step % 3 else ink.ochre,
            )
    islet(canvas, 385, 624, 300)


def island_before(canvas: Canvas) -> None:
    """Float lights on the water and plant the near bank."""
    for x, y, size in ((585, 790, 74), (705, 745, 58), (640, 925, 108), (480, 955, 88), (60, 950, 92), (905, 770, 62)):
        krathong(canvas.pen(x + canvas.rng.uniform(-14, 14), y, size))
    for x, y, size, turn in ((1000, -10, 150, 120), (1010, 40, 130, 165), (960, -15, 130, 85), (1012, 90, 120, 195)):
        draw_leaf(
            canvas.pen(0, 0), x, y, size, turn, APICULATA, canvas.rng.choice((canvas.palette.leaf, canvas.palette.lime))
        )
    islet(canvas, 900, 985, 210)
    pencil_roots(canvas.pen(860, 985, 480), 9, 24, 20)
    seedling(canvas.pen(935, 990, 250), bag=False)
    seedling(canvas.pen(845, 1000, 170), bag=False, form=APICULATA)
