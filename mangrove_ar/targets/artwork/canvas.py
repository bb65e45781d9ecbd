"""Paper, inks and cutting tools: everything a drawing is made with.

A picture is 1000 by 1000 units whatever its size in pixels, y pointing down. A `Pen` draws in the
small coordinates of one subject, about -50 to 50, and puts them where the subject stands.
"""

import math
from collections.abc import Sequence
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from mangrove_ar.targets.artwork.curves import Point, Points, closed_curve, open_curve, ribbon_outline
from mangrove_ar.targets.artwork.palette import Colour, Palette

UNITS = 1000.0

MOST_OVERSAMPLE = 3
MOST_SHEET_PX = 4800
"""Drawn larger than it is printed, for smooth edges; a large print needs less of that, and the memory is finite."""
GRAIN_PX = 1000
"""The grain has this many spots a side whatever the size, so that every size is the same print."""


class Canvas:
    """One sheet of paper with its inks and its own chance."""

    def __init__(self, side_px: int, palette: Palette, seed: int, share: float = 1.0) -> None:
        self.side_px = side_px
        self.palette = palette
        self.rng = Random(seed)
        side = round(side_px * max(1, min(MOST_OVERSAMPLE, MOST_SHEET_PX // side_px)) * share)
        self.scale = side / UNITS
        self.image = Image.new("RGB", (side, side), palette.cream)
        self._draw = ImageDraw.Draw(self.image)

    def pen(self, x: float, y: float, size: float = 100, turn: float = 0, flip: bool = False) -> "Pen":
        """Take a pen whose origin is at (x, y), whose 100 units are `size` long, turned clockwise in degrees."""
        return Pen(self, x, y, size / 100, turn, flip)

    def polygon(self, points: Points, colour: Colour) -> None:
        """Fill a polygon given in picture units."""
        scale = self.scale
        self._draw.polygon([(x * scale, y * scale) for x, y in points], fill=colour)

    def outline(self, rim: Points, weight: float, colour: Colour) -> None:
        """Ink a shape and its edge, heavier below and to the right, as if the light came from the upper left."""
        pixels = [((x + weight * 0.35) * self.scale, (y + weight * 0.45) * self.scale) for x, y in rim]
        self._draw.polygon(pixels, fill=colour)
        width = max(1, round(weight * 1.7 * self.scale))
        self._draw.line([*pixels, pixels[0], pixels[1]], fill=colour, width=width, joint="curve")

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fill a round spot."""
        x, y, radius = x * self.scale, y * self.scale, radius * self.scale
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def gouge(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: Colour) -> None:
        """Cut one mark that is thin at both ends, as a gouge leaves in lino."""
        dx, dy = x1 - x0, y1 - y0
        half = width / 2 / (math.hypot(dx, dy) or 1)
        ox, oy = -dy * half, dx * half
        scale = self.scale
        ax, ay, bx, by = x0 + dx * 0.3, y0 + dy * 0.3, x0 + dx * 0.75, y0 + dy * 0.75
        corners = (
            (x0, y0),
            (ax + ox, ay + oy),
            (bx + ox * 0.7, by + oy * 0.7),
            (x1, y1),
            (bx - ox * 0.7, by - oy * 0.7),
            (ax - ox, ay - oy),
        )
        self._draw.polygon([(x * scale, y * scale) for x, y in corners], fill=colour)

    def crescent(self, points: Points, shift: Point, colour: Colour) -> None:
        """Tint what a shape does not share with itself moved by `shift`: its shadow or its light."""
        scale = self.scale
        pixels = [(x * scale, y * scale) for x, y in points]
        left, top = math.floor(min(x for x, _ in pixels)), math.floor(min(y for _, y in pixels))
        right, bottom = math.ceil(max(x for x, _ in pixels)) + 1, math.ceil(max(y for _, y in pixels)) + 1
        box = (max(left, 0), max(top, 0), min(right, self.image.width), min(bottom, self.image.height))
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        draw = ImageDraw.Draw(mask)
        draw.polygon([(x - box[0], y - box[1]) for x, y in pixels], fill=255)
        dx, dy = shift[0] * scale, shift[1] * scale
        draw.polygon([(x - box[0] + dx, y - box[1] + dy) for x, y in pixels], fill=0)
        self.image.paste(colour, box, mask)

    def veil(self, top: float, bottom: float, colour: Colour, share: float) -> None:
        """Lay thin ink over a band of the picture, as haze between what is far and what is near."""
        box = (0, round(top * self.scale), self.image.width, round(bottom * self.scale))
        band = self.image.crop(box)
        self.image.paste(Image.blend(band, Image.new("RGB", band.size, colour), share), box)

    def inset(self, scene: "Canvas", rim: Points) -> None:
        """Set a smaller scene into the middle of this sheet; it shows within `rim`, in picture units."""
        edge = (self.image.width - scene.image.width) // 2
        mask = Image.new("L", scene.image.size)
        ImageDraw.Draw(mask).polygon([(x * self.scale - edge, y * self.scale - edge) for x, y in rim], fill=255)
        self.image.paste(scene.image, (edge, edge), mask)

    def pull_print(self) -> Image.Image:
        """Print the sheet: bring it to its size and let the grain of the paper show through the ink."""
        size = (self.side_px, self.side_px)
        sheet = self.image.resize(size, Image.Resampling.BOX)
        noise = np.random.default_rng(self.rng.getrandbits(32))
        worn = noise.random((GRAIN_PX, GRAIN_PX), dtype=np.float32) > 0.987
        coarse = noise.integers(0, 256, (GRAIN_PX // 8 + 1, GRAIN_PX // 8 + 1), dtype=np.uint8)
        patchy = np.asarray(Image.fromarray(coarse).resize((GRAIN_PX, GRAIN_PX), Image.Resampling.BICUBIC)) > 120
        grain = Image.fromarray(((worn & patchy) * np.uint8(110)).astype(np.uint8))
        sheet.paste(self.palette.cream, (0, 0), grain.resize(size, Image.Resampling.BOX))
        return sheet


class Pen:
    """Draws one subject in its own coordinates, with the outline weight that suits its size."""

    def __init__(self, canvas: Canvas, x: float, y: float, scale: float, turn: float, flip: bool) -> None:
        self.canvas = canvas
        self.palette = canvas.palette
        self.rng = canvas.rng
        self.x, self.y, self.scale, self.turn, self.flip = x, y, scale, turn, flip
        self._cos, self._sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        self._mirror = -1.0 if flip else 1.0
        self.weight = min(4.2, max(1.3, 0.75 * scale + 0.5))

    def at(self, x: float, y: float) -> Point:
        """Turn a point of the subject into a point of the picture."""
        x, y = x * self._mirror * self.scale, y * self.scale
        return self.x + x * self._cos - y * self._sin, self.y + x * self._sin + y * self._cos

    def all_at(self, points: Points) -> list[Point]:
        """Turn points of the subject into points of the picture."""
        return [self.at(x, y) for x, y in points]

    def within(self, x: float, y: float, size: float = 100, turn: float = 0, flip: bool = False) -> "Pen":
        """Take a pen for a part of this subject, placed in this subject's coordinates."""
        px, py = self.at(x, y)
        facing = -turn if self.flip else turn
        return Pen(self.canvas, px, py, self.scale * size / 100, self.turn + facing, self.flip != flip)

    def shape(
        self,
        points: Points,
        colour: Colour,
        *,
        outline: Colour | None = None,
        weight: float = 1.0,
        smooth: bool = True,
        bare: bool = False,
    ) -> list[Point]:
        """Fill a closed outline with a slightly hand-cut edge; return it in picture units.

        Args:
            weight: thickness of the outline, 1 is this pen's usual one.
            smooth: round the corners.
            bare: leave the outline out.
        """
        rim = self.all_at(closed_curve(points) if smooth else points)
        rim = self._hand_cut(rim)
        if not bare:
            self.canvas.outline(rim, self.weight * weight, outline or self.palette.ink)
        self.canvas.polygon(rim, colour)
        return rim

    def ribbon(
        self,
        points: Points,
        widths: Sequence[float],
        colour: Colour,
        *,
        weight: float = 1.0,
        bare: bool = False,
        smooth: bool = True,
    ) -> list[Point]:
        """Draw a limb along a line of points, its width running through `widths`; return its outline."""
        line = self.all_at(open_curve(points) if smooth else points)
        rim = self._hand_cut(ribbon_outline(line, [w * self.scale for w in widths]))
        if not bare:
            self.canvas.outline(rim, self.weight * weight, self.palette.ink)
        self.canvas.polygon(rim, colour)
        return rim

    def limbs(
        self, limbs: Sequence[tuple[Points, Sequence[float]]], colour: Colour, *, weight: float = 1.0
    ) -> list[list[Point]]:
        """Draw branches that grow out of each other: all outlines first, so that no line crosses a fork."""
        rims = [
            self._hand_cut(ribbon_outline(self.all_at(open_curve(points)), [w * self.scale for w in widths]))
            for points, widths in limbs
        ]
        for rim in rims:
            self.canvas.outline(rim, self.weight * weight, self.palette.ink)
        for rim in rims:
            self.canvas.polygon(rim, colour)
        return rims

    def line(self, points: Points, width: float, colour: Colour, *, smooth: bool = True) -> None:
        """Draw a line that swells in the middle and runs out at both ends; width in subject units."""
        self.ribbon(points, (width * 0.15, width, width * 0.8, width * 0.1), colour, bare=True, smooth=smooth)

    def gouge(self, x0: float, y0: float, x1: float, y1: float, width: float, colour: Colour) -> None:
        """Cut one tapering mark; width in subject units."""
        self.canvas.gouge(*self.at(x0, y0), *self.at(x1, y1), width * self.scale, colour)

    def dot(self, x: float, y: float, radius: float, colour: Colour, *, ringed: bool = False) -> None:
        """Put a round spot, with an outline if `ringed`."""
        px, py = self.at(x, y)
        if ringed:
            self.canvas.dot(px, py, radius * self.scale + self.weight * 0.8, self.palette.ink)
        self.canvas.dot(px, py, radius * self.scale, colour)

    def _hand_cut(self, rim: list[Point]) -> list[Point]:
        wobble = min(1.1, 0.22 * self.scale + 0.15)
        rng = self.rng
        return [(x + rng.uniform(-wobble, wobble), y + rng.uniform(-wobble, wobble)) for x, y in rim]
