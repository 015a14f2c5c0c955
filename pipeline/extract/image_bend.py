"""How a page of pixels is bent: pages that were not flat before the camera, or stood at an angle to it.

The long lines of tables are straight on paper. What makes all of them so is a smooth move of every point: up or down
for the level ones, to the side for the upright ones. Short lines and writing are moved with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.pixels import Pixels

_DARK = 205
"""What is darker than this may be part of a line."""
_SOLID, _LONG = 8.0, 40.0
"""A line is solid for so long at least, and so long in all (points): no stroke of a letter is."""
_MANY, _APART = 6, 6.0
"""Lines at so many heights, so far apart (points), are those of a table; the edges of the paper are fewer."""
_STEEP = 0.06
"""A line falls by no more than this, in its length: a page is straightened before."""
_BENT = 0.3
"""Lines that are farther than this from straight ones (points), one in ten of their points at least, are bent."""
_BETTER = 0.5
"""What bends them back leaves no more of it than this."""
_FAR = 1.0
"""What is farther from its line than this once they are straight (points) is none of it."""
_COARSE = 16
"""Moves are worked out at every so many pixels, and between them taken to be even."""
_POINTS = 40
"""So many points of each line tell how it runs."""

Points = NDArray[np.float64]


class Bend(NamedTuple):
    """How points move so that the lines of a page are straight: `down` and `across` are the factors of `_terms`, where
    `box` (pixels: left, top, right, bottom) is as far as lines tell; what lies beyond moves as its edge does.
    """

    down: Points
    across: Points
    box: tuple[float, float, float, float]

    def moves(self, x: Points, y: Points) -> tuple[Points, Points]:
        """By how much each point (pixels) moves, to the right and down."""
        left, top, right, bottom = self.box
        along = 2 * (np.clip(x, left, right) - left) / (right - left) - 1
        below = 2 * (np.clip(y, top, bottom) - top) / (bottom - top) - 1
        return _terms(below, along) @ self.across, _terms(along, below) @ self.down

    def undone(self, images: Sequence[Pixels], papers: Sequence[int]) -> list[Pixels]:
        """Images of the page with their points moved. papers: what lies beyond the edges of each."""
        height, width = images[0].shape
        rows, columns = (_COARSE * (np.arange(-(-side // _COARSE)) + 0.5) - 0.5 for side in (height, width))
        size = (_COARSE * len(columns), _COARSE * len(rows))
        right, down = self.moves(*np.meshgrid(columns, rows))
        across, below = (
            np.asarray(cv2.resize(part.astype(np.float32), size), np.float32)[:height, :width] for part in (right, down)
        )
        x = np.arange(width, dtype=np.float32) - across
        y = np.arange(height, dtype=np.float32)[:, None] - below
        return [
            np.asarray(cv2.remap(image, x, y, cv2.INTER_CUBIC, borderValue=[paper]), np.uint8)
            for image, paper in zip(images, papers, strict=True)
        ]


def bend_of(ruled: Pixels, scale: float) -> Bend | None:
    """How the lines of a straightened page bend; None where they are straight, or there are none that tell.

    scale: pixels a point.
    """
    dark = (ruled < _DARK).astype(np.uint8)
    level = _traces(dark, scale)
    heights = np.sort([line[:, 1].mean() for line in level])
    if np.count_nonzero(np.diff(heights) > _APART * scale) < _MANY - 1:
        return None
    upright = _traces(np.ascontiguousarray(dark.T), scale)
    places = np.concatenate([*level, *(line[:, ::-1] for line in upright)])
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    if min(right - left, bottom - top) < scale:
        return None
    box = (float(left), float(top), float(right), float(bottom))
    down = _factors(level, box, scale)
    across = _factors(upright, (box[1], box[0], box[3], box[2]), scale)
    return Bend(down, across, box) if down.any() or across.any() else None


def _traces(dark: NDArray[np.uint8], scale: float) -> list[Points]:
    """The points of each long level line: x and y (pixels)."""
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, round(_SOLID * scale) | 1), np.uint8))
    joined = cv2.dilate(solid, np.ones((3, round(scale) | 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for label, (x, y, width, height, _) in enumerate(stats[1:], start=1):
        if width < _LONG * scale or height > _STEEP * width + 2 * scale:
            continue
        own = (labels[y : y + height, x : x + width] == label) & (solid[y : y + height, x : x + width] > 0)
        columns = np.flatnonzero(own.any(axis=0))
        columns = columns[:: max(1, len(columns) // _POINTS)]
        ink = own[:, columns]
        middles = (ink * np.arange(height)[:, None]).sum(axis=0) / ink.sum(axis=0)
        found.append(np.column_stack((x + columns, y + middles)).astype(np.float64))
    return found


def _terms(along: Points, below: Points) -> Points:
    """What a move may consist of at points from -1 to 1 along the lines and across them, in a last axis."""
    return np.stack([along**power * below**side for power in (1, 2, 3) for side in (0, 1)], axis=-1)


def _factors(lines: list[Points], box: tuple[float, float, float, float], scale: float) -> Points:
    """The factors of the move that makes all lines straight; all 0 where they are, or where none does."""
    none = np.zeros(len(_terms(np.zeros(1), np.zeros(1))[0]))
    if len(lines) < 2:
        return none
    left, top, right, bottom = box
    terms, heights = [], []
    for line in lines:
        own = _terms(2 * (line[:, 0] - left) / (right - left) - 1, 2 * (line[:, 1] - top) / (bottom - top) - 1)
        terms.append(own - own.mean(axis=0))
        heights.append(line[:, 1] - line[:, 1].mean())
    all_terms, rest = np.concatenate(terms), np.concatenate(heights)
    bent = np.percentile(np.abs(rest), 90)
    if bent < _BENT * scale:
        return none
    kept = np.ones(len(rest), bool)
    for _ in range(3):
        factors = np.linalg.lstsq(all_terms[kept], -rest[kept], rcond=1e-3)[0]
        kept = np.abs(rest + all_terms @ factors) <= _FAR * scale
        if kept.sum() < len(rest) / 2:
            return none
    return factors if np.percentile(np.abs(rest + all_terms @ factors), 90) <= _BETTER * bent else none
