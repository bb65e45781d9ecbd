"""Crabs, facing the reader. Origin at the middle of the shell; 100 units from claw to claw."""

import math
from collections.abc import Sequence

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Point, Points, path
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.palette import Colour, blend


def fiddler_crab(pen: Pen) -> None:
    """Draw *Austruca annulipes*: marbled black shell, ringed legs, one giant orange claw raised to wave."""
    ink = pen.palette
    for side in (-1, 1):
        for knee, foot in (((38, -16), (47, 6)), ((44, -5), (54, 18)), ((41, 6), (49, 30)), ((33, 14), (38, 36))):
            _leg(pen, side, (15, 4), knee, foot, 4.6, ink.earth, ink.cream)
    _arm(pen, [(-13, 8), (-21, 14), (-18, 21)], 5, ink.coral)
    pen.shape(path("-20,19 -15,17 -9,23 -6,28 -11,26 -17,25"), ink.glow, weight=0.8)
    pen.shape(
        path("-29,-13 -25,-15 -12,-16.5 -4,-17 4,-17 12,-16.5 25,-15 29,-13 23,2 14,13 0,15 -14,13 -23,2"),
        ink.ink,
        smooth=False,
    )
    _marbling(pen)
    pen.line([(-27, -13), (0, -15), (27, -13)], 2.2, ink.cream)
    for x in (-6, -2, 2, 6):
        pen.gouge(x, 11, x * 0.8, 16, 1.2, ink.cream)
    _eye_stalk(pen, (-7, -16), (-10, -33), 3)
    _eye_stalk(pen, (7, -16), (9, -34), 3)
    _arm(pen, path("15,8 30,9 41,-6 41,-26 37,-36"), 8.5, ink.coral)
    giant_claw(pen.within(33, -44, 104, 14))


def tree_climbing_crab(pen: Pen) -> None:
    """Draw *Episesarma mederi*: square dark shell, eyes at its corners, strong violet-red claws."""
    ink = pen.palette
    shell_colour = blend(ink.violet, ink.ink, 0.45)
    for side in (-1, 1):
        for knee, foot in (((40, -24), (57, -6)), ((47, -10), (62, 12)), ((46, 4), (58, 29)), ((36, 16), (45, 42))):
            _leg(pen, side, (18, 2), knee, foot, 7, blend(ink.violet, ink.earth, 0.55), ink.coral, hairs=True)
    shell = pen.shape(path("-24,-25 24,-25 27,-18 26,-2 22,8 -22,8 -26,-2 -27,-18"), shell_colour, smooth=False)
    rim_marks(pen.canvas, shell, (1, 0.3), pen.scale * 9, 5, 2.4, ink.ink)
    rim_marks(pen.canvas, shell, (-1, -1), pen.scale * 6, 7, 2.6, blend(ink.violet, ink.cream, 0.5))
    _shell_furrows(pen)
    face = pen.shape(path("-22,6 22,6 20,17 10,25 -10,25 -20,17"), blend(ink.violet, ink.mud, 0.45), smooth=False)
    hatch(pen.canvas, face, 8, 5, 1.8, ink.sand, 0.5)
    pen.shape(path("-9,9 0,8 9,9 7,23 0,25 -7,23"), ink.sand, weight=0.8)
    pen.line([(0, 8), (0, 25)], 1.4, ink.ink)
    for y in (12, 16, 20):
        pen.gouge(-6, y, -1.5, y + 1.2, 1, ink.earth)
        pen.gouge(6, y, 1.5, y + 1.2, 1, ink.earth)
    for side in (-1, 1):
        _eye_stalk(pen, (side * 17.5, 6), (side * 19.5, 0), 4.4, colour=ink.coral)
    for side in (-1, 1):
        _arm(pen, [(side * 17, 14), (side * 30, 15), (side * 35, 25)], 10, ink.violet)
        claw = pen.within(side * 34, 26, 88, side * 116, flip=side < 0)
        heavy_claw(claw, blend(ink.violet, ink.coral, 0.35), ink.coral, ink.cream)


def mud_crab(pen: Pen) -> None:
    """Draw *Scylla olivacea* from above: fan-shaped olive shell with saw-toothed edge, big brown-red claws, paddles."""
    ink = pen.palette
    olive = blend(ink.leaf, ink.mud, 0.45)
    for side in (-1, 1):
        for knee, foot in (((44, 2), (56, 16)), ((42, 12), (53, 29)), ((36, 20), (45, 41))):
            _leg(pen, side, (20, 6), knee, foot, 6.4, olive, ink.ochre)
        _leg(pen, side, (15, 13), (28, 28), (30, 37), 6, olive, ink.ochre)
        paddle = pen.shape(_sided(side, path("26,34 31,33 39,41 40,52 33,54 27,45")), olive)
        rim_marks(pen.canvas, paddle, (0.3 * side, 1), pen.scale * 5, 3.5, 2, ink.ochre)
        _arm(pen, _sided(side, path("24,-5 40,-6 48,-18 45,-30")), 15, blend(ink.brick, olive, 0.35))
        wrist = pen.shape(
            _sided(side, path("38,-24 42,-31 49,-31 55,-25 51,-18 44,-17")), blend(ink.brick, ink.coral, 0.2)
        )
        rim_marks(pen.canvas, wrist, (0.6 * side, 1), pen.scale * 5, 4, 2.2, ink.ink)
        heavy_claw(
            pen.within(side * 43, -34, 94, side * -112, flip=side < 0),
            blend(ink.brick, ink.coral, 0.45),
            ink.brick,
            ink.cream,
        )
    _saw_teeth(pen, olive)
    shell = pen.shape(
        path(
            "0,-16 9,-16.4 17,-15 25,-11 32,-5 35,2 30,10 21,19 11,23 -11,23 -21,19 -30,10 -35,2 -32,-5 "
            "-25,-11 -17,-15 -9,-16.4"
        ),
        olive,
    )
    pen.canvas.crescent(shell, (-pen.scale * 4, -pen.scale * 5), blend(olive, ink.ink, 0.5))
    rim_marks(pen.canvas, shell, (1, 1), pen.scale * 10, 4, 2.4, ink.ink)
    rim_marks(pen.canvas, shell, (-0.4, -1), pen.scale * 6, 5, 2.4, blend(olive, ink.lime, 0.6))
    hatch(pen.canvas, shell, 4, 13, 3, blend(olive, ink.ink, 0.35), 0.3)
    for line in (
        path("-9,-3 -5,2 -5,9 -9,15"),
        path("9,-3 5,2 5,9 9,15"),
        [(-5, 5), (0, 4.4), (5, 5)],
        [(-13, -13), (-11, -8), (-13, -4)],
        [(13, -13), (11, -8), (13, -4)],
    ):
        pen.line(line, 1.6, ink.ink)
        pen.line([(x, y + 1.7) for x, y in line], 1.0, ink.lime)
    for _ in range(46):
        pen.dot(
            pen.rng.uniform(-22, 22),
            pen.rng.uniform(-11, 19),
            pen.rng.uniform(0.3, 0.75),
            pen.rng.choice((ink.ochre, ink.ink, ink.lime)),
        )
    for side in (-1, 1):
        _eye_stalk(pen, (side * 9.4, -15), (side * 11, -22), 3.2, colour=olive)
        pen.line([(side * 5, -16), (side * 7, -25), (side * 4, -32)], 0.9, ink.ink)


def _marbling(pen: Pen) -> None:
    """Marble a dark shell with pale blue: a broken band in front, islands behind it."""
    ink, rng = pen.palette, pen.rng
    places = (
        (-21, -9, 5),
        (-14, -11, 3.6),
        (-7, -11.5, 4.4),
        (2, -12, 3),
        (8, -11, 4.8),
        (15, -11.5, 3),
        (21, -9, 5),
        (-16, -4, 3),
        (-9, -3, 4.8),
        (0, -5, 3.4),
        (8, -2, 4.4),
        (15, -4, 3.4),
        (-12, 4, 3.6),
        (-3, 3, 3),
        (4, 5, 3.8),
        (11, 5, 2.8),
        (-6, 9, 2.6),
        (2, 10.5, 2.2),
    )
    for x, y, size in places:
        around = [
            (x + math.cos(a) * size * rng.uniform(0.45, 1.15), y + math.sin(a) * size * 0.62 * rng.uniform(0.4, 1.2))
            for a in (i * math.tau / 9 for i in range(9))
        ]
        rim = pen.shape(around, rng.choice((ink.shallows, ink.shallows, ink.cream)), bare=True)
        hatch(pen.canvas, rim, rng.uniform(-20, 40), 5, 2, ink.blue, 0.45)
    for _ in range(26):
        pen.dot(rng.uniform(-19, 19), rng.uniform(-12, 10), rng.uniform(0.3, 0.7), ink.shallows)


def giant_claw(pen: Pen) -> None:
    """Draw the fiddle: origin at the wrist, palm and fingers towards -x."""
    ink = pen.palette
    pollex = pen.shape(path("-14,7 -30,11 -46,9 -61,2 -47,4.5 -31,4 -17,0"), ink.glow)
    rim_marks(pen.canvas, pollex, (0, 1), pen.scale * 4, 4, 2, ink.ochre)
    for x in (-24, -30, -37, -44):
        pen.dot(x, 4.6 - (x + 24) * 0.02, 1.1, ink.ink)
    palm = pen.shape(path("9,-8 11,1 5,10 -8,13 -18,10 -22,2 -18,-9 -6,-14 4,-13"), ink.coral)
    pen.canvas.crescent(palm, (-pen.scale * 4, -pen.scale * 4), ink.brick)
    rim_marks(pen.canvas, palm, (-0.7, -1), pen.scale * 5, 5, 2.4, ink.ochre)
    for _ in range(34):
        pen.dot(pen.rng.uniform(-17, 6), pen.rng.uniform(-9, 9), pen.rng.uniform(0.35, 0.9), ink.ochre)
    finger = pen.shape(path("-14,-10 -24,-20 -40,-22 -54,-13 -62,-1 -52,-9 -40,-14 -27,-11 -18,-3"), ink.cream)
    rim_marks(pen.canvas, finger, (0.3, 1), pen.scale * 4, 4, 2, ink.ochre)
    for x, y in ((-27, -10.5), (-34, -12), (-42, -12)):
        pen.dot(x, y, 1.1, ink.ink)


def heavy_claw(pen: Pen, palm_colour: Colour, finger_colour: Colour, tip: Colour) -> None:
    """Draw a stout pincer: origin at the wrist, fingers towards +x, the moving one above."""
    ink = pen.palette
    fixed = pen.shape(path("10,8 22,12 33,9 42,1 34,3 26,3 18,-1"), finger_colour)
    rim_marks(pen.canvas, fixed, (0, 1), pen.scale * 4, 3.6, 2, ink.ink)
    pen.shape(path("35,7 42,1 34,3.2 31,4"), tip, bare=True)
    palm = pen.shape(path("-4,-7 6,-13 17,-11 22,-3 20,7 12,12 0,10 -6,2"), palm_colour)
    pen.canvas.crescent(palm, (-pen.scale * 3.5, -pen.scale * 4), blend(palm_colour, ink.ink, 0.5))
    rim_marks(pen.canvas, palm, (-0.5, -1), pen.scale * 6, 4.5, 2.2, blend(palm_colour, ink.cream, 0.6))
    for _ in range(22):
        pen.dot(
            pen.rng.uniform(0, 18),
            pen.rng.uniform(-8, 8),
            pen.rng.uniform(0.35, 0.8),
            blend(palm_colour, ink.cream, 0.7),
        )
    finger = pen.shape(path("15,-11 25,-17 36,-14 43,-2 35,-6 27,-7 20,-3"), finger_colour)
    rim_marks(pen.canvas, finger, (-0.2, -1), pen.scale * 3, 5, 2, blend(finger_colour, ink.cream, 0.6))
    pen.shape(path("37,-12 43,-2 35,-6.4 33,-9"), tip, bare=True)
    for x, y in ((24, -3.6), (28, -4.8), (32, -4.6), (23, 2), (28, 3.6)):
        pen.dot(x, y, 1, ink.cream)


def _leg(
    pen: Pen,
    side: int,
    hip: Point,
    knee: Point,
    foot: Point,
    width: float,
    colour: Colour,
    ring: Colour,
    *,
    hairs: bool = False,
) -> None:
    ink, rng = pen.palette, pen.rng
    sway = rng.uniform(-2, 2)
    hx, kx, fx = side * hip[0], side * knee[0], side * foot[0] + sway
    tip = (fx + side * 2 + sway, foot[1] + 7)
    shin = pen.ribbon(
        [(kx, knee[1]), ((kx + fx) / 2 + side * 2, (knee[1] + foot[1]) / 2 - 1), (fx, foot[1]), tip],
        (width * 0.7, width * 0.75, width * 0.45, 0.6),
        colour,
        weight=0.9,
    )
    thigh = pen.ribbon(
        [(hx, hip[1]), ((hx + kx) / 2, (hip[1] + knee[1]) / 2 - 3), (kx, knee[1])],
        (width * 0.8, width * 1.15, width * 0.7),
        colour,
        weight=0.9,
    )
    for rim in (shin, thigh):
        rim_marks(pen.canvas, rim, (0, 1), pen.scale * width * 0.4, 4, 2, ink.ink)
    for share in (0.12, 0.55):
        x, y = kx + (fx - kx) * share, knee[1] + (foot[1] - knee[1]) * share
        across = math.atan2(foot[1] - knee[1], fx - kx) + math.pi / 2
        reach = width * 0.34
        pen.gouge(
            x - math.cos(across) * reach,
            y - math.sin(across) * reach,
            x + math.cos(across) * reach,
            y + math.sin(across) * reach,
            width * 0.34,
            ring,
        )
    pen.gouge(
        hx + (kx - hx) * 0.3,
        hip[1] + (knee[1] - hip[1]) * 0.3 - width * 0.62,
        kx - side * 2,
        knee[1] - width * 0.2,
        width * 0.26,
        ring,
    )
    if hairs:
        for step in range(7):
            share = 0.25 + step * 0.11
            x, y = kx + (fx - kx) * share + side * width * 0.3, knee[1] + (foot[1] - knee[1]) * share
            pen.gouge(x, y, x + side * 3.4, y - 1 + rng.uniform(-1, 1), 0.7, ink.ink)


def _sided(side: int, points: Points) -> list[Point]:
    """Bring points of the right side to the side that is drawn, 1 right or -1 left."""
    return [(side * x, y) for x, y in points]


def _arm(pen: Pen, joints: Sequence[Point], width: float, colour: Colour) -> None:
    rim = pen.ribbon(joints, (width * 0.8, width, width * 0.9), colour)
    rim_marks(pen.canvas, rim, (0.3, 1), pen.scale * width * 0.45, 4, 2.2, pen.palette.ink)


def _eye_stalk(pen: Pen, foot: Point, eye: Point, size: float, colour: Colour | None = None) -> None:
    ink = pen.palette
    pen.ribbon([foot, eye], (size * 0.7, size * 0.6), colour or ink.sand, weight=0.8)
    pen.dot(*eye, size, ink.ink, ringed=True)
    pen.dot(eye[0] - size * 0.3, eye[1] - size * 0.35, size * 0.36, ink.cream)


def _shell_furrows(pen: Pen) -> None:
    ink = pen.palette
    light = blend(ink.violet, ink.cream, 0.6)
    for line in (
        [(-8, -17), (-5, -10), (-7, -3)],
        [(8, -17), (5, -10), (7, -3)],
        [(-5, -10), (0, -8.6), (5, -10)],
        [(-1, -24), (0, -19), (-0.6, -15)],
    ):
        pen.line(line, 1.8, ink.ink)
        pen.line([(x, y + 1.7) for x, y in line], 1.1, light)
    for step in range(7):
        for side in (-1, 1):
            y = -21 + step * 3.6
            pen.gouge(side * 25, y, side * (17 - step % 3), y + 2.4, 1.1, light)
    for _ in range(40):
        pen.dot(
            pen.rng.uniform(-20, 20),
            pen.rng.uniform(-22, 4),
            pen.rng.uniform(0.3, 0.7),
            pen.rng.choice((light, ink.ink, ink.coral)),
        )


def _saw_teeth(pen: Pen, colour: Colour) -> None:
    """Set the edge of a mud crab's shell with nine teeth on each side and four low lobes between the eyes."""
    for side in (-1, 1):
        for tooth in range(9):
            angle = math.radians(-62 + tooth * 8.6)
            x, y = 35 * math.cos(angle) + 0.6, 3 + 21.5 * math.sin(angle)
            out_x, out_y = math.cos(angle - 0.5), math.sin(angle - 0.5)
            far = 4.2 if tooth < 8 else 5.4
            pen.shape(
                [(side * (x - 1.5), y - 2.4), (side * (x + out_x * far), y + out_y * far), (side * (x + 0.6), y + 2.2)],
                colour,
                smooth=False,
                weight=0.8,
            )
        for x in (2.2, 6.2):
            pen.shape(
                [(side * (x - 2), -15), (side * (x - 1.2), -18), (side * (x + 1.2), -18), (side * (x + 2), -15)],
                colour,
                weight=0.8,
            )
