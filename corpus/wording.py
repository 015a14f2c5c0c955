"""What a report prints instead of the form's words and of plain figures, and how it sets its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.document import Align, Block
from corpus.facts import Address, Value
from pipeline.form import FormTable

Unmerged = Literal["", "once", "repeated"]
Headings = Literal["through", "again", "unnumbered", "missing"]


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
    `front` stands before the title, `below_title` are lines below it. The last four are irregularities of tables (see
    irregular.py); `ragged` is the seed of its chances, 0 for none.
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
    blocks_apart: bool = False
    unmerged: Unmerged = ""
    stripes: str = ""
    ragged: int = 0

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
