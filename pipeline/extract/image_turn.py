"""How a page of pixels lies: lines of text run along it, and models of text tell which end of them is up."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.extract.image_page import PageImage
from pipeline.extract.pixels import Pixels, pieces_of
from pipeline.extract.recognition import recognise, upside_down

_DPI = 110.0
_DARK = 190
_RULE = 16.0
"""Straight strokes of this length (points) are no part of a character in running text."""
_JOINED = (3.0, 6.0)
"""Characters of one line stand nearer to each other than this (points), lines of text do not: those that are set wide,
where no others tell.
"""
_THICKNESS = (6.0, 40.0)
"""A line of text is so high (points), where it is a little skewed as well."""
_LONG = 3.0
"""A line is so many times as long as it is high: a word or more."""
_PIECE = 8.0
"""Of a line so many times its height is looked at: a page may be skewed, and all models have seen such pieces."""
_LEAST, _MOST = 4, 12
"""A page with fewer lines does not tell how it lies; more than so many tell nothing more."""
_MORE = 1.5
"""Lines run down a page only if they are so many times as long, all in all, as those that run across."""
_BETTER = 0.15
"""Text the right way up is read with a score that is greater by so much, on average."""


PixelBox = tuple[int, int, int, int]
"""(x0, top, x1, bottom) in pixels."""


def angle_of(image: PageImage, before: int = 0) -> int | None:
    """By how many degrees (0, 90, 180 or 270) the text of a page is turned clockwise; None where too little tells.
    before: the same of the page before. If that lies on a side, one line tells of a page that does whether on the same.
    """
    zoom = min(1.0, _DPI / (72 * image.scale))
    small = np.asarray(cv2.resize(image.grey, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)
    scale = zoom * image.scale
    ink = _ink(small, scale)
    for reach in _JOINED:
        across, down = (_lines(part, scale, reach) for part in (ink, np.ascontiguousarray(ink.T)))
        if max(len(across), len(down)) >= _LEAST:
            break
    on_its_side = _length(down) > _MORE * _length(across)
    grey = image.grey
    if on_its_side:
        grey = np.ascontiguousarray(np.rot90(grey))  # counterclockwise: text that ran down runs across
        width = ink.shape[1]
        across = [(x0, width - bottom, x1, width - top) for x0, top, x1, bottom in down]
    if len(across) < _LEAST and not (across and on_its_side and before in (90, 270)):
        return None
    pieces = [_piece(grey, line, zoom) for line in sorted(across, key=lambda line: line[0] - line[2])[:_MOST]]
    if len(across) < _LEAST:
        return _of_two(pieces)
    return (90 if on_its_side else 0) + (180 if _stand_on_their_heads(pieces) else 0)


def _ink(grey: Pixels, scale: float) -> Pixels:
    """What is dark (1) and no ruling line."""
    dark = (grey < _DARK).astype(np.uint8)
    length = round(_RULE * scale)
    rules = [cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, length), (length, 1))]
    return np.asarray(cv2.subtract(dark, cv2.dilate(cv2.max(*rules), np.ones((3, 3), np.uint8))), np.uint8)


def _lines(ink: Pixels, scale: float, reach: float) -> list[PixelBox]:
    """The boxes of what may be lines of text that run across, whose characters stand so near to each other (points)."""
    side = round(reach * scale) | 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return [
        (int(x0), int(top), int(x1), int(bottom))
        for x0, top, x1, bottom in pieces_of(joined).boxes[1:]
        if _THICKNESS[0] * scale <= bottom - top <= _THICKNESS[1] * scale and x1 - x0 >= _LONG * (bottom - top)
    ]


def _length(boxes: list[PixelBox]) -> int:
    return sum(x1 - x0 for x0, _, x1, _ in boxes)


def _piece(grey: Pixels, box: PixelBox, zoom: float) -> Pixels:
    """The middle of a line, with some paper around it."""
    x0, top, x1, bottom = (value / zoom for value in box)
    reach = min(x1 - x0, _PIECE * (bottom - top)) / 2 + 2
    middle = (x0 + x1) / 2
    rows = slice(max(0, round(top) - 3), round(bottom) + 3)
    return grey[rows, max(0, round(middle - reach)) : round(middle + reach)]


def _stand_on_their_heads(pieces: list[Pixels]) -> bool:
    """Whether most pieces of lines are upside down, as the model for that says, and the one that reads text agrees."""
    if 2 * sum(upside_down(pieces)) <= len(pieces):
        return False
    return _better_turned(pieces) > _BETTER


def _better_turned(pieces: list[Pixels]) -> float:
    """By how much pieces of lines are read with a better score upside down."""
    upright, turned = recognise(pieces), recognise([np.ascontiguousarray(np.rot90(piece, 2)) for piece in pieces])
    return float(np.mean([read.score for read in turned])) - float(np.mean([read.score for read in upright]))


def _of_two(pieces: list[Pixels]) -> int | None:
    """The angle of a page on its side, by pieces of its lines turned as if it were 90; None where they do not tell."""
    better = _better_turned(pieces)
    return None if abs(better) <= _BETTER else 270 if better > 0 else 90
