"""Text that runs over a border of its cell, given back to it.

Browsers cut a row at the end of a page, and not its text: what runs on below the last border of a table, read as lines
by themselves, would part the table from its next piece, and its cell would lack its end. And the last letter of a line
that is a little too long for its cell stands in the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.grid import Grid, Span
from pipeline.extract.model import Box, Glyph
from pipeline.extract.text import Line, lines

_NEXT = 0.9
"""The next line of a text is at most so far below the one before, or below the border, in heights of its letters."""
_SAME_SIZE = 1.3
"""Letters of one text are at most so much larger than its others."""
_BESIDE = 0.3
"""Letters of one word are at most so far apart, in their height."""
_FOOT = 40
"""The foot of a page has at most so many characters."""
_UNIT = 4
"""What goes on from a figure has at most so many characters, as a unit in brackets: more may name the next block."""
_APART = 0.5
"""Words of two cells stand at least so far apart, in heights of their letters."""
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
"""A line that begins so is a heading."""
_BEYOND = 0.2
"""A letter that stands whole behind the border it runs over is at most so far from it, in its width."""


def across(grid: Grid, contents: Sequence[Sequence[Glyph]]) -> list[list[Glyph]]:
    """The glyphs of each cell, where the last letter of a line stands across the border to the next cell, or right
    behind it and left of all else there, and nothing goes on from it. Digits are never taken: whose they are is not
    certain.
    """
    found = [list(glyphs) for glyphs in contents]
    for (one, left), (two, right) in pairwise(zip(grid.spans, found, strict=True)):
        if one.row != two.row or not left:
            continue
        border = grid.xs[two.column]
        for letter in [glyph for glyph in right if not glyph.text.isdecimal() and _over(glyph, right, border)]:
            before = next((glyph for glyph in left if _follows(letter, glyph)), None)
            if before is not None and not any(_follows(glyph, letter) for glyph in right):
                left.insert(left.index(before) + 1, letter)
                right.remove(letter)
    return found


def _over(letter: Glyph, others: Sequence[Glyph], border: float) -> bool:
    """Whether a letter of a cell stands over the border before it, or where no text of that cell begins."""
    if letter.x0 < border:
        return True
    if letter.x0 - border > _BEYOND * (letter.x1 - letter.x0) or not letter.text.isalpha():
        return False  # as nearly all
    rest = [glyph.x0 for glyph in others if glyph is not letter]
    return bool(rest) and min(rest) > (letter.x0 + letter.x1) / 2


def _follows(glyph: Glyph, before: Glyph) -> bool:
    """Whether a glyph goes on from another right beside it, as letters of a word do."""
    size = max(max(one.bottom - one.top, one.x1 - one.x0) for one in (glyph, before))  # 一 is flat
    off = abs(glyph.top + glyph.bottom - before.top - before.bottom) / 2
    return abs(glyph.x0 - before.x1) <= _BESIDE * size and off < size / 2


def run_over(grid: Grid, contents: Sequence[Sequence[Glyph]], outside: Sequence[Glyph]) -> list[list[Glyph]]:
    """For each cell, the glyphs outside the table that go on with its text below the table's last border.

    contents: the glyphs of each cell. Digits are never taken: whose they are is not certain. Where more than the foot
    of a page stands below the table, it was not cut.
    """
    last_row = len(grid.ys) - 1
    below = [glyph for glyph in outside if (glyph.top + glyph.bottom) / 2 >= grid.ys[-1]]
    nearest = min((glyph.bottom for glyph in below), default=0.0)
    found = [
        _continuing(_box(grid, span), glyphs, below, nearest)
        if below and glyphs and span.row + span.row_span == last_row and span.column_span < len(grid.xs) - 1
        else []
        for span, glyphs in zip(grid.spans, contents, strict=True)
    ]
    return found if len(below) - sum(map(len, found)) <= _FOOT else [[] for _ in contents]


def _box(grid: Grid, span: Span) -> Box:
    """The sides of a cell of the last row, and the table's last border."""
    return (grid.xs[span.column], 0.0, grid.xs[span.column + span.column_span], grid.ys[-1])


def _continuing(box: Box, own: Sequence[Glyph], below: Sequence[Glyph], nearest: float) -> list[Glyph]:
    """The lines right below a cell's text that stand under it and look like it. box: the cell's; nearest: the foot of
    what is highest below the table.
    """
    size = max(max(glyph.bottom - glyph.top, glyph.x1 - glyph.x0) for glyph in own)
    end = min(max(glyph.bottom for glyph in own), box[3])
    if nearest - size > end + _NEXT * size:
        return []  # no line can be near enough
    under = [glyph for glyph in below if box[0] <= (glyph.x0 + glyph.x1) / 2 < box[2]]
    longest = len(under) if any(glyph.text.isalpha() for glyph in own) else _UNIT
    taken: list[Glyph] = []
    for line in lines(under):
        # a comma is low in its square: how far a line is away, its foot tells
        far = line.box[3] - size > end + _NEXT * size
        if far or len(line.glyphs) > longest or not _like(line, box, size) or _joined(line, below, size):
            break
        taken += line.glyphs
        end = line.box[3]
    return taken


def _like(line: Line, box: Box, size: float) -> bool:
    """Whether a line could be one of a cell's text: inside the cell's sides, no larger, no heading, without digits."""
    return (
        box[0] - 1 <= line.box[0]
        and line.box[2] <= box[2] + 1
        and line.box[3] - line.box[1] <= _SAME_SIZE * size
        and not any(glyph.text.isdecimal() for glyph in line.glyphs)
        and not _HEADING.match(line.text)
    )


def _joined(line: Line, below: Sequence[Glyph], size: float) -> bool:
    """Whether a line goes on beside the cell, so that it is none of the cell's."""
    x0, top, x1, bottom = line.box
    return any(
        glyph.top < bottom
        and glyph.bottom > top
        and max(x0 - glyph.x1, glyph.x0 - x1) < _APART * size
        and glyph not in line.glyphs
        for glyph in below
    )
