"""Takes away the dots of which a scan in black and white makes what was grey, such as the ground of a header."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.pixels import Pixels, pieces_of

_LEVELS, _BETWEEN = (4, 251), 0.15
"""No more than this part of a scan in black and white is between these levels, where it is rendered larger."""
_DOT = 0.75
"""A dot is no larger than this each way (points): points and commas are."""
_MANY, _SOME, _AROUND = 0.08, 0.015, 12.0
"""Where dots take so much of what is around (points), the ground is made of them, up to where they take hardly any:
where there are so many, some of them touch. Dirt, and what scans part from letters, takes far less."""
_MUCH = 0.05
"""Or where so much of a page has some: so scanners make shadows and folds of paper that is nearly white."""
_WIDE = 30.0
"""They spread so far each way at least (points)."""
_SEEN, _DENSE = 0.45, 0.25
"""Seen from so far (points) dots are even, but for so much; what is darker by more is writing, or a line."""
_APART = 0.3
"""In ground lighter than this hardly any dots touch, nor do they touch letters."""
_STROKE, _LETTER = 0.1, 40.0
"""There so much of a letter's stroke is dense, and it is no larger than a letter (points)."""
_WRITING = 0.65
"""What is darker than this is no ground."""


def dotted(grey: Pixels, scale: float) -> NDArray[np.bool_] | None:
    """Where the ground of a page is made of dots, over a large area; None if nowhere. scale: pixels a point."""
    if np.mean((grey > _LEVELS[0]) & (grey < _LEVELS[1])) > _BETWEEN:
        return None
    found = _areas(grey, scale)
    return found if found.any() else None


def without_dots(grey: Pixels, there: NDArray[np.bool_], scale: float) -> Pixels:
    """The page with white paper where its ground is made of dots, and what is denser left, strokes of letters as a
    whole; points of numbers may be gone with them. there: where that is; scale: pixels a point.
    """
    dark = cv2.GaussianBlur(1 - grey.astype(np.float32) / 255, (0, 0), _SEEN * scale)
    ground = ((dark < _WRITING) & there).astype(np.float32)
    side = (round(_AROUND * scale / 2),) * 2
    shade = cv2.boxFilter(dark * ground, -1, side) / np.maximum(cv2.boxFilter(ground, -1, side), 1e-3)
    loose = there & (dark < np.minimum(shade + _DENSE, _WRITING))
    letters = _written(grey, loose, scale) & (shade < _APART)
    return np.where(loose & ~letters, np.uint8(255), grey)


def _written(grey: Pixels, loose: NDArray[np.bool_], scale: float) -> NDArray[np.bool_]:
    """The strokes of letters: larger than dots and dense in part, where many dots that touch are not."""
    pieces = pieces_of((grey < 128).astype(np.uint8), connectivity=4)
    dense = np.bincount(pieces.own[~loose.ravel()[pieces.where]], minlength=len(pieces.areas))
    letters = (pieces.areas > (_DOT * scale) ** 2) & (dense >= _STROKE * pieces.areas)
    letters &= pieces.sizes.max(axis=1) <= _LETTER * scale
    letters[0] = False
    return pieces.marked(letters)


def _areas(grey: Pixels, scale: float) -> NDArray[np.bool_]:
    """Where there are dots all around, over a large area."""
    pieces = pieces_of((grey < 128).astype(np.uint8), connectivity=4)
    small = pieces.marked((pieces.areas <= (_DOT * scale) ** 2).astype(np.float32))
    coarse = cv2.resize(small, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = np.ones((round(_AROUND * scale / 4),) * 2, np.uint8)
    part = cv2.boxFilter(coarse, -1, side.shape)
    wide = cv2.morphologyEx((part >= _SOME).astype(np.uint8), cv2.MORPH_CLOSE, side)
    areas = pieces_of(wide)
    kept = areas.sizes.min(axis=1) >= _AROUND * scale / 4
    kept &= areas.sizes.max(axis=1) >= _WIDE * scale / 4
    if np.mean(part >= _SOME) < _MUCH:
        kept &= np.bincount(areas.labels[part >= _MANY], minlength=len(kept)) > 0
    found = cv2.resize(areas.marked(kept.astype(np.uint8)), grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.asarray(found > 0, np.bool_)
