"""Light a model like a bright day: a sun of some breadth, a blue-white sky, warm light from the mud."""

from dataclasses import dataclass

import numpy as np

from mangrove_ar.meshing.arrays import Floats, Ints, floats, mix, smoothstep, unit
from mangrove_ar.meshing.occlusion import aimed
from mangrove_ar.meshing.stage import Stage, Surface

SAMPLES = 4  # How many times a pixel is looked at; the dice below share the sky among them.
SUN_BREADTH = 0.03  # Radians; wider than the real sun, for soft shadows.
_SUN_COLOUR = np.array([1.0, 0.95, 0.86]) * 2.5
_SKY_COLOUR = np.array([0.74, 0.88, 1.08]) * 0.86
_HORIZON_COLOUR = np.array([1.0, 0.98, 0.94]) * 0.95
_MUD_COLOUR = np.array([0.52, 0.45, 0.37]) * 0.62
_SUN_RAYS = 3
_SKY_RAYS = 4
_SKY_REACH = 0.25  # Shares of the model's size; the baked shade does the rest.
_GLOW = np.array([0.75, 0.80, 0.30])  # Light that a leaf lets through, relative to what it reflects.


@dataclass(frozen=True)
class Dice:
    """Even numbers instead of chance: the rays of a pixel fill the sky together, each pixel shifted.

    shift (n,) is a pixel's own number, sample which look at the pixel this is.
    """

    shift: Floats
    sample: int

    def of(self, rows: Ints) -> "Dice":
        """Keep the dice of some rows."""
        return Dice(self.shift[rows], self.sample)

    def thrown(self, ray: int, rays: int) -> tuple[Floats, Floats]:
        """Give two numbers from 0 to 1 for one of the rays. Source: golden-ratio lattice, Roberts 2018."""
        number = self.sample * rays + ray
        share = (number + 0.5) / (rays * SAMPLES)
        return np.mod(share + self.shift * 0.754877666, 1.0), np.mod(number * 0.618033989 + self.shift, 1.0)


def dither(pixels: Ints, edge_px: int) -> Floats:
    """Give each pixel a number from 0 to 1 far from its neighbours'. Source: Jimenez 2014, gradient noise."""
    inner = 0.06711056 * (pixels % edge_px) + 0.00583715 * (pixels // edge_px)
    return np.mod(52.9829189 * np.mod(inner, 1.0), 1.0)


def lit(stage: Stage, surface: Surface, to_eye: Floats, sun: Floats, dice: Dice) -> Floats:
    """Give the light that each of n points sends to the eye: (n, 3), linear; to_eye is (n, 3) unit."""
    facing = (surface.normals * sun).sum(axis=1)
    sides = np.sign((surface.flat_normals * sun).sum(axis=1))
    through = surface.thinness * (sides < 0)
    lift = stage.reach * 2e-4
    starts = surface.points + surface.flat_normals * lift
    leaving = surface.points + surface.flat_normals * np.where(through > 0, -lift, lift)[:, None]
    in_sun = np.zeros(len(starts))
    asked = np.nonzero(((facing > 0) & (sides > 0)) | (through > 0))[0]
    for ray in range(_SUN_RAYS):
        to_sun = _across_sun(sun, dice.of(asked), ray)
        in_sun[asked] += ~stage.target.is_blocked(leaving[asked], to_sun, stage.reach * 2) / _SUN_RAYS
    light = _SUN_COLOUR * (np.clip(facing, 0, 1) * in_sun * (through == 0))[:, None]
    light += _SUN_COLOUR * _GLOW * (np.abs(facing) * in_sun * through)[:, None]
    for ray in range(_SKY_RAYS):
        way = aimed(surface.normals, *dice.thrown(ray, _SKY_RAYS))
        free = ~stage.target.is_blocked(starts, way, stage.reach * _SKY_REACH)
        bounce = 0.12 + surface.colours * 0.35  # What blocks the sky sends some light itself.
        light += np.where(free[:, None], _sky(way), bounce) / _SKY_RAYS
    return floats(surface.colours * light + _gloss(surface, to_eye, sun, in_sun * (through == 0)))


def film(light: Floats) -> Floats:
    """Bend light to what a screen shows, with a soft shoulder. Source: Narkowicz 2015, ACES fit."""
    x = light * 0.62
    return np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)


def _across_sun(sun: Floats, dice: Dice, ray: int) -> Floats:
    radius, turn = dice.thrown(ray, _SUN_RAYS)
    side = unit(np.cross(sun, [0.0, 1.0, 0.0]))
    over = np.cross(side, sun)
    angle, wide = 2 * np.pi * turn, np.sqrt(radius) * SUN_BREADTH * 1.4
    return unit(sun + (np.cos(angle) * wide)[:, None] * side + (np.sin(angle) * wide)[:, None] * over)


def _gloss(surface: Surface, to_eye: Floats, sun: Floats, in_sun: Floats) -> Floats:
    """Reflect sun and sky. Source: GGX, Walter et al. 2007; Fresnel by Schlick 1994, 4 % head-on."""
    normals = surface.normals
    halfway = unit(to_eye + sun)
    aligned = np.clip((normals * halfway).sum(axis=1), 0, 1)
    a2 = surface.roughness**4
    lobe = a2 / (np.pi * (aligned**2 * (a2 - 1) + 1) ** 2) / 4
    facing = np.clip((normals * to_eye).sum(axis=1), 0.02, 1)
    rim = 0.04 + 0.96 * (1 - facing) ** 5 * (1 - surface.roughness) ** 2
    to_sun = np.clip((normals * sun).sum(axis=1), 0, 1)
    mirrored = 2 * (normals * to_eye).sum(axis=1, keepdims=True) * normals - to_eye
    brown = surface.colours.max(axis=1, keepdims=True)  # Baked shade: dark corners mirror less.
    sky = _sky(mirrored) * (rim * (1 - surface.roughness) ** 0.5)[:, None] * np.clip(0.35 + brown * 3, 0, 1) * 0.8
    return floats(sky + _SUN_COLOUR * (np.minimum(lobe, 6) * 0.04 * 4 * to_sun * in_sun)[:, None])


def _sky(directions: Floats) -> Floats:
    height = directions[:, 1]
    above = mix(_HORIZON_COLOUR, _SKY_COLOUR, smoothstep(0.0, 0.7, height))
    return mix(_MUD_COLOUR, above, smoothstep(-0.25, 0.10, height))
