"""See a flat board through a lens: where its points fall in the frame, and how sharp they are there.

Pixels are continuous: a frame spans 0 to its width and height, the centre of the first pixel is at (0.5, 0.5).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TILE_PX = 40
"""Between the corners of such a tile, distortion and perspective are as good as linear."""

Planes = NDArray[np.float32]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A lens and a board before it.

    Attributes:
        size_px: width and height of the frame.
        focal_px: focal length in pixels.
        k1: first radial coefficient; a point at r = tan(angle off the middle) moves outwards by the share k1 r².
        turn: (3, 3) rotation of the board.
        place_m: (3,) where the middle of the board is; x right, y down, z away from the lens.
        board_m: width and height of the board.
    """

    size_px: tuple[int, int]
    focal_px: float
    k1: float
    turn: NDArray[np.float64]
    place_m: NDArray[np.float64]
    board_m: tuple[float, float]

    def straight(self, points_m: Points) -> Points:
        """Project points of the board, (n, 2) metres from its middle, as a lens without distortion would."""
        rays = points_m @ self.turn[:, :2].T + self.place_m
        seen: Points = self.focal_px * rays[:, :2] / rays[:, 2:] + self._middle
        return seen

    def project(self, points_m: Points) -> Points:
        """Return where points of the board, (n, 2) metres from its middle, are seen, as (n, 2) pixels."""
        rays = (self.straight(points_m) - self._middle) / self.focal_px
        seen: Points = rays * self._stretch(rays) * self.focal_px + self._middle
        return seen

    def straighten(self, seen: Points) -> Points:
        """Return where a lens without distortion would have shown what is seen at (n, 2) pixels."""
        bent = (seen - self._middle) / self.focal_px
        rays = bent
        for _ in range(8):  # Each round leaves less than a tenth of the error for the lenses of phones.
            rays = bent / self._stretch(rays)
        straight: Points = rays * self.focal_px + self._middle
        return straight

    def corners_m(self) -> Points:
        """Return the corners of the board from its top left one clockwise, as (4, 2) metres from its middle."""
        signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        return np.asarray(signs * self.board_m / 2, np.float64)

    def outline(self) -> Points:
        """Return pixels along the edge of the board as seen, (n, 2): with distortion its edges are curves."""
        corners = self.corners_m()
        shares = np.linspace(0, 1, 9)[:, None]
        edges = [start + (end - start) * shares for start, end in zip(corners, np.roll(corners, -1, 0), strict=True)]
        return self.project(np.concatenate(edges))

    @property
    def _middle(self) -> NDArray[np.float64]:
        return np.array(self.size_px) / 2

    def _stretch(self, rays: Points) -> Points:
        return np.asarray(1 + self.k1 * np.sum(rays**2, axis=1, keepdims=True), np.float64)


def rotation(tilt_deg: float, turn_deg: float, roll_deg: float) -> NDArray[np.float64]:
    """Return the rotation about x, then y, then the line of sight."""
    (cx, cy, cz), (sx, sy, sz) = (wave(np.radians([tilt_deg, turn_deg, roll_deg])) for wave in (np.cos, np.sin))
    tilt = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    turn = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    roll = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(roll @ turn @ tilt, np.float64)


def perspective(source: Points, target: Points) -> NDArray[np.float64]:
    """Return the eight numbers a … h that map four points to four others.

    x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1).
    """
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    return np.asarray(np.linalg.solve(np.array(rows), target.ravel()), np.float64)


def carry(mapping: NDArray[np.float64], points: Points) -> Points:
    """Apply the eight numbers of `perspective` to (n, 2) points."""
    matrix = np.append(mapping, 1.0).reshape(3, 3)
    mapped = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(mapped[:, :2] / mapped[:, 2:], np.float64)


def onto_board(view: View, seen: Points) -> Points:
    """Return which points of the board, in metres from its middle, are seen at (n, 2) pixels."""
    corners = view.corners_m()
    return carry(perspective(view.straight(corners), corners), view.straighten(seen))


def project_planes(view: View, planes: Planes, pad_px: int, box: tuple[int, int, int, int]) -> Planes:
    """Show planes of the board in a part of the frame.

    Args:
        planes: (n, h, w), the board with a rim of `pad_px` on all sides; sampled once per pixel, so they should
            have about as many pixels as the frame gives the board.
        box: left, top, right, bottom of that part in pixels.

    Returns:
        (n, bottom - top, right - left), 0 beyond the rim.
    """
    left, top, right, bottom = box
    height, width = planes.shape[1:]
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * [width - 2 * pad_px, height - 2 * pad_px] + pad_px
    size = (right - left, bottom - top)
    method: Image.Transform
    mapping: list[float] | list[tuple[tuple[int, int, int, int], tuple[float, ...]]]
    if view.k1:
        method, mapping = Image.Transform.MESH, _tiles(view, flat, box)
    else:
        seen = view.straight(view.corners_m()) - [left, top]
        method, mapping = Image.Transform.PERSPECTIVE, perspective(seen, flat).tolist()
    images = (Image.fromarray(plane) for plane in planes)
    return np.stack([np.asarray(im.transform(size, method, mapping, Image.Resampling.BILINEAR)) for im in images])


def _tiles(
    view: View, flat: Points, box: tuple[int, int, int, int]
) -> list[tuple[tuple[int, int, int, int], tuple[float, ...]]]:
    """Cut a part of the frame into tiles, each with the four points of the board that lie at its corners."""
    left, top, right, bottom = box
    columns = [*range(0, right - left, TILE_PX), right - left]
    rows = [*range(0, bottom - top, TILE_PX), bottom - top]
    nodes = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2) + np.array([left, top])
    on_board = carry(perspective(view.straight(view.corners_m()), flat), view.straighten(nodes))
    places = on_board.reshape(len(rows), len(columns), 2)
    return [
        (
            (columns[i], rows[j], columns[i + 1], rows[j + 1]),
            (*places[j, i], *places[j + 1, i], *places[j + 1, i + 1], *places[j, i + 1]),
        )
        for j in range(len(rows) - 1)
        for i in range(len(columns) - 1)
    ]


def soften(planes: Planes, deviation_px: float) -> Planes:
    """Blur planes as a lens out of focus does; their edges are repeated."""
    reach = max(1, round(2.5 * deviation_px))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(deviation_px, 1e-6)) ** 2)
    weights /= weights.sum()
    return _spread(_spread(planes, weights[None, :]), weights[:, None])


def smear(planes: Planes, length_px: float, angle_deg: float) -> Planes:
    """Blur planes along a line, as a hand that moves while the shutter is open; 0 degrees is across the frame."""
    return _spread(planes, line_kernel(length_px, angle_deg))


def line_kernel(length_px: float, angle_deg: float) -> NDArray[np.float64]:
    """Draw a line through the middle of a small square, as weights whose sum is 1."""
    reach = int(np.ceil(length_px / 2))
    kernel: NDArray[np.float64] = np.zeros((2 * reach + 3, 2 * reach + 3))
    steps = np.linspace(-length_px / 2, length_px / 2, 8 * reach + 1)
    across, down = steps * np.cos(np.radians(angle_deg)), steps * np.sin(np.radians(angle_deg))
    for x, y in zip(across + reach + 1, down + reach + 1, strict=True):
        column, row = int(x), int(y)
        right, lower = x - column, y - row
        kernel[row : row + 2, column : column + 2] += np.outer([1 - lower, lower], [1 - right, right])
    kernel /= kernel.sum()
    return kernel


def _spread(planes: Planes, kernel: NDArray[np.float64]) -> Planes:
    """Convolve each plane with a small kernel, one shifted copy for each weight."""
    rows, columns = kernel.shape
    height, width = planes.shape[1:]
    answer = np.zeros_like(planes)
    term = np.empty((height, width), np.float32)
    for plane, total in zip(planes, answer, strict=True):
        padded = np.pad(plane, ((rows // 2, rows // 2), (columns // 2, columns // 2)), mode="edge")
        for row, column in np.argwhere(kernel > 0):
            shifted = padded[row : row + height, column : column + width]
            total += np.multiply(shifted, np.float32(kernel[row, column]), out=term)
    return answer
