"""Letters of several lines that touch, in tight cells of a scan: one piece of ink, parted where the lines meet.

Taken for one line, as high as all of them together, they would be read as characters that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.extract.image_text import Ink

_SQUARES, _LOWEST = (0.8, 1.25), 5.0
"""Letters whose height is so much of their width, and so much at least (points), tell how high those of a table are."""
_SLACK, _SEAM, _NECK = 0.1, 0.15, 0.25
"""Letters of several lines that touch are as high as so many lines, but for so much of it, and one above the other
touches it, but for so much of a letter's height, where they should, over no more than this part of their width.
"""
_BESIDE, _BROADER = 0.3, 1.5
"""So near to where they touch, in a letter's height, both are so many times as broad: a stroke of one letter is not."""


def with_lines_parted(ink: Ink, numbers: Sequence[int], scale: float) -> Ink:
    """The ink of a page, where letters of several lines touch in the cells of a table so that they are one piece, with
    a piece for each of the lines.

    numbers: the pieces in the table's cells; scale: pixels a point.
    """
    own = ink.boxes[list(numbers)]
    widths, heights = own[:, 2] - own[:, 0], own[:, 3] - own[:, 1]
    least, most = _SQUARES
    square = heights[(heights >= least * widths) & (heights <= most * widths) & (heights >= _LOWEST * scale)]
    if not len(square):
        return ink
    letter = float(np.median(square))
    seams = {
        number: found
        for number, wide in zip(numbers, widths >= least * letter, strict=True)
        if wide and (found := _seams(ink, number, letter))
    }
    if not seams:
        return ink
    labels, boxes, origins = ink.labels.copy(), list(ink.boxes), list(range(len(ink.boxes)))
    for number, found in seams.items():
        x0, top, x1, bottom = ink.boxes[number]
        for start, end in pairwise((top, *found, bottom)):
            part = labels[start:end, x0:x1] == number
            across, down = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
            box = np.array((x0 + across[0], start + down[0], x0 + across[-1] + 1, start + down[-1] + 1), np.int32)
            if start == top:
                boxes[number] = box
            else:
                labels[start:end, x0:x1][part] = len(boxes)
                boxes.append(box)
                origins.append(number)
    return Ink(labels, np.stack(boxes), ink.dust[origins], ink.cut[origins], ink.cut_level[origins], ink.faint)


def _seams(ink: Ink, number: int, letter: float) -> list[int]:
    """The heights (pixels) at which a piece is parted into lines, none if it is of one. letter: the height of one."""
    x0, top, x1, bottom = ink.boxes[number]
    height, n_lines = float(bottom - top), round((bottom - top) / letter)
    if n_lines < 2 or abs(height - n_lines * letter) > _SLACK * height:
        return []
    inked = (ink.labels[top:bottom, x0:x1] == number).sum(axis=1)
    near = round(_BESIDE * letter)
    found = []
    for line in range(1, n_lines):
        start = round(height * line / n_lines - _SEAM * letter)
        seam = start + int(inked[start : start + round(2 * _SEAM * letter) + 1].argmin())
        beside = (inked[max(0, seam - near) : seam], inked[seam : seam + near])
        if inked[seam] > min(_NECK * (x1 - x0), *(part.max(initial=0) / _BROADER for part in beside)):
            return []
        found.append(int(top) + seam)
    return found
