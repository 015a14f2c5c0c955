"""Takes away what a scan shows beyond the edges of the paper: dark strips, whose rims would frame all that is on it."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.extract.pixels import Pixels

_DARK = 110
"""What lies beyond the paper is darker than this."""
_THICK = 2.5
"""It is thicker than lines are (points): lines may run into it."""
_DEEP = 0.1
"""It is no broader than this part of the page: a dark area that is may be printed."""
_RIM = 1.0
"""The edge of the paper is blurred so far (points)."""


def without_border(grey: Pixels, scale: float) -> Pixels:
    """A page with dark strips along its edges as light as most of it is. scale: pixels a point."""
    thick = round(_THICK * scale) | 1
    dark = (grey < _DARK).astype(np.uint8)
    framed = np.pad(dark, thick, constant_values=1)  # a thin strip is thick with it
    framed = np.asarray(cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8)), np.uint8)
    cv2.floodFill(framed, None, (0, 0), (2,))
    strips = (framed[thick:-thick, thick:-thick] == 2).astype(np.uint8)
    height, width = grey.shape
    down, across = round(_DEEP * height), round(_DEEP * width)
    if not strips.any() or strips[down : height - down, across : width - across].any():
        return grey
    rim = np.ones((2 * round(_RIM * scale) + 1,) * 2, np.uint8)
    paper = np.uint8(np.median(grey))
    return np.where((cv2.dilate(strips, rim) > 0) & (grey < paper), paper, grey)
