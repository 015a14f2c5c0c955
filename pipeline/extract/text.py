"""Glyphs to text in reading order: horizontal, rotated, and set vertically, one character a line."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeVar

from pipeline.extract.model import Box, Glyph
from pipeline.record import record

_SLACK = 0.5
"""What is of a line has its middle no farther above or below it (points)."""
_WORD_GAP = 0.8
"""A gap wider than this, in heights of a digit (about 0.7 em), separates words; beside a point, a comma or a full-width
digit, which leave most of their square free, it takes twice as much."""
_COMMAS = ",，"
_WIDE = "\u2e80"
"""From here on stand Chinese characters. A gap between two of them means nothing: punctuation has its white space built
in.
"""
_FULL_WIDTH = frozenset("０１２３４５６７８９＋－／")
"""Not so between these: they are figures, or signs for none."""
_ROOMY = _FULL_WIDTH | frozenset(".,，．")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.92
"""A digit lower than this part of the highest one of its line, its head and foot above that one's, is raised: it is the
number of a note. Digits of one size may differ too, where some reach below the line: then they share their head.
"""
_APART = 0.1
"""Two points, or two of any character, begin farther apart than this, in the height of their line."""
_BESIDE_GAP, _FAR, _OTHER_SIZE = 8.0, 1.5, 1.2
"""Parts of a line stand beside each other if the gap between them is at least so large (points), and so many times as
large as the smaller letters, and the larger ones are so many times as large.
"""
_PADDING = 11.0
"""What a word processor leaves free beside the text of a cell, both sides together, at most (points)."""


class Mark(Protocol):
    """Anything that is printed somewhere: a glyph, or a piece of ink."""

    @property
    def x0(self) -> float: ...  # noqa: D102
    @property
    def top(self) -> float: ...  # noqa: D102
    @property
    def x1(self) -> float: ...  # noqa: D102
    @property
    def bottom(self) -> float: ...  # noqa: D102


AnyMark = TypeVar("AnyMark", bound=Mark)


@record
class Line:
    """A line of glyphs, from left to right in its own direction, and its box."""

    glyphs: tuple[Glyph, ...]
    box: Box

    @property
    def text(self) -> str:
        """Its characters, with a space where a gap separates words."""
        parts = [glyph.text for glyph in self.glyphs]
        if min(parts) > _WIDE and _FULL_WIDTH.isdisjoint(parts):
            return "".join(parts)
        for at, (left, right) in enumerate(pairwise(self.glyphs), start=1):
            if (_minds_gaps(left) or _minds_gaps(right)) and (right.spaced or _are_apart(left, right)):
                parts[at] = " " + right.text
        return "".join(parts)


def cell_text(glyphs: Sequence[Glyph], width: float | None = None) -> str:
    """The text of a cell: lines joined where one ran full, else separated by a line break.

    width: the cell's width in points; without it every line break is kept.
    """
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if len(printed) < 2:  # most cells hold one digit
        return "".join(glyph.text for glyph in printed)
    angles = [glyph.angle for glyph in printed]
    angle = Counter(angles).most_common(1)[0][0] if any(angles) else 0
    if angle:
        printed, width = [turned(glyph, angle) for glyph in printed], None
    elif _set_vertically(printed):
        return "".join(glyph.text for glyph in printed)
    found = lines(printed)
    text = found[0].text
    for above, below in pairwise(found):
        text += ("" if angle or _ran_full(above, below, width) else "\n") + below.text
    return text


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Glyphs gathered into lines, from top to bottom."""
    written = list(glyphs)
    result = [_line(members) for members in _as_written(written) or _with_commas(gathered(written))]
    return sorted(result, key=lambda line: (line.box[1] + line.box[3]) / 2)


def side_by_side(line: Line) -> list[Line]:
    """The parts of a line that stand far apart, and are larger or smaller than each other: what websites set beside
    their text, such as a menu.
    """
    gaps = [at for at, (one, two) in enumerate(pairwise(line.glyphs), start=1) if two.x0 - one.x1 > _BESIDE_GAP]
    if not gaps:
        return [line]
    parts: list[tuple[Glyph, ...]] = []
    for start, end in pairwise((0, *gaps, len(line.glyphs))):
        own = line.glyphs[start:end]
        small, large = sorted((_size(parts[-1]), _size(own))) if parts else (1.0, 1.0)
        if parts and (large < _OTHER_SIZE * small or own[0].x0 - parts[-1][-1].x1 < _FAR * small):
            parts[-1] += own
        else:
            parts.append(own)
    return [line] if len(parts) < 2 else [Line(part, bounding_box(part)) for part in parts]


def _size(glyphs: Iterable[Glyph]) -> float:
    """How large glyphs are: as the widest or highest one."""
    return max(max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top) for glyph in glyphs)


def _as_written(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The lines into which glyphs are gathered, where the document has them one after the other, each from left to
    right, and well apart, and none is but commas; else none. So are nearly all written, and it takes a third of the
    time to tell.
    """
    found: list[list[Glyph]] = []
    at = math.inf
    for glyph in glyphs:
        if glyph.x0 > at:
            found[-1].append(glyph)
        else:
            found.append([glyph])
        at = glyph.x0
    foot = lowest = -math.inf
    for line in found:
        middles = [(glyph.top + glyph.bottom) / 2 for glyph in line]
        head = min([glyph.top for glyph in line])
        tallest = max([glyph.bottom - glyph.top for glyph in line])
        if _are_commas(line):
            return []
        if min(middles) <= foot + _SLACK or head <= lowest + _SLACK or max(middles) - min(middles) > tallest / 2:
            return []
        foot = max([glyph.bottom for glyph in line])
        lowest = max(middles)
    return found


def gathered(marks: Iterable[AnyMark], slack: float = _SLACK) -> list[list[AnyMark]]:
    """Marks gathered into lines. Tall ones make the lines; commas and dashes join them, if their middle is no farther
    above or below than slack.
    """
    found: list[list[AnyMark]] = []
    extents: list[tuple[float, float]] = []
    for mark in sorted(marks, key=lambda m: (-round(m.bottom - m.top, 1), m.top, m.x0)):
        middle = (mark.top + mark.bottom) / 2
        for i, (top, bottom) in enumerate(extents):
            if top - slack <= middle <= bottom + slack:
                found[i].append(mark)
                break
        else:
            found.append([mark])
            extents.append((mark.top, mark.bottom))
    return found


def _are_commas(line: Sequence[Glyph]) -> bool:
    return line[0].text in _COMMAS and all(glyph.text in _COMMAS for glyph in line)


def _with_commas(found: list[list[Glyph]]) -> list[list[Glyph]]:
    """Lines with the commas that hang at their feet, which are no lines by themselves: of a full-width comma beside
    digits of another font, the ink may lie below these.
    """
    commas = [line for line in found if _are_commas(line)]
    if not commas:
        return found
    others = [line for line in found if line not in commas]
    for line in commas:
        top = line[0].top
        above = [own for own in others if own[0].top < top <= own[0].bottom + _SLACK]  # its tallest comes first
        if above:
            above[0].extend(line)
        else:
            others.append(line)
    return others


def turned(glyph: Glyph, angle: int) -> Glyph:
    """The glyph in a frame in which text turned clockwise by `angle` degrees runs from left to right."""
    if angle == 90:
        return Glyph(glyph.text, glyph.top, -glyph.x1, glyph.bottom, -glyph.x0, spaced=glyph.spaced)
    if angle == 180:
        return Glyph(glyph.text, -glyph.x1, -glyph.bottom, -glyph.x0, -glyph.top, spaced=glyph.spaced)
    if angle == 270:
        return Glyph(glyph.text, -glyph.bottom, glyph.x0, -glyph.top, glyph.x1, spaced=glyph.spaced)
    return glyph


def bounding_box(marks: Sequence[Mark]) -> Box:
    """The smallest box around all marks."""
    return (
        min([mark.x0 for mark in marks]),
        min([mark.top for mark in marks]),
        max([mark.x1 for mark in marks]),
        max([mark.bottom for mark in marks]),
    )


def _line(members: list[Glyph]) -> Line:
    """A line without the second strike of characters printed twice, slightly apart, to look bold."""
    once: list[Glyph] = []
    height = max([glyph.bottom - glyph.top for glyph in members])
    for glyph in sorted(members, key=lambda g: g.x0):
        if not once or once[-1].text != glyph.text or glyph.x0 - once[-1].x0 > strike(once[-1], height):
            once.append(glyph)
    return Line(_with_raised(once), bounding_box(once))


def strike(glyph: Glyph, height: float) -> float:
    """How far from a character, at most, it may be printed once more to look bold. height: of its line."""
    return max(0.3 * (glyph.x1 - glyph.x0), _APART * height)


def _with_raised(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs with small digits that stand above the line as the raised digits that they are."""
    digits = [glyph for glyph in glyphs if glyph.text.isdecimal()]
    if len(digits) < 2:
        return tuple(glyphs)
    tallest = max(digits, key=lambda glyph: glyph.bottom - glyph.top)
    height = tallest.bottom - tallest.top
    raised = [
        glyph
        for glyph in digits
        if glyph.bottom - glyph.top < _SMALL * height
        and glyph.top < tallest.top - 0.05 * height
        and glyph.bottom < tallest.bottom - 0.1 * height
    ]
    if not raised:
        return tuple(glyphs)
    return tuple(replace(glyph, text=glyph.text.translate(_RAISED)) if glyph in raised else glyph for glyph in glyphs)


def _minds_gaps(glyph: Glyph) -> bool:
    """Whether a gap beside a glyph means something."""
    return glyph.text <= _WIDE or glyph.text in _FULL_WIDTH


def _are_apart(left: Glyph, right: Glyph) -> bool:
    """Whether a gap separates the words of two glyphs."""
    height = max(left.bottom - left.top, right.bottom - right.top, left.x1 - left.x0)
    gap = _WORD_GAP * (2 if left.text in _ROOMY or right.text in _ROOMY else 1) * height
    return right.x0 - left.x1 > gap


def _ran_full(line: Line, following: Line, width: float | None) -> bool:
    """Whether the next glyph would not have fitted on the line."""
    if width is None:
        return False
    glyph = following.glyphs[0]
    if glyph.text in _COMMAS:  # nobody begins a line with one
        return True
    taken, wide = line.box[2] - line.box[0], glyph.x1 - glyph.x0
    if glyph.text.isdecimal() and all(own.text.isdecimal() or own.text in _COMMAS for own in line.glyphs):
        wide = max(wide, _pitch([own for own in line.glyphs if own.text.isdecimal()]))
        taken = max(taken, _middle(line.glyphs[-1]) - _middle(line.glyphs[0]) + wide)
    return width - taken < wide + _PADDING


def _pitch(digits: Sequence[Glyph]) -> float:
    """How much room each of some digits takes: from middle to middle, since some readers know their ink only; 0 where
    they stand too far apart to tell.
    """
    pitch = min((_middle(two) - _middle(one) for one, two in pairwise(digits)), default=0.0)
    return pitch if pitch and pitch < digits[0].bottom - digits[0].top else 0.0


def _middle(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _set_vertically(glyphs: Sequence[Glyph]) -> bool:
    """Whether the text runs downwards: each glyph, in the order of the document, under the one before.

    That order then is the reading order, over columns too: a box says less, punctuation sits in a corner of its square.
    """
    if len(glyphs) < 3:
        return False
    down = sum(
        1
        for one, two in pairwise(glyphs)
        if two.top > one.top and abs((one.x0 + one.x1) - (two.x0 + two.x1)) < (one.x1 - one.x0 + two.x1 - two.x0) / 2
    )
    return down >= 0.7 * (len(glyphs) - 1)
