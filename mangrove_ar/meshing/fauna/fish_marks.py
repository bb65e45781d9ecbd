"""Draw what fish wear: specks, rays, scales and bars, as fields (...) from 0 to 1 over coordinates (...)."""

import numpy as np

from mangrove_ar.meshing.arrays import Floats, floats, smoothstep
from mangrove_ar.meshing.fauna.fish_body import Body

_TABLE = 4096


def specks(across: Floats, along: Floats, cell: float, share: float, seed: int, soft: float = 0.3) -> Floats:
    """Scatter round specks, at most one a cell, in rows that are shifted against each other.

    Args:
        across: first coordinate.
        along: second coordinate, in the same unit.
        cell: width of a cell; the widest speck is half as wide.
        share: part of the cells that have a speck.
        seed: the same seed gives the same specks.
        soft: how much of a speck's radius is its blurred rim.
    """
    table = np.random.default_rng(seed).random((4, _TABLE))
    row = np.floor(along / cell).astype(np.int64)
    shifted = across / cell + table[0][(row * 31) % _TABLE]
    column = np.floor(shifted).astype(np.int64)
    key = (row * 1013 + column * 7919) % _TABLE
    right, down = shifted - column - 0.5, along / cell - row - 0.5
    away = np.hypot(right - (table[1][key] - 0.5) * 0.44, down - (table[2][key] - 0.5) * 0.44)
    chance = table[3][key]
    radius = 0.15 + 0.12 * (chance * 7.31 % 1.0)
    return floats(smoothstep(1.0, 1 - soft, away / radius) * (chance < share))


def around(body: Body, v: Floats, s: Floats) -> Floats:
    """Measure the way from the middle of the back down each side: (left above 0, right below)."""
    half = 1.18 * np.pi / 2 * ((body.back(s) - body.belly(s)) / 2 + body.half_width(s))
    return floats((0.5 - v) * 2 * half)


def side_share(v: Floats) -> Floats:
    """Give t, 0 in the middle of the belly, 1 in the middle of the back."""
    return 1 - np.abs(2 * np.clip(v, 0, 1) - 1)


def ray_lines(u: Floats, rays: int, width: float = 0.16) -> Floats:
    """Draw the rays of a fin; width is the share of the way from ray to ray."""
    at = u * (rays - 1)
    return smoothstep(width, width * 0.3, np.abs(at - np.round(at)))


def joints(v: Floats, count: int) -> Floats:
    """Draw the small joints of soft rays, 0 to 1."""
    return floats(0.5 + 0.5 * np.sin(2 * np.pi * count * v))


def scales(across: Floats, along: Floats, cell: float) -> Floats:
    """Lay round scales like tiles, free edge towards growing `across`: height from 0 to 1."""
    row = np.floor(along / cell)
    best = np.zeros_like(across)
    for shift in (0.0, 1.0):
        lane = row + shift
        middle = lane * cell
        column = across / cell + 0.5 * np.mod(lane, 2)
        inside = column - np.floor(column)
        lift = inside - 0.75 * ((along - middle) / cell) ** 2
        best = np.maximum(best, np.clip(lift, 0, 1))
    return best


def line(distance: Floats, width: float) -> Floats:
    """Draw a soft line of a width where a distance is small."""
    return smoothstep(width, width * 0.25, np.abs(distance))
