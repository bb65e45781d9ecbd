"""Paint both sides of a species' leaves: four ages of upper side, one under side."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import colour_picture

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class LeafLook:
    """Colours in sRGB: uppers are old, full-grown, young, yellow; stalk colours the foot and the rib's start."""

    uppers: tuple[Colour, Colour, Colour, Colour]
    under: Colour
    rib: Colour
    stalk: Colour
    veins: int = 11
    stalk_share: float = 0.10
    vein_strength: float = 0.12


def leaf_sides(look: LeafLook, edge_px: int, seed: int) -> Image.Image:
    """Paint the columns side by side, stalk below, in a picture of edge_px by half of it."""
    columns = len(look.uppers) + 1
    height, borders = edge_px // 2, np.linspace(0, edge_px, columns + 1).astype(int)
    shades = []
    for k, colour in enumerate((*look.uppers, look.under)):
        shape = (height, int(borders[k + 1] - borders[k]))
        shades.append(_side(look, colour, shape, seed + k, is_under=k == columns - 1))
    return colour_picture(np.concatenate(shades, axis=1))


def _side(look: LeafLook, colour: Colour, shape: tuple[int, int], seed: int, is_under: bool) -> Floats:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    across, along = (x + 0.5) / shape[1] * 2 - 1, 1 - (y + 0.5) / shape[0]
    mottle = tile_noise(shape, (6, 3), seed, 4)
    veins = smoothstep(0.45, 1.0, np.sin((along * look.veins - np.abs(across) * 3.0) * 2 * np.pi))
    rib = np.exp(-((across / (0.085 - 0.055 * along)) ** 2))
    tone = 0.93 + 0.12 * mottle if is_under else 0.80 + 0.36 * mottle
    base = floats(colour) * (tone * (1.0 - 0.12 * np.abs(across) ** 3))[..., None]
    darker = -0.45 if is_under else 1.0  # Veins stand out below and shine above.
    base = base * (1 + look.vein_strength * darker * veins * (1 - rib))[..., None]
    ribs = floats(look.rib) if not is_under else floats(colour) * 0.84
    base = mix(base, ribs, rib * smoothstep(1.0, 0.7, along) * 0.85)
    red = smoothstep(look.stalk_share * 1.5, look.stalk_share * 0.6, along)
    red = np.maximum(red, rib * smoothstep(look.stalk_share * 4.5, look.stalk_share, along))
    return mix(base, look.stalk, red)
