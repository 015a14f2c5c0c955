"""Where the writing of a page stands: pieces of ink, gathered into lines, and signs told by their shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.image_page import Pixels
from pipeline.extract.model import Box, Glyph
from pipeline.extract.text import bounding_box, lines

_LEAST_DARK, _NOISES = 45.0, 5.0
"""Ink is darker than paper by so many levels, and by so many times the noise of the paper."""
_SPECK = 1.2
"""What measures less both ways, in points, is a speck by itself; beside writing it may be a point or a comma."""
_FLAT = 1.8
"""A dash is not higher than this (points), and at least twice as wide as it is high."""
_LEAST_SLANT, _STRAIGHT = 0.15, 0.12
"""A slash leans by so much (across, for each point down) at least, and keeps to its line, in its height."""


class Ink(NamedTuple):
    """The pieces of ink of a page: `labels` has the number of its piece at each pixel, `boxes` (pixels) are theirs."""

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]


class WritingLine(NamedTuple):
    """A line of writing: its box, and the numbers of its pieces from left to right."""

    box: Box
    pieces: tuple[int, ...]


def ink_of(grey: Pixels, rules: Pixels) -> Ink:
    """All pieces of ink of a page but those of its ruling lines. rules: a mask of these."""
    dark = (grey < _darkest_paper(grey)).astype(np.uint8)
    dark[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    boxes = np.stack((left, top, left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]), axis=1)
    return Ink(np.asarray(labels, np.int32), np.asarray(boxes, np.int32))


def _darkest_paper(grey: Pixels) -> float:
    """What is darker than this is ink: paper is the most of a page, and its noise is what spreads around its middle."""
    paper = float(np.median(grey))
    spread = 1.5 * float(np.median(np.abs(grey[grey > paper - 60] - paper)))
    return paper - max(_LEAST_DARK, _NOISES * spread)


def writing(ink: Ink, numbers: Sequence[int], scale: float) -> list[WritingLine]:
    """The lines that some pieces of ink make, from top to bottom; specks that stand by themselves are none.

    numbers: the pieces; scale: pixels a point.
    """
    boxes = {number: tuple(float(value) for value in ink.boxes[number]) for number in numbers}
    pieces = {number: Glyph(str(number), *box) for number, box in boxes.items() if len(box) == 4}
    found = [[pieces[int(glyph.text)] for glyph in line.glyphs] for line in lines(pieces.values())]
    return [
        WritingLine(bounding_box(glyphs), tuple(int(glyph.text) for glyph in glyphs))
        for glyphs in found
        if any(max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top) >= _SPECK * scale for glyph in glyphs)
    ]


def sign(ink: Ink, line: WritingLine, scale: float) -> str:
    """The sign for none that a line consists of, a dash or a slash, or an empty text where it is something else."""
    pieces = [number for number in line.pieces if _size(ink, number) >= _SPECK * scale]
    if pieces and all(_is_dash(ink.boxes[number], scale) for number in pieces):
        return "-" * len(pieces)
    if pieces and all(_is_slash(ink, number, scale) for number in pieces):
        return "/" * len(pieces)
    return ""


def _size(ink: Ink, number: int) -> int:
    x0, top, x1, bottom = ink.boxes[number]
    return int(max(x1 - x0, bottom - top))


def _is_dash(box: Iterable[int], scale: float) -> bool:
    x0, top, x1, bottom = box
    return bottom - top <= _FLAT * scale and x1 - x0 >= 2 * (bottom - top)


def _is_slash(ink: Ink, number: int, scale: float) -> bool:
    """Whether a piece is one straight stroke that leans to the right."""
    x0, top, x1, bottom = ink.boxes[number]
    height = int(bottom - top)
    if height < 3 * _SPECK * scale:
        return False
    own = ink.labels[top:bottom, x0:x1] == number
    rows = np.arange(height)
    widths = own.sum(axis=1)
    middles = (own * np.arange(x1 - x0)).sum(axis=1) / np.maximum(widths, 1)
    slope, start = np.polyfit(rows, middles, 1)
    straight = np.abs(middles - (start + slope * rows)).max() <= _STRAIGHT * height
    return bool(-slope >= _LEAST_SLANT and straight and widths.max() <= 2.5 * np.median(widths))
