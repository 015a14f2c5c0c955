"""The dots of a screen, of which copiers and black-and-white scans make filled areas, told from dotted lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.pixels import counted, pieces_of

_DOT = 1.6
"""The dots of a screen are no larger than this (points); some of them touch."""
_AREA, _BAND = 8.0, 1.2
"""Dots are counted in a square so large around each, and in a strip of it so broad, along it and across (points)."""
_MANY = 12
"""A screen has so many dots in the square; two dotted lines that cross have about as many."""
_SHARE = 0.36
"""But of these lines a strip has more than this part of the dots."""
_EDGE = 0.6
"""A dot is at the edge of a screen where more than this part of those around it are of one; of a dotted line it is not.
"""
_FEW = 200
"""A page with fewer dots has no screen that could hide its lines."""

Mask = NDArray[np.uint8]


def without_screens(dark: Mask, scale: float) -> Mask:
    """Ink without the dots of screens (scale: its pixels a point)."""
    pieces = pieces_of(dark)
    dots = np.all(pieces.sizes <= _DOT * scale, axis=1)
    dots[0] = False
    if dots.sum() < _FEW:
        return dark
    middles = (pieces.boxes[:, :2] + pieces.boxes[:, 2:])[dots] // 2
    where = middles[:, 1], middles[:, 0]
    image = np.zeros_like(dark)
    image[where] = 1
    area, band = round(_AREA * scale) | 1, round(_BAND * scale) | 1
    around, along, across = (counted(image, *size)[where] for size in ((area, area), (area, band), (band, area)))
    screened = (around >= _MANY) & (np.maximum(along, across) <= _SHARE * around)
    image[where] = screened
    screened |= counted(image, area, area)[where] > _EDGE * around
    gone = np.zeros(len(dots), np.uint8)
    gone[np.flatnonzero(dots)[screened]] = 1
    return dark & (1 - pieces.marked(gone))
