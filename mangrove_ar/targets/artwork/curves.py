"""Points, curves through them, and lines with a width."""

import math
from collections.abc import Sequence
from functools import cache

Point = tuple[float, float]

Points = Sequence[Point]


@cache
def path(text: str) -> tuple[Point, ...]:
    """Read points written as in SVG: "x,y x,y x,y"."""
    return tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in text.split()))


def closed_curve(points: Points, steps: int = 6) -> list[Point]:
    """Round a closed polygon by a Catmull-Rom curve through its points."""
    count = len(points)
    return [
        _between(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count], step / steps)
        for i in range(count)
        for step in range(steps)
    ]


def open_curve(points: Points, steps: int = 6) -> list[Point]:
    """Round a line by a Catmull-Rom curve through its points."""
    ends = [points[0], *points, points[-1]]
    curve = [
        _between(ends[i], ends[i + 1], ends[i + 2], ends[i + 3], step / steps)
        for i in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*curve, points[-1]]


def ribbon_outline(line: Points, widths: Sequence[float]) -> list[Point]:
    """Give a line a width that runs evenly through `widths`, and return the closed outline."""
    last = len(line) - 1
    left, right = [], []
    for i, (x, y) in enumerate(line):
        ax, ay = line[max(i - 1, 0)]
        bx, by = line[min(i + 1, last)]
        dx, dy = bx - ax, by - ay
        half = _along(widths, i / max(last, 1)) / 2 / (math.hypot(dx, dy) or 1)
        left.append((x - dy * half, y + dx * half))
        right.append((x + dy * half, y - dx * half))
    return left + right[::-1]


def signed_area(points: Points) -> float:
    """Measure a closed outline: positive when it runs clockwise as one sees it."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)) / 2


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    t2, t3 = t * t, t * t * t
    wa, wb, wc, wd = -t + 2 * t2 - t3, 2 - 5 * t2 + 3 * t3, t + 4 * t2 - 3 * t3, t3 - t2
    return ((a[0] * wa + b[0] * wb + c[0] * wc + d[0] * wd) / 2, (a[1] * wa + b[1] * wb + c[1] * wc + d[1] * wd) / 2)


def _along(values: Sequence[float], share: float) -> float:
    place = share * (len(values) - 1)
    low = min(int(place), len(values) - 2) if len(values) > 1 else 0
    if len(values) == 1:
        return values[0]
    return values[low] + (values[low + 1] - values[low]) * (place - low)
