"""Paint leaf pictures: one look a column, with ribs, veins, rims and dry tips."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from mangrove_ar.meshing.arrays import Floats, floats, mix, smoothstep
from mangrove_ar.meshing.noise import tile_noise
from mangrove_ar.meshing.textures import colour_picture

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class LeafLook:
    """How a leaf is painted; colours in sRGB, strengths from 0 to 1.

    veins: how many leave the rib on each side, or lines along the blade if `is_grass_like`; vein_rise: how far
    they climb towards the tip on their way to the edge.
    """

    colour: Colour
    rib: Colour
    rib_width: float = 0.05
    veins: float = 14.0
    vein_strength: float = 0.12
    vein_rise: float = 0.22
    rim: Colour | None = None
    dry_tip: float = 0.3
    mottling: float = 0.3
    is_grass_like: bool = False


def leaf_looks_picture(looks: tuple[LeafLook, ...], edge_px: int, seed: int) -> Image.Image:
    """Paint the upper sides of leaves, stalk below, one look a column; as wide as `edge_px`, half as high."""
    width, height = edge_px // len(looks), edge_px // 2
    return colour_picture(
        np.concatenate([_leaf(look, width, height, seed + k) for k, look in enumerate(looks)], axis=1)
    )


def _leaf(look: LeafLook, width: int, height: int, seed: int) -> Floats:
    y, x = np.mgrid[0:height, 0:width]
    across, along = ((x + 0.5) / width * 2 - 1) / 0.94, 1 - (y + 0.5) / height
    out = np.abs(across)
    mottle = tile_noise((height, width), (6, 3), seed, 4)
    base = floats(look.colour) * (1 + look.mottling * (mottle - 0.5))[..., None]
    base = base * (1.03 - 0.12 * out**3)[..., None]
    rib = np.exp(-((out / (look.rib_width * (1.25 - 0.75 * along))) ** 2))
    base = base * (1 + look.vein_strength * _veins(look, out, along) * (1 - rib))[..., None]
    if look.rim is not None:
        base = mix(base, look.rim, smoothstep(0.80, 1.0, out) * 0.7)
    base = mix(base, look.rib, rib * 0.85)
    uneven = along + 0.10 * (mottle - 0.5)
    return mix(base, (0.44, 0.29, 0.15), smoothstep(0.93, 1.0, uneven) * look.dry_tip)


def _veins(look: LeafLook, out: Floats, along: Floats) -> Floats:
    if look.is_grass_like:
        return floats(np.cos(out * look.veins * np.pi))
    phase = (along - out * look.vein_rise) * look.veins
    light = smoothstep(0.75, 1.0, np.cos(phase * 2 * np.pi))
    return floats(light - 0.35 * smoothstep(0.4, 1.0, np.cos((phase - 0.12) * 2 * np.pi)))
