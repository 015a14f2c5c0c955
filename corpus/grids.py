"""The form's tables as grids: merged cells in header and stub, one row of the grid for each row of figures.

Every label, its order and its group come from the form's definition; `Wording` says where a report differs.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from math import lcm

from corpus import irregular
from corpus.document import Cell, Grid
from corpus.facts import TableFigures, identity
from corpus.wording import Wording
from pipeline.form import FormTable, Row

LABEL_SIZE = 9.0
STUB = 3  # columns of the matrix that name a row: the outcomes, their group, the row itself


def grid(table: FormTable, figures: TableFigures, wording: Wording | None = None) -> Grid:
    """One table of the form with the rows that the figures have."""
    wording = wording or Wording()
    rows = [row for row in table.rows.values() if row.code in figures]
    if table.layout == "header":
        return _set(_header_grid(table, rows, figures, wording), 0, wording)
    if any(row.block for row in rows):
        return _set(_block_grid(table, rows, figures, wording), 1, wording)
    return _set(_matrix_grid(table, rows, figures, wording), STUB, wording)


def _set(plain_grid: Grid, stub: int, wording: Wording) -> Grid:
    """The grid with texts aligned as the wording says, and with the rows that it adds; `stub` columns hold labels."""
    made = replace(plain_grid, cells=tuple(_aligned(cell, plain_grid, stub, wording) for cell in plain_grid.cells))
    if made.table in wording.column_numbers and stub:
        made = _numbered(made, stub)
    if made.table in wording.remarks:
        width, row = len(made.widths), len(made.codes)
        remark = Cell(wording.remarks[made.table], row, 0, column_span=width, align="left", size=LABEL_SIZE)
        made = replace(made, cells=(*made.cells, remark), codes=(*made.codes, ""))
    if wording.unmerged:
        made = irregular.unmerged(made, repeated=wording.unmerged == "repeated")
    if wording.stripes:
        made = irregular.striped(made, wording.stripes)
    return irregular.ragged(made, wording.ragged) if wording.ragged else made


def _aligned(cell: Cell, grid: Grid, stub: int, wording: Wording) -> Cell:
    if not grid.codes[cell.row]:
        wide = wording.heads == "spread" and cell.column_span > 2
        return replace(cell, align=wording.heads) if cell.align == "center" and not wide else cell
    if cell.column >= stub:
        return replace(cell, align=wording.figures)
    return replace(cell, align=wording.stub) if wording.stub != "left" else cell


def _numbered(grid: Grid, stub: int) -> Grid:
    """The grid with a row below its first header that numbers the columns, as statistical tables have."""
    first = next(row for row, code in enumerate(grid.codes) if code)
    below = tuple(replace(cell, row=cell.row + 1) if cell.row >= first else cell for cell in grid.cells)
    marks = [cell for cell in grid.cells if cell.row == first and cell.column >= stub]
    numbers = [
        Cell(str(number), first, cell.column, column_span=cell.column_span, size=LABEL_SIZE)
        for number, cell in enumerate(sorted(marks, key=lambda cell: cell.column), 1)
    ]
    name = Cell("栏次", first, 0, column_span=stub, size=LABEL_SIZE)
    codes = (*grid.codes[:first], "", *grid.codes[first:])
    return replace(grid, cells=(*below, name, *numbers), codes=codes)


def _block_grid(table: FormTable, rows: list[Row], figures: TableFigures, wording: Wording) -> Grid:
    """Table two: a coloured line for each block, its own header, its rows; blocks differ in their number of columns."""
    parts = lcm(*(len(row.columns) for row in rows))
    cells: list[Cell] = []
    codes: list[str] = []
    for block, members in groupby(rows, key=lambda row: row.block or ""):
        own = list(members)
        cells.append(Cell(wording.label(table, block), len(codes), 0, column_span=parts + 1, fill=wording.fill))
        header = [wording.label(table, table.corner[0])]
        header += [wording.label(table, table.columns[code].label) for code in own[0].columns]
        cells += _line(header, len(codes) + 1, parts, head=True)
        codes += ["", ""]
        for row in own:
            printed = [wording.figure((table.code, row.code, code), figures[row.code][code]) for code in row.columns]
            for texts in ([wording.label(table, row.label), *printed], wording.added.get(row.code, ())):
                if texts:
                    cells += _line(list(texts), len(codes), parts)
                    codes.append(row.code)
    widths = (150.0, *([300.0 / parts] * parts))
    return Grid(table.code, tuple(cells), widths, tuple(codes), least_height=wording.block_height)


def _line(texts: list[str], row: int, parts: int, *, head: bool = False) -> list[Cell]:
    """A label and its figures, spread over `parts` grid columns."""
    span = parts // (len(texts) - 1)
    label = Cell(texts[0], row, 0, bold=head, align="center" if head else "left")
    figures = [Cell(text, row, 1 + index * span, column_span=span, bold=head) for index, text in enumerate(texts[1:])]
    return [label, *figures]


def _matrix_grid(table: FormTable, rows: list[Row], figures: TableFigures, wording: Wording) -> Grid:
    """Table three: a header of three levels, and a stub in which the outcomes and their groups are merged."""
    header = _matrix_header(table, wording)
    start = max(cell.row + cell.row_span for cell in header)
    cells = [*header, *_matrix_stub(table, rows, start, wording)]
    for index, row in enumerate(rows, start=start):
        for column, code in enumerate(row.columns, start=STUB):
            cells.append(Cell(wording.figure((table.code, row.code, code), figures[row.code][code]), index, column))
    codes = ("",) * start + tuple(row.code for row in rows)
    stub = (36.0, 66.0, 118.0) if wording.upright else (20.0, 71.0, 129.0)
    widths = (*stub, *([33.0 * wording.narrow] * len(table.columns)))
    return Grid(table.code, tuple(cells), widths, codes, start, wording.least_height)


def _matrix_header(table: FormTable, wording: Wording) -> list[Cell]:
    applicants, organizations = (wording.label(table, text) for text in _loose_groups(table)[:2])
    labels = [wording.label(table, column.label) for column in table.columns.values()]
    last = STUB + len(labels) - 1
    beside = wording.total_beside
    cells = [
        Cell(f"（{wording.label(table, table.corner[0])}）", 0, 0, 3, STUB, align="left"),
        Cell(applicants, 0, STUB, column_span=len(labels) - beside),
        Cell(labels[0], 1, STUB, row_span=2),
        Cell(organizations, 1, STUB + 1, column_span=len(labels) - 2),
        *(Cell(label, 2, STUB + 1 + index) for index, label in enumerate(labels[1:-1])),
        Cell(labels[-1], 0 if beside else 1, last, row_span=3 if beside else 2),
    ]
    return [replace(cell, size=LABEL_SIZE) for cell in cells]


def _matrix_stub(table: FormTable, rows: list[Row], start: int, wording: Wording) -> list[Cell]:
    outcomes = identity(table, "outcomes_add_up")
    within = [index for index, row in enumerate(rows, start) if row.code in (*outcomes.left, *outcomes.right)]
    vertical = wording.label(table, _loose_groups(table)[2])
    cells = [Cell(vertical, within[0], 0, row_span=len(within), vertical=not wording.upright, bold=True)]
    for group, members in groupby(enumerate(rows, start), key=lambda item: item[1].group):
        own = list(members)
        if group:
            cells.append(Cell(wording.label(table, group), own[0][0], 1, row_span=len(own), align="left"))
        for index, row in own:
            column = 2 if group else 1 if index in within else 0
            text = wording.label(table, row.label)
            cells.append(Cell(text, index, column, 1, STUB - column, align="left", bold=column == 0))
    return [replace(cell, size=LABEL_SIZE) for cell in cells]


def _loose_groups(table: FormTable) -> list[str]:
    """The groups that no row names: those of the header, then the one around all outcomes."""
    return [group for group in table.groups if group not in {row.group for row in table.rows.values()}]


def _header_grid(table: FormTable, rows: list[Row], figures: TableFigures, wording: Wording) -> Grid:
    """Table four: rows and columns of the form side by side in a header, over one line of figures."""
    width = len(table.columns)
    spans = wording.spans or (width,) * len(rows)
    group = wording.label(table, table.groups[0])
    cells = [Cell(group, 0, spans[0], column_span=sum(spans[1:]))]
    for index, row in enumerate(rows):
        first = index == 0
        label = wording.label(table, row.label)
        start = sum(spans[:index])
        cells.append(Cell(label, 0 if first else 1, start, 2 if first else 1, spans[index]))
        for place, code in enumerate(row.columns, start=index * width):
            cells.append(Cell(wording.label(table, table.columns[code].label), 2, place, size=LABEL_SIZE))
            cells.append(Cell(wording.figure((table.code, row.code, code), figures[row.code][code]), 3, place))
    return Grid(table.code, tuple(cells), (1.0,) * width * len(rows), ("", "", "", "*"), 3, wording.least_height + 2)
