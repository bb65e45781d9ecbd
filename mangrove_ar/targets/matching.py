"""Find a marker in a frame as a phone does: by points that look alike, and that agree on where the marker lies.

Source: MindAR 1.2.5 (MIT, (c) 2020 hiukim): its matcher's order of work (nearest descriptions with a ratio test,
a vote on place, turn and size, a homography, a closer look around it), written anew for NumPy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

import numpy as np
from numpy.typing import NDArray

from mangrove_ar.targets.features import Features, count_differences, features_of_keyframe, join, see
from mangrove_ar.targets.homography import INLIER_PX, errors_px, fit_robustly, is_plausible, project
from mangrove_ar.targets.mind_file import read_mind
from mangrove_ar.targets.pyramid import Grey

MOST_RATIO = 0.7
"""Nearest to second nearest description, as in MindAR."""
FEWEST_INLIERS = 10
"""In 1560 frames without the marker chance made at most 6 points agree; in hard clips 51 and more agreed on one."""
MOST_OFF_CENTRE = 0.25
"""Of the marker's longer side as seen; sizes of points are known in steps of 2 only, so votes scatter."""
MOST_OFF_TURN = np.radians(30)
MOST_OFF_OCTAVES = 1.0
SEED = 1234
NO_MATCH = 1000
"""More bits than a description has."""

Real = NDArray[np.float64]
Indexes = NDArray[np.intp]


@dataclass(frozen=True)
class Found:
    """Where a marker was found.

    Attributes:
        homography: (3, 3) float64, maps pixels of the target to pixels of the frame.
        corners: (4, 2) float64, frame pixels of the marker's corners, from its top left one clockwise.
        inliers: points of the frame that agree.
    """

    homography: Real
    corners: Real
    inliers: int


class Finder:
    """Look for one marker in frames."""

    def __init__(self, mind: bytes) -> None:
        """Read the target that the bytes of a `.mind` file hold.

        Raises:
            BadMarker: these are not the bytes of a `.mind` file.
        """
        target = read_mind(mind)[0]
        width, height = target["targetImage"]["width"], target["targetImage"]["height"]
        self._corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
        keyframes = [features_of_keyframe(keyframe) for keyframe in target["matchingData"]]
        self._points = join(keyframes)
        self._edges = [0, *accumulate(len(keyframe) for keyframe in keyframes)]

    def find(self, grey: Grey) -> Found | None:
        """Find the marker in a frame (h, w) uint8."""
        return self.find_among(see(grey))

    def find_among(self, seen: Features, fewest_inliers: int = FEWEST_INLIERS) -> Found | None:
        """Find the marker among the points of a frame; so several finders can share what was seen."""
        own, of_marker = self._vote(seen, *self._match(seen))
        source = np.stack([self._points.x[of_marker], self._points.y[of_marker]], axis=1)
        target = np.stack([seen.x[own], seen.y[own]], axis=1)
        homography = fit_robustly(source, target, SEED)
        if homography is None or not is_plausible(homography, self._corners):
            return None
        inliers = int((errors_px(homography, source, target) < INLIER_PX).sum())
        return Found(homography, project(homography, self._corners), inliers) if inliers >= fewest_inliers else None

    def _match(self, seen: Features) -> tuple[Indexes, Indexes]:
        """Give each seen point its most alike point of the marker, if in its keyframe no other one is nearly so alike.

        Returns:
            The matched points of the frame, and for each its point of the marker, as (n,) each.
        """
        best = np.full(len(seen), NO_MATCH)
        point = np.zeros(len(seen), np.intp)
        for rows, columns in self._comparable(seen):
            bits = count_differences(seen.words[:, rows], self._points.words[:, columns])
            nearest, second = np.partition(bits, 1, axis=1)[:, :2].T
            better = (nearest < MOST_RATIO * second) & (nearest < best[rows])
            best[rows[better]] = nearest[better]
            point[rows[better]] = columns[bits.argmin(axis=1)[better]]
        own = np.flatnonzero(best < NO_MATCH)
        return own, point[own]

    def _comparable(self, seen: Features) -> Iterator[tuple[Indexes, Indexes]]:
        """Pair up the points of a frame and those of each keyframe that are both bright or both dark."""
        for (start, end), is_bright in product(pairwise(self._edges), (True, False)):
            rows = np.flatnonzero(seen.is_bright == is_bright)
            columns = start + np.flatnonzero(self._points.is_bright[start:end] == is_bright)
            if rows.size and columns.size > 1:
                yield rows, columns

    def _vote(self, seen: Features, own: Indexes, of_marker: Indexes) -> tuple[Indexes, Indexes]:
        """Keep the matches that agree with one of them on the marker's middle, turn and size: the most that do."""
        if not own.size:
            return own, of_marker
        points, middle = self._points, self._corners.mean(axis=0)
        turn = seen.angle[own] - points.angle[of_marker]
        size = seen.size[own] / points.size[of_marker]
        cos, sin = np.cos(turn), np.sin(turn)
        right, down = middle[0] - points.x[of_marker], middle[1] - points.y[of_marker]
        x, y = seen.x[own] + size * (right * cos - down * sin), seen.y[own] + size * (right * sin + down * cos)
        reach = MOST_OFF_CENTRE * size * self._corners.max()
        agrees = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 < (reach**2)[:, None]
        agrees &= cos[:, None] * cos + sin[:, None] * sin > np.cos(MOST_OFF_TURN)
        agrees &= np.abs(np.log2(size)[:, None] - np.log2(size)) < MOST_OFF_OCTAVES
        kept = agrees[agrees.sum(axis=1).argmax()]
        return own[kept], of_marker[kept]
