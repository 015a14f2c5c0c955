"""Facts become a document: the form's tables with their merged cells, between the prose.

Every label, its order and its group come from the form's definition; `Wording` says where a report differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import lcm
from typing import Literal

from corpus import prose
from corpus.document import Align, Block, Cell, Document, Grid, PageBreak, Picture, Text
from corpus.facts import Address, Facts, TableFigures, Value, identity
from pipeline.form import FormTable, Row

NUMERALS = "一二三四五六七八九"
LABEL_SIZE = 9.0
Headings = Literal["through", "again", "unnumbered", "missing"]
STUB = 3  # columns of the matrix that name a row: the outcomes, their group, the row itself


@dataclass(frozen=True)
class Wording:
    """What a report prints instead of the form's words and of plain figures.

    `labels` maps a label of the form (a row, column, group, block, corner or heading) to what is printed; a label can
    be limited to one table with `table:label`. `cells` gives a figure's printed text. `added` are rows that the form
    does not have, after a row of table two. `notes` stand above a table. `total_beside` sets the total of the matrix
    beside the applicants rather than below. `landscape` names the tables that stand on turned pages, `new_page` those
    that begin a page. `upright` sets the words beside the outcomes horizontally, in a wider column. The heights are
    those of rows in table two (`block_height`) and in the others. `short` leaves out some of the prose.

    `title` are the lines of the title if it differs from the usual; with `title_picture` they are an image, with
    `untitled` there are none. `headings` of the sections are numbered through, or again from the first table on, or
    not, or missing. `overview` are the paragraphs of the first section, `between` what stands before a table's section
    or at the `end`. `spans` is how many columns each row's name covers in the header of table four, rightly five.
    `narrow` makes the columns of figures so much narrower. `figures`, `heads` and `stub` say how figures and labels are
    aligned. `remarks` are last rows of tables, across all columns; tables in `column_numbers` number their columns.
    `front` stands before the title, `below_title` are lines below it.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[Address, str] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    total_beside: bool = False
    fill: str | None = "#C6D9F1"
    landscape: tuple[str, ...] = ()
    new_page: tuple[str, ...] = ()
    upright: bool = False
    least_height: float = 18.0
    block_height: float = 24.0
    short: bool = False
    title: tuple[str, ...] = ()
    title_picture: bool = False
    untitled: bool = False
    headings: Headings = "through"
    overview: tuple[str, ...] = ()
    between: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    spans: tuple[int, ...] = ()
    narrow: float = 1.0
    figures: Align = "center"
    heads: Align = "center"
    stub: Align = "left"
    remarks: Mapping[str, str] = field(default_factory=dict)
    column_numbers: tuple[str, ...] = ()
    front: tuple[Block, ...] = ()
    below_title: tuple[str, ...] = ()

    def label(self, table: FormTable, text: str) -> str:
        """What the report prints where the form has `text`."""
        return self.labels.get(f"{table.code}:{text}", self.labels.get(text, text))

    def figure(self, address: Address, value: Value) -> str:
        """What the report prints for a figure."""
        return self.cells.get(address, plain(value))


def plain(value: Value) -> str:
    """A figure as the form asks for it: digits, and nothing for a blank cell."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


def document(facts: Facts, wording: Wording | None = None) -> Document:
    """The whole report: title, prose and tables in the form's order."""
    wording = wording or Wording()
    numerals = iter(NUMERALS)
    blocks = [*wording.front, *_title(facts, wording), *(Text("title", line) for line in wording.below_title)]
    blocks += [Text("paragraph", text) for text in prose.introduction(facts)]
    blocks += _heading("总体情况", wording, iter("") if wording.headings == "again" else numerals)
    overview = wording.overview or prose.overview(facts, short=wording.short)
    blocks += [Text("paragraph", text) for text in overview]
    for code in facts.figures:
        blocks += [*wording.between.get(code, ()), *_section(facts, code, wording, numerals)]
    for heading, paragraphs in prose.closing(facts, short=wording.short):
        blocks += [*_heading(heading, wording, numerals), *(Text("paragraph", text) for text in paragraphs)]
    return Document((*blocks, *wording.between.get("end", ())), running_head=facts.title)


def _title(facts: Facts, wording: Wording) -> list[Block]:
    lines = () if wording.untitled else wording.title or prose.title_lines(facts)
    return [Picture(line) if wording.title_picture else Text("title", line) for line in lines]


def _heading(text: str, wording: Wording, numerals: Iterator[str]) -> list[Block]:
    """The heading of a section; it has no number where the numerals give none."""
    if wording.headings == "missing":
        return []
    numeral = next(numerals, "") if wording.headings != "unnumbered" else ""
    return [Text("heading", f"{numeral}、{text}" if numeral else text)]


def _section(facts: Facts, code: str, wording: Wording, numerals: Iterator[str]) -> list[Block]:
    table = facts.table(code)
    section = _heading(wording.label(table, table.name["zh"]), wording, numerals)
    if code in wording.notes:
        section.append(Text("note", wording.notes[code]))
    section.append(grid(table, facts.figures[code], wording))
    if code in wording.landscape:
        return [PageBreak(landscape=True), *section, PageBreak()]
    return [PageBreak(), *section] if code in wording.new_page else section


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
    return made


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
