"""Paint what is behind a board: mud, trunks, leaves and gaps of sky, all of it out of focus."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SCENES = 3
PLAY = 8
"""A scene is larger than a frame by 1 / PLAY, so that each frame can show another part of it."""


def behind(size_px: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """Choose a part of a scene, as an RGB picture of a frame's size."""
    scene = _scene(size_px, int(rng.integers(SCENES)))
    left, top = (int(rng.integers(whole - part + 1)) for whole, part in zip(scene.size, size_px, strict=True))
    return scene.crop((left, top, left + size_px[0], top + size_px[1]))


@lru_cache(maxsize=2 * SCENES)
def _scene(size_px: tuple[int, int], number: int) -> Image.Image:
    """Paint a scene at half size, where strokes are cheap: nothing in it is sharp."""
    rng = np.random.default_rng([number, 11])
    width, height = ((side + side // PLAY) // 2 for side in size_px)
    picture = _ground(rng, width, height)
    unit = width / 100
    draw = ImageDraw.Draw(picture)
    _sky(draw, rng, width, height, unit)
    _trunks(draw, rng, width, height, unit)
    picture = picture.filter(ImageFilter.GaussianBlur(0.45 * unit))
    _leaves(ImageDraw.Draw(picture), rng, width, height, unit)
    blurred = picture.filter(ImageFilter.GaussianBlur(0.22 * unit))
    return blurred.resize((2 * width, 2 * height), Image.Resampling.BICUBIC)


def _ground(rng: np.random.Generator, width: int, height: int) -> Image.Image:
    """Lay green distance above grey-brown mud."""
    far, near = np.array([92, 112, 70]), np.array([112, 98, 76])
    share = 1 / (1 + np.exp(-(np.linspace(-5, 7, height) - rng.uniform(-1, 1))))[:, None, None]
    tones = far + (near - far) * share + np.zeros((1, width, 1))
    for cells, depth in ((7, 46), (23, 30), (90, 16)):
        noise = Image.fromarray(rng.integers(0, 256, (cells, cells * 2), np.uint8))
        tones += depth * (np.asarray(noise.resize((width, height), Image.Resampling.BICUBIC))[..., None] / 255 - 0.5)
    return Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))


def _sky(draw: ImageDraw.ImageDraw, rng: np.random.Generator, width: int, height: int, unit: float) -> None:
    """Let sky shine through the canopy in round spots, as a lens draws them out of focus."""
    for _ in range(70):
        x, y, radius = rng.uniform(0, width), rng.triangular(0, 0, height * 0.5), rng.uniform(0.4, 1.6) * unit
        tone = int(rng.uniform(170, 245))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(tone - 14, tone, tone - 6))


def _trunks(draw: ImageDraw.ImageDraw, rng: np.random.Generator, width: int, height: int, unit: float) -> None:
    """Stand stems and stilt roots into the mud."""
    for _ in range(16):
        x, foot, thick = rng.uniform(0, width), rng.uniform(0.5, 0.95) * height, rng.uniform(0.6, 2.6) * unit
        tone = int(rng.uniform(45, 95))
        colour = (tone, int(tone * 0.9), int(tone * 0.72))
        draw.line((x + rng.uniform(-4, 4) * unit, 0, x, foot), fill=colour, width=int(thick) + 1)
        for side in (-1, 1):
            reach = rng.uniform(2, 7) * unit * side
            draw.line((x, foot - abs(reach) * 1.6, x + reach, foot), fill=colour, width=int(thick / 2) + 1)


def _leaves(draw: ImageDraw.ImageDraw, rng: np.random.Generator, width: int, height: int, unit: float) -> None:
    """Scatter leaves, densest above."""
    for _ in range(420):
        x, y = rng.uniform(0, width), rng.triangular(-0.1, 0.0, 1.1) * height
        angle, length = rng.uniform(0, np.pi), rng.uniform(1.2, 3.6) * unit
        along = np.array([np.cos(angle), np.sin(angle)]) * length
        across = np.array([-along[1], along[0]]) * rng.uniform(0.18, 0.32)
        green = rng.uniform(50, 165)
        tip = np.array([x, y])
        points = [tip - along, tip + across, tip + along, tip - across]
        colour = (int(green * rng.uniform(0.5, 0.85)), int(green), int(green * 0.38))
        draw.polygon([(float(point[0]), float(point[1])) for point in points], fill=colour)
