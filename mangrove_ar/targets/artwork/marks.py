"""Shadow and texture as they are cut in lino: tapering marks along an edge or across a shape."""

import math

from mangrove_ar.targets.artwork.canvas import Canvas
from mangrove_ar.targets.artwork.curves import Point, Points, signed_area
from mangrove_ar.targets.artwork.palette import Colour


def rim_marks(
    canvas: Canvas, rim: Points, toward: Point, length: float, spacing: float, width: float, colour: Colour
) -> None:
    """Hatch inward from the part of an outline that faces `toward`, as a shadow is cut in lino.

    Args:
        rim: closed outline in picture units.
        length: of a mark where the outline faces `toward` fully, in picture units.
    """
    rng = canvas.rng
    turned = 1.0 if signed_area(rim) > 0 else -1.0
    far = math.hypot(*toward)
    tx, ty = toward[0] / far, toward[1] / far
    walked = 0.0
    for (ax, ay), (bx, by) in zip(rim, [*rim[1:], rim[0]], strict=True):
        dx, dy = bx - ax, by - ay
        step = math.hypot(dx, dy)
        if step == 0:
            continue
        nx, ny = turned * dy / step, -turned * dx / step
        facing = nx * tx + ny * ty
        walked += step
        while walked > spacing:
            walked -= spacing * rng.uniform(0.7, 1.3)
            if facing > 0.15:
                share, reach = rng.random(), length * facing * rng.uniform(0.45, 1.15)
                x, y = ax + dx * share, ay + dy * share
                lean_x, lean_y = -nx * 0.8 - tx * 0.4, -ny * 0.8 - ty * 0.4
                canvas.gouge(x - lean_x, y - lean_y, x + lean_x * reach, y + lean_y * reach, width, colour)


def hatch(
    canvas: Canvas, rim: Points, angle: float, spacing: float, width: float, colour: Colour, cover: float = 0.6
) -> None:
    """Fill a shape with broken tapering marks that run in one direction.

    Args:
        rim: closed outline in picture units.
        angle: of the marks, degrees clockwise from the right.
        cover: share of each line that is cut.
    """
    rng = canvas.rng
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = [(x * cos + y * sin, y * cos - x * sin) for x, y in rim]
    edges = list(zip(turned, [*turned[1:], turned[0]], strict=True))
    bottom = max(y for _, y in turned)
    level = min(y for _, y in turned) + spacing * rng.random()
    while level < bottom:
        cuts = sorted(
            ax + (bx - ax) * (level - ay) / (by - ay) for (ax, ay), (bx, by) in edges if (ay > level) != (by > level)
        )
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            at = start + spacing * rng.random()
            while at < end - spacing:
                stop = min(at + spacing * rng.uniform(1.5, 7) * cover * 1.6, end)
                tilt = rng.uniform(-0.08, 0.08) * (stop - at)
                canvas.gouge(
                    at * cos - level * sin,
                    at * sin + level * cos,
                    stop * cos - (level + tilt) * sin,
                    stop * sin + (level + tilt) * cos,
                    width * rng.uniform(0.6, 1.2),
                    colour,
                )
                at = stop + spacing * rng.uniform(0.5, 4) * (1.3 - cover)
        level += spacing * rng.uniform(0.75, 1.3)
