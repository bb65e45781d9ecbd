"""Sun and rain over the trail."""

import math

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import blend
from mangrove_ar.targets.artwork.sky import draw_cloud


def sun(pen: Pen) -> None:
    """Draw the sun with cut rays of uneven length. Origin at its middle, 100 units to the tips of the rays."""
    ink, rng = pen.palette, pen.rng
    for ray in range(34):
        angle = ray * math.tau / 34 + rng.uniform(-0.05, 0.05)
        start, stop = 26 + rng.uniform(0, 3), rng.uniform(38, 52) if ray % 2 else rng.uniform(33, 40)
        cos, sin = math.cos(angle), math.sin(angle)
        for width, tone in ((6.4, ink.ink), (4.6, ink.ochre if ray % 2 else ink.coral)):
            pen.gouge(cos * start, sin * start, cos * stop, sin * stop, width, tone)
    disc = pen.shape([(math.cos(a) * 23, math.sin(a) * 23) for a in (i * math.tau / 16 for i in range(16))], ink.ochre)
    pen.canvas.crescent(disc, (-pen.scale * 4, -pen.scale * 4), ink.coral)
    rim_marks(pen.canvas, disc, (-1, -1), pen.scale * 12, 4.5, 2.6, ink.glow)


def rain(pen: Pen) -> None:
    """Draw a dark cloud and its slanting rain. Origin at the middle of the cloud, 100 units wide."""
    ink, rng = pen.palette, pen.rng
    slate = blend(ink.water, ink.ink, 0.3)
    for _ in range(74):
        x, y, far = rng.uniform(-40, 44), rng.uniform(2, 52), rng.uniform(8, 20)
        pen.gouge(x, y, x - far * 0.42, y + far, rng.uniform(1, 2), rng.choice((ink.deep, ink.water, ink.cream)))
    for x, y, size, colour in (
        (16, -12, 74, blend(ink.shallows, ink.water, 0.35)),
        (-14, -2, 84, slate),
        (20, 3, 60, blend(slate, ink.shallows, 0.3)),
    ):
        px, py = pen.at(x, y)
        draw_cloud(pen.canvas, px, py, size * pen.scale, colour, blend(colour, ink.cream, 0.55))
