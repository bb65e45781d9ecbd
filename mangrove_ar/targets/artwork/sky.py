"""The sky: light, clouds, and the marks that run around the light."""

import math
from enum import Enum

from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.curves import Point, Points, closed_curve
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import Colour, blend
from mangrove_ar.targets.artwork.surfaces import ripple


class SkyCut(Enum):
    """How the marks of a sky run."""

    ARCS = "arcs"
    RAYS = "rays"
    BANDS = "bands"


def draw_sky(canvas: Canvas, horizon: float, light: Point, cut: SkyCut = SkyCut.ARCS) -> None:
    """Fill the sky and cut it around the light, from it, or level; paler near the light."""
    ink = canvas.palette
    canvas.polygon([(0, 0), (UNITS, 0), (UNITS, horizon + 10), (0, horizon + 10)], ink.sky)
    {SkyCut.ARCS: _cut_arcs, SkyCut.RAYS: _cut_rays, SkyCut.BANDS: _cut_bands}[cut](canvas, horizon, light)


def draw_cloud(canvas: Canvas, x: float, y: float, width: float, colour: Colour, shade: Colour) -> None:
    """Draw a heaped cloud with a flat foot, a lit top and a hatched belly."""
    rng, ink = canvas.rng, canvas.palette
    heaps = []
    for step in range(7):
        at = -0.4 + step * 0.133
        tall = 0.05 + 0.15 * math.sin((step + 0.7) / 7.4 * math.pi) * rng.uniform(0.75, 1.25)
        heaps.append((x + at * width, y - tall * width * 0.5, rng.uniform(0.1, 0.14) * width, tall * width))
    foot = [
        (x - 0.46 * width, y - 0.005 * width),
        (x + 0.46 * width, y - 0.01 * width),
        (x + 0.42 * width, y + 0.035 * width),
        (x + 0.1 * width, y + 0.05 * width),
        (x - 0.42 * width, y + 0.035 * width),
    ]
    rims = [_oval(cx, cy, rx, ry) for cx, cy, rx, ry in heaps]
    for rim in [*rims, closed_curve(foot)]:
        canvas.polygon(_grown(rim, 3.4), ink.ink)
    for rim in [*rims, closed_curve(foot)]:
        canvas.polygon(rim, colour)
    for rim in rims:
        rim_marks(canvas, rim, (-0.5, -1), width * 0.05, 5, 3, shade)
    for _ in range(int(width / 9)):
        px = x + rng.uniform(-0.42, 0.36) * width
        canvas.gouge(
            px,
            y + rng.uniform(-0.02, 0.045) * width,
            px + rng.uniform(0.03, 0.1) * width,
            y + rng.uniform(0.0, 0.04) * width,
            3.6,
            ink.ink if rng.random() < 0.55 else shade,
        )


def low_sun(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Draw the large sun of the evening, cut in level bars towards its foot."""
    ink = canvas.palette
    canvas.polygon(_oval(x, y, radius * 1.16, radius * 1.16, 44), ink.glow)
    disc = _oval(x, y, radius, radius, 44)
    canvas.polygon(disc, blend(ink.coral, ink.ochre, 0.25))
    rim_marks(canvas, disc, (0, -1), radius * 0.5, 5, 5, ink.ochre)
    for step in range(7):
        half, level = radius * (1.08 - step * 0.03), y + radius * (0.1 + step * 0.13)
        canvas.gouge(x - half, level, x + half, level + canvas.rng.uniform(-4, 4), 5 + step * 1.8, ink.glow)


def _cut_arcs(canvas: Canvas, horizon: float, light: Point) -> None:
    ink, rng, radius = canvas.palette, canvas.rng, 30.0
    while radius < 1300:
        strength = max(0.3, 1 - radius / 900)
        angle = rng.random() * 0.2
        while angle < math.tau:
            sweep = rng.uniform(30, 130) / radius
            if rng.random() < 0.4 + 0.4 * strength:
                tone = ink.glow if rng.random() < 0.82 else blend(ink.sky, ink.water, 0.4)
                wobble = radius + rng.uniform(-6, 6)
                _arc_mark(
                    canvas, light, wobble, angle, angle + sweep, rng.uniform(3, 8.5) * strength + 1.5, tone, horizon
                )
            angle += sweep + rng.uniform(6, 40) / radius
        radius += rng.uniform(9, 17)


def _cut_rays(canvas: Canvas, horizon: float, light: Point) -> None:
    ink, rng = canvas.palette, canvas.rng
    angle = 0.0
    while angle < math.tau:
        cos, sin, far = math.cos(angle), math.sin(angle), rng.uniform(40, 110)
        while far < 1250:
            length = rng.uniform(40, 120) + far * 0.12
            x, y = light[0] + cos * far, light[1] + sin * far
            ex, ey = x + cos * length, y + sin * length
            if -60 < x < UNITS + 60 and y > -60 and max(y, ey) < horizon and rng.random() < 0.75:
                tone = ink.glow if rng.random() < 0.8 else blend(ink.sky, ink.water, 0.35)
                canvas.gouge(x, y, ex, ey, rng.uniform(3, 6) + far * 0.009, tone)
            far += length + rng.uniform(10, 90)
        angle += rng.uniform(0.025, 0.075)


def _cut_bands(canvas: Canvas, horizon: float, light: Point) -> None:
    ink, rng, y = canvas.palette, canvas.rng, 6.0
    while y < horizon:
        strength = max(0.25, 1 - abs(y - light[1]) / 420)
        x = -120 * rng.random()
        while x < UNITS:
            length = rng.uniform(50, 210)
            near = max(0.2, 1 - abs(x + length / 2 - light[0]) / 700)
            if rng.random() < 0.25 + 0.6 * strength * near:
                tone = ink.glow if rng.random() < 0.75 else blend(ink.sky, ink.coral, 0.35)
                ripple(canvas, x, y + rng.uniform(-4, 4), length, rng.uniform(3, 5) + 6 * strength * near, tone)
            x += length + rng.uniform(10, 110)
        y += rng.uniform(9, 17)


def _arc_mark(
    canvas: Canvas,
    middle: Point,
    radius: float,
    start: float,
    stop: float,
    width: float,
    colour: Colour,
    horizon: float,
) -> None:
    outer, inner = [], []
    for step in range(5):
        angle = start + (stop - start) * step / 4
        half = width / 2 * math.sin(math.pi * (0.08 + 0.84 * step / 4))
        cos, sin = math.cos(angle), math.sin(angle)
        outer.append((middle[0] + (radius + half) * cos, middle[1] + (radius + half) * sin))
        inner.append((middle[0] + (radius - half) * cos, middle[1] + (radius - half) * sin))
    if max(y for _, y in outer) < horizon and any(-20 < x < UNITS + 20 and y > -20 for x, y in outer):
        canvas.polygon(outer + inner[::-1], colour)


def _oval(x: float, y: float, rx: float, ry: float, corners: int = 20) -> list[Point]:
    angles = (i * math.tau / corners for i in range(corners))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def _grown(rim: Points, by: float) -> list[Point]:
    middle_x, middle_y = sum(x for x, _ in rim) / len(rim), sum(y for _, y in rim) / len(rim)
    grown = []
    for x, y in rim:
        far = math.hypot(x - middle_x, y - middle_y) or 1
        grown.append((x + (x - middle_x) / far * by, y + (y - middle_y) / far * by))
    return grown
