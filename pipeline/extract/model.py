"""What every reader returns: tables of cells, and the lines of text around them. Nothing here knows a file format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal, NamedTuple

from pipeline.record import record

Box = tuple[float, float, float, float]
"""(x0, top, x1, bottom) in points from the top left corner of the page as it is displayed."""


Damage = Literal["none", "structure", "content"]


@record
class Glyph:
    """One printed character: `angle` is how far its base line is turned clockwise (0, 90, 180 or 270 degrees), `spaced`
    whether the document has a space before it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    angle: int = 0
    spaced: bool = False


@record
class Cell:
    """One cell: its place and span in the grid (0-based), its text, and where it is printed (page is 1-based).

    A line break in the text is one that the author set; where a line merely ran full, its parts are joined. `whole` is
    False where digits stand across a border or run on in the next cell, so that some may be a neighbour's. `readings`
    are the texts that come into question, best first, where pixels leave open which it is; else there are none.
    `guessed` is True where no line tells the cell's row or column, and another one would fit nearly as well.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int | None = None
    box: Box | None = None
    whole: bool = True
    readings: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def row_end(self) -> int:
        """The first row below the cell."""
        return self.row + self.row_span

    @property
    def column_end(self) -> int:
        """The first column right of the cell."""
        return self.column + self.column_span


@record
class Table:
    """A grid of cells that do not overlap, in order of row and column.

    `edges` are the x positions of the column borders in points (one more than columns), or None where the source has
    no geometry: then a cell's column is only its number in the row. `breaks` are the rows at which a new page begins.
    """

    cells: tuple[Cell, ...]
    edges: tuple[float, ...] | None = None
    breaks: tuple[int, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows the grid has."""
        return max([cell.row + cell.row_span for cell in self.cells], default=0)

    @property
    def n_columns(self) -> int:
        """How many columns the grid has."""
        return max([cell.column + cell.column_span for cell in self.cells], default=0)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, 1-based, in order; empty for formats without pages."""
        return tuple(sorted({cell.page for cell in self.cells if cell.page is not None}))

    @property
    def box(self) -> Box | None:
        """The bounding box on the page, where the table stands on one page only."""
        boxes = [cell.box for cell in self.cells if cell.box is not None]
        if len(self.pages) != 1 or not boxes:
            return None
        return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))

    def rows(self) -> list[list[Cell]]:
        """The cells that start in each row, from left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


@record
class TextLine:
    """A line of text that stands in no table; box is None where only the order of lines is known.

    `furniture` is what belongs to the page, not to the report: page numbers, running heads. `below` is the index of the
    table right below which the line stands, as what the edge of the page cut off from one of its cells would.
    """

    text: str
    page: int | None
    box: Box | None = None
    furniture: bool = False
    below: int | None = None


class Turn(NamedTuple):
    """A page (1-based) in whose tables text is turned clockwise by `angle` degrees, and its size as displayed."""

    page: int
    angle: int
    width: float
    height: float

    @property
    def back(self) -> Turn:
        """The turn that sets the page upright."""
        size = (self.width, self.height) if self.angle == 180 else (self.height, self.width)
        return Turn(self.page, -self.angle % 360, *size)

    def turned(self, box: Box) -> Box:
        """A box of the upright page, turned clockwise as the page was."""
        x0, top, x1, bottom = box
        if self.angle == 90:
            return (self.width - bottom, x0, self.width - top, x1)
        if self.angle == 180:
            return (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        return (top, self.height - x1, bottom, self.height - x0)


@record
class Extraction:
    """All that one reader saw in one document, in reading order: pages (a count), tables, and the lines around them.

    `order` tells how lines and tables follow each other: ("line" or "table", index into its tuple). `damage` is what is
    broken in the file: the content of a page, so that text may be lost, or only what holds the file together.
    `hidden_pages` (1-based) show more than their text says: images over most of the page, or letters without meaning.
    `seen_pages` (1-based) were read from their pixels: some of what stands on them may have been written there by hand.
    `turned` are pages that lie on their side: their tables' `edges` are those of the page set upright.
    """

    reader: str
    pages: int | None
    tables: tuple[Table, ...]
    lines: tuple[TextLine, ...]
    order: tuple[tuple[str, int], ...]
    damage: Damage = "none"
    hidden_pages: tuple[int, ...] = ()
    seen_pages: tuple[int, ...] = ()
    turned: tuple[Turn, ...] = ()


def with_boxes(extraction: Extraction, place: Callable[[int, Box], Box]) -> Extraction:
    """The extraction with every box put elsewhere. place: gives the new box, from a page (1-based) and a box on it."""

    def cell(old: Cell) -> Cell:
        return old if old.page is None or old.box is None else replace(old, box=place(old.page, old.box))

    def line(old: TextLine) -> TextLine:
        return old if old.page is None or old.box is None else replace(old, box=place(old.page, old.box))

    tables = tuple(replace(table, cells=tuple(map(cell, table.cells))) for table in extraction.tables)
    return replace(extraction, tables=tables, lines=tuple(map(line, extraction.lines)))


def with_turns(extraction: Extraction, turns: Iterable[Turn]) -> Extraction:
    """The extraction with the boxes on some of its pages turned as these are."""
    by_page = {turn.page: turn for turn in turns}
    if not by_page:
        return extraction
    return with_boxes(extraction, lambda page, box: by_page[page].turned(box) if page in by_page else box)
