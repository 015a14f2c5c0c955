"""Ruling lines that are paler than ink may be, as in a copy of a copy: found where noise evens out along them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.image_rules import LONG, SHORT
from pipeline.extract.pixels import Pixels, transposed

_ALONG = 8.0
"""Noise evens out over so much of a line (points)."""
_THIN, _BESIDE = 4.0, 2.0
"""A line is thinner than the first, and has paper so far from it (points)."""
_DARKER, _PAPER = 12, 238
"""It is darker than what is around it by so many levels; paper is lighter than the second."""
_APART = 6.0
"""Dashes in ink are no farther apart (points): what is between them is no pale line."""
_AREA, _PART = 300.0, 0.2
"""The lines of a page are pale where so much of them is (square points), and this part of all that are long."""

Mask = NDArray[np.uint8]


def pale_lines(grey: Pixels, dark: Mask, scale: float) -> Mask | None:
    """Where lines run (1), on a page on which many are paler than ink; None for other pages.

    grey: the page with white paper, its lines level and upright; dark: its ink; scale: pixels a point.
    """
    if not _many_are_pale(grey, dark, scale):
        return None
    level, upright = (_opened(part, SHORT, scale) for part in (_thin(grey, scale), _thin(transposed(grey), scale)))
    return np.maximum(level, transposed(upright))


def _many_are_pale(grey: Pixels, dark: Mask, scale: float) -> bool:
    """Whether many lines are paler than ink, by a look from afar. Arguments as of pale_lines."""
    half, scale = np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8), scale / 2
    ink = (cv2.resize(dark * np.uint8(255), half.shape[::-1], interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    ways = (half, ink), (transposed(half), transposed(ink))
    long = [_opened(_thin(part, scale), LONG, scale) for part, _ in ways]
    pale = _area([own * (1 - _near(part, scale)) for own, (_, part) in zip(long, ways, strict=True)], scale)
    return pale >= max(_AREA, _PART * _area(long, scale))


def _near(ink: Mask, scale: float) -> Mask:
    """Where ink is, or between dashes along rows, and right beside."""
    dashes = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(_APART * scale) | 1), np.uint8))
    return np.asarray(cv2.dilate(dashes, np.ones((3, 3), np.uint8)), np.uint8)


def _thin(grey: Pixels, scale: float) -> Mask:
    """Where a level line may run: darker than a little above and below it, where paper is, and that for some way."""
    even = np.asarray(cv2.blur(grey, (round(_ALONG * scale) | 1, 1)), np.uint8)
    deeper = cv2.morphologyEx(even, cv2.MORPH_BLACKHAT, np.ones((round(_THIN * scale) | 1, 1), np.uint8))
    off = round(_BESIDE * scale)
    beside = np.minimum(np.roll(even, off, axis=0), np.roll(even, -off, axis=0))
    return ((deeper >= _DARKER) & (beside >= _PAPER)).astype(np.uint8)


def _opened(mask: Mask, length: float, scale: float) -> Mask:
    """What is as long as so many points, along rows."""
    return np.asarray(
        cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, round(length * scale) | 1), np.uint8)), np.uint8
    )


def _area(masks: Sequence[Mask], scale: float) -> float:
    return sum(int(mask.sum()) for mask in masks) / scale**2
