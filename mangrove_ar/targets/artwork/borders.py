"""The border: blocks of uneven length laid around the scene, each with a motif of what the scene shows.

A frame of straight lines, or of one motif at even steps, would cost the marker its tracking points: a phone
follows spots that are unlike their surroundings. So light and dark blocks alternate, and no two are as long.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mangrove_ar.targets.artwork.canvas import UNITS, Canvas
from mangrove_ar.targets.artwork.curves import Point
from mangrove_ar.targets.artwork.motifs import Motif
from mangrove_ar.targets.artwork.palette import Colour, Palette, blend

BAND = 66.0
"""How wide the border is, in picture units."""
KEY = 4.5
BLOCK_LENGTHS = (58.0, 165.0)


@dataclass(frozen=True)
class Block:
    """A piece of the border: from where to where it lies on its side, its colour and its motif."""

    side: int
    start: float
    stop: float
    ground: Colour
    motif: Motif


def lay_blocks(canvas: Canvas, motifs: Sequence[Motif]) -> list[Block]:
    """Choose the blocks, clockwise from the top left; each begins with the corner and no ground follows itself."""
    grounds, blocks = _grounds(canvas.palette, motifs[0]), list[Block]()
    for side in range(4):
        at = 0.0
        for stop in _stops(canvas.rng):
            beside = (blocks[-1].ground, blocks[-1].motif) if blocks else (None, None)
            ground = canvas.rng.choice([each for each in grounds if each != beside[0]])
            motif = canvas.rng.choice([each for each in motifs if each != beside[1]] or motifs)
            blocks.append(Block(side, at, stop, ground, motif if at else motifs[side % len(motifs)]))
            at = stop
    return blocks


def draw_grounds(canvas: Canvas, blocks: Sequence[Block]) -> None:
    """Print the key block and the grounds on it; the scene is to be set into the middle."""
    ink = canvas.palette
    canvas.polygon([(0, 0), (UNITS, 0), (UNITS, UNITS), (0, UNITS)], ink.ink)
    for block in blocks:
        canvas.polygon(_rim(canvas, block), block.ground)
        _chatter(canvas, block)


def scene_rim(canvas: Canvas) -> list[Point]:
    """Cut the opening that the scene shows through, in picture units."""
    rng, rim = canvas.rng, list[Point]()
    for side in range(4):
        at = BAND
        while at < UNITS - BAND - 8:
            rim.append(_at(side, at, BAND + rng.uniform(-1.8, 1.8)))
            at += rng.uniform(9, 34)
    return rim


def draw_motifs(canvas: Canvas, blocks: Sequence[Block]) -> None:
    """Cut the motifs into their blocks: none as large or as turned as the last; some reach into the scene."""
    rng = canvas.rng
    for block in blocks:
        length, room = block.stop - block.start, _room(block)
        count = max(1, round(length / room - rng.uniform(0, 0.6)))
        for step in range(count):
            along = block.start + length * (step + 0.5) / count + rng.uniform(-4, 4)
            x, y = _at(block.side, along, BAND / 2 + rng.uniform(-5, 5))
            if count < length / room - 0.4:
                _crumbs(canvas, block, along + length / count / 2)
            size = min(length / count / room, 1.0) * BAND * rng.uniform(0.76, 1.12)
            block.motif.draw(canvas.pen(x, y, size, _turn(rng, block), rng.random() < 0.5))


def _grounds(ink: Palette, first: Motif) -> tuple[Colour, ...]:
    dark, middle = first.grounds
    return (
        blend(ink.named(dark), ink.ink, 0.4),
        blend(ink.named(middle), ink.sand, 0.25),
        ink.glow,
        blend(ink.sky, ink.glow, 0.25),
    )


def _room(block: Block) -> float:
    """Say how long a piece of the block one motif needs; what stands upright in an upright band needs its height."""
    return BAND * (1 if block.motif.upright and block.side % 2 else block.motif.breadth)


def _crumbs(canvas: Canvas, block: Block, along: float) -> None:
    """Drop a few dots where two motifs leave room between them."""
    rng, ink = canvas.rng, canvas.palette
    for _ in range(rng.randint(1, 3)):
        x, y = _at(block.side, min(along, block.stop - 12) + rng.uniform(-6, 6), rng.uniform(12, BAND - 14))
        canvas.dot(x + 0.8, y + 1, 5.4, ink.ink)
        canvas.dot(x, y, rng.uniform(3, 4.6), rng.choice((ink.ochre, ink.coral, ink.cream, ink.lime)))


def _stops(rng: Random) -> list[float]:
    """Divide a side into its corner and blocks of uneven length, and leave the next corner out."""
    stops, end = [BAND], UNITS - BAND
    while end - stops[-1] > BLOCK_LENGTHS[1]:
        stops.append(
            stops[-1] + rng.uniform(BLOCK_LENGTHS[0], min(BLOCK_LENGTHS[1], end - stops[-1] - BLOCK_LENGTHS[0]))
        )
    return [*stops, end]


def _turn(rng: Random, block: Block) -> float:
    if block.motif.upright:
        return rng.uniform(-15, 15)
    return block.side * 90.0 + rng.choice((0, 180)) + rng.uniform(-34, 34)


def _rim(canvas: Canvas, block: Block) -> list[Point]:
    rng, half = canvas.rng, KEY / 2

    def near(along: float, inward: float) -> Point:
        return _at(block.side, along + rng.uniform(-1.6, 1.6), inward + rng.uniform(-1.6, 1.6))

    start, stop = block.start + half, block.stop - half
    middle = (start + stop) / 2
    top, foot = [near(start, 0), near(middle, -2), near(stop, 0)], BAND - KEY
    return [*top, near(stop, BAND / 2), near(stop, foot), near(middle, foot), near(start, foot), near(start, BAND / 2)]


def _chatter(canvas: Canvas, block: Block) -> None:
    """Leave the short marks of the gouge where the ground was cleared."""
    rng, ink = canvas.rng, canvas.palette
    tones = (
        blend(block.ground, ink.ink, 0.3),
        blend(block.ground, ink.cream, 0.35),
        blend(block.ground, ink.ochre, 0.4),
    )
    for _ in range(int((block.stop - block.start) / 3)):
        angle, length = rng.uniform(0, math.tau), rng.uniform(5, 14)
        along, inward = rng.uniform(block.start + 8, block.stop - 8), rng.uniform(4, BAND - KEY - 8)
        x, y = _at(block.side, along, inward)
        canvas.gouge(x, y, x + math.cos(angle) * length, y + math.sin(angle) * length, 2.4, rng.choice(tones))


def _at(side: int, along: float, inward: float) -> Point:
    """Turn a place on a side, clockwise from the top, into a point of the picture."""
    return ((along, inward), (UNITS - inward, along), (UNITS - along, UNITS - inward), (inward, UNITS - along))[side]
