"""Light the scene: sun through leaves, a reflection on the board, the torch of a phone at night.

Light changes slowly over a frame, so it is worked out for cells of a few pixels and spread over them.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CELL_PX = 4
NIGHT_SKY = 0.02
"""What is left of daylight, after the phone has turned up its gain."""
TORCH = 0.8
"""Light of the torch in the middle of the frame, beside right exposure by day."""

PENUMBRA = 0.8
"""Softness of the shadows of leaves: the sun is half a degree wide, so two metres away their edges are 19 mm wide."""

Points = NDArray[np.float64]
Plane = NDArray[np.float32]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of the frame, in pixels."""


def cells_of(box: Box) -> Points:
    """Return the middles of the cells of a part of the frame, (n, 2) pixels, row by row."""
    columns, rows = _count(box)
    x, y = np.meshgrid(box[0] + (np.arange(columns) + 0.5) * CELL_PX, box[1] + (np.arange(rows) + 0.5) * CELL_PX)
    return np.column_stack([x.ravel(), y.ravel()])


def spread(values: NDArray[np.float64], box: Box) -> Plane:
    """Turn the light of the cells of a part of the frame, (n,), into that of its pixels, (h, w) float32."""
    columns, rows = _count(box)
    cells = Image.fromarray(values.reshape(rows, columns).astype(np.float32))
    whole = cells.resize((columns * CELL_PX, rows * CELL_PX), Image.Resampling.BILINEAR)
    return np.asarray(whole)[: box[3] - box[1], : box[2] - box[0]]


def leaf_shadow(points_m: Points, depth: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the share of light that reaches points of the board between the shadows of narrow leaves.

    Stripes of two twigs cross each other. Only the sun is hidden: where both shade, the light of the sky remains.
    """
    sun = np.ones(len(points_m))
    for width_m, leaves in ((0.045, 1.0), (0.075, 0.8)):
        angle = rng.uniform(0, np.pi)
        along, across = points_m @ [np.cos(angle), np.sin(angle)], points_m @ [-np.sin(angle), np.cos(angle)]
        phases = rng.uniform(0, 2 * np.pi, 3)
        wobble = 1.1 * np.sin(along / 0.09 + phases[0]) + 0.9 * np.sin(across / 0.031 + phases[1])
        stripes = np.sin(2 * np.pi * across / width_m / 1.6 + wobble + phases[2])
        sun *= 1 - leaves * _step(stripes + 0.1, PENUMBRA)
    return np.asarray(1 - depth * (1 - sun), np.float64)


def glare(
    points_m: Points, strength: float, board_m: tuple[float, float], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the light that a glossy board throws back at points of it, beside that of white paper."""
    middle = rng.uniform(-0.32, 0.32, 2) * board_m
    radius_m = 0.10 * np.hypot(*board_m) * rng.uniform(0.8, 1.25)
    away = np.sum(((points_m - middle) / [radius_m * rng.uniform(0.7, 1.4), radius_m]) ** 2, axis=1)
    return np.asarray(strength * (np.exp(-away) + 0.06 * np.exp(-away / 10)), np.float64)


def torch(points_px: Points, size_px: tuple[int, int], night: float) -> NDArray[np.float64]:
    """Return the light at pixels when a share of daylight is gone and the phone lights the middle of its frame."""
    radius_px = 0.34 * max(size_px)
    away = np.sum(((points_px - np.array(size_px) / 2) / radius_px) ** 2, axis=1)
    return np.asarray(1 - night * (1 - NIGHT_SKY) + night * TORCH * np.exp(-away), np.float64)


def _count(box: Box) -> tuple[int, int]:
    return -(-(box[2] - box[0]) // CELL_PX), -(-(box[3] - box[1]) // CELL_PX)


def _step(value: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Rise smoothly from 0 to 1 while a value crosses 0."""
    share = np.clip(value / width * 0.5 + 0.5, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float64)
