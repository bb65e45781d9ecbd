"""Let a board age: sun fades it, mud and rain fall on it, leaves hang before it.

All functions take and give planes: (3, h, w) float32, linear light, red, green and blue, 0 black and 1 white.
Patterns are laid out in metres (`board_m`: width and height), so a seed makes the same spots at any resolution.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Planes = NDArray[np.float32]
Plane = NDArray[np.float32]
Size = tuple[float, float]

PAPER = np.array([0.80, 0.79, 0.74], np.float32)
"""What sun leaves in the end: board, chalky and a little yellow."""
LOSS_OF_COLOUR = np.array([0.45, 0.85, 0.80], np.float32)
"""Share of the ink that takes red, green and blue light away (cyan, magenta, yellow) and is lost in full fading."""
LOSS_OF_BLACK = 0.55
CHALK = 0.25

MUD = np.array([0.105, 0.075, 0.045], np.float32)
LEAF = np.array([0.060, 0.135, 0.022], np.float32)
LEAF_LENGTH_M = 0.09


def fade(planes: Planes, share: float) -> Planes:
    """Bleach inks in the sun: magenta and yellow go first, so that reds pale most; black holds best.

    Works on optical densities: what light an ink takes away is exponential in how much of it is left.
    """
    density = -np.log(np.maximum(planes, np.float32(1e-3)))
    black = density.min(axis=0)
    left = np.float32(1 - LOSS_OF_BLACK * share) * black
    kept = (1 - share * LOSS_OF_COLOUR)[:, None, None].astype(np.float32)
    bleached = np.exp(-(left + kept * (density - black)))
    chalk = np.float32(CHALK * share)
    return np.asarray(bleached * (1 - chalk) + PAPER[:, None, None] * chalk, np.float32)


def soil(planes: Planes, share: float, rng: np.random.Generator, board_m: Size) -> Planes:
    """Splash mud over a share of the board: lumps of a thumb's size and specks between them."""
    shape = planes.shape[1:]
    lumps = cloud(rng, shape, board_m, 0.022) + np.float32(0.55) * cloud(rng, shape, board_m, 0.006)
    mask = np.clip((lumps - _limit(lumps, share)) * 6 + 0.5, 0, 1) * np.float32(0.93)
    tone = 1 + np.float32(0.35) * cloud(rng, shape, board_m, 0.004)
    return np.asarray(planes * (1 - mask) + MUD[:, None, None] * (tone * mask), np.float32)


def wet(planes: Planes, share: float, rng: np.random.Generator, board_m: Size) -> Planes:
    """Put drops of rain on a share of the board: each shows the print behind it larger, dark at its upper rim."""
    wetted = planes.copy()
    dry_m2 = share * board_m[0] * board_m[1]
    while dry_m2 > 0:
        radius_m = float(rng.uniform(0.0015, 0.0055))
        dry_m2 -= np.pi * radius_m**2
        _drop(planes, wetted, rng.uniform(0, board_m), radius_m, board_m)
    return wetted


def cover(planes: Planes, share: float, rng: np.random.Generator, board_m: Size) -> Planes:
    """Hang leaves before a share of the board, from one side that chance chooses."""
    order = _leaves(planes.shape[1:], rng, board_m)
    tones = rng.uniform(0.35, 1.5, order.max() + 1).astype(np.float32)  # Light falls on each half in its own way.
    hidden = order <= np.quantile(order[::2, ::2], share)
    shaded = planes * _shadow(hidden, planes.shape[2] / board_m[0])
    return np.where(hidden, LEAF[:, None, None] * tones[order], shaded)


def cloud(rng: np.random.Generator, shape: tuple[int, ...], board_m: Size, cell_m: float) -> Plane:
    """Return smooth noise, (h, w) float32 about -1 to 1, with a random value for each cell of the board."""
    width, height = (side_m / cell_m for side_m in board_m)
    cells = [int(np.ceil(side)) + 1 for side in (height, width)]
    grid = Image.fromarray(rng.uniform(-1, 1, cells).astype(np.float32))
    return np.asarray(grid.resize((shape[1], shape[0]), Image.Resampling.BICUBIC, (0, 0, width, height)))


def _leaves(shape: tuple[int, ...], rng: np.random.Generator, board_m: Size) -> NDArray[np.int32]:
    """Number the leaves of a branch from its foot on: (h, w), for each pixel the first half leaf that hides it."""
    height, width = shape
    reach_m, angle = np.hypot(*board_m), rng.uniform(0, 2 * np.pi)
    axes = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    count = int(9 * (reach_m / LEAF_LENGTH_M) ** 2)
    along = np.sort(rng.uniform(-0.6, 0.6, count)) * reach_m
    middles = np.column_stack([along, rng.uniform(-0.55, 0.55, count) * reach_m]) @ axes + np.array(board_m) / 2
    turns = angle + rng.normal(0, 0.7, count)
    lengths = LEAF_LENGTH_M * rng.uniform(0.7, 1.2, count)
    order = Image.new("I", (width, height), 2 * count)
    draw = ImageDraw.Draw(order)
    for number in reversed(range(count)):  # The first leaf is drawn last and lies on top.
        tip = np.array([np.cos(turns[number]), np.sin(turns[number])]) * lengths[number] / 2
        for half, side in enumerate((-0.42, 0.42)):
            bulge = np.array([-tip[1], tip[0]]) * side
            rim = middles[number] + np.array([-tip, bulge - 0.35 * tip, bulge + 0.25 * tip, tip])
            draw.polygon([tuple(point) for point in (rim * [width, height] / board_m).tolist()], 2 * number + half)
    return np.asarray(order)


def _shadow(hidden: NDArray[np.bool_], px_per_m: float) -> Plane:
    """Return the light left beside and below what hides the board, within a finger's width."""
    mask = Image.fromarray(hidden.astype(np.uint8) * 255).reduce(4)  # Soft edges need no more.
    lowered = ImageChops.offset(mask, 0, round(0.006 * px_per_m / 4))
    soft = lowered.filter(ImageFilter.GaussianBlur(0.004 * px_per_m / 4))
    darkness = np.asarray(soft.resize((hidden.shape[1], hidden.shape[0]), Image.Resampling.BILINEAR), np.float32)
    return 1 - darkness / np.float32(255) * np.float32(0.6)


def _limit(field: Plane, share: float) -> float:
    """Return the value that a share of a field exceeds; every fourth pixel tells well enough."""
    return float(np.quantile(field[::4, ::4], 1 - share))


def _drop(planes: Planes, wetted: Planes, middle_m: NDArray[np.float64], radius_m: float, board_m: Size) -> None:
    """Draw one drop: a lens that enlarges, a dark rim above and a spark of sky in it."""
    height, width = planes.shape[1:]
    px_per_m = np.array([width, height]) / board_m
    (x, y), (wide, tall) = middle_m * px_per_m, np.maximum(radius_m * px_per_m, 0.8)
    top, bottom = max(0, int(y - tall)), min(height, int(y + tall) + 1)
    left, right = max(0, int(x - wide)), min(width, int(x + wide) + 1)
    across = ((np.arange(left, right) + 0.5 - x) / wide)[None, :]
    down = ((np.arange(top, bottom) + 0.5 - y) / tall)[:, None]
    far = across**2 + down**2
    bend = 0.35 + 0.5 * far
    from_row = np.clip(y + down * bend * tall, 0, height - 1).astype(np.intp)
    from_column = np.clip(x + across * bend * wide, 0, width - 1).astype(np.intp)
    mask = np.clip((1 - np.sqrt(far)) * wide + 0.5, 0, 1)
    shade = 1 - 0.55 * far * (0.5 - 0.5 * down)
    spark = 0.9 * np.exp(-((across + 0.35) ** 2 + (down + 0.4) ** 2) / 0.03)
    here = wetted[:, top:bottom, left:right]
    here += mask * (planes[:, from_row, from_column] * shade + spark - here)
