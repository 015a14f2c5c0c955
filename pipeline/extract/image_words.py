"""The words of a page of pixels, glyph by glyph, for tables without lines: every piece of ink counts, however small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np

from pipeline.extract.image_text import LOWEST_DIGIT, NO_LETTER, Ink, WritingLine, flecks, sign, writing
from pipeline.extract.model import Box, Glyph
from pipeline.extract.pixels import Pixels
from pipeline.extract.recognition import Placed
from pipeline.extract.words import CLOSING, OPENING

_JOINED = (8.0, 1.5)
"""Ink nearer than this, across and down (points), is looked at as one: characters of a word, and strokes of one."""
_WHITE, _TALL, _STAGGERED = 2.0, 4.0, 0.15
"""Lines beside each other, so far apart and so high at least (points), are labels of two columns, one of more lines
than the other, where one of them begins and ends lower by so much of its height.
"""
_SQUARE = 1.05
"""An em, in the height of a line of square characters."""
_ONE = 1.2
"""Ink that is not wider than this, in the height of its line, is that of one character."""
_STROKES = 0.65
"""Strokes of a character stand no farther above each other than so much of their width."""
_LOW_STROKES = 0.8
"""Two strokes of 三 are no higher than so much of their width."""
_FULL_WIDTH = str.maketrans("([)],;:!?", "（［）］，；：！？")
_DIGIT = 0.66
"""How wide a digit is, in its height."""


def lines_of_words(ink: Ink, scale: float) -> list[WritingLine]:
    """Runs of characters, parted where the ink of a line has wide gaps. scale: pixels a point."""
    side = [round(reach * scale) | 1 for reach in _JOINED]
    letters = ~flecks(ink, scale) & ((ink.boxes[:, 2:] - ink.boxes[:, :2]).min(axis=1) < NO_LETTER * scale)
    marks = letters[ink.labels].astype(np.uint8)
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((side[1], side[0]), np.uint8))
    _, groups = cv2.connectedComponents(joined)
    group_of = np.zeros(len(ink.boxes), np.int32)
    where = np.flatnonzero(marks)
    group_of[ink.labels.ravel()[where]] = groups.ravel()[where]
    members: dict[int, list[int]] = defaultdict(list)
    for piece in np.flatnonzero(letters):
        members[int(group_of[piece])].append(int(piece))
    parts = [part for pieces in members.values() for part in _level_parts(ink, pieces, scale)]
    return _with_strokes_joined([line for part in parts for line in writing(ink, part, scale)], ink)


def _level_parts(ink: Ink, pieces: Sequence[int], scale: float) -> list[list[int]]:
    """Pieces of ink, parted at white columns where lines beside them stand at other heights: labels of neighbouring
    columns, of one line and of two, that nearly touch.
    """
    runs = _runs(ink, pieces, _WHITE * scale)
    if len(runs) < 2:
        return runs
    parts: list[list[int]] = []
    before: list[WritingLine] = []
    for run in runs:
        lines = [line for line in writing(ink, run, scale) if line.box[3] - line.box[1] >= _TALL * scale]
        if parts and not any(_staggered(one.box, two.box) for one in before for two in lines):
            parts[-1] += run
            before = lines or before
        else:
            parts.append(run)
            before = lines
    return parts


def _runs(ink: Ink, pieces: Iterable[int], gap: float = 0.0) -> list[list[int]]:
    """Pieces of ink from left to right, those together that overlap or have no wider gap (pixels)."""
    runs: list[list[int]] = []
    end = 0.0
    for piece in sorted(pieces, key=lambda piece: int(ink.boxes[piece][0])):
        x0, _, x1, _ = ink.boxes[piece]
        if runs and x0 - end <= gap:
            runs[-1].append(piece)
            end = max(end, float(x1))
        else:
            runs.append([piece])
            end = float(x1)
    return runs


def _staggered(one: Box, two: Box) -> bool:
    """Whether two boxes overlap in height, and one begins and ends lower than the other."""
    least = _STAGGERED * min(one[3] - one[1], two[3] - two[1])
    begins, ends = two[1] - one[1], two[3] - one[3]
    lower = min(begins, ends) > least or max(begins, ends) < -least
    return lower and min(one[3], two[3]) > max(one[1], two[1])


def _with_strokes_joined(lines: list[WritingLine], ink: Ink) -> list[WritingLine]:
    """The lines, flat ones that stand close above each other as one: the strokes of 二 and 三 touch nowhere."""
    whole: list[WritingLine] = []
    for line in sorted(lines, key=lambda line: line.box[1]):
        flat = [box for box in (ink.boxes[piece] for piece in line.pieces) if _flat(box)]
        above = next((i for i, other in enumerate(whole) if any(_strokes(other, box) for box in flat)), None)
        if above is None:
            whole.append(line)
        else:
            whole[above] = _joined(whole[above], line)
    wide = sorted(whole, key=lambda line: line.box[0] - line.box[2])
    kept: list[WritingLine] = []
    for line in wide:
        around = next((i for i, other in enumerate(kept) if _within(line.box, other.box)), None)
        if around is None:
            kept.append(line)
        else:
            kept[around] = _joined(kept[around], line)
    return kept


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer[0] - 2 <= inner[0] and inner[2] <= outer[2] + 2 and outer[1] - 2 <= inner[1] and inner[3] <= outer[3] + 2
    )


def _flat(box: Iterable[float]) -> bool:
    x0, top, x1, bottom = box
    return x1 - x0 >= 3 * (bottom - top)


def _strokes(upper: WritingLine, lower: Iterable[float]) -> bool:
    """Whether a flat piece of ink stands under one or two others, as near as the strokes of a character do."""
    x0, top, x1, bottom = upper.box
    left, start, right, _ = lower
    width = max(x1 - x0, right - left)
    if len(upper.pieces) > 2 or bottom - top > _LOW_STROKES * (x1 - x0):
        return False
    return 0 <= start - bottom <= _STROKES * width and min(x1, right) - max(x0, left) > width / 2


def _joined(upper: WritingLine, lower: WritingLine) -> WritingLine:
    x0, top, x1, bottom = upper.box
    box = (min(x0, lower.box[0]), min(top, lower.box[1]), max(x1, lower.box[2]), max(bottom, lower.box[3]))
    return WritingLine(box, (*upper.pieces, *lower.pieces), box)


def glyphs_of(line: WritingLine, found: Placed, ink: Ink, scale: float) -> list[Glyph]:
    """The characters of a line (points). found: what it was taken for, with places from its left edge (pixels)."""
    shown = "" if _stacked(line, ink) else sign(ink, line, scale)
    x0, top, x1, bottom = (value / scale for value in line.box)
    if shown:
        return [Glyph(shown[0], x0, top, x1, bottom)]
    height = bottom - top
    if height < LOWEST_DIGIT:
        return []
    seen = [(letter, x0 + place / scale) for letter, place in found if not letter.isspace()]
    letters = _at_their_ink(seen, line, ink, scale)
    if not letters:
        return []
    square = any(letter > "\u2e80" for letter, _ in letters)
    if square:  # models take brackets and commas for their narrow forms
        letters = [(letter.translate(_FULL_WIDTH), place) for letter, place in letters]
    em = _SQUARE * height if square else 2 * _DIGIT * height
    middles = [place + em / 4 * _leans(letter) for letter, place in letters]
    halves = [em / 2 if letter > "\u2e80" or _leans(letter) else em / 4 for letter, _ in letters]
    left = [place - half for place, half in zip(middles, halves, strict=True)]
    right = [place + half for place, half in zip(middles, halves, strict=True)]
    for i, (one, two) in enumerate(pairwise(middles)):
        if right[i] > left[i + 1]:
            right[i] = left[i + 1] = (one + two) / 2
    left[0], right[-1] = x0, x1
    return [
        Glyph(letter, min(start, end), top, max(start, end), bottom)
        for (letter, _), start, end in zip(letters, left, right, strict=True)
    ]


def _at_their_ink(letters: Placed, line: WritingLine, ink: Ink, scale: float) -> Placed:
    """Characters where their ink stands (points): models know their places to a fifth of an em.

    Each run of ink is that of the character next to it; those that share one stay where they were seen.
    """
    places = [place for _, place in letters]
    own: dict[int, list[float]] = defaultdict(list)
    height = line.box[3] - line.box[1]
    for run in _runs(ink, (piece for piece in line.pieces if not ink.dust[piece])):
        left = min(float(ink.boxes[piece][0]) for piece in run)
        right = max(float(ink.boxes[piece][2]) for piece in run)
        if places and right - left <= _ONE * height:
            middle = (left + right) / (2 * scale)
            own[min(range(len(places)), key=lambda i: abs(places[i] - middle))] += [left / scale, right / scale]
    return [
        (letter, (min(own[i]) + max(own[i])) / 2 if i in own and _is_one(own[i], height / scale) else place)
        for i, (letter, place) in enumerate(letters)
    ]


def _is_one(ends: Sequence[float], height: float) -> bool:
    return max(ends) - min(ends) <= _ONE * height


def _leans(letter: str) -> int:
    """On which side of its ink most of a character's square lies: 1 on its right, -1 on its left, 0 on both alike."""
    return 1 if letter in CLOSING else -1 if letter in OPENING else 0


def _stacked(line: WritingLine, ink: Ink) -> bool:
    """Whether strokes stand one above the other, as those of 二 do, and not one after the other, as dashes do."""
    boxes = sorted(tuple(ink.boxes[piece]) for piece in line.pieces)
    return any(right[0] < left[2] for left, right in pairwise(boxes))


def cut(image: Pixels, line: WritingLine, margin: int) -> Pixels:
    """A line with so much paper around it (pixels)."""
    x0, top, x1, bottom = (round(value) for value in line.box)
    part = image[top:bottom, x0:x1]
    return np.asarray(
        cv2.copyMakeBorder(part, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=[255]), np.uint8
    )
