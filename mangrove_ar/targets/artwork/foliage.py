"""Leaves in masses: crowns of trees and the forest on the far bank."""

import math

from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.curves import Point
from mangrove_ar.targets.artwork.palette import Colour, blend


def draw_far_forest(canvas: Canvas, horizon: float, height: float, colour: Colour) -> None:
    """Draw the opposite bank: crown beside crown over a fringe of roots, paler the farther it is."""
    rng, ink = canvas.rng, canvas.palette
    dark = blend(colour, ink.ink, 0.62)
    tones = (blend(colour, ink.ink, 0.25), colour, blend(colour, ink.lime, 0.6))
    canvas.polygon(
        [(0, horizon - height * 0.62), (UNITS, horizon - height * 0.62), (UNITS, horizon + 6), (0, horizon + 6)], dark
    )
    x = -height * 0.2
    while x < UNITS + height * 0.3:
        foot = rng.uniform(-0.12, 0.12) * height
        for side in (-1, 1):
            canvas.gouge(
                x,
                horizon - height * 0.3,
                x + side * rng.uniform(0.05, 0.16) * height + foot,
                horizon + 5,
                2 + height * 0.014,
                tones[2],
            )
        canvas.gouge(x, horizon + 4, x + foot * 0.3, horizon - height * 0.5, 3 + height * 0.02, tones[1])
        x += height * rng.uniform(0.12, 0.3)
    x = -height * 0.2
    while x < UNITS + height * 0.3:
        wide, tall = height * rng.uniform(0.24, 0.42), height * rng.uniform(0.2, 0.3)
        level = horizon - height * rng.uniform(0.5, 0.72)
        draw_crown(canvas, x, level, wide, tall, tones, max(9.0, height * 0.085), 0.9, dark)
        x += wide * rng.uniform(0.7, 1.2)


def draw_crown(
    canvas: Canvas,
    x: float,
    y: float,
    rx: float,
    ry: float,
    tones: tuple[Colour, Colour, Colour],
    leaf_length: float = 24,
    fullness: float = 1.0,
    dark: Colour | None = None,
) -> None:
    """Draw one mass of foliage: a dark body, then leaves that catch the light from the upper left.

    Args:
        tones: dark, middle and light colour of the leaves.
        fullness: 1 covers the body with leaves, less lets the dark show.
        dark: colour of the body, the key block's ink if left out.
    """
    rng = canvas.rng
    dark = dark or canvas.palette.ink
    body = [
        (x + rx * math.cos(a) * rng.uniform(0.82, 1.04), y + ry * math.sin(a) * rng.uniform(0.8, 1.04))
        for a in (i * math.tau / 26 for i in range(26))
    ]
    canvas.polygon(body, dark)
    count = int(9.5 * fullness * rx * ry / (leaf_length * leaf_length))
    tufts = [
        (x + math.cos(a) * far * rx * 0.72, y + math.sin(a) * far * ry * 0.72)
        for a, far in (
            (rng.uniform(0, math.tau), math.sqrt(rng.random()))
            for _ in range(max(3, int(rx / max(leaf_length * 1.1, 14))))
        )
    ]
    spots = sorted(
        ((rng.uniform(0, math.tau), math.sqrt(rng.random())) for _ in range(count)),
        key=lambda spot: math.sin(spot[0]) * spot[1],
    )
    for angle, far in spots:
        px, py = x + rx * far * math.cos(angle), y + ry * far * math.sin(angle)
        tuft_x, tuft_y = min(tufts, key=lambda tuft: (px - tuft[0]) ** 2 + 2 * (py - tuft[1]) ** 2)
        reach = max(leaf_length * 1.5, rx * 0.38)
        lit = (
            0.1
            - 1.0 * (py - tuft_y) / reach
            - 0.45 * (px - tuft_x) / reach
            - 0.3 * math.sin(angle) * far
            + rng.uniform(-0.3, 0.3)
        )
        if lit < -1.25 and far < 0.8:
            continue  # The shadow between two tufts.
        tone = tones[2] if lit > 0.35 else tones[1] if lit > -0.3 else tones[0]
        lean = angle + rng.uniform(-0.9, 0.9) if far > 0.6 else rng.uniform(0, math.tau)
        blade(canvas, px, py, leaf_length * rng.uniform(0.75, 1.25), lean, tone, dark)


def blade(
    canvas: Canvas, x: float, y: float, length: float, angle: float, colour: Colour, dark: Colour | None = None
) -> None:
    """Cut one small leaf with its midrib, and a dark gap under it."""
    cos, sin = math.cos(angle), math.sin(angle)
    half = length * 0.21
    dark = dark or canvas.palette.ink

    def lens(grow: float) -> list[Point]:
        return [
            (x + along * cos - side * sin, y + along * sin + side * cos)
            for along, side in (
                (-grow, 0.0),
                (length * 0.3, -half - grow),
                (length * 0.68, -half * 0.8 - grow),
                (length + grow, 0.0),
                (length * 0.66, half * 0.8 + grow),
                (length * 0.3, half + grow),
            )
        ]

    canvas.polygon(lens(1 + length * 0.03), dark)
    canvas.polygon(lens(0), colour)
    if length > 17:
        canvas.gouge(x, y, x + cos * length * 0.85, y + sin * length * 0.85, length * 0.06, dark)
