"""Turn light into the frame of a phone: gain, the noise of light and of the sensor, saturation, eight bits."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from mangrove_ar.targets.colours import LIGHT, bytes_of, planes_of

GRAIN_LEVELS = 24.0
"""Standard deviation of the stored grain, in 8-bit levels."""
PLAY = 8
"""Stored grain is larger than a frame by 1 / PLAY, so that each frame can have another part of it."""
MIDDLE_GREY = 0.18
SLOPE = 1.055 / 2.4 * MIDDLE_GREY ** (1 / 2.4 - 1)
"""Of the sRGB curve at middle grey."""
READ_NOISE = 0.15
"""Share of the noise of a middle grey, as variance, that is there without any light; the rest grows with light."""


def grain(size_px: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """Choose a part of stored noise: RGB, mean 128, deviation `GRAIN_LEVELS`, neighbours a little alike."""
    whole = _grain(size_px)
    left, top = (int(rng.integers(side - part + 1)) for side, part in zip(whole.size, size_px, strict=True))
    return whole.crop((left, top, left + size_px[0], top + size_px[1]))


def expose(light: NDArray[np.float32], noise: Image.Image, gain: float, noise_levels: float) -> NDArray[np.uint8]:
    """Take light, (3, h, w), as 8-bit colours, (h, w, 3); `noise_levels` is the deviation of a middle grey."""
    exposed = light * np.float32(gain)
    strength = np.sqrt(exposed * np.float32((1 - READ_NOISE) / MIDDLE_GREY) + np.float32(READ_NOISE))
    strength *= planes_of(noise).astype(np.float32) - np.float32(128)
    strength *= np.float32(noise_levels / 255 / SLOPE / GRAIN_LEVELS)
    exposed += strength
    return np.moveaxis(bytes_of(exposed), 0, 2)


def expose_picture(picture: Image.Image, noise: Image.Image, gain: float, noise_levels: float) -> NDArray[np.uint8]:
    """Take a picture as `expose` takes light, much faster and with noise that is right for middle tones only."""
    taken = picture.point(bytes_of(LIGHT * np.float32(gain)).tolist() * 3)
    table = np.clip(128 + (np.arange(256) - 128) * (noise_levels / GRAIN_LEVELS), 0, 255).round()
    return np.array(ImageChops.add(taken, noise.point(table.astype(int).tolist() * 3), 1, -128))


@lru_cache(maxsize=4)
def _grain(size_px: tuple[int, int]) -> Image.Image:
    width, height = (side + side // PLAY for side in size_px)
    noise: NDArray[np.float32] = np.random.default_rng(13).standard_normal((height, width, 3), np.float32)
    noise[:, 1:] += np.float32(0.35) * noise[:, :-1]  # Neighbours share what the missing colours are guessed from.
    noise[1:] += np.float32(0.35) * noise[:-1]
    noise *= np.float32(GRAIN_LEVELS) / noise.std()
    return Image.fromarray(np.clip(noise + 128, 0, 255).astype(np.uint8))
