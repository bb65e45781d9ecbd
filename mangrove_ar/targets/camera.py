"""Photograph a board as a phone would: one frame, and the truth about where the board is in it.

What happens to the board happens first (sun, mud, rain, leaves), then light falls on it, then the lens shows it,
moves and loses focus, then the sensor exposes, grains and rounds. Light is added up in linear values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.targets import lens, light, sensor, surroundings, weathering
from mangrove_ar.targets.colours import light_of

PHONE_FIELD_OF_VIEW_DEG = 66.8
"""Along the longer side of a frame: the main camera of phones, about 27 mm in terms of 35 mm film.

At 1.5 m a frame of 1920 pixels then has 0.97 pixels for each millimetre of a board.
"""
TRACKER_FIELD_OF_VIEW_DEG = 57.8
"""The same for frames of 640 x 480: 45 degrees from top to bottom, as the tracker assumes."""
READING_DISTANCE_M = 0.5
"""Where `CONDITIONS` stand: `at_distance` moves them to boards that are read from elsewhere."""

WHITE, BLACK = 0.82, 0.035
"""Light that unprinted board and full ink give back."""
LENS_BLUR_PX = 0.5
"""What the best lens and the colour filter of a sensor leave of a sharp edge, in pixels of any frame."""
DETAIL = 1.1
"""Pixels of the board for each pixel of the frame, so that reading between them costs no sharpness."""
MOST_BOARD_PX = 2400
PAD_PX = 2
SMALLEST_BOARD_PX = 100

Box = tuple[int, int, int, int]
Planes = NDArray[np.float32]
Frame = NDArray[np.uint8]
Corners = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """How a board is photographed; as it stands a calm and clear shot from straight ahead.

    Attributes:
        distance_m: from the lens to the middle of the board.
        tilt_deg, turn_deg, roll_deg: how far its top leans forward, its right side comes forward, it turns clockwise.
        right, down: where its middle is, beside the middle of the frame, in shares of the frame's width and height.
        field_of_view_deg: along the longer side of the frame.
        distortion: k1 of the lens; below 0 straight lines bulge outwards.
        motion_px, motion_angle_deg: how far and which way the picture moves while the shutter is open.
        defocus_px: standard deviation of the blur, beside what a sharp lens leaves.
        exposure: gain; at 1 white board becomes light grey, about 233 of 255.
        noise_levels: standard deviation of the noise of a middle grey, of 255 levels.
        glare: light of a reflection beside that of white board.
        leaf_shadow: share of the light that leaves take away where they shade the board.
        fading: 0 new, 1 after many years of sun.
        dirt, drops, covered: shares of the board with mud, with drops of rain, and hidden by leaves.
        night: share of daylight that is gone; the phone's torch takes its place.
    """

    distance_m: float = READING_DISTANCE_M
    tilt_deg: float = 0.0
    turn_deg: float = 0.0
    roll_deg: float = 0.0
    right: float = 0.0
    down: float = 0.0
    field_of_view_deg: float = PHONE_FIELD_OF_VIEW_DEG
    distortion: float = 0.0
    motion_px: float = 0.0
    motion_angle_deg: float = 0.0
    defocus_px: float = 0.0
    exposure: float = 1.0
    noise_levels: float = 1.5
    glare: float = 0.0
    leaf_shadow: float = 0.0
    fading: float = 0.0
    dirt: float = 0.0
    drops: float = 0.0
    covered: float = 0.0
    night: float = 0.0


@dataclass(frozen=True)
class Shot:
    """One frame and the truth about it.

    Attributes:
        frame: (height, width, 3) uint8 RGB.
        corners: (4, 2) float64 pixels, the corners of the board from its top left one clockwise; they may lie
            outside the frame. The frame spans 0 to width: the centre of its first pixel is at (0.5, 0.5).
    """

    frame: Frame
    corners: Corners


CONDITIONS: Mapping[str, Conditions] = MappingProxyType(
    {
        "clear": Conditions(),
        "tilted": Conditions(tilt_deg=30.0, turn_deg=22.0),
        "rolled": Conditions(roll_deg=35.0),
        "far": Conditions(distance_m=1.25 * READING_DISTANCE_M),
        "lens": Conditions(distortion=-0.16, field_of_view_deg=78.0),
        "motion": Conditions(motion_px=3.0),
        "defocus": Conditions(defocus_px=1.0),
        "noise": Conditions(noise_levels=9.0),
        "dark": Conditions(exposure=0.16, noise_levels=5.0),
        "bright": Conditions(exposure=2.2),
        "glare": Conditions(glare=3.0, tilt_deg=8.0),
        "leaf_shadow": Conditions(leaf_shadow=0.7, exposure=1.3),
        "faded": Conditions(fading=0.7),
        "dirt": Conditions(dirt=0.05),
        "drops": Conditions(drops=0.12),
        "covered": Conditions(covered=1 / 3),
        "night": Conditions(night=1.0, noise_levels=6.0, motion_px=1.5),
    }
)
"""One trouble each, as strong as visitors meet it on a bad day; the rest of each is clear.

Motion is a hand that turns 7 degrees a second at 1/60 s. Defocus is a third more than that of a lens of 5.6 mm at
f/1.8 which looks to the horizon, with the board at 1.5 m. Shade of leaves leaves 30 % of the light, that of the sky.
"""


def photograph(
    board: Image.Image,
    board_width_m: float,
    conditions: Conditions,
    seed: int,
    size_px: tuple[int, int] = (1920, 1080),
) -> Shot:
    """Photograph a board once; for many shots of one board keep a `Camera`."""
    return Camera(board, board_width_m, size_px).shoot(conditions, seed)


def at_distance(conditions: Conditions, reading_distance_m: float) -> Conditions:
    """Move conditions to a board that is meant to be read from elsewhere; what is far stays as many times as far."""
    return replace(conditions, distance_m=conditions.distance_m * reading_distance_m / READING_DISTANCE_M)


def vary(conditions: Conditions, seed: int) -> Conditions:
    """Let chance move hand, place and strength a little, so that seeds of one condition give different shots."""
    rng = np.random.default_rng([seed, 3])
    tilt, turn = rng.choice([-1.0, 1.0], 2)
    strength = rng.uniform(0.85, 1.15)
    return replace(
        conditions,
        distance_m=conditions.distance_m * rng.uniform(0.95, 1.05),
        tilt_deg=conditions.tilt_deg * tilt * strength + rng.uniform(-8, 8),
        turn_deg=conditions.turn_deg * turn * strength + rng.uniform(-8, 8),
        roll_deg=conditions.roll_deg * rng.choice([-1.0, 1.0]) + rng.uniform(-6, 6),
        right=conditions.right + rng.uniform(-0.05, 0.05),
        down=conditions.down + rng.uniform(-0.05, 0.05),
        motion_px=conditions.motion_px * rng.uniform(0.6, 1.2),
        motion_angle_deg=rng.uniform(0, 180),
        defocus_px=conditions.defocus_px * strength,
        exposure=conditions.exposure * rng.uniform(0.9, 1.1),
        noise_levels=conditions.noise_levels * strength,
        glare=conditions.glare * strength,
        dirt=conditions.dirt * strength,
        drops=conditions.drops * strength,
    )


class Camera:
    """A phone before one board, with the board at several sizes so that a small image of it does not flicker."""

    def __init__(self, board: Image.Image, board_width_m: float, size_px: tuple[int, int] = (1920, 1080)) -> None:
        self._size_px = size_px
        self._board_m = (board_width_m, board_width_m * board.height / board.width)
        self._sizes = _halvings(board)

    def shoot(self, conditions: Conditions, seed: int) -> Shot:
        """Take one frame; the same conditions and seed give the same bytes."""
        place, board, dark = (np.random.default_rng([seed, part]) for part in range(3))
        view = self._view(conditions)
        background = surroundings.behind(self._size_px, place)
        grain = sensor.grain(self._size_px, dark)
        taking = (conditions.exposure, conditions.noise_levels)
        # What is behind is out of focus anyway, so that it needs no more blur.
        frame = sensor.expose_picture(background, grain, taking[0] * _dusk(conditions), taking[1])
        box = self._part(view, conditions)
        if box[0] < box[2] and box[1] < box[3]:
            scene = self._see(view, self._weathered(view, conditions, board), conditions, board, box)
            scene[:3] += light_of(background.crop(box)) * (_dusk(conditions) * (1 - scene[3]))
            blurred = lens.soften(scene[:3], _blur_px(conditions))
            if conditions.motion_px:
                blurred = lens.smear(blurred, conditions.motion_px, conditions.motion_angle_deg)
            frame[box[1] : box[3], box[0] : box[2]] = sensor.expose(blurred, grain.crop(box), *taking)
        return Shot(frame, view.project(view.corners_m()))

    def _view(self, conditions: Conditions) -> lens.View:
        focal_px = max(self._size_px) / 2 / np.tan(np.radians(conditions.field_of_view_deg / 2))
        aside = np.array([conditions.right, conditions.down]) * self._size_px / focal_px
        turn = lens.rotation(conditions.tilt_deg, conditions.turn_deg, conditions.roll_deg)
        place_m = conditions.distance_m * np.append(aside, 1.0)
        return lens.View(self._size_px, float(focal_px), conditions.distortion, turn, place_m, self._board_m)

    def _weathered(self, view: lens.View, conditions: Conditions, rng: np.random.Generator) -> Planes:
        """Return the board as it hangs there, about as large as the frame shows it, (3, h, w) linear."""
        planes = self._printed(view)
        if conditions.fading:
            planes = weathering.fade(planes, conditions.fading)
        planes = planes * np.float32(WHITE - BLACK) + np.float32(BLACK)
        if conditions.dirt:
            planes = weathering.soil(planes, conditions.dirt, rng, self._board_m)
        if conditions.drops:
            planes = weathering.wet(planes, conditions.drops, rng, self._board_m)
        if conditions.covered:
            planes = weathering.cover(planes, conditions.covered, rng, self._board_m)
        return planes

    def _printed(self, view: lens.View) -> Planes:
        """Average the print down to the size at which its sides are seen, each side on its own."""
        corners = view.project(view.corners_m())
        sides_px = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)  # Top, right, bottom, left.
        width, height = (
            int(np.clip(DETAIL * side, 8, MOST_BOARD_PX)) for side in sides_px.reshape(2, 2).mean(axis=0).tolist()
        )
        size = next((it for it in self._sizes if it[0].width >= width and it[0].height >= height), self._sizes[-1])
        return np.stack([np.asarray(plane.resize((width, height), Image.Resampling.HAMMING)) for plane in size])

    def _see(
        self, view: lens.View, board: Planes, conditions: Conditions, rng: np.random.Generator, box: Box
    ) -> Planes:
        """Show the board in its part of the frame, with the light that falls on it.

        Returns:
            (4, h, w): linear red, green and blue, and the share of each pixel that the board fills.
        """
        height, width = board.shape[1:]
        padded = np.zeros((4, height + 2 * PAD_PX, width + 2 * PAD_PX), np.float32)
        padded[:3, PAD_PX:-PAD_PX, PAD_PX:-PAD_PX] = board
        padded[3, PAD_PX:-PAD_PX, PAD_PX:-PAD_PX] = 1
        planes = lens.project_planes(view, padded, PAD_PX, box)
        cells = light.cells_of(box)
        on_board = lens.onto_board(view, cells)
        if conditions.leaf_shadow:
            planes[:3] *= light.spread(light.leaf_shadow(on_board, conditions.leaf_shadow, rng), box)
        if conditions.night:
            planes[:3] *= light.spread(light.torch(cells, self._size_px, conditions.night), box)
        if conditions.glare:
            shine = light.glare(on_board, conditions.glare * WHITE, self._board_m, rng)
            planes[:3] += light.spread(shine, box) * planes[3]
        return planes

    def _part(self, view: lens.View, conditions: Conditions) -> Box:
        """Return the part of the frame that the board and its blurred edge reach; it may be empty."""
        margin_px = 3 * _blur_px(conditions) + conditions.motion_px / 2 + 2
        outline = view.outline()
        left, top = np.maximum(np.floor(outline.min(axis=0) - margin_px), 0).astype(int).tolist()
        right, bottom = np.minimum(np.ceil(outline.max(axis=0) + margin_px), self._size_px).astype(int).tolist()
        return left, top, right, bottom


def _halvings(board: Image.Image) -> list[list[Image.Image]]:
    """Return the board in linear planes of red, green and blue, at sizes that double; the smallest first."""
    flat = Image.new("RGB", board.size, "white")
    flat.paste(board.convert("RGB"), mask=board.convert("RGBA").getchannel("A"))
    flat.thumbnail((MOST_BOARD_PX, MOST_BOARD_PX), Image.Resampling.BOX)
    sizes = [[Image.fromarray(plane) for plane in light_of(flat)]]
    while min(sizes[0][0].size) > SMALLEST_BOARD_PX:
        sizes.insert(0, [plane.reduce(2) for plane in sizes[0]])
    return sizes


def _blur_px(conditions: Conditions) -> float:
    return float(np.hypot(LENS_BLUR_PX, conditions.defocus_px))


def _dusk(conditions: Conditions) -> float:
    """Return the light behind the board, which a torch does not reach."""
    return 1 - conditions.night * (1 - light.NIGHT_SKY)
