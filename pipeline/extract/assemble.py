"""From what a page shows to Tables and lines: glyphs put into the cells of grids, the rest into lines of text.

Readers that see glyphs and borders share this; the glyphs and borders are their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.grid import Grid, Span
from pipeline.extract.model import Box, Cell, Extraction, Glyph, Table, TextLine
from pipeline.extract.overflow import across, run_over
from pipeline.extract.text import cell_text, lines, side_by_side

_OUTSIDE = 0.3
"""A digit with more than this part of itself outside its cell stands across the border."""
_NEAR = 0.25
"""Digits nearer than this, in their height (about 0.7 em), may be those of one number."""
_SLACK = 0.5
"""Digits of one number may be so much farther apart (points) than the others of it."""

_OVER = 0.25
"""Digits share no more of their width (of the narrower one) and height: those of one number stand side by side."""
_STEP = 0.2
"""Digits of one number stand on one line, and are as high as each other, but for so much of their height."""
_RISING, _HANGING = frozenset("68"), frozenset("34579")
_STRIP = 0.5
"""A strip of a row is lower than this, in the height of what it was cut from."""
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
    outside: list[Glyph] = []
    owners = [(grid.xs, grid.ys, _owners(grid, cells, outside)) for grid, cells in zip(grids, contents, strict=True)]
    last: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text in _CLOSING and _hangs(glyph, last):
            last.append(glyph)
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        last = outside
        for xs, ys, owner in owners:
            if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
                last = owner[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
                break
        last.append(glyph)
    if grids:
        lowest = max(range(len(grids)), key=lambda i: grids[i].ys[-1])
        more = run_over(grids[lowest], contents[lowest], outside)
        taken = {glyph for glyphs in more for glyph in glyphs}
        if taken:
            outside = [glyph for glyph in outside if glyph not in taken]
            contents[lowest] = [own + over for own, over in zip(contents[lowest], more, strict=True)]
    tables = [
        _table(number, grid, across(grid, cells), guessed.get(grid, frozenset()))
        for grid, cells in zip(grids, contents, strict=True)
    ]
    return tables, [TextLine(part.text, number, part.box) for line in lines(outside) for part in side_by_side(line)]


def _owners(grid: Grid, contents: Sequence[list[Glyph]], outside: list[Glyph]) -> list[list[list[Glyph]]]:
    """For each row and column of a grid the glyphs of the cell that it belongs to. contents: those of each cell;
    outside: those of none.
    """
    owners = [[outside] * (len(grid.xs) - 1) for _ in grid.ys[1:]]
    for (row, column, row_span, column_span), glyphs in zip(grid.spans, contents, strict=True):
        for owned in owners[row : row + row_span]:
            owned[column : column + column_span] = [glyphs] * column_span
    return owners


def _hangs(glyph: Glyph, before: list[Glyph]) -> bool:
    """Whether a glyph is punctuation right after the last one: it may hang over the border of a cell that is full."""
    if not before:
        return False
    size = before[-1].bottom - before[-1].top
    return 0 <= glyph.x0 - before[-1].x1 + 1 <= size and before[-1].top <= glyph.bottom <= before[-1].bottom + size / 2


def _table(number: int, grid: Grid, contents: Sequence[Sequence[Glyph]], guessed: frozenset[Span]) -> Table:
    """The table of a grid. contents: the glyphs of each of its cells; guessed: those whose place is not certain."""
    digits = [_digits(glyphs) for glyphs in contents]
    run_on = _running_on(grid.spans, digits)
    cells = []
    for i, (span, glyphs) in enumerate(zip(grid.spans, contents, strict=True)):
        box = _box(grid, span)
        own = digits[i]
        whole = i not in run_on and not any(_stands_out(digit, box) for digit in own) and not _mingle(own)
        cells.append(Cell(*span, cell_text(glyphs, box[2] - box[0]), number, box, whole, guessed=span in guessed))
    return Table(tuple(cells), grid.xs)


def _running_on(spans: Sequence[Span], digits: Sequence[Sequence[Glyph]]) -> set[int]:
    """The cells whose digits go on in the next cell, and those next cells. digits: those of each cell."""
    return {
        index
        for i, (one, two) in enumerate(pairwise(spans))
        if digits[i] and digits[i + 1] and one.row == two.row and _runs_on(digits[i], digits[i + 1])
        for index in (i, i + 1)
    }


def _box(grid: Grid, span: Span) -> Box:
    row_end, column_end = span.row + span.row_span, span.column + span.column_span
    return (grid.xs[span.column], grid.ys[span.row], grid.xs[column_end], grid.ys[row_end])


def _stands_out(digit: Glyph, box: Box) -> bool:
    """Whether a digit stands across a border of its cell, so that it may be its neighbour's."""
    x0, top, x1, bottom = box
    wide, high = _OUTSIDE * (digit.x1 - digit.x0), _OUTSIDE * (digit.bottom - digit.top)
    return x0 - digit.x0 > wide or digit.x1 - x1 > wide or top - digit.top > high or digit.bottom - bottom > high


def _mingle(digits: Sequence[Glyph]) -> bool:
    """Whether two numbers may have become one: digits stand at two heights, or on each other."""
    if len(digits) < 2:  # as in most cells
        return False
    return _steps(digits) or any(
        min(one.x1, two.x1) - two.x0 > _OVER * min(one.x1 - one.x0, two.x1 - two.x0)
        and min(one.bottom, two.bottom) - max(one.top, two.top) > _OVER * (one.bottom - one.top)
        for one, two in pairwise(digits)
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
    if two.x0 - one.x1 >= 2 * _NEAR * height + _SLACK:
        return False  # as most are, whatever stands within the cells
    gaps = [b.x0 - a.x1 for digits in (before, after) for a, b in pairwise(digits)]
    within = [gap for gap in gaps if abs(gap) < 2 * _NEAR * height]  # others part two numbers, or two lines
    near = max(within) + _SLACK if within else _NEAR * height
    return two.x0 - one.x1 < near and abs(two.bottom - one.bottom) < _NEAR * height


def _digits(glyphs: Iterable[Glyph]) -> list[Glyph]:
    return sorted([glyph for glyph in glyphs if glyph.text.isdecimal()], key=lambda glyph: glyph.x0)


def _without_strips(table: Table) -> Table:
    """A table of one page without the strips that a border drawn too low cuts from the tops of cells: browsers draw
    that of a cell which a page cuts as low on the next one.
    """
    for index, (row, below) in enumerate(pairwise(table.rows())):
        blank = [cell for cell in row if cell.row_span == 1]
        under = {(cell.column, cell.column_span): cell for cell in below}
        if (
            any(cell.row_span > 1 and cell.text for cell in row)
            and len(blank) == len(under) > 0
            and all(_is_strip(cell, under.get((cell.column, cell.column_span))) for cell in blank)
        ):
            return _without_strips(_with_rows_joined(table, index, blank))
    return table


def _is_strip(cell: Cell, under: Cell | None) -> bool:
    """Whether a cell is blank, and far lower than the one under it."""
    if cell.text or cell.box is None or under is None or under.box is None:
        return False
    return cell.box[3] - cell.box[1] < _STRIP * (under.box[3] - under.box[1])


def _with_rows_joined(table: Table, index: int, blank: Sequence[Cell]) -> Table:
    """A table whose row with this index, of which some cells are blank, is one with the row below."""
    tops = {cell.column: cell.box[1] for cell in blank if cell.box is not None}
    cells = []
    for cell in table.cells:
        if cell.row == index + 1 and cell.box is not None:
            cells.append(replace(cell, row=index, box=(cell.box[0], tops[cell.column], *cell.box[2:])))
        elif cell.row > index:
            cells.append(replace(cell, row=cell.row - 1))
        elif cell.row_end > index + 1:
            cells.append(replace(cell, row_span=cell.row_span - 1))
        elif cell not in blank:
            cells.append(cell)
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


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
                tables.append(_without_strips(item))
            else:
                order.append(("line", len(text)))
                text.append(item)
    return Extraction(reader, len(pages), tuple(tables), tuple(text), tuple(order))
