"""The ways in which drawn pages may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reportlab.lib.pagesizes import A3, A4

from corpus.fonts import Face

Lines = Literal["strokes", "rectangles", "boxes", "dashed", "dotted", "double", "none"]
Edges = Literal["all", "no sides", "no frame", "no columns", "rows", "three", "none"]
Vertical = Literal["stacked", "rotated"]
Paper = Literal["A4", "A3"]
Upright = Literal["top", "middle", "bottom"]
Unseen = Literal["", "white", "transparent", "clipped"]
PAPERS: dict[Paper, tuple[float, float]] = {"A4": A4, "A3": A3}
"""Width and height in points."""


@dataclass(frozen=True)
class Break:
    """A forced page break before the row with a code, or after so many `lines` of it.

    `merged` says how many lines of the merged cells around it stay on the first page (otherwise: as many as fit).
    """

    row: str
    lines: int = 0
    merged: int | None = None


@dataclass(frozen=True)
class Switches:
    """How pages look and where tables break.

    `lines` is how borders are drawn; `sides` are the outermost lines left and right, `close_cuts` the border at a page
    break. `vertical` is how a vertical text is set. `split_rows` lets a page end inside a row; `breaks` forces a page
    to end at a place, by table.

    `edges` are the borders that a table has: all, none at its left and right, none around it, no lines between
    columns, only lines between rows, three (above, below the header, below), none. `number_style` is how a page gives
    its number `n` of `total`. `unseen` draws lines around prose that nobody sees. `clipped` lets the page's edge cut a
    row: its upper part stands at one page's foot, what is left of it on top of the next. `curves` draws letters as
    outlines, without text. `at` is where texts stand in the height of their cells. `continued` stands above the pieces
    of a table on following pages.
    """

    lines: Lines = "strokes"
    line_width: float = 0.5
    sides: bool = True
    close_cuts: bool = True
    vertical: Vertical = "stacked"
    split_rows: bool = False
    repeat_header: bool = False
    breaks: Mapping[str, Break] = field(default_factory=dict)
    landscape: bool = False
    page_numbers: bool = True
    running_head: bool = False
    face: Face = "song"
    bold: Face = "hei"
    prose_size: float = 14.0
    margin: float = 76.0
    table_margin: float = 62.0
    edges: Edges = field(default="all", repr=False)
    line_color: str = field(default="#000000", repr=False)
    number_style: str = field(default="- {n} -", repr=False)
    paper: Paper = field(default="A4", repr=False)
    unseen: Unseen = field(default="", repr=False)
    clipped: bool = field(default=False, repr=False)
    curves: bool = field(default=False, repr=False)
    at: Upright = field(default="middle", repr=False)
    continued: str = field(default="", repr=False)
