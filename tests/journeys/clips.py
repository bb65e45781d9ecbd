"""Film a marker: a clip as a phone would take it, with the true place of the marker in every frame.

The camera wanders: tilt, distance, brightness, blur and noise change all the time. The marker stands on a white
board in front of leaves and mud; it is away in the first second and once more in the middle. Each frame carries
its number as black and white blocks, because a fake camera shows a clip in a loop that starts when it likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from mangrove_ar.targets.lens import perspective, rotation

WIDTH_PX, HEIGHT_PX = 640, 480
MIDDLE_PX = np.array([WIDTH_PX / 2, HEIGHT_PX / 2])
FOCAL_LENGTH_PX = HEIGHT_PX / 2 / np.tan(np.radians(45 / 2))
"""The tracker assumes a vertical field of view of 45 degrees."""

BLOCK_PX = 12
NUMBER_BITS = 10
BOARD_MARGIN = 0.08
"""White around the marker, as a share of its height."""

Frame = NDArray[np.uint8]
Corners = NDArray[np.float64]


@dataclass(frozen=True)
class Clip:
    """What a camera saw, and the truth about it.

    Attributes:
        frames: (480, 640, 3) uint8 each.
        truth: for each frame (4, 2) float64 pixels, the corners of the marker from its top left one clockwise;
            None where there is no marker.
        fps: frames per second.
    """

    frames: list[Frame]
    truth: list[Corners | None]
    fps: int


@dataclass(frozen=True)
class Conditions:
    """How hard it is to film. Angles in degrees, shares of the frame's height, blur and noise as deviations."""

    speed: float = 1.0
    tilt_deg: float = 28.0
    roll_deg: float = 12.0
    smallest: float = 0.50
    largest: float = 0.72
    blur_px: float = 0.8
    noise: float = 4.0


NORMAL = Conditions()
HARD = Conditions(speed=1.6, smallest=0.35, largest=0.60, blur_px=1.6, noise=8.0)


def make_clip(
    marker: Image.Image | None,
    *,
    seconds: float = 10,
    fps: int = 12,
    seed: int = 1,
    hard: bool = False,
    stays: bool = False,
) -> Clip:
    """Film a marker, or the place without one; a marker that stays is never away."""
    conditions = HARD if hard else NORMAL
    scene = None if marker is None else _Board(marker)
    wander = _Wander(seed, conditions)
    rng = np.random.default_rng(seed)
    frames: list[Frame] = []
    truth: list[Corners | None] = []
    for number in range(round(seconds * fps)):
        second = number / fps
        shot = _background(seed).crop(wander.window(second))
        corners = None
        if scene is not None and (stays or not _is_away(second, seconds)):
            corners = wander.corners(second, scene.aspect)
            scene.paste(shot, corners)
        frames.append(_expose(shot, wander, second, rng, number))
        truth.append(corners)
    return Clip(frames, truth, fps)


def write_y4m(frames: Iterable[Frame], path: Path, fps: int = 12) -> None:
    """Write frames as YUV4MPEG2, 4:2:0, the form in which Chromium takes a fake camera."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH_PX} H{HEIGHT_PX} F{fps}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            file.write(b"FRAME\n")
            file.write(_yuv420(frame))


def read_number(frame: Frame) -> int | None:
    """Return the number that a frame carries; None when its blocks contradict each other."""
    centres = BLOCK_PX // 2 + BLOCK_PX * np.arange(NUMBER_BITS + 3)
    blocks = (frame[HEIGHT_PX - BLOCK_PX // 2, centres].mean(axis=-1) > 127).astype(int).tolist()
    white, black, *bits, parity = blocks
    if not white or black or sum(bits) % 2 != parity:
        return None
    return int("".join(map(str, bits)), 2)


class _Wander:
    """A hand that holds the camera: smooth, never the same for two seeds."""

    def __init__(self, seed: int, conditions: Conditions) -> None:
        rng = np.random.default_rng([seed, 7])
        self._conditions = conditions
        self._phase = rng.uniform(0, 2 * np.pi, (10, 2))
        self._rate = rng.uniform(0.7, 1.3, (10, 2)) * np.array([1.3, 3.1]) * conditions.speed

    def between(self, what: int, low: float, high: float, second: float) -> float:
        """Return a value that swings between two limits."""
        waves = np.sin(self._rate[what] * second + self._phase[what])
        return float(low + (high - low) * (0.5 + 0.5 * (0.75 * waves[0] + 0.25 * waves[1])))

    def window(self, second: float) -> tuple[int, int, int, int]:
        """Return the part of the background that the camera sees."""
        left, top = (round(self.between(what, 0, 160, second)) for what in (0, 1))
        return left, top, left + WIDTH_PX, top + HEIGHT_PX

    def corners(self, second: float, aspect: float) -> Corners:
        """Return where a marker of height 1 and width `aspect` is seen, as (4, 2) pixels."""
        limits = self._conditions
        pitch, yaw = (self.between(what, -limits.tilt_deg, limits.tilt_deg, second) for what in (2, 3))
        roll = self.between(4, -limits.roll_deg, limits.roll_deg, second)
        height = self.between(5, limits.smallest, limits.largest, second) * HEIGHT_PX / max(1.0, aspect / 1.2)
        centre = np.array([self.between(6, -50, 50, second), self.between(7, -30, 30, second), FOCAL_LENGTH_PX])
        plane = np.array([[-aspect, -1, 0], [aspect, -1, 0], [aspect, 1, 0], [-aspect, 1, 0]]) / 2
        points = plane @ rotation(pitch, yaw, roll).T + centre / height
        return np.asarray(FOCAL_LENGTH_PX * points[:, :2] / points[:, 2:] + MIDDLE_PX, np.float64)

    def gain(self, second: float) -> float:
        return self.between(8, 0.75, 1.1, second)

    def blur_px(self, second: float) -> float:
        return self.between(9, 0.3, self._conditions.blur_px, second)

    @property
    def noise(self) -> float:
        return self._conditions.noise


class _Board:
    """A marker on its white board, at several sizes so that a small image of it does not flicker."""

    def __init__(self, marker: Image.Image) -> None:
        self.aspect = marker.width / marker.height
        self._boards = [self._board(marker, height) for height in (150, 250, 400)]

    def _board(self, marker: Image.Image, height: int) -> tuple[int, Image.Image]:
        margin = round(height * BOARD_MARGIN)
        size = (round(height * self.aspect), height)
        board = Image.new("RGBA", (size[0] + 2 * margin, size[1] + 2 * margin), (244, 243, 238, 255))
        board.paste(marker.convert("RGB").resize(size, Image.Resampling.LANCZOS), (margin, margin))
        return margin, board

    def paste(self, shot: Image.Image, corners: Corners) -> None:
        """Draw the board so that the corners of its marker come to lie where told."""
        seen = float(np.ptp(corners[:, 1]))
        margin, board = next((pair for pair in self._boards if pair[1].height >= seen), self._boards[-1])
        right, bottom = board.width - margin, board.height - margin
        flat = np.array([[margin, margin], [right, margin], [right, bottom], [margin, bottom]], np.float64)
        mapping = perspective(corners, flat).tolist()
        drawn = board.transform(shot.size, Image.Transform.PERSPECTIVE, mapping, Image.Resampling.BICUBIC)
        shot.paste(drawn, (0, 0), drawn)


def _is_away(second: float, seconds: float) -> bool:
    """Tell whether the marker is out of sight: first, and once more in the middle."""
    pause = min(1.0, seconds / 8)
    return second < pause or seconds / 2 <= second < seconds / 2 + pause


@cache
def _background(seed: int) -> Image.Image:
    """Paint leaves over mud, larger than a frame."""
    rng = np.random.default_rng([seed, 11])
    size = (WIDTH_PX + 160, HEIGHT_PX + 160)
    mud = np.zeros((size[1], size[0], 3))
    for cells, depth in ((9, 50), (40, 25), (160, 15)):
        noise = Image.fromarray(rng.integers(0, 256, (cells, cells, 3)).astype(np.uint8))
        mud += depth * (np.asarray(noise.resize(size, Image.Resampling.BICUBIC)) / 255.0 - 0.5)
    picture = Image.fromarray(np.clip(mud + np.array([105, 100, 75]), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(140):
        x, y, length, width = (int(rng.integers(high)) for high in (*size, 60, 25))
        green = int(rng.integers(70, 170))
        draw.ellipse((x, y, x + length + 8, y + width + 5), fill=(green // 2, green, green // 3))
    return picture


def _expose(shot: Image.Image, wander: _Wander, second: float, rng: np.random.Generator, number: int) -> Frame:
    """Blur, light and grain of one frame, and its number."""
    blurred = shot.filter(ImageFilter.GaussianBlur(wander.blur_px(second)))
    light = np.asarray(blurred, np.float32) * np.float32(wander.gain(second))
    light += rng.standard_normal((HEIGHT_PX, WIDTH_PX, 1), np.float32) * np.float32(wander.noise)
    frame: Frame = np.clip(light, 0, 255).astype(np.uint8)
    bits = [int(bit) for bit in f"{number:0{NUMBER_BITS}b}"]
    for place, is_white in enumerate([1, 0, *bits, sum(bits) % 2]):
        frame[-BLOCK_PX:, place * BLOCK_PX : (place + 1) * BLOCK_PX] = 255 * is_white
    return frame


def _yuv420(frame: Frame) -> bytes:
    """Convert to studio-range BT.601 planes, colour at half resolution."""
    red, green, blue = np.moveaxis(frame.astype(np.float32), 2, 0)
    y = 16 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255
    u = 128 + (-37.797 * red - 74.203 * green + 112.0 * blue) / 255
    v = 128 + (112.0 * red - 93.786 * green - 18.214 * blue) / 255
    halves = [plane.reshape(HEIGHT_PX // 2, 2, WIDTH_PX // 2, 2).mean(axis=(1, 3)) for plane in (u, v)]
    return b"".join(np.round(plane).astype(np.uint8).tobytes() for plane in (y, *halves))
