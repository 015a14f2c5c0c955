"""From what a page shows to Tables and lines: glyphs put into the cells of grids, the rest into lines of text.

Readers that see glyphs and borders share this; the glyphs and borders are their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.extract.grid import Grid
from pipeline.extract.model import Cell, Extraction, Glyph, Table, TextLine
from pipeline.extract.text import cell_text, lines

PageContent = tuple[list[Table], list[TextLine]]


def page_content(number: int, grids: Sequence[Grid], glyphs: Iterable[Glyph]) -> PageContent:
    """The tables of a page, and the lines of text outside them. number: the page's, 1-based."""
    inside: list[dict[tuple[int, int], list[Glyph]]] = [defaultdict(list) for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for grid, atoms in zip(grids, inside, strict=True):
            if grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1]:
                atoms[bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1].append(glyph)
                break
        else:
            outside.append(glyph)
    tables = [_table(number, grid, atoms) for grid, atoms in zip(grids, inside, strict=True)]
    return tables, [TextLine(line.text, number, line.box) for line in lines(outside)]


def _table(number: int, grid: Grid, atoms: dict[tuple[int, int], list[Glyph]]) -> Table:
    xs, ys = grid.xs, grid.ys
    cells = []
    for span in grid.spans:
        row_end, column_end = span.row + span.row_span, span.column + span.column_span
        glyphs = [
            glyph
            for row in range(span.row, row_end)
            for column in range(span.column, column_end)
            for glyph in atoms.get((row, column), ())
        ]
        box = (xs[span.column], ys[span.row], xs[column_end], ys[row_end])
        cells.append(Cell(*span, cell_text(glyphs, box[2] - box[0]), number, box))
    return Table(tuple(cells), xs)


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
