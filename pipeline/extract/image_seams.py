"""Letters of several lines that touch, in tight cells of a scan: one piece of ink, parted where the lines meet.

Taken for one line, as high as all of them together, they would be read as characters that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise

import numpy as np

from pipeline.extract.image_text import Ink, piece_of
from pipeline.extract.text import bounding_box, gathered

_SQUARES, _LOWEST = (0.8, 1.25), 5.0
"""Letters whose height is so much of their width, and so much at least (points), tell how high those of a table are."""
_SLACK, _SEAM, _NECK = 0.1, 0.15, 0.25
"""Letters of several lines that touch are as high as so many lines, but for so much of it, and one above the other
touches it, but for so much of a letter's height, where they should, over no more than this part of their width.
"""
_ONE, _LINE, _COVERED = 1.25, 0.7, 0.4
"""What is no higher than so many letters tells where the lines of a cell are, and is one from so much on; what covers
more than this of the height of each of several is of letters of them all."""
_BESIDE, _BROADER = 0.3, 1.5
"""So near to where they touch, in a letter's height, both are so many times as broad: a stroke of one letter is not."""


def with_lines_parted(ink: Ink, cells: Sequence[Sequence[int]], scale: float) -> Ink:
    """The ink of a page, where letters of several lines touch in the cells of a table so that they are one piece, with
    a piece for each of the lines.

    cells: the pieces in each of the table's cells; scale: pixels a point.
    """
    own = ink.boxes[[number for numbers in cells for number in numbers]]
    widths, heights = own[:, 2] - own[:, 0], own[:, 3] - own[:, 1]
    least, most = _SQUARES
    square = heights[(heights >= least * widths) & (heights <= most * widths) & (heights >= _LOWEST * scale)]
    if not len(square):
        return ink
    letter = float(np.median(square))
    seams: dict[int, list[int]] = {}
    for numbers in cells:
        high = ink.boxes[list(numbers), 3] - ink.boxes[list(numbers), 1] > _ONE * letter
        low = [number for number, is_high in zip(numbers, high, strict=True) if not is_high]
        for number in compress(numbers, high):
            x0, _, x1, _ = ink.boxes[number]
            found = _seams(ink, number, letter) if x1 - x0 >= least * letter else []
            found = found or _seams_of_others(ink, number, low, letter)
            if found:
                seams[number] = found
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


def _seams_of_others(ink: Ink, number: int, others: Sequence[int], letter: float) -> list[int]:
    """The heights (pixels) at which a piece is parted, as the lines tell that other pieces of its cell make: a bracket
    that hangs into the line below touches a letter there, and has no seam of its own.
    """
    _, top, _, bottom = ink.boxes[number]
    extents = sorted(bounding_box(line)[1::2] for line in gathered(piece_of(ink, other) for other in others))
    covered = [
        (start, end)
        for start, end in extents
        if end - start >= _LINE * letter and min(bottom, end) - max(top, start) > _COVERED * (end - start)
    ]
    found = {round((above + below) / 2) for (_, above), (below, _) in pairwise(covered)}
    return sorted(seam for seam in found if top < seam < bottom)


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
