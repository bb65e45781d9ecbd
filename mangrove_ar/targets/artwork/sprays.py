"""A branch of each tree in the hand, as it hangs into the corner of a picture.

The origin is where the branch enters; it grows along +x for about 100 units. Fruits hang down
whichever way the branch is turned.
"""

import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import path
from mangrove_ar.targets.artwork.fruits import bruguiera_flower, chilli_fruit, pompom_flower, propagule, star_fruit
from mangrove_ar.targets.artwork.leaves import (
    APICULATA,
    AVICENNIA,
    BRUGUIERA,
    CERIOPS,
    EXCOECARIA,
    MUCRONATA,
    SONNERATIA,
    draw_leaf,
    twig,
    whorl,
)
from mangrove_ar.targets.artwork.palette import blend


def apiculata_spray(pen: Pen) -> None:
    """Draw *Rhizophora apiculata* in hand: narrow leaves, red stipule, smooth propagules in pairs."""
    ink = pen.palette
    hang = -pen.turn if not pen.flip else pen.turn
    twig(pen, path("-12,0 24,-5 56,3 84,0"))
    whorl(pen, 47, -1, 50, -20, APICULATA, (ink.leaf, ink.deep, ink.leaf), 2)
    whorl(pen, 84, 0, 54, 0, APICULATA, (ink.leaf, ink.deep, ink.lime), 3)
    for x, length in ((62, 62), (70, 54)):
        propagule(pen, x, 3, length, hang + (6 if x < 65 else -9))
    pen.shape(path("84,-1.2 90,-1.9 98,0 90,1.9 84,1.4"), ink.coral, weight=0.8)


def mucronata_spray(pen: Pen) -> None:
    """Draw *Rhizophora mucronata* in hand: broad needle-tipped leaves, long rough propagule."""
    ink = pen.palette
    hang = -pen.turn if not pen.flip else pen.turn
    twig(pen, path("-12,0 26,5 54,-3 80,2"), 6)
    whorl(pen, 38, 0, 56, 12, MUCRONATA, (ink.leaf, blend(ink.leaf, ink.lime, 0.45), ink.leaf), 2)
    whorl(pen, 80, 2, 62, 0, MUCRONATA, (ink.leaf, blend(ink.leaf, ink.lime, 0.45), ink.lime), 3)
    propagule(pen, 58, 3, 104, hang + 4, rough=True)


def alba_spray(pen: Pen) -> None:
    """Draw *Avicennia alba* in hand: narrow leaves, some showing the silver underside, chilli fruits."""
    ink = pen.palette
    silver = blend(ink.shallows, ink.cream, 0.55)
    hang = -pen.turn if not pen.flip else pen.turn
    twig(pen, path("-12,0 26,6 56,2 86,-4"), 4.4)
    whorl(pen, 30, 4, 52, 6, AVICENNIA, (ink.leaf, silver, ink.deep), 2)
    whorl(pen, 60, 2, 50, -4, AVICENNIA, (ink.deep, silver, ink.leaf), 2)
    whorl(pen, 86, -4, 48, 0, AVICENNIA, (ink.leaf, silver, ink.lime), 2)
    for x, y, turn in ((50, 9, 12), (63, 13, -14), (38, 13, 20)):
        chilli_fruit(pen, x, y, 21, hang + turn)


def sonneratia_spray(pen: Pen) -> None:
    """Draw *Sonneratia alba* in hand: round leaves, white brush of a flower, fruit on its star."""
    ink = pen.palette
    twig(pen, path("-12,0 28,-4 60,4 82,0"), 6)
    upright = -pen.turn if not pen.flip else pen.turn
    whorl(pen, 30, -2, 40, 0, SONNERATIA, (ink.leaf, blend(ink.leaf, ink.lime, 0.5), ink.deep), 2)
    whorl(pen, 76, 0, 42, 0, SONNERATIA, (ink.leaf, blend(ink.leaf, ink.lime, 0.5), ink.lime), 2)
    star_fruit(pen, 44, 15, 34, upright + 8)
    pompom_flower(pen, 88, 6, 38, upright + 12)


def ceriops_spray(pen: Pen) -> None:
    """Draw *Ceriops tagal* in hand: rounded yellow-green leaves that point up, ribbed hanging propagules."""
    ink = pen.palette
    gold = blend(ink.lime, ink.ochre, 0.35)
    hang = -pen.turn if not pen.flip else pen.turn
    twig(pen, path("-12,0 28,4 60,-2 84,0"))
    whorl(pen, 44, 0, 38, -8, CERIOPS, (ink.lime, gold, ink.leaf), 2)
    whorl(pen, 84, 0, 42, 0, CERIOPS, (ink.lime, gold, gold), 3)
    for x, length in ((52, 62), (62, 76), (72, 58)):
        propagule(pen, x, 3, length, hang + pen.rng.uniform(-8, 8), ribbed=True)


def bruguiera_spray(pen: Pen) -> None:
    """Draw *Bruguiera gymnorhiza* in hand: leathery leaves, red many-lobed calyx, cigar propagule."""
    ink = pen.palette
    hang = -pen.turn if not pen.flip else pen.turn
    twig(pen, path("-12,0 26,-4 58,2 84,0"))
    whorl(pen, 38, 0, 50, 0, BRUGUIERA, (ink.leaf, ink.deep, ink.leaf), 2)
    whorl(pen, 84, 0, 52, 0, BRUGUIERA, (ink.leaf, ink.deep, ink.lime), 3)
    bruguiera_flower(pen, 44, 11, 44, hang + 8)
    bruguiera_flower(pen, 64, 9, 38, hang - 12)


def excoecaria_spray(pen: Pen) -> None:
    """Draw *Excoecaria agallocha* in hand: green leaves, old ones brick red, white sap from a cut."""
    ink = pen.palette
    twig(pen, path("-12,0 26,5 54,-2 86,0"))
    for x, turn, colour in (
        (12, 70, ink.coral),
        (20, -66, ink.leaf),
        (34, 62, ink.leaf),
        (42, -58, ink.brick),
        (52, 66, ink.coral),
        (60, -60, ink.leaf),
        (70, 50, ink.leaf),
        (74, -48, ink.lime),
        (86, 24, ink.leaf),
        (86, -22, ink.leaf),
    ):
        draw_leaf(pen, x, 1, 42 * pen.rng.uniform(0.9, 1.1), turn, EXCOECARIA, colour)
    draw_leaf(pen, 86, 0, 38, 2, EXCOECARIA, ink.lime)
    fall = math.radians(-pen.turn if not pen.flip else pen.turn)
    for x, far, size in ((30, 10, 3.6), (30, 22, 2.8), (64, 13, 3.8), (65, 27, 2.6)):
        drop = pen.within(x - math.sin(fall) * far, math.cos(fall) * far, size * 2.6, math.degrees(fall))
        drop.shape(path("0,-50 -22,6 -16,34 0,42 16,34 22,6"), ink.cream)
