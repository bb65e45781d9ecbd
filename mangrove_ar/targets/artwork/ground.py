"""What lies on the ground and in it: islets, pools, burrows, beds of earth, and small animals going about."""

import itertools
import math

from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.clams import horn_snail
from mangrove_ar.targets.artwork.crabs import fiddler_crab
from mangrove_ar.targets.artwork.curves import Point, open_curve
from mangrove_ar.targets.artwork.marks import rim_marks
from mangrove_ar.targets.artwork.palette import blend
from mangrove_ar.targets.artwork.surfaces import ripple


def islet(canvas: Canvas, x: float, y: float, reach: float) -> None:
    """A low island of mud with wet edges."""
    ink = canvas.palette
    points = [
        (x - reach, y),
        (x - reach * 0.6, y - 14),
        (x, y - 18),
        (x + reach * 0.6, y - 12),
        (x + reach, y + 2),
        (x + reach * 0.5, y + 18),
        (x - reach * 0.1, y + 22),
        (x - reach * 0.7, y + 15),
    ]
    rim = canvas.pen(0, 0).shape(points, ink.mud)
    rim_marks(canvas, rim, (0, -1), 14, 6, 3.4, ink.sand)
    rim_marks(canvas, rim, (0, 1), 16, 5, 3.4, ink.ink)
    for step in range(7):
        ripple(
            canvas,
            x - reach + canvas.rng.uniform(-20, 60),
            y + 18 + step * 6,
            reach * canvas.rng.uniform(0.6, 1.5),
            4,
            (ink.shallows, ink.ink)[step % 2],
        )


def pool(canvas: Canvas, x: float, y: float, rx: float, ry: float) -> None:
    """A mudskipper's pool: a raised wall of mud pellets round still water."""
    ink, rng = canvas.palette, canvas.rng
    pen = canvas.pen(x, y)
    around = ellipse(canvas, rx, ry, 0.05)
    pen.shape([(px * 1.12, py * 1.2 + 5) for px, py in around], ink.earth)
    pen.shape([(px * 1.1, py * 1.14) for px, py in around], ink.sand)
    still = blend(ink.shallows, ink.glow, 0.4)
    water = pen.shape(around, still)
    canvas.crescent(water, (0, ry * 0.34), ink.water)
    canvas.crescent(water, (0, ry * 0.16), ink.ink)
    for _ in range(int(rx / 7)):
        px, py = rng.uniform(-0.75, 0.5) * rx, rng.uniform(-0.6, 0.75) * ry
        ripple(
            canvas,
            x + px,
            y + py,
            rng.uniform(30, 90),
            rng.uniform(3, 6),
            rng.choice((ink.cream, ink.water, ink.water)),
        )
    for _ in range(int(rx * 0.55)):
        angle, far = rng.uniform(0, math.tau), rng.uniform(1.02, 1.2)
        lump_x, lump_y = x + math.cos(angle) * rx * far, y + math.sin(angle) * ry * (far + 0.03)
        size = rng.uniform(5, 15) * (0.6 + 0.5 * ry / 100)
        lump = canvas.pen(lump_x, lump_y).shape(
            ellipse(canvas, size * 1.25, size * 0.8, 0.12, 7),
            rng.choice((ink.mud, ink.sand, blend(ink.mud, ink.sand, 0.5), ink.mud)),
        )
        rim_marks(canvas, lump, (0.5, 1), size * 0.7, 3.4, 2.2, ink.earth)
        rim_marks(canvas, lump, (-0.5, -1), size * 0.4, 4, 2.2, ink.glow)


def puddle(canvas: Canvas, x: float, y: float, rx: float, ry: float) -> None:
    ink, rng = canvas.palette, canvas.rng
    rim = canvas.pen(x, y).shape(ellipse(canvas, rx, ry, 0.1, 12), blend(ink.sky, ink.glow, 0.5), weight=1.2)
    canvas.crescent(rim, (0, ry * 0.6), ink.water)
    canvas.crescent(rim, (0, ry * 0.3), ink.ink)
    for _ in range(int(rx / 12)):
        ripple(
            canvas,
            x + rng.uniform(-0.8, 0.4) * rx,
            y + rng.uniform(-0.4, 0.7) * ry,
            rng.uniform(20, 70),
            3.6,
            rng.choice((ink.water, ink.cream)),
        )


def burrows(canvas: Canvas, count: int, box: tuple[float, float, float, float]) -> None:
    """Holes with the pellets of mud that their owners carried out."""
    ink, rng = canvas.palette, canvas.rng

    left, top, right, bottom = box
    for y, x in sorted((rng.uniform(top, bottom), rng.uniform(left, right)) for _ in range(count)):
        wide = rng.uniform(16, 34)
        for _ in range(14):
            px, py, size = x + rng.gauss(0, wide * 0.9), y + rng.uniform(-0.5, 0.7) * wide, rng.uniform(3, 7)
            canvas.dot(px + 1.2, py + 1.4, size + 1.2, ink.ink)
            canvas.dot(px, py, size, rng.choice((ink.sand, ink.mud, ink.glow)))
        canvas.pen(x, y).shape(ellipse(canvas, wide, wide * 0.48, 0.05, 11), ink.ink, outline=ink.sand)


def small_life(
    canvas: Canvas, crabs: tuple[tuple[float, float, float], ...], snails: tuple[tuple[float, float, float, float], ...]
) -> None:
    """Let small fiddler crabs (x, y, size) and horn snails (x, y, size, turn) go about the mud."""
    rng = canvas.rng
    for x, y, size, turn in snails:
        horn_snail(canvas.pen(x + rng.uniform(-15, 15), y + rng.uniform(-8, 8), size, turn + rng.uniform(-12, 12)))
    for x, y, size in crabs:
        fiddler_crab(
            canvas.pen(x + rng.uniform(-15, 15), y + rng.uniform(-8, 8), size, rng.uniform(-6, 6), rng.random() < 0.5)
        )


def rootlets(canvas: Canvas) -> None:
    """Let fine roots wander down from the surface and fork on their way."""
    ink, rng = canvas.palette, canvas.rng
    for step in range(15):
        x, y = 20 + step * 70 + rng.uniform(-20, 20), 262 + rng.uniform(-8, 10)
        line = [(x, y)]
        for _ in range(rng.randint(3, 7)):
            line.append((line[-1][0] + rng.uniform(-32, 32), line[-1][1] + rng.uniform(34, 74)))
        pen = canvas.pen(0, 0)
        for fork in line[1:-1]:
            side = rng.choice((-1, 1))
            pen.ribbon(
                [
                    fork,
                    (fork[0] + side * 18, fork[1] + 22),
                    (fork[0] + side * rng.uniform(24, 54), fork[1] + rng.uniform(30, 60)),
                ],
                (5, 3.4, 0.8),
                ink.sand,
                weight=0.7,
            )
        pen.ribbon(line, (1, 10, 7, 4, 1), ink.sand, weight=0.7)


def strata(canvas: Canvas) -> None:
    """Cut the ground open: darker beds below, each with its own grain, shells and stones between."""
    ink, rng = canvas.palette, canvas.rng
    for level, tone in (
        (420, blend(ink.mud, ink.earth, 0.45)),
        (660, blend(ink.earth, ink.mud, 0.2)),
        (850, blend(ink.earth, ink.ink, 0.35)),
    ):
        edge = shoreline(canvas, tuple((x, level + rng.uniform(-26, 26)) for x in range(-10, 1100, 110)))
        canvas.polygon([*edge, (UNITS + 10, UNITS), (-10, UNITS)], tone)
        for (ax, ay), (bx, by) in itertools.pairwise(edge):
            canvas.gouge(ax - 8, ay, bx + 8, by, rng.uniform(4, 8), ink.sand)
        for _ in range(150):
            x, y = rng.uniform(-20, UNITS), rng.uniform(level + 14, min(UNITS, level + 260))
            ripple(
                canvas,
                x,
                y,
                rng.uniform(16, 70),
                rng.uniform(2, 6),
                rng.choice((ink.ink, ink.sand, ink.mud, blend(tone, ink.ink, 0.5))),
            )
    for index in range(130):
        x, y, size = (
            rng.uniform(0, UNITS),
            rng.uniform(280, UNITS),
            rng.uniform(3, 9) if index > 44 else rng.uniform(12, 26),
        )
        stone = canvas.pen(x, y).shape(
            ellipse(canvas, size, size * 0.7, 0.16, 8), rng.choice((ink.sand, ink.mud, ink.sand, ink.brick)), weight=0.8
        )
        rim_marks(canvas, stone, (1, 1), size * 0.6, 4, 2, ink.ink)


def shoreline(canvas: Canvas, points: tuple[Point, ...]) -> list[Point]:
    rng = canvas.rng
    return [(x, y + rng.uniform(-3, 3)) for x, y in open_curve([(x, y + rng.uniform(-12, 12)) for x, y in points])]


def ellipse(canvas: Canvas, rx: float, ry: float, rough: float, corners: int = 22) -> list[Point]:
    rng = canvas.rng
    around = []
    for step in range(corners):
        angle, far = step * math.tau / corners, rng.uniform(1 - rough, 1 + rough)
        around.append((math.cos(angle) * rx * far, math.sin(angle) * ry * far))
    return around
