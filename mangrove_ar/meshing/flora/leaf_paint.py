"""Paint the sides of leaves, one kind or age a column: rib, veins, mottling, blotches, a dry end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.flora.leaves import VARIANTS
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import colour_picture

Colour = tuple[float, float, float]
_DRY: Colour = (0.42, 0.24, 0.12)
_AGES = ((0.20, 0.375, 0.13), (0.265, 0.475, 0.155), (0.47, 0.645, 0.22), (0.84, 0.70, 0.20))


@dataclass(frozen=True)
class LeafPaint:
    """One column: sRGB colours; veins side veins a side, drawn with `vein_strength`; blotches cover a share."""

    colour: Colour
    rib: Colour
    veins: float = 9.0
    vein_strength: float = 0.10
    mottling: float = 0.36
    blotch: Colour = (0.45, 0.50, 0.20)
    blotch_share: float = 0.0
    speckles: float = 0.0
    dry_end: float = 0.5


def leaf_columns(paints: Sequence[LeafPaint], edge_px: int, seed: int) -> Image.Image:
    """Paint all kinds side by side, stalk below: (edge / 2) rows, edge columns."""
    width, height = edge_px // len(paints), edge_px // 2
    return colour_picture(
        np.concatenate([_column(paint, width, height, seed + 7 * k) for k, paint in enumerate(paints)], axis=1)
    )


def leaf_picture(edge_px: int, seed: int) -> Image.Image:
    """Paint the upper sides of leaves, stalk below, one age a column: rib, veins, mottling, a dry tip."""
    width, height = edge_px // VARIANTS, edge_px // 2
    y, x = np.mgrid[0:height, 0:width]
    across, along = (x + 0.5) / width * 2 - 1, 1 - (y + 0.5) / height
    veins = smoothstep(0.55, 1.0, np.sin((along * 15 - np.abs(across) * 4.2) * 2 * np.pi))
    rib = np.exp(-((across / (0.075 - 0.045 * along)) ** 2))
    mottle = tile_noise((height, width), (6, 3), seed, 4)
    shades = [_blade(colour, across, along, veins, rib, mottle) for colour in _AGES]
    return colour_picture(np.concatenate(shades, axis=1))


def _column(paint: LeafPaint, width: int, height: int, seed: int) -> Floats:
    y, x = np.mgrid[0:height, 0:width]
    across, along = (x + 0.5) / width * 2 - 1, 1 - (y + 0.5) / height
    mottle = tile_noise((height, width), (6, 3), seed, 4)
    rib = np.exp(-((across / (0.075 - 0.045 * along)) ** 2))
    veins = smoothstep(0.62, 1.0, np.sin((along * paint.veins - np.abs(across) * 2.2) * 2 * np.pi)) * (1 - rib)
    colour = floats(paint.colour) * (1 + paint.mottling * (mottle - 0.55))[..., None]
    blotched = smoothstep(0.06, -0.06, tile_noise((height, width), (5, 3), seed + 3, 4) - paint.blotch_share)
    colour = mix(colour, paint.blotch, blotched * float(paint.blotch_share > 0))
    colour = mix(colour, paint.rib, np.clip(veins * paint.vein_strength * 2, 0, 1))
    colour = colour * (1.0 - 0.13 * np.abs(across) ** 3)[..., None]
    colour = mix(colour, paint.rib, rib * 0.85)
    dots = smoothstep(0.68, 0.80, tile_noise((height, width), (48, 24), seed + 5, 2))
    colour = colour * (1 - paint.speckles * dots)[..., None]
    return mix(colour, _DRY, smoothstep(0.965, 1.0, along) * paint.dry_end)


def _blade(
    colour: Colour,
    across: Floats,
    along: Floats,
    veins: Floats,
    rib: Floats,
    mottle: Floats,
) -> Floats:
    base = floats(colour) * (0.80 + 0.36 * mottle)[..., None] * (1.0 - 0.13 * np.abs(across) ** 3)[..., None]
    base = base * (1 + 0.10 * veins * (1 - rib))[..., None]
    base = mix(base, floats(colour) * 0.5 + floats([0.36, 0.40, 0.16]), rib * 0.85)
    return mix(base, _DRY, smoothstep(0.965, 1.0, along) * 0.7)
