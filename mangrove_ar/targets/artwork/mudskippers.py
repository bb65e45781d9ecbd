"""Mudskippers, facing left. Origin at the middle of the body; 100 units from snout to tail."""

from mangrove_ar.targets.artwork.canvas import Pen
from mangrove_ar.targets.artwork.curves import Points, path
from mangrove_ar.targets.artwork.marks import hatch, rim_marks
from mangrove_ar.targets.artwork.palette import Colour, blend


def giant_mudskipper(pen: Pen) -> None:
    """Draw *Periophthalmodon schlosseri*: heavy head, popping eyes, dark stripe from eye to tail, pale blue specks."""
    ink, rng = pen.palette, pen.rng
    skin = blend(ink.mud, ink.ochre, 0.25)
    _ray_fin(pen, path("28,-7 36,-14 47,-16 54,-7 53,5 45,11 34,8 28,3"), (27, -1), skin, ink.glow, 12)
    _ray_fin(pen, path("3,-14 6,-22 14,-22 25,-15 28,-8 16,-9"), (12, -6), ink.brick, ink.glow, 11)
    _ray_fin(pen, path("-21,-18 -20,-27 -14,-31 -7,-26 -3,-16"), (-12, -12), ink.brick, ink.glow, 8)
    _ray_fin(pen, path("2,10 6,16 18,14 24,6 14,6"), (12, 4), skin, ink.glow, 9)
    body = pen.shape(
        path(
            "-49,3 -48.5,-4 -45,-11 -38,-16 -30,-18 -18,-18 -4,-15.5 12,-11 26,-7 33,-5 34,3 26,6 12,10 "
            "-4,13.5 -20,15 -36,14 -45,10"
        ),
        skin,
    )
    belly = blend(ink.glow, ink.sand, 0.35)
    pen.shape(path("-47,6 -36,8 -20,9 -2,8 16,5 30,3 24,6 10,10 -4,13 -20,14.4 -36,13.4 -45,9.6"), belly, bare=True)
    hatch(pen.canvas, body, -8, 7, 2.6, blend(skin, ink.ink, 0.45), 0.32)
    rim_marks(pen.canvas, body, (0.2, 1), pen.scale * 6, 5, 2.4, ink.earth)
    rim_marks(pen.canvas, body, (-0.3, -1), pen.scale * 5, 6, 2.4, ink.ochre)
    stripe = pen.ribbon(path("-37,-13 -28,-9 -14,-7 6,-4.5 22,-2.5 35,-1"), (3, 5, 5.4, 5, 4, 2.4), ink.ink, bare=True)
    hatch(pen.canvas, stripe, 8, 7, 2.2, blend(skin, ink.sand, 0.4), 0.25)
    for _ in range(70):
        x, y = rng.uniform(-46, -17), rng.uniform(-2, 11)
        pen.dot(x, y, rng.uniform(0.35, 0.85), ink.shallows if rng.random() < 0.75 else ink.blue)
    for _ in range(40):
        pen.dot(rng.uniform(-14, 28), rng.uniform(-9, 5), rng.uniform(0.3, 0.7), ink.shallows)
    pen.line(path("-49.5,3.5 -42,5.5 -33,4.6 -29,7.6"), 1.9, ink.ink)
    pen.line([(-48, 5.4), (-41, 7.6), (-33, 6.8)], 1.1, ink.cream)
    pen.line([(-21, -4), (-17.5, 2), (-20.5, 10)], 1.7, ink.ink)
    pen.dot(-46.5, -3.6, 0.8, ink.ink)
    _arm_fin(pen, -11, 7, skin)
    _popping_eye(pen, -34, -19.5, 5.4)
    _popping_eye(pen, -40, -17.5, 4.4)


def blue_spotted_mudskipper(pen: Pen) -> None:
    """Draw *Boleophthalmus boddarti*: slender, bright blue dots, slanting bars, tall sail of a first back fin."""
    ink, rng = pen.palette, pen.rng
    skin = blend(ink.mud, ink.leaf, 0.22)
    _ray_fin(pen, path("33,-5 42,-10 53,-6 55,1 49,7 38,7 33,4"), (31, 0), ink.violet, ink.shallows, 10)
    sail = path("-17,-11 -22,-27 -24,-43 -18,-35 -15,-45 -11,-34 -7,-41 -5,-29 -1,-33 0,-21 2,-10")
    _ray_fin(pen, sail, (-8, -8), ink.violet, ink.shallows, 12, smooth=False)
    _spots(pen, path("-18,-22 -13,-30 -9,-22 -15,-17 -4,-22 -6,-15 -18,-31 -1,-16"), 1.3, ink.blue, ink.cream)
    back = path("4,-10 7,-20 15,-21 24,-18 33,-13 33,-5 20,-6")
    _ray_fin(pen, back, (18, -2), ink.violet, ink.shallows, 13)
    _spots(pen, path("10,-14 15,-16 20,-13 25,-12 29,-9 14,-11"), 1.2, ink.blue, ink.cream)
    _ray_fin(pen, path("4,8 8,13 24,11 32,4 18,4"), (16, 2), skin, ink.shallows, 9)
    body = pen.shape(
        path("-46,1 -44,-6 -38,-11 -30,-12.5 -18,-12 0,-10 18,-7 33,-4 34,3 20,6 2,9 -18,11 -34,10.5 -43,7"), skin
    )
    pen.shape(path("-43,5 -30,6 -14,6.4 6,5 24,3 16,6 2,8.4 -18,10.4 -34,10 -41,7.4"), ink.sand, bare=True)
    rim_marks(pen.canvas, body, (0.1, 1), pen.scale * 5, 5, 2.2, ink.earth)
    rim_marks(pen.canvas, body, (0, -1), pen.scale * 3.6, 6, 2.2, ink.sand)
    for bar in range(7):
        x = -20 + bar * 7.6 + rng.uniform(-1, 1)
        pen.line([(x + 3, -9 + bar * 0.7), (x + 0.5, -1), (x - 3.5, 6 - bar * 0.4)], 3.2, ink.ink)
    spots = [(rng.uniform(-38, 30), rng.uniform(-9, 5)) for _ in range(46)]
    _spots(pen, [(x, y) for x, y in spots if y > -9 + (x + 38) * 0.07], 0.95, ink.blue, ink.cream)
    pen.line([(-46.5, 2.5), (-39, 4.5), (-33, 3.4)], 1.7, ink.ink)
    pen.line([(-23, -9), (-20.5, -1), (-22.5, 7)], 1.6, ink.ink)
    _arm_fin(pen, -14, 5, skin)
    _popping_eye(pen, -34, -14.5, 4.6)
    _popping_eye(pen, -39, -12.5, 3.8)


def _ray_fin(
    pen: Pen, rim: Points, root: tuple[float, float], colour: Colour, ray: Colour, rays: int, *, smooth: bool = True
) -> None:
    outline = pen.shape(rim, colour, weight=0.9, smooth=smooth)
    rim_marks(pen.canvas, outline, (0, -1), pen.scale * 3, 4, 2, blend(colour, ray, 0.6))
    for step in range(rays):
        place = (step + 0.5) / rays * (len(rim) - 1)
        low = int(place)
        x = rim[low][0] + (rim[low + 1][0] - rim[low][0]) * (place - low)
        y = rim[low][1] + (rim[low + 1][1] - rim[low][1]) * (place - low)
        pen.gouge(
            root[0] + (x - root[0]) * 0.3,
            root[1] + (y - root[1]) * 0.3,
            root[0] + (x - root[0]) * 0.94,
            root[1] + (y - root[1]) * 0.94,
            2.1,
            pen.palette.ink,
        )
        pen.gouge(
            root[0] + (x - root[0]) * 0.34,
            root[1] + (y - root[1]) * 0.34,
            root[0] + (x - root[0]) * 0.9,
            root[1] + (y - root[1]) * 0.9,
            1.3,
            ray,
        )


def _arm_fin(pen: Pen, x: float, y: float, skin: Colour) -> None:
    """Draw the fin that it walks on: a strong short arm, and a fan spread flat on the mud before it."""
    ink = pen.palette
    tips = [(x - 19, y + 10), (x - 18, y + 14), (x - 12, y + 16.5), (x - 4, y + 17), (x + 3, y + 15.5), (x + 7, y + 12)]
    fan = pen.shape([(x - 5, y + 6), *tips, (x + 2, y + 6)], blend(skin, ink.ochre, 0.45))
    for tip_x, tip_y in tips:
        pen.gouge(x - 2, y + 7, tip_x * 0.93 + (x - 2) * 0.07, tip_y * 0.93 + (y + 7) * 0.07, 1.3, ink.ink)
        pen.gouge(x - 3, y + 8, tip_x * 0.9 + (x - 2) * 0.1 - 1.5, tip_y * 0.9 + (y + 7) * 0.1, 0.9, ink.glow)
    rim_marks(pen.canvas, fan, (0, 1), pen.scale * 2, 4, 2, ink.ink)
    arm = pen.shape(
        [
            (x + 3, y - 6),
            (x + 9, y - 3),
            (x + 7, y + 3),
            (x + 2, y + 9),
            (x - 6, y + 9),
            (x - 6, y + 4),
            (x - 3, y - 3),
        ],
        skin,
    )
    rim_marks(pen.canvas, arm, (0.5, 1), pen.scale * 4, 3.5, 2, ink.ink)
    rim_marks(pen.canvas, arm, (-0.5, -1), pen.scale * 2.5, 5, 2, ink.glow)


def _popping_eye(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw an eye in its lifted socket: wide dark pupil, golden ring, the lid half pulled up from below."""
    ink = pen.palette
    socket = pen.shape(
        [
            (x - size * 1.25, y + size * 1.1),
            (x - size * 1.08, y - size * 0.4),
            (x, y - size * 1.15),
            (x + size * 1.08, y - size * 0.4),
            (x + size * 1.25, y + size * 1.1),
        ],
        blend(ink.mud, ink.ochre, 0.5),
    )
    rim_marks(pen.canvas, socket, (1, 0.5), pen.scale * size * 0.4, 3, 2, ink.earth)
    pen.dot(x - size * 0.15, y - size * 0.2, size * 0.76, ink.glow, ringed=True)
    pen.dot(x - size * 0.18, y - size * 0.2, size * 0.66, ink.ochre)
    pen.dot(x - size * 0.22, y - size * 0.18, size * 0.5, ink.ink)
    pen.dot(x - size * 0.42, y - size * 0.42, size * 0.19, ink.cream)
    pen.line(
        [(x - size * 1.05, y + size * 0.5), (x, y + size * 0.8), (x + size * 1.05, y + size * 0.5)], size * 0.3, ink.ink
    )


def _spots(pen: Pen, places: Points, size: float, colour: Colour, light: Colour) -> None:
    for x, y in places:
        far = size * pen.rng.uniform(0.8, 1.35)
        pen.dot(x, y, far * 1.35, pen.palette.ink)
        pen.dot(x, y, far, blend(colour, light, 0.3))
        pen.dot(x - far * 0.3, y - far * 0.3, far * 0.35, light)
