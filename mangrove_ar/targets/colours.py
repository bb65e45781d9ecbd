"""Turn the numbers of a picture into light and back. Source: IEC 61966-2-1 (sRGB)."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

STEPS = 4095
"""Light is rounded to so many steps before it is encoded; at the dark end a step is 0.8 of an 8-bit value."""

Bytes = NDArray[np.uint8]
Light = NDArray[np.float32]


def to_light(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the light, 0 to 1, of sRGB values, 0 to 1."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def to_values(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sRGB values, 0 to 1, of light, 0 to 1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


LIGHT: Light = to_light(np.arange(256) / 255).astype(np.float32)
"""Light of each 8-bit value."""
BYTES: Bytes = np.round(255 * to_values(np.arange(STEPS + 1) / STEPS)).astype(np.uint8)
"""The 8-bit value of each step of light."""


def planes_of(picture: Image.Image) -> Bytes:
    """Return red, green and blue of an RGB picture, (3, h, w)."""
    return np.ascontiguousarray(np.moveaxis(np.asarray(picture), 2, 0))


def light_of(picture: Image.Image) -> Light:
    """Return the light of an RGB picture, (3, h, w), 0 to 1."""
    light: Light = LIGHT.take(planes_of(picture))
    return light


def bytes_of(light: Light) -> Bytes:
    """Encode light of any shape; what is brighter than 1 is 255."""
    steps = np.clip(light, 0, 1) * np.float32(STEPS) + np.float32(0.5)
    return BYTES[steps.astype(np.uint16)]
