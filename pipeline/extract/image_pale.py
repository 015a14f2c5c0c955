"""Ruling lines that are paler than ink may be, as in a copy of a copy: found where noise evens out along them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
_FAR, _MOSTLY = 80.0, 0.5
"""What shows through from the other side of the paper is lighter than the page's own lines by so many levels, and so
much of it at least does not lie in line with them.
"""
_OF_TABLE, _OF_FRAME = 3, 5
"""A table has so many lines in each direction, or more in both than a frame has with a line below its header."""

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
    ways = [_way(half, ink, scale), _way(transposed(half), transposed(ink), scale)]
    long = _area([way.long for way in ways], scale)
    return _area([way.pale for way in ways], scale) >= max(_AREA, _PART * long) and not _show_through(ways, scale)


class _Way(NamedTuple):
    """The page with the lines of one direction as rows, what is long of these, which of it is paler than ink, and the
    long lines in ink, with the rows that they lie in, or right beside.
    """

    page: Pixels
    long: Mask
    pale: Mask
    black: Mask
    rows: NDArray[np.bool_]


def _way(page: Pixels, ink: Mask, scale: float) -> _Way:
    long, black = _opened(_thin(page, scale), LONG, scale), _opened(ink, LONG, scale)
    rows = np.convolve(black.any(axis=1), np.ones(3), "same") > 0
    return _Way(page, long, long * (1 - _near(ink, scale)), black, rows)


def _show_through(ways: Sequence[_Way], scale: float) -> bool:
    """Whether pale lines are those of the other side of the paper: the page has a table in black besides, whose lines
    they do not go on. A black frame, and a line below a header, may have pale lines within.
    """
    counts = [int(np.count_nonzero(np.diff(way.rows.astype(np.int8)) > 0)) for way in ways]
    many = min(counts) >= _OF_TABLE or (min(counts) > 0 and sum(counts) >= _OF_FRAME and _lies_beyond(ways, scale))
    if not many:
        return False
    pale, black = (
        np.concatenate([way.page[mask > 0] for way, mask in zip(ways, masks, strict=True)])
        for masks in ([way.pale for way in ways], [way.black for way in ways])
    )
    beside = sum(int(way.pale[~way.rows].sum()) for way in ways)
    return float(np.median(pale)) - float(np.median(black)) >= _FAR and beside >= _MOSTLY * len(pale)


def _lies_beyond(ways: Sequence[_Way], scale: float) -> bool:
    """Whether many of the pale lines of a direction lie above or below all black ones of it."""
    for way in ways:
        black, pale = np.flatnonzero(way.rows), np.flatnonzero(way.pale.any(axis=1))
        reach = round(_ALONG * scale)
        beyond = np.count_nonzero(np.diff(pale[(pale < black[0] - reach) | (pale > black[-1] + reach)]) > 1)
        if beyond >= _OF_TABLE:
            return True
    return False


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
