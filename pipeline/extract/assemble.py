"""From what a page shows to Tables and lines: glyphs put into the cells of grids, the rest into lines of text.

Readers that see glyphs and borders share this; the glyphs and borders are their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.extract.grid import Grid, Span
from pipeline.extract.model import Box, Cell, Extraction, Glyph, Table, TextLine
from pipeline.extract.overflow import across, run_over
from pipeline.extract.text import cell_text, lines

_OUTSIDE = 0.3
"""A digit with more than this part of itself outside its cell stands across the border."""
_NEAR = 0.25
"""Digits nearer than this, in their height (about 0.7 em), may be those of one number."""
_SLACK = 0.5
"""Digits of one number may be so much farther apart (points) than the others of it."""

_STEP = 0.2
"""Digits of one number stand on one line, and are as high as each other, but for so much of their height."""
_RISING, _HANGING = frozenset("68"), frozenset("34579")
_CLOSING = frozenset("，。、；：！？）》”’")

PageContent = tuple[list[Table], list[TextLine]]


def page_content(
    number: int, grids: Sequence[Grid], glyphs: Iterable[Glyph], guessed: Mapping[Grid, frozenset[Span]] | None = None
) -> PageContent:
    """The tables of a page, and the lines of text outside them.

    number: the page's, 1-based; guessed: the cells of grids whose row or column is not certain.
    """
    guessed = guessed or {}
    contents: list[list[list[Glyph]]] = [[[] for _ in grid.spans] for grid in grids]
    owners = [_owners(grid) for grid in grids]
    outside: list[Glyph] = []
    last: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text in _CLOSING and _hangs(glyph, last):
            last.append(glyph)
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for grid, cells, owner in zip(grids, contents, owners, strict=True):
            if grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1]:
                place = owner.get((bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1))
                last = outside if place is None else cells[place]
                break
        else:
            last = outside
        last.append(glyph)
    tables = []
    last_grid = max(grids, key=lambda grid: grid.ys[-1], default=None)
    for grid, cells in zip(grids, contents, strict=True):
        more = run_over(grid, cells, outside) if grid is last_grid else [[] for _ in cells]
        if any(more):
            taken = {glyph for glyphs in more for glyph in glyphs}
            outside = [glyph for glyph in outside if glyph not in taken]
        whole = [own + over for own, over in zip(cells, more, strict=True)]
        tables.append(_table(number, grid, across(grid, whole), guessed.get(grid, frozenset())))
    return tables, [TextLine(line.text, number, line.box) for line in lines(outside)]


def _owners(grid: Grid) -> dict[tuple[int, int], int]:
    """Which cell each row and column of a grid belongs to."""
    return {
        (row, column): index
        for index, span in enumerate(grid.spans)
        for row in range(span.row, span.row + span.row_span)
        for column in range(span.column, span.column + span.column_span)
    }


def _hangs(glyph: Glyph, before: list[Glyph]) -> bool:
    """Whether a glyph is punctuation right after the last one: it may hang over the border of a cell that is full."""
    if not before:
        return False
    size = before[-1].bottom - before[-1].top
    return 0 <= glyph.x0 - before[-1].x1 + 1 <= size and before[-1].top <= glyph.bottom <= before[-1].bottom + size / 2


def _table(number: int, grid: Grid, contents: Sequence[Sequence[Glyph]], guessed: frozenset[Span]) -> Table:
    """The table of a grid. contents: the glyphs of each of its cells; guessed: those whose place is not certain."""
    run_on = _running_on(grid.spans, contents)
    cells = []
    for i, (span, glyphs) in enumerate(zip(grid.spans, contents, strict=True)):
        box = _box(grid, span)
        whole = i not in run_on and not _stands_out(glyphs, box) and not _steps(_digits(glyphs))
        cells.append(Cell(*span, cell_text(glyphs, box[2] - box[0]), number, box, whole, guessed=span in guessed))
    return Table(tuple(cells), grid.xs)


def _running_on(spans: Sequence[Span], contents: Sequence[Sequence[Glyph]]) -> set[int]:
    """The cells whose digits go on in the next cell, and those next cells."""
    digits = [_digits(glyphs) for glyphs in contents]
    return {
        index
        for i, (one, two) in enumerate(pairwise(spans))
        if one.row == two.row and digits[i] and digits[i + 1] and _runs_on(digits[i], digits[i + 1])
        for index in (i, i + 1)
    }


def _box(grid: Grid, span: Span) -> Box:
    row_end, column_end = span.row + span.row_span, span.column + span.column_span
    return (grid.xs[span.column], grid.ys[span.row], grid.xs[column_end], grid.ys[row_end])


def _stands_out(glyphs: Iterable[Glyph], box: Box) -> bool:
    """Whether a digit stands across a border of its cell, so that it may be its neighbour's."""
    return any(
        max(box[0] - glyph.x0, glyph.x1 - box[2]) > _OUTSIDE * (glyph.x1 - glyph.x0)
        or max(box[1] - glyph.top, glyph.bottom - box[3]) > _OUTSIDE * (glyph.bottom - glyph.top)
        for glyph in glyphs
        if glyph.text.isdecimal()
    )


def _steps(digits: Sequence[Glyph]) -> bool:
    """Whether digits side by side, as high as each other, stand at two heights: one of them may be the page's number,
    or that of a note. Old-style figures do so by themselves: some reach lower than 6 and 8.
    """
    for one, two in pairwise(digits):
        height = max(one.bottom - one.top, two.bottom - two.top)
        upper, lower = sorted((one, two), key=lambda glyph: glyph.bottom)
        if (
            two.x0 - one.x1 < _NEAR * height
            and abs((one.bottom - one.top) - (two.bottom - two.top)) < _STEP * height
            and _STEP * height < lower.bottom - upper.bottom < height
            and not (upper.text in _RISING and lower.text in _HANGING)
        ):
            return True
    return False


def _runs_on(before: Sequence[Glyph], after: Sequence[Glyph]) -> bool:
    """Whether a number seems to go on over the border between two cells: their digits are as near to each other as
    those within either cell.
    """
    one, two = before[-1], after[0]
    height = one.bottom - one.top
    gaps = [b.x0 - a.x1 for digits in (before, after) for a, b in pairwise(digits)]
    within = [gap for gap in gaps if abs(gap) < 2 * _NEAR * height]  # others part two numbers, or two lines
    near = max(within) + _SLACK if within else _NEAR * height
    return two.x0 - one.x1 < near and abs(two.bottom - one.bottom) < _NEAR * height


def _digits(glyphs: Iterable[Glyph]) -> list[Glyph]:
    return sorted((glyph for glyph in glyphs if glyph.text.isdecimal()), key=lambda glyph: glyph.x0)


def extraction(reader: str, pages: Sequence[PageContent]) -> Extraction:
    """Pages put together, tables and lines in the order in which a person reads them."""
    tables: list[Table] = []
    text: list[TextLine] = []
    order: list[tuple[str, int]] = []
    for page_tables, page_lines in pages:
        items: list[tuple[float, Table | TextLine]] = [(line.box[1] if line.box else 0.0, line) for line in page_lines]
        items += [(table.box[1] if table.box else 0.0, table) for table in page_tables]
        for _, item in sorted(items, key=lambda pair: pair[0]):
            if isinstance(item, Table):
                order.append(("table", len(tables)))
                tables.append(item)
            else:
                order.append(("line", len(text)))
                text.append(item)
    return Extraction(reader, len(pages), tuple(tables), tuple(text), tuple(order))
