"""Takes away the streaks that dirt on a scanner's glass leaves: thin lines from one edge of the page to the other."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.pixels import Pixels

_THIN = 4.0
"""A streak, and the blur beside it, is thinner than this (points)."""
_ALONG = 9
"""The noise of so many pixels along a streak is evened out."""
_BANDS = 40
"""A page is looked at in so many bands across its streaks."""
_DARKER = 8
"""A streak is darker than what lies on both sides of it by so many levels, the noise of the page left out."""
_THERE, _NEARLY_ALL = 0.55, 0.95
"""In so much of a band it can be told from what is printed; and in so many of the bands it is there."""
_MOST = 8
"""Where more lines run over a whole page, they are those of a table that fills it."""
_BEYOND = 96
"""Where most of a row is darker than this, it lies beyond the edge of the paper."""
_OPAQUE = 0.4
"""What lies under a streak that lets less light through cannot be told."""


class Streaks(NamedTuple):
    """The vertical streaks of a page: where they are, by its columns, and how much light they let through (0 to 1; 1
    where there is none).
    """

    columns: NDArray[np.bool_]
    light: NDArray[np.float32]

    @property
    def opaque(self) -> NDArray[np.bool_]:
        """The columns of which nothing is seen."""
        return self.columns & (self.light < _OPAQUE)


def streaks_of(grey: Pixels, scale: float) -> Streaks | None:
    """The vertical streaks of a page as the scanner saw it; None where it has none. scale: pixels a point.

    They run over the margins too, where no line of a table goes.
    """
    even = np.asarray(cv2.blur(grey, (1, _ALONG)), np.uint8)
    around = _around(even, scale)
    deeper = cv2.subtract(around, even)
    paper = np.median(grey[:, ::_ALONG], axis=1) >= _BEYOND
    if paper.sum() < _BANDS:
        return None
    seen = deeper[paper] >= np.median(deeper[::_ALONG, ::_ALONG]) + _DARKER
    there = np.stack([band.mean(axis=0) >= _THERE for band in np.array_split(seen, _BANDS)])
    whole = (there.mean(axis=0) >= _NEARLY_ALL) & there[0] & there[-1]
    if not whole.any() or _number_of(whole) > _MOST:
        return None
    columns = cv2.dilate(whole.astype(np.uint8)[None], np.ones((1, 3), np.uint8))[0] > 0
    light = np.ones(grey.shape[1], np.float32)
    shares = even[paper][:, columns].astype(np.float32) / np.maximum(around[paper][:, columns], 1)
    light[columns] = np.clip(np.median(shares, axis=0), 1 / 255, 1.0)
    return Streaks(columns, light)


def without_streaks(grey: Pixels, streaks: Streaks, scale: float) -> Pixels:
    """The page as light under its streaks as beside them; what nothing is seen of becomes like what lies around it."""
    lit = grey.copy()
    under = grey[:, streaks.columns] / streaks.light[streaks.columns]
    lit[:, streaks.columns] = np.minimum(under, 255).astype(np.uint8)
    if streaks.opaque.any():
        lit[:, streaks.opaque] = _around(lit, scale)[:, streaks.opaque]
    return lit


def _around(grey: Pixels, scale: float) -> Pixels:
    """A page without what is dark and thinner than a streak may be, from side to side."""
    side = round(_THIN * scale) | 1
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((1, side), np.uint8)), np.uint8)


def _number_of(columns: NDArray[np.bool_]) -> int:
    """How many runs of columns there are."""
    return int(np.sum(np.diff(columns.astype(np.int8), prepend=0) == 1))
