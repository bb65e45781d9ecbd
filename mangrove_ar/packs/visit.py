"""A visitor before one plaque: first at the reading distance, for the QR code, then with the phone held to the marker.

One seed is one plaque with its mud, drops, leaves and light; both times the same.
"""

import io
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mangrove_ar.packs.qr import Symbol
from mangrove_ar.packs.readers import READERS, Frame, code_corners, grey_of
from mangrove_ar.packs.templates import Template
from mangrove_ar.targets.camera import (
    CONDITIONS,
    PHONE_FIELD_OF_VIEW_DEG,
    TRACKER_FIELD_OF_VIEW_DEG,
    Camera,
    Conditions,
    Shot,
    at_distance,
    vary,
)
from mangrove_ar.targets.lens import carry, perspective
from mangrove_ar.targets.matching import Finder

BOARD_PX_PER_MM = 5.0
READER_FRAME_PX = (1920, 1080)
TRACKER_FRAME_PX = (640, 480)
TRACKER_FOCAL_PX = TRACKER_FRAME_PX[0] / 2 / np.tan(np.radians(TRACKER_FIELD_OF_VIEW_DEG / 2))
MARKER_SHARE = 0.5
"""How much of a frame's height the marker fills where a visitor holds the phone."""
MOST_CORNER_ERROR = 0.05
"""Of the marker's side: what was found farther off, on average, shows the scene in the wrong place."""
FLAT_SIDE_PX = 640
STICKER_RIM = 0.3
"""Of a QR code's side: what is left around it of a sheet of stickers."""
PICTURE_MARGIN_PX = 24
UNIT_SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])

Corners = NDArray[np.float64]


@dataclass(frozen=True)
class Attempt:
    """What was found on one plaque in one condition: the readers that read it, and whether the marker was found."""

    condition: str
    seed: int
    read_by: frozenset[str]
    matched: bool


class Visit:
    """Look at one plaque, flat and through a phone.

    Attributes:
        flat: for each reader, and for the marker where there is one, whether it was found in the flat picture.
        marker_distance_m: from where the marker fills half of a frame; None where there is no marker to be found.
    """

    def __init__(self, raster: Frame, mind: bytes | None, symbol: Symbol, template: Template) -> None:
        """Take the trimmed page as (height, width, 3) RGB, `BOARD_PX_PER_MM` pixels a millimetre."""
        if template.per_sheet > 1:
            raster = _one_of_sheet(raster, symbol.url)
        board = Image.fromarray(raster)
        self._board_m = np.array(board.size) / BOARD_PX_PER_MM / 1000
        self._url, self._reading_distance_m = symbol.url, template.reading_distance_m
        self._finder = None if mind is None else Finder(mind)
        self._marker = None if self._finder is None else _marker_in(board, self._finder)
        self.flat = {name: symbol.url in read(raster) for name, read in READERS.items()}
        if self._finder is not None:
            self.flat["marker"] = self._marker is not None
        self.marker_distance_m = self._where_it_fills_half()
        self._reader_camera = Camera(board, float(self._board_m[0]), READER_FRAME_PX)
        self._tracker_camera = Camera(board, float(self._board_m[0]), TRACKER_FRAME_PX)

    def attempt(self, condition: str, seed: int) -> Attempt:
        """Photograph the plaque in a condition and look for code and marker."""
        grey = grey_of(self._reader_shot(condition, seed).frame)
        looks = (_viewfinder(grey), grey)
        read_by = {name for name, read in READERS.items() if any(self._url in read(look) for look in looks)}
        return Attempt(condition, seed, frozenset(read_by), self._is_matched(condition, seed))

    def picture(self, subject: str, condition: str, seed: int) -> bytes:
        """Give a frame again as JPEG; of one taken for the QR code, the part around the plaque."""
        if subject == "marker":
            return _jpeg(self._tracker_shot(condition, seed).frame)
        shot = self._reader_shot(condition, seed)
        left, top = np.maximum(shot.corners.min(axis=0) - PICTURE_MARGIN_PX, 0).astype(int)
        right, bottom = (shot.corners.max(axis=0) + PICTURE_MARGIN_PX).astype(int)
        return _jpeg(shot.frame[top:bottom, left:right])

    def _where_it_fills_half(self) -> float | None:
        if self._marker is None:
            return None
        height_m = np.ptp(self._marker[:, 1]) * self._board_m[1]
        return float(height_m * TRACKER_FOCAL_PX / (MARKER_SHARE * TRACKER_FRAME_PX[1]))

    def _reader_shot(self, condition: str, seed: int) -> Shot:
        placed = at_distance(CONDITIONS[condition], self._reading_distance_m)
        return self._reader_camera.shoot(vary(placed, seed), seed)

    def _tracker_shot(self, condition: str, seed: int) -> Shot:
        return self._tracker_camera.shoot(vary(self._held_to_marker(CONDITIONS[condition]), seed), seed)

    def _held_to_marker(self, conditions: Conditions) -> Conditions:
        """Bring the marker, not the board, to the middle of a frame of the camera that the tracker assumes."""
        assert self._marker is not None and self.marker_distance_m is not None
        placed = at_distance(conditions, self.marker_distance_m)
        aside_m = (self._marker.mean(axis=0) - 0.5) * self._board_m
        right, down = -aside_m * TRACKER_FOCAL_PX / placed.distance_m / TRACKER_FRAME_PX
        narrower = TRACKER_FIELD_OF_VIEW_DEG / PHONE_FIELD_OF_VIEW_DEG
        return replace(
            placed, right=float(right), down=float(down), field_of_view_deg=placed.field_of_view_deg * narrower
        )

    def _is_matched(self, condition: str, seed: int) -> bool:
        """Look for the marker; what is found in a wrong place is not found."""
        if self._finder is None or self._marker is None:
            return False
        shot = self._tracker_shot(condition, seed)
        found = self._finder.find(grey_of(shot.frame))
        if found is None:
            return False
        true = carry(perspective(UNIT_SQUARE, shot.corners), self._marker)
        error_px = np.linalg.norm(found.corners - true, axis=1).mean()
        return bool(error_px < MOST_CORNER_ERROR * MARKER_SHARE * TRACKER_FRAME_PX[1])


def _one_of_sheet(raster: Frame, url: str) -> Frame:
    """Cut one sticker out of a sheet; the whole sheet where its code cannot be read."""
    corners = code_corners(raster, url)
    if corners is None:
        return raster
    rim = STICKER_RIM * np.ptp(corners[:, 0])
    left, top = np.maximum(corners.min(axis=0) - rim, 0).astype(int)
    right, bottom = (corners.max(axis=0) + rim).astype(int)
    return np.ascontiguousarray(raster[top:bottom, left:right])


def _marker_in(board: Image.Image, finder: Finder) -> Corners | None:
    """Find the marker in the flat picture of the plaque, as (4, 2) shares of its width and height."""
    small = board.copy()
    small.thumbnail((FLAT_SIDE_PX, FLAT_SIDE_PX), Image.Resampling.LANCZOS)
    found = finder.find(grey_of(np.asarray(small)))
    return None if found is None else found.corners / small.size


def _viewfinder(grey: Frame) -> Frame:
    """Give the middle half of a frame, as scanning apps frame it for the code.

    zbar takes its threshold between dark and light from an eighth of the width of what it is given. In a frame of 1920
    pixels that is wider than most plaques look, and the forest around them decides.
    """
    height, width = grey.shape
    return grey[height // 4 : height - height // 4, width // 4 : width - width // 4]


def _jpeg(frame: Frame) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(frame).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
